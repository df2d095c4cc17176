"""Renderings of one utterance are completed from each other; ratios, shares and parts are resolved against what they are of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.reconcile.hand import BELGOROD, IZIUM, KHARKIV, UKRAINE, Folder, asked_finding, ground, maps, said_by
from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimScope, Finding
from zvirka.model.spans import Span
from zvirka.reconcile import compare

MALIAR = said_by("Hanna Maliar", "ukraine")
SYRSKYI = said_by("Zelensky", "ukraine")


def of(finding: Finding, claim: Claim) -> ClaimScope:
    return next(entry for entry in finding.claims if entry.claim == claim.id)


def refigured(folder: Folder, claim: Claim, **changes: Any) -> Claim:
    """The claim with other slots of its figure, in its folder too."""
    assert claim.quantity is not None
    made = replace(claim, quantity=replace(claim.quantity, **changes))
    folder.claims[folder.claims.index(claim)] = made
    return made


def within(claim: Claim, words: str) -> Span:
    """Where words stand in the report, by the claim's quote."""
    start = claim.quote.start + claim.quote.exact.index(words)
    return Span(start, start + len(words), words)


def test_a_rendering_that_lost_what_is_counted_and_where_has_it_from_another_of_the_same_day() -> None:
    folder = Folder()
    full = folder.claim(
        "a", "3,800 in the oblast stabilised", 3800, by=MALIAR, since=6, said=13, definition="stabilised"
    )
    bare = folder.claim("b", "3,800 she told us", 3800, by=MALIAR, at=None, said=13)
    scope = of(asked_finding(folder.reconcile(maps())), bare)
    assert scope.differs_in == ("definition",)
    assert scope.unknown_in == ()
    assert {name for reason in scope.reasons for name, _ in reason.data} == {"claim", "place", "since", "definition"}
    assert {value for reason in scope.reasons for name, value in reason.data if name == "claim"} == {full.id}
    assert bare.quantity is not None
    assert bare.quantity.definition is None, "its own words stay"


@pytest.mark.parametrize(
    "other",
    [
        {"by": SYRSKYI},
        {"said": 16},
        {"value": 3900},
        {"polarity": "negated"},
        {"at": UKRAINE, "since": 1},
    ],
    ids=lambda each: next(iter(each)),
)
def test_another_speaker_day_number_polarity_or_place_is_another_utterance(other: dict[str, Any]) -> None:
    folder = Folder()
    slots = {"value": 3800, "by": MALIAR, "said": 13, "at": KHARKIV, "since": 6, **other}
    folder.claim("a", "the stabilised ground", definition="stabilised", **slots)
    bare = folder.claim("b", "what one was told", 3800, by=MALIAR, said=13)
    view_scope = of(asked_finding(folder.reconcile(maps())), bare)
    assert view_scope.reasons == ()


def test_renderings_that_differ_leave_open_what_a_third_one_does_not_tell() -> None:
    folder = Folder()
    folder.claim("a", "6,000 in the country", 6000, by=MALIAR, at=UKRAINE, said=12)
    folder.claim("b", "6,000 in the oblast", 6000, by=MALIAR, at=KHARKIV, said=12)
    bare = folder.claim("c", "6,000 it was", 6000, by=MALIAR, at=None, said=12)
    assert "place" in of(asked_finding(folder.reconcile(maps())), bare).unknown_in


def test_who_is_told_as_she_is_the_one_known_speaker_of_that_number_and_no_origin_of_her_own() -> None:
    folder = Folder()
    folder.claim("a", "8,500 since the sixth", 8500, by=MALIAR, since=6, said=14)
    folder.claim("b", "8,500 she said", 8500, by=said_by("she", named=False, kind="unnamed"), since=6, said=14)
    finding = asked_finding(folder.reconcile(maps()))
    assert (finding.origins, finding.reports) == (1, 2)
    folder.claim("c", "8,500 he said too", 8500, by=SYRSKYI, since=6, said=14)
    assert asked_finding(folder.reconcile(maps())).origins == 3, "two known speakers: she may be either"


def test_an_unnamed_source_is_not_taken_for_a_known_one() -> None:
    folder = Folder()
    folder.claim("a", "8,500 since the sixth", 8500, by=MALIAR, since=6, said=14)
    folder.claim(
        "b", "8,500 sources said", 8500, by=said_by("military sources", "ukraine", named=False), since=6, said=14
    )
    assert asked_finding(folder.reconcile(maps())).origins == 2


