"""Exports: the shapes of DESIGN section 4, and CSV that a spreadsheet will not run."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from tests.fakes import Builder, question
from tests.publish.kharkiv import Kharkiv
from zvirka.ground import Ground
from zvirka.model.claims import Claim
from zvirka.model.issues import Issue
from zvirka.model.judgements import Subject
from zvirka.model.ledger import Ledger, VehicleTally
from zvirka.model.narratives import Life, SourceRecord, Speech, Statement
from zvirka.model.terms import Term, Use
from zvirka.model.wire import from_plain
from zvirka.publish import export
from zvirka.publish.export import EXPORTED, cell

CLAIM_KEYS = {
    *("schema", "id", "item", "path", "fragment", "text_digest", "language", "type", "label", "polarity", "modality"),
    *("literal", "presupposed", "actor", "target", "equipment", "quote", "voice", "attribution", "hedges", "quantity"),
    *("places", "times", "extractor", "reasons"),
}
FINDING_KEYS = {
    *("question", "sentence", "relation", "backing", "sides", "origins", "reports", "range", "by_side", "claims"),
    *("observations", "searched", "judged", "history"),
}


def lines(case: Builder, ground: Ground, what: str, language: str = "en") -> list[dict]:  # type: ignore[type-arg]
    """The JSON lines of an export, read."""
    data = b"".join(export(case.account(), ground, what, "jsonl", language))  # type: ignore[arg-type]
    return [json.loads(line) for line in data.decode().splitlines()]


def test_a_claim_line_has_the_keys_of_the_contract_and_comes_back(ground: Ground) -> None:
    """A claim's line holds exactly DESIGN's keys and builds the same claim again."""
    case = Kharkiv()
    account = case.account()
    read = lines(case, ground, "claims")
    assert [set(line) for line in read] == [CLAIM_KEYS] * len(account.claims)
    assert tuple(from_plain(Claim, line) for line in read) == account.claims


def test_a_finding_line_holds_the_contract_and_more(ground: Ground) -> None:
    """A finding's line has every key of DESIGN section 4, those of its question, range and claims too."""
    line = lines(Kharkiv(), ground, "findings")[0]
    assert set(line) >= FINDING_KEYS
    assert {"measure", "place", "since", "until", "as_of"} <= set(line["question"])
    assert {"low", "best", "high", "unit", "as_of", "method"} <= set(line["range"])
    assert all({"id", "scope", "differs_in", "unknown_in"} <= set(claim) for claim in line["claims"])
    assert line["sentence"].startswith("Maps published by")
    assert line["schema"] == 1
    assert line["status"] == "outside"


def test_the_sentence_of_a_finding_is_in_the_language_asked_for(ground: Ground) -> None:
    """The export's language is the sentence's."""
    assert lines(Kharkiv(), ground, "findings", "uk")[0]["sentence"].startswith("За картами")


def test_observations_and_links_carry_their_shape(ground: Ground) -> None:
    """Observations of maps and links have the keys of DESIGN section 4."""
    area = next(line for line in lines(Kharkiv(), ground, "observations") if line["kind"] == "area")
    assert {
        "source",
        "place",
        "boundary",
        "as_of",
        "since",
        "held_km2",
        "unknown_km2",
        "regained_low_km2",
        "regained_high_km2",
    } <= set(area)
    link = lines(Kharkiv(), ground, "links")[0]
    assert {"kind", "left", "right", "reasons", "differs_in", "by"} <= set(link)


@pytest.mark.parametrize("what", EXPORTED)
def test_the_csv_twin_holds_the_same_records(what: str, ground: Ground) -> None:
    """One row a record; nested cells are the JSON of the twin."""
    case = Kharkiv()
    case.issues.append(Issue("not_read", "a.bin", "a.bin is empty", "Remove it."))
    case.judge("side", "Ann", Subject("source", "A Paper"), value="russia")
    case.ledger = Ledger(tallies=(VehicleTally("A List", "russia", "tank", 5, 3, 5, 4),))
    case.terms = (Term("regrouping", "withdrawal", "russia", (Use("c1", None, "russia", "A Ministry", "regrouping"),)),)
    statement = Statement(("c1",), 1, None, None, "raid", "raid", ())
    case.speeches = (Speech("source:isw", "third", "", (statement,), ()),)
    case.lives = (Life("q1", ("c1",), None, 1, (), 1, (), ()),)
    case.records = (SourceRecord("source:isw", "raid", 1, 0, 0, 0, 0, 0.2065, 1.0),)
    data = b"".join(export(case.account(), ground, what, "csv", "en")).decode()  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    twins = lines(case, ground, what)
    assert len(rows) == len(twins) > 0
    for row, twin in zip(rows, twins, strict=True):
        for key, value in twin.items():
            assert row[key] == cell(value)


def test_no_cell_begins_a_formula(ground: Ground) -> None:
    """Words that a spreadsheet would run begin with an apostrophe; numbers stay numbers."""
    case = Builder()
    for start in ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1"):
        case.issues.append(Issue("not_read", start, start, start))
    data = b"".join(export(case.account(), ground, "issues", "csv", "en")).decode()
    rows = list(csv.reader(io.StringIO(data, newline="")))[1:]
    assert len(rows) == 7
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for row in rows for value in row)
    assert cell(-3.5) == "-3.5"
    assert cell("-3.5") == "'-3.5"


def test_a_nested_value_is_canonical_json(ground: Ground) -> None:
    """Keys sorted, no white space."""
    assert cell({"b": [1, None], "a": "ї"}) == '{"a":"ї","b":[1,null]}'


def test_an_empty_account_exports_nothing_but_a_header(ground: Ground) -> None:
    """No record gives no JSON line and a CSV of its header alone."""
    account = replace(Builder().account(), findings=())
    assert b"".join(export(account, ground, "findings", "jsonl", "en")) == b""
    assert b"".join(export(account, ground, "findings", "csv", "en")) == b"schema\r\n"
    assert question("raid").measure == "raid"
