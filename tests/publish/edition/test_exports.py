"""Exports of an edition, each read again by another reader: counts in are counts out."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import fields
from operator import itemgetter
from typing import Any, get_args

import extruct
import feedparser
import openpyxl
import pytest
from pykml import parser

from tests.publish.edition.making import edition_of, published
from tests.publish.edition.test_canaries import Aviary
from tests.publish.edition.test_redact import accepted
from zvirka.ground import Ground, load_ground
from zvirka.model.claims import Claim
from zvirka.model.findings import Finding
from zvirka.model.observations import Observation
from zvirka.publish.edition import Edition
from zvirka.publish.edition.places import points
from zvirka.publish.edition.sheet import row, sheet, workbook
from zvirka.publish.edition.tables import TABLES, codebook

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def ground() -> Ground:
    """The ground of the theatre."""
    return load_ground("ukraine")


@pytest.fixture(scope="module", params=["kharkiv", "aviary"])
def made(request: pytest.FixtureRequest, ground: Ground) -> tuple[Edition, Files]:
    """An edition and its files."""
    account = (accepted() if request.param == "kharkiv" else Aviary()).account()
    edition = edition_of(account, ground)
    return edition, published(edition, ground)


def lines(data: bytes) -> list[dict[str, Any]]:
    """Records of JSON lines."""
    return [json.loads(line) for line in data.splitlines()]


def test_tables_hold_every_record_in_both_forms(made: tuple[Edition, Files]) -> None:
    edition, files = made
    account = edition.account
    wanted = [
        account.findings, account.claims, account.observations, account.links, account.texts, account.judgements, account.terms,
        account.speeches, account.lives, account.records,
    ]  # fmt: skip
    for what, records in zip(TABLES, wanted, strict=True):
        for folder in ("data", "data/text-free"):
            assert len(lines(files[f"{folder}/{what}.jsonl"])) == len(records), what
            rows = list(csv.DictReader(io.StringIO(files[f"{folder}/{what}.csv"].decode("utf-8"), newline="")))
            assert len(rows) == len(records), what


def test_the_codebook_explains_every_column(made: tuple[Edition, Files]) -> None:
    told = {(row["table"], row["column"]) for row in codebook()}
    assert all(row["meaning"] and None not in row for row in codebook())
    for what in TABLES:
        for record in lines(made[1][f"data/{what}.jsonl"]):
            assert {(what, column) for column in record} <= told
    shapes = {"findings": (Finding,), "claims": (Claim,), "observations": get_args(Observation)}
    for what, kinds in shapes.items():
        for kind in kinds:
            assert {(what, {"cls": "class"}.get(field.name, field.name)) for field in fields(kind)} <= told


def test_the_text_free_variant_holds_no_words_of_a_text(made: tuple[Edition, Files]) -> None:
    edition, files = made
    bare = "".join(data.decode("utf-8") for path, data in files.items() if path.startswith("data/text-free/"))
    for claim in edition.account.claims:
        assert claim.quote.exact not in bare
        assert claim.id in bare
    assert '"exact":' not in bare


def test_geojson_is_what_rfc_7946_asks_for(made: tuple[Edition, Files]) -> None:
    """No crs, longitude first, positions of finite numbers on the Earth, ids and properties; one feature a place."""
    edition, files = made
    document = json.loads(files["data/places.geojson"])
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    assert len(document["features"]) == len(list(points(edition)))
    ids = [each["id"] for each in document["features"]]
    assert len(ids) == len(set(ids))
    for feature in document["features"]:
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        lon, lat = feature["geometry"]["coordinates"]
        assert all(math.isfinite(each) for each in (lon, lat))
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert isinstance(feature["properties"], dict)


def test_kml_holds_the_schema_of_the_ogc_and_the_same_places(made: tuple[Edition, Files]) -> None:
    _, files = made
    tree = parser.fromstring(files["data/places.kml"])
    assert parser.Schema("ogckml22.xsd").validate(tree)
    space = "{http://www.opengis.net/kml/2.2}"
    found = [each.text.strip().split(",") for each in tree.iter(f"{space}coordinates")]
    wanted = [each["geometry"]["coordinates"] for each in json.loads(files["data/places.geojson"])["features"]]
    assert [[float(lon), float(lat)] for lon, lat in found] == wanted


def test_feeds_are_read_by_a_feed_reader(made: tuple[Edition, Files]) -> None:
    edition, files = made
    for name in ("feed.xml", "root/feed.xml"):
        feed = feedparser.parse(files[name])
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        assert len(feed.entries) == len(edition.account.findings)
        ids = [each.id for each in feed.entries]
        told = json.loads(files[name.replace(".xml", ".json")])
        assert [each["id"] for each in told["items"]] == ids
        assert len(set(ids)) == len(ids)
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert [each.content[0].value for each in feed.entries] == [each["content_text"] for each in told["items"]]
    root = json.loads(files["root/feed.json"])["items"]
    assert root
    assert all(each["url"].removeprefix("editions/1/") in files for each in root)


def test_reviews_are_read_by_another_reader_and_have_no_number(made: tuple[Edition, Files]) -> None:
    """Each review has its dossier, whose embedded data extruct finds; what differs in scope is said in words."""
    _, files = made
    reviews = json.loads(files["claimreview.jsonld"])["@graph"]
    pages = {path: data for path, data in files.items() if path.startswith("dossiers/")}
    found = [
        entry
        for data in pages.values()
        for document in extruct.extract(data.decode("utf-8"), syntaxes=["json-ld"])["json-ld"]
        for entry in document["@graph"]
    ]
    key = itemgetter("@id")
    assert sorted(found, key=key) == sorted(reviews, key=key)
    for review in reviews:
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"]
        assert review["author"]
        assert review["reviewRating"]["alternateName"]
        assert "ratingValue" not in review["reviewRating"]


def test_the_example_is_reviewed_in_words(ground: Ground) -> None:
    """2,500 is outside what maps show, and of another day; 6,000 is of another place: not false."""
    files = published(edition_of(accepted().account(), ground), ground)
    ratings = {
        each["claimReviewed"]: each["reviewRating"]["alternateName"]
        for each in json.loads(files["claimreview.jsonld"])["@graph"]
    }
    assert ratings["Майже 6000 квадратних кілометрів"] == "differs: area"
    assert ratings["2,500 square kilometres"] == "outside what maps or lists show; differs: date"


def test_nothing_is_reviewed_that_nobody_decided(ground: Ground) -> None:
    example = accepted()
    example.findings[:] = [each for each in example.findings if not each.decided_by]
    edition = edition_of(example.account(), ground)
    assert json.loads(published(edition, ground)["claimreview.jsonld"])["@graph"] == []


def test_annotations_select_words_of_the_reports(made: tuple[Edition, Files]) -> None:
    edition, files = made
    document = json.loads(files["annotations.json"])
    items = document["first"]["items"]
    assert document["total"] == len(items) == len(edition.account.claims)
    quotes = {claim.quote.exact for claim in edition.account.claims}
    for item in items:
        assert item["type"] == "Annotation"
        assert item["target"]["source"]
        if "selector" in item["target"]:
            assert item["target"]["selector"]["exact"] in quotes


def test_the_spreadsheet_has_every_row_and_no_formula(made: tuple[Edition, Files]) -> None:
    _, files = made
    book = openpyxl.load_workbook(io.BytesIO(files["data/tables.xlsx"]))
    assert book.sheetnames == list(TABLES)
    for name in TABLES:
        rows = list(book[name].iter_rows())
        assert len(rows) == (len(lines(files[f"data/{name}.jsonl"])) or 0) + 1
        assert all(cell.data_type != "f" for row in rows for cell in row)


@pytest.mark.parametrize(
    "words", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "<f>1</f>", "\x00\x1b", "]]>", "é" * 40_000]
)
def test_strangers_words_are_text_in_a_spreadsheet(words: str) -> None:
    data = workbook({"claims": sheet([row(["words", "number"]), row([words, 2.5])])})
    cells = openpyxl.load_workbook(io.BytesIO(data))["claims"][2]
    assert [each.data_type for each in cells] == ["s", "n"] or [each.data_type for each in cells] == ["inlineStr", "n"]
    assert cells[1].value == 2.5


def test_an_edition_has_the_same_bytes_each_time(ground: Ground) -> None:
    account = accepted().account()
    assert published(edition_of(account, ground), ground) == published(edition_of(account, ground), ground)
