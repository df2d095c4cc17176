"""The gold files keep the format they are written in, and a mark that does not is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate.gold_files import FOLDER, TEXT_KINDS, GoldError, read_gold, read_text
from gate.words import position

TEXT = "Two tanks burned near Robotyne, the mayor said. Two tanks burned."
HEAD = 'published = 2023-06-14\noutlet = "Herald"\nvoice = { kind = "media", side = "unknown" }\n'
CLAIM = '[[claims]]\ntype = "equipment_loss"\nquote = "Two tanks burned"\n'


def written(folder: Path, marks: str) -> Path:
    path = folder / "01-agency.txt"
    path.write_text(TEXT, "utf-8")
    path.with_suffix(".toml").write_text(marks, "utf-8")
    return path


@pytest.mark.parametrize("half", ["open", "blind", "sealed"])
@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_each_half_of_each_language_has_a_text_of_each_kind_in_the_format(language: str, half: str) -> None:
    texts = [text for text in read_gold(languages=[language]) if text.half == half]
    assert sorted(text.kind for text in texts) == sorted(TEXT_KINDS)
    assert all(any(not claim.optional for claim in text.claims) for text in texts)


def test_every_text_of_the_gold_folder_is_read() -> None:
    golds = list(read_gold())
    assert len(list(FOLDER.rglob("*.txt"))) == len(golds)
    assert sum(len(gold.readings) for gold in golds) == len(list(FOLDER.rglob("*.toml")))


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.txt")), ids=lambda path: "/".join(path.parts[-3:]))
def test_texts_have_unix_lines_and_one_at_their_end(path: Path) -> None:
    data = path.read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@pytest.mark.parametrize(
    "path",
    [*sorted(FOLDER.glob("*/open/??-*[a-z].toml")), *sorted(FOLDER.glob("*/sealed/??-*[a-z].toml"))],
    ids=lambda path: "/".join(path.parts[-3:]),
)
def test_marks_say_what_their_second_reading_changed(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# second reading: ")


def test_a_mark_is_read_with_all_its_slots(tmp_path: Path) -> None:
    marks = (
        HEAD
        + CLAIM
        + 'nth = 2\npolarity = "negated"\nsources = [{ words = "the mayor", kind = "official" }]\n'
        + 'quantity = { value = 2, unit = "persons" }\nplaces = [{ words = "Robotyne", name = "Robotyne", role = "near" }]\n'
        + 'times = { event = "2023-06-12/2023-06-13", since = "unknown" }\n'
    )
    claim = read_text(written(tmp_path, marks), "en", "open").claims[0]
    assert (claim.nth, claim.polarity, claim.modality) == (2, "negated", "asserted")
    assert claim.quantity == {"value": 2, "unit": "people"}
    assert claim.times["since"] is None
    event = claim.times["event"]
    assert event is not None
    assert [day.day for day in event] == [12, 13]


@pytest.mark.parametrize(
    ("mark", "named"),
    [
        ("nth = 3\n", "3 times"),
        ('sort = "x"\n', "no key sort"),
        ('polarity = "maybe"\n', "polarity"),
        ('also_types = ["victory"]\n', "victory"),
        ('sources = [{ words = "the governor" }]\n', "the governor"),
        ('sources = [{ words = "the mayor", side = "west" }]\n', "west"),
        ('quantity = { value = "2" }\n', "no number"),
        ('quantity = { unit = "tanks" }\n', "tanks"),
        ('places = [{ words = "Robotyne" }]\n', "name is missing"),
        ('times = { event = "2023-06-13/2023-06-12" }\n', "2023-06-13/2023-06-12"),
        ('times = { on = "2023-06-13" }\n', "'on'"),
        ('times = { event = "2023-02-30" }\n', "2023-02-30"),
    ],
)
def test_a_mark_outside_the_format_is_refused_by_name(tmp_path: Path, mark: str, named: str) -> None:
    with pytest.raises(GoldError, match="en/open/01-agency claim 1") as refused:
        read_text(written(tmp_path, HEAD + CLAIM + mark), "en", "open")
    assert named in str(refused.value)


def test_occurrences_are_counted_from_one() -> None:
    assert position(TEXT, "Two tanks burned") == 0
    assert position(TEXT, "Two tanks burned", 2) == TEXT.rindex("Two")
    assert position(TEXT, "Two tanks burned", 3) == -1
