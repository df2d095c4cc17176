"""`zvirka erase` and `zvirka redact`: a person's right to be taken out, without breaking what the rest of the record proves."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from zvirka.capture.members import MARK
from zvirka.model.claims import Claim
from zvirka.model.errors import CaseError, InputError
from zvirka.model.items import Item
from zvirka.model.wire import from_plain, to_plain
from zvirka.pipeline.accounts import current_account
from zvirka.pipeline.decisions_csv import write_rows
from zvirka.pipeline.items_csv import drop_items
from zvirka.record import OWN_NAMES, Record
from zvirka.record.disk import write_whole
from zvirka.record.erasing import Erasure, Tombstone, begin, begun, carry_out, end

SHORTEST_ID = 6
"""Letters of an id that a person must give: one in 16 million others starts the same."""
BLOCK = "█"
"""What a redacted letter becomes: one for one, so that what stands after it keeps its place."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What went. items: sorted by path, with what lay in archives and mails. judgements: how many decisions quoted them and went too.

    elsewhere: items of which the same bytes were among what went and which stay, because an archive or mail that was not erased holds
    them; sorted by path.
    """

    items: tuple[Item, ...]
    judgements: int
    tombstone: Tombstone
    elsewhere: tuple[Item, ...] = ()


def erase_items(
    case_folder: Path, wanted: Sequence[str], *, by: str, why: str, authority: str, at: str, folder: Path | None = None
) -> Erased:
    """Erases what `wanted` names (paths, or the start of an item's id or of its SHA-256) from the case, with what lies in it where it is
    an archive or mail, the decisions that quote it, the log's words of edits that were made together with edits of it, and what plug-ins
    were answered about it.

    Objects and salts go, items.csv and decisions.csv lose their rows, and derived/, index and working copy go whole: the next run makes
    them anew. The log keeps its lines; a tombstone says who, why and on whose authority. folder: where the reports lie; what still lies
    there would come back, so it must go first. Raises InputError, CaseError, RecordError.
    """
    record = Record(case_folder)
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Name the case folder with --case.")
    for given, name in ((by, "--by"), (why, "--why"), (authority, "--authority")):
        if not given.strip():
            raise InputError("is not said", file=name, remedy="An erasure says who, why and on whose authority.")
    with record.log.alone(at):
        cut_short = end_erasure(case_folder, record)
        if cut_short is not None and set(wanted) <= set(cut_short[1]):
            return cut_short[0]
        return _ended(record, _begun(record, wanted, Tombstone(by, at, why, authority, 0), folder))


def _begun(record: Record, wanted: Sequence[str], tombstone: Tombstone, folder: Path | None) -> Erasure:
    items, others = _items(record, wanted)
    objects = {item.object for item in items}
    _gone_from(folder, items)
    elsewhere = sorted((item for item in others if item.object in objects), key=lambda each: (each.path, each.id))
    staying: dict[str, list[Item]] = {}
    for item in elsewhere:
        staying.setdefault(item.object, []).append(item)
    quoted = _judgements_of(record, {item.id for item in items})
    paths = {item.path for item in items}
    edited = {
        each.id for each in record.edits.all() if any(edit.path.partition(MARK)[0] in paths for edit in each.edits)
    }
    ids = {item.id for item in items}
    answered = {each.id for each in record.answers.all() if each.item in ids}
    tombstone = replace(tombstone, objects=len(objects) + len(quoted) + len(edited) + len(answered))
    more = {
        "wanted": list(wanted),
        "items": [to_plain(item) for item in sorted(items, key=lambda each: each.path)],
        "elsewhere": [to_plain(item) for item in elsewhere],
        "judgements": sorted(quoted),
    }
    return begin(record, tombstone, [*objects, *quoted, *edited, *answered], staying, more)


def end_erasure(case_folder: Path, record: Record | None = None) -> tuple[Erased, tuple[str, ...]] | None:
    """Ends an erasure that was begun and cut short, in the record and in the tables beside it; gives what went and what was asked for.

    None where there is none. record: of the case, where its lock is held already. Raises RecordError.
    """
    record = record or Record(case_folder)
    waiting = begun(record)
    if waiting is None:
        return None
    with record.log.alone(waiting.tombstone.at):
        erasure = begun(record)  # another may have ended it while we waited
        return (_ended(record, erasure), tuple(erasure.more.get("wanted", ()))) if erasure is not None else None


def _ended(record: Record, erasure: Erasure) -> Erased:
    carry_out(record, erasure)
    items = tuple(from_plain(Item, item) for item in erasure.more.get("items", ()))
    elsewhere = tuple(from_plain(Item, item) for item in erasure.more.get("elsewhere", ()))
    quoted = set(erasure.more.get("judgements", ()))
    paths = {item.path for item in items}
    drop_items(record.folder, paths)
    write_rows(record.folder, [each for each in record.judgements.all()[0] if each.id not in quoted])
    _forget(record.folder, paths)
    end(record)
    return Erased(items, len(quoted), erasure.tombstone, elsewhere)


def redact(file: Path, words: Sequence[str], to: Path) -> int:
    """Writes a copy of a text file with every occurrence of the words blacked out, letter for letter; gives how many there were.

    Raises InputError where the file is no UTF-8 text or a word is not in it. The original stays as it was: erase it if it must go.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        raise InputError(
            "is no UTF-8 text",
            file=file.name,
            remedy="Redact it in the program it comes from and put the copy into the folder.",
        ) from fault
    if to.exists():
        raise InputError("is there already", file=str(to), remedy="Name a new file with --to.")
    count = 0
    for word in sorted(words, key=len, reverse=True):
        found = text.count(word) if word else 0
        if not found:
            raise InputError("is not in it", file=file.name, value=word, remedy="Write it as it stands there.")
        count += found
        text = text.replace(word, BLOCK * len(word))
    write_whole(to, text.encode("utf-8"))
    return count


def _items(record: Record, wanted: Iterable[str]) -> tuple[set[Item], set[Item]]:
    """Those named, their copies and what lies in them; and all others. What lies in a file goes with the file, and names it."""
    every = [item for name in record.objects.all() for item in _kept_items(record, name)]
    found: set[Item] = set()
    for name in wanted:
        path = name.partition(MARK)[0]  # what lies in an archive goes with the archive
        named = [item for item in every if path == item.path or _starts(name, item.id) or _starts(name, item.object)]
        if not named:
            raise InputError("is not in the record", value=name, remedy="Name it by its path as items.csv has it.")
        if path not in {item.path for item in named} and len({item.object for item in named}) > 1:
            raise InputError("names several objects", value=name, remedy="Give more of the id, or the path.")
        holding = {_file(item) for item in named if _file(item) != item.path}
        gone = {item.object for item in every if item.path in holding} | {
            item.object for item in named if _file(item) == item.path
        }
        files = {item.path for item in every if item.object in gone and _file(item) == item.path}
        found |= {item for item in every if _file(item) in files and (_file(item) != item.path or item.object in gone)}
    return found, set(every) - found


def _file(item: Item) -> str:
    """The file of the folder that it is or lies in."""
    return item.path.partition(MARK)[0]


def _starts(given: str, id: str) -> bool:
    return len(given) >= SHORTEST_ID and id.startswith(given)


def _kept_items(record: Record, name: str) -> tuple[Item, ...]:
    kept = record.objects.kept(name)
    return kept.items if kept is not None else ()


def _gone_from(folder: Path | None, items: Iterable[Item]) -> None:
    for path in sorted({_file(item) for item in items}):
        if folder is not None and (folder / path).exists():
            raise InputError(
                "still lies in the folder, and the next run would keep it again",
                file=path,
                remedy="Delete it there (or put a redacted copy in its place under another name), then erase.",
            )


def _judgements_of(record: Record, items: set[str]) -> set[str]:
    """The decisions that quote one of the items: on its claims and reports, and on sources that only it names."""
    try:
        claims = current_account(record).claims
    except CaseError:
        claims = ()
    of_items = {claim.id for claim in claims if claim.item in items}
    named = {name for claim in claims if claim.item in items for name in _names(claim)}
    named -= {name for claim in claims if claim.item not in items for name in _names(claim)}
    judgements, _ = record.judgements.all()
    return {
        each.id
        for each in judgements
        if any(
            subject.item in items
            or subject.id in of_items
            or (subject.kind == "source" and subject.id.casefold() in named)
            for subject in each.subjects
        )
    }


def _names(claim: Claim) -> set[str]:
    return {claim.voice.name.casefold(), *(step.name.casefold() for step in claim.attribution)}


def _forget(case_folder: Path, paths: set[str]) -> None:
    for name in ("derived", "working"):
        shutil.rmtree(case_folder / name, ignore_errors=True)
    for name in ("index.sqlite", "index.sqlite-wal", "index.sqlite-shm"):
        (case_folder / name).unlink(missing_ok=True)
    for path in paths:
        if PurePosixPath(path).parts[0].casefold() not in OWN_NAMES:
            (case_folder / path).unlink(missing_ok=True)  # the case's own copy of a case file
