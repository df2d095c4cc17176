"""Turns of English reports on other events than those the rules were first written for."""

from __future__ import annotations

import pytest

from tests.extract.helpers import one, read
from zvirka.model.claims import Claim


def claims(words: str) -> list[Claim]:
    """The claims of a text."""
    return read(words)[0]


@pytest.mark.parametrize(
    ("words", "type_", "value", "unit"),
    [
        ("A Belgian newspaper says Russia lost 77 tanks in a week.", "equipment_loss", 77, "items"),
        ("Ukraine lost 9 villages in May, a colonel said.", "territory_lost", 9, "settlements"),
        ("Ukrainian marines have captured dozens of Russian soldiers.", "prisoners", None, "people"),
        ("At least 19 civilians were killed in Sloviansk.", "civilian_harm", 19, "people"),
        ("Some 2,300 people have been evacuated from the town.", "background", 2300, "people"),
        ("The death toll rose to 61.", "casualties", 61, "people"),
        ("The number of villages freed has risen to 88.", "territory_regained", 88, "settlements"),
        ("The governor put the number of people left in Izium at 9,500.", "background", 9500, "people"),
        ("Our units moved forward 4 km and took back 50 square km of ground.", "advance", 4, "km"),
        ("Russian forces pushed 5 to 6 km west.", "advance", None, "km"),
        ("A quarter of the brigade's tanks were destroyed.", "equipment_loss", 25, "percent"),
    ],
)
def test_a_figure_told_in_another_turn_is_a_claim_of_its_type(
    words: str, type_: str, value: float | None, unit: str
) -> None:
    """No figure is lost, and its type is that of what happened."""
    found = [claim.quantity for claim in claims(words) if claim.type == type_ and claim.quantity is not None]
    assert [(quantity.value, quantity.unit) for quantity in found] == [(value, unit)]


def test_every_class_listed_after_one_word_of_loss_is_counted() -> None:
    """A list goes on over a later word that takes no figures."""
    found = claims("Ukraine had lost 31 tanks, 12 guns and 7 armoured personnel carriers since the start of fighting.")
    assert [claim.quantity.value for claim in found if claim.quantity is not None] == [31, 12, 7]
    assert {claim.type for claim in found} == {"equipment_loss"}


def test_what_is_put_at_a_figure_is_said_by_who_puts_it() -> None:
    """ "X puts Y at Z" is X's figure even where an adverb and a participle stand before the thing counted."""
    claim = one("Oryx puts Russia's visually confirmed losses at 1,412 tanks.")
    assert [step.name for step in claim.attribution] == ["Oryx"]
    assert (claim.quantity is not None and claim.quantity.value, claim.target) == (1412, "russia")


def test_parallel_sources_that_share_a_noun_are_named_with_it() -> None:
    """The noun both share is told with each."""
    found = claims("Both Ukrainian and Russian officials said Russian troops left Lyman.")
    assert {claim.attribution[0].name for claim in found} == {"Ukrainian … officials", "Russian officials"}
    assert {claim.attribution[0].side for claim in found} == {"ukraine", "russia"}


def test_a_pronoun_means_the_person_named_before_it() -> None:
    """Kind and side are the person's though she was no source yet."""
    claim = one("Hanna Maliar came to the front on Sunday. She said 30 square km had been freed.")
    step = claim.attribution[0]
    assert (step.kind, step.side, step.carried, step.quote and step.quote.exact) == ("official", "ukraine", True, "She")


def test_its_land_is_the_land_of_the_side_the_sentence_is_about() -> None:
    """ "Its" means the subject's country."""
    assert one("Ukraine has freed a third of its land.").places[0].id == "geonames:690791"


def test_the_border_is_that_of_the_oblast_named() -> None:
    """A bare border takes its strip from the place beside it."""
    claim = one("Ukrainian scouts reached the border in Kharkiv oblast.")
    assert claim.type == "border_crossing"
    assert "zvirka:ua-ru-border-kharkiv" in {place.id for place in claim.places}


