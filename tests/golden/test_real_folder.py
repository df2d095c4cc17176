"""The real folder: the article, the reports, three map sources and two loss lists of shared data come out as the design says.

Runs against the folder that ZVIRKA_SHARED names. What is kept here is a summary of relations and figures; no words of anybody.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import pytest

import zvirka
from tests.golden.restated import MILES
from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, Finding
from zvirka.model.observations import AreaObservation, LossObservation
from zvirka.reconcile import ClaimRelation, Viewer, compare
from zvirka.reconcile.renderings import merged
from zvirka.reconcile.shares import resolved

NOW = datetime(2022, 10, 24, 8, tzinfo=UTC)
SUMMARY = Path(__file__).with_name("real_folder.json")
OBLAST = "geonames:706482"
SHARED = os.environ.get("ZVIRKA_SHARED")
pytestmark = pytest.mark.skipif(SHARED is None, reason="ZVIRKA_SHARED is not set: the shared data are not here")


@dataclass
class Case:
    """A run with what tests look up in it."""

    result: zvirka.RunResult

    def __post_init__(self) -> None:
        self.account = self.result.account
        self.viewer = Viewer(self.result.ground, self.account.texts, dict(self.account.origins))

    def claim(self, where: str, value: float, unit: str = "km2") -> Claim:
        """The claim with this figure in a report, by fragment or path."""
        found = [
            each
            for each in self.account.claims
            if (each.fragment or each.path) == where
            and each.quantity is not None
            and each.quantity.value == value
            and each.quantity.unit == unit
        ]
        assert len(found) == 1, (where, value, unit, [(each.type, each.quote.start) for each in found])
        return found[0]

    def relation(self, left: Claim, right: Claim) -> ClaimRelation:
        """How two claims stand to each other."""
        return compare(self.viewer.view(left), self.viewer.view(right), self.result.ground)

    def asked(self) -> Finding:
        """The finding on the question of the case file."""
        return next(each for each in self.account.findings if each.question.asked)

    def backing(self, claim: Claim) -> ClaimBacking:
        """What evidence says to a claim, in the question asked or else in any."""
        findings = sorted(self.account.findings, key=lambda each: not each.question.asked)
        found = [each for finding in findings for each in finding.backings if each.claim == claim.id]
        assert found, claim.type
        return found[0]


def shared() -> Path:
    """The shared folder; set but missing is a failure."""
    assert SHARED is not None
    folder = Path(SHARED)
    assert folder.is_dir(), f"ZVIRKA_SHARED names {SHARED}, which is no folder"
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The real folder, run."""
    folder = tmp_path_factory.mktemp("real") / "in"
    subprocess.run([str(shared() / "make-real-folder"), str(folder)], check=True)
    (folder / "miles.txt").write_text(MILES, encoding="utf-8")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200)  # what is copied from a read-only folder is read-only
    return Case(zvirka.run(folder, folder.with_name("case"), now=NOW))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The article as the only report."""
    folder = tmp_path_factory.mktemp("alone") / "in"
    folder.mkdir()
    shutil.copyfile(shared() / "data" / "local-only-seed-article" / "article.txt", folder / "article.txt")
    head = 'schema = 1\n[[items]]\nfiles = "article.txt"\npublished = 2022-09-12\noutlet = "The FreeDom News"\n'
    (folder / "case.toml").write_text(head, encoding="utf-8")
    return Case(zvirka.run(folder, folder.with_name("case"), now=NOW))


def test_the_articles_figures_differ_in_as_of_also_when_it_is_the_only_report(whole: Case, alone: Case) -> None:
    for case in (whole, alone):
        relation = case.relation(case.claim("article.txt", 2500), case.claim("article.txt", 6000))
        assert relation.kind == "differs_in_scope"
        assert "as_of" in relation.differs_in
        assert "place" not in relation.differs_in
        kinds = {link.kind for link in case.account.links}
        assert "differs_in_scope" in kinds


def test_in_no_finding_do_the_articles_figures_conflict(whole: Case, alone: Case) -> None:
    for case in (whole, alone):
        ends = {case.claim("article.txt", 2500).id, case.claim("article.txt", 6000).id}
        assert not [link for link in case.account.links if link.kind == "conflicts" and {link.left, link.right} == ends]


@pytest.mark.parametrize("report", ["kh10", "kh11"])
def test_against_the_whole_country_they_differ_in_place_too(whole: Case, report: str) -> None:
    relation = whole.relation(whole.claim("article.txt", 2500), whole.claim(report, 6000))
    assert relation.kind == "differs_in_scope"
    assert {"as_of", "place"} <= set(relation.differs_in)


def test_3800_and_8500_differ_in_as_of(whole: Case) -> None:
    relation = whole.relation(whole.claim("kh13", 3800), whole.claim("kh16", 8500))
    assert relation.kind == "differs_in_scope"
    assert "as_of" in relation.differs_in


def test_10000_is_outside_the_maps(whole: Case) -> None:
    backing = whole.backing(whole.claim("kh20", 10000))
    assert backing.backing == "outside"
    assert backing.fits_on == ()


def test_2500_is_outside_the_maps_of_9_september_and_borne_out_later(whole: Case) -> None:
    claim = whole.claim("kh04", 2500, "km")
    backing = whole.backing(claim)
    assert backing.backing == "outside"
    assert backing.high is not None
    assert backing.high < 2500
    assert any(each.first.day >= date(2022, 9, 10) for each in backing.fits_on)


def test_3800_square_metres_is_a_suspected_slip(whole: Case) -> None:
    claim = whole.claim("kh14", 3800, "m2")
    assert [issue for issue in whole.account.issues if issue.code == "unit_suspect" and issue.claim == claim.id]


def test_that_the_whole_oblast_was_cleared_is_outside_the_maps(whole: Case) -> None:
    claims = [
        each
        for each in whole.account.claims
        if each.path == "article.txt" and each.type == "withdrawal" and any(place.role == "to" for place in each.places)
    ]
    assert {each.attribution[0].side for each in claims} == {"ukraine", "russia"}
    for claim in claims:
        backing = whole.backing(claim)
        assert backing.backing == "outside"
        assert backing.low is not None
        assert 1500 < backing.low < 2100


@pytest.mark.parametrize(
    ("source", "as_of", "low", "high"),
    [
        # DESIGN section 1: km² regained since the DeepState snapshot of 5 September 21:01 UTC; ISW from 5 September
        ("DeepState", "2022-09-09T22:25:22Z", 769, 1657),
        ("DeepState", "2022-09-10T21:49:47Z", 2341, 5163),
        ("DeepState", "2022-09-11T22:07:53Z", 5381, 8331),
        ("DeepState", "2022-09-12T16:06:55Z", 7054, 8584),
        ("DeepState", "2022-09-14T14:33:47Z", 8144, 8649),
        ("ISW", "2022-09-09", 1981, 1981),
        ("ISW", "2022-09-10", 4820, 4820),
        ("ISW", "2022-09-11", 8388, 8388),
        ("ISW", "2022-09-12", 8388, 8388),
        ("ISW", "2022-09-14", 8404, 8404),
        ("Liveuamap", "2022-09-08", 281, 281),
        ("Liveuamap", "2022-09-11", 8024, 8024),
    ],
)
def test_areas_are_those_of_the_design(whole: Case, source: str, as_of: str, low: float, high: float) -> None:
    found = [
        each
        for each in whole.account.observations
        if isinstance(each, AreaObservation)
        and (each.source, each.place, str(each.as_of)) == (source, OBLAST, as_of)
        and each.since is not None
        and str(each.since.day) in ("2022-09-05", "2022-09-06")
    ]
    assert len(found) == 1
    assert found[0].regained_low_km2 == pytest.approx(low, rel=0.005)
    assert found[0].regained_high_km2 == pytest.approx(high, rel=0.005)


def test_the_tank_of_izium_is_a_candidate_with_its_link(whole: Case) -> None:
    rows = {
        each.id: each
        for each in whole.account.observations
        if isinstance(each, LossObservation)
        and each.evidence
        and each.evidence.endswith("1569038512116334592")
        and each.model == "t-80bvm"
    }
    assert len(rows) == 2, "it stands in both lists"
    claims = {each.id: each for each in whole.account.claims if each.path == "article.txt"}
    candidates = [
        link
        for link in whole.account.links
        if link.kind == "candidate_object" and rows.keys() & {link.left, link.right}
    ]
    assert {end for link in candidates for end in (link.left, link.right)} & claims.keys()
    assert all(
        any("1569038512116334592" in value for reason in link.reasons for _, value in reason.data)
        for link in candidates
    )
    assert not [
        link for link in whole.account.links if link.kind == "same_object" and rows.keys() & {link.left, link.right}
    ]


def test_every_span_of_the_account_holds_what_stands_there(whole: Case) -> None:
    texts = {text.digest: text.text for text in whole.account.texts}
    spans = 0
    for claim in whole.account.claims:
        text = texts[claim.text_digest]
        for span in spans_of(zvirka_plain(claim)):
            assert text[span["start"] : span["end"]] == span["exact"]
            spans += 1
    assert spans > 300


def test_the_summary_is_as_it_was(whole: Case) -> None:
    made = summary(whole)
    if os.environ.get("ZVIRKA_WRITE_GOLDEN"):
        SUMMARY.write_text(json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    assert made == json.loads(SUMMARY.read_text(encoding="utf-8"))


ROWS = {
    "ISW, about 2,500": ("kh04", 2500, "km"),
    "Zaluzhnyi, over 3,000": ("kh08", 3000, "km2"),
    "one paper, almost 2,000 square miles": ("miles.txt", 2000, "mi2"),
    "Maliar, almost 6,000": ("kh10", 6000, "km2"),
    "Maliar, 3,800": ("kh13", 3800, "km2"),
    "Maliar, 3,800 square metres": ("kh14", 3800, "m2"),
    "Maliar, almost twice": ("kh14", 2, "times"),
    "the ministry, about 8,500": ("kh17", 8500, "km2"),
    "the article, conservative 2,500": ("article.txt", 2500, "km2"),
    "the article, closer to 6,000": ("article.txt", 6000, "km2"),
    "a commentator, 10,000": ("kh20", 10000, "km2"),
}
"""The rows of DESIGN section 1, the article's two figures and the commentator's: report, number, unit."""


def relations(case: Case) -> dict[str, dict[str, str]]:
    """Each row's relation to each other row: kind, what differs, what is not known; renderings merged and ratios resolved as in a run."""
    views = sorted((case.viewer.view(claim) for claim in case.account.claims), key=lambda view: view.order)
    seen = {view.id: view for view in resolved(merged(views), case.viewer)}
    rows = {name: seen[case.claim(*where).id] for name, where in ROWS.items()}
    made: dict[str, dict[str, str]] = {name: {} for name in ROWS}
    for name, other in combinations(ROWS, 2):
        found = compare(rows[name], rows[other], case.result.ground)
        slip = ["unit suspected"] if found.slip else []
        told = [found.kind, *found.differs_in, *slip, *(f"{each} not known" for each in found.unknown_in)]
        made[name][other] = ", ".join(told)
    return {name: others for name, others in made.items() if others}


