"""Sentences and quotations stand where the text has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.sentences import SentenceSplitter, quotations
from zvirka.ground import load_ground

SPLIT = {
    "en": [
        ("Gen. Hrytsak spoke on Sept. 6. Two villages are free.", 2),
        ("They took 40 sq. km near St. Ives. Nobody slept.", 2),
        ("J. K. Miller, of the U.S. Army, agreed.", 1),
        ("“Where are they?” she asked. Nobody knew.", 2),
        ("He paused… and went on. Then he left.", 2),
        ("One line\nAnother line", 2),
        ("“We are here.” – said the mayor.", 1),
        ("It cost 2.5 million. Yes!", 2),
    ],
    "uk": [
        ("Звільнили 40 тис. кв. км землі. Це багато.", 2),
        ("Про це сказав О. Гриценко. Далі буде.", 2),
        ("«Ми вдома». – каже голова громади.", 1),
        ("Село в Харківській обл. знову вільне. Люди вертаються.", 2),
    ],
    "ru": [
        ("Освободили 3 тыс. кв. км земли. Это много.", 2),
        ("Об этом написал И. Петренко. Дальше тишина.", 2),
        ("«Мы дома». – говорит глава общины.", 1),
    ],
}


@pytest.mark.parametrize(("code", "text", "count"), [(code, *row) for code, rows in SPLIT.items() for row in rows])
def test_a_text_has_as_many_sentences_as_a_reader_counts(code: str, text: str, count: int) -> None:
    """Abbreviations, initials, ellipses and quotations do not end a sentence; a line does."""
    found = SentenceSplitter(load_ground().language(code)).split(text)
    assert [text[each.start : each.end] for each in found]
    assert len(found) == count


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_cover_everything_but_white_space(text: str) -> None:
    """No character that is no white space is lost and none stands in two sentences."""
    found = SentenceSplitter(load_ground().language("en")).split(text)
    covered = [at for each in found for at in range(each.start, each.end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    assert all(text[at].isspace() for at in set(range(len(text))) - set(covered))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said “no” and «так».", ["“no”", "«так»"]),
        ("It's Anna's 'old house' there.", ["'old house'"]),
        ("''Double single marks'' count.", ["''Double single marks''"]),
        ("“A paragraph left open goes on to its end.", ["“A paragraph left open goes on to its end."]),
        ('A lone " is nothing.', []),
    ],
)
def test_quotations_of_every_style_are_found_with_their_marks(text: str, quoted: list[str]) -> None:
    """Apostrophes are no quotation marks."""
    assert [text[start:end] for start, end in quotations(text)] == quoted
