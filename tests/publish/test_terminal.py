"""What a run prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes import Builder
from tests.publish.kharkiv import Kharkiv
from tests.publish.test_sentences import AREA
from zvirka.ground import Ground
from zvirka.publish import terminal


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_summary_names_figures_range_reason_sentence_and_place(language: str, ground: Ground) -> None:
    """Who, how much, as of when; the range by source; why they differ; what can be printed; where the pages are."""
    shown = terminal(Kharkiv().account(), ground, language, "case/working")
    assert AREA[language] in shown
    assert "ISW" in shown
    assert "case/working" in shown
    assert shown.startswith("Kharkiv, September 2022\n")
    assert len([line for line in shown.splitlines() if "DeepState" in line]) == 1


def test_the_reason_says_the_days_and_the_areas(ground: Ground) -> None:
    """The two figures' days and areas stand side by side."""
    shown = terminal(Kharkiv().account(), ground, "en")
    assert "they describe different days: 9 September / 12 September" in shown
    assert "they are about different areas: Kharkiv oblast / all Ukraine" in shown
    assert "outside what maps or lists show" in shown


def test_words_read_cannot_steer_the_terminal(ground: Ground) -> None:
    """An escape sequence in the title or in a source comes out as its code points."""
    account = Kharkiv().account()
    account = replace(account, case=replace(account.case, title="\x1b[2Jx"))
    shown = terminal(account, ground, "en", "a\x1bb")
    assert "\x1b" not in shown
    assert shown.startswith("[U+001B][2Jx\n")


def test_an_empty_account_says_so(ground: Ground) -> None:
    """Nothing found is said, not left out."""
    assert "no checkable statement was found" in terminal(Builder().account(), ground, "en")
