"""Accounts kept between runs: the current one whole, for exports; of each one before it the findings, for "what changed since"."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from zvirka.model.account import Account, Change
from zvirka.model.canonical import canonical_json
from zvirka.model.errors import CaseError, InputError
from zvirka.model.findings import Finding
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
from zvirka.pipeline.packed import FORMAT, packed_each, unpacked
from zvirka.reconcile import changes, figures_said
from zvirka.record import Record
from zvirka.record.disk import write_whole

SCHEMA = pa.schema([("kind", pa.string()), ("position", pa.int64()), ("json", pa.string())])
OBSERVATIONS: dict[str, type[Observation]] = {
    "area": AreaObservation,
    "count": CountObservation,
    "loss": LossObservation,
    "status": StatusObservation,
    "disagreement": DisagreementObservation,
    "revision": RevisionObservation,
    "picture": PictureObservation,
}
_STAGE = "account"
_FINDINGS = "account-findings"
MOST_KEPT = 500
"""Accounts whose findings are kept: a desk that runs every ten minutes looks back over more than three days."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one account. run: its number in the case, from 1. at: when it was made (ISO 8601, UTC).

    figures: {question: figures as `reconcile.figures_said` gives them}.
    """

    run: int
    at: str
    findings: tuple[Finding, ...]
    figures: dict[str, list[str]]


def observation_kind(observation: Observation) -> str:
    """The name of an observation's kind in tables and exports."""
    return next(name for name, kind in OBSERVATIONS.items() if isinstance(observation, kind))


def keep_account(record: Record, account: Account, at: str) -> tuple[Account, str, Documents]:
    """Keeps the account as the current one; gives it with what changed since the one before, when it was first made, and the documents of
    its records, which the account given holds too.

    An account equal to the current one tells the same changes again. Raises Busy, StorageFault.
    """
    documents: Documents = {}
    rows = _rows(account, documents)
    key = _digest_of(rows)
    with record.log.alone(at):  # two runs that end together would each write a list of runs without the other
        return *_keep(record, account, rows, key, at), documents


def _keep(record: Record, account: Account, rows: _Rows, key: str, at: str) -> tuple[Account, str]:
    pointer = _pointer(record)
    if pointer.get("current") == key and (told := _told(record, key)) is not None:
        return replace(account, changes=tuple(told[0]), before=told[1]), str(pointer["at"])
    again = pointer.get("current") == key  # its table was lost or does not hold: the same account, made anew
    last, last_at = (pointer.get(name) for name in (("before", "before_at") if again else ("current", "at")))
    account = _with_changes(record, account, last, last_at)
    record.derived.put(_STAGE, key, _table(rows, _telling(account)))
    record.derived.put(_FINDINGS, key, _findings_table(account))
    runs = _runs(pointer)
    if not runs or runs[-1]["account"] != key:
        runs = [*runs, {"run": max((each["run"] for each in runs), default=0) + 1, "account": key, "at": at}]
    runs = runs[-MOST_KEPT:]
    after = {"current": key, "at": at, "before": last, "before_at": last_at, "runs": runs}
    write_whole(record.folder / "derived" / _STAGE / "current.json", canonical_json(after).encode())
    record.derived.keep_only(_STAGE, [name for name in (key, last) if name])
    record.derived.keep_only(_FINDINGS, [each["account"] for each in runs])
    return account, at


def _with_changes(record: Record, account: Account, last: str | None, last_at: str | None) -> Account:
    """The account with what changed since the last one; where its findings say the same, with what that one told."""
    old = _findings(record, last) if last else None
    if last is None or old is None or last_at is None:
        return account
    found = changes(old[0], account.findings, old[1], figures_said(account.findings, account.claims))
    told = None if found else _told(record, last)
    if told is not None:
        return replace(account, changes=tuple(told[0]), before=told[1])
    return replace(account, changes=tuple(found), before=str(last_at))


def account_digest(account: Account) -> str:
    """SHA-256 over all of an account but what changed since the one before."""
    return _digest_of(_rows(account, {}))


def current_key(record: Record) -> str:
    """The digest of the current account, "" where there is none."""
    return str(_pointer(record).get("current") or "")