def test_no_row_contradicts_another_and_each_relation_is_as_it_was(whole: Case) -> None:
    made = relations(whole)
    assert sum(len(others) for others in made.values()) == 55
    assert not [told for others in made.values() for told in others.values() if told.startswith("conflicts")]
    assert "unit suspected" in made["Zaluzhnyi, over 3,000"]["one paper, almost 2,000 square miles"]
    assert made == json.loads(SUMMARY.read_text(encoding="utf-8"))["rows"]


def summary(case: Case) -> dict[str, object]:
    """Relations and figures of the asked question, and counts; no quotes."""
    finding = case.asked()
    claims = {claim.id: claim for claim in case.account.claims}
    scopes = {each.claim: each for each in finding.claims}
    rows = []
    for id_, scope in scopes.items():
        claim = claims[id_]
        quantity = claim.quantity
        backing = next((each for each in finding.backings if each.claim == id_), None)
        rows.append(
            {
                "report": claim.fragment or claim.path,
                "value": quantity.value if quantity else None,
                "unit": quantity.unit if quantity else None,
                "bound": quantity.bound if quantity else None,
                "scope": scope.scope,
                "differs_in": list(scope.differs_in),
                "unknown_in": list(scope.unknown_in),
                "backing": backing.backing if backing else None,
                "low": round(backing.low, 1) if backing and backing.low is not None else None,
                "high": round(backing.high, 1) if backing and backing.high is not None else None,
                "side": claim.attribution[0].side if claim.attribution else claim.voice.side,
            }
        )
    return {
        "relation": finding.relation,
        "backing": finding.backing,
        "sides": finding.sides,
        "origins": finding.origins,
        "reports": finding.reports,
        "rows": relations(case),
        "claims": sorted(rows, key=lambda row: (str(row["report"]), row["value"] or 0, str(row["unit"]))),
        "highlights": sorted(
            (claims[id_].quantity.value or 0) if claims[id_].quantity else 0 for id_ in finding.highlights
        ),
        "range": [
            [each.source, str(each.as_of), each.low and round(each.low, 1), each.high and round(each.high, 1)]
            for each in finding.ranges
        ],
    }


def zvirka_plain(record: object) -> object:
    """A record as plain data."""
    from zvirka.model.wire import to_plain

    return to_plain(record)


def spans_of(value: object) -> list[dict[str, object]]:
    """All spans in plain data."""
    if isinstance(value, dict):
        if set(value) == {"start", "end", "exact"}:
            return [value]
        return [span for inner in value.values() for span in spans_of(inner)]
    if isinstance(value, list):
        return [span for inner in value for span in spans_of(inner)]
    return []
