"""Questions: asked, formed, joined; and what changed since."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.reconcile.hand import (
    ASKED,
    BELGOROD,
    IZIUM,
    KHARKIV,
    UKRAINE,
    Folder,
    asked_finding,
    ground,
    maps,
    said_by,
    sept,
)
from zvirka.model.case import AskedQuestion
from zvirka.model.claims import Claim, EquipmentSlot
from zvirka.model.sources import Attribution
from zvirka.model.spans import Span
from zvirka.reconcile import changes
from zvirka.reconcile.questions import _Atlas
from zvirka.reconcile.views import ON_THE_GROUND, measure_of


def asked_of(folder: Folder, measure: str) -> list[tuple[str, object, object, int]]:
    found = folder.reconcile(asked=()).findings
    return sorted(
        (finding.question.place, finding.question.since, finding.question.until, len(finding.claims))
        for finding in found
        if finding.question.measure == measure
    )


def test_definition_unit_and_as_of_never_split_a_question() -> None:
    folder = Folder()
    folder.claim("a", "3,800 stabilised", 3800, since=6, said=13, definition="stabilised")
    folder.claim("b", "8,500 freed", 8500, since=6, said=14)
    folder.claim("c", "3,800 square metres", 3800, unit="m2", since=6, said=13)
    assert asked_of(folder, "territory_regained") == [(KHARKIV, sept(6), None, 3)]


def test_a_claim_without_a_start_joins_the_question_that_has_one() -> None:
    folder = Folder()
    folder.claim("a", "2,500 since the sixth", 2500, since=6, said=9)
    folder.claim("b", "6,000 now", 6000, said=12)
    assert asked_of(folder, "territory_regained") == [(KHARKIV, sept(6), None, 2)]


def test_the_start_most_speakers_give_is_the_questions() -> None:
    folder = Folder()
    for number, since in enumerate((1, 6, 6)):
        folder.claim(f"r{number}", f"{number} told of 500", 500, since=since, said=12, by=said_by(f"Speaker {number}"))
    assert asked_of(folder, "territory_regained") == [(KHARKIV, sept(6), None, 3)]


def test_a_wider_place_joins_with_a_difference_and_has_its_own_question() -> None:
    folder = Folder()
    folder.claim("a", "2,500 in the oblast", 2500, since=6, said=9)
    wide = folder.claim("b", "3,000 in the country", 3000, at=UKRAINE, since=1, said=11)
    assert len(asked_of(folder, "territory_regained")) == 2
    finding = asked_finding(folder.reconcile())
    assert next(entry for entry in finding.claims if entry.claim == wide.id).differs_in == ("place", "since")
    assert finding.differing == (("place", 1), ("since", 1))


def test_settlements_are_another_measure_than_area() -> None:
    folder = Folder()
    count = folder.claim("a", "388 settlements", 388, unit="settlements", counted="settlements", since=6, said=14)
    assert measure_of(count) == "territory_regained:settlements"
    assert asked_of(folder, "territory_regained:settlements") == [(KHARKIV, sept(6), None, 1)]
    assert not asked_finding(folder.reconcile()).claims


def test_strikes_on_two_days_are_two_questions_and_one_town_changing_hands_is_one() -> None:
    folder = Folder()
    folder.claim("a", "shells fell on the fifth", kind="strike", at=IZIUM, event=5)
    folder.claim("b", "shells fell on the seventh", kind="strike", at=IZIUM, event=7)
    folder.claim("c", "freed on the tenth", at=IZIUM, event=10)
    folder.claim("d", "freed on the eleventh", at=IZIUM, event=11)
    assert len(asked_of(folder, "strike")) == 2
    assert len(asked_of(folder, "territory_regained")) == 1


def test_a_posted_picture_and_a_later_sighting_of_the_same_model_are_one_matter() -> None:
    folder = Folder()
    tank = [EquipmentSlot("t-80bvm", "tank", None, None, None, Span(0, 1, "T"))]
    folder.claim("a", "its photo went round", kind="media_posted", actor=None, at=IZIUM, event=9, equipment=tank)
    folder.claim("b", "it stood there still", kind="sighting", actor=None, at=IZIUM, event=11, equipment=tank)
    assert asked_of(folder, "sighting:t-80bvm") == [(IZIUM, None, None, 2)]


def test_a_question_asked_twice_is_one_and_a_question_without_claims_is_answered_by_the_maps() -> None:
    folder = Folder()
    found = folder.reconcile(maps(), asked=(ASKED, ASKED, AskedQuestion("raid", KHARKIV)))
    assert len(found.findings) == 2
    assert (found.findings[0].relation, found.findings[0].backing, found.findings[0].reports) == ("none", "none", 0)
    assert found.findings[0].range is not None
    assert found.findings[0].range.as_of is not None
    assert str(found.findings[0].range.as_of) == "2022-09-14T14:33:47Z"


def test_the_day_asked_for_is_the_day_of_the_range() -> None:
    folder = Folder()
    asked = AskedQuestion("territory_regained", KHARKIV, sept(6), None, sept(11))
    found = asked_finding(folder.reconcile(maps(), asked=(asked,)))
    assert found.range is not None
    assert (found.range.low, found.range.high) == (2341.2, 8388.9), (
        "by the end of 11 September: a map of 00:50 on the 11th, not that of 12th"
    )


def test_a_map_drawn_after_midnight_describes_the_day_before() -> None:
    folder = Folder()
    claim = folder.claim("a", "some 6,000 by the eleventh", 6000, since=6, as_of=11, said=14)
    finding = asked_finding(folder.reconcile(maps()))
    found = next(entry for entry in finding.backings if entry.claim == claim.id)
    assert (found.backing, found.low, found.high) == ("partly", 5381.0, 8388.9)


def test_changes_tell_new_gone_and_each_face_that_differs() -> None:
    first, second = Folder(), Folder()
    for folder in (first, second):
        folder.claim("a", "about 8,500 freed", 8500, "about", since=6, said=14, by=said_by("Hanna Maliar", "ukraine"))
    first.claim("b", "shells fell", kind="strike", at=IZIUM, event=5)
    second.claim("c", "2,000 freed", 2000, since=6, said=14, by=said_by("Zelensky", "ukraine"))
    second.claim("d", "a raid came", kind="raid", at=IZIUM, event=5)
    before, after = first.reconcile(maps()).findings, second.reconcile(maps()).findings
    told = [(change.field, change.before, change.after) for change in changes(before, after)]
    assert ("relation", "single", "conflict") in told
    assert ("origins", "1", "2") in told
    assert {field for field, _, _ in told} >= {"new", "gone", "reports", "backing"}
    assert not changes(before, before)


@pytest.mark.parametrize("kind", sorted(ON_THE_GROUND))
def test_every_type_of_statement_about_the_ground_has_its_question(kind: Any) -> None:
    folder = Folder()
    claim = folder.claim("a", "what was told of it", kind=kind, event=10, by=said_by("ISW", "third"))
    found = folder.reconcile(asked=()).findings
    assert [[entry.claim for entry in finding.claims] for finding in found] == [[claim.id]]


@pytest.mark.parametrize("kind", ["policy_position", "framing", "assessment", "background"])
def test_nobody_can_check_a_position_or_a_framing(kind: Any) -> None:
    folder = Folder()
    folder.claim("a", "what was told of it", kind=kind, event=10, by=said_by("ISW", "third"))
    assert folder.reconcile(asked=()).findings == ()


def test_no_place_that_may_hold_a_claims_place_is_passed_over() -> None:
    known = ground().gazetteer
    chosen = Random(7).sample(sorted(known.ids), 250)
    loose = [f"{id}#north" for id in chosen[:10]] + [KHARKIV, UKRAINE, BELGOROD, "zvirka:ua-ru-border"]
    places = sorted({*chosen, *loose, *(above for id in chosen for above in known.ancestors(id))})
    atlas = _Atlas(places, ground())
    assert len(places) > 250
    for own in [*loose, *chosen[:60]]:
        touching = {other for other in places if known.relation(own, other) != "disjoint"}
        assert touching <= {*atlas.near((own,))}, own
    assert len({*atlas.near((chosen[0],))}) < len(places) / 2
    assert {*atlas.near(())} == {*places}


def losses(
    folder: Folder, key: str, value: float, by: Attribution, at: str | None = None, owner: str = "russia"
) -> Claim:
    tanks = [EquipmentSlot(None, "tank", value, owner, None, Span(0, 1, "t"))]
    return folder.claim(
        key, f"{key}: {value:g} tanks were lost", value, kind="equipment_loss", unit="items", counted="items", equipment=tanks,
        by=by, at=at, actor=None, target=owner, as_of=12,
    )  # fmt: skip


def test_losses_of_a_whole_war_that_two_speakers_give_have_a_question_of_no_place() -> None:
    folder = Folder()
    staff, list_ = said_by("General Staff", "ukraine"), said_by("Oryx", "third")
    whole = [losses(folder, "a", 86, staff), losses(folder, "b", 23, list_)]
    here = losses(folder, "c", 3, staff, IZIUM)
    found = {finding.question.place: finding for finding in folder.reconcile(asked=()).findings}
    assert set(found) == {"", IZIUM}
    assert {each.claim for each in found[""].claims} == {claim.id for claim in whole}, "three at Izium are not a war's"
    assert [each.scope for each in found[""].claims] == ["in_scope", "in_scope"]
    assert here.id in {each.claim for each in found[IZIUM].claims}
    assert found[""].relation != "conflict", "nothing tells that both count the same ground"


def test_losses_without_a_place_that_one_speaker_gives_or_of_two_sides_have_none() -> None:
    for other, owner in (("General Staff", "russia"), ("Oryx", "ukraine")):
        folder = Folder()
        losses(folder, "a", 86, said_by("General Staff", "ukraine"))
        losses(folder, "b", 23, said_by(other, "third"), owner=owner)
        measures = [finding.question.measure for finding in folder.reconcile(asked=()).findings]
        assert [measure for measure in measures if not measure.startswith("utterance:")] == []
