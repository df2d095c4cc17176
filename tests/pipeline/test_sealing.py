"""Sealing makes what an outsider can hold against the record later."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.record.authority import Authority, serving
from tests.record.test_record import AT, item_of, recorded
from zvirka.model.errors import CaseError, FormatError, InputError
from zvirka.pipeline.outside import Reach
from zvirka.pipeline.sealing import seal, take_answer, write_request
from zvirka.record import Record


@pytest.fixture
def key(tmp_path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    return tmp_path / "key"


def reach(port: int) -> Reach:
    return Reach(lambda ip: ip == "127.0.0.1", {"http": port})


def test_a_sealed_case_verifies_and_says_who_signed(tmp_path: Path, key: Path) -> None:
    recorded(tmp_path / "case", b"one", b"two")
    made = seal(tmp_path / "case", AT, key=key, signer="maria@desk.example")
    assert made.checkpoint.lines == 3
    verdict = Record(tmp_path / "case").verify()
    assert verdict.problems == ()
    assert any("maria@desk.example" in note for note in verdict.notes)


def test_sealing_again_with_nothing_new_gives_the_same_checkpoint(tmp_path: Path) -> None:
    record = recorded(tmp_path / "case", b"one")
    first = seal(tmp_path / "case", AT)
    assert seal(tmp_path / "case", "2022-09-13T00:00:00Z").checkpoint == first.checkpoint
    record.capture(AT, [(item_of(b"more", "more.txt"), b"more")])
    assert seal(tmp_path / "case", AT).checkpoint.lines == first.checkpoint.lines + 2
    assert Record(tmp_path / "case").verify().problems == ()


def test_a_second_signer_takes_nothing_from_the_first(tmp_path: Path, key: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    recorded(tmp_path / "case", b"one")
    first = seal(tmp_path / "case", AT, key=key, signer="maria@desk.example")
    assert first.signature is not None
    words = first.signature.read_bytes()
    second = seal(tmp_path / "case", AT, key=tmp_path / "other", signer="ihor@desk.example")
    assert second.checkpoint.lines > first.checkpoint.lines
    assert first.signature.read_bytes() == words
    verdict = Record(tmp_path / "case").verify()
    assert verdict.problems == ()
    for who in ("maria@desk.example", "ihor@desk.example"):
        assert any(who in note for note in verdict.notes)
    again = seal(tmp_path / "case", AT, key=tmp_path / "other", signer="ihor@desk.example")
    assert again.checkpoint == second.checkpoint


def test_a_log_rewritten_with_its_chain_mended_is_caught_by_the_checkpoint(tmp_path: Path) -> None:
    recorded(tmp_path / "case", b"one", b"two")
    seal(tmp_path / "case", AT)
    other = recorded(tmp_path / "other", b"one", b"changed")
    for name in ("log.jsonl", "checkpoints/head.json"):
        (tmp_path / "case" / name).write_bytes((tmp_path / "other" / name).read_bytes())
    assert other.verify().problems == ()
    problems = Record(tmp_path / "case").verify().problems
    assert any(each.startswith("checkpoints/000000003.json") for each in problems)


def test_a_checkpoint_that_was_taken_away_is_missed(tmp_path: Path) -> None:
    recorded(tmp_path / "case", b"one")
    made = seal(tmp_path / "case", AT)
    made.path.unlink()
    assert "log.jsonl: line 3 records a checkpoint that is missing" in Record(tmp_path / "case").verify().problems


@pytest.mark.parametrize("changed", ["signature", "signers", "checkpoint"])
def test_a_signature_that_does_not_hold_is_named(tmp_path: Path, key: Path, changed: str) -> None:
    recorded(tmp_path / "case", b"one")
    made = seal(tmp_path / "case", AT, key=key, signer="maria")
    assert made.signature is not None
    if changed == "signature":
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
        subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-f", str(tmp_path / "other"), "-n", "zvirka-checkpoint", str(key)],
            check=True,
            capture_output=True,
        )
        made.signature.write_bytes((tmp_path / "key.sig").read_bytes())
    elif changed == "signers":
        (made.path.parent / "allowed_signers").write_text("")
    else:
        made.path.write_bytes(made.path.read_bytes().replace(b'"lines":2', b'"lines":3'))
    problems = Record(tmp_path / "case").verify().problems
    assert any(each.startswith("checkpoints/000000002.json") for each in problems)


def test_a_time_stamp_is_fetched_kept_and_checked(tmp_path: Path) -> None:
    recorded(tmp_path / "case", b"one")
    authority = Authority(tmp_path / "tsa")
    with serving({}, authority) as port:
        address = "http://127.0.0.1/tsr"
        made = seal(tmp_path / "case", AT, authorities=[address], roots={address: authority.root}, reach=reach(port))
    assert [each.name for each in made.stamps] == ["000000002.127.0.0.1.tsr"]
    verdict = Record(tmp_path / "case").verify()
    assert verdict.problems == ()
    assert any("stamped at" in note for note in verdict.notes)
    made.stamps[0].write_bytes(authority.answer(_other_request(tmp_path)))
    assert any("000000002.127.0.0.1.tsr" in each for each in Record(tmp_path / "case").verify().problems)


def _other_request(tmp_path: Path) -> bytes:
    recorded(tmp_path / "elsewhere", b"else")
    write_request(tmp_path / "elsewhere", AT, tmp_path / "else.tsq")
    return (tmp_path / "else.tsq").read_bytes()


def test_a_stamp_can_be_carried_by_hand(tmp_path: Path) -> None:
    recorded(tmp_path / "case", b"one")
    authority, stranger = Authority(tmp_path / "tsa"), Authority(tmp_path / "stranger", "Another root")
    write_request(tmp_path / "case", AT, tmp_path / "q.tsq")
    (tmp_path / "r.tsr").write_bytes(authority.answer((tmp_path / "q.tsq").read_bytes()))
    with pytest.raises(FormatError, match="does not hold"):
        take_answer(tmp_path / "case", AT, tmp_path / "r.tsr", "Own", stranger.root)
    take_answer(tmp_path / "case", AT, tmp_path / "r.tsr", "Own", authority.root)
    assert any("stamped at" in note for note in Record(tmp_path / "case").verify().notes)


def test_without_a_root_certificate_a_stamp_is_kept_and_said_to_be_unchecked(tmp_path: Path) -> None:
    recorded(tmp_path / "case", b"one")
    authority = Authority(tmp_path / "tsa")
    write_request(tmp_path / "case", AT, tmp_path / "q.tsq")
    (tmp_path / "r.tsr").write_bytes(authority.answer((tmp_path / "q.tsq").read_bytes()))
    take_answer(tmp_path / "case", AT, tmp_path / "r.tsr", "Own", None)
    verdict = Record(tmp_path / "case").verify()
    assert verdict.problems == ()
    assert any("not checked" in note for note in verdict.notes)


def test_what_cannot_be_sealed_is_said(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="is no case"):
        seal(tmp_path / "nothing", AT)
    recorded(tmp_path / "case", b"one")
    (tmp_path / "nokey").write_text("no key")
    with pytest.raises(CaseError, match="is no SSH key"):
        seal(tmp_path / "case", AT, key=tmp_path / "nokey", signer="maria")
    with pytest.raises(CaseError, match="cannot name a signer"):
        seal(tmp_path / "case", AT, key=tmp_path / "nokey", signer="maria of desk")
    (tmp_path / "r.tsr").write_bytes(b"no stamp")
    with pytest.raises(FormatError, match="is no time-stamp answer"):
        take_answer(tmp_path / "case", AT, tmp_path / "r.tsr", "Own", None) if write_request(
            tmp_path / "case", AT, tmp_path / "q.tsq"
        ) else None
    with serving({}) as port, pytest.raises(InputError, match="gave no time stamp"):
        seal(tmp_path / "case", AT, authorities=["http://127.0.0.1/"], reach=reach(port))
