"""Accounts kept between runs: the current one whole, for exports; of each one before it the findings, for "what changed since"."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from zvirka.model.account import Account
from zvirka.model.canonical import canonical_json, digest
from zvirka.model.errors import CaseError, InputError
from zvirka.model.findings import Finding
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation, Observation, StatusObservation
from zvirka.model.wire import from_plain, to_plain
from zvirka.reconcile import figures_said
from zvirka.record import Record
from zvirka.record.disk import write_whole

SCHEMA = pa.schema([("kind", pa.string()), ("position", pa.int64()), ("json", pa.string())])
OBSERVATIONS: dict[str, type[Observation]] = {
    "area": AreaObservation,
    "count": CountObservation,
    "loss": LossObservation,
    "status": StatusObservation,
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


def save_account(record: Record, account: Account, at: str) -> str:
    """Keeps the account as the current one, the one that differs from it as the one before; gives when it was first made."""
    table = _table(account)
    key = digest("account", _digest_of(table))
    pointer = _pointer(record)
    if pointer.get("current") == key:
        return str(pointer["at"])
    record.derived.put(_STAGE, key, table)
    record.derived.put(_FINDINGS, key, _findings_table(account))
    runs = [
        *_runs(pointer),
        {"run": max((each["run"] for each in _runs(pointer)), default=0) + 1, "account": key, "at": at},
    ]
    runs = runs[-MOST_KEPT:]
    after = {"current": key, "at": at, "before": pointer.get("current"), "before_at": pointer.get("at"), "runs": runs}
    write_whole(record.folder / "derived" / _STAGE / "current.json", canonical_json(after).encode())
    record.derived.keep_only(_STAGE, [str(name) for name in (key, pointer.get("current")) if name])
    record.derived.keep_only(_FINDINGS, [each["account"] for each in runs])
    return at


def load_account(record: Record, before: bool = False) -> tuple[Account, str] | None:
    """The current account (or the one before it) and when it was made; None where there is none."""
    pointer = _pointer(record)
    key, at = (
        (pointer.get("before"), pointer.get("before_at")) if before else (pointer.get("current"), pointer.get("at"))
    )
    table = record.derived.get(_STAGE, key) if key else None
    return (_account(table), str(at)) if table is not None else None


def current_account(record: Record) -> Account:
    """The current account. Raises CaseError where the case has none yet."""
    loaded = load_account(record)
    if loaded is None:
        raise CaseError(
            "has no account yet", file=str(record.folder), remedy="Run `zvirka run FOLDER --case DIR` first."
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
    table = record.derived.get(_FINDINGS, chosen["account"])
    if table is None:
        raise CaseError(
            "the findings of that run are no longer kept",
            file=f"derived/{_FINDINGS}",
            value=since,
            remedy="Name another run; `zvirka show --runs` lists them.",
        )
    found: list[Finding] = []
    said: dict[str, list[str]] = {}
    for kind, document in zip(table["kind"].to_pylist(), table["json"].to_pylist(), strict=True):
        if kind == "finding":
            found.append(from_plain(Finding, json.loads(document), zone))
        else:
            said = json.loads(document)
    return Kept(chosen["run"], chosen["at"], tuple(found), said)


def _runs(pointer: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs listed; of a case made before runs were, the current account alone."""
    listed: list[dict[str, Any]] = pointer.get("runs", [])
    return listed


def _chosen(runs: Sequence[dict[str, Any]], since: str, zone: ZoneInfo) -> dict[str, Any]:
    if since.isdigit() and len(since) < 6:
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
    day = _is_day(since)
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return (moment.astimezone(UTC) + timedelta(seconds=0 if day else 1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_day(since: str) -> bool:
    try:
        date.fromisoformat(since)
    except ValueError:
        return False
    return True


def _findings_table(account: Account) -> Any:
    documents = [canonical_json(to_plain(each)) for each in account.findings]
    said = canonical_json(figures_said(account.findings, account.claims))
    kinds = ["finding"] * len(documents) + ["figures"]
    return pa.table({"kind": kinds, "position": list(range(len(kinds))), "json": [*documents, said]}, schema=SCHEMA)


def _table(account: Account) -> Any:
    rows: list[tuple[str, int, str]] = []
    for field in fields(Account):
        value = getattr(account, field.name)
        if field.name == "observations":
            rows += [
                (observation_kind(each), number, canonical_json(to_plain(each))) for number, each in enumerate(value)
            ]
        elif isinstance(value, tuple):
            rows += [(field.name, number, canonical_json(to_plain(each))) for number, each in enumerate(value)]
        else:
            rows.append((field.name, 0, canonical_json(to_plain(value))))
    columns = [list(column) for column in zip(*rows, strict=True)]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


def _digest_of(table: Any) -> list[str]:
    kinds, documents = table["kind"].to_pylist(), table["json"].to_pylist()
    told = {
        "changes",
        "before",
    }  # what changed follows from what was before; it must not make the same account another one
    return [kind + document for kind, document in zip(kinds, documents, strict=True) if kind not in told]


def _account(table: Any) -> Account:
    parts: dict[str, list[Any]] = {}
    for kind, document in zip(table["kind"].to_pylist(), table["json"].to_pylist(), strict=True):
        parts.setdefault(kind, []).append(json.loads(document))
    zone = ZoneInfo(parts["time_zone"][0])
    observations = [(entry, kind) for name, kind in OBSERVATIONS.items() for entry in parts.pop(name, [])]
    shape: dict[str, Any] = {}
    for field in fields(Account):
        if field.name != "observations":
            whole = field.name in ("case", "time_zone", "coverage", "before")
            shape[field.name] = parts.get(field.name, [None])[0] if whole else parts.get(field.name, [])
    account = from_plain(Account, shape | {"observations": []}, zone)
    found = sorted((from_plain(kind, entry, zone) for entry, kind in observations), key=lambda each: each.id)
    return replace(account, observations=tuple(found))


def _pointer(record: Record) -> dict[str, Any]:
    path = record.folder / "derived" / _STAGE / "current.json"
    try:
        pointer: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return pointer
