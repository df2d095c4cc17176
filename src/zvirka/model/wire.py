"""Records to and from plain data, to the letter of DESIGN section 4: the shape of every export and derived table."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from zvirka.model.canonical import canonical_json, opened_keys
from zvirka.model.case import SCHEMA
from zvirka.model.times import Moment

T = TypeVar("T")
_RENAMED = {"cls": "class"}
"""Field names that are no Python identifiers in the export."""
_AS_IT_IS = frozenset({str, int, float, bool, type(None)})
"""Most of what records hold, and already plain."""


def to_plain(value: Any) -> Any:
    """Dataclasses to dicts (without `schema`), tuples to lists, dates and moments to ISO 8601 strings."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple or isinstance(value, (list, tuple)):
        return [entry if type(entry) in _AS_IT_IS else to_plain(entry) for entry in value]
    if kind is Moment:
        return str(value)
    names = _exported(kind)  # type: ignore[arg-type,unused-ignore]
    if names is not None:
        return {
            shown: entry if type(entry := getattr(value, name)) in _AS_IT_IS else to_plain(entry)
            for name, shown in names
        }
    if isinstance(value, Mapping):
        return {key: to_plain(entry) for key, entry in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return value


def to_canonical(value: Any) -> str:
    """`canonical_json` of `to_plain`, in one go: half the time where there are many records."""
    out: list[str] = []
    _tell(value, out)
    return "".join(out)


def _tell(value: Any, out: list[str]) -> None:
    kind = type(value)
    if kind in _AS_IT_IS:
        out.append(canonical_json(value))
    elif kind is tuple or kind is list:
        comma = "["
        for entry in value:
            out.append(comma)
            _tell(entry, out)
            comma = ","
        out.append("]" if value else "[]")
    elif kind is dict:
        for key, opened in opened_keys(tuple(value)):
            out.append(opened)
            _tell(value[key], out)
        out.append("}" if value else "{}")
    elif kind is not Moment and (names := _opened_names(kind)):  # type: ignore[arg-type,unused-ignore]
        for name, opened in names:
            out.append(opened)
            _tell(getattr(value, name), out)
        out.append("}")
    else:
        out.append(canonical_json(to_plain(value)))


@cache
def _opened_names(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields of a record, each with what stands before its value, in the order of canonical JSON; none for what is no record."""
    fields = {shown: name for name, shown in _exported(kind) or ()}
    return tuple((fields[shown], opened) for shown, opened in opened_keys(tuple(fields)))


def to_line(record: Any) -> str:
    """One canonical JSON line (without the newline) of a record, with its schema number."""
    return canonical_json({"schema": SCHEMA, **to_plain(record)})


def moment_of(text: str, zone: Any = UTC) -> Moment:
    """A Moment of its ISO 8601 form; `zone` (a tzinfo) gives the civil day of an instant. Raises ValueError."""
    if len(text) == 10:
        return Moment(date.fromisoformat(text))
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return Moment(instant.astimezone(zone).date(), instant.astimezone(UTC).replace(microsecond=0))


def from_plain(kind: type[T], value: Any, zone: Any = UTC) -> T:
    """The record of its plain form; unknown keys and a missing field without default raise ValueError or TypeError."""
    built: T = _build(kind, value, zone)
    return built


@cache
def _exported(kind: type) -> tuple[tuple[str, str], ...] | None:
    """Field names with the names they are exported under, None for what is no dataclass."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple((name, _RENAMED.get(name, name)) for name in _names(kind))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(entry.name for entry in dataclasses.fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(hint: Any, value: Any, zone: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _build(_chosen(hint, value), value, zone)
    if origin is tuple:
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_build(inner[0], entry, zone) for entry in value)
        return tuple(_build(each, entry, zone) for each, entry in zip(inner, value, strict=True))
    if origin is Literal:
        if value not in get_args(hint):
            raise ValueError(f"{value!r} is none of {', '.join(map(str, get_args(hint)))}")
        return value
    if hint is Moment:
        return moment_of(value, zone)
    if hint is date:
        return date.fromisoformat(value)
    if hint is float:
        return float(value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _build_record(hint, value, zone)
    return value


def _chosen(hint: Any, value: Any) -> Any:
    options = [option for option in get_args(hint) if option is not type(None)]
    if len(options) > 1:
        raise TypeError(f"cannot tell which of {options} {value!r} is")
    return options[0]


def _build_record(hint: type, value: Any, zone: Any) -> Any:
    hints = _hints(hint)
    given = {("cls" if key == "class" else key): entry for key, entry in value.items() if key != "schema"}
    unknown = sorted(set(given) - set(_names(hint)))
    if unknown:
        raise ValueError(f"{hint.__name__} has no field {', '.join(unknown)}")
    return hint(**{name: _build(hints[name], entry, zone) for name, entry in given.items()})