def load_account(record: Record) -> tuple[Account, str] | None:
    """The current account and when it was made; None where there is none."""
    pointer = _pointer(record)
    key = pointer.get("current")
    parts = _parts(record, _STAGE, key) if key else None
    return (_account(parts), str(pointer.get("at"))) if parts is not None else None


def current_account(record: Record) -> Account:
    """The current account. Raises CaseError where the case has none yet, or one of another version."""
    try:
        loaded = load_account(record)
    except (msgspec.MsgspecError, LookupError):
        loaded = None
    if loaded is None:
        raise CaseError(
            "has no account that this version can read",
            file=str(record.folder),
            remedy="Run `zvirka run FOLDER --case DIR` first.",
        )
    return loaded[0]


def runs_kept(record: Record) -> list[tuple[int, str]]:
    """(run, when made) of each account of which the findings are kept, oldest first."""
    return [(each["run"], each["at"]) for each in _runs(_pointer(record))]


def kept_account(record: Record, since: str, zone: ZoneInfo) -> Kept:
    """What an earlier account said. since: a run's number, a day (2022-09-12, civil, in `zone`) or a time (2022-09-12T10:00).

    A day or time means the account that stood when it began; where there was none yet, the first. Raises InputError for what
    names no run, CaseError where no account is kept or its findings were deleted.
    """
    runs = _runs(_pointer(record))
    if not runs:
        raise CaseError("has no account yet", file=str(record.folder), remedy="Run `zvirka run FOLDER` first.")
    chosen = _chosen(runs, since, zone)
    kept = _findings(record, chosen["account"])
    if kept is None:
        raise CaseError(
            "the findings of that run are no longer kept",
            file=f"derived/{_FINDINGS}",
            value=since,
            remedy="Name another run; `zvirka show --runs` lists them.",
        )
    return Kept(chosen["run"], chosen["at"], tuple(kept[0]), kept[1])


def kept_key(record: Record, since: str, zone: ZoneInfo) -> str:
    """The digest of the account that `kept_account` would read. Raises InputError for what names no run."""
    runs = _runs(_pointer(record))
    return str(_chosen(runs, since, zone)["account"]) if runs else ""


