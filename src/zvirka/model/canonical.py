"""Canonical JSON and digests: the one way bytes are made from records.

RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, no white space, numbers as
ECMAScript prints them. Used for ids, the log and every export, so equal records are equal bytes.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

MAX_SAFE_INTEGER = 2**53 - 1
"""Largest integer that JSON readers agree on (RFC 7493, section 2.2)."""


def canonical_json(value: object) -> str:
    """The RFC 8785 text of plain data (None, bool, int, float, str, lists, tuples, string-keyed dicts).

    Raises ValueError for NaN, infinities, integers beyond 2^53-1 and lone surrogates, TypeError for other types.
    """
    if type(value) is str:
        return _string(value)
    if value is None:
        return "null"
    out: list[str] = []
    _write(value, out)
    return "".join(out)


def canonical_bytes(value: object) -> bytes:
    """`canonical_json` as UTF-8."""
    return canonical_json(value).encode("utf-8")


def digest(*parts: object) -> str:
    """Lower-case hex SHA-256 of the canonical JSON of the list of parts: the id of whatever they determine."""
    try:  # most ids are of texts, or of texts and offsets: the same text with less looking
        return hashlib.sha256(f"[{','.join(map(encode_basestring, parts))}]".encode()).hexdigest()  # type: ignore[arg-type]
    except TypeError:
        pass
    told = [_plain(part) for part in parts]
    if None not in told:
        return hashlib.sha256(f"[{','.join(told)}]".encode()).hexdigest()  # type: ignore[arg-type]
    return hashlib.sha256(canonical_bytes(list(parts))).hexdigest()


def _plain(part: Any) -> str | None:
    """The canonical JSON of a text, of None, of an integer, or of a list of such; None of anything else."""
    kind = type(part)
    if kind is str:
        return encode_basestring(part)
    if part is None:
        return "null"
    if kind is int:
        return str(part) if -MAX_SAFE_INTEGER <= part <= MAX_SAFE_INTEGER else None
    if kind is list:
        told = [_plain(each) for each in part]
        return None if None in told else f"[{','.join(told)}]"  # type: ignore[arg-type]
    return None


quoted = encode_basestring
"""The canonical JSON of one text, where a lone surrogate is left to whoever makes bytes of it."""


def sha256_hex(data: bytes) -> str:
    """Lower-case hex SHA-256 (FIPS 180-4) of bytes."""
    return hashlib.sha256(data).hexdigest()


def _write(value: object, out: list[str]) -> None:
    if type(value) is dict:
        _write_mapping(value, out)
    elif isinstance(value, str):
        out.append(_string(value))
    elif value is None or isinstance(value, bool):
        out.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, float):
        out.append(_number(value))
    elif isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise ValueError(f"integer {value} is beyond 2^53-1")
        out.append(str(value))
    elif isinstance(value, dict):
        _write_mapping(value, out)
    elif isinstance(value, (list, tuple)):
        comma = "["
        for entry in value:
            out.append(comma)
            if type(entry) is str:
                out.append(_string(entry))
            else:
                _write(entry, out)
            comma = ","
        out.append("]" if value else "[]")
    else:
        raise TypeError(f"not plain data: {type(value).__name__}")


def _write_mapping(value: dict[Any, object], out: list[str]) -> None:
    if not value:
        out.append("{}")
        return
    for key, opened in opened_keys(tuple(value)):
        out.append(opened)
        entry = value[key]
        if type(entry) is str:
            out.append(_string(entry))
        elif entry is None:
            out.append("null")
        else:
            _write(entry, out)
    out.append("}")


@lru_cache(4096)
def opened_keys(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The keys in order, each with what stands before its value. Records have few sets of keys, so most are at hand."""
    ordered = sorted(keys, key=_sort_key)
    return tuple((key, ("," if place else "{") + _key(key)) for place, key in enumerate(ordered))


def _sort_key(key: object) -> bytes:
    if not isinstance(key, str):
        raise TypeError("mapping keys must be strings")
    return _utf_16(key)


@lru_cache(4096)
def _utf_16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


@lru_cache(4096)
def _key(key: str) -> str:
    return _string(key) + ":"


def _string(text: str) -> str:
    if not text.isascii():
        text.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError, here rather than at the reader
    return encode_basestring(text)


def _number(value: float) -> str:
    """ECMA-262 Number::toString, as RFC 8785 section 3.2.2.3 asks."""
    if not math.isfinite(value):
        raise ValueError(f"{value} has no JSON form")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent_text = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent_text or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    shown = digits if count == 1 else digits[0] + "." + digits[1:]
    return f"{sign}{shown}e{'+' if point > 0 else '-'}{abs(point - 1)}"
