"""People's own gazetteers: a dump in GeoNames' format becomes a table, and the table is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from zvirka.extract.places import PlaceReader
from zvirka.ground import load_ground
from zvirka.ground.geonames import FOLDER, MOST_ROWS, alphabets_of, read_dump
from zvirka.ground.load import language_documents
from zvirka.model.errors import CaseError
from zvirka.pipeline.gazetteers import add_gazetteer, gazetteers_of

ALPHABETS = alphabets_of(language_documents())


def line(id: int, name: str, others: str, feature: str = "P.PPL", people: int = 0, unit: str = "05") -> str:
    """A line of a dump; the places are invented, the columns GeoNames'."""
    cls, code = feature.split(".")
    cells = [
        str(id),
        name,
        name,
        others,
        "48.1",
        "37.9",
        cls,
        code,
        "UA",
        "",
        unit,
        "",
        "",
        "",
        str(people),
        "",
        "",
        "",
        "",
    ]
    return "\t".join(cells)


DUMP = "\n".join(
    [
        line(709716, "Donetsk Oblast", "Донецька область", "A.ADM1"),
        line(990000001, "Zhurzhyntsi", "Журжинці,Журжинцы,ジュルジンツィ"),
        line(990000002, "Kupiansk", "Куп'янськ,Купянск", people=9_000),
        line(990000003, "Zhurzhyntsi Pond", "Журжинецький став", "H.PND"),
    ]
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports with the dump beside it, and no gazetteers of the user."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "UA.txt").write_text(DUMP + "\n", "utf-8")
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


def test_places_of_a_dump_are_found_in_every_case_and_script(folder: Path) -> None:
    add_gazetteer(folder.parent / "UA.txt", folder)
    ground = load_ground("ukraine", folder)
    for code, text, words in (
        ("uk", "Під Журжинцями тихо.", "Журжинцями"),
        ("ru", "В Журжинцах тихо.", "Журжинцах"),
        ("en", "It is quiet in Zhurzhyntsi.", "Zhurzhyntsi"),
    ):
        (mention,) = PlaceReader(ground, code).read(text)
        assert (mention.span.exact, mention.ids) == (words, ("geonames:990000001",))
    place = ground.gazetteer.get("geonames:990000001")
    assert place is not None
    assert (place.kind, place.parent, place.lon, place.lat) == ("settlement", "geonames:709716", 37.9, 48.1)


def test_the_packs_places_go_before_those_of_a_dump(folder: Path) -> None:
    add_gazetteer(folder.parent / "UA.txt", folder)
    ground = load_ground("ukraine", folder)
    assert ground.gazetteer.find("in Kupiansk", "en")[0].ids == ("geonames:703656", "geonames:990000002")
    assert ground.gazetteer.name("geonames:709716", "en") == "Donetsk Oblast"


def test_a_users_gazetteer_is_read_with_every_folder(folder: Path) -> None:
    added = add_gazetteer(folder.parent / "UA.txt", None)
    assert added.table == folder.parent / "data" / "zvirka" / FOLDER / "UA.tsv"
    assert (added.places, added.left_out) == (3, 1)
    assert gazetteers_of(folder) == [(added.table, 3)]
    assert load_ground("ukraine", folder).gazetteer.get("geonames:990000001") is not None


def test_a_gazetteer_added_later_counts_at_once_and_changes_the_version(folder: Path) -> None:
    before = load_ground("ukraine", folder)
    add_gazetteer(folder.parent / "UA.txt", folder)
    after = load_ground("ukraine", folder)
    assert before.gazetteer.get("geonames:990000001") is None
    assert after.gazetteer.get("geonames:990000001") is not None
    assert before.version != after.version


def test_alternate_names_say_the_language_letters_cannot(folder: Path) -> None:
    names = folder.parent / "alternateNamesV2.txt"
    names.write_text("1\t990000001\tru\tЖуржинец\t1\n2\t990000001\tja\tジュ\n", "utf-8")
    rows = read_dump(folder.parent / "UA.txt", ALPHABETS, names).rows
    cells = rows[1].split("\t")
    assert cells[-2:] == ["Журжинец", "Журжинці"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1\tA\tB\n", "3 columns"),
        (line(1, "Stav", "", "H.PND"), "no places"),
        (line(1, "Selo", "").replace("48.1", "north"), "no id or no coordinates"),
    ],
)
def test_what_is_no_dump_names_file_and_fault(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "XX.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(CaseError, match=says) as caught:
        read_dump(file, ALPHABETS)
    assert caught.value.file == "XX.txt"


def test_a_dump_of_the_world_is_refused_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zvirka.ground.geonames.MOST_ROWS", 2)
    file = tmp_path / "XX.txt"
    file.write_text(DUMP, "utf-8")
    with pytest.raises(CaseError, match="more than 2 places"):
        read_dump(file, ALPHABETS)
    assert MOST_ROWS >= 100_000
