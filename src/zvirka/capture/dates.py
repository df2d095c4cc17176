"""When something was published, from the words an item gives for it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime

from zvirka.model.times import FIRST_DAY, LAST_DAY, Moment

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_IN_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+00:00")
"""How our own readers write instants they got as Unix time."""
_DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")


def published_moment(words: str, zone: tzinfo, local: tzinfo | None = None) -> Moment | None:
    """The moment, or None where the words are no date.

    Reads ISO 8601 ("2022-09-12", "2022-09-12T10:15:00+03:00"), RFC 5322 ("Mon, 12 Sep 2022 10:15:00 +0300") and
    "12.09.2022". With an offset it is an instant, and its day is the civil day in `zone`; a local time without one is a
    day: whose clock it was is not known, unless `local` says it.
    """
    words = words.strip()
    try:
        moment = _moment(datetime.fromisoformat(words) if _IN_UTC.fullmatch(words) else _parsed(words), zone, local)
    except (ValueError, OverflowError):
        return None
    return moment if FIRST_DAY <= moment.day <= LAST_DAY else None


def _parsed(words: str) -> datetime | date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return date.fromisoformat(words)
    if _ISO_DAY.match(words):
        return _iso(words)
    dotted = _DOTTED_DAY.match(words)
    if dotted is not None:
        day = date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        clock = words[dotted.end() :].strip()
        return _iso(f"{day} {clock}") if re.match(r"\d\d:\d\d", clock) else day
    return parsedate_to_datetime(words)


def _iso(words: str) -> datetime | date:
    tight = re.sub(r"\s+([+-]\d{2}:?\d{2}|Z|UTC)$", lambda found: "Z" if found[1] == "UTC" else found[1], words)
    tight = re.sub(r"(?<=:\d{2})[.,]\d+", "", tight)
    tight = re.sub(r"([+-]\d{2})(\d{2})$", r"\1:\2", tight) if ":" in tight else tight
    return datetime.fromisoformat(tight.replace("z", "Z"))


def _moment(value: datetime | date, zone: tzinfo, local: tzinfo | None) -> Moment:
    if not isinstance(value, datetime):
        return Moment(value)
    if value.tzinfo is None and local is None:
        return Moment(value.date())
    if value.tzinfo is None:
        value = value.replace(tzinfo=local)
    instant = value if value.tzinfo is UTC and not value.microsecond else value.astimezone(UTC).replace(microsecond=0)
    return Moment(value.astimezone(zone).date(), instant)