def told_twice(folder: Folder, words: str = "really it is almost twice as much", **more: Any) -> Claim:
    """A figure and, in the same report, a ratio of its speaker."""
    folder.report("a", f"3,800 are stabilised. Some words stand between. {words}.")
    folder.claim("a", "3,800 are stabilised", 3800, by=MALIAR, since=6, said=13, definition="stabilised", **more)
    return folder.claim("a", words, 2, "nearly", by=MALIAR, unit="times", form="ratio", said=13)


def test_almost_twice_a_figure_told_before_is_a_figure_of_its_own_scope() -> None:
    folder = Folder()
    ratio = told_twice(folder)
    finding = asked_finding(folder.reconcile(maps()))
    scope = of(finding, ratio)
    assert (scope.scope, scope.differs_in) == ("in_scope", ()), "what it counts is not the part it compares with"
    reason = next(reason for reason in scope.reasons if reason.rule == "ratio_of")
    assert dict(reason.data) == {"claim": folder.claims[0].id, "low": "6750", "high": "7700", "unit": "km2"}


def test_a_ratio_of_a_slipped_figure_is_of_its_rendering_in_the_right_unit() -> None:
    folder = Folder()
    ratio = told_twice(folder, unit="m2")
    folder.claim("b", "3,800 square kilometres", 3800, by=MALIAR, since=6, said=13)
    scope = of(asked_finding(folder.reconcile(maps())), ratio)
    assert dict(scope.reasons[-1].data)["low"] == "6750"


def test_a_ratio_of_what_its_report_does_not_tell_stays_open_and_says_so() -> None:
    folder = Folder()
    ratio = folder.claim("a", "twice as much as in spring", 2, by=MALIAR, unit="times", form="ratio", said=13)
    found = asked_finding(folder.reconcile(maps()))
    assert [reason.rule for reason in of(found, ratio).reasons] == ["ratio_of_unknown"]
    assert "unit" in of(found, ratio).differs_in


def test_a_ratio_that_names_its_figure_is_of_that_one_not_of_the_nearest() -> None:
    folder = Folder()
    folder.report("a", "first 1,000 were told. then 3,000 were told. it is twice the 1,000 were")
    first = folder.claim("a", "first 1,000 were told", 1000, by=MALIAR, said=13)
    first = refigured(folder, first, as_written=within(first, "1,000"))
    second = folder.claim("a", "then 3,000 were told", 3000, by=MALIAR, said=13)
    refigured(folder, second, as_written=within(second, "3,000"))
    ratio = folder.claim("a", "it is twice the 1,000 were", 2, by=MALIAR, unit="times", form="ratio", said=13)
    named = refigured(folder, ratio, relative_to=first.quantity.as_written if first.quantity else None)
    reason = of(asked_finding(folder.reconcile(maps())), named).reasons[-1]
    assert dict(reason.data)["claim"] == first.id


def test_a_share_of_an_oblast_is_that_share_of_its_area_and_all_but_it_is_what_is_left() -> None:
    folder = Folder()
    words = "all but 1.8 % of the oblast is freed"
    claim = folder.claim("a", words, 1.8, by=MALIAR, unit="percent", form="share", said=14, as_of=14)
    hedged = replace(claim, hedges=(within(claim, "all but"),))
    folder.claims[0] = hedged
    scope = of(asked_finding(folder.reconcile(maps())), hedged)
    told = dict(next(reason for reason in scope.reasons if reason.rule == "share_of_place").data)
    known = ground().gazetteer.get(KHARKIV)
    assert known is not None
    assert float(told["high"]) == pytest.approx(0.0185 * known.area_km2, rel=1e-3)
    assert scope.differs_in == ("definition",), "what is left is not what was regained"


def test_what_is_left_is_held_against_what_maps_show_as_held() -> None:
    folder = Folder()
    for key, percent in (("a", 5.5), ("b", 1.8)):
        claim = folder.claim(
            key, f"all but {percent} % of it", percent, by=MALIAR, unit="percent", form="share", said=14, as_of=14
        )
        folder.claims[-1] = replace(claim, hedges=(within(claim, "all but"),))
    backings = {entry.claim: entry for entry in asked_finding(folder.reconcile(maps())).backings}
    assert [backings[claim.id].backing for claim in folder.claims] == ["partly", "outside"]


