"""`zvirka gazetteer`: people's own gazetteers, of a case or of a user."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zvirka.ground.geonames import FOLDER, alphabets_of, header, read_dump, tables, user_folder
from zvirka.ground.load import language_documents
from zvirka.model.errors import InputError


@dataclass(frozen=True, slots=True)
class AddedGazetteer:
    """A gazetteer that was added: its table, how many places it has, how many lines of other features were left out."""

    table: Path
    places: int
    left_out: int


def add_gazetteer(dump: Path, folder: Path | None, alternates: Path | None = None) -> AddedGazetteer:
    """Makes the table of a dump in GeoNames' format, for the case whose folder is given, else for the user.

    A table of the same name is replaced. Raises CaseError naming file and line, InputError where a file is not UTF-8.
    """
    alphabets = alphabets_of(language_documents())
    try:
        added = read_dump(dump, alphabets, alternates)
    except UnicodeDecodeError as fault:
        raise InputError(f"{dump.name} is not UTF-8 ({fault.reason})") from fault
    target = (user_folder() if folder is None else folder / FOLDER) / f"{dump.stem}.tsv"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_text("\n".join((header(alphabets), *added.rows)) + "\n", "utf-8")
    part.replace(target)
    return AddedGazetteer(target, len(added.rows), sum(added.skipped.values()))


def gazetteers_of(folder: Path) -> list[tuple[Path, int]]:
    """The tables read with a folder, each with its number of places."""
    return [(path, max(0, path.read_text("utf-8").count("\n") - 1)) for path in tables(folder)]
