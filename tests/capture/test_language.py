"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture import language
from zvirka.capture.language import SOFT_LETTERS, language_code, language_of
from zvirka.capture.report import frequent_words
from zvirka.ground import load_ground

FREQUENT = frequent_words(load_ground())
TEXTS = [
    ("Наші підрозділи зайшли до селища вранці.", "uk"),
    ("Наши подразделения вошли в посёлок утром, бой был короткий.", "ru"),
    ("The bridge over the river was opened again this morning, the mayor said.", "en"),
    ("Die Brücke über den Fluss wurde heute Morgen wieder geöffnet, sagte der Bürgermeister.", "de"),
    ("Нашы салдаты ўвайшлі ў вёску раніцай, паведаміў кіраўнік абшчыны.", "be"),
    ("Войската влязоха в селото сутринта, съобщи кметът на общината пред журналисти.", "bg"),
    ("Izium is free", "en"),
    ("The General Staff said Ukraine regained 3,000 square kilometres in Kharkiv oblast.", "en"),
    ("Izium liberated", "en"),
    ("Ukrainian troops retook 103 square kilometres of Sumy Oblast, said Olha Petrenko, a resident of Hrakove.", "en"),
    ("The army lost 3 tanks near Izium, the General Staff said.", "en"),
    ("12 345, 67 %", None),
    ("https://example.org/the-bridge-over-the-river-and-the-town", None),
    ("Міст відкрито: https://example.org/the-bridge-over-the-river-was-opened-again-this-morning", "uk"),
    ("Мост открыт: https://example.org/the-bridge-over-the-river-was-opened-again-this-morning", "ru"),
    ("Мост сегодня опять работает, сказал глава города, и просил не торопиться: автобус по нему пока не пойдет.", "ru"),
    ("Мэр: міст відкрито, і люди вже їдуть на той берег.", "uk"),
    ("Ok. Міст відкрито, сказав мер", "uk"),
    ("🔥🔥🔥 Міст відкрито 🔥🔥🔥🔥🔥🔥🔥🔥", "uk"),
    ("Il ponte sul fiume e stato riaperto questa mattina, ha detto il sindaco della piccola citta.", "it"),
    ("De brug over de rivier is vanochtend weer geopend, zei de burgemeester van het stadje.", "nl"),
    ("Podul peste rau are acum doua benzi si au trecut peste el multi oameni care se temeau de apa.", "ro"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_the_language_is_told_by_letters_and_words(text: str, language: str | None) -> None:
    assert language_of(text) == (language, False)
    assert language_of(text, frequent=FREQUENT) == (language, False)


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


ALPHABETS = "абвіїєґыэёўқј abcé ьюя\u200b🔥,.1"


@given(st.text(alphabet=ALPHABETS, max_size=3 * SOFT_LETTERS))
def test_what_the_letters_settle_at_a_glance_is_what_the_whole_rule_says(text: str) -> None:
    at_a_glance = language._by_letters(text)
    assert at_a_glance in (None, language_of(text)[0])
    letters = "".join(language._LETTERS.findall(text.lower()))
    cyrillic = sum(map(len, language._CYRILLIC.findall(letters)))
    own = {code: sum(map(letters.count, each)) for code, each in language._OWN.items()}
    if at_a_glance is not None:
        assert cyrillic * 2 >= len(letters)
        assert language._cyrillic(text, letters, own, cyrillic) == at_a_glance


def test_small_words_settle_english_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("the model was asked"))
    said = "The head of the village said that the bridge had been opened and that buses would run from Monday. 🔥"
    assert language_of(said, frequent=FREQUENT) == ("en", False)


def test_a_latin_text_with_words_in_cyrillic_between_is_not_settled_by_a_few_small_words() -> None:
    mixed = "Мост открыт, the head of the city сказал that it and they будут работать, и автобус пойдёт уже сегодня."
    assert language._by_words(mixed, FREQUENT) is None
