"""Whose words they are in Russian texts: frames with prepositions, verbs of showing and promising, objects before the verb."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.helpers import extractor, read, text_of
from zvirka.model.sources import Voice

_OWN = Voice("Прибой", "media", "unknown")


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


@pytest.mark.parametrize(
    ("words", "chain"),
    [
        ("В Сумах погибли 12 человек, об этом ещё 1 сентября писал ISW.", [("ISW", "analyst")]),
        ("В Сумах погибли 12 человек – так говорит губернатор Иванов.", [("губернатор Иванов", "official")]),
        (
            "Из сводки российского Минобороны следует, что в Сумах погибли 12 человек.",
            [("сводки российского Минобороны", "official")],
        ),
        ("В ФСБ это объясняют тем, что катера нарушили границу.", [("ФСБ", "official")]),
        ("Вчера в Сумы приехал министр Иванов и заявил, что погибли 12 человек.", [("министр Иванов", "official")]),
        ("В Сумах погибли 12 человек, рассказал агентству источник в СБУ.", [("источник в СБУ", "military_unnamed")]),
        ("Глава правозащитного фонда сообщил, что погибли 12 человек.", [("Глава правозащитного фонда", "public")]),
        (
            "В Киеве называют другую цифру: по данным командования флота, ранены шестеро.",
            [("командования флота", "official")],
        ),
        (
            "Financial Times: в Сумах погибли 12 человек, узнала газета от трёх участников переговоров.",
            [("трёх участников переговоров", "unnamed"), ("Financial Times", "media")],
        ),
        (
            "Газета «Вольный край» приводит слова губернатора Ивана Петренко. Тот признал, что погибли 12 человек.",
            [("губернатора Ивана Петренко", "official"), ("Газета «Вольный край»", "media")],
        ),
        (
            "Мать написала ей, что в Сумах погибли 12 человек. «Они сидели на чердаке», – говорит Оксана.",
            [("Мать", "eyewitness"), ("Оксана", "eyewitness")],
        ),
        ("СНБО: Сумы держатся. Репортёр газеты видел шесть танков.", [("Репортёр газеты", "media")]),
    ],
)
def test_frames_that_name_a_source_in_the_middle_or_in_the_sentence_before(
    words: str, chain: list[tuple[str, str]]
) -> None:
    assert _chain(words) == chain


def test_whoever_speaks_for_the_text_s_own_outlet_is_not_passed_on_by_it() -> None:
    text = replace(text_of("В Сумах погибли 12 человек, говорят собеседники «Прибоя».", "ru"), voice=_OWN)
    (claim,) = extractor().extract([text])[0].claims
    assert [step.name for step in claim.attribution] == ["собеседники «Прибоя»"]


@pytest.mark.parametrize(
    ("words", "chain"),
    [
        (
            "Алексей Петренко, врио губернатора, на совещании признал потерю 28 сёл.",
            [("Алексей Петренко, врио губернатора", "official")],
        ),
        ("Пехота отошла от Сум, написал у себя офицер 68-й бригады.", [("офицер 68-й бригады", "military_unnamed")]),
        (
            "«Дождь»: в Сумах погибли 12 человек, передаёт корреспондент слова украинского лейтенанта.",
            [("украинского лейтенанта", "military_unnamed")],
        ),
        (
            "Трое ранены, сообщила пограничная служба ГКНБ Киргизии. «Погибли 12 человек», – говорится в сообщении ведомства.",
            [("пограничная служба ГКНБ Киргизии", "official")],
        ),
        (
            "Газета «Вольный край» приводит слова губернатора Ивана Петренко. Тот признал, что погибли 12 человек."
            " Среди них, по его утверждению, есть и военные.",
            [("губернатора Ивана Петренко", "official"), ("Газета «Вольный край»", "media")],
        ),
        (
            "В администрации оккупационных властей о потерях молчат.",
            [("администрации оккупационных властей о потерях", "official")],
        ),
    ],
)
def test_where_somebody_spoke_and_whose_words_are_passed_on_is_read(words: str, chain: list[tuple[str, str]]) -> None:
    assert _chain(words)[: len(chain)] == chain


@pytest.mark.parametrize(
    ("words", "chain"),
    [
        ("Погибли 12 человек, сообщил РИА Новости Рогов.", ["Рогов", "РИА Новости"]),
        ("Погибли 12 человек, рассказал «Прибою» мэр Сум.", ["мэр Сум", "«Прибою»"]),
        ("«Погибли 12 человек», – цитирует мэра агентство Reuters.", ["мэра", "Reuters"]),
        ("По словам губернатора, которые приводит ТАСС, погибли 12 человек.", ["губернатора", "ТАСС"]),
        ("Погибли 12 человек. Об этом сообщает РИА Новости со ссылкой на МЧС.", ["МЧС", "РИА Новости"]),
        ("Телеграм-канал «Осторожно, новости» пишет, что погибли 12 человек.", ["Телеграм-канал «Осторожно, новости»"]),
        ("Губернатор области, комментируя атаку, отметил, что погибли 12 человек.", ["Губернатор области"]),
    ],
)
def test_who_speaks_and_the_outlet_that_passes_it_on_are_told_apart(words: str, chain: list[str]) -> None:
    assert [step[0] for step in _chain(words)] == chain


def test_a_surname_is_of_the_office_that_a_sentence_before_brings_it_in_with() -> None:
    words = "К нам вышел командир батальона Иван Петренко. «Погибли 12 человек», – говорит Петренко."
    assert [step[1] for step in _chain(words)] == ["military_unnamed"]


def test_a_name_that_posts_is_a_channel() -> None:
    assert _chain("УкроТГ радостно постит 40 пленных.") == [("УкроТГ", "channel")]


def test_whom_a_paper_asked_answers_by_pronoun_through_it_and_is_what_his_role_tells() -> None:
    words = "Немецкий ZDF спросил у эксперта Маркуса Вебера, падёт ли город. Не раньше лета, ответил тот: погибли 12 человек."
    assert _chain(words) == [("Маркуса Вебера", "analyst"), ("Немецкий ZDF", "media")]
