"""Claims carry what was said, by whom, of where and when; what is not understood becomes an issue."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import one, read
from zvirka.ground import load_ground
from zvirka.model.claims import claim_id

KHARKIV = "geonames:706482"
UKRAINE = "geonames:690791"


@pytest.mark.parametrize(
    ("code", "words", "value", "unit", "bound"),
    [
        ("en", "Ukraine has retaken 700 square kilometres of Kharkiv oblast.", 700, "km2", "exact"),
        ("en", "About 700 sq km in the Kharkiv region were won back by Ukrainian troops.", 700, "km2", "about"),
        ("en", "More than 30 settlements of Kharkiv oblast are free again.", 30, "settlements", "at_least"),
        ("uk", "Українські війська звільнили близько 700 кв. км Харківщини.", 700, "km2", "about"),
        ("uk", "На Харківщині деокуповано понад 30 населених пунктів.", 30, "settlements", "at_least"),
        ("ru", "В Харьковской области освобождено более 700 квадратных километров.", 700, "km2", "at_least"),
    ],
)
def test_ground_regained_is_claimed_with_figure_and_place(
    code: str, words: str, value: float, unit: str, bound: str
) -> None:
    """The figure, its unit, its bound and the place it counts in come out in three languages."""
    claim = one(words, code)
    assert claim.type == "territory_regained"
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.unit, claim.quantity.bound) == (value, unit, bound)
    assert claim.quantity.form == "change"
    assert [(place.role, place.id) for place in claim.places] == [("scope", KHARKIV)]
    assert claim.attribution == ()


def test_several_figures_of_a_clause_are_one_claim_each_with_their_own_words() -> None:
    """Claims of one type from one clause differ in their quotes."""
    claims, issues = read(
        "Since 1 September 700 square kilometres, about 30 settlements and more than 9,000 people of Kharkiv oblast were freed."
    )
    assert [claim.quote.exact for claim in claims] == [
        "700 square kilometres",
        "about 30 settlements",
        "more than 9,000 people",
    ]
    assert {claim.times.since.earliest for claim in claims if claim.times.since} == {date(2022, 9, 1)}
    assert issues == []


def test_the_source_is_known_by_name_or_told_by_its_words() -> None:
    """A person of the pack is official and Ukrainian; villagers nobody knows are eyewitnesses."""
    known = one("Hanna Maliar said that 700 square kilometres of Kharkiv oblast had been liberated.").attribution[0]
    assert (known.name, known.kind, known.side, known.named) == ("Hanna Maliar", "official", "ukraine", True)
    told = one("According to Ukrainian villagers, Russian soldiers looted the shop.").attribution[0]
    assert (told.name, told.kind, told.side, told.named) == ("Ukrainian villagers", "eyewitness", "ukraine", False)


def test_at_least_one_channel_bounds_the_number_of_sources() -> None:
    """The words "at least one channel" name nobody and count one."""
    step = one("At least one pro-Russian Telegram channel said that a raid had begun.").attribution[0]
    assert (step.kind, step.side, step.named, step.at_least, step.commitment) == (
        "channel",
        "russia",
        False,
        1,
        "stated",
    )


def test_two_sides_named_together_are_one_claim_each_with_the_same_quote() -> None:
    """Parallel sources are not one source."""
    claims, _ = read("Both Ukrainian and Russian officials confirm that Russian troops withdrew from Kupiansk.")
    assert {claim.quote for claim in claims} == {claims[0].quote}
    assert [claim.attribution[0].side for claim in claims] == ["ukraine", "russia"] or [
        claim.attribution[0].side for claim in claims
    ] == ["russia", "ukraine"]
    assert len({claim.id for claim in claims}) == 2


def test_the_chain_goes_from_the_event_to_the_teller() -> None:
    """The closest source stands first."""
    claim = one("The newspaper wrote that one resident said Russian soldiers had looted the shop.")
    assert [step.kind for step in claim.attribution] == ["eyewitness", "media"]


def test_a_pronoun_carries_the_last_source() -> None:
    """The name is the one the text gave before; the step is marked as carried."""
    claims, _ = read("Maliar claimed Izium was freed. She added that 30 settlements of Kharkiv oblast were liberated.")
    step = claims[-1].attribution[0]
    assert (step.name, step.side, step.carried) == ("Maliar", "ukraine", True)


def test_a_bare_figure_takes_type_and_place_from_the_sentence_before() -> None:
    """A reference means the place just named, and the figure counts what the one before counted."""
    claims, _ = read(
        "Ukraine has regained 700 square kilometres in Kharkiv oblast. "
        "On Tuesday the ministry claimed the area was closer to 900 square kilometres."
    )
    second = claims[1]
    assert (second.type, second.quantity.value if second.quantity else None) == ("territory_regained", 900)
    assert second.places[0].id == KHARKIV
    assert second.places[0].inherited_from is not None
    assert second.reasons[0].rule == "inherited:sentence"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "“More than 700 square kilometres of our land have been liberated,” President Zelensky said."),
        ("uk", "«Звільнено понад 700 квадратних кілометрів нашої території», – сказав Зеленський."),
        ("ru", "«Освобождено более 700 квадратных километров нашей территории», — сказал Зеленский."),
    ],
)
def test_our_land_is_the_speakers_country(code: str, words: str) -> None:
    """The place comes from the side of who speaks, and says so."""
    claim = one(words, code)
    assert [(place.role, place.id) for place in claim.places] == [("scope", UKRAINE)]
    assert claim.reasons[0].rule == "reference:home"


def test_the_times_of_a_claim_stay_apart() -> None:
    """Said, as of and since are three things."""
    times = one(
        "On Monday, Maliar said that as of 10 September Ukraine had retaken 700 square kilometres since 6 September."
    ).times
    assert times.said is not None
    assert times.as_of is not None
    assert times.since is not None
    assert (times.said.latest, times.as_of.latest, times.since.earliest) == (
        date(2022, 9, 12),
        date(2022, 9, 10),
        date(2022, 9, 6),
    )


def test_without_words_for_it_a_state_is_as_of_when_it_was_said_at_the_latest() -> None:
    """The earliest day is not known and not guessed."""
    times = one("Maliar said that Ukraine had retaken 700 square kilometres.").times
    assert times.as_of is not None
    assert (times.as_of.earliest, times.as_of.latest, times.as_of.basis) == (None, date(2022, 9, 14), "said")


def test_every_class_counted_is_a_loss_of_its_own() -> None:
    """Losses of several classes are several claims, with the enemy of who speaks as owner."""
    claims, _ = read("“Enemy losses are 12 tanks, 7 guns and 3 helicopters,” the Ukrainian General Staff said.")
    assert [(claim.type, claim.quote.exact, claim.target) for claim in claims] == [
        ("equipment_loss", "Enemy losses are 12 tanks", "russia"),
        ("equipment_loss", "7 guns", "russia"),
        ("equipment_loss", "3 helicopters", "russia"),
    ]


def test_a_part_knows_its_whole() -> None:
    """The tanks are part of the pieces."""
    claims, _ = read("Oryx estimated that Russia lost 50 pieces of equipment, including 12 tanks.")
    part = next(claim for claim in claims if claim.equipment and claim.equipment[0].cls == "tank")
    assert part.quantity is not None
    assert part.quantity.part_of is not None
    assert "50" in part.quantity.part_of.exact


def test_the_official_term_stands_beside_the_neutral_type() -> None:
    """A regrouping is a withdrawal with a label."""
    claim = one("The Russian Defence Ministry announced a regrouping of troops near Izium.")
    assert claim.type == "withdrawal"
    assert claim.label is not None
    assert claim.label.exact.startswith("regroup")


def test_a_joke_is_not_literal() -> None:
    """What was joked is kept and marked."""
    claim = one(
        "The adviser joked that Russia had become the largest donor: its troops abandoned 12 tanks.",
        kind="equipment_loss",
    )
    assert claim.literal is False


@pytest.mark.parametrize(
    ("words", "modality", "polarity"),
    [
        ("Ukrainian troops will liberate Kherson.", "predicted", "affirmed"),
        ("If Ukrainian troops liberate Kherson, the war changes.", "conditional", "affirmed"),
        ("Ukrainian troops must liberate Kherson.", "normative", "affirmed"),
        ("Ukrainian troops have not liberated Kherson.", "asserted", "negated"),
        ("Have Ukrainian troops liberated Kherson?", "question", "affirmed"),
    ],
)
def test_what_is_no_plain_assertion_says_so(words: str, modality: str, polarity: str) -> None:
    """Future, condition, duty, negation and question are kept apart from fact."""
    claim = one(words)
    assert (claim.modality, claim.polarity) == (modality, polarity)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Ukraine has liberated 700 square metres of Kharkiv oblast."),
        ("en", "Ukraine has liberated 700 kilometres of territory in Kharkiv oblast."),
        ("uk", "На Харківщині звільнено 700 квадратних метрів."),
    ],
)
def test_ground_counted_in_an_unlikely_unit_is_a_suspected_slip(code: str, words: str) -> None:
    """The figure stays as said; the issue points at the claim."""
    claims, issues = read(words, code)
    suspects = [issue for issue in issues if issue.code == "unit_suspect"]
    assert [issue.claim for issue in suspects] == [claims[0].id]


def test_a_figure_nobody_claims_becomes_an_issue() -> None:
    """No figure is dropped in silence."""
    claims, issues = read("The bakery stands 40 kilometres away from the lake.")
    assert claims == []
    assert [issue.code for issue in issues] == ["passage_not_understood"]


@pytest.mark.parametrize(
    "words",
    [
        "Download our app and read 300 reports a day.",
        "Subscribe to our newsletter: 20 square kilometres of news liberated every week.",
        "Home\nNews\nSport\nWeather\nContact",
    ],
)
def test_advertisements_and_menus_claim_nothing(words: str) -> None:
    """Noise makes neither claims nor issues."""
    assert read(words) == ([], [])


def test_a_headline_said_twice_claims_once() -> None:
    """Quotation marks and case make no difference."""
    claims, _ = read("Ukraine ‘retakes’ 700 sq km of Kharkiv oblast\n\nUKRAINE 'RETAKES' 700 SQ KM OF KHARKIV OBLAST\n")
    assert len(claims) == 1


def test_a_language_nobody_reads_is_one_issue() -> None:
    """The text is listed, not guessed at."""
    claims, issues = read("Ukrajina osvobodila 700 kilometrů čtverečních.", "cs")
    assert (claims, [issue.code for issue in issues]) == ([], ["language_not_read"])


def test_a_relative_day_without_publication_date_is_an_issue() -> None:
    """Yesterday is no day where today is not known."""
    claims, issues = read("Yesterday Ukrainian troops liberated Izium.", published=None)
    assert claims[0].times.said is None
    assert "date_unknown" in {issue.code for issue in issues}


def test_ids_are_digests_of_place_and_words_and_differ_within_a_text() -> None:
    """The id can be made again from the claim and is nobody else's."""
    claims, _ = read(
        "Ukraine regained 700 square kilometres and 30 settlements. Maliar confirmed 700 square kilometres were liberated."
    )
    assert len({claim.id for claim in claims}) == len(claims) > 2
    for claim in claims:
        assert claim.id == claim_id(
            claim.item, claim.fragment, claim.text_digest, claim.type, claim.quote, claim.attribution
        )


