"""Found claims are held against marked ones as gate/own_gold.py says."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from gate.gold_files import HALVES, SEALED, GoldClaim, GoldPlace, GoldSource, GoldText, read_gold
from gate.own_gold import Scored, changes, digest_lines, faults, fits, groups, measures, score_all, score_text, told
from gate.slots import SLOTS, marked_slots, same_days, slots_of
from gate.words import position, words_overlap
from zvirka.ground import Ground, load_ground
from zvirka.model.claims import Claim, Extractor
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Attribution, Voice
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes, TimeSlot

TEXT = "The mayor said twelve tanks burned near Kupiansk on Monday. Buy our mugs. Nobody was hurt."
MARK = GoldClaim(
    type="equipment_loss",
    quote="twelve tanks burned near Kupiansk",
    nth=1,
    also_types=("strike",),
    polarity="affirmed",
    modality="asserted",
    literal=None,
    sources=(GoldSource("The mayor", "official", "ukraine"),),
    quantity={"value": 12, "unit": "items"},
    places=(GoldPlace("Kupiansk", "Kupiansk", "near"),),
    times={"event": (date(2023, 6, 12), date(2023, 6, 12))},
    optional=False,
)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


def span(words: str) -> Span:
    return Span.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words))


def found(ground: Ground, quote: str = MARK.quote, type: str = MARK.type) -> Claim:
    """A claim with every slot as MARK has it."""
    place = ground.gazetteer.resolve("Kupiansk", "en") or ""
    tanks = span("twelve")
    return Claim(
        id=quote + type,
        item="",
        path="a.txt",
        fragment=None,
        text_digest="",
        language="en",
        type=type,  # type: ignore[arg-type]
        label=None,
        polarity="affirmed",
        modality="asserted",
        literal=True,
        presupposed=False,
        actor=None,
        target=None,
        equipment=(),
        quote=span(quote),
        voice=Voice("Herald", "media", "unknown"),
        attribution=(
            Attribution("The mayor", "official", "ukraine", False, 1, None, "stated", False, span("The mayor"), None),
        ),
        hedges=(),
        quantity=Quantity(12, 12, 12, "items", "exact", "items", "level", None, None, None, None, "claimed", tanks),
        places=(PlaceSlot("near", place, "Kupiansk", "settlement", None, None, None, span("Kupiansk"), None),),
        times=ClaimTimes(event=TimeSlot(date(2023, 6, 12), date(2023, 6, 12), span("Monday"), "publication")),
        extractor=Extractor("rules", ""),
        reasons=(),
    )


def gold(*claims: GoldClaim, half: str = "open") -> GoldText:
    path = Path("01-agency.txt")
    name = f"en/{half}/01-agency"
    return GoldText(
        name,
        "en",
        half,
        "agency",
        path,
        TEXT,
        date(2023, 6, 14),
        "Herald",
        "media",
        "unknown",
        claims,
        ("Buy our mugs",),
    )


def scored(ground: Ground, marks: list[GoldClaim], claims: list[Claim], half: str = "open") -> Scored:
    return score_text(gold(*marks, half=half), TEXT, claims, ground)


def test_a_claim_with_all_slots_right_is_right_in_all(ground: Ground) -> None:
    result = measures([scored(ground, [MARK], [found(ground)])])
    assert [result[name] for name in ("precision", "recall", "f1", *SLOTS, "slots", "slots_reached")] == [1.0] * 12


def test_what_is_marked_and_not_found_is_missed_and_the_other_way_round_invented(ground: Ground) -> None:
    each = scored(ground, [MARK], [found(ground, "Buy our mugs", "framing"), found(ground, "Nobody was hurt")])
    result = measures([each])
    assert (result["marked"], result["found"], result["right"], result["f1"], result["slots_reached"]) == (
        1,
        2,
        0,
        0,
        0,
    )
    assert [line.split()[0] for line in faults([each], blind=False)] == ["missed", "invented", "invented"]


@pytest.mark.parametrize(
    ("quote", "type", "fit"),
    [
        (MARK.quote, "equipment_loss", True),
        (MARK.quote, "strike", True),
        (MARK.quote, "advance", False),
        ("The mayor said twelve tanks burned near Kupiansk on Monday", "strike", True),
        ("twelve tanks burned", "strike", True),
        ("twelve", "strike", False),
        ("Nobody was hurt", "strike", False),
    ],
)
def test_type_and_words_must_fit(ground: Ground, quote: str, type: str, fit: bool) -> None:
    assert (fits(MARK, found(ground, quote, type), TEXT) > 0) is fit


def test_one_found_claim_stands_for_one_mark_only(ground: Ground) -> None:
    result = measures([scored(ground, [MARK, MARK], [found(ground)])])
    assert (result["right"], result["recall"]) == (1, 0.5)


def test_of_two_claims_with_one_quote_each_goes_to_the_mark_whose_slots_it_has(ground: Ground) -> None:
    claim = found(ground)
    other = dataclasses.replace(claim, attribution=(), id="other")
    voice = dataclasses.replace(MARK, sources=())
    for claims in ([claim, other], [other, claim]):
        assert measures([scored(ground, [voice, MARK], claims)])["source"] == 1.0


@pytest.mark.parametrize("claims", [0, 1])
def test_an_optional_mark_counts_neither_way(ground: Ground, claims: int) -> None:
    result = measures([scored(ground, [dataclasses.replace(MARK, optional=True)], [found(ground)] * claims)])
    assert (result["marked"], result["found"]) == (0, 0)


def test_a_joke_taken_at_its_word_is_invented(ground: Ground) -> None:
    joke = dataclasses.replace(MARK, literal=False, optional=True)
    assert scored(ground, [joke], [found(ground)]).invented
    assert not scored(ground, [joke], [dataclasses.replace(found(ground), literal=False)]).invented


@pytest.mark.parametrize(
    ("slot", "change"),
    [
        ("source", {"attribution": ()}),
        ("kind", {"attribution": ()}),
        ("side", {"attribution": ()}),
        ("quantity", {"quantity": None}),
        ("place", {"places": ()}),
        ("time", {"times": ClaimTimes()}),
        ("manner", {"polarity": "negated"}),
        ("manner", {"modality": "predicted"}),
    ],
)
def test_a_wrong_slot_is_wrong(ground: Ground, slot: str, change: dict[str, object]) -> None:
    claim = dataclasses.replace(found(ground), **change)  # type: ignore[arg-type]
    assert slots_of(MARK, claim, ground)[slot] == [False]


def test_a_source_too_many_is_a_wrong_chain(ground: Ground) -> None:
    claim = found(ground)
    longer = dataclasses.replace(claim, attribution=claim.attribution * 2)
    assert slots_of(MARK, longer, ground)["source"] == [False]
    assert slots_of(dataclasses.replace(MARK, sources=()), claim, ground)["source"] == [False]
    assert slots_of(dataclasses.replace(MARK, sources=None), claim, ground)["source"] == []


def test_a_place_the_gazetteer_does_not_know_is_right_by_its_words(ground: Ground) -> None:
    unknown = dataclasses.replace(MARK, places=(GoldPlace("Kupiansk", "No Such Hamlet", None),))
    assert slots_of(unknown, found(ground), ground)["place"] == [True]
    known = dataclasses.replace(MARK, places=(GoldPlace("Kupiansk", "Kherson", None),))
    assert slots_of(known, found(ground), ground)["place"] == [False]


def test_a_night_is_right_as_either_of_its_days_and_a_longer_span_is_not() -> None:
    days = [date(2023, 6, day) for day in (11, 12, 13)]

    def slot(first: date, last: date) -> TimeSlot:
        return TimeSlot(first, last, None, "stated")

    assert same_days((days[0], days[1]), slot(days[0], days[1]))
    assert same_days((days[0], days[1]), slot(days[1], days[1]))
    assert not same_days((days[0], days[2]), slot(days[1], days[1]))
    assert not same_days((days[0], days[0]), slot(days[0], days[1]))
    assert same_days(None, None)
    assert not same_days(None, slot(days[0], days[0]))
    assert not same_days((days[0], days[0]), None)


def test_words_overlap_by_half_or_whole() -> None:
    assert words_overlap("Міноборони РФ", "у Міноборони РФ")
    assert words_overlap("the mayor", "The mayor of Kupiansk, who fled in spring")
    assert not words_overlap("the mayor", "the governor of the oblast")
    assert not words_overlap("…", "…")


def test_as_many_slots_are_counted_as_are_scored(ground: Ground) -> None:
    for mark in (MARK, dataclasses.replace(MARK, sources=None, quantity={}), dataclasses.replace(MARK, sources=())):
        assert marked_slots(mark) == sum(map(len, slots_of(mark, found(ground), ground).values()))


def test_claims_gained_and_lost_are_told_against_what_is_stored(ground: Ground, tmp_path: Path) -> None:
    stored = tmp_path / "open.jsonl"
    before, after = scored(ground, [MARK], [found(ground)]), scored(ground, [MARK], [found(ground, "Nobody was hurt")])
    stored.write_text("".join(line + "\n" for line in digest_lines([before])), "utf-8")
    assert changes([before], stored) == []
    assert [line.split(":")[0] for line in changes([after], stored)] == [
        "- en/open/01-agency right",
        "+ en/open/01-agency invented",
    ]
    assert told(changes([after], stored)) == "+1 invented, -1 right"
    assert told([]) == "none"


def test_of_the_blind_half_nothing_is_told_but_figures_unless_asked(ground: Ground, tmp_path: Path) -> None:
    each = scored(ground, [MARK], [], half="blind")
    assert list(faults([each], blind=False)) == list(digest_lines([each])) == changes([each], tmp_path / "none") == []
    assert len(list(faults([each], blind=True))) == 1


def test_of_the_sealed_half_nothing_is_told_but_figures_even_when_asked(ground: Ground, tmp_path: Path) -> None:
    each = scored(ground, [MARK], [found(ground, "Nobody was hurt")], half="sealed")
    assert (each.missed, each.invented) != ([], [])
    assert list(faults([each], blind=True)) == list(digest_lines([each])) == changes([each], tmp_path / "none") == []
    assert groups([each])["en/sealed"]["marked"] == 1


def test_the_gate_reads_every_half_but_the_sealed_one_unless_it_is_asked_for(tmp_path: Path) -> None:
    for half in HALVES:
        folder = tmp_path / "en" / half
        folder.mkdir(parents=True)
        (folder / "01-agency.txt").write_text("Nobody was hurt.\n", "utf-8")
        (folder / "01-agency.toml").write_text(
            'published = 2023-06-14\noutlet = "Herald"\nvoice = { kind = "media", side = "unknown" }\n', "utf-8"
        )
    assert [each.gold.half for each in score_all(tmp_path)] == ["open", "wide", "blind"]
    assert [each.gold.half for each in score_all(tmp_path, [SEALED])] == ["sealed"]


@pytest.mark.parametrize("text", list(read_gold()), ids=lambda text: text.name)
def test_who_finds_just_what_is_marked_scores_full_marks(text: GoldText, ground: Ground) -> None:
    claims = []
    for number, mark in enumerate(text.claims):
        start = position(text.text, mark.quote, mark.nth)
        quote = Span.of(text.text, start, start + len(mark.quote))
        literal = mark.literal is not False
        claims.append(dataclasses.replace(found(ground, type=mark.type), id=str(number), quote=quote, literal=literal))
    result = measures([score_text(text, text.text, claims, ground)])
    assert (result["precision"], result["recall"]) == (1.0, 1.0)


def test_what_may_be_looked_at_is_measured_together(ground: Ground) -> None:
    texts = [scored(ground, [MARK], [found(ground)], half=half) for half in ("open", "wide", "blind", "blind")]
    assert {name: measures["marked"] for name, measures in groups(texts).items() if name.count("/") == 1} == {
        "en/open": 1,
        "en/wide": 1,
        "en/seen": 2,
        "en/blind": 2,
    }
