"""How judgements stand to each other."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.judgements import Judgement, Subject, stand, superseded
from zvirka.model.wire import from_plain, to_plain

CLAIM = Subject("claim", "a" * 64)


def made(kind: str, by: str, minute: int, supersedes: str | None = None) -> Judgement:
    """A judgement of one claim, or an undo."""
    subjects = () if kind == "undo" else (CLAIM,)
    return Judgement(kind, subjects, by, f"2022-09-20T08:{minute:02d}:00Z", supersedes=supersedes)  # type: ignore[arg-type]


def standing(*judgements: Judgement) -> list[str]:
    """How each stands, all of them attached."""
    told = stand(judgements, {each.id: [subject.id for subject in each.subjects] for each in judgements})
    return [told[each.id] for each in judgements]


def test_a_judgement_comes_back_from_its_bytes_with_its_id() -> None:
    one = made("reject", "Ann", 1)
    assert from_plain(Judgement, to_plain(one)).id == one.id


def test_the_latest_of_one_person_holds() -> None:
    assert standing(made("reject", "Ann", 1), made("accept", "Ann", 2)) == ["superseded", "acts"]


def test_two_people_who_differ_contradict_each_other_and_who_agree_do_not() -> None:
    assert standing(made("reject", "Ann", 1), made("accept", "Borys", 2)) == ["contradicted", "contradicted"]
    assert standing(made("reject", "Ann", 1), made("reject", "Borys", 2)) == ["acts", "acts"]


def test_unsure_is_a_decision_of_its_own() -> None:
    assert standing(made("unsure", "Ann", 1), made("accept", "Borys", 2)) == ["contradicted", "contradicted"]


def test_an_undo_takes_back_and_its_own_undo_brings_back() -> None:
    one = made("reject", "Ann", 1)
    undo = made("undo", "Ann", 2, one.id)
    again = made("undo", "Borys", 3, undo.id)
    assert standing(one, undo) == ["superseded", "acts"]
    assert standing(one, undo, again) == ["acts", "superseded", "acts"]


@given(st.lists(st.integers(0, 6), max_size=7))
def test_of_a_chain_every_second_one_holds_whatever_the_order_they_are_given_in(targets: list[int]) -> None:
    """Each supersedes an earlier one or none; the last of any chain holds."""
    chain: list[Judgement] = [made("reject", "Ann", 0)]
    for minute, target in enumerate(targets, 1):
        chain.append(made("undo", "Ann", minute, chain[target % len(chain)].id))
    gone = superseded(chain)
    assert chain[-1].id not in gone
    for each in chain:
        after = [later for later in chain if later.supersedes == each.id]
        assert (each.id in gone) == any(later.id not in gone for later in after)
    assert all(superseded(list(order)) == gone for order in list(permutations(chain))[:24])
