"""Writes the files of an edition, a share in each of the engine's workers, and looks over every byte of them once more."""

from __future__ import annotations

import hashlib
import io
import pickle
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any

import ahocorasick
import pyarrow as pa

from zvirka.engine import jobs_for, make_engine
from zvirka.ground import Ground
from zvirka.model.canonical import canonical_json, sha256_hex
from zvirka.model.errors import PublicationRefused
from zvirka.model.ports import EnginePort
from zvirka.pipeline.bag import verifying
from zvirka.pipeline.memory import few_collections
from zvirka.publish.edition import Edition
from zvirka.publish.edition.archive import LEVEL, bag_tags, entry
from zvirka.publish.edition.files import CONTENT, other_exports, site
from zvirka.publish.edition.tables import data_files
from zvirka.publish.reader import Site
from zvirka.record.disk import faults_named

Written = dict[str, tuple[str, int]]
"""{path: (SHA-256, bytes)}."""
BAG = "edition.zip"
_TABLES, _OTHERS = "tables", "others"
"""Parts an edition is made in, beside its bag and its pages: these go by language and number of their share, "uk 3"."""
_SOURCE = ".making"
_PART = pa.schema([("part", pa.string())])
_WRITTEN = pa.schema([("part", pa.string()), ("path", pa.string()), ("sha256", pa.string()), ("size", pa.int64())])


def write_files(
    folder: Path, edition: Edition, ground: Ground, private: Mapping[str, str], jobs: int | None
) -> dict[str, str]:
    """Writes all files of an edition but its manifest; gives {path: SHA-256}. The same edition gives the same bytes for any `jobs`.

    private: what no byte may hold, with what it is. jobs: worker processes; None: one a core, fewer for a small edition.
    Raises PublicationRefused where a file holds something private, StorageFault.
    """
    work = _Work(folder, edition, ground, private)
    shares = [f"{code} {share}" for code, share in work.site.shares()]
    first = [part for part in shares if part.split()[0] == work.site.order[0]]
    jobs = jobs or jobs_for(len(edition.account.claims))
    engine = make_engine("local", jobs)
    source = folder / _SOURCE
    try:
        with few_collections():
            if jobs > 1:
                work.lay(source)
            exported = work.put([(CONTENT, edition.content)])
            run = partial(_side_by_side, work, engine) if jobs > 1 else partial(_in_turn, work)
            made = run([_TABLES, _OTHERS, *first], {})
            exported |= made[_TABLES] | made[_OTHERS]
            made |= run([BAG, *(part for part in shares if part not in first)], exported)
    finally:
        engine.close()
        source.unlink(missing_ok=True)
    sizes = {path: size for part in first for path, (_, size) in made[part].items()}
    files = [exported, *made.values(), work.put([*work.site.rest(sizes), *verifying().items()])]
    return {path: sha256 for written in files for path, (sha256, _) in written.items()}


def _in_turn(work: _Work, parts: Sequence[str], exported: Written) -> dict[str, Written]:
    """What was written of each part. exported: what the bag holds."""
    return {part: work.make(part, exported) for part in parts}


def _side_by_side(work: _Work, engine: EnginePort, parts: Sequence[str], exported: Written) -> dict[str, Written]:
    """The same by the engine's workers."""
    rows = engine.from_table(pa.table({"part": list(parts)}, schema=_PART))
    make = partial(make_parts, source=str(work.folder / _SOURCE), exported=exported)
    table = engine.map_batches(rows, make, _WRITTEN, batch_rows=1)
    found: dict[str, Written] = {part: {} for part in parts}
    for part, path, sha256, size in zip(*(table[name].to_pylist() for name in _WRITTEN.names), strict=True):
        found[part][path] = sha256, size
    return found


def make_parts(table: Any, *, source: str, exported: Written) -> Any:
    """The batch function: parts in, what was written of each out."""
    with few_collections():
        work = _loaded(source)
        rows = [
            (part, path, sha256, size)
            for part in table["part"].to_pylist()
            for path, (sha256, size) in work.make(part, exported).items()
        ]
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(_WRITTEN.names)}, schema=_WRITTEN)


