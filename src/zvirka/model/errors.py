"""Errors for the person at the desk, and the exit codes they end in.

    ZvirkaError
    ├── InputError            something given to us is broken
    │   ├── CaseError         case.toml, items.csv or decisions.csv
    │   └── FormatError       a file of a known format whose structure is broken
    ├── RecordError           the case's own record
    │   ├── Busy              somebody else is appending
    │   ├── Damaged           bytes are not what was recorded
    │   └── StorageFault      the disk refused or lied
    ├── PublicationRefused    a rule of the edition gate does not hold
    └── PluginError           an optional extractor failed
        └── Unanswered        one question to a hosted one got no answer

Every error names the file, the place in it, the value and what to do, as far as each is known.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line ends with (DESIGN section 4; 70 is EX_SOFTWARE and 74 EX_IOERR of sysexits.h).

    FAULT: zvirka itself is at fault. Python's own 1 would say "done, some inputs not read".
    """

    DONE = 0
    SOME_NOT_READ = 1
    USAGE = 2
    RECORD = 3
    PUBLICATION_REFUSED = 4
    FAULT = 70
    STORAGE_FAULT = 74


class ZvirkaError(Exception):
    """Base of all errors raised on purpose.

    problem: what is wrong, in one clause. file: path relative to the folder or case. place: where in it
    ("line 3", "item 2 of [[items]]"). value: the offending value as written. remedy: what to do.
    """

    exit_code = ExitCode.USAGE

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        place: str | None = None,
        value: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = file
        self.place = place
        self.value = value
        self.remedy = remedy

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        shown = f" ({self.value[:120]!r})" if self.value is not None else ""
        fix = f" {self.remedy}" if self.remedy else ""
        return f"{where + ': ' if where else ''}{self.problem}{shown}.{fix}"

    def __reduce__(self) -> tuple[object, ...]:
        """Keeps the keyword fields when an error crosses a process boundary."""
        fields = {"file": self.file, "place": self.place, "value": self.value, "remedy": self.remedy}
        return (_rebuild, (type(self), self.problem, fields))


def _rebuild(kind: type[ZvirkaError], problem: str, fields: dict[str, str | None]) -> ZvirkaError:
    return kind(problem, **fields)


class InputError(ZvirkaError):
    """Something given to us cannot be used."""


class CaseError(InputError):
    """case.toml, items.csv or decisions.csv is wrong."""


class FormatError(InputError):
    """A file of a known format whose structure is broken."""


class RecordError(ZvirkaError):
    """The case's own record cannot be used."""

    exit_code = ExitCode.RECORD


class Busy(RecordError):
    """Somebody else is appending to the record."""


class Damaged(RecordError):
    """Bytes of the record are not what was recorded."""


class StorageFault(RecordError):
    """The disk is full, read-only, or did not give back what was written."""

    exit_code = ExitCode.STORAGE_FAULT


class PublicationRefused(ZvirkaError):
    """A rule of the gate before publication does not hold."""

    exit_code = ExitCode.PUBLICATION_REFUSED


class PluginError(ZvirkaError):
    """An optional extractor failed."""


class Unanswered(PluginError):
    """One question to a hosted extractor got no answer; it may go on with the next."""
