"""A proof shows one line of a log and nothing else, holds without the case, and falls with any change."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.record.authority import Authority
from tests.record.day import AT, body, judgement, live
from zvirka.cli.commands import zvirka
from zvirka.cli.ending import run_to_exit_code
from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.model.errors import CaseError, FormatError, InputError
from zvirka.pipeline.sealing import seal, take_answer, write_request
from zvirka.record import Record
from zvirka.record.commitments import PUBLISHED
from zvirka.record.proving import Proof, check_proof, others, prove, read_proof
from zvirka.record.timestamps import time_stamp_request

STEPS = 12
MANIFEST = sha256_hex(b"list of files")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of twelve reports, some erased, four decisions, an edition; checkpoints after every fourth, and at its end."""
    folder = tmp_path_factory.mktemp("proving") / "case"
    live(folder, STEPS)
    Record(folder).log.append(AT, [(PUBLISHED, {"edition": 1, "digest": "ab" * 32, "manifest": MANIFEST})])
    seal(folder, AT)
    return folder


def things(case: Path) -> list[tuple[str, str]]:
    """(name, SHA-256) of all that can be proved."""
    erased = {step for step in range(STEPS) if step % 5 == 1}
    items = [(f"{step}.txt", sha256_hex(body(step))) for step in range(STEPS) if step not in erased]
    decisions = [(judgement(step).id, judgement(step).id) for step in range(0, STEPS, 3)]
    (tombstone,) = set(Record(case).objects.all()) - {digest for _, digest in [*items, *decisions]}
    return [*items, *decisions, (tombstone, tombstone), ("editions/1", MANIFEST)]


def test_all_that_was_recorded_can_be_proved_and_shows_nothing_else(case: Path) -> None:
    every = things(case)
    for name, digest in every:
        data = prove(Record(case), name).data
        problems, notes = check_proof(read_proof(data, "p"), file=digest)
        assert problems == []
        assert digest in notes[0]
        shown = data.decode()
        assert [other for other, of in every if of != digest and (of in shown or f'"{other}"' in shown)] == []


def test_a_proof_is_in_the_first_checkpoint_that_holds_the_line_or_in_the_one_named(case: Path) -> None:
    first, last = prove(Record(case), "0.txt"), prove(Record(case), "editions/1").checkpoint
    assert first.checkpoint.lines < last.lines
    assert prove(Record(case), "0.txt", last.id[:12]).checkpoint == last
    with pytest.raises(CaseError, match="no such checkpoint"):
        prove(Record(case), "editions/1", first.checkpoint.id)


def test_a_change_of_any_character_is_noticed(case: Path) -> None:
    data = prove(Record(case), "7.txt").data
    noticed = 0
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            problems, _ = check_proof(read_proof(bytes(changed), "p"), checkpoint=prove_id(data))
        except FormatError:
            problems = ["no proof"]
        noticed += bool(problems)
    assert noticed == len(data)


def prove_id(data: bytes) -> str:
    """The id of a proof's checkpoint, as its holder was given it before."""
    return read_proof(data, "p").checkpoint.id


def test_words_of_another_report_or_decision_are_refused(case: Path) -> None:
    one, other, decision = (prove(Record(case), name) for name in ("7.txt", "8.txt", judgement(3).id))
    for forged in (
        replace(one, words=other.words),
        replace(one, words=other.words, salt=other.salt),
        replace(one, line=other.line),
        replace(one, seq=other.seq),
        replace(one, path=one.path[:-1]),
        replace(one, path=(*one.path, "00" * 32)),
        replace(one, words=("item", one.words[1])),
        replace(one, words=(*one.words[:2], "other.txt", *one.words[3:])),
        replace(decision, words=("edits", decision.words[1])),
        replace(decision, salt=""),
        replace(prove(Record(case), "editions/1"), words=(2, "ab" * 32, MANIFEST)),
    ):
        assert check_proof(forged)[0], forged
    assert check_proof(one, file=other.digest)[0] == ["the file is not the one that was recorded"]
    assert check_proof(one, checkpoint="0" * 64)[0] == ["the proof is in another checkpoint than the one that you gave"]


@pytest.mark.parametrize("name", ["nothing.txt", "editions/7", "00", "1.txt"])
def test_what_is_not_recorded_or_was_erased_has_no_proof(case: Path, name: str) -> None:
    with pytest.raises(InputError):
        prove(Record(case), name)


def test_what_no_checkpoint_holds_yet_has_no_proof(tmp_path: Path) -> None:
    live(tmp_path / "case", 1)
    with pytest.raises(CaseError, match="zvirka seal"):
        prove(Record(tmp_path / "case"), "0.txt")


@pytest.mark.parametrize("broken", [b"", b"[]", b"{}", b"\xff", b'{"kind":"proof","schema":1}', b"[" * 100_000])
def test_what_is_no_proof_is_named(broken: bytes) -> None:
    with pytest.raises(FormatError, match="p: is no proof"):
        read_proof(broken, "p")


def test_a_stamp_of_a_name_that_is_a_path_is_refused(case: Path) -> None:
    fields = json.loads(prove(Record(case), "0.txt").data) | {"stamps": {"../x": ""}}
    with pytest.raises(FormatError):
        read_proof(canonical_bytes(fields), "p")