def test_only_who_moves_advances() -> None:
    """A feeling that reaches a city is no advance, a raid is not told twice."""
    assert "advance" not in {claim.type for claim in claims("Doubt has reached Moscow.")}
    assert [claim.type for claim in claims("Ukrainian scouts advanced into Belgorod oblast in a raid.")] == ["raid"]


def test_hedges_in_places_are_kept() -> None:
    """Words that leave parts out stay with the claim."""
    assert [hedge.exact for hedge in one("In places Russian troops have withdrawn from Lyman.").hedges] == ["In places"]


def test_each_figure_has_the_place_beside_it() -> None:
    """Two figures with a place each do not share them."""
    found = claims("Ukraine has freed 30 square miles in Donetsk region and 12 square miles in Luhansk region.")
    assert [[place.name for place in claim.places] for claim in found] == [["Donetsk Oblast"], ["Luhansk Oblast"]]


def test_a_list_of_regions_is_no_list_of_towns() -> None:
    """The plural noun behind the last name holds for every name."""
    claim = one("Ukrainian forces have freed six villages in the Donetsk and Zaporizhzhia regions.")
    assert [place.kind for place in claim.places] == ["adm1", "adm1"]


def test_a_clock_time_stands_between_a_cue_and_its_date() -> None:
    """The state is that of the day, and the hour is no part of the source."""
    claim = one("As of 6 p.m. on 12 September, Ukrainian forces had taken 8 settlements, Maliar said.")
    assert claim.times.as_of is not None
    assert str(claim.times.as_of.latest) == "2022-09-12"
    told = one("17:25 The governor said the village of Vesele was freed.")
    assert told.attribution[0].name == "The governor"


def test_a_superlative_counts_from_no_day() -> None:
    """The biggest gain since a day is no count since it."""
    claim = one("Russian troops seized 400 square km, the biggest gain since June 2022.")
    assert claim.times.since is None


def test_a_name_no_gazetteer_knows_is_kept_as_written() -> None:
    """The place of a claim is told though it cannot be found."""
    place = one("Ukraine retakes Verbolozy.").places[0]
    assert (place.id, place.name, place.kind) == ("", "Verbolozy", "unknown")


def test_a_machine_named_between_number_and_class_is_counted_once() -> None:
    """An unknown model's name does not part the number from the tanks."""
    for words in ("We destroyed six Panther tanks.", "We captured six T-90M tanks."):
        assert [claim.quantity and claim.quantity.value for claim in claims(words)] == [6]


def test_what_is_said_goes_on_behind_its_source() -> None:
    """A second part behind "X said" is X's."""
    found = claims("Ukraine controls 40 settlements, Zelensky said on Monday, and has taken 310 prisoners.")
    assert {claim.attribution[0].name for claim in found} == {"Zelensky"}
    assert {claim.type for claim in found} == {"control", "prisoners"}


def test_a_semicolon_ends_what_one_source_says_before_another_speaks() -> None:
    """The second speaker is not made the teller of the first."""
    claim = claims("Putin says his army controls Bakhmut; Kyiv disputes that.")[0]
    assert [step.name for step in claim.attribution] == ["Putin"]


def test_i_is_the_author() -> None:
    """Who speaks of himself outside quotations is the text's own voice."""
    assert one("I estimate Russian casualties at 40,000 to 50,000.").attribution == ()


def test_a_speaker_before_a_colon_tells_the_whole_paragraph() -> None:
    """An official body's name with a colon holds for the sentences behind."""
    found = claims(
        "The General Staff of the Armed Forces of Ukraine: Our units advanced 3 km near Lyman. They freed 2 villages."
    )
    assert {claim.attribution[0].side for claim in found} == {"ukraine"}


def test_ground_taken_is_lost_for_the_side_at_home() -> None:
    """ "Took" says nothing of whose it was: the theatre's country is at home."""
    assert one("Russian forces took control of 29 square km during the assault.").type == "territory_lost"
    assert one("Russian forces captured Lyman.").type == "territory_lost"


def test_prisoners_taken_are_no_ground() -> None:
    """What is taken tells the type, not the place of another event in the sentence."""
    found = claims("Russian forces have taken 140 Ukrainian prisoners since the fall of Lyman.")
    assert [claim.type for claim in found] == ["prisoners"]


