"""Who speaks where his name or side stands elsewhere: in the sentence before, at a programme, in his unit's number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.helpers import extractor, read, text_of
from zvirka.model.claims import Claim
from zvirka.model.sources import UNKNOWN, Voice


def _claims(words: str, code: str, side: str = UNKNOWN) -> list[Claim]:
    text = replace(text_of(words, code), voice=Voice("V", "channel", side))
    return list(extractor().extract([text])[0].claims)


def _told(words: str, code: str, quoted: str) -> Claim:
    claims = [claim for claim in read(words, code)[0] if quoted in claim.quote.exact]
    assert claims, [claim.quote.exact for claim in read(words, code)[0]]
    return claims[0]


@pytest.mark.parametrize(
    ("code", "words", "quoted", "name"),
    [
        (
            "en",
            "Halyna Petryk, a maths teacher, hid for a week. “Russian soldiers took our car and two bicycles.”",
            "took our car",
            "Halyna Petryk",
        ),
        (
            "uk",
            "Пекар Гнат нікуди не поїхав. «Російські солдати забрали машину і два велосипеди».",
            "забрали машину",
            "Пекар Гнат",
        ),
        ("ru", "Слесарь Иван никуда не уехал. «Солдаты забрали машину и два велосипеда».", "забрали", "Слесарь Иван"),
    ],
)
def test_a_quotation_that_nobody_tells_is_of_whom_the_sentence_before_tells(
    code: str, words: str, quoted: str, name: str
) -> None:
    claim = _told(words, code, quoted)
    assert [(step.name, step.kind) for step in claim.attribution] == [(name, "eyewitness")]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("uk", "Слюсар Гнат вибрався на світанку. Каже, що російські танки зайшли в Ізюм.", "Слюсар Гнат"),
        ("ru", "Слесарь Иван выбрался на рассвете. Говорит, что российские танки вошли в Изюм.", "Слесарь Иван"),
    ],
)
def test_a_verb_without_a_subject_is_of_whom_the_sentence_before_tells(code: str, words: str, name: str) -> None:
    claims, _ = read(words, code)
    assert [step.name for step in claims[-1].attribution] == [name]


def test_a_verb_without_a_subject_in_a_text_that_tells_of_nobody_is_of_nobody() -> None:
    claims, _ = read("Говорит, что российские танки вошли в Изюм.", "ru")
    assert all(not claim.attribution for claim in claims)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "On NTV the mood was sour. A retired general, Pavel Kostin, said that Russian troops had left Izium."),
        ("uk", "У вечірньому шоу на НТВ політолог Павло Костін сказав, що війська залишили Ізюм."),
        ("ru", "В программе «Вести недели» политолог Павел Костин сказал, что войска оставили Изюм."),
    ],
)
def test_a_guest_is_of_the_side_of_the_programme_he_is_heard_on(code: str, words: str) -> None:
    claim = _told(words, code, "Iz" if code == "en" else "юм")
    assert (claim.attribution[0].kind, claim.attribution[0].side) == ("analyst", "russia")
    assert "side:on_air" in [reason.rule for reason in claim.reasons]


@pytest.mark.parametrize(
    ("code", "words", "side"),
    [
        ("en", "A soldier from the 54th Brigade said that the bridge was destroyed.", "ukraine"),
        ("uk", "Боєць 54-ї бригади сказав, що знищено два танки.", "ukraine"),
        ("ru", "Боец 54-й бригады сказал, что мост уничтожен.", "ukraine"),
        ("ru", "Боец 810-й бригады сказал, что мост уничтожен.", "russia"),
        ("en", "An officer of the 810th brigade said that the bridge was destroyed.", "russia"),
    ],
)
def test_the_number_of_a_unit_tells_its_side(code: str, words: str, side: str) -> None:
    claims, _ = read(words, code)
    assert [claim.attribution[0].side for claim in claims] == [side]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "A prisoner says that forty men were killed near Vuhledar."),
        ("uk", "Полонений каже, що під Вугледаром загинули сорок людей."),
        ("ru", "Пленный рассказал, что под Угледаром погибли сорок человек."),
    ],
)
def test_a_prisoner_is_of_the_other_side_than_the_channel_that_questions_him(code: str, words: str) -> None:
    assert {claim.attribution[0].side for claim in _claims(words, code, "ukraine")} == {"russia"}
    assert {claim.attribution[0].side for claim in _claims(words, code, "russia")} == {"ukraine"}


def test_a_soldier_without_a_side_is_of_the_side_at_home_where_he_tells_of() -> None:
    claim = _told("A drone pilot fighting in Pokrovsk said two vehicles were destroyed.", "en", "vehicles")
    assert claim.attribution[0].side == "ukraine"
    assert "side:place" in [reason.rule for reason in claim.reasons]


def test_a_body_is_of_the_side_its_adjective_names_where_the_theatre_knows_the_others_by_the_noun() -> None:
    claim = _told("Russian troops left Izium, the Russian general staff said.", "en", "left")
    assert claim.attribution[0].side == "russia"


def test_a_side_that_strikes_is_not_where_an_office_speaks() -> None:
    claim = _told(
        "A warehouse burned in Sumy. Overnight Russia attacked power plants in the west, the energy ministry reported.",
        "en",
        "attacked",
    )
    assert claim.attribution[0].side == "ukraine"


def test_an_official_told_again_by_fewer_words_is_of_the_kind_told_in_full() -> None:
    claim = _told(
        "A Western military official said the pause would end soon. Russian troops left Lyman, the official said.",
        "en",
        "Lyman",
    )
    assert (claim.attribution[0].kind, claim.attribution[0].side) == ("military_unnamed", "third")


def test_a_square_is_nobody_who_speaks() -> None:
    claims, _ = read("Rain fell on Freedom Square. “Russian tanks entered Izium from the east,” he said.")
    names = {step.name for claim in claims for step in claim.attribution}
    assert names == {"he"}


def test_a_figure_with_its_bound_behind_a_verb_is_what_is_said() -> None:
    claim = _told(
        "The prosecutor's office in Izium counted at least fourteen dead that day.", "en", "at least fourteen"
    )
    assert claim.attribution[0].kind == "official"


def test_somebody_told_in_full_before_and_then_by_the_first_name_is_a_private_person() -> None:
    claim = _told("Vano Beridze lit his oven. Russian tanks entered Gori at noon, Vano says.", "en", "tanks")
    assert claim.attribution[0].kind == "eyewitness"


@pytest.mark.parametrize(
    ("code", "words", "outlet", "side"),
    [
        (
            "en",
            "Two officials told the Herald-Courier that Russian troops had left Izium.",
            "Herald-Courier",
            "third",
        ),
        (
            "ru",
            "Командир взвода рассказал украинскому изданию «Тексты», что войска оставили Изюм.",
            "Тексты",
            "ukraine",
        ),
        ("uk", "Посадовець сказав виданню «Тексти», що російські війська залишили Ізюм.", "Тексти", "ukraine"),
        ("uk", "Посадовець сказав CNN, що російські війська залишили Ізюм.", "CNN", "third"),
    ],
)
def test_the_outlet_that_somebody_told_it_passes_it_on(code: str, words: str, outlet: str, side: str) -> None:
    claim = _told(words, code, "Iz" if code == "en" else "зюм")
    assert outlet in claim.attribution[-1].name
    assert [(step.kind, step.side) for step in claim.attribution][1:] == [("media", side)]


def test_the_outlet_whose_text_it_is_passes_nothing_on() -> None:
    claims, _ = read("Two officials told the Test Courier that Russian troops had left Izium.")
    assert [step.name for step in claims[0].attribution] == ["Two officials"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ru", "The New York Times цитирует источник в Белом доме: российские войска оставили Изюм."),
        ("uk", "The New York Times цитує джерело в Білому домі: російські війська залишили Ізюм."),
    ],
)
def test_a_source_that_sits_somewhere_is_quoted_by_the_paper(code: str, words: str) -> None:
    claim = _told(words, code, "зюм")
    assert [step.kind for step in claim.attribution] == ["unnamed", "media"]


def test_the_paper_is_the_one_told_before() -> None:
    words = "The Guardian reported that Russian troops had left Izium. The bridge was destroyed, the paper said."
    assert {step.name for claim in read(words)[0] for step in claim.attribution} == {"The Guardian"}


@pytest.mark.parametrize(
    ("code", "words", "quoted"),
    [
        ("ru", "Ночью под Изюмом группу обнаружили и накрыли артиллерией.", "накрыли"),
        ("ru", "Площадь считали мы сами: 40 квадратных километров заняли российские войска.", "километров"),
        ("en", "According to preliminary estimates, 40 Russian tanks were destroyed near Izium.", "tanks"),
        ("en", "According to my information Russian troops have left Izium.", "Izium"),
    ],
)
def test_what_is_done_or_estimated_is_nobody_who_speaks(code: str, words: str, quoted: str) -> None:
    assert _told(words, code, quoted).attribution == ()


def test_a_pronoun_behind_goes_on_with_whom_the_one_before_it_means() -> None:
    claims, _ = read(
        "У Кремлі це заперечують. Тамара Гнатюк тримала крамницю. За її спогадами, росіяни втекли до обіду. "
        "«Російські солдати кинули три танки», – хихоче вона.",
        "uk",
    )
    assert claims[-1].attribution[0].name == "Тамара Гнатюк"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ru", "Российские танки отошли из Изюма, отрезал комбат Семён Семенченко."),
        ("uk", "Російські танки відійшли з Ізюма, відрізав комбат Семен Семенченко."),
    ],
)
def test_a_verb_of_manner_behind_a_comma_tells_who_says_it(code: str, words: str) -> None:
    claims, _ = read(words, code)
    assert all(claim.attribution[0].name.endswith("Семенченко") for claim in claims)
    assert claims


@pytest.mark.parametrize(
    ("code", "words", "kind"),
    [
        ("en", "“Columns of Russian tanks entered Izium,” laughs a cook with a Ukrainian brigade.", "military_unnamed"),
        ("en", "A cook with two small children said that Russian tanks had entered Izium.", "eyewitness"),
        (
            "en",
            "Denys Kostenko, who commands a reconnaissance unit, said Russian tanks had entered Izium.",
            "military_unnamed",
        ),
        ("en", "Anatolii, who runs a garage next door, said that Russian tanks had entered Izium.", "eyewitness"),
        ("en", "The rain went on. “Russian tanks entered Izium from the east,” she said.", "eyewitness"),
        ("uk", "Російські танки зайшли в Ізюм, кажуть російські «воєнкори».", "blogger"),
    ],
)
def test_what_somebody_is_stands_behind_the_trade_or_the_name(code: str, words: str, kind: str) -> None:
    claim = _told(words, code, "Iz" if code == "en" else "Ізюм")
    assert claim.attribution[0].kind == kind


def test_a_platform_passes_nothing_on() -> None:
    claim = _told("The governor told Telegram readers that three people had died in Sumy.", "en", "three people")
    assert [step.kind for step in claim.attribution] == ["official"]


def test_it_said_behind_a_comma_means_the_source_told_last() -> None:
    words = "Three people died in Kyiv, the military administration said. Two bridges were destroyed, it said."
    assert {step.name for claim in read(words)[0] for step in claim.attribution} == {"the military administration"}


def test_those_who_wished_something_say_nothing() -> None:
    claims, _ = read("Azerbaijan says that no civilians were targeted and that those who wish to may stay.")
    assert {step.name for claim in claims for step in claim.attribution} == {"Azerbaijan"}


def test_the_outlet_that_quotes_somebody_in_his_own_words_passes_him_on() -> None:
    words = "Russian troops have left Izium, according to a group of map analysts cited in the Herald-Courier."
    claim = _told(words, "en", "Izium")
    assert [(step.name, step.kind) for step in claim.attribution] == [
        ("a group of map analysts", "analyst"),
        ("Herald-Courier", "media"),
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Many of the soldiers were on foot. “Russian tanks entered Izium,” one of them said."),
        ("uk", "Солдати йшли пішки. Один із них сказав, що російські танки зайшли в Ізюм."),
        ("ru", "Солдаты шли пешком. Один из них сказал, что российские танки вошли в Изюм."),
    ],
)
def test_one_of_them_is_of_the_kind_of_those_told_before(code: str, words: str) -> None:
    claim = _told(words, code, "Izium" if code == "en" else "зюм")
    assert claim.attribution[0].kind == "military_unnamed"


def test_one_of_them_is_of_no_kind_where_nobody_was_told_before() -> None:
    claim = _told("Rain fell. “Russian tanks entered Izium,” one of them said.", "en", "Izium")
    assert claim.attribution[0].kind == "unnamed"


def test_a_paper_told_with_as_it_writes_passes_on_its_own_sources() -> None:
    words = "Як пише «Столичний тиждень» з посиланням на джерела у спецслужбі, російські війська залишили Ізюм."
    claim = _told(words, "uk", "Ізюм")
    assert [step.kind for step in claim.attribution] == ["military_unnamed", "media"]
    assert claim.attribution[1].name == "«Столичний тиждень»"


@pytest.mark.parametrize(
    ("code", "words", "side"),
    [
        ("en", "The LPR people's militia said that its fighters had taken Popasna.", "russia"),
        ("ru", "Пригожинские каналы пишут, что под Бахмутом погибли 40 солдат.", "russia"),
        (
            "ru",
            "В Германии, Франции и Польше молчат. Госслужба по чрезвычайным ситуациям сообщила о двух погибших.",
            "ukraine",
        ),
    ],
)
def test_bodies_and_channels_are_of_the_side_their_names_tell(code: str, words: str, side: str) -> None:
    assert read(words, code)[0][-1].attribution[0].side == side