def test_a_share_without_a_place_is_of_the_place_its_voice_named_before() -> None:
    folder = Folder()
    folder.report("a", "a third of the oblast was held. then control fell to 9 %")
    share = {"unit": "percent", "form": "share", "kind": "control", "actor": "russia"}
    folder.claim("a", "a third of the oblast was held", 33.3, "about", **share)
    later = folder.claim("a", "then control fell to 9 %", 9, at=None, **share)
    finding = next(f for f in folder.reconcile(maps(), asked=()).findings if f.question.measure == "control")
    assert [reason.rule for reason in of(finding, later).reasons] == ["share_of_place_before", "share_of_place"]


def test_a_share_of_a_place_whose_area_nobody_gave_stays_open() -> None:
    folder = Folder()
    share = folder.claim("a", "half of the town is held", 50, at=IZIUM, kind="control", unit="percent", form="share")
    finding = next(f for f in folder.reconcile(maps(), asked=()).findings if f.question.measure == "control")
    assert [reason.rule for reason in of(finding, share).reasons] == ["share_of_unmeasured_place"]


def test_a_part_of_a_figure_neither_conflicts_with_the_whole_nor_agrees_with_another_part() -> None:
    folder = Folder()
    people = {"kind": "casualties", "unit": "people", "counted": "people", "at": BELGOROD, "said": 12, "since": 6}
    whole = folder.claim("a", "40 were killed", 40, by=MALIAR, as_of=12, **people)
    part = folder.claim("b", "60 killed, 12 of them officers", 12, by=SYRSKYI, as_of=12, **people)
    part = refigured(folder, part, part_of=within(part, "60"))
    other = folder.claim("c", "50 killed, 20 of them conscripts", 20, by=said_by("ISW", "third"), as_of=12, **people)
    other = refigured(folder, other, part_of=within(other, "50"))
    views = [folder.view(claim) for claim in (whole, part, other)]
    assert compare(views[0], views[1], ground()).differs_in == ("definition",)
    assert compare(views[1], views[2], ground()).kind == "cannot_tell"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("40 killed", "90 casualties", "differs_in_scope"),
        ("40 killed", "60 wounded", "differs_in_scope"),
        ("40 killed", "60 dead", "conflicts"),
        ("40 casualties", "90 losses", "conflicts"),
        ("40 killed and wounded", "90 wounded and killed", "conflicts"),
        ("40 killed", "90 killed and wounded", "differs_in_scope"),
    ],
)
def test_killed_and_all_losses_are_two_things(one: str, other: str, kind: str) -> None:
    folder = Folder()
    for key, words, by in (("a", one, MALIAR), ("b", other, said_by("ISW", "third"))):
        number = words.split()[0]
        claim = folder.claim(
            key, words, float(number), by=by, kind="casualties", unit="people", counted="people", as_of=12, since=6
        )
        refigured(folder, claim, as_written=within(claim, number))
    left, right = (folder.view(claim) for claim in folder.claims)
    assert compare(left, right, ground()).kind == kind


def test_a_figure_said_to_be_measured_stands_apart_from_a_claimed_one() -> None:
    folder = Folder()
    folder.claim("a", "8,000 calculated from maps", 8000, by=said_by("ISW", "third"), as_of=12, since=6)
    folder.claim("b", "8,000 as we say", 8000, by=MALIAR, as_of=12, since=6)
    left, right = (folder.view(claim) for claim in folder.claims)
    assert compare(left, right, ground()).differs_in == ("basis",)


def test_a_figure_whose_speaker_says_it_is_really_twice_as_much_counts_a_part_and_is_no_contradiction() -> None:
    folder = Folder()
    folder.report("a", "3,800 are freed. really it is almost twice as much.")
    base = folder.claim("a", "3,800 are freed", 3800, by=MALIAR, since=6, said=13)
    folder.claim("a", "really it is almost twice as much", 2, "nearly", by=MALIAR, unit="times", form="ratio", said=13)
    rendering = folder.claim("b", "3,800 since the sixth", 3800, by=MALIAR, since=6, said=13)
    finding = asked_finding(folder.reconcile(maps()))
    assert finding.relation == "single"
    for claim in (base, rendering):
        assert of(finding, claim).differs_in == ("definition",)
        assert of(finding, claim).reasons[-1].rule == "told_as_part"


def test_a_figure_twice_that_of_another_place_leaves_it_whole() -> None:
    folder = Folder()
    folder.report("a", "400 were freed there. in the oblast it is twice as much.")
    base = folder.claim("a", "400 were freed there", 400, by=MALIAR, at=IZIUM, since=6, said=13)
    folder.claim("a", "in the oblast it is twice as much", 2, by=MALIAR, unit="times", form="ratio", said=13, since=6)
    assert "definition" not in of(asked_finding(folder.reconcile(maps())), base).differs_in