def test_a_name_with_its_title_is_who_says() -> None:
    """Between two commas stands what the speaker is, not what is said."""
    claim = one("Ilmari Korpi, an analyst with the Harbour Group, says Ukraine controls 300 villages.")
    assert (claim.attribution[0].name[:12], claim.attribution[0].kind) == ("Ilmari Korpi", "analyst")


def test_square_kilometres_are_taken_over_from_no_town() -> None:
    """A town spoken of before is not where so much ground is."""
    text = "Ukrainian forces reached Izium. The area of the Ukrainian advance is about 1,100 square kilometers, ISW assessed."
    found = next(claim for claim in claims(text) if claim.quantity is not None)
    assert not any(slot.id for slot in found.places)


def test_a_governor_is_of_an_oblast_not_of_its_town() -> None:
    found = claims("Kharkiv governor Oleh Syniehubov spoke. He said twelve civilians had been killed in the shelling.")
    assert {slot.kind for claim in found for slot in claim.places} == {"adm1"}


@pytest.mark.parametrize(
    ("code", "text", "low"),
    [
        ("en", "Several million shells were fired at the army.", 3_000_000),
        ("en", "A couple of thousand soldiers were killed near Bakhmut.", 2000),
        ("en", "A few dozen tanks were destroyed.", 36),
        ("uk", "Кілька десятків тисяч солдатів загинули.", 30_000),
        ("uk", "Випущено кілька мільйонів снарядів.", 3_000_000),
        ("ru", "Десятки миллионов людей бежали от войны.", 20_000_000),
    ],
)
def test_vague_words_multiply_what_follows(code: str, text: str, low: float) -> None:
    quantity = read(text, code)[0][0].quantity
    assert quantity is not None
    assert (quantity.value, quantity.low, quantity.high) == (None, low, None)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("A Taliban attack on a base killed 20 Afghan soldiers.", 20),
        ("The army said 14 insurgents were killed.", 14),
        ("Police said three suspected militants died near the front.", 3),
    ],
)
def test_words_of_whose_and_what_kind_stand_between_a_figure_and_people(text: str, people: float) -> None:
    quantity = one(text, kind="casualties").quantity
    assert quantity is not None
    assert (quantity.value, quantity.unit) == (people, "people")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Russian soldiers killed 12 people in Bucha."),
        ("uk", "Російські військові вбили 12 людей у Бучі."),
        ("ru", "Российские солдаты убили 12 человек в Буче."),
    ],
)
def test_people_killed_by_soldiers_are_no_soldiers(code: str, text: str) -> None:
    assert one(text, code).type == "civilian_harm"


@pytest.mark.parametrize(
    ("code", "text", "border"),
    [
        ("en", "The fighting in an area near the border with Georgia went on.", "the border with Georgia"),
        ("uk", "Бої біля кордону з Молдовою тривали.", "кордону з Молдовою"),
        ("ru", "На польской границе погибли два солдата.", "польской границе"),
    ],
)
def test_the_border_of_others_is_none_of_the_theatre(code: str, text: str, border: str) -> None:
    (place,) = one(text, code).places
    assert (place.id, place.name) == ("", border)


def test_the_border_with_a_side_of_the_theatre_is_known() -> None:
    (place,) = one("Бої на українському кордоні тривали.", "uk").places
    assert place.id


def test_whom_a_paper_cites_says_nothing_of_what_another_said_before() -> None:
    first, second = read(
        "The spokesman said 14 insurgents were killed, but Interfax cited the police as saying 12 died near the front."
    )[0]
    assert [each.name for each in first.attribution] == ["The spokesman"]
    assert [each.name for each in second.attribution] == ["the police", "Interfax"]


def test_the_last_place_of_a_list_begins_no_clause() -> None:
    claim = one("Drones hit Kharkiv and Sumy to disrupt logistics, officials said.")
    assert [place.name for place in claim.places] == ["Kharkiv", "Sumy"]


def test_hundreds_killed_are_people() -> None:
    quantity = read("The army shelled Kherson. Hundreds were killed.")[0][1].quantity
    assert quantity is not None
    assert (quantity.low, quantity.unit, quantity.bound) == (200, "people", "vague")
