"""Exports: claims, observations, findings, links, issues, judgements and items, as JSON lines and CSV (DESIGN section 4)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from zvirka.ground.ground import Ground
from zvirka.model.account import Account
from zvirka.model.canonical import canonical_json, sha256_hex
from zvirka.model.case import SCHEMA
from zvirka.model.cells import is_formula
from zvirka.model.claims import Claim
from zvirka.model.findings import Finding, Link, status
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.judgements import Standing
from zvirka.model.ledger import Ledger
from zvirka.model.narratives import Life, SourceRecord, Speech
from zvirka.model.observations import (
    AreaObservation,
    CountObservation,
    DisagreementObservation,
    LossObservation,
    Observation,
    PictureObservation,
    RevisionObservation,
    StatusObservation,
)
from zvirka.model.terms import Term
from zvirka.model.wire import to_plain
from zvirka.publish.blocks import Block, DigestOf, untold
from zvirka.publish.index import AccountIndex
from zvirka.publish.sentences import Sentence, composed
from zvirka.publish.words import Words

Exported = Literal[
    "claims", "observations", "findings", "links", "issues", "judgements", "items", "ledger", "terms", "speakers", "lives", "records"
]  # fmt: skip
EXPORTED: tuple[Exported, ...] = (
    "claims",
    "observations",
    "findings",
    "links",
    "issues",
    "judgements",
    "items",
    "ledger",
    "terms",
    "speakers",
    "lives",
    "records",
)
Format = Literal["jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv")
Row = dict[str, Any]
Cells = dict[str, tuple[Any, str]]
"""A row, each value with its canonical JSON."""


def export(account: Account, ground: Ground, what: Exported, format: Format, language: str) -> Iterator[bytes]:
    """The records of one kind, in the account's order, in pieces of a line. language: of the findings' sentence.

    jsonl: canonical JSON lines with their schema number. csv: UTF-8, a header, one row a record, CR LF; nested values as
    canonical JSON; text cells that a spreadsheet would run begin with an apostrophe.
    """
    index, words = AccountIndex(account), Words(ground, language, account.time_zone)
    records = exported(index, what, lambda finding: composed(finding, index, words), language, untold)
    return (block.make() for block in export_blocks(records, format))


@dataclass(frozen=True, slots=True)
class ExportedRecord:
    """One record to be exported. made_of: digest of all that its row follows from, "" where that is not told. shape: records of
    one shape have the same columns. cells: its row, each value with its canonical JSON."""

    made_of: str
    shape: object
    cells: Callable[[], Cells]


def exported(
    index: AccountIndex, what: Exported, sentence_of: Callable[[Finding], Sentence], language: str, digest_of: DigestOf
) -> list[ExportedRecord]:
    """The records of one kind, in the account's order. sentence_of: the printed sentence of a finding, in `language`."""
    account = index.account
    if what == "findings":
        rows = [_cells(finding_row, finding, sentence_of(finding), language) for finding in account.findings]
        return [ExportedRecord("", Finding, partial(dict, row)) for row in rows]  # made once for both formats
    if what == "claims":
        places = ((claim, index.mark_of(claim)) for claim in account.claims)
        return [
            ExportedRecord(digest_of(claim, mark), bool(mark), partial(_cells, _claim_row, claim, mark))
            for claim, mark in places
        ]
    if what == "observations":
        return [
            ExportedRecord(digest_of(each), type(each), partial(_cells, _observation_row, each))
            for each in account.observations
        ]
    if what == "judgements":
        return [
            ExportedRecord(digest_of(each), Standing, partial(_cells, _judgement_row, each))
            for each in account.judgements
        ]
    if what == "items":
        return [ExportedRecord(digest_of(text), Text, partial(_cells, _report_row, text)) for text in account.texts]
    if what == "ledger":
        return [
            ExportedRecord(digest_of(part, each), type(each), partial(_cells, _ledger_row, part, each))
            for part, entries in _ledger_parts(account.ledger)
            for each in entries
        ]
    if what == "terms":
        return [ExportedRecord(digest_of(each), type(each), partial(_cells, _term_row, each)) for each in account.terms]
    over_time: dict[str, Sequence[Speech | Life | SourceRecord]] = {
        "speakers": account.speeches, "lives": account.lives, "records": account.records,
    }  # fmt: skip
    if what in over_time:
        return [
            ExportedRecord(digest_of(each), type(each), partial(_cells, _plain_row, each)) for each in over_time[what]
        ]
    kept: Sequence[Link] | Sequence[Issue] = account.links if what == "links" else account.issues
    return [ExportedRecord(digest_of(each), type(each), partial(_cells, _identified_row, each)) for each in kept]


