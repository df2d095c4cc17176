"""The extractor against shared data, where it lies: figures and floors only, none of its text."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gate import polnear
from gate.__main__ import FLOORS
from tests.extract.helpers import extractor
from zvirka.model.claims import Claim
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment

SHARED = os.environ.get("ZVIRKA_SHARED")
pytestmark = pytest.mark.skipif(SHARED is None, reason="ZVIRKA_SHARED is not set: shared data is not here")
UNITS = {
    "km2": {"km2", "km", "m2"},
    "m2": {"m2"},
    "settlements": {"settlements"},
    "persons": {"people"},
    "tanks": {"items"},
}
BOUNDS = {"exact": "exact", "about": "about", "more_than": "at_least", "almost": "nearly", "no_less_than": "at_least"}


def _data(name: str) -> Path:
    folder = Path(str(SHARED)) / "data" / name
    assert folder.exists(), f"{folder} is missing: ZVIRKA_SHARED must name the folder that holds data/"
    return folder


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _claims(words: str, language: str, published: str, outlet: str) -> tuple[Claim, ...]:
    moment = Moment(date.fromisoformat(published[:10]))
    text = Text(
        "i", None, "p", words, text_digest(words), language, moment, None, Voice(outlet, "media", "unknown"), "plain"
    )
    return extractor().extract([text])[0].claims


def test_every_labelled_figure_is_claimed_with_unit_and_bound() -> None:
    """Each figure of the labels that stands in its excerpt comes out, in three languages."""
    folder = _data("kharkiv2022-reports")
    reports = {row["report_id"]: row for row in _rows(folder / "reports.jsonl")}
    missed = []
    for label in _rows(folder / "claims_labels.jsonl"):
        if label["unit"] not in UNITS:
            continue
        bound = BOUNDS.get(label["modifier"] or "")
        if bound is None:
            continue  # a figure derived by the annotator
        report = reports[label["report_id"]]
        claims = _claims(report["text"], report["lang"], report["published"], report["outlet"])
        fitting = [
            claim
            for claim in claims
            if claim.quantity is not None
            and claim.quantity.value == label["value"]
            and claim.quantity.unit in UNITS[label["unit"]]
        ]
        if not fitting:
            missed.append(label["claim_id"])
    assert missed == []


def test_the_articles_two_areas_differ_in_as_of_and_share_their_place() -> None:
    """2,500 as of 10 September and closer to 6,000 said on Monday, both of Kharkiv oblast."""
    words = (_data("local-only-seed-article") / "article.txt").read_text("utf-8")
    claims = _claims(words, "en", "2022-09-12", "The FreeDom News")
    areas = {
        claim.quantity.value: claim
        for claim in claims
        if claim.quantity is not None and claim.quantity.counted == "area"
    }
    assert set(areas) == {2500, 6000}
    first, second = areas[2500], areas[6000]
    assert first.quantity is not None
    assert (first.quantity.bound, first.quantity.low) == ("conservative", 2500)
    assert first.times.as_of is not None
    assert first.times.as_of.latest == date(2022, 9, 10)
    assert second.times.as_of is not None
    assert (second.times.as_of.earliest, second.times.as_of.latest) == (None, date(2022, 9, 12))
    assert {claim.places[0].id for claim in areas.values()} == {"geonames:706482"}
    assert (second.attribution[0].side, second.attribution[0].medium) == ("ukraine", "Facebook")


def test_the_article_gives_each_kind_of_statement() -> None:
    """Flight, order, conduct, radio, raid, hardware, sighting, fact, picture, opinion and position all come out."""
    words = (_data("local-only-seed-article") / "article.txt").read_text("utf-8")
    claims = _claims(words, "en", "2022-09-12", "The FreeDom News")
    types = {claim.type for claim in claims}
    assert types >= {
        "withdrawal", "order", "conduct", "communication", "raid", "equipment_loss", "sighting", "equipment_fact",
        "media_posted", "assessment", "policy_position",
    }  # fmt: skip
    raid = next(claim for claim in claims if claim.type == "raid")
    assert (raid.attribution[0].kind, raid.attribution[0].side, raid.attribution[0].at_least) == (
        "channel",
        "russia",
        1,
    )
    assert any(place.id == "geonames:578071" and place.role == "to" for place in raid.places)
    joke = [claim for claim in claims if not claim.literal and claim.type == "equipment_loss"]
    assert len(joke) == 1
    again = next(claim for claim in claims if claim.type == "sighting" and claim.attribution[0].kind == "tracker")
    assert again.times.event is not None
    assert again.times.event.latest == date(2022, 9, 11)
    assert again.equipment[0].model == "t-80bvm"


def test_attributions_reach_their_floor_on_polnear() -> None:
    """Precision and joint F1 hold the floors of the gate."""
    score = polnear.score(_data("local-only-polnear-dev"))
    floors = json.loads(FLOORS.read_text("utf-8"))["polnear_dev"]
    assert {name: score[name] >= floor for name, floor in floors.items()} == dict.fromkeys(floors, True)
