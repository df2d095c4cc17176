"""One utterance and its renderings: a question of its own, one origin, with what the renderings differ in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.reconcile.hand import KHARKIV, Folder, ground, said_by
from zvirka.model.findings import Finding
from zvirka.reconcile import Reconciled

MALIAR = said_by("Hanna Maliar", "ukraine")


def carried(*figures: tuple[float, str, str], **more: Any) -> Folder:
    """Reports that carry what she said on the 13th: a figure, its unit, and words of their own."""
    folder = Folder()
    for number, (value, unit, words) in enumerate(figures):
        folder.claim(f"r{number}", words, value, unit=unit, since=6, as_of=13, said=13, by=MALIAR, **more)
    return folder


def utterances(found: Reconciled) -> list[Finding]:
    """The findings about utterances."""
    return [each for each in found.findings if each.question.measure.startswith("utterance:")]


def test_what_two_outlets_carry_differently_of_one_speaker_and_day_is_a_question() -> None:
    folder = carried(
        (3800.0, "km2", "Maliar put it at 3,800 square km"), (3000.0, "km2", "3,000 square km so far, in her words")
    )
    (finding,) = utterances(folder.reconcile())
    assert finding.question.measure == "utterance:maliar:territory_regained"
    assert (finding.question.place, str(finding.question.since), finding.question.asked) == (
        KHARKIV,
        "2022-09-13",
        False,
    )
    assert (finding.origins, finding.reports, finding.backing) == (1, 2, "none")


def test_what_all_carry_alike_nobody_contests() -> None:
    folder = carried(
        (3800.0, "km2", "Maliar put it at 3,800 square km"), (3800.0, "km2", "3,800 square km so far, in her words")
    )
    assert utterances(folder.reconcile()) == []


def test_an_outlet_that_carries_two_figures_tells_of_two_utterances() -> None:
    folder = carried(
        (3800.0, "km2", "Maliar put it at 3,800 square km"), (3000.0, "km2", "3,000 square km so far, in her words")
    )
    folder.texts = [replace(text, voice=replace(text.voice, name="One Paper")) for text in folder.texts]
    folder.claims = [replace(claim, voice=replace(claim.voice, name="One Paper")) for claim in folder.claims]
    assert utterances(folder.reconcile()) == []


def test_figures_far_apart_are_told_of_two_things() -> None:
    folder = carried((3800.0, "km2", "3,800 square km, she said"), (380.0, "km2", "Maliar: 380 square km of woods"))
    assert utterances(folder.reconcile()) == []


def test_a_slip_of_the_unit_is_told_by_the_other_rendering() -> None:
    folder = carried((3800.0, "km2", "3,800 square km, she said"), (3800.0, "m2", "Maliar: 3,800 square metres"))
    (finding,) = utterances(folder.reconcile())
    assert finding.relation == "conflict"
    assert dict(finding.differing) == {"unit": 1}


def test_two_figures_of_one_day_in_two_reports_stand_side_by_side() -> None:
    folder = carried(
        (3800.0, "km2", "3,800 square km, she said"), (3000.0, "km2", "Maliar spoke of 3,000 square km on Tuesday")
    )
    (finding,) = utterances(folder.reconcile())
    assert finding.relation == "conflict"
    assert len(finding.highlights) == 2


def test_two_figures_that_one_report_gives_are_two_utterances() -> None:
    folder = Folder()
    words = "Of 3,800 square km she spoke, and of 2,900 square km of woods"
    folder.report("a", words)
    for key, value, quote in (
        ("a", 3800.0, "3,800 square km"),
        ("a", 2900.0, "2,900 square km"),
        ("b", 3800.0, "3,800 square km it is"),
    ):
        folder.claim(key, quote, value, since=6, as_of=13, said=13, by=MALIAR)
    assert utterances(folder.reconcile()) == []


def test_another_day_is_another_utterance_and_one_report_is_no_question() -> None:
    folder = carried((3800.0, "km2", "3,800 square km, she said"))
    folder.claim("later", "8,500 square km, Maliar said", 8500.0, since=6, as_of=16, said=16, by=MALIAR)
    assert utterances(folder.reconcile()) == []


def test_what_is_dated_by_a_report_of_days_later_is_not_taken_for_the_same() -> None:
    folder = carried((3800.0, "km2", "3,800 square km, she said"))
    late = folder.claim("late", "Maliar has it at 4,400 square km", 4400.0, since=6, said=16, by=MALIAR)
    undated = replace(late.times, said=replace(late.times.said, earliest=None)) if late.times.said else late.times
    folder.claims[-1] = replace(late, times=undated)
    assert utterances(folder.reconcile()) == []


def test_a_ratio_is_no_rendering_of_a_number() -> None:
    folder = carried((3800.0, "km2", "3,800 square km, she said"))
    folder.claim(
        "b",
        "almost twice as much, in her words",
        2.0,
        unit="times",
        form="ratio",
        since=6,
        as_of=13,
        said=13,
        by=MALIAR,
    )
    assert utterances(folder.reconcile()) == []


def test_copies_of_one_report_are_one_carrier() -> None:
    folder = carried(
        (3800.0, "km2", "Maliar put what is free at 3,800 square km in a post that everybody read that day")
    )
    folder.copy("copy", "r0")
    assert utterances(folder.reconcile()) == []


def test_who_is_known_by_name_alone_has_no_such_question() -> None:
    folder = Folder()
    for key, words in (("a", "Some 700 square km, the neighbour said"), ("b", "700 square km is what he counted")):
        folder.claim(
            key, words, 700.0, since=6, as_of=13, said=13, by=said_by("Ostap Horbal", "ukraine", kind="eyewitness")
        )
    assert utterances(folder.reconcile()) == []


def test_it_stands_behind_every_question_of_fact() -> None:
    folder = carried(
        (3800.0, "km2", "3,800 square km, she said"), (3000.0, "km2", "Maliar spoke of 3,000 square km on Tuesday")
    )
    folder.claim("c", "they left the town", kind="withdrawal", actor="russia", by=said_by("A soldier", named=False))
    measures = [finding.question.measure for finding in folder.reconcile().findings]
    assert measures[-1].startswith("utterance:")
    assert not any(measure.startswith("utterance:") for measure in measures[:-1])


def test_the_order_of_the_claims_is_irrelevant() -> None:
    folder = carried(
        (3800.0, "km2", "3,800 square km, she said"),
        (3800.0, "m2", "Maliar: 3,800 square metres"),
        (3000.0, "km2", "Of 3,000 she spoke"),
    )
    first = folder.reconcile()
    folder.claims.reverse()
    assert folder.reconcile().findings == first.findings


def test_a_copy_changes_no_face_of_it() -> None:
    folder = carried((3800.0, "km2", "3,800 square km, she said"), (3800.0, "m2", "Maliar: 3,800 square metres"))
    (before,) = utterances(folder.reconcile())
    folder.copy("copy", "r0")
    (after,) = utterances(folder.reconcile())
    assert (after.relation, after.sides, after.origins) == (before.relation, before.sides, before.origins)
    assert replace(after.question) == before.question
    assert ground().sources.get("maliar") is not None


def test_killed_and_wounded_of_one_breath_are_no_rival_renderings() -> None:
    folder = Folder()
    told = {
        "kind": "casualties",
        "counted": "people",
        "unit": "people",
        "as_of": 13,
        "said": 13,
        "since": 13,
        "actor": None,
    }
    for key, words, value in (("a", "40 were killed, she said", 40.0), ("b", "wounded: 75, by her", 75.0)):
        folder.claim(key, words, value, by=MALIAR, target="russia", **told)
    assert utterances(folder.reconcile()) == []


def test_the_next_days_other_figure_may_have_been_said_anew() -> None:
    folder = carried((3800.0, "km2", "3,800 square km, she said"))
    folder.claim("b", "Maliar has it at 4,400 square km", 4400.0, since=6, as_of=14, said=14, by=MALIAR)
    assert utterances(folder.reconcile()) == []