def test_a_definition_told_in_the_next_sentence_is_of_the_figures_before() -> None:
    """What the figures count may be said after them."""
    claims, _ = read(
        "Maliar said 700 square kilometres of Kharkiv oblast were liberated. She added that these figures are of stabilised ground."
    )
    assert claims[0].quantity is not None
    assert claims[0].quantity.definition in set(load_ground().language("en")["definitions"])
    assert claims[0].reasons[-1].rule == "inherited:following"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ukrainian forces captured 10 settlements of Kharkiv oblast.", "territory_regained"),
        ("Russian forces captured 10 settlements of Kharkiv oblast.", "territory_lost"),
        ("Russian forces lost 700 square kilometres of Kharkiv oblast.", "territory_regained"),
        ("Ukrainian forces lost 700 square kilometres of Kharkiv oblast.", "territory_lost"),
    ],
)
def test_ground_is_regained_or_lost_for_the_side_at_home_there(words: str, kind: str) -> None:
    """Who does it to whom decides the type."""
    assert one(words).type == kind


def test_a_place_is_not_taken_over_from_another_voice() -> None:
    """What one source counts in a place says nothing of where another counts."""
    claims, _ = read(
        "The mayor said Russian troops left Izium. Maliar claimed that 700 square kilometres were liberated. "
        "According to Zelensky, 900 square kilometres were liberated."
    )
    assert [claim.places for claim in claims if claim.type == "territory_regained"] == [(), ()]


