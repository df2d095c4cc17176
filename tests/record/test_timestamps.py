"""Time stamps as authorities really send them: certificates in any order, chains, certificates long out of date, several authorities."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.authority import Authority
from tests.record.test_record import AT, item_of
from zvirka.model.errors import FormatError
from zvirka.pipeline.bag import write_bag
from zvirka.pipeline.sealing import take_answer
from zvirka.record import Record
from zvirka.record.checkpoints import Checkpoint
from zvirka.record.timestamps import in_order

THEN = datetime(2015, 6, 1, 12, 30, 5, tzinfo=UTC)
FIRST = datetime(2012, 1, 1, tzinfo=UTC)
"""Certificates from then on have been out of date since 2022."""


@pytest.fixture
def case(tmp_path: Path) -> tuple[Path, Checkpoint]:
    record = Record(tmp_path / "case")
    record.capture(AT, [(item_of(b"one", "one.txt"), b"one")])
    return tmp_path / "case", record.seal(AT)


def taken(case: Path, answer: bytes, authority: str, root: bytes) -> Path:
    place = case.with_name("r.tsr")
    place.write_bytes(answer)
    return take_answer(case, AT, place, authority, root)


def by_shell(case: Path) -> tuple[int, str]:
    """What VERIFY.sh says of the case."""
    write_bag(case, case.with_name("bag"), AT[:10])
    done = subprocess.run(["sh", case.with_name("bag") / "VERIFY.sh"], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_stamp_holds_with_its_certificates_in_any_order(case: tuple[Path, Checkpoint], tmp_path: Path) -> None:
    folder, checkpoint = case
    authority = Authority(tmp_path / "tsa", chain=2, on=FIRST)
    orders = list(permutations([authority.own, *authority.chain]))
    assert len(orders) == 6
    for number, order in enumerate(orders):
        answer = authority.stamp(checkpoint.data, THEN, list(order))
        assert taken(folder, answer, f"order{number}", authority.root).read_bytes() == answer
    verdict = Record(folder).verify()
    assert verdict.problems == ()
    assert sum("stamped at 2015-06-01T12:30:05Z" in note for note in verdict.notes) == 6
    code, said = by_shell(folder)
    assert code == 0, said
    assert said.count("stamped Jun  1 12:30:05 2015 GMT") == 6


def test_a_stamp_made_after_its_certificates_ran_out_does_not_hold(
    case: tuple[Path, Checkpoint], tmp_path: Path
) -> None:
    folder, checkpoint = case
    authority = Authority(tmp_path / "tsa", on=FIRST)
    late = authority.stamp(checkpoint.data, datetime(2024, 6, 1, tzinfo=UTC))
    with pytest.raises(FormatError, match="does not hold"):
        taken(folder, late, "late", authority.root)
    (folder / "checkpoints" / "roots").mkdir()
    (folder / "checkpoints" / "roots" / "late.pem").write_bytes(authority.root)
    (folder / "checkpoints" / f"{Path(checkpoint.name).stem}.late.tsr").write_bytes(late)
    assert [problem for problem in Record(folder).verify().problems if "does not hold" in problem]


def test_a_chain_that_misses_a_link_does_not_hold(case: tuple[Path, Checkpoint], tmp_path: Path) -> None:
    folder, checkpoint = case
    authority = Authority(tmp_path / "tsa", chain=1)
    without = authority.stamp(checkpoint.data, datetime.now(UTC), [authority.own])
    with pytest.raises(FormatError, match="does not hold"):
        taken(folder, without, "short", authority.root)


def test_each_authority_is_checked_against_its_own_root(case: tuple[Path, Checkpoint], tmp_path: Path) -> None:
    folder, checkpoint = case
    first, second = Authority(tmp_path / "one", "First root"), Authority(tmp_path / "two", "Second root", chain=1)
    now = datetime.now(UTC)
    taken(folder, first.stamp(checkpoint.data, now), "first", first.root)
    with pytest.raises(FormatError, match="does not hold"):
        taken(folder, second.stamp(checkpoint.data, now), "second", first.root)
    taken(folder, second.stamp(checkpoint.data, now), "second", second.root)
    verdict = Record(folder).verify()
    assert verdict.problems == ()
    assert len([note for note in verdict.notes if "stamped at" in note]) == 2
    code, said = by_shell(folder)
    assert code == 0, said
    assert said.count("stamped ") == 2


def test_an_earlier_stamp_of_an_authority_is_not_replaced_by_a_later_one(
    case: tuple[Path, Checkpoint], tmp_path: Path
) -> None:
    folder, checkpoint = case
    authority = Authority(tmp_path / "tsa", on=FIRST)
    early = authority.stamp(checkpoint.data, THEN)
    kept = taken(folder, early, "own", authority.root)
    taken(folder, authority.stamp(checkpoint.data, THEN.replace(year=2016)), "own", authority.root)
    assert kept.read_bytes() == early


def test_a_stamp_of_other_bytes_is_of_none(case: tuple[Path, Checkpoint], tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    with pytest.raises(FormatError):
        taken(case[0], authority.stamp(b"else", datetime.now(UTC)), "own", authority.root)


@given(st.binary(max_size=200))
def test_what_is_no_answer_is_left_as_it_is_or_keeps_its_length(data: bytes) -> None:
    assert sorted(in_order(data)) == sorted(data)