@lru_cache(maxsize=1)
def _loaded(source: str) -> _Work:
    """The work that this process has a share of, read once."""
    with Path(source).open("rb") as file:
        edition, ground, private = pickle.load(file)  # noqa: S301 - written by `_made` in the process that started this one
    return _Work(Path(source).parent, edition, ground, private)


class _Work:
    """An edition, the folder its files go to, and what none of them may hold."""

    def __init__(self, folder: Path, edition: Edition, ground: Ground, private: Mapping[str, str]) -> None:
        self.folder, self.edition, self.ground, self.private = folder, edition, ground, private

    @cached_property
    def site(self) -> Site:
        return site(self.edition, self.ground)

    @cached_property
    def _look(self) -> Look:
        return Look(self.private)

    def lay(self, source: Path) -> None:
        """Writes what other processes need to make parts: all but the content, which is written already."""
        told = (replace(self.edition, content=b""), self.ground, dict(self.private))
        with faults_named(source), source.open("wb") as out:
            pickle.dump(told, out, pickle.HIGHEST_PROTOCOL)

    def make(self, part: str, exported: Written) -> Written:
        """Writes a part."""
        if part == BAG:
            return {BAG: self._bag(exported)}
        if part == _TABLES:
            return self.put(data_files(self.edition, self.ground))
        if part == _OTHERS:
            return self.put(other_exports(self.edition, self.ground))
        code, share = part.split()
        return self.put(self.site.share(code, int(share)))

    def put(self, files: Iterable[tuple[str, bytes]]) -> Written:
        """Writes files and looks over them."""
        written: Written = {}
        for path, data in files:
            self._look.over(path, data)
            written[path] = write_one(self.folder / path, data), len(data)
        return written

    def _bag(self, exported: Written) -> tuple[str, int]:
        """Writes the exports in the folder as a bag in a ZIP beside them, piece by piece."""
        name, path = f"edition-{self.edition.number}", self.folder / BAG
        with faults_named(path):
            with zipfile.ZipFile(path, "w") as archive:
                for tag, data in bag_tags(self.edition.at[:10], exported, verifying()):
                    archive.writestr(entry(f"{name}/{tag}"), data, compresslevel=LEVEL)
                for each in sorted(exported):
                    info = entry(f"{name}/data/{each}")
                    info.file_size = (self.folder / each).stat().st_size
                    with (self.folder / each).open("rb") as given, archive.open(info, "w") as out:
                        shutil.copyfileobj(given, out, 2**20)
            with path.open("rb") as made:
                return hashlib.file_digest(made, "sha256").hexdigest(), path.stat().st_size


def write_one(path: Path, data: bytes) -> str:
    """Writes a file; gives its SHA-256. Raises StorageFault."""
    with faults_named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sha256_hex(data)


class Look:
    """The last look over what is to be given out: none of what was left out may be in it, however it got there."""

    def __init__(self, wanted: Mapping[str, str]) -> None:
        self._finder = ahocorasick.Automaton()
        for words, what in wanted.items():
            for form in {each.casefold() for each in (words, escape(words), canonical_json(words)[1:-1])}:
                self._finder.add_word(form, (len(form), words, what))
        if wanted:
            self._finder.make_automaton()
        self._empty = not wanted

    def over(self, path: str, data: bytes) -> None:
        """Raises PublicationRefused where a file holds something private."""
        if self._empty:
            return
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as inside:
                for name in inside.namelist():
                    self.over(f"{path}, {name}", inside.read(name))
            return
        text = data.decode("utf-8", "replace").casefold()
        for end, (size, words, what) in self._finder.iter(text):
            start = end - size + 1
            if text[end + 1 : end + 2].isalnum() or text[max(0, start - 1) : start].isalnum():
                continue  # part of another word
            raise PublicationRefused(
                f"{what} would have gone out",
                file=path,
                value=words,
                remedy="If it may be named, list it under named in [publish]; else redact the report, run again and publish.",
            )
