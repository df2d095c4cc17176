"""Figures, days and places of claims, in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import one, read, text_of
from zvirka.extract import RulesExtractor
from zvirka.ground import load_ground


@pytest.mark.parametrize(
    ("code", "words", "value"),
    [
        ("en", "Three guided bombs fell on the market in Izium on Monday.", 3),
        ("en", "Russian troops shelled Izium and two dozen greenhouses burned down, the mayor said.", 24),
        ("uk", "Унаслідок удару по Ізюму пошкоджено вісім вагонів.", 8),
        ("uk", "Окупанти викрали з Ізюма 18 підлітків.", 18),
        ("ru", "В понедельник на рынок в Изюме упали три авиабомбы.", 3),
        ("ru", "Ракетами повреждены два моста в Изюме.", 2),
    ],
)
def test_what_is_counted_need_be_no_word_of_the_pack(code: str, words: str, value: float) -> None:
    claims, _ = read(words, code)
    assert [claim.quantity.value for claim in claims if claim.quantity is not None] == [value]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Russian troops shelled Izium in two directions for three hours."),
        ("uk", "Російські війська обстріляли Ізюм у двох напрямках о 5 ранку."),
        ("ru", "Российские войска обстреляли Изюм в 5 часов утра."),
    ],
)
def test_hours_and_directions_are_no_things_counted(code: str, words: str) -> None:
    claims, _ = read(words, code)
    assert claims
    assert [claim.quantity for claim in claims] == [None] * len(claims)


def test_a_day_within_what_somebody_said_is_the_day_of_the_event() -> None:
    """Not the day of saying, which stands outside: "he said on Monday"."""
    inside = one("The mayor said shelling had killed five people in Izium on Monday.")
    assert inside.times.event is not None
    assert inside.times.event.earliest == date(2022, 9, 12)
    assert inside.times.said is not None
    assert inside.times.said.as_written is None
    outside = one("Shelling had killed five people in Izium, the mayor said on Monday.")
    assert outside.times.event is None
    assert outside.times.said is not None
    assert outside.times.said.earliest == date(2022, 9, 12)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "en",
            "Over the past day 57 attacks were repelled near Izium. The enemy launched 71 air strikes on Kharkiv oblast.",
        ),
        ("uk", "За добу під Ізюмом відбито 57 атак. Ворог завдав 71 авіаудару по Харківщині."),
        ("ru", "За сутки под Изюмом отражено 57 атак. Противник нанёс 71 авиаудар по Харьковской области."),
    ],
)
def test_a_time_that_opens_a_sentence_holds_for_the_next_of_its_paragraph(code: str, words: str) -> None:
    strike = one(words, code, "strike")
    assert strike.times.event is not None
    assert strike.times.event.basis == "inherited"
    assert (strike.times.event.earliest, strike.times.event.latest) == (date(2022, 9, 13), date(2022, 9, 14))
    apart = one(words.replace(". ", ".\n\n"), code, "strike")
    assert apart.times.event is None


@pytest.mark.parametrize(
    ("code", "words", "earliest"),
    [
        ("en", "Ukrainian troops have retaken 20 villages since the offensive began on 6 September.", date(2022, 9, 6)),
        ("uk", "Українські війська звільнили 20 сіл з початку наступу 6 вересня.", date(2022, 9, 6)),
        ("ru", "Украинские войска освободили 20 сёл с начала наступления 6 сентября.", date(2022, 9, 6)),
        (
            "en",
            "Russian troops left Izium on 10 September. Since then Ukrainian troops have retaken 20 villages.",
            date(2022, 9, 10),
        ),
    ],
)
def test_a_beginning_told_with_its_day_is_since_that_day(code: str, words: str, earliest: date) -> None:
    since = one(words, code, "territory_regained").times.since
    assert since is not None
    assert since.earliest == earliest


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Russian troops left Izium in September of last year."),
        ("uk", "Російські війська залишили Ізюм у вересні минулого року."),
        ("ru", "Российские войска покинули Изюм в сентябре прошлого года."),
    ],
)
def test_a_month_of_last_year_counts_from_publication(code: str, words: str) -> None:
    event = one(words, code).times.event
    assert event is not None
    assert (event.earliest, event.latest, event.basis) == (date(2021, 9, 1), date(2021, 9, 30), "publication")


@pytest.mark.parametrize(
    ("code", "words", "rule"),
    [
        ("en", "Residents of Izium said a missile had struck a warehouse.", "inherited:source"),
        (
            "en",
            "Near Izium, both Ukrainian and Russian sources report heavy fighting along the railway.",
            "inherited:clause",
        ),
        ("uk", "Мешканці Ізюма кажуть, що ракета влучила в склад.", "inherited:source"),
        ("ru", "Жители Изюма рассказали, что ракета попала в склад.", "inherited:source"),
    ],
)
def test_words_without_a_place_take_that_of_their_frame_or_of_the_witness(code: str, words: str, rule: str) -> None:
    claims, _ = read(words, code)
    assert claims
    for claim in claims:
        assert [slot.id for slot in claim.places] == ["geonames:707292"]
        assert ("places.0", rule) in [(reason.field, reason.rule) for reason in claim.reasons]


def test_a_source_of_a_state_is_of_the_side_of_the_medium_that_passes_it_on() -> None:
    claim = one(
        "The Ukrainian news site Ridne, citing sources in military intelligence, wrote that Russian troops had left Izium."
    )
    assert [(step.kind, step.side) for step in claim.attribution] == [
        ("military_unnamed", "ukraine"),
        ("media", "ukraine"),
    ]
    assert "side:medium" in [reason.rule for reason in claim.reasons]


def test_one_machine_is_counted_by_its_article() -> None:
    claim = one("Ukrainian troops destroyed a burnt-out BMP-2 near Izium.", kind="equipment_loss")
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.unit) == (1.0, "items")


@pytest.mark.parametrize(
    ("code", "words", "role"),
    [
        ("uk", "Росіяни перекинули під Ізюм два батальйони.", "to"),
        ("uk", "Бої тривають під Ізюмом.", "near"),
        ("ru", "Россияне перебросили под Изюм два батальона.", "to"),
        ("ru", "Бои идут под Изюмом.", "near"),
        ("ru", "Российские войска отошли с западной окраины Изюма.", "from"),
        ("uk", "Бої тривають у районі Ізюма.", "near"),
    ],
)
def test_a_preposition_and_the_case_behind_it_give_a_place_its_role(code: str, words: str, role: str) -> None:
    claims, _ = read(words, code)
    assert [slot.role for claim in claims for slot in claim.places] == [role]


def test_of_two_days_told_the_one_that_is_known_is_taken() -> None:
    event = one("Наступного дня після наради, 7 вересня, росіяни обстріляли Ізюм.", "uk", "strike").times.event
    assert event is not None
    assert event.earliest == date(2022, 9, 7)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ru", "Днём ранее российские войска обстреляли Изюм."),
        ("uk", "Днем раніше російські війська обстріляли Ізюм."),
    ],
)
def test_a_day_earlier_is_the_day_before_publication(code: str, words: str) -> None:
    event = one(words, code, "strike").times.event
    assert event is not None
    assert (event.earliest, event.latest) == (date(2022, 9, 13), date(2022, 9, 13))


def test_another_theatre_needs_words_of_its_pack_alone() -> None:
    """Sides, places of witnesses and what is counted come out in the theatre of Kursk as in that of Ukraine."""
    rules = RulesExtractor(load_ground("kursk-2024"))
    texts = (
        text_of("Жители Суджи рассказали, что в понедельник на рынок упали две бомбы.", "ru", date(2024, 8, 14)),
        text_of("Міноборони Польщі заявило, що ЗСУ взяли 28 сіл на Курщині.", "uk", date(2024, 8, 14)),
    )
    (strike,), (taken,) = (each.claims for each in rules.extract(texts))
    assert [slot.name for slot in strike.places] == ["Суджа"]
    assert strike.quantity is not None
    assert strike.quantity.value == 2
    assert strike.times.event is not None
    assert strike.times.event.earliest == date(2024, 8, 12)
    assert [(step.kind, step.side) for step in taken.attribution] == [("official", "third")]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "They shelled the village with 152 mm guns."),
        ("uk", "Ворог обстріляв село з артилерії калібру 152 мм."),
        ("ru", "На волновахском направлении 1 обстрел из артиллерии 155 мм."),
        ("ru", "Группа солдат из отдельной бригады ВСУ сдалась в плен под Изюмом."),
    ],
)
def test_a_calibre_and_the_soldiers_of_a_group_are_no_count(code: str, words: str) -> None:
    claims, _ = read(words, code)
    assert claims
    assert [claim.quantity for claim in claims] == [None] * len(claims)
