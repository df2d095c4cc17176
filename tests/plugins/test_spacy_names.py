"""Names as a spaCy pipeline finds them: here one of rules, made on the spot, so that nothing is downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy

from tests.extract.helpers import text_of
from zvirka.model.errors import PluginError
from zvirka.plugins.spacy_names import PORTION, make


def pipeline(to: Path, language: str, names: dict[str, list[str]]) -> str:
    """A pipeline on disk that finds these names; gives its folder."""
    made: Any = spacy.blank(language)
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": words} for label, each in names.items() for words in each])
    made.to_disk(to)
    return str(to)


def no_way_out(*_: object) -> bytes:
    raise AssertionError("it has no need to ask anybody")


def test_names_have_offsets_and_kinds(tmp_path: Path) -> None:
    folder = pipeline(tmp_path, "en", {"PERSON": ["Anna Koval"], "GPE": ["Mala Rohozianka"], "DATE": ["Monday"]})
    words = "On Monday Anna Koval came to Mala Rohozianka."
    (found,) = make({"en": folder}, no_way_out).suggest([text_of(words)])
    assert [(each.kind, each.span.exact) for each in found.names] == [
        ("person", "Anna Koval"),
        ("place", "Mala Rohozianka"),
    ]
    assert all(words[each.span.start : each.span.end] == each.span.exact for each in found.names)


def test_labels_of_the_slavic_pipelines_are_known(tmp_path: Path) -> None:
    folder = pipeline(tmp_path, "uk", {"PER": ["Анна Коваль"], "ORG": ["Рада"], "LOC": ["Ізюм"]})
    (found,) = make({"uk": folder}, no_way_out).suggest([text_of("Анна Коваль, Рада, Ізюм.", "uk")])
    assert [each.kind for each in found.names] == ["person", "organisation", "place"]


def test_long_texts_are_read_in_portions_with_the_right_offsets(tmp_path: Path) -> None:
    folder = pipeline(tmp_path, "en", {"PERSON": ["Anna Koval"]})
    words = "x " * (PORTION // 2 + 5) + "Anna Koval"
    (found,) = make({"en": folder}, no_way_out).suggest([text_of(words)])
    assert [each.span.start for each in found.names] == [len(words) - 10]


def test_a_text_in_a_language_without_a_pipeline_gives_nothing(tmp_path: Path) -> None:
    folder = pipeline(tmp_path, "en", {"PERSON": ["Anna"]})
    (found,) = make({"en": folder}, no_way_out).suggest([text_of("Anna", "uk")])
    assert found.names == ()


def test_its_version_tells_pipelines_apart(tmp_path: Path) -> None:
    one = make({"en": pipeline(tmp_path / "1", "en", {"PERSON": ["Anna"]})}, no_way_out)
    other = make({"uk": pipeline(tmp_path / "2", "uk", {"PER": ["Anna"]})}, no_way_out)
    assert one.version != other.version


@pytest.mark.parametrize("options", [{"en": "no-such-folder"}, {"fr": "x"}, {}])
def test_what_it_cannot_load_is_said_with_what_to_do(options: dict[str, str]) -> None:
    with pytest.raises(PluginError) as error:
        make(options, no_way_out)
    assert error.value.remedy
