"""Pages of maps and lists: every figure with its source, its day and its border."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.observe.drawn import ZONE, region, snapshot, wkb
from tests.reconcile.test_ledger import count, row
from zvirka.ground import Ground, load_ground
from zvirka.model.account import Account
from zvirka.model.case import Case
from zvirka.model.findings import Coverage, Link, LinkReason
from zvirka.model.items import Item
from zvirka.model.ledger import EMPTY
from zvirka.model.observations import AreaObservation, Observation, RevisionObservation
from zvirka.model.times import Moment
from zvirka.observe.territory import areas, disagreements
from zvirka.publish import AccountIndex, working_copy
from zvirka.publish.evidence_links import Ref, anchor, behind
from zvirka.publish.evidence_pages import ledger_sections, map_sections
from zvirka.publish.words import LANGUAGES, Words
from zvirka.reconcile import ledger_of, resightings_of

HERE = region(29, 49, 40, 52)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


def account(ground: Ground, *observations: Observation) -> Account:
    drawn = tuple(Item(f"item-{day}", f"{day}" * 64, f"maps/{day}.geojson", "geojson", 1) for day in (1, 2, 5))
    whole = Account(
        Case(), "Europe/Kyiv", drawn, (), (), tuple(sorted(observations, key=lambda each: each.id)), (), (), (), (),
        Coverage(0, 0, 0, 0, 0),
    )  # fmt: skip
    return replace(whole, ledger=ledger_of(observations, ground))


def seen() -> list[Observation]:
    west, east = wkb((30, 50, 31, 51)), wkb((30.5, 50, 31.5, 51))
    atlas = [snapshot(1, west), snapshot(2, west), snapshot(5, east)]
    other = [snapshot(2, east, source="Map")]
    wider = replace(HERE, boundary="wider", aside=True)
    return [
        *areas(atlas, HERE, [], ZONE),
        *areas(atlas, wider, [], ZONE),
        *disagreements({"Atlas": atlas, "Map": other}, HERE, ZONE),
        replace(areas(atlas[:1], HERE, [], ZONE)[0], id="c", source="Villages", unknown_km2=9.0, since=None, aside="cells"),
        row(7, place="Izium"),
        row(1, "List", day=12, basis="recorded"),
        *(count("Staff", "lost", day, 100 + day, "published") for day in (5, 6)),
        *(count("List", "captured", day, 3 * day, "snapshot") for day in (5, 6)),
        RevisionObservation(
            "r", "List", "russia", "tank", "Tanks", "captured", Moment(date(2022, 9, 6)), Moment(date(2022, 9, 5)),
            Moment(date(2022, 9, 6)), 9, 8, True, "", ("i",),
        ),
    ]  # fmt: skip


def test_a_series_tells_maps_not_drawn_again_from_days_without_a_map(ground: Ground) -> None:
    [series, *_] = map_sections(AccountIndex(account(ground, *seen())), Words(ground, "en", "Europe/Kyiv"))
    assert [line[-2] for line in series["rows"]] == [
        "first map",
        "outlines of the map before",
        "not known",
        "drawn anew",
    ]
    assert series["rows"][2][0] == "Days without a map: 2"
    kept = [f"../objects/{day * 64}"[:13] + f"/{day * 64}" for day in ("1", "2", "5")]
    first, second, last = ([Ref(f"{day}.geojson", href)] for day, href in zip((1, 2, 5), kept, strict=True))
    assert [line[-1] for line in series["rows"]] == [first, second, "–", last]
    assert HERE.boundary in series["intro"]


def test_pages_show_borders_disagreements_claims_beside_pictures_and_lowered_tallies(ground: Ground) -> None:
    files = dict(working_copy(account(ground, *seen()), ground, "now"))
    maps, ledger = files["maps.html"].decode(), files["ledger.html"].decode()
    assert "What another border would change" in maps
    assert "Where sources differ on the same day" in maps
    assert "Settlements as a second way" in maps
    assert "Tallies that were changed afterwards" in ledger
    assert "captured: 11 September 2022 (Watch, day of loss); captured: 12 September 2022 (List, recorded)" in ledger
    assert 'href="maps.html"' in files["index.html"].decode()
    assert files["data/ledger.jsonl"].count(b'"kind":"vehicle"') == 1


def test_every_area_stands_in_a_row_that_figures_lead_to_with_its_border_and_file(ground: Ground) -> None:
    whole = account(ground, *seen())
    index = AccountIndex(whole)
    page = dict(working_copy(whole, ground, "now"))["maps.html"].decode()
    used = [each for each in whole.observations if isinstance(each, AreaObservation) and each.aside != "boundary"]
    assert len(used) > 2
    for each in used:
        [ref] = behind([each.id], index, "../")
        assert ref.href == f"../maps.html#{anchor(each.id)}"
        assert page.count(f'<tr id="{anchor(each.id)}">') == 1
    since = next(
        section for section in map_sections(index, Words(ground, "en", "Europe/Kyiv")) if "since" in section["title"]
    )
    for line in since["rows"]:
        assert HERE.boundary in line
        assert len(line[-1]) == 2, "the map of the day and that of the baseline"


def test_objects_seen_again_stand_on_the_page_of_lists_with_what_does_not_follow(ground: Ground) -> None:
    rows = [replace(row(number, day=day, basis="seen"), items=("item-1",)) for number, day in ((1, 9), (2, 12))]
    link = Link("same_object", rows[0].id, rows[1].id, (LinkReason("person"),), by="Anna")
    whole = account(ground, *rows)
    again = resightings_of([], rows, [link], ground)
    whole = replace(whole, ledger=replace(whole.ledger, resightings=again))
    files = dict(working_copy(whole, ground, "now"))
    page = files["ledger.html"].decode()
    for words in ("Seen again: one object at different days", "decided by a person", "it may have left and come back"):
        assert words in page
    assert f'<a href="../objects/11/{"1" * 64}">9 September 2022, seen, captured (Watch 1)</a>' in page
    assert b'"kind":"resighting"' in files["data/ledger.jsonl"]
    alone = replace(whole, observations=(), ledger=replace(EMPTY, resightings=again))
    assert "Seen again" in dict(working_copy(alone, ground, "now"))["ledger.html"].decode()


def test_a_case_without_maps_and_lists_has_no_such_pages(ground: Ground) -> None:
    files = dict(working_copy(account(ground), ground, "now"))
    assert {"maps.html", "ledger.html"}.isdisjoint(files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_both_pages_is_in_every_language(language: str, ground: Ground) -> None:
    whole, words = account(ground, *seen()), Words(ground, language, "Europe/Kyiv")
    sections = [*map_sections(AccountIndex(whole), words), *ledger_sections(AccountIndex(whole), words)]
    assert len(sections) == 11
    assert all(section["title"] and section["rows"] for section in sections)
