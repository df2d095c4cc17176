"""A desk that does what desks do all day, in any order: run, add, edit, judge, undo, move, lose a file, be two people."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import zvirka
from zvirka.model.account import Account
from zvirka.model.errors import InputError
from zvirka.pipeline.by_hand import judge_case, undo_case
from zvirka.pipeline.working import MARK
from zvirka.publish import working_copy
from zvirka.record import Record

START = datetime(2022, 9, 20, 8, tzinfo=UTC)
TAIL = " square kilometres in Kharkiv oblast since 6 September, "
SENTENCES = (
    f"Ukrainian forces have recaptured about 120{TAIL}the General Staff said on Sunday.",
    f"Ukrainian forces have recaptured 4,700{TAIL}Oleh Synytskyi, a volunteer, said on Sunday.",
    "Українські війська звільнили понад 300 квадратних кілометрів у Харківській області, повідомив Генштаб.",
    "Russian forces left the town of Balakliia on 8 September, officials said.",
)
CASE = """
schema = 1
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[items]]
files = "*.txt"
published = 2022-09-12
"""
PEOPLE = st.sampled_from(("Ann", "Borys"))
VERDICTS = st.sampled_from(("accept", "reject", "unsure"))
SLOTS = st.sampled_from(
    (
        ("quantity.value", "250"),
        ("quantity.unit", "mi2"),
        ("polarity", "negated"),
        ("times.as_of", "2022-09-10"),
        ("actor", "russia"),
    )
)
PLACE = st.integers(0, 11)
"""Which of the claims or decisions there are; taken modulo their number."""


class DeskMachine(RuleBasedStateMachine):
    """No decision is ever lost, and the account is that of a fresh run of the same state."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="zvirka-desk-"))
        self.folder, self.case = self.root / "in", self.root / "case"
        self.steps = 0
        self.decided: set[str] = set()
        self.account: Account | None = None

    def teardown(self) -> None:
        """Compares with a fresh run, which has only the folder, items.csv, decisions.csv, objects and log."""
        try:
            if self.account is not None:
                self.compare_with_fresh_runs()
        finally:
            shutil.rmtree(self.root)

    def now(self) -> datetime:
        """A minute later each time it is asked."""
        self.steps += 1
        return START + timedelta(minutes=self.steps)

    def make_account(self) -> Account:
        """Runs the folder; every page, also one that was left alone, is as it would be made anew."""
        result = zvirka.run(self.folder, self.case, jobs=1, now=self.now())
        made = json.loads((self.case / "derived" / "account" / "current.json").read_bytes())["at"]
        working = result.working.parent
        stands = {
            path.relative_to(working).as_posix(): path.read_bytes() for path in working.rglob("*") if path.is_file()
        }
        del stands[MARK]
        assert stands == dict(working_copy(result.account, result.ground, made))
        self.account = result.account
        return self.account

    def compare_with_fresh_runs(self) -> None:
        """Against a copy of the record without anything derived, and against a new case that has only the two tables."""
        here = same(self.make_account())
        fresh, bare = self.root / "fresh", self.root / "bare"
        shutil.copytree(self.case, fresh, ignore=shutil.ignore_patterns("derived", "working"))
        assert same(zvirka.run(self.folder, fresh, jobs=1, now=self.now()).account) == here
        bare.mkdir()
        for name in ("items.csv", "decisions.csv"):
            if (self.case / name).exists():
                shutil.copy(self.case / name, bare)
        assert same(zvirka.run(self.folder, bare, jobs=1, now=self.now()).account) == here

    # what desks do

    @initialize()
    def begin(self) -> None:
        """A folder of one report."""
        self.folder.mkdir()
        (self.folder / "case.toml").write_text(CASE, encoding="utf-8")
        (self.folder / "report-0.txt").write_text(SENTENCES[0], encoding="utf-8")
        self.make_account()

    @rule()
    def run(self) -> None:
        """Run again."""
        self.make_account()

    @rule(sentence=st.integers(0, len(SENTENCES) - 1))
    def add(self, sentence: int) -> None:
        """One more report, perhaps the same words once more."""
        number = len(list(self.folder.glob("*.txt")))
        (self.folder / f"report-{number}.txt").write_text(SENTENCES[sentence], encoding="utf-8")

    @rule(place=PLACE)
    def rename(self, place: int) -> None:
        """A report under another name."""
        files = sorted(self.folder.glob("*.txt"))
        chosen = files[place % len(files)]
        chosen.rename(chosen.with_name(f"{chosen.stem}x.txt"))

    @rule(place=PLACE, side=st.sampled_from(("ukraine", "russia", "third")))
    def edit_items(self, place: int, side: str) -> None:
        """A person's edit of items.csv."""
        path = self.case / "items.csv"
        with path.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        reports = [row for row in rows if row["path"].endswith(".txt")]
        reports[place % len(reports)]["side"] = side
        with path.open("w", newline="", encoding="utf-8") as out:
            table = csv.DictWriter(out, list(rows[0]))
            table.writeheader()
            table.writerows(rows)

    def claim(self, place: int) -> str:
        """The id of one claim of the last account."""
        assert self.account is not None
        return self.account.claims[place % len(self.account.claims)].id

    def judge(self, by: str, kind: str, *words: str) -> None:
        """One decision; what cannot be decided is refused and leaves nothing."""
        try:
            made = judge_case(self.case, kind, words, by, "for a reason", self.now())  # type: ignore[arg-type]
        except InputError:
            return
        self.decided.add(made.id)

    @rule(by=PEOPLE, kind=VERDICTS, place=PLACE)
    def judge_claim(self, by: str, kind: str, place: int) -> None:
        """accept, reject, unsure of a claim."""
        self.judge(by, kind, self.claim(place))

    @rule(by=PEOPLE, kind=VERDICTS)
    def judge_question(self, by: str, kind: str) -> None:
        """The same of the question that ranks first."""
        self.judge(by, kind, "1")

    @rule(by=PEOPLE, place=PLACE, slot=SLOTS)
    def correct(self, by: str, place: int, slot: tuple[str, str]) -> None:
        """A slot with another value."""
        self.judge(by, "slot", self.claim(place), *slot)

    @rule(
        by=PEOPLE, side=st.sampled_from(("russia", "third")), name=st.sampled_from(("General Staff", "Oleh Synytskyi"))
    )
    def set_side(self, by: str, side: str, name: str) -> None:
        """The side of a source."""
        self.judge(by, "side", name, side)

    @rule(by=PEOPLE, kind=st.sampled_from(("same", "not_same", "duplicate")), left=PLACE, right=PLACE)
    def pair_up(self, by: str, kind: str, left: int, right: int) -> None:
        """Two claims, or the reports they stand in."""
        self.judge(by, kind, self.claim(left), self.claim(right))

    @rule(by=PEOPLE, place=PLACE)
    def undo(self, by: str, place: int) -> None:
        """Any decision taken back, an undo too."""
        known = sorted(self.decided)
        try:
            made, _ = undo_case(self.case, known[place % len(known)] if known else None, by, "", self.now())
        except InputError:
            return
        self.decided.add(made.id)

    @precondition(lambda self: (self.case / "decisions.csv").exists())
    @rule(by=PEOPLE, place=PLACE)
    def edit_decisions(self, by: str, place: int) -> None:
        """A row changed by hand: what it said before is not lost, what it says now comes with the next run."""
        path = self.case / "decisions.csv"
        with path.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        row = rows[place % len(rows)]
        row["by"], row["why"] = by, "thought again"
        with path.open("w", newline="", encoding="utf-8") as out:
            table = csv.DictWriter(out, list(rows[0]))
            table.writeheader()
            table.writerows(rows)

    @rule()
    def lose_tables(self) -> None:
        """decisions.csv and everything derived deleted; the record has what people decided."""
        self.make_account()  # an edit of a table that no run has seen is the person's own to lose
        (self.case / "decisions.csv").unlink(missing_ok=True)
        shutil.rmtree(self.case / "derived")
        self.make_account()

    @rule()
    def move(self) -> None:
        """Folder and case elsewhere."""
        self.steps += 1
        place = self.root / f"moved-{self.steps}"
        place.mkdir()
        self.folder = Path(shutil.move(self.folder, place / "in"))
        self.case = Path(shutil.move(self.case, place / "case"))

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every decision ever made is in the record."""
        if self.case.exists():
            kept, lost = Record(self.case).judgements.all()
            assert lost == 0
            assert self.decided <= {each.id for each in kept}
            self.decided |= {each.id for each in kept}


def same(account: Account) -> Account:
    """An account without what only tells of the way to it."""
    return replace(account, changes=(), before=None)
