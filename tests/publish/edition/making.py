"""Accounts for the tests of editions, and an edition of one."""

from __future__ import annotations

import hashlib
import hmac
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.fakes import ZONE
from zvirka.ground import Ground
from zvirka.model.account import Account
from zvirka.publish.edition import Before, Edition, Embargo, Plan, make_edition, plan
from zvirka.publish.edition.files import edition_files

AT = datetime(2022, 10, 24, 8, tzinfo=UTC)
"""When editions of the tests are made: weeks after what their accounts tell."""


def keyed(name: str) -> str:
    """An id as it is given out, under a key of the tests."""
    return hmac.new(b"tests", name.encode(), hashlib.sha256).hexdigest()


def planned(account: Account, ground: Ground, at: datetime = AT, stale: Iterable[str] = ()) -> Plan:
    """The plan of an account at a time."""
    return plan(account, Embargo(at, ZoneInfo(ZONE), account.case.publish, ground), frozenset(stale))


def edition_of(account: Account, ground: Ground, at: datetime = AT, before: Before | None = None) -> Edition:
    """The edition of an account."""
    made = planned(account, ground, at)
    return make_edition(account, made, ground, at=at.strftime("%Y-%m-%dT%H:%M:%SZ"), keyed=keyed, before=before)


def published(edition: Edition, ground: Ground) -> dict[str, bytes]:
    """Every file of an edition, what is in archives too. The bag holds the same files again, and is made by the pipeline."""
    return dict(_unpacked(edition_files(edition, ground)))


def _unpacked(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for path, data in files:
        yield path, data
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as inside:
                yield from _unpacked((f"{path}!{name}", inside.read(name)) for name in inside.namelist())
