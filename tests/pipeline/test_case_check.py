"""Values that only the ground can judge are refused in one clear line, before anything is read."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.model.errors import CaseError

OTHER_WAR = Path(__file__).parents[1] / "data" / "other_war"


def refused(folder: Path, case: str) -> str:
    """The line that a run of a folder with this case.toml ends in."""
    folder.mkdir()
    (folder / "case.toml").write_text(case, encoding="utf-8")
    with pytest.raises(CaseError) as error:
        zvirka.run(folder, jobs=1, now=datetime(2022, 9, 20, tzinfo=UTC))
    assert error.value.remedy
    return str(error.value)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            '[[items]]\nfiles = "*"\nside = "ukrain"',
            "side in entry 1 of [[items]]: is no side ('ukrain'). Did you mean",
        ),
        ('[[items]]\nfiles = "*"\nkind = "oracle"', "kind in entry 1 of [[items]]: is no kind"),
        ('[[items]]\nfiles = "*"\nlanguage = "klingon"', "language in entry 1 of [[items]]: is no language"),
        (
            '[[items]]\nfiles = "*"\npublished = 0001-01-01T00:00:00+14:00',
            "published in entry 1 of [[items]]: is no day",
        ),
        ('[[items]]\nfiles = "*"\npublished = 9999-12-31', "published in entry 1 of [[items]]: is no day"),
        ('[[questions]]\nmeasure = "weather"\nplace = "geonames:706482"', "measure in entry 1 of [[questions]]"),
        ('[[questions]]\nmeasure = "raid"\nplace = "nowhere"', "place in entry 1 of [[questions]]: the gazetteer"),
        (
            '[[questions]]\nmeasure = "raid"\nplace = "geonames:706482"\nsince = 2022-09-09\nuntil = 2022-09-01',
            "until is before since",
        ),
        ('[[boundaries]]\nplace = "x"\nfile = "b"\nsource = "s"', "place in entry 1 of [[boundaries]]: the gazetteer"),
        (f'[case]\ntheatre = "{"x" * 5000}"', "theatre in [case]: the theatre pack cannot be read"),
        ("a = " + "[" * 5000, "is no TOML"),
        ("schema = " + "9" * 5000, "is no TOML"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_a_remedy(tmp_path: Path, entry: str, said: str) -> None:
    assert said in refused(tmp_path / "in", entry)


@pytest.mark.parametrize(
    ("before", "after"), [('time_zone = "', 'time_zone = "Nowhere/'), ('genitive = "', "genitive = 7 # ")]
)
def test_a_theatre_pack_with_a_wrong_value_is_refused(tmp_path: Path, before: str, after: str) -> None:
    shutil.copytree(OTHER_WAR, tmp_path / "in")
    pack = tmp_path / "in" / "theatre" / "theatre.toml"
    words = pack.read_text(encoding="utf-8")
    assert before in words
    pack.write_text(words.replace(before, after), encoding="utf-8")
    with pytest.raises(CaseError, match="theatre"):
        zvirka.run(tmp_path / "in", jobs=1)


def test_case_toml_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in" / "case.toml").mkdir(parents=True)
    with pytest.raises(CaseError, match=r"case\.toml: cannot be read"):
        zvirka.run(tmp_path / "in", jobs=1)


def test_a_case_inside_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseError, match="cannot lie in a file"):
        zvirka.run(tmp_path / "in", tmp_path / "file" / "case", jobs=1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("good.txt,,,,,,mars,,side=items_csv,", "side in the row of good.txt: is no side"),
        ("good.txt,,,,,,,oracle,kind=items_csv,", "kind in the row of good.txt: is no kind"),
        ('good.txt,,,"left open,,,,,,', "is no CSV"),
        ("good.txt,,soon,,,,,,published=items_csv,", "published of good.txt is no published"),
    ],
)
def test_an_edit_that_is_no_value_is_refused(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("Nothing happened.")
    (tmp_path / "in-case").mkdir()
    head = "path,fragment,published,outlet,address,language,side,kind,known,item\n"
    (tmp_path / "in-case" / "items.csv").write_text(head + row + "\n", encoding="utf-8")
    with pytest.raises(CaseError) as error:
        zvirka.run(tmp_path / "in", jobs=1)
    assert said in str(error.value)
    assert "items.csv" in str(error.value)
