"""Sure attributions are some of all, of the frames and lengths that are seldom wrong."""

from __future__ import annotations

import pytest

from tests.extract.test_layers import text_of
from zvirka.extract.layers import attributions_in, layer
from zvirka.ground import load_ground


def sure_sources(words: str) -> list[str]:
    found = layer(text_of(words), "attributions", load_ground(), only_sure=True)
    return [record["source"]["exact"] for record in found if record["source"]]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("The mayor said that two bridges were gone.", "The mayor"),
        ("According to the mayor, two bridges were gone.", "the mayor"),
        ("The mayor said two bridges were gone.", "The mayor"),
        ("The regional governor claimed his men had retaken four villages by the river.", "The regional governor"),
    ],
)
def test_plain_saying_is_sure(words: str, source: str) -> None:
    assert sure_sources(words) == [source]


@pytest.mark.parametrize("words", ["The mayor claimed victory.", "“Two bridges are gone,” said Holub."])
def test_what_only_looks_said_and_a_short_name_behind_its_verb_are_not(words: str) -> None:
    assert sure_sources(words) == []


def test_sure_attributions_are_among_all() -> None:
    words = (
        "The mayor said that two bridges were gone. She claimed victory. "
        "“We held,” said a soldier of the 92nd brigade there."
    )
    every = attributions_in(words, "en", load_ground())
    surest = attributions_in(words, "en", load_ground(), only_sure=True)
    assert surest
    assert len(surest) < len(every)
    assert all(one in every for one in surest)
