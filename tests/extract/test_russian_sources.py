"""Whose words they are in Russian texts: frames with prepositions, verbs of showing and promising, objects before the verb."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _chain(words: str) -> list[tuple[str, str]]:
    """Names and kinds of the sources of a text's last claim, the closest first."""
    return [(step.name, step.kind) for step in read(words, "ru")[0][-1].attribution]


@pytest.mark.parametrize(
    ("words", "chain"),
    [
        ("По официальным данным, в Сумах погибли 12 человек.", [("официальным данным", "official")]),
        ("Эвакуированы, по МЧС, 120 человек.", [("МЧС", "official")]),
        ("По докладам разведки, противник отошёл из Песок.", [("разведки", "official")]),
        ("Удар по Генштабу ранил троих.", []),
    ],
)
def test_a_preposition_tells_who_says_so(words: str, chain: list[tuple[str, str]]) -> None:
    assert _chain(words) == chain


@pytest.mark.parametrize(
    "phrase", ["По его утверждению", "По её подсчётам", "По его сведениям", "По его рассказам", "По её оценке"]
)
def test_whatever_somebody_s_own_account_is_called_it_is_that_person_s(phrase: str) -> None:
    words = f"Город держится, сказал министр Иван Петренко. {phrase}, погибли 12 человек."
    assert _chain(words) == [("министр Иван Петренко", "official")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Петренко записал видео, мол, город взят.", "Петренко"),
        ("Пост, обещает майор, снимут завтра, а город взяли вчера.", "майор"),
        ("Министр Петренко эту версию опроверг: обстрел Сум продолжился.", "Министр Петренко"),
        ("Соседка Марины с этим не согласна: она видела, как в Сумах погибли двое.", "Соседка Марины"),
        ("По сведениям The Moscow Times, минобороны решило урезать отгрузки снарядов.", "The Moscow Times"),
    ],
)
def test_who_records_promises_or_rejects_is_told_and_who_decides_is_not(words: str, name: str) -> None:
    assert [step[0] for step in _chain(words)] == [name]
