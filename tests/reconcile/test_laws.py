"""Laws: symmetry, order, copies, unknowns, hulls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reconcile.hand import ASKED, IZIUM, KHARKIV, UKRAINE, Folder, asked_finding, ground, maps, said_by
from zvirka.model.findings import Finding
from zvirka.reconcile import Reconciled, compare

SPEAKERS = [None, ("ISW", "third"), ("Hanna Maliar", "ukraine"), ("Zelensky", "ukraine"), ("Vitaly Ganchev", "russia")]
made_claims = st.fixed_dictionaries(
    {
        "value": st.sampled_from([None, 400, 2500, 3800, 6000, 8500, 10_000]),
        "bound": st.sampled_from(["exact", "about", "at_least", "nearly"]),
        "by": st.sampled_from(SPEAKERS),
        "at": st.sampled_from([KHARKIV, UKRAINE, IZIUM, None]),
        "as_of": st.sampled_from([None, 9, 10, 12]),
        "since": st.sampled_from([None, 1, 6]),
        "said": st.sampled_from([None, 9, 12, 14]),
        "definition": st.sampled_from([None, None, "stabilised"]),
        "unit": st.sampled_from(["km2", "km2", "m2", "km", "mi2"]),
        "polarity": st.sampled_from(["affirmed", "affirmed", "negated"]),
    }
)


def built(given_claims: list[dict[str, Any]], order: list[int] | None = None) -> Folder:
    folder = Folder()
    for index in order or range(len(given_claims)):
        slots = dict(given_claims[index])
        by = slots.pop("by")
        if slots["value"] is None:
            slots = {name: slots[name] for name in ("at", "as_of", "since", "said", "polarity")}
        folder.claim(f"r{index}", f"report number {index} tells", by=said_by(*by) if by else None, **slots)
    return folder


def faces(finding: Finding) -> tuple[Any, ...]:
    sides = tuple((view.side, view.group, view.low, view.high, view.origins) for view in finding.by_side)
    return (
        finding.question, finding.relation, finding.backing, finding.sides, finding.origins, finding.differing, finding.range,
        finding.ranges, sides, finding.observations, finding.rank, finding.rank_reasons, finding.highlights,
        tuple(replace(estimate, claims=()) for estimate in finding.estimates), bool(finding.admissions),
    )  # fmt: skip


def whole(found: Reconciled) -> tuple[Any, ...]:
    return (found.questions, found.findings, found.links, found.issues)


@settings(max_examples=150, deadline=None)
@given(made_claims, made_claims)
def test_compare_is_symmetric(one: dict[str, Any], other: dict[str, Any]) -> None:
    folder = built([one, other])
    left, right = folder.view(folder.claims[0]), folder.view(folder.claims[1])
    assert compare(left, right, ground()) == compare(right, left, ground())


@settings(max_examples=150, deadline=None)
@given(made_claims, made_claims)
def test_claims_that_differ_or_are_unknown_in_anything_neither_conflict_nor_agree(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    folder = built([one, other])
    relation = compare(folder.view(folder.claims[0]), folder.view(folder.claims[1]), ground())
    if relation.kind in ("conflicts", "supports", "same"):
        assert not relation.differs_in
        assert not relation.unknown_in


@settings(max_examples=40, deadline=None)
@given(st.lists(made_claims, min_size=1, max_size=6), st.randoms())
def test_the_order_of_reports_is_irrelevant(given_claims: list[dict[str, Any]], random: Any) -> None:
    order = list(range(len(given_claims)))
    random.shuffle(order)
    seen = maps()
    first = built(given_claims).reconcile(seen)
    random.shuffle(seen)
    assert whole(built(given_claims, order).reconcile(seen)) == whole(first)


@settings(max_examples=40, deadline=None)
@given(st.lists(made_claims, min_size=1, max_size=5))
def test_a_copy_of_a_report_changes_nothing_in_any_finding_but_its_reports_and_claims(
    given_claims: list[dict[str, Any]],
) -> None:
    folder = built(given_claims)
    before = folder.reconcile(maps())
    folder.copy("z-copy", "r0")
    after = folder.reconcile(maps())
    assert [faces(finding) for finding in after.findings] == [faces(finding) for finding in before.findings]
    carried = [old for old in before.findings if any(entry.claim == folder.claims[0].id for entry in old.claims)]
    for old in carried:
        new = next(finding for finding in after.findings if finding.id == old.id)
        assert len(new.claims) == len(old.claims) + 1


@settings(max_examples=40, deadline=None)
@given(st.lists(made_claims, min_size=1, max_size=6))
def test_the_range_is_the_hull_of_the_sources_and_backings_lie_in_what_maps_showed(
    given_claims: list[dict[str, Any]],
) -> None:
    finding = asked_finding(built(given_claims).reconcile(maps()))
    for entry in finding.ranges:
        assert finding.range is not None
        assert finding.range.low <= entry.low <= entry.high <= finding.range.high  # type: ignore[operator]
    for backing in finding.backings:
        if backing.low is not None and backing.high is not None:
            assert backing.low <= backing.high
        assert (backing.backing in ("fits", "outside", "partly")) <= bool(backing.observations)


@settings(max_examples=40, deadline=None)
@given(st.lists(made_claims, min_size=1, max_size=6))
def test_every_link_and_scope_speaks_of_claims_of_its_question(given_claims: list[dict[str, Any]]) -> None:
    found = built(given_claims).reconcile(maps())
    members = {finding.question.id: {entry.claim for entry in finding.claims} for finding in found.findings}
    for link in found.links:
        if link.question is not None:
            assert {link.left, link.right} <= members[link.question]
    assert len({finding.id for finding in found.findings}) == len(found.findings)
    assert [finding.rank for finding in found.findings] == list(range(1, len(found.findings) + 1))


def test_many_reports_of_one_figure_make_links_in_proportion_to_reports() -> None:
    folder = Folder()
    for number in range(300):
        folder.claim(
            f"r{number:03d}",
            f"outlet {number} has 8,500",
            8500,
            since=6,
            as_of=14,
            said=14,
            by=said_by(f"Reporter {number}"),
        )
    found = folder.reconcile(maps(), asked=(ASKED,))
    assert asked_finding(found).relation == "agree"
    assert len([link for link in found.links if link.question]) == 299


@settings(max_examples=40, deadline=None)
@given(st.lists(made_claims, min_size=2, max_size=8))
def test_every_estimate_lies_within_the_figures_of_the_claims_it_stands_on(given_claims: list[dict[str, Any]]) -> None:
    folder = built(given_claims)
    figures = {claim.id: claim.quantity for claim in folder.claims}
    for finding in folder.reconcile(maps()).findings:
        for estimate in finding.estimates:
            values = [
                folder.view(claim).figure.shown  # type: ignore[union-attr]  # only figures are counted
                for claim in folder.claims
                if claim.id in estimate.claims and figures[claim.id] is not None
            ]
            assert len(values) == len(estimate.claims) > 0
            if estimate.best is not None:
                assert min(values) * 0.999 <= estimate.best <= max(values) * 1.001  # type: ignore[type-var, operator]
