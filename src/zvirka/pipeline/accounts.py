"""Accounts kept between runs: the current one for exports, the one before for "what changed"."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from zvirka.model.account import Account
from zvirka.model.canonical import canonical_json, digest
from zvirka.model.errors import CaseError
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation, Observation, StatusObservation
from zvirka.model.wire import from_plain, to_plain
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
    after = {"current": key, "at": at, "before": pointer.get("current"), "before_at": pointer.get("at")}
    write_whole(record.folder / "derived" / _STAGE / "current.json", canonical_json(after).encode())
    record.derived.keep_only(_STAGE, [name for name in (after["current"], after["before"]) if name])
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
