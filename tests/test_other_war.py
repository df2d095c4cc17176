"""A case nobody tuned for: another war, two other sides, a pack of forty lines, five reports, one map pair with computed areas."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyproj import Geod

import zvirka
from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, Finding, Link
from zvirka.model.observations import AreaObservation

CASE = Path(__file__).parent / "data" / "other_war"
KETRA, BORUDA = "valley:ketra", "valley:boruda"


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    """The account of the case, read from a copy of its folder."""
    folder = tmp_path_factory.mktemp("other_war") / "folder"
    shutil.copytree(CASE, folder)
    return zvirka.run(folder, folder.parent / "case", jobs=1, now=datetime(2004, 3, 20, 8, tzinfo=UTC)).account


@pytest.fixture(scope="module")
def asked(account: Account) -> Finding:
    """The finding of the question that the case file asks."""
    (finding,) = (finding for finding in account.findings if finding.question.asked)
    return finding


def figure(account: Account, value: float, path_end: str | None = None) -> Claim:
    """The claim of regained ground with this figure; of the first report by path and place in the file where several carry it."""
    found = [
        claim
        for claim in account.claims
        if claim.quantity is not None
        and claim.quantity.value == value
        and claim.quantity.unit == "km2"
        and (path_end is None or claim.path.endswith(path_end))
    ]
    assert found, f"no claim of {value} km²"
    return min(found, key=lambda claim: (claim.path, claim.fragment or ""))


def links(account: Account, left: Claim, right: Claim) -> list[Link]:
    """Every link between two claims."""
    return [link for link in account.links if {link.left, link.right} == {left.id, right.id}]


def backing(finding: Finding, claim: Claim) -> ClaimBacking:
    """What the maps say to a claim."""
    return next(entry for entry in finding.backings if entry.claim == claim.id)


def box_km2(west: float, east: float) -> float:
    """Geodesic area of a box between 40 and 41 degrees north on WGS84."""
    area, _ = Geod(ellps="WGS84").polygon_area_perimeter([west, east, east, west], [40, 40, 41, 41])
    return abs(area) / 1e6


def test_figures_of_different_days_differ_in_as_of_and_do_not_conflict(account: Account) -> None:
    """900 as of 5 March and 2,400 as of 10 March are two dates, not a contradiction."""
    found = links(account, figure(account, 900), figure(account, 2400))
    assert {link.kind for link in found} == {"differs_in_scope"}
    assert all("as_of" in link.differs_in for link in found)


def test_figures_of_the_same_day_and_place_that_do_not_meet_conflict(account: Account, asked: Finding) -> None:
    """One army says 2,400, the other at most 300, both on 10 March since 1 March: that is a contradiction."""
    assert "conflicts" in {link.kind for link in links(account, figure(account, 2400), figure(account, 300))}
    assert asked.relation == "conflict"


def test_maps_bear_out_one_figure_and_leave_the_others_outside(account: Account, asked: Finding) -> None:
    """2,400 lies within what the map of 10 March shows; 300 and 6,000 do not."""
    assert backing(asked, figure(account, 2400)).backing == "fits"
    assert backing(asked, figure(account, 300)).backing == "outside"
    assert backing(asked, figure(account, 6000)).backing == "outside"


def test_areas_are_those_of_the_boxes_drawn(account: Account) -> None:
    """Held, unknown and regained ground of 10 March equal the boxes' geodesic areas within 0.1 %."""
    (area,) = (
        seen
        for seen in account.observations
        if isinstance(seen, AreaObservation) and seen.place == KETRA and str(seen.as_of) == "2004-03-10"
    )
    assert area.holder == "dossia"
    assert area.held_km2 == pytest.approx(box_km2(45.8, 46), rel=1e-3)
    assert area.unknown_km2 == pytest.approx(box_km2(45.7, 45.8), rel=1e-3)
    assert area.regained_low_km2 == pytest.approx(box_km2(45.5, 45.7), rel=1e-3)
    assert area.regained_high_km2 == pytest.approx(box_km2(45.5, 45.8), rel=1e-3)


def test_a_copied_report_counts_once(account: Account, asked: Finding) -> None:
    """The wire's word-for-word copy of the gazette shares its origin."""
    claims = [claim for claim in account.claims if claim.quantity is not None and claim.quantity.value == 900]
    reports = {text.report: text.path for text in account.texts}
    keys = {claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}" for claim in claims}
    origin = dict(account.origins)
    assert keys <= set(reports)
    assert len(keys) == 2
    assert len({origin[key] for key in keys}) == 1
    assert asked.origins < asked.reports


def test_both_sides_are_found_to_say_the_same_in_two_languages(account: Account) -> None:
    """That Dossian troops left Boruda is said by both armies, in English and in Russian."""
    found = [
        finding
        for finding in account.findings
        if finding.question.place == BORUDA and finding.question.measure.partition(":")[0] == "withdrawal"
    ]
    assert [finding.sides for finding in found] == ["both"]
    assert found[0].relation == "agree"


def test_sides_are_those_of_the_pack(account: Account, asked: Finding) -> None:
    """Figures are filed under the pack's own two sides and third parties, never under sides of another war."""
    assert {view.side for view in asked.by_side} <= {"velmar", "dossia", "third", "unknown"}
    assert {"velmar", "dossia"} <= {view.side for view in asked.by_side}


def test_every_span_is_the_texts_own_words(account: Account) -> None:
    """Every quote stands in its text where the claim says."""
    texts = {text.digest: text.text for text in account.texts}
    assert account.claims
    for claim in account.claims:
        quote = claim.quote
        assert texts[claim.text_digest][quote.start : quote.end] == quote.exact
