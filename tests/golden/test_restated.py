"""The article and the shared reports beside reports of our own words: what goes back to one origin, and what never does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import zvirka
from tests.golden.restated import ORIGINAL, RAIDS, VILLAGE
from tests.golden.test_real_folder import NOW, SHARED, Case, shared
from zvirka.model.claims import Claim
from zvirka.model.findings import Finding

pytestmark = pytest.mark.skipif(SHARED is None, reason="ZVIRKA_SHARED is not set: the shared data are not here")
DEMONSTRATION = Path(__file__).parents[2] / "cases" / "kharkiv-2022" / "input" / "reports"
HEAD = """
schema = 1
[case]
since = 2022-09-01
until = 2022-10-24
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[items]]
files = "article.txt"
published = 2022-09-12
outlet = "The FreeDom News"
[[items]]
files = "*-border.*"
published = 2022-09-12
"""
BELGOROD, BORDER = "geonames:578071", "zvirka:ua-ru-border"


def folder_of(place: Path, **more: str) -> Case:
    """The article, the shared reports and more texts, without maps."""
    folder = place / "in"
    folder.mkdir()
    shutil.copyfile(shared() / "data" / "local-only-seed-article" / "article.txt", folder / "article.txt")
    shutil.copyfile(shared() / "data" / "kharkiv2022-reports" / "reports.jsonl", folder / "reports.jsonl")
    (folder / "case.toml").write_text(HEAD, encoding="utf-8")
    for name, words in more.items():
        (folder / name).write_text(words, encoding="utf-8")
    return Case(zvirka.run(folder, now=NOW))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """With the village's report, the raids of another year and what both sides said of the border."""
    border = {
        name: (DEMONSTRATION / name).read_text(encoding="utf-8")
        for name in ("syniehubov-border.txt", "ganchev-border.md")
    }
    return folder_of(tmp_path_factory.mktemp("told"), **{"village.txt": VILLAGE}, **RAIDS, **border)


@pytest.fixture(scope="module")
def retold(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """With what the article retells."""
    return folder_of(tmp_path_factory.mktemp("retold"), **{"original.txt": ORIGINAL})


def said(case: Case, path: str, *words: str) -> list[Claim]:
    """The claims of a report whose quotes hold one of the words."""
    found = [each for each in case.account.claims if each.path == path and any(w in each.quote.exact for w in words)]
    assert found, words
    return found


def finding(case: Case, measure: str, place: str) -> Finding:
    """The finding on a matter; there is one."""
    (found,) = [
        each for each in case.account.findings if (each.question.measure, each.question.place) == (measure, place)
    ]
    return found


def drift(case: Case, left: Claim) -> dict[str, dict[str, str]]:
    """What a claim lost or changed of what it retells."""
    links = [link for link in case.account.links if link.kind == "retells" and link.left == left.id]
    return {reason.rule: dict(reason.data) for link in links for reason in link.reasons}


def test_bicycles_cars_uniforms_and_radio_pleas_are_one_origin_beside_the_villages_report(told: Case) -> None:
    for words in ("bicycles", "gunpoint", "uniforms", "radioing"):
        kinds = {"conduct", "communication"}
        (claim,) = [each for each in said(told, "article.txt", words) if each.type in kinds]
        links = [each for each in told.account.links if each.kind == "retells" and each.left == claim.id]
        assert [path_of(told, link.right) for link in links] == ["village.txt"], words
    conduct = [each for each in told.account.findings if each.question.measure == "conduct"]
    assert {each.origins for each in conduct} == {1}
    assert max(len(each.claims) for each in conduct) > 4


def path_of(case: Case, claim: str) -> str:
    """The report a claim stands in."""
    return next(each.path for each in case.account.claims if each.id == claim)


def test_the_raid_is_one_origin_also_beside_the_raids_of_another_year(told: Case) -> None:
    (raid,) = [each for each in said(told, "article.txt", "raiding party") if each.type == "raid"]
    mine = finding(told, "raid", BELGOROD)
    assert in_scope(told, mine) == ["article.txt"]
    assert raid.id in {entry.claim for entry in mine.claims}
    assert (mine.origins, mine.reports, mine.relation) == (1, 1, "single")
    later = {each.id for each in told.account.claims if each.path in RAIDS}
    assert len(later) >= 4
    ends = {end for link in told.account.links for end in (link.left, link.right)}
    assert not later & ends


def in_scope(case: Case, finding: Finding) -> list[str]:
    """The reports of the claims in scope."""
    return sorted({path_of(case, entry.claim) for entry in finding.claims if entry.scope == "in_scope"})


def test_both_sides_say_the_border_was_reached_in_places_and_the_sources_are_listed(told: Case) -> None:
    found = finding(told, "border_crossing", BORDER)
    assert found.sides == "both"
    names = {view.group for view in found.by_side}
    claims = {entry.claim for entry in found.claims if entry.scope == "in_scope"}
    spoken = {
        (each.path, each.attribution[0].side)
        for each in told.account.claims
        if each.id in claims and each.attribution and each.path != "article.txt"
    }
    assert spoken == {("syniehubov-border.txt", "ukraine"), ("ganchev-border.md", "russia")}, names
    own = said(told, "syniehubov-border.txt", "кордону")
    assert any("подекуди" in (each.quote.exact + " ".join(hedge.exact for hedge in each.hedges)) for each in own)


def test_an_opposition_politician_is_never_his_sides_admission(told: Case, retold: Case) -> None:
    for case in (told, retold):
        nadezhdin = {
            each.id for each in case.account.claims if any("Nadezhdin" in source.name for source in each.attribution)
        }
        assert len(nadezhdin) >= 2
        assert not nadezhdin & {claim for each in case.account.findings for claim in each.admissions}


def test_the_article_is_named_as_a_retelling_with_the_newspaper_and_the_word_some_lost(retold: Case) -> None:
    links = [each for each in retold.account.links if each.kind == "retells"]
    claims = {each.id: each for each in retold.account.claims}
    pairs = {
        (claims[link.left].path, claims[link.right].path)
        for link in links
        if link.left in claims and link.right in claims
    }
    assert ("article.txt", "original.txt") in pairs
    assert ("original.txt", "article.txt") not in pairs
    (bicycles,) = [each for each in said(retold, "article.txt", "bicycles") if each.type == "conduct"]
    assert drift(retold, bicycles)["drift:part_lost"] == {"was": "Some"}
    uniforms = next(each for each in said(retold, "article.txt", "uniforms") if each.type == "conduct")
    assert drift(retold, uniforms)["drift:source_changed"]["was"] == "the Harbour Post"
    figure = next(each for each in said(retold, "article.txt", "2,500") if each.type == "territory_regained")
    assert drift(retold, figure)
    assert dict(retold.account.origins)[figure.item] == figure.item, (
        "what goes back are statements, the rest is its own"
    )


def test_regrouping_has_its_first_use_and_its_users_by_side(told: Case) -> None:
    (term,) = [each for each in told.account.terms if each.id == "regrouping"]
    assert (term.type, term.side) == ("withdrawal", "russia")
    assert term.first is not None
    assert (term.first.side, str(term.first.day)) == ("russia", "2022-09-10")
    assert term.first.words.casefold().startswith("перегрупп")
    assert {path_of(told, use.claim) for use in term.uses} >= {"reports.jsonl", "article.txt"}
    assert set(term.first_by_side) == {"russia"}, "the article tells it of an order of Moscow's"
