"""Accounts kept between runs: the current one for exports, the one before for "what changed"."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, get_args, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from zvirka.model.account import Account, Change
from zvirka.model.canonical import canonical_json
from zvirka.model.errors import CaseError
from zvirka.model.findings import Finding
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation, Observation, StatusObservation
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.reconcile import changes
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


def keep_account(record: Record, account: Account, at: str) -> tuple[Account, str]:
    """Keeps the account as the current one; gives it with what changed since the one before, and when it was first made.

    An account equal to the current one tells the same changes again. Raises StorageFault.
    """
    rows = _rows(account)
    key = _digest_of(rows)
    pointer = _pointer(record)
    if pointer.get("current") == key and (told := _told(record, key)) is not None:
        return replace(account, changes=tuple(told[0]), before=told[1]), str(pointer["at"])
    last = pointer.get("current") if pointer.get("current") != key else pointer.get("before")
    last_at = pointer.get("at") if pointer.get("current") != key else pointer.get("before_at")
    old = _findings(record, last) if last else None
    if old is not None and last_at is not None:
        account = replace(account, changes=tuple(changes(old, account.findings)), before=str(last_at))
    record.derived.put(_STAGE, key, _table([*rows, *_telling(account)]))
    after = {"current": key, "at": at, "before": last, "before_at": last_at}
    write_whole(record.folder / "derived" / _STAGE / "current.json", canonical_json(after).encode())
    record.derived.keep_only(_STAGE, [name for name in (key, last) if name])
    return account, at


def current_key(record: Record) -> str:
    """The digest of the current account, "" where there is none."""
    return str(_pointer(record).get("current") or "")


def load_account(record: Record) -> tuple[Account, str] | None:
    """The current account and when it was made; None where there is none."""
    pointer = _pointer(record)
    key = pointer.get("current")
    parts = _parts(record, key, None) if key else None
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


_TOLD = ("changes", "before")
"""What follows from the account before; it must not make the same account another one."""
_WHOLE = ("case", "time_zone", "coverage", "before")
"""Fields of an account that are one value; the others are sequences, a row an entry."""
Row = tuple[str, int, str]


def _rows(account: Account) -> list[Row]:
    rows: list[Row] = []
    for field in fields(Account):
        value = getattr(account, field.name)
        if field.name == "observations":
            rows += [(observation_kind(each), number, packed(each)) for number, each in enumerate(value)]
        elif field.name in _WHOLE and field.name not in _TOLD:
            rows.append((field.name, 0, packed(value)))
        elif field.name not in _TOLD:
            rows += [(field.name, number, packed(each)) for number, each in enumerate(value)]
    return rows


def _telling(account: Account) -> list[Row]:
    told = [("changes", number, packed(each)) for number, each in enumerate(account.changes)]
    return [*told, ("before", 0, packed(account.before))]


def _table(rows: list[Row]) -> Any:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


def _digest_of(rows: list[Row]) -> str:
    hashed = hashlib.sha256(f"account {FORMAT}".encode())
    for kind, _, document in rows:
        data = document.encode("utf-8")
        hashed.update(f"\n{kind} {len(data)} ".encode())
        hashed.update(data)
    return hashed.hexdigest()


def _parts(record: Record, key: str, kinds: Sequence[str] | None) -> dict[str, list[str]] | None:
    """The rows of these kinds (None: all) of a kept account, by kind and in order; None where it is not there or does not hold."""
    table = record.derived.get(_STAGE, key)
    if table is None or table.schema.names != SCHEMA.names:
        return None
    if kinds is not None:
        table = table.filter(pc.is_in(table["kind"], value_set=pa.array(kinds, pa.string())))
    parts: dict[str, list[str]] = {}
    for kind, document in zip(table["kind"].to_pylist(), table["json"].to_pylist(), strict=True):
        parts.setdefault(kind, []).append(document)
    return parts


def _told(record: Record, key: str) -> tuple[list[Change], str | None] | None:
    parts = _parts(record, key, _TOLD)
    if parts is None or "before" not in parts:
        return None
    return [unpacked(Change, each) for each in parts.get("changes", [])], json.loads(parts["before"][0])


def _findings(record: Record, key: str) -> list[Finding] | None:
    parts = _parts(record, key, ["findings"])
    try:
        return None if parts is None else [unpacked(Finding, each) for each in parts.get("findings", [])]
    except msgspec.MsgspecError:  # kept by a version with other fields
        return None


def _account(parts: dict[str, list[str]]) -> Account:
    hints = get_type_hints(Account)
    found = [unpacked(kind, each) for name, kind in OBSERVATIONS.items() for each in parts.get(name, [])]
    values: dict[str, Any] = {"observations": tuple(sorted(found, key=lambda each: each.id))}
    for field in fields(Account):
        documents = parts.get(field.name, [])
        if field.name in _WHOLE:
            values[field.name] = unpacked(hints[field.name], documents[0])
        elif field.name != "observations":
            kind = get_args(hints[field.name])[0]
            values[field.name] = tuple(unpacked(kind, each) for each in documents)
    return Account(**values)


def _pointer(record: Record) -> dict[str, Any]:
    path = record.folder / "derived" / _STAGE / "current.json"
    try:
        pointer = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return pointer if isinstance(pointer, dict) else {}
