"""Single layers come out as DESIGN section 4 promises."""

from __future__ import annotations

import pickle

import pytest

from tests.extract.helpers import extractor, text_of
from zvirka.extract.layers import LAYERS, layer
from zvirka.ground import load_ground
from zvirka.model.errors import CaseError
from zvirka.model.wire import to_plain

WORDS = "On Monday, Hanna Maliar said that 12 T-80BVM tanks were abandoned and 700 square kilometres of Kharkiv oblast liberated."


def test_the_attribution_layer_gives_path_source_cue_and_content() -> None:
    """Spans or null, content a list."""
    (line,) = layer(text_of(WORDS), "attributions", load_ground())
    assert set(line) == {"path", "source", "cue", "content"}
    assert line["source"]["exact"] == "Hanna Maliar"
    assert line["cue"]["exact"] == "said"
    assert len(line["content"]) == 1


@pytest.mark.parametrize("name", [name for name in LAYERS if name not in {"claims", "attributions"}])
def test_the_other_layers_give_path_and_span_first(name: str) -> None:
    """Each mention is one flat line with its words."""
    lines = layer(text_of(WORDS), name, load_ground())
    assert lines
    for line in lines:
        assert list(line)[:4] == ["path", "start", "end", "exact"]
        assert WORDS[line["start"] : line["end"]] == line["exact"]


def test_the_claims_layer_is_what_the_extractor_gives() -> None:
    """With the schema number of every export."""
    claims = extractor().extract([text_of(WORDS)])[0].claims
    assert layer(text_of(WORDS), "claims", load_ground()) == [{"schema": 1, **to_plain(claim)} for claim in claims]


def test_an_unknown_layer_says_which_there_are() -> None:
    """The error names the value and the choice."""
    with pytest.raises(CaseError, match="claim"):
        layer(text_of(WORDS), "feelings", load_ground())


def test_an_extractor_goes_to_another_process_and_stays_itself() -> None:
    """Pickled and back it has the same version and finds the same."""
    again = pickle.loads(pickle.dumps(extractor()))
    assert again.version == extractor().version
    assert again.extract([text_of(WORDS)]) == extractor().extract([text_of(WORDS)])


def test_a_text_nobody_named_a_language_for_is_told_by_its_commonest_words() -> None:
    """English, Ukrainian and Russian are told apart; nothing at all is no language."""
    texts = {
        "en": WORDS,
        "uk": "Про це сказав мер, і це не так, як було на початку.",
        "ru": "Об этом сказал мэр, и это не так, как было в начале.",
    }
    assert {code: extractor().language_of(text_of(words, None)) for code, words in texts.items()} == {
        code: code for code in texts
    }
    assert extractor().language_of(text_of("12345", None)) is None
