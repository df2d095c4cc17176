"""What the example clauses teach: read as written, learnt as they are now, and right about clauses like them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gate.teach import LANGUAGES, Example, as_text, digest_of, learn, read_passages, seen
from zvirka.extract.clause_types import ClauseTypes, features_of
from zvirka.extract.reading import TextReader
from zvirka.ground import load_ground

CODES = ("en", "ru", "uk")
PASSAGE = """# a channel
strike\tA shell hit the barn behind the school
source\tthe mayor said
strike\tTwo rockets hit the roof of the mill
strike/civilian_harm\tA bomb hit the house by the pond

nothing\tGood morning, friends
nothing\tThank you for reading, friends
withdrawal\tThe battalion left the ridge
withdrawal\tThe company left the trenches and went home
"""


def examples(tmp_path: Path, text: str = PASSAGE) -> list[list[Example]]:
    path = tmp_path / "1.txt"
    path.write_text(text, "utf-8")
    return list(read_passages([path]))


def test_a_file_is_its_passages_in_order(tmp_path: Path) -> None:
    first, second = examples(tmp_path)
    assert first[0] == Example(("strike",), "A shell hit the barn behind the school")
    assert first[3].types == ("strike", "civilian_harm")
    assert [each.types[0] for each in second] == ["nothing", "nothing", "withdrawal", "withdrawal"]


@pytest.mark.parametrize("line", ["strike A shell hit", "strike\t", "stroke\tA shell hit", "strike/x\tA shell hit"])
def test_a_line_that_is_no_example_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"1\.txt, line 2"):
        examples(tmp_path, f"# a comment\n{line}\n")


def test_a_passage_is_a_text_in_which_each_clause_stands_where_it_is_told(tmp_path: Path) -> None:
    """Words of sources are left out of it."""
    text, places = as_text(examples(tmp_path)[0])
    assert [text[start:end] for start, end, _ in places] == [
        "A shell hit the barn behind the school",
        "Two rockets hit the roof of the mill",
        "A bomb hit the house by the pond",
    ]
    assert "mayor" not in text


def test_what_is_learnt_tells_clauses_of_the_same_words(tmp_path: Path) -> None:
    reader = TextReader(load_ground("ukraine"), "en")
    taught = ClauseTypes(learn(seen(reader, examples(tmp_path))))
    for words, type_ in (("A rocket hit the barn", "strike"), ("The battalion left the trenches", "withdrawal")):
        reading = reader.read(words + ".", None)
        likely = taught.likeliest(features_of(reading, reader.statements, 0, len(words.split())))
        assert likely is not None
        assert likely.type == type_


@pytest.mark.parametrize("code", CODES)
def test_what_a_language_was_taught_are_its_examples_of_now(code: str) -> None:
    """Else `make teach` was forgotten."""
    section = json.loads((LANGUAGES / code / "clause_types.json").read_text("utf-8"))["clause_types"]
    assert section["examples"] == digest_of(sorted((LANGUAGES / code / "examples").glob("*.txt")))


@pytest.mark.parametrize("code", CODES)
def test_every_type_has_examples_in_every_language(code: str) -> None:
    """And none stands under two names."""
    clauses = [
        example
        for passage in read_passages(sorted((LANGUAGES / code / "examples").glob("*.txt")))
        for example in passage
    ]
    counts = {
        type_: sum(example.types[0] == type_ for example in clauses) for each in clauses for type_ in each.types[:1]
    }
    assert len(counts) == 25
    assert min(counts.values()) >= 30