def _runs(pointer: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs listed, oldest first; none of a case made before runs were."""
    listed: list[dict[str, Any]] = pointer.get("runs", [])
    return listed


def _chosen(runs: Sequence[dict[str, Any]], since: str, zone: ZoneInfo) -> dict[str, Any]:
    if since.isdecimal() and len(since) < 6:
        for each in runs:
            if each["run"] == int(since):
                return each
    else:
        before = _begins(since, zone)
        return next((each for each in reversed(runs) if each["at"] < before), runs[0])
    raise InputError(
        "there is no such run",
        file="--since",
        value=since,
        remedy=f"Kept are runs {runs[0]['run']} to {runs[-1]['run']}; `zvirka show --runs` lists them.",
    )


def _begins(since: str, zone: ZoneInfo) -> str:
    """The instant a day or time begins, in UTC as the runs are dated; a given time itself still counts as before."""
    try:
        moment = datetime.fromisoformat(since)
    except ValueError as fault:
        raise InputError(
            "is no run, day or time", file="--since", value=since, remedy="Write 3, 2022-09-12 or 2022-09-12T10:00."
        ) from fault
    day = is_day(since)
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return (moment.astimezone(UTC) + timedelta(seconds=0 if day else 1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_day(since: str) -> bool:
    """Whether it is a day as 2022-09-12, without a time."""
    try:
        date.fromisoformat(since)
    except ValueError:
        return False
    return True


_TOLD = ("changes", "before")
"""What follows from the account before; it must not make the same account another one."""
_WHOLE = ("case", "time_zone", "coverage", "before", "ledger")
"""Fields of an account that are one value; the others are sequences, a row an entry."""
Documents = dict[int, bytes]
"""JSON in UTF-8 of records that somebody holds, by the identity of each."""


@dataclass(slots=True)
class _Rows:
    """Rows of a table of SCHEMA. kinds, numbers: of each row, the second its place among those of its kind. documents: JSON in UTF-8."""

    kinds: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    documents: list[bytes] = field(default_factory=list)

    def add(self, kind: str, records: Sequence[object]) -> list[bytes]:
        """A row for each; gives their documents."""
        documents = packed_each(records)
        self.kinds += [kind] * len(documents)
        self.numbers += range(len(documents))
        self.documents += documents
        return documents


def _rows(account: Account, documents: Documents) -> _Rows:
    """The rows of an account; the documents of its records go into `documents`."""
    rows = _Rows()
    for each in fields(Account):
        if each.name in _TOLD:
            continue
        value = getattr(account, each.name)
        records = [value] if each.name in _WHOLE else value
        documents.update(zip(map(id, records), rows.add(each.name, records), strict=True))
        if each.name == "observations" and records:
            rows.kinds[-len(records) :] = map(observation_kind, records)
    return rows


def _telling(account: Account) -> _Rows:
    rows = _Rows()
    rows.add("changes", account.changes)
    rows.add("before", [account.before])
    return rows


def _table(*parts: _Rows) -> Any:
    columns = [[entry for part in parts for entry in column(part)] for column in _COLUMNS]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


_COLUMNS: tuple[Callable[[_Rows], list[Any]], ...] = (
    lambda rows: rows.kinds,
    lambda rows: rows.numbers,
    lambda rows: rows.documents,
)


def _digest_of(rows: _Rows) -> str:
    """Over the kinds and lengths of all documents, then over these."""
    told = [f"{kind} {len(document)}" for kind, document in zip(rows.kinds, rows.documents, strict=True)]
    hashed = hashlib.sha256("\n".join([f"account {FORMAT}", *told, ""]).encode())
    hashed.update(b"".join(rows.documents))
    return hashed.hexdigest()


def _parts(record: Record, stage: str, key: str, kinds: Sequence[str] | None = None) -> dict[str, list[str]] | None:
    """The rows of these kinds (None: all) of a kept table, by kind and in order; None where it is not there or does not hold."""
    table = record.derived.get(stage, key)
    if table is None or table.schema.names != SCHEMA.names:
        return None
    if kinds is not None:
        table = table.filter(pc.is_in(table["kind"], value_set=pa.array(kinds, pa.string())))
    parts: dict[str, list[str]] = {}
    for kind, document in zip(table["kind"].to_pylist(), table["json"].to_pylist(), strict=True):
        parts.setdefault(kind, []).append(document)
    return parts


def _told(record: Record, key: str) -> tuple[list[Change], str | None] | None:
    parts = _parts(record, _STAGE, key, _TOLD)
    if parts is None or "before" not in parts:
        return None
    return [unpacked(Change, each) for each in parts.get("changes", [])], json.loads(parts["before"][0])


def _findings_table(account: Account) -> Any:
    """Its findings and the figures they say, kept longer than the rest of the account."""
    rows = _Rows()
    rows.add("findings", account.findings)
    rows.add("figures", [figures_said(account.findings, account.claims)])
    return _table(rows)


def _findings(record: Record, key: str) -> tuple[list[Finding], dict[str, list[str]]] | None:
    """The findings of a kept account and the figures they say (`reconcile.figures_said`); None where they are not kept or do not hold."""
    parts = _parts(record, _FINDINGS, key)
    try:
        if parts is None or "figures" not in parts:
            return None
        return [unpacked(Finding, each) for each in parts.get("findings", [])], json.loads(parts["figures"][0])
    except msgspec.MsgspecError:  # kept by a version with other fields
        return None


def _account(parts: dict[str, list[str]]) -> Account:
    hints = get_type_hints(Account)
    found = [unpacked(kind, each) for name, kind in OBSERVATIONS.items() for each in parts.get(name, [])]
    values: dict[str, Any] = {"observations": tuple(sorted(found, key=lambda each: each.id))}
    for each in fields(Account):
        documents = parts.get(each.name, [])
        if each.name in _WHOLE:
            values[each.name] = unpacked(hints[each.name], documents[0])
        elif each.name != "observations":
            kind = get_args(hints[each.name])[0]
            values[each.name] = tuple(unpacked(kind, document) for document in documents)
    return Account(**values)


def _pointer(record: Record) -> dict[str, Any]:
    path = record.folder / "derived" / _STAGE / "current.json"
    try:
        pointer = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return pointer if isinstance(pointer, dict) else {}