@pytest.fixture(scope="module")
def witnessed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Proof, Path]:
    """(folder with keys and roots, the proof of a report in a signed and stamped checkpoint, its signer's allowed_signers)."""
    folder = tmp_path_factory.mktemp("witnessed")
    for name in ("key", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    live(folder / "case", 3)
    seal(folder / "case", AT, key=folder / "key", signer="maria")
    authority = Authority(folder / "tsa")
    write_request(folder / "case", AT, folder / "q.tsq")
    (folder / "r.tsr").write_bytes(authority.answer((folder / "q.tsq").read_bytes()))
    take_answer(folder / "case", AT, folder / "r.tsr", "Own", None)
    (folder / "roots").mkdir()
    (folder / "roots" / "own.pem").write_bytes(authority.root)
    return folder, prove(Record(folder / "case"), "2.txt"), folder / "case" / "checkpoints" / "allowed_signers"


def test_signature_and_stamp_go_with_the_proof_and_are_checked_against_what_one_trusts(
    witnessed: tuple[Path, Proof, Path],
) -> None:
    folder, proof, signers = witnessed
    problems, notes = check_proof(read_proof(proof.data, "p"), signers=signers, roots=folder / "roots")
    assert problems == []
    assert any("maria" in note for note in notes)
    assert any("stamped at" in note for note in notes)
    problems, notes = check_proof(proof)
    assert problems == []
    assert any("signed; not checked" in note for note in notes)
    assert any("not checked" in note and "own.pem" in note for note in notes)


def test_a_stamp_is_taken_before_a_signature_and_the_other_checkpoints_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    case = tmp_path / "case"
    live(case, 3)
    seals = [seal(case, AT, key=tmp_path / "key", signer="maria").checkpoint]
    for number in range(3):
        Record(case).log.append(AT, [(PUBLISHED, {"edition": number, "digest": "ab" * 32, "manifest": MANIFEST})])
        seals.append(seal(case, AT, key=tmp_path / "key" if number == 0 else None, signer="maria").checkpoint)
    assert prove(Record(case), "2.txt").checkpoint == seals[0]
    authority = Authority(tmp_path / "tsa")
    for stamped in seals[2:]:
        request = tmp_path / "q.tsq"
        request.write_bytes(time_stamp_request(stamped))
        (tmp_path / "r.tsr").write_bytes(authority.answer(request.read_bytes()))
        take_answer(case, AT, tmp_path / "r.tsr", "Own", None)
    proof = prove(Record(case), "2.txt")
    assert proof.checkpoint == seals[2]
    assert list(proof.stamps) == ["own"]
    rest = [(seals[3], "time-stamped"), (seals[1], "signed"), (seals[0], "signed")]
    assert [pair for pair in others(Record(case), proof) if pair[0] in seals] == rest
    to = str(tmp_path / "proof.json")
    assert run_to_exit_code(zvirka, ["prove", "2.txt", "--case", str(case), "--to", to]) == 0
    out = capsys.readouterr().out
    assert "is time-stamped." in out
    assert [each.id[:12] in out.partition("\n")[2] for each in seals] == [True, True, False, True]
    named = ["prove", "2.txt", "--case", str(case), "--to", to + "2", "--checkpoint", seals[1].id[:12], "--json"]
    assert run_to_exit_code(zvirka, named) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["checkpoint"], told["beside"]) == (seals[1].id, "signed")


def test_a_signature_of_a_stranger_or_of_another_checkpoint_does_not_hold(
    witnessed: tuple[Path, Proof, Path], case: Path
) -> None:
    folder, proof, signers = witnessed
    stranger = folder / "strangers"
    stranger.write_text(signers.read_text().rsplit(" ", 2)[0] + " " + (folder / "stranger.pub").read_text())
    assert "is signed by nobody" in check_proof(proof, signers=stranger)[0][0]
    other = prove(Record(case), "2.txt")
    assert "does not hold" in check_proof(replace(other, signature=proof.signature), signers=signers)[0][0]
    assert check_proof(replace(other, stamps=proof.stamps), roots=folder / "roots")[0]
    assert check_proof(other, signers=signers)[0] == ["the checkpoint is not signed"]


def test_the_commands_prove_and_check(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to, file = str(tmp_path / "proof.json"), tmp_path / "2.txt"
    file.write_bytes(body(2))
    assert run_to_exit_code(zvirka, ["prove", "2.txt", "--case", str(case), "--to", to]) == 0
    assert run_to_exit_code(zvirka, ["verify", "--proof", to, "--file", str(file)]) == 0
    assert "The proof holds." in capsys.readouterr().out
    file.write_bytes(body(3))
    assert run_to_exit_code(zvirka, ["verify", "--proof", to, "--file", str(file), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["problems"] == ["the file is not the one that was recorded"]
    assert run_to_exit_code(zvirka, ["prove", "2.txt", "--case", str(case), "--to", to]) == 2
    assert run_to_exit_code(zvirka, ["verify", "--proof", to, str(case)]) == 2
    assert run_to_exit_code(zvirka, ["verify", "--signers", to, str(case)]) == 2
    assert run_to_exit_code(zvirka, ["verify"]) == 2
