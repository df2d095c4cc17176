"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture.language import language_code, language_of

TEXTS = [
    ("Наші підрозділи зайшли до селища вранці.", "uk"),
    ("Наши подразделения вошли в посёлок утром, бой был короткий.", "ru"),
    ("The bridge over the river was opened again this morning, the mayor said.", "en"),
    ("Die Brücke über den Fluss wurde heute Morgen wieder geöffnet, sagte der Bürgermeister.", "de"),
    ("Нашы салдаты ўвайшлі ў вёску раніцай, паведаміў кіраўнік абшчыны.", "be"),
    ("Войската влязоха в селото сутринта, съобщи кметът на общината пред журналисти.", "bg"),
    ("Izium is free", "en"),
    ("12 345, 67 %", None),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_the_language_is_told_by_letters_and_words(text: str, language: str | None) -> None:
    assert language_of(text) == (language, False)


def test_a_declared_language_stands_unless_the_letters_rule_it_out() -> None:
    assert language_of("Ок.", "uk") == ("uk", True)
    assert language_of("Die Brücke ist offen.", "de") == ("de", True)
    assert language_of("Наші підрозділи зайшли до селища.", "en") == ("uk", False)
    assert language_of("Наші підрозділи зайшли до її селища, і її звільнили.", "ru") == ("uk", False)
    assert language_of("The bridge over the river is open again.", "ru") == ("en", False)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("en-GB", "en"),
        ("uk_UA", "uk"),
        ("ua", "uk"),
        ("RUS", "ru"),
        ("x", None),
        ("", None),
        (None, None),
        ("english", None),
    ],
)
def test_language_tags_become_two_letters(words: str | None, code: str | None) -> None:
    assert language_code(words) == code


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    language, declared = language_of(text)
    assert not declared
    assert language is None or len(language) in (2, 3)
