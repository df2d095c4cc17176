"""What was read into a claim is said in words, in every language, with the figure it comes to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zvirka.ground import Ground
from zvirka.model.findings import ClaimScope, LinkReason
from zvirka.publish.read_in import comes_to, read_in
from zvirka.publish.words import Words

ROOT = Path(__file__).parents[2]
RANGE = (("low", "6750"), ("high", "7700"), ("unit", "km2"))


def scope(*reasons: LinkReason) -> ClaimScope:
    return ClaimScope("claim", "unknown", (), (), reasons)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_rule_that_reads_something_in_has_its_sentence(language: str, ground: Ground) -> None:
    sources = [ROOT / "src/zvirka/reconcile" / name for name in ("shares.py", "renderings.py")]
    source = "".join(path.read_text("utf-8") for path in sources)
    rules = set(re.findall(r'(?:LinkReason|_open)\([^"\n]*"([a-z_]+)"', source)) | {"ratio_of", "share_of"}
    assert {"told_as_part", "share_of_place", "ratio_of_unknown", "rendering"} <= rules
    words = Words(ground, language, "UTC")
    for rule in rules:
        keys = ("speaker", "place", "since", "definition", "") if rule == "rendering" else ("place",)
        for key in keys:
            said = read_in(scope(LinkReason(rule, ((key, "x"), *RANGE))), words)
            assert said.endswith(".")


def test_a_ratio_says_what_it_comes_to(ground: Ground) -> None:
    assert comes_to(scope(LinkReason("ratio_of", RANGE)), Words(ground, "en", "UTC")) == "6,750–7,700 km²"


def test_a_claim_into_which_nothing_was_read_says_nothing(ground: Ground) -> None:
    words = Words(ground, "en", "UTC")
    assert comes_to(scope(), words) == ""
    assert read_in(scope(), words) == ""


def test_a_redacted_reason_still_has_its_sentence(ground: Ground) -> None:
    words = Words(ground, "en", "UTC")
    cut = scope(LinkReason("ratio_of", RANGE[:2]), LinkReason("rendering"))
    assert comes_to(cut, words) == ""
    assert read_in(cut, words).endswith("another rendering of the same statement.")
