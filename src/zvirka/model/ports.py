"""Ports: what the stages ask of the outside, as Protocols with small real adapters (`engine`, `record`, `confine`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from zvirka.model.claims import Claim
from zvirka.model.findings import Link
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.suggestions import Suggested

T = TypeVar("T")
Table: TypeAlias = Any
"""A pyarrow.Table. Not named as such: model imports the standard library only, and pyarrow ships no types."""
Schema: TypeAlias = Any
"""A pyarrow.Schema."""
BatchFunction = Callable[[Table], Table]
"""Pure, picklable by name (module-level function or functools.partial of one), any row order in, any row order out."""
Dataset = Any
"""An engine's own handle on a table: opaque to everybody else."""


class EnginePort(Protocol):
    """Runs batch functions over tables: in this process, on all cores, on a cluster. Order inside is free; `collect` sorts."""

    name: str

    def from_table(self, table: Table) -> Dataset:
        """Takes a table in."""

    def map_batches(self, data: Dataset, function: BatchFunction, schema: Schema, batch_rows: int = 64) -> Dataset:
        """Applies `function` to batches of at most `batch_rows` rows; it gives tables of `schema` with any number of rows."""

    def group_map(self, data: Dataset, keys: Sequence[str], function: BatchFunction, schema: Schema) -> Dataset:
        """Applies `function` once to all rows of each distinct key (its rows in no promised order)."""

    def filter_in(self, data: Dataset, column: str, values: Sequence[str]) -> Dataset:
        """Rows whose `column` is among `values`."""

    def select(self, data: Dataset, columns: Sequence[str]) -> Dataset:
        """Only these columns, in this order."""

    def join(self, left: Dataset, right: Dataset, on: Sequence[str]) -> Dataset:
        """Inner join on equal columns; other columns must differ in name."""

    def union(self, parts: Sequence[Dataset]) -> Dataset:
        """All rows of tables with the same schema."""

    def distinct(self, data: Dataset) -> Dataset:
        """Each row once."""

    def count(self, data: Dataset) -> int:
        """How many rows."""

    def collect(self, data: Dataset, sort_by: Sequence[str]) -> Table:
        """The table, sorted by a total key; rows are the same bytes whichever engine ran."""

    def close(self) -> None:
        """Ends worker processes."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor got out of one text: claims by quote position, issues, and the ties between claims that the text tells."""

    text: str
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]
    links: tuple[Link, ...] = ()


class ExtractorPort(Protocol):
    """Text to claims with exact words, or issues. Pure."""

    name: str
    version: str

    def extract(self, texts: Sequence[Text]) -> list[Extraction]:
        """One Extraction a text, in the order given."""


PLUGINS = "zvirka.extractors"
"""The entry-point group of plug-ins. An entry point is a `PluginFactory`; its name is what `--plugin` and `[plugins.NAME]` call it."""


class Ask(Protocol):
    """The only way out that a plug-in is given; what it may reach is the pipeline's affair."""

    def __call__(self, text: Text, url: str, question: bytes, usable: Callable[[bytes], bool]) -> bytes:
        """The body of the answer to a question (JSON) about `text`, kept in the record before it is given.

        A question asked before is answered from the record where `usable` says that the answer kept can be used. Raises
        Unanswered where no answer came; PluginError where the address may not be asked.
        """


class PluginPort(Protocol):
    """An optional extractor: it points at words. Files, clock and network are not its own: it has `Ask`."""

    name: str
    version: str
    """Digest of all that its suggestions depend on but the text: code, model, options."""

    def suggest(self, texts: Sequence[Text]) -> list[Suggested]:
        """One Suggested a text, in the order given; no text bears on another. Raises PluginError where it cannot work at all."""


PluginFactory = Callable[[Mapping[str, str], Ask], PluginPort]
"""Makes a plug-in of its options as written (case.toml and command line). Raises PluginError for options it does not take, and
where a library it needs is missing."""


class Confined(Protocol):
    """Runs a module-level function on batches of bytes in a worker that can't hurt us."""

    def run(self, function: str, batch: Sequence[tuple[bytes, dict[str, Any]]]) -> list[Any]:
        """function: "package.module:name", called as f(data, **options). One result a member, in order;
        a member whose call raised or killed the worker gives the exception in its place."""

    def stream(self, function: str, file: Path, options: dict[str, Any], kind: Any = Any) -> Iterator[Any]:
        """What the generator function called as f(path, **options) yields, as it comes; for files too large to be held.
        kind: the type each result is checked to be; Any for plain data. Raises InputError where it fails."""


class FoundBefore(Protocol):
    """What reconcile found out before, by all that it found it out from; whoever keeps it sees to it that code and packs are the same."""

    def key(self, *records: object) -> str:
        """The digest of records (dataclasses, texts, numbers, None and sequences of them)."""

    def recall(self, kind: str, key: str, form: type[T]) -> T | None:
        """What was kept under a key, equal to what would be found out now; None where nothing was, or what stands there does not hold."""

    def keep(self, kind: str, key: str, form: type[T], found: T) -> None:
        """Keeps what was found out just now."""
