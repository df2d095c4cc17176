"""The gate: what goes out, what stays, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import KHARKIV, Builder, moment, question
from tests.publish.edition.making import AT, planned
from zvirka.ground import Ground
from zvirka.model.case import PublishRule
from zvirka.model.findings import Finding
from zvirka.model.issues import Issue
from zvirka.model.judgements import Subject
from zvirka.publish.edition import HeldReason

IZIUM = "geonames:707292"


class Desk(Builder):
    """One question on how much ground was regained, with a claim of September."""

    def __init__(self, **rule: object) -> None:
        super().__init__()
        self.case = replace(self.case, publish=PublishRule(**rule))  # type: ignore[arg-type]
        self.text = self.report("They took 120 square kilometres back.")
        self.told = self.claim(self.text, "120 square kilometres", value=120.0, as_of="2022-09-12")
        self.about = question("territory_regained", since="2022-09-06")

    def decide(self, kind: str, by: str, standing: str = "acts") -> None:
        """A decision on the question."""
        self.judge(kind, by, Subject("question", self.about.id), standing=standing)

    def reasons(self, ground: Ground, stale: tuple[str, ...] = ()) -> list[HeldReason]:
        """Why the finding stays; empty where it goes out."""
        if not self.findings:
            self.finding(self.about, [self.told])
        made = planned(self.account(), ground, stale=stale)
        assert len(made.out) + len([each for each in made.held if each.row is None]) == len(self.findings)
        return [each.reason for each in made.held if each.row is None]


def test_only_an_acceptance_of_the_question_lets_it_out(ground: Ground) -> None:
    """Nobody's, and somebody's of one of its claims, do not."""
    desk = Desk()
    assert desk.reasons(ground) == ["not_accepted"]
    desk.judge("accept", "Ann", Subject("claim", desk.told.id))
    assert desk.reasons(ground) == ["not_accepted"]
    desk.decide("accept", "Ann")
    assert desk.reasons(ground) == []


def test_a_blank_name_is_nobody(ground: Ground) -> None:
    desk = Desk()
    desk.decide("accept", "  ")
    assert desk.reasons(ground) == ["not_accepted"]


def test_two_reviewers_are_two_people(ground: Ground) -> None:
    """One name in two spellings is one person."""
    desk = Desk(reviewers=2)
    desk.decide("accept", "Ann Editor")
    assert desk.reasons(ground) == ["second_reviewer"]
    desk.decide("accept", "ann  editor ")
    assert desk.reasons(ground) == ["second_reviewer"]
    desk.decide("accept", "Ben")
    assert desk.reasons(ground) == []


@pytest.mark.parametrize("kind", ["reject", "unsure"])
def test_who_rejected_it_holds_it(ground: Ground, kind: str) -> None:
    desk = Desk()
    desk.decide(kind, "Ann")
    assert desk.reasons(ground) == ["decided_otherwise"]


def test_people_who_differ_hold_it(ground: Ground) -> None:
    desk = Desk()
    desk.decide("accept", "Ann", "contradicted")
    desk.decide("reject", "Ben", "contradicted")
    assert desk.reasons(ground) == ["contradicted"]


def test_what_was_taken_back_is_no_acceptance(ground: Ground) -> None:
    desk = Desk()
    desk.decide("accept", "Ann", "superseded")
    assert desk.reasons(ground) == ["not_accepted"]


def test_what_changed_since_must_be_accepted_anew(ground: Ground) -> None:
    desk = Desk()
    desk.decide("accept", "Ann")
    old = desk.judgements[0].judgement.id
    assert desk.reasons(ground, (old,)) == ["changed_since"]
    desk.decide("accept", "Ben")
    assert desk.reasons(ground, (old,)) == []


def test_decisions_about_nothing_block_everything(ground: Ground) -> None:
    desk = Desk()
    desk.decide("accept", "Ann")
    desk.issues.append(Issue("judgement_unattached", "decisions.csv", "is about nothing", "Decide anew."))
    desk.finding(desk.about, [desk.told])
    assert "is about nothing" in planned(desk.account(), ground).blocked[0]


def sighted(published: str, event: str | None = None, kind: str = "sighting", place: str = IZIUM) -> Builder:
    """An accepted finding on what was seen in a town."""
    desk = Builder()
    text = desk.report("A column of 12 tanks was there.", published=published)
    told = desk.claim(text, "12 tanks", kind, place=place, event=event, model="t-80bvm")
    settlement = replace(told.places[0], kind="settlement" if place == IZIUM else "adm1")
    desk.claims = [replace(told, places=(settlement,))]
    desk.finding(question(kind, place), desk.claims, decided_by=["Ann"])
    return desk


def one(desk: Builder, ground: Ground) -> tuple[Finding, ...]:
    """What of it goes out."""
    return planned(desk.account(), ground).out


def test_positions_wait_seventy_two_hours_from_the_end_of_their_day(ground: Ground) -> None:
    """A civil day ends at midnight in Kyiv: 21:00 UTC in October."""
    desk = sighted("2022-10-20", "2022-10-20", "advance")
    free = moment("2022-10-23T21:00:00Z").instant
    assert free is not None
    late, early = planned(desk.account(), ground, free), planned(desk.account(), ground, free - timedelta(seconds=1))
    assert (len(late.out), len(early.out)) == (1, 0)
    assert (early.held[0].reason, early.held[0].until) == ("fresh", free)


def test_old_events_go_out_however_new_the_report(ground: Ground) -> None:
    assert one(sighted("2022-10-24", "2022-09-01", "advance"), ground)


def test_media_wait_from_when_they_were_posted(ground: Ground) -> None:
    assert not one(sighted("2022-10-24", "2022-09-01", "media_posted"), ground)


def test_a_whole_oblast_is_no_position(ground: Ground) -> None:
    assert one(sighted("2022-10-24", "2022-10-24", "control", KHARKIV), ground)


def test_a_position_of_no_known_day_waits_for_one(ground: Ground) -> None:
    desk = sighted("2022-10-24", None, "advance")
    desk.texts = [replace(text, published=None) for text in desk.texts]
    made = planned(desk.account(), ground)
    assert [each.reason for each in made.held] == ["age_unknown"]


def test_a_shorter_embargo_has_a_floor(ground: Ground) -> None:
    """Even where a case is made in code with less."""
    desk = sighted("2022-10-23", "2022-10-23", "advance")
    desk.case = replace(desk.case, publish=PublishRule(embargo_hours=0))
    end = moment("2022-10-23T21:00:00Z").instant
    assert end is not None
    assert not planned(desk.account(), ground, end + timedelta(hours=11)).out
    assert planned(desk.account(), ground, end + timedelta(hours=12)).out


def test_harm_to_civilians_has_an_embargo_of_its_own(ground: Ground) -> None:
    desk = sighted("2022-10-24", "2022-10-23", "civilian_harm")
    assert not one(desk, ground)
    desk.case = replace(desk.case, publish=PublishRule(civilian_embargo_hours=3))
    assert one(desk, ground)


def test_fresh_rows_are_counted_and_not_shown(ground: Ground) -> None:
    """In a sum over a whole oblast; a question on a position is held itself."""
    desk = Desk()
    row = replace(desk.loss(), day=moment("2022-10-23"))
    desk.observations = [row]
    desk.finding(desk.about, [desk.told], observations=[row], decided_by=["Ann"])
    made = planned(desk.account(), ground)
    assert [(each.reason, each.row) for each in made.held] == [("row_fresh", row.id)]
    assert len(made.out) == 1
    desk.findings.clear()
    desk.judgements.clear()
    desk.finding(question("equipment_loss:tank", IZIUM), [], observations=[row], decided_by=["Ann"])
    assert not planned(desk.account(), ground).out


def test_nothing_is_lost_between_out_and_held(ground: Ground) -> None:
    """Every finding is in exactly one of the two."""
    desk = Desk()
    desk.finding(desk.about, [desk.told], decided_by=["Ann"])
    for number in range(5):
        desk.finding(question("raid", since=f"2022-09-0{number + 1}"), [desk.told])
    made = planned(desk.account(), ground, AT)
    told = [each.question.id for each in made.out] + [each.question for each in made.held]
    assert sorted(told) == sorted(finding.question.id for finding in desk.findings)
