"""Exports: claims, observations, findings, links, issues, judgements and items, as JSON lines and CSV (DESIGN section 4)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from zvirka.ground.ground import Ground
from zvirka.model.account import Account
from zvirka.model.canonical import canonical_bytes, canonical_json
from zvirka.model.case import SCHEMA
from zvirka.model.claims import Claim
from zvirka.model.findings import Finding, status
from zvirka.model.items import Text
from zvirka.model.judgements import Standing
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation, Observation
from zvirka.model.wire import to_plain
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.sentences import composed
from zvirka.publish.stretches import mark_at
from zvirka.publish.words import Words

Exported = Literal["claims", "observations", "findings", "links", "issues", "judgements", "items"]
EXPORTED: tuple[Exported, ...] = ("claims", "observations", "findings", "links", "issues", "judgements", "items")
Format = Literal["jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv")
Row = dict[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a cell as a formula (OWASP, "CSV Injection")."""


def export(account: Account, ground: Ground, what: Exported, format: Format, language: str) -> Iterator[bytes]:
    """The records of one kind, in the account's order, in pieces of a line. language: of the findings' sentence.

    jsonl: canonical JSON lines with their schema number. csv: UTF-8, a header, one row a record, CR LF; nested values as
    canonical JSON; text cells that a spreadsheet would run begin with an apostrophe.
    """
    rows = _rows(account, ground, what, language)
    return _jsonl(rows) if format == "jsonl" else _csv(rows)


def finding_row(finding: Finding, index: AccountIndex, words: Words) -> Row:
    """A finding in the export's shape, further fields after those of DESIGN section 4."""
    printed = composed(finding, index, words)
    question = to_plain(finding.question)
    row: Row = {
        "schema": SCHEMA,
        "id": finding.id,
        "question": {name: question[name] for name in ("measure", "place", "since", "until", "as_of", "id", "asked")},
        "sentence": printed.text,
        "relation": finding.relation,
        "backing": finding.backing,
        "sides": finding.sides,
        "origins": finding.origins,
        "reports": finding.reports,
        "range": to_plain(finding.range),
        "by_side": to_plain(finding.by_side),
        "claims": [
            {
                "id": each.claim,
                "scope": each.scope,
                "differs_in": list(each.differs_in),
                "unknown_in": list(each.unknown_in),
            }
            for each in finding.claims
        ],
        "observations": list(finding.observations),
        "searched": to_plain(finding.searched),
        "judged": list(finding.judged),
        "history": list(finding.history),
        "status": status(finding),
        "language": words.language,
        "footnotes": to_plain(printed.footnotes),
    }
    rest = to_plain(finding)
    return row | {name: value for name, value in rest.items() if name not in row}


def _rows(account: Account, ground: Ground, what: Exported, language: str) -> Iterator[Row]:
    if what == "findings":
        index, words = AccountIndex(account), Words(ground, language, account.time_zone)
        yield from (finding_row(finding, index, words) for finding in account.findings)
    elif what == "claims":
        marks = {text.report: text.marks for text in account.texts if text.marks}
        yield from (_claim_row(claim, marks.get(report_of(claim), ())) for claim in account.claims)
    elif what == "observations":
        yield from ({"schema": SCHEMA, "kind": kind_of(each), **to_plain(each)} for each in account.observations)
    elif what == "judgements":
        yield from (_judgement_row(each) for each in account.judgements)
    elif what == "links":
        yield from ({"schema": SCHEMA, "id": link.id, **to_plain(link)} for link in account.links)
    elif what == "items":
        yield from (_report_row(text) for text in account.texts)
    else:
        yield from ({"schema": SCHEMA, "id": issue.id, **to_plain(issue)} for issue in account.issues)


def _claim_row(claim: Claim, marks: Sequence[tuple[int, str]]) -> Row:
    """mark: where in its file it stands ("page 3", "00:01:12", "row 7"); there is none where the file has no such parts."""
    row = {"schema": SCHEMA, **to_plain(claim)}
    mark = mark_at(marks, claim.fragment, claim.quote.start)
    return row | {"mark": mark} if mark else row


def _report_row(text: Text) -> Row:
    """What a report is and how that is known; not its words. published: the day or instant, null where unknown. dated: what its own
    words say of that day, where nothing else told it."""
    return {
        "schema": SCHEMA,
        "id": text.report,
        "item": text.item,
        "path": text.path,
        "fragment": text.fragment,
        "text_digest": text.digest,
        "published": str(text.published) if text.published else None,
        "language": text.language,
        "address": text.address,
        "voice": to_plain(text.voice),
        "known": dict(text.known),
        "dated": to_plain(text.dated),
    }


def _judgement_row(told: Standing) -> Row:
    plain = to_plain(told.judgement)
    standing = {"standing": told.standing, "acts_on": list(told.acts_on)}
    return {"schema": SCHEMA, "id": told.judgement.id, **plain, **standing}


def kind_of(observation: Observation) -> str:
    """area, count, loss or status."""
    if isinstance(observation, AreaObservation):
        return "area"
    return (
        "count"
        if isinstance(observation, CountObservation)
        else "loss"
        if isinstance(observation, LossObservation)
        else "status"
    )


def _jsonl(rows: Iterator[Row]) -> Iterator[bytes]:
    return (canonical_bytes(row) + b"\n" for row in rows)


def _csv(rows: Iterator[Row]) -> Iterator[bytes]:
    kept = list(rows)
    columns = list(dict.fromkeys(name for row in kept for name in row)) or ["schema"]
    yield _line(columns)
    for row in kept:
        yield _line([cell(row.get(name)) for name in columns])


def cell(value: Any) -> str:
    """A value as a CSV cell: None empty, nested values canonical JSON, text made harmless, numbers as JSON has them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return canonical_json(value)


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "backslashreplace")
