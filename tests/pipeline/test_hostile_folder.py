"""A folder that a stranger packed: its names and its case file reach nothing of the record, and nothing outside it."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

import zvirka
from tests.capture.readers.samples import zipped
from zvirka.cli import zvirka as command
from zvirka.model.errors import CaseError
from zvirka.model.visible import HIDDEN
from zvirka.pipeline.erasing import erase_items
from zvirka.pipeline.keeping import keep
from zvirka.pipeline.sealing import seal
from zvirka.record import OWN_NAMES, Record
from zvirka.record.objects import Kept, Objects

WORDS = (
    "Ukrainian forces recaptured {} square kilometres of Kharkiv Oblast on 11 September 2022, said the General Staff."
)
AT = "2022-09-20T08:00:00Z"
WHO = {"by": "Maria", "why": "asked", "authority": "letter", "at": AT}
PACK = Path(__file__).resolve().parents[2] / "packs" / "theatres" / "kursk-2024"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "report.txt").write_text(WORDS.format(300))
    return made


def pack_at(place: Path) -> None:
    place.mkdir(parents=True)
    for path in PACK.iterdir():
        (place / path.name).write_bytes(path.read_bytes())


@pytest.mark.parametrize(
    "name", ["checkpoints", "./objects", ".//derived", "working/", "Editions", r".\objects", "certificates. "]
)
def test_a_theatre_pack_cannot_take_the_place_of_a_part_of_the_record(name: str, folder: Path, tmp_path: Path) -> None:
    zvirka.run(folder, jobs=1)
    before = {path: path.read_bytes() for path in (tmp_path / "in-case").rglob("*") if path.is_file()}
    place = folder / name.replace("\\", "/")
    pack_at(place)
    (place / "head.json").write_text("{}")
    (folder / "case.toml").write_text(f"schema = 1\n[case]\ntheatre = '{name}'\n")
    with pytest.raises(CaseError, match="a name that the record itself uses"):
        zvirka.run(folder, jobs=1)
    assert {path: path.read_bytes() for path in (tmp_path / "in-case").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["../pack", "/{}/pack", "a/../../pack", r"C:\pack", r"..\pack"])
def test_a_theatre_pack_lies_in_the_folder(name: str, folder: Path, tmp_path: Path) -> None:
    pack_at(tmp_path / "pack")
    (folder / "case.toml").write_text(f"schema = 1\n[case]\ntheatre = '{name.format(tmp_path)}'\n")
    with pytest.raises(CaseError, match="leads out of the folder"):
        zvirka.run(folder, jobs=1)


def test_a_linked_theatre_pack_is_refused(folder: Path, tmp_path: Path) -> None:
    pack_at(tmp_path / "pack")
    (folder / "pack").symlink_to(tmp_path / "pack")
    (folder / "case.toml").write_text("schema = 1\n[case]\ntheatre = 'pack'\n")
    with pytest.raises(CaseError, match="is no file of this folder"):
        zvirka.run(folder, jobs=1)


def test_pipes_and_links_in_the_place_of_own_files_are_not_waited_for_nor_followed(
    folder: Path, tmp_path: Path
) -> None:
    os.mkfifo(folder / "case.toml")
    with pytest.raises(CaseError, match="is a device or pipe"):
        zvirka.run(folder, jobs=1)
    (folder / "case.toml").unlink()
    (tmp_path / "else.toml").write_text("schema = 1\n")
    (folder / "case.toml").symlink_to(tmp_path / "else.toml")
    with pytest.raises(CaseError, match="is a link that leads out of the folder"):
        zvirka.run(folder, jobs=1)
    (folder / "case.toml").unlink()
    (folder / "pack").mkdir()
    os.mkfifo(folder / "pack" / "theatre.toml")
    (folder / "case.toml").write_text("schema = 1\n[case]\ntheatre = 'pack'\n")
    with pytest.raises(CaseError, match="is no file of this folder"):
        zvirka.run(folder, jobs=1)
    (folder / "case.toml").unlink()
    (folder / "gazetteers").mkdir()
    os.mkfifo(folder / "gazetteers" / "a.tsv")
    (folder / "gazetteers" / "b.tsv").symlink_to(tmp_path / "else.toml")
    told = {issue.path for issue in zvirka.run(folder, jobs=1).account.issues if issue.code == "not_looked_at"}
    assert told >= {"gazetteers/a.tsv", "gazetteers/b.tsv", "pack/theatre.toml"}


def test_erasing_a_report_named_as_a_part_of_the_record_leaves_the_record(folder: Path, tmp_path: Path) -> None:
    case = tmp_path / "in-case"
    zvirka.run(folder, jobs=1)
    seal(case, AT)
    names = [path.relative_to(case).as_posix() for path in (case / "checkpoints").rglob("*") if path.is_file()]
    names += ["objects/ab/x", "editions/key", "items.csv", "decisions.csv", "log.jsonl"]
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(WORDS.format(number + 400))
    zvirka.run(folder, jobs=1)
    for name in names:
        (folder / name).unlink()
    erase_items(case, names, folder=folder, **WHO)
    assert Record(case).verify().problems == ()
    assert (case / "checkpoints" / "head.json").exists()
    assert {path.name for path in case.iterdir()} - OWN_NAMES <= {".lock", ".lock-decisions"}


NAMES = (
    "+380501234567.txt",
    "-100.txt",
    "=maria.txt",
    "@maria.txt",
    "'maria'.txt",
    " maria.txt",
    "maria .txt",
    "a.zip!/maria.txt",
)


def test_the_row_of_an_erased_report_goes_whatever_its_name(folder: Path, tmp_path: Path) -> None:
    """Names that a spreadsheet would run are written with an apostrophe: the row is found all the same."""
    case = tmp_path / "in-case"
    for number, name in enumerate(NAMES):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(WORDS.format(number + 400))
    items = zvirka.run(folder, jobs=1).account.items
    paths = sorted(item.path for item in items if item.path != "report.txt")
    assert len(paths) == len(NAMES)
    for name in NAMES:
        (folder / name).unlink()
    assert len(erase_items(case, paths, folder=folder, **WHO).items) == len(NAMES)
    with (case / "items.csv").open(encoding="utf-8", newline="") as table:
        assert [row["path"] for row in csv.DictReader(table)] == ["report.txt"]


def test_an_edit_of_a_report_holds_whatever_its_name(folder: Path, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(WORDS.format(number + 400))
    zvirka.run(folder, jobs=1)
    table = tmp_path / "in-case" / "items.csv"
    with table.open(encoding="utf-8", newline="") as given:
        rows = list(csv.DictReader(given))
    with table.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.DictWriter(out, rows[0])
        sheet.writeheader()
        sheet.writerows([{**row, "outlet": "Hill Courier"} for row in rows])
    account = zvirka.run(folder, jobs=1).account
    assert {text.voice.name for text in account.texts} == {"Hill Courier"}
    assert len(account.texts) == len(NAMES) + 1


ODD = ("a\u202etxt.exe.txt", "b\nerased: c.txt", "d\x1b[2J.txt", "e\u200bf.txt", "g\th.txt")


def test_no_name_steers_the_terminal_or_makes_a_line_of_its_own_where_it_is_erased(
    folder: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(ODD):
        (folder / name).write_text(WORDS.format(number + 400))
    zvirka.run(folder, jobs=1)
    for name in ODD:
        (folder / name).unlink()
    given = ["--case", str(tmp_path / "in-case"), "--why", "w", "--authority", "a", "--by", "m"]
    done = CliRunner().invoke(command, ["erase", *given, "--", *ODD], standalone_mode=False)
    assert done.return_value == 0
    assert HIDDEN.search(done.output) is None
    assert sum(line.startswith("erased: ") for line in done.output.split("\n")) == len(ODD)


def test_each_file_has_one_line_in_the_certificate_of_custody(folder: Path) -> None:
    for name in ODD:
        (folder / name).write_text("words")
    words = keep(folder, by="Maria").certificate.read_text("utf-8")
    listed = [line for line in words.split("\n") if len(line.split()) and len(line.split()[0]) == 64]
    assert len(listed) == len(ODD) + 1
    assert HIDDEN.search(words) is None


def test_thousands_of_files_of_the_same_bytes_do_not_have_their_list_written_for_each(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive of a hundred kilobytes would otherwise keep a machine busy for hours."""
    (folder / "same.zip").write_bytes(zipped({f"{number}.txt": b"x" for number in range(3000)}))
    written: list[int] = []
    put = Objects.put_salt

    def counted(self: Objects, sha256: str, kept: Kept) -> None:
        written.append(len(kept.items))
        put(self, sha256, kept)

    monkeypatch.setattr(Objects, "put_salt", counted)
    items = keep(folder, by="Maria").items
    assert len(items) == 3002
    assert sorted(written) == [1, 1, 3000]
