"""What speakers said over time: renderings merged, changes of stance by two dated quotes, and the life of what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.hand import BELGOROD, IZIUM, KHARKIV, Folder, said_by, sept
from zvirka.model.claims import Claim
from zvirka.model.narratives import Life, Speech
from zvirka.model.sources import Voice
from zvirka.model.spans import Span
from zvirka.model.times import TimeSlot
from zvirka.reconcile import Reconciled

MALIAR, KONASHENKOV = said_by("Hanna Maliar", "ukraine"), said_by("Igor Konashenkov", "russia")
MINISTRY = said_by("Russia's defence ministry", "russia")


def speech(found: Reconciled, of: str = "") -> Speech:
    """The only speech, or that of a speaker whose key holds these words."""
    (one,) = [each for each in found.speeches if of in each.speaker]
    return one


def life(found: Reconciled, claim: Claim) -> Life:
    """The life of what a claim says, in answer to the first question it joins."""
    return next(each for each in found.lives if claim.id in each.claims)


def test_reports_of_one_utterance_are_one_statement() -> None:
    folder = Folder()
    for key, bound in (("a", "nearly"), ("b", "exact"), ("c", "about")):
        folder.claim(key, f"freed {key} 6,000 km2", 6000, bound, by=MALIAR, said=12, as_of=12)
    folder.claim("d", "freed 3,800 km2", 3800, by=MALIAR, said=13, as_of=13)
    found = speech(folder.reconcile())
    assert [(len(each.claims), each.reports, each.latest) for each in found.statements] == [
        (3, 3, sept(12)),
        (1, 1, sept(13)),
    ]
    assert found.turns == ()


def test_a_figure_whose_unit_a_retelling_slipped_is_the_same_statement() -> None:
    folder = Folder()
    folder.claim("a", "freed 3,800 square kilometres", 3800, by=MALIAR, said=13)
    folder.claim("b", "freed 3,800 square metres", 3800, unit="m2", by=MALIAR, said=13)
    assert len(speech(folder.reconcile()).statements) == 1


def test_the_same_figure_a_week_later_is_another_statement() -> None:
    folder = Folder()
    folder.claim("a", "freed 3,800 km2", 3800, by=MALIAR, said=3)
    folder.claim("b", "has freed 3,800 km2", 3800, by=MALIAR, said=13)
    assert len(speech(folder.reconcile()).statements) == 2


def test_two_sayings_of_one_day_without_figures_are_one_only_in_like_words() -> None:
    folder = Folder()
    said: dict[str, Any] = {"by": KONASHENKOV, "at": None, "kind": "policy_position", "actor": None}
    folder.claim("a", "negotiations with the government remain possible", **said)
    folder.claim("b", "negotiations with the government are possible", **said)
    folder.claim("c", "prisoners must be exchanged before winter", **said)
    assert sorted(len(each.claims) for each in speech(folder.reconcile()).statements) == [1, 2]


def test_a_channels_own_words_are_its_speech_and_nobodys_are_none() -> None:
    folder = Folder()
    for key, name in (("a", "Northern Wind"), ("b", "Northern Wind"), ("c", "")):
        folder.report(key, f"{key}: the town of Izium is theirs", voice=Voice(name, "channel", "russia"))
        folder.claim(key, f"{key}: the town of Izium is theirs", kind="control", at=IZIUM, actor="russia")
    (found,) = folder.reconcile().speeches
    assert (found.speaker, found.side) == ("outlet:russia:northern wind", "russia")
    assert sum(len(each.claims) for each in found.statements) == 2


def test_one_saying_about_a_place_in_two_languages_is_one_statement_and_two_positions_are_two() -> None:
    for kind, at, statements in (("control", IZIUM, 1), ("policy_position", None, 2)):
        folder = Folder()
        folder.claim("a", "we hold the town wholly", kind=kind, at=at, by=KONASHENKOV, actor="russia")
        claim = folder.claim(
            "b", "город полностью под нашим контролем", kind=kind, at=at, by=KONASHENKOV, actor="russia"
        )
        folder.claims[-1] = replace(claim, language="ru")
        assert len(speech(folder.reconcile()).statements) == statements


def control(folder: Folder, key: str, day: int | None, **slots: Any) -> Claim:
    given = {"kind": "control", "at": IZIUM, "by": KONASHENKOV, "actor": "russia", "said": day, "as_of": day, **slots}
    return folder.claim(key, f"words of {key} on who holds Izium", **given)


def test_a_stance_reversed_is_shown_by_two_dated_quotes() -> None:
    folder = Folder()
    earlier = control(folder, "a", 5)
    later = control(folder, "b", 11, polarity="negated")
    (turn,) = speech(folder.reconcile()).turns
    assert (turn.kind, turn.earlier, turn.earlier_day, turn.later, turn.later_day) == (
        "reversed",
        earlier.id,
        sept(5),
        later.id,
        sept(11),
    )


def test_another_holder_of_one_place_is_a_change_and_of_two_places_none() -> None:
    for at, kinds in ((IZIUM, ["holder"]), (BELGOROD, [])):
        folder = Folder()
        control(folder, "a", 5)
        control(folder, "b", 11, at=at, actor="ukraine")
        assert [turn.kind for turn in speech(folder.reconcile()).turns] == kinds


def test_no_change_of_stance_is_inferred_where_a_day_is_not_known() -> None:
    for day, spoken in ((None, None), (11, TimeSlot(None, sept(11), None, "said"))):
        folder = Folder()
        control(folder, "a", 5)
        later = control(folder, "b", day, polarity="negated")
        folder.claims[-1] = replace(later, times=replace(later.times, said=spoken))
        assert speech(folder.reconcile()).turns == (), "a report of the 11th may carry words of the 4th"


def test_two_speakers_who_differ_are_no_change_of_stance() -> None:
    folder = Folder()
    control(folder, "a", 5)
    control(folder, "b", 11, by=MALIAR, polarity="negated")
    assert [turn for each in folder.reconcile().speeches for turn in each.turns] == []


def test_positions_turn_only_in_words_alike() -> None:
    for later, turns in (
        ("we will not negotiate with the government there", 1),
        ("the bridges shall never be rebuilt by them", 0),
    ):
        folder = Folder()
        said: dict[str, Any] = {"by": KONASHENKOV, "at": None, "kind": "policy_position", "actor": None}
        folder.claim("a", "we will negotiate with the government", said=5, **said)
        folder.claim("b", later, said=9, polarity="negated", **said)
        assert len(speech(folder.reconcile()).turns) == turns


def test_a_figure_corrected_for_its_own_day_is_a_turn_and_a_later_days_figure_none() -> None:
    for as_of, kinds in ((12, ["corrected"]), (14, [])):
        folder = Folder()
        folder.claim("a", "freed 6,000 km2", 6000, by=MALIAR, said=12, as_of=12, since=6)
        folder.claim("b", "freed 3,800 km2", 3800, by=MALIAR, said=14, as_of=as_of, since=6)
        assert [turn.kind for turn in speech(folder.reconcile()).turns] == kinds


def test_another_official_term_for_one_retreat_is_a_turn() -> None:
    folder = Folder()
    for key, words, day in (("a", "regrouping", 10), ("b", "gesture of goodwill", 14)):
        claim = folder.claim(
            key, f"a {words} at Izium", kind="withdrawal", at=IZIUM, by=MINISTRY, actor="russia", said=day
        )
        folder.claims[-1] = replace(claim, label=Span(2, 2 + len(words), words))
    assert [turn.kind for turn in speech(folder.reconcile()).turns] == ["label"]


def test_what_was_said_has_a_first_day_a_spread_and_a_later_figure() -> None:
    folder = Folder()
    first = folder.claim("a", "freed 1,000 km2", 1000, by=MALIAR, said=8, as_of=8, since=6)
    folder.claim("b", "had freed 1,000 km2", 1000, by=MALIAR, said=8, as_of=8, since=6)
    folder.texts[-1] = replace(folder.texts[-1], published=replace(folder.texts[-1].published, day=sept(10)))  # type: ignore[type-var, arg-type]
    folder.claim("c", "Kyiv has freed 1,000 km2", 1000, by=KONASHENKOV, said=10, as_of=8, since=6)
    after = folder.claim("d", "freed 3,800 km2", 3800, by=MALIAR, said=13, as_of=13, since=6)
    found = life(folder.reconcile(), first)
    assert (found.claims[0], found.first, found.origins, found.undated) == (first.id, sept(8), 2, 0)
    assert [(each.day, each.reports, each.origins) for each in found.spread] == [(sept(8), 1, 1), (sept(10), 2, 1)]
    assert [now for _, now in found.revised] == [after.id]
    assert not [each for each in folder.reconcile().lives if after.id in each.claims], (
        "one report, and nothing more of it"
    )


def test_a_figure_of_another_place_is_no_later_figure_of_this_one() -> None:
    folder = Folder()
    first = folder.claim("a", "freed 1,000 km2", 1000, by=MALIAR, said=8, as_of=8, since=6)
    folder.claim("b", "freed 3,800 km2", 3800, by=MALIAR, said=13, as_of=13, since=6, at="geonames:690791")
    assert not [each for each in folder.reconcile().lives if first.id in each.claims]


def test_what_its_speaker_denies_later_is_withdrawn_and_what_another_denies_is_not() -> None:
    for by, withdrawn in ((KONASHENKOV, 1), (MALIAR, 0)):
        folder = Folder()
        first = control(folder, "a", 5)
        control(folder, "b", 11, polarity="negated", by=by)
        told = [each.withdrawn for each in folder.reconcile().lives if first.id in each.claims]
        assert sum(len(pairs) for pairs in told) == withdrawn


def test_reports_of_no_known_day_are_counted_and_begin_nothing() -> None:
    folder = Folder()
    claim = folder.claim("a", "freed 1,000 km2", 1000, by=MALIAR, said=None)
    folder.claim("b", "had freed 1,000 km2", 1000, by=MALIAR, said=None)
    found = life(folder.reconcile(), claim)
    assert (found.first, found.spread, found.undated, found.origins) == (None, (), 2, 1)


@given(st.permutations(range(6)))
def test_the_order_of_reports_changes_neither_speeches_nor_lives(order: list[int]) -> None:
    folder = Folder()
    folder.claim("a", "freed 1,000 km2", 1000, by=MALIAR, said=8, as_of=8, since=6)
    folder.claim("b", "freed 3,800 km2", 3800, by=MALIAR, said=13, as_of=13, since=6)
    folder.claim("c", "had freed 3,800 km2", 3800, by=MALIAR, said=13, as_of=13)
    control(folder, "d", 5)
    control(folder, "e", 11, polarity="negated")
    control(folder, "f", 12, by=MALIAR, actor="ukraine")
    whole = folder.reconcile()
    folder.claims = [folder.claims[at] for at in order]
    folder.texts = [folder.texts[at] for at in reversed(order)]
    again = folder.reconcile()
    assert (again.speeches, again.lives) == (whole.speeches, whole.lives)
    assert all(turn.earlier_day < turn.later_day for each in whole.speeches for turn in each.turns)
    assert date(2022, 9, 5) in {turn.earlier_day for each in whole.speeches for turn in each.turns}


def test_a_copy_of_a_report_adds_to_the_spread_and_to_no_origin() -> None:
    folder = Folder()
    claim = folder.claim("a", "freed 1,000 km2 of Kharkiv oblast in a week", 1000, by=MALIAR, said=8, at=KHARKIV)
    folder.copy("copy", "a")
    both = folder.reconcile(origins={"copy": "a"})
    found = life(both, claim)
    assert (found.origins, sum(each.reports for each in found.spread)) == (1, 2)
    assert [each.reports for each in speech(both).statements] == [2]


def test_the_figure_of_a_whole_is_no_later_figure_of_a_days() -> None:
    folder = Folder()
    told = {"kind": "casualties", "counted": "people", "unit": "people", "target": "ukraine"}
    daily = folder.claim("a", "lost 260 in a day", 260, by=KONASHENKOV, said=8, as_of=8, since=8, **told)
    whole = replace(daily.times, until=daily.times.as_of)
    folder.claims[-1] = daily = replace(daily, times=whole)
    folder.claim("b", "lost 260 in a day, he said", 260, by=KONASHENKOV, said=8, as_of=8, since=8, **told)
    folder.claim("c", "lost 4,130 since the 6th", 4130, by=KONASHENKOV, said=13, as_of=13, since=6, **told)
    assert not [pair for each in folder.reconcile().lives for pair in each.revised if daily.id in pair]
