"""The article the project was begun with is scored by offsets; the marks hold none of its words."""

from __future__ import annotations

import hashlib
import os
import tomllib
from pathlib import Path

import pytest

from gate import seed
from gate.gold_files import GoldError

TEXT = "Two tanks burned, the mayor said. Two tanks burned."


def digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def written(folder: Path, quote: str = "Two tanks burned") -> tuple[Path, Path]:
    article, marks = folder / "article.txt", folder / "marks.toml"
    article.write_text(TEXT, "utf-8")
    marks.write_text(
        f'article = "{digest(TEXT)}"\npublished = 2022-09-12\noutlet = "Herald"\n'
        'voice = { kind = "media", side = "unknown" }\n'
        f'[[claims]]\ntype = "equipment_loss"\nat = [34, 50]\nsha256 = "{digest(quote)[:16]}"\n'
        'sources = [{ at = [18, 27], kind = "official" }]\n',
        "utf-8",
    )
    return article, marks


def test_marks_are_led_back_to_the_words_they_stand_for(tmp_path: Path) -> None:
    claim = seed.read(*written(tmp_path)).claims[0]
    assert (claim.quote, claim.nth) == ("Two tanks burned", 2)
    assert claim.sources is not None
    assert claim.sources[0].words == "the mayor"


def test_another_article_is_not_scored(tmp_path: Path) -> None:
    article, marks = written(tmp_path)
    article.write_text(TEXT + " More.", "utf-8")
    with pytest.raises(GoldError, match="not the text that was marked"):
        seed.read(article, marks)


def test_a_mark_on_other_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="34:50"):
        seed.read(*written(tmp_path, "Three tanks burned"))


@pytest.mark.skipif("ZVIRKA_SHARED" not in os.environ, reason="ZVIRKA_SHARED is not set: the article is not here")
def test_the_marks_fit_the_article_and_hold_no_words_of_it() -> None:
    text = seed.read(Path(os.environ["ZVIRKA_SHARED"]) / "data" / seed.ARTICLE)
    assert sum(not claim.optional for claim in text.claims) == 28
    marks = tomllib.loads(seed.MARKS.read_text("utf-8"))
    assert {key for claim in marks["claims"] for key in claim} <= {
        *("type", "at", "sha256", "also_types", "sources", "places", "quantity", "times"),
        *("polarity", "modality", "literal", "optional"),
    }
    assert all(
        {"at", "kind", "side"} >= set(source) for claim in marks["claims"] for source in claim.get("sources", ())
    )
