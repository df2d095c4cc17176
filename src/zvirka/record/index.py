"""The index of a case: what can be found by words, in SQLite with FTS5; made from the account, deleted at any time.

Words come in as stems (`Document.stems`): this module knows none. Documents are told apart by key and digest, so that an update
touches only what changed.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zvirka.model.errors import StorageFault

SCHEMA = 1
NAME = "index.sqlite"
WAIT_S = 300
"""How long one run waits for another that changes the index."""
CACHE_KIB = 64 * 1024
"""Ranking 50,000 hits goes through some 20 MB of the index."""
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE documents (id INTEGER PRIMARY KEY, key TEXT UNIQUE, digest TEXT, kind TEXT, language TEXT, day TEXT, outlet TEXT,
  text TEXT, about TEXT, stems TEXT);
CREATE VIRTUAL TABLE words USING fts5(stems, content='documents', content_rowid='id', detail='full',
  tokenize="unicode61 remove_diacritics 0");
CREATE TABLE names (phrase TEXT, entity TEXT);
CREATE INDEX names_by_phrase ON names (phrase);
CREATE INDEX names_by_entity ON names (entity);
"""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. key: its own among all kinds. digest: of all the rest. kind: text, claim, source or picture.

    day: ISO 8601 or "". text: what the stems were made of. about: what else is shown, as JSON. stems: joined by spaces.
    """

    key: str
    digest: str
    kind: str
    language: str
    day: str
    outlet: str
    text: str
    about: str
    stems: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted; "" is anything. since, until: days, inclusive; what has no day is left out where one is given."""

    kind: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    outlet: str = ""


class Index:
    """Opens the index of a case folder, or makes an empty one; one that cannot be read is made anew. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        with _faults_named():
            self._database = self._opened()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    @contextlib.contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """Lets nobody else change the index until the block ends; what it changes is kept then, or nothing is. Others may read."""
        if self._database.in_transaction:
            yield self._database
            return
        with _faults_named(), self._database as base:
            base.execute("BEGIN IMMEDIATE")
            yield base

    def about(self, name: str) -> str:
        """A note kept with the index ("account", "stemmer", "ground"), "" where there is none."""
        row = self._database.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def digests(self) -> dict[str, str]:
        """{key: digest} of all documents held."""
        return dict(self._database.execute("SELECT key, digest FROM documents"))

    def update(self, gone: Iterable[str], new: Iterable[Document], about: Mapping[str, str]) -> None:
        """Takes out `gone`, puts in `new` and notes `about`, all or nothing."""
        with self.alone() as base:
            for key in gone:
                row = base.execute("SELECT id, stems FROM documents WHERE key = ?", (key,)).fetchone()
                if row:
                    base.execute("INSERT INTO words(words, rowid, stems) VALUES ('delete', ?, ?)", row)
                    base.execute("DELETE FROM documents WHERE id = ?", (row[0],))
            for each in new:
                added = base.execute(
                    "INSERT INTO documents (key, digest, kind, language, day, outlet, text, about, stems)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        each.key,
                        each.digest,
                        each.kind,
                        each.language,
                        each.day,
                        each.outlet,
                        each.text,
                        each.about,
                        each.stems,
                    ),
                )
                base.execute("INSERT INTO words(rowid, stems) VALUES (?, ?)", (added.lastrowid, each.stems))
            base.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about.items())

    def set_names(self, names: Iterable[tuple[str, str]]) -> None:
        """Replaces the names: (phrase of stems, what it names)."""
        with self.alone() as base:
            base.execute("DELETE FROM names")
            base.executemany("INSERT INTO names VALUES (?, ?)", names)

    def names_of(self, phrase: str) -> list[str]:
        """Every phrase that names what `phrase` names, sorted; empty where it names nothing."""
        wanted = "SELECT DISTINCT other.phrase FROM names JOIN names AS other USING (entity) WHERE names.phrase = ? ORDER BY 1"
        return [str(row[0]) for row in self._database.execute(wanted, (phrase,))]

    def find(self, groups: Sequence[Sequence[str]], filters: Filters, limit: int) -> tuple[int, list[dict[str, Any]]]:
        """(how many there are, the best `limit`) of documents that hold, for each group, at least one of its phrases of stems.

        Best first by BM25 (Robertson and Zaragoza 2009, as FTS5 works it out), then by key.
        """
        match = " AND ".join("(" + " OR ".join(f'"{phrase}"' for phrase in group) + ")" for group in groups)
        clauses, values = ["words MATCH ?"], [match]
        for column, value in (("kind", filters.kind), ("language", filters.language)):
            if value:
                clauses.append(f"{column} = ?")
                values.append(value)
        if filters.outlet:
            clauses.append("instr(lower_(outlet), ?) > 0")
            values.append(filters.outlet.casefold())
        if filters.since or filters.until:
            clauses.append("day <> '' AND day >= ? AND day <= ?")
            values += [filters.since, (filters.until or "9999") + "~"]
        where = " AND ".join(clauses)
        source = "FROM words JOIN documents ON documents.id = words.rowid" if len(values) > 1 else "FROM words"
        count = self._database.execute(f"SELECT count(*) {source} WHERE {where}", values).fetchone()[0]
        best = self._database.execute(
            f"SELECT words.rowid {source} WHERE {where} ORDER BY rank LIMIT ?", [*values, limit]
        ).fetchall()
        columns = ("key", "kind", "language", "day", "outlet", "text", "about")
        picked = "SELECT key, kind, language, day, outlet, text, about FROM documents WHERE id = ?"
        rows = (self._database.execute(picked, row).fetchone() for row in best)
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        return int(count), [each | {"about": json.loads(each["about"])} for each in found]

    def _opened(self) -> sqlite3.Connection:
        try:
            base = self._connected()
            if _made(base):
                return base
            base.close()
        except sqlite3.OperationalError:
            raise  # the disk or its rights, not the file
        except sqlite3.DatabaseError:
            pass
        for name in (NAME, NAME + "-wal", NAME + "-shm", NAME + "-journal"):
            self._path.with_name(name).unlink(missing_ok=True)
        base = self._connected()
        _made(base)
        return base

    def _connected(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=WAIT_S)
        base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        base.create_function("lower_", 1, lambda text: (text or "").casefold(), deterministic=True)
        return base


def _made(base: sqlite3.Connection) -> bool:
    """Whether these are tables of this schema; an empty file, as a run beside this one may just have made it, gets them first.

    Made ones are only looked at, so that who searches does not wait for a run that writes.
    """
    if base.execute("PRAGMA user_version").fetchone()[0] == SCHEMA:
        return True
    with base:
        base.execute("BEGIN IMMEDIATE")
        if base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            for statement in _TABLES.split(";"):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {SCHEMA}")
        return bool(base.execute("PRAGMA user_version").fetchone()[0] == SCHEMA)


@contextlib.contextmanager
def _faults_named() -> Iterator[None]:
    """Turns what SQLite says of the disk into a StorageFault."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        raise StorageFault(
            f"the index could not be written: {fault}",
            file=NAME,
            remedy="Free space or check the rights on the case folder, then run again. It can be deleted at any time.",
        ) from fault
