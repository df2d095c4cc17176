"""Records come back from derived tables as they went in."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

import zvirka
from zvirka.model.account import Account
from zvirka.model.wire import from_plain, to_plain
from zvirka.pipeline.demonstration import demonstration
from zvirka.pipeline.packed import packed, unpacked


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    """The demonstration's account: every kind of record there is."""
    with demonstration() as folder:
        return zvirka.run(folder, tmp_path_factory.mktemp("packed") / "case", jobs=1).account


def test_every_record_comes_back_equal_and_as_the_export_form_gives_it(account: Account) -> None:
    zone = ZoneInfo(account.time_zone)
    records = [*account.items, *account.texts, *account.claims, *account.findings, *account.links, *account.issues]
    for record in [*records, *account.observations, account.coverage]:
        again = unpacked(type(record), packed(record))
        assert again == record
        assert again == from_plain(type(record), to_plain(record), zone)
        assert packed(again) == packed(record)
    assert unpacked(type(account.case), packed(account.case)) == account.case