def test_words_that_soften_a_statement_are_its_hedges() -> None:
    """Hedges hold the words beside the figure and those beside the statement."""
    claim = one("Russian soldiers reportedly abandoned more than 12 tanks near Izium.", kind="equipment_loss")
    assert [hedge.exact for hedge in claim.hedges] == ["reportedly", "more than"]
    assert claim.quantity is not None
    assert (claim.quantity.bound, claim.quantity.low, claim.quantity.high) == ("at_least", 12, None)


def test_a_capital_that_stands_for_a_government_is_no_place() -> None:
    """Moscow as the one who acts is a side."""
    claim = one("An order issued by Moscow reached Russian troops near Izium.", kind="order")
    assert "Moscow" not in {place.name for place in claim.places}
    assert claim.actor == "russia"


def test_so_many_of_so_many_machines_are_told_with_what_became_of_them() -> None:
    claims, _ = read("The list shows 21 T-90M tanks lost: twelve destroyed, nine abandoned.")
    parts = [claim for claim in claims if claim.quantity is not None and claim.quantity.part_of is not None]
    assert [(claim.type, claim.equipment[0].count, claim.equipment[0].status) for claim in parts] == [
        ("equipment_loss", 12, "destroyed"),
        ("equipment_loss", 9, "abandoned"),
    ]


def test_of_so_many_drones_only_those_shot_down_are_lost() -> None:
    claim = one("Of 60 drones, 44 were shot down.")
    assert claim.quantity is not None
    assert claim.quantity.value == 44
    assert claim.quantity.part_of is not None
    assert claim.quantity.part_of.exact == "60 drones"


@pytest.mark.parametrize(
    ("words", "holder", "polarity"),
    [
        ("The town of Izium remains under the control of Russian troops.", "russia", "affirmed"),
        ("The town of Izium is under the full control of Ukrainian forces.", "ukraine", "affirmed"),
        ("The town of Izium is in the hands of the Russian army.", "russia", "affirmed"),
        ("The town of Izium is under Russian control.", "russia", "affirmed"),
        ("The town of Izium is no longer under the control of Russia.", "russia", "negated"),
    ],
)
def test_who_holds_a_place_is_the_side_behind_or_inside_the_words_of_control(
    words: str, holder: str, polarity: str
) -> None:
    """Without it two sides that each claim a town would not be seen to contradict each other."""
    claim = one(words)
    assert (claim.type, claim.actor, claim.polarity) == ("control", holder, polarity)