def export_blocks(records: Sequence[ExportedRecord], format: Format) -> Iterator[Block]:
    """A file of these records, a block a line."""
    if format == "jsonl":
        for record in records:
            yield Block(record.made_of, partial(_json_line, record))
        return
    columns = columns_of(records)
    header = line_of(columns)
    yield Block(f"columns {sha256_hex(header)[:32]}", lambda: header)
    with_columns = sha256_hex(header)[:16]
    for record in records:
        yield Block(record.made_of and f"{with_columns} {record.made_of}", partial(_csv_line, record, columns))


def columns_of(records: Sequence[ExportedRecord]) -> list[str]:
    """The columns of a table of these records."""
    shapes = {record.shape: record for record in reversed(records)}  # the first of each
    first = [record for record in records if shapes.get(record.shape) is record]
    return list(dict.fromkeys(name for record in first for name in record.cells())) or ["schema"]


def finding_row(finding: Finding, printed: Sentence, language: str) -> Row:
    """A finding in the export's shape, further fields after those of DESIGN section 4. printed: its sentence in `language`."""
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
                "reasons": to_plain(each.reasons),
            }
            for each in finding.claims
        ],
        "observations": list(finding.observations),
        "searched": to_plain(finding.searched),
        "judged": list(finding.judged),
        "history": list(finding.history),
        "status": status(finding),
        "language": language,
        "footnotes": to_plain(printed.footnotes),
    }
    rest = to_plain(finding)
    return row | {name: value for name, value in rest.items() if name not in row}


def _claim_row(claim: Claim, mark: str) -> Row:
    """mark: where in its file it stands ("page 3", "00:01:12", "row 7"); there is none where the file has no such parts."""
    row = {"schema": SCHEMA, **to_plain(claim)}
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


def _observation_row(seen: Observation) -> Row:
    return {"schema": SCHEMA, "kind": kind_of(seen), **to_plain(seen)}


def _ledger_parts(ledger: Ledger) -> tuple[tuple[str, Sequence[object]], ...]:
    return (
        ("list", ledger.lists),
        ("tally", ledger.tallies),
        ("picture", ledger.pictures),
        ("vehicle", ledger.vehicles),
        ("comparison", ledger.comparisons),
        ("resighting", ledger.resightings),
    )


def _ledger_row(part: str, entry: object) -> Row:
    return {"schema": SCHEMA, "kind": part, **to_plain(entry)}


def _term_row(term: Term) -> Row:
    first = {side: to_plain(use) for side, use in term.first_by_side.items()}
    return {"schema": SCHEMA, **to_plain(term), "first": to_plain(term.first), "first_by_side": first}


def _plain_row(record: Speech | Life | SourceRecord) -> Row:
    return {"schema": SCHEMA, **to_plain(record)}


def _identified_row(record: Link | Issue) -> Row:
    return {"schema": SCHEMA, "id": record.id, **to_plain(record)}


def _judgement_row(told: Standing) -> Row:
    plain = to_plain(told.judgement)
    standing = {"standing": told.standing, "acts_on": list(told.acts_on)}
    return {"schema": SCHEMA, "id": told.judgement.id, **plain, **standing}


def kind_of(observation: Observation) -> str:
    """area, count, loss, status, disagreement, revision or picture."""
    return next(name for name, kind in _KINDS if isinstance(observation, kind))


_KINDS: tuple[tuple[str, type], ...] = (
    ("area", AreaObservation),
    ("count", CountObservation),
    ("loss", LossObservation),
    ("status", StatusObservation),
    ("disagreement", DisagreementObservation),
    ("revision", RevisionObservation),
    ("picture", PictureObservation),
)


def _cells(make: Callable[..., Row], *record: object) -> Cells:
    return {name: (value, canonical_json(value)) for name, value in make(*record).items()}


def _json_line(record: ExportedRecord) -> bytes:
    return json_line(record.cells())


def json_line(cells: Cells) -> bytes:
    """The canonical JSON of a row, put together from its values': its names are ASCII, so any order of them is RFC 8785's."""
    return ("{" + ",".join(f'"{name}":{cells[name][1]}' for name in sorted(cells)) + "}\n").encode("utf-8")


def _csv_line(record: ExportedRecord, columns: Sequence[str]) -> bytes:
    return csv_line(record.cells(), columns)


def csv_line(cells: Cells, columns: Sequence[str]) -> bytes:
    """A row as a line of CSV."""
    return line_of([_cell(*cells[name]) if name in cells else "" for name in columns])


def _cell(value: Any, canonical: str) -> str:
    return cell(value) if value is None or isinstance(value, str) else canonical


def cell(value: Any) -> str:
    """A value as a CSV cell: None empty, nested values canonical JSON, text made harmless, numbers as JSON has them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if is_formula(value) else value
    return canonical_json(value)


def line_of(cells: list[str]) -> bytes:
    """Cells as a line of CSV (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "backslashreplace")
