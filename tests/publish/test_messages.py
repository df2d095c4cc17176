"""The catalogues of the three languages say the same things, and nothing in them is dead."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "uk", "ru")
CATEGORIES = {"en": {"one", "other"}, "uk": {"one", "few", "many", "other"}, "ru": {"one", "few", "many", "other"}}
BUILT = (
    "because_",
    "fate_",
    "joined_",
    "follows_",
    "open_",
    "estimate_",
    "group_",
    "reader_kind_",
    "reader_method_",
    "meaning_",
    "reader_status_",
    "held_",
    "position_",
    "counts_",
    "face_by_side",
    "face_decided_by",
    "decision_",
    "dated_",
    "turn_",
    "drift_",
    "likelihood_",
    "outcome_",
    "grade_",
    "relevance_",
    "coverage_other_",
    "standing_",
    "status_",
    "relation_",
    "backing_",
    "sides_",
    "scope_",
    "dimension_",
    "differ_",
    "basis_",
    "lack_",
    "state_",
    "link_",
    "kind_",
    "type_",
    "counted_",
    "rank_",
    "issue_",
    "bound_",
    "unit_",
    "modality_",
    "known_",
    "side_",
    "tail_",
    "cites_",
    "item_",
    "in_item_",
    "resighting_",
    "rule_",
    "read_",
    "change_",
    "method_",
    "definition_",
    "pictures_rule_",
    "pictures_outcome_",
    "pictures_same_",
    "displaced_",
)
"""Keys whose last part the code puts in from a closed set of values."""


def document(language: str) -> dict[str, Any]:
    """The language's messages.toml."""
    return tomllib.loads((ROOT / "packs" / "languages" / language / "messages.toml").read_text("utf-8"))


def slots(text: str) -> set[str]:
    """Names of the slots of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(value: str | dict[str, str]) -> list[str]:
    """The templates of a message."""
    return [value] if isinstance(value, str) else list(value.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_hold_the_same_keys(language: str) -> None:
    """Every language says everything that English says, and no more."""
    assert set(document(language)["messages"]) == set(document("en")["messages"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_hold_the_same_kind_of_message(language: str) -> None:
    """What has plural forms in one language has them in all, with each category of that language."""
    english = document("en")["messages"]
    for key, value in document(language)["messages"].items():
        assert isinstance(value, dict) == isinstance(english[key], dict), key
        if isinstance(value, dict):
            assert set(value) == CATEGORIES[language], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_wants_a_slot_that_english_has_not(language: str) -> None:
    """A template's slots are those of the English one: none is lost and none is new, save where the grammar needs it."""
    english = document("en")["messages"]
    grammar = {"holder", "holder_adjective", "holder_name", "thing"}
    for key, value in document(language)["messages"].items():
        wanted = set().union(*(slots(form) for form in forms(english[key])))
        for form in forms(value):
            assert slots(form) | grammar == wanted | grammar, (key, form)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", ["matter", "clause", "equipment", "area", "adjective", "cites"])
def test_the_tables_of_print_hold_the_same_rows(table: str, language: str) -> None:
    """Each table of words for sentences has the same rows in every language."""
    assert set(document(language)["print"][table]) == set(document("en")["print"][table])


def test_no_message_is_dead() -> None:
    """Every key is named in the code or a template, or is one of a family the code builds."""
    folders = [ROOT / "src" / "zvirka" / name for name in ("publish", "pipeline")]
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".html")]
    source = "".join(path.read_text("utf-8") for path in paths)
    dead = [
        key
        for key in document("en")["messages"]
        if not key.startswith(BUILT) and not re.search(rf"[\"']{key}[\"']", source)
    ]
    assert dead == []


def test_every_sub_group_of_the_theatre_packs_has_its_name() -> None:
    sources = [tomllib.loads(path.read_text("utf-8")) for path in (ROOT / "packs" / "theatres").glob("*/sources.toml")]
    groups = {source["group"] for document in sources for source in document["sources"] if source.get("group")}
    named = document("en")["messages"]
    assert groups
    assert [group for group in sorted(groups) if f"group_{re.sub(r'[ -]', '_', group)}" not in named] == []
