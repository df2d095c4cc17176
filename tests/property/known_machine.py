"""A desk that looks back: what it did in any order, replayed as of each of its runs."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import rule

import zvirka
from tests.property.desk_machine import CASE, PLACE, SENTENCES, DeskMachine, same
from zvirka.model.account import Account
from zvirka.pipeline.as_known import as_known
from zvirka.record import Record

MOST_REPLAYED = 3
"""Runs looked back at in one history: the first, the last and the one between them."""
LATER_CASE = CASE.replace("since = 2022-09-06", "since = 2022-09-01")


class KnownMachine(DeskMachine):
    """The account as known at a run's moment is the account that run made, whatever came after it; looking back changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple[str, Account]] = []
        self.replays = 0

    def make_account(self) -> Account:
        """Remembers when each account was made, and its bytes as an account."""
        at = self.now()
        self.account = zvirka.run(self.folder, self.case, jobs=1, now=at).account
        self.made.append((at.isoformat(), same(self.account)))
        return self.account

    def teardown(self) -> None:
        """Looks back, with what is derived and without it."""
        try:
            if self.made:
                self.look_back()
        finally:
            shutil.rmtree(self.root)

    def look_back(self) -> None:
        """Compares the replay with what was made then."""
        self.make_account()
        assert Record(self.case).verify().problems == ()
        before = bytes_of(self.case)
        chosen = {0, len(self.made) // 2, len(self.made) - 1}
        for number in sorted(chosen)[:MOST_REPLAYED]:
            at, account = self.made[number]
            assert same(as_known(self.case, at).account) == account, at
            self.replays += 1
        assert bytes_of(self.case) == before
        shutil.rmtree(self.case / "derived")
        at, account = self.made[len(self.made) // 2]
        assert same(as_known(self.case, at).account) == account, at
        self.replays += 1

    @rule(place=PLACE)
    def delete(self, place: int) -> None:
        """A report taken out of the folder."""
        files = sorted(self.folder.glob("*.txt"))
        if len(files) > 1:
            files[place % len(files)].unlink()

    @rule(place=PLACE, sentence=st.integers(0, len(SENTENCES) - 1))
    def rewrite(self, place: int, sentence: int) -> None:
        """A report's bytes changed under its name, perhaps to what they were."""
        files = sorted(self.folder.glob("*.txt"))
        files[place % len(files)].write_text(SENTENCES[sentence], encoding="utf-8")

    @rule(later=st.booleans())
    def ask(self, later: bool) -> None:
        """Another question in the case file, or the first one again."""
        (self.folder / "case.toml").write_text(LATER_CASE if later else CASE, encoding="utf-8")


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file of a case with its digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
