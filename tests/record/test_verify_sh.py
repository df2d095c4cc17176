"""VERIFY.sh passes good bags and fails every broken one, in a plain shell without Python."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.record.authority import Authority
from tests.record.test_record import AT, item_of
from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.model.errors import Damaged, InputError
from zvirka.model.judgements import Judgement, Subject
from zvirka.pipeline.bag import read_bag, write_bag
from zvirka.pipeline.sealing import seal, take_answer, write_request
from zvirka.record import Record
from zvirka.record.erasing import Tombstone, erase

SHELL = "sh"
BODIES = {
    "one.txt": b"one",
    "два.txt": "два".encode(),
    "a b'c\"d.txt": b"odd name",
    "gone.txt": b"gone",
    "zero.bin": b"\x00" * 9,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `bag`, made of a case with captures, a judgement, an erasure, a signed and stamped checkpoint, and lines after it."""
    folder = tmp_path_factory.mktemp("custody")
    record = Record(folder / "case")
    record.capture(AT, [(item_of(body, path), body) for path, body in BODIES.items()])
    record.capture(AT, [(item_of(b"one", "again/one.txt"), b"one")])
    subject = Subject("claim", "1f", item="2e", path="one.txt")
    record.judgements.keep(AT, [Judgement("accept", (subject,), "Maria", AT, "seen with own eyes")])
    erase(record, Tombstone("Maria", AT, "asked for", "the person", 1), [sha256_hex(b"gone")])
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True)
    seal(folder / "case", AT, key=folder / "key", signer="maria@desk.example")
    authority = Authority(folder / "tsa")
    write_request(folder / "case", AT, folder / "q.tsq")
    (folder / "r.tsr").write_bytes(authority.answer((folder / "q.tsq").read_bytes()))
    take_answer(folder / "case", AT, folder / "r.tsr", "own", authority.root)
    record = Record(folder / "case")
    record.capture(AT, [(item_of(b"late", "late.txt"), b"late"), (item_of(b"later", "later.txt"), b"later")])
    (folder / "case" / "case.toml").write_text("schema = 1\n")
    assert write_bag(folder / "case", folder / "bag", AT[:10]) > 20
    return folder


@pytest.fixture
def bag(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "bag", tmp_path / "bag")
    return tmp_path / "bag"


def verify(bag: Path, *options: str) -> tuple[int, str]:
    done = subprocess.run([SHELL, str(bag / "VERIFY.sh"), *options], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def relist(bag: Path) -> None:
    """Makes the bag's lists anew, as whoever changes a file would."""
    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    (bag / "manifest-sha256.txt").write_text(_lines(bag, payload))
    tags = sorted(path for path in bag.iterdir() if path.is_file() and path.name != "tagmanifest-sha256.txt")
    (bag / "tagmanifest-sha256.txt").write_text(_lines(bag, tags))


def _lines(bag: Path, paths: list[Path]) -> str:
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n" for path in paths
    )


def lines_of(bag: Path) -> list[bytes]:
    return (bag / "data" / "log.jsonl").read_bytes().splitlines()


def write_lines(bag: Path, lines: list[bytes]) -> None:
    (bag / "data" / "log.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


def rechain(bag: Path, lines: list[bytes], *, head: bool = True) -> None:
    """Numbers and chains the lines anew and writes what says where they end."""
    before, chained, length = "0" * 64, [], 0
    for seq, line in enumerate(lines):
        event = {**json.loads(line), "seq": seq, "prev": before}
        chained.append(canonical_bytes(event))
        before = sha256_hex(chained[-1])
        length += len(chained[-1]) + 1
    write_lines(bag, chained)
    if head:
        document = {"schema": 1, "lines": len(chained), "digest": before, "length": length}
        (bag / "data" / "checkpoints" / "head.json").write_bytes(canonical_bytes(document))


def object_file(bag: Path, data: bytes, suffix: str = "") -> Path:
    name = sha256_hex(data)
    return bag / "data" / "objects" / name[:2] / (name + suffix)


def edit(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def event_with(bag: Path, words: bytes) -> int:
    return next(number for number, line in enumerate(lines_of(bag)) if words in line)


def drop_line(bag: Path, number: int) -> None:
    lines = lines_of(bag)
    rechain(bag, [*lines[:number], *lines[number:][1:]])


def swap_lines(bag: Path, first: int, second: int) -> None:
    lines = lines_of(bag)
    lines[first], lines[second] = lines[second], lines[first]
    rechain(bag, lines)


def change_event(bag: Path, number: int, **fields: object) -> None:
    lines = lines_of(bag)
    lines[number] = canonical_bytes({**json.loads(lines[number]), **fields})
    rechain(bag, lines)


def flip(path: Path, place: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))


def checkpoint(bag: Path) -> Path:
    return next(path for path in (bag / "data" / "checkpoints").glob("*.json") if path.stem.isdecimal())


def forged_object(bag: Path) -> None:
    """An object and its salt that no event brought."""
    path = object_file(bag, b"forged")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"forged")
    path.with_name(path.name + ".salt").write_bytes(canonical_bytes({"schema": 1, "salt": "ab" * 32, "items": []}))


def forged_capture(bag: Path) -> None:
    """The same with an event for it in the log, before the checkpoint."""
    forged_object(bag)
    lines = lines_of(bag)
    event = {"schema": 1, "at": AT, "kind": "captured", "item": "ef" * 32, "object": "cd" * 32}
    rechain(bag, [*lines[:2], canonical_bytes(event), *lines[2:]])


def other_salt(bag: Path) -> None:
    path = object_file(bag, b"one", ".salt")
    salt = json.loads(path.read_bytes())["salt"]
    edit(path, salt.encode(), b"00" * 32)
    table = bag / "commitments.tsv"
    table.write_bytes(table.read_bytes().replace(salt.encode(), b"00" * 32))


def other_path(bag: Path) -> None:
    """Says everywhere but in the log that a file lay elsewhere."""
    edit(object_file(bag, b"odd name", ".salt"), b"a b'c", b"x y'z")
    edit(bag / "commitments.tsv", b"a b'c", b"x y'z")


def other_bytes(bag: Path) -> None:
    """Puts other bytes in the place of an object, under their own name, with its salt."""
    path = object_file(bag, b"late")
    salt = json.loads(path.with_name(path.name + ".salt").read_bytes())["salt"]
    old, new = sha256_hex(b"late"), sha256_hex(b"fake")
    target = object_file(bag, b"fake")
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(b"fake")
    data = path.with_name(path.name + ".salt").read_bytes().replace(old.encode(), new.encode())
    target.with_name(target.name + ".salt").write_bytes(data)
    path.unlink()
    path.with_name(path.name + ".salt").unlink()
    table = bag / "commitments.tsv"
    table.write_bytes(table.read_bytes().replace(old.encode(), new.encode()))
    assert salt


def resealed(bag: Path) -> None:
    """Changes an old line, mends chain, checkpoint and all, and cannot mend the signature."""
    lines = lines_of(bag)
    lines[1] = canonical_bytes({**json.loads(lines[1]), "at": "2022-09-01T00:00:00Z"})
    rechain(bag, lines)
    path = checkpoint(bag)
    fields = json.loads(path.read_bytes())
    kept = b"".join(line + b"\n" for line in lines_of(bag)[: fields["lines"]])
    path.write_bytes(canonical_bytes({**fields, "length": len(kept), "digest": sha256_hex(kept)}))
    number = event_with(bag, b'"kind":"sealed"')
    change_event(bag, number, checkpoint=sha256_hex(path.read_bytes()))


def risen(bag: Path) -> None:
    """Puts erased bytes back with a new salt."""
    path = object_file(bag, b"gone")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"gone")
    salt = {"schema": 1, "salt": "ab" * 32, "items": []}
    path.with_name(path.name + ".salt").write_bytes(canonical_bytes(salt))


def other_signature(bag: Path) -> None:
    key = bag.parent / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    path = checkpoint(bag)
    path.with_name(path.name + ".sig").unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "zvirka-checkpoint", str(path)]
    subprocess.run(command, check=True, capture_output=True)


def other_purpose(bag: Path) -> None:
    path = checkpoint(bag)
    path.with_name(path.name + ".sig").unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(bag.parent / "key"), "-n", "file", str(path)]
    subprocess.run(command, check=True, capture_output=True)


def other_root(bag: Path) -> None:
    (bag / "data" / "checkpoints" / "roots" / "own.pem").write_bytes(Authority(bag.parent / "tsa2", "Other").root)


def rewrite_checkpoint(bag: Path, **fields: object) -> None:
    path = checkpoint(bag)
    path.write_bytes(canonical_bytes({**json.loads(path.read_bytes()), **fields}))


def unlink_all(bag: Path, data: bytes) -> None:
    object_file(bag, data).unlink()
    object_file(bag, data, ".salt").unlink()


def without_rows(bag: Path, words: bytes) -> None:
    table = bag / "commitments.tsv"
    table.write_bytes(b"".join(line for line in table.read_bytes().splitlines(True) if words not in line))


JUDGED = b'"kind":"judged"'
NOT_RELISTED: dict[str, Callable[[Path], object]] = {
    "a byte of an object": lambda bag: flip(object_file(bag, b"one")),
    "a byte of a salt": lambda bag: flip(object_file(bag, b"one", ".salt"), 30),
    "a byte of the log": lambda bag: flip(bag / "data" / "log.jsonl", 40),
    "a byte of a checkpoint": lambda bag: flip(checkpoint(bag), 20),
    "a byte of case.toml": lambda bag: flip(bag / "data" / "case.toml"),
    "a byte of VERIFY.md": lambda bag: flip(bag / "VERIFY.md"),
    "a byte of commitments.tsv": lambda bag: flip(bag / "commitments.tsv", 30),
    "a byte of bag-info.txt": lambda bag: flip(bag / "bag-info.txt"),
    "a file taken away": lambda bag: object_file(bag, b"late").unlink(),
    "a file added to the payload": lambda bag: (bag / "data" / "objects" / "extra").write_text("x"),
    "a file added to the top": lambda bag: (bag / "README").write_text("x"),
    "a hidden file added": lambda bag: (bag / "data" / ".hidden").write_text("x"),
    "a link for a file": lambda bag: (
        object_file(bag, b"one").rename(bag.parent / "kept"),
        object_file(bag, b"one").symlink_to(bag.parent / "kept"),
    ),
    "a line taken from the manifest": lambda bag: edit(
        bag / "manifest-sha256.txt", (bag / "manifest-sha256.txt").read_bytes().splitlines(True)[0], b""
    ),
    "the manifest taken away": lambda bag: (bag / "manifest-sha256.txt").unlink(),
    "an empty object in the place of one": lambda bag: object_file(bag, b"one").write_bytes(b""),
}
RELISTED: dict[str, Callable[[Path], object]] = {
    "other bytes under an object's name": lambda bag: object_file(bag, b"one").write_bytes(b"two"),
    "other bytes under their own name": other_bytes,
    "an object and its salt taken away": lambda bag: unlink_all(bag, b"late"),
    "an object, its salt and its rows taken away": lambda bag: (
        unlink_all(bag, b"late"),
        without_rows(bag, sha256_hex(b"late").encode()),
    ),
    "a salt taken away": lambda bag: object_file(bag, b"one", ".salt").unlink(),
    "another salt everywhere": other_salt,
    "another salt in its file": lambda bag: edit(object_file(bag, b"one", ".salt"), b'"salt":"', b'"salt":"0000'),
    "another path of an item everywhere": other_path,
    "another path in a salt file": lambda bag: edit(object_file(bag, b"late", ".salt"), b"late.txt", b"else.txt"),
    "another size in a salt file": lambda bag: edit(
        object_file(bag, b"late", ".salt"), b'"size_bytes":4', b'"size_bytes":5'
    ),
    "an item taken from a salt file": lambda bag: edit(
        object_file(bag, b"late", ".salt"),
        b'"items":[' + object_file(bag, b"late", ".salt").read_bytes().split(b'"items":[')[1].split(b"]")[0],
        b'"items":[',
    ),
    "a row of commitments taken away": lambda bag: without_rows(bag, b"late.txt"),
    "a row of commitments added": lambda bag: (bag / "commitments.tsv").open("ab").write(b"object\t00\t00\t00\n"),
    "commitments emptied": lambda bag: (bag / "commitments.tsv").write_bytes(b""),
    "an object that no event brought": forged_object,
    "a capture slipped into the sealed log": forged_capture,
    "erased bytes put back": risen,
    "a sealed line dropped": lambda bag: drop_line(bag, 2),
    "the first line dropped": lambda bag: drop_line(bag, 0),
    "an unsealed line dropped": lambda bag: drop_line(bag, len(lines_of(bag)) - 2),
    "the last line dropped": lambda bag: drop_line(bag, len(lines_of(bag)) - 1),
    "the last line dropped, its end not mended": lambda bag: write_lines(bag, lines_of(bag)[:-1]),
    "the log cut before its checkpoint": lambda bag: rechain(bag, lines_of(bag)[:3]),
    "the log emptied": lambda bag: (bag / "data" / "log.jsonl").write_bytes(b""),
    "the last line torn": lambda bag: (bag / "data" / "log.jsonl").write_bytes(
        (bag / "data" / "log.jsonl").read_bytes()[:-5]
    ),
    "two sealed lines swapped": lambda bag: swap_lines(bag, 1, 2),
    "two unsealed lines swapped without mending": lambda bag: write_lines(
        bag, [*lines_of(bag)[:-2], lines_of(bag)[-1], lines_of(bag)[-2]]
    ),
    "an unsealed line doubled": lambda bag: write_lines(bag, [*lines_of(bag), lines_of(bag)[-1]]),
    "a sealed event's clock": lambda bag: change_event(bag, 1, at="2022-01-01T00:00:00Z"),
    "a sealed event's kind": lambda bag: change_event(bag, 1, kind="note"),
    "an unsealed commitment": lambda bag: change_event(bag, len(lines_of(bag)) - 1, item="12" * 32),
    "an unsealed event's field without mending": lambda bag: edit(
        bag / "data" / "log.jsonl", lines_of(bag)[-1][:40], lines_of(bag)[-1][:40].replace(b"2022", b"2021")
    ),
    "a judgement edited": lambda bag: edit(
        next(p for p in (bag / "data" / "objects").rglob("*") if p.is_file() and b"own eyes" in p.read_bytes()),
        b"own eyes",
        b"own ears",
    ),
    "a judgement dropped from the log": lambda bag: drop_line(bag, event_with(bag, JUDGED)),
    "a judgement's commitment exchanged": lambda bag: change_event(bag, event_with(bag, JUDGED), judgement="34" * 32),
    "an erasure dropped from the log": lambda bag: drop_line(bag, event_with(bag, b'"kind":"erased"')),
    "an erasure that names nothing": lambda bag: change_event(bag, event_with(bag, b'"kind":"erased"'), of=[]),
    "a tombstone edited": lambda bag: edit(
        next(p for p in (bag / "data" / "objects").rglob("*") if p.is_file() and b"tombstone" in p.read_bytes()),
        b"asked for",
        b"no reason",
    ),
    "a checkpoint taken away": lambda bag: checkpoint(bag).unlink(),
    "a checkpoint of other lines": lambda bag: rewrite_checkpoint(bag, lines=3),
    "a checkpoint of another length": lambda bag: rewrite_checkpoint(bag, length=10),
    "a checkpoint of another digest": lambda bag: rewrite_checkpoint(bag, digest="56" * 32),
    "a checkpoint of another time": lambda bag: rewrite_checkpoint(bag, at="2021-01-01T00:00:00Z"),
    "a checkpoint that is none": lambda bag: checkpoint(bag).write_bytes(b"{}"),
    "history rewritten and sealed anew": resealed,
    "the end of the log taken away": lambda bag: (bag / "data" / "checkpoints" / "head.json").unlink(),
    "another hand's signature": other_signature,
    "a signature for another purpose": other_purpose,
    "a byte of the signature": lambda bag: flip(checkpoint(bag).with_name(checkpoint(bag).name + ".sig"), 120),
    "the signers taken away": lambda bag: (bag / "data" / "checkpoints" / "allowed_signers").unlink(),
    "a byte of the time stamp": lambda bag: flip(next((bag / "data" / "checkpoints").glob("*.tsr")), -40),
    "the time stamp of nothing": lambda bag: next((bag / "data" / "checkpoints").glob("*.tsr")).write_bytes(b""),
    "another authority's root": other_root,
}


def test_a_good_bag_passes(bag: Path) -> None:
    code, said = verify(bag)
    assert code == 0, said
    assert "All as recorded." in said
    assert "signed by maria@desk.example" in said
    assert "stamped" in said
    assert "not checked" not in said


@pytest.mark.parametrize("name", NOT_RELISTED)
def test_a_change_fails(bag: Path, name: str) -> None:
    NOT_RELISTED[name](bag)
    code, said = verify(bag)
    assert code == 1, said
    assert "FAIL: " in said


@pytest.mark.parametrize("name", RELISTED)
def test_a_change_fails_though_the_lists_were_made_anew(bag: Path, made: Path, name: str) -> None:
    shutil.copy(made / "key", bag.parent / "key")
    RELISTED[name](bag)
    relist(bag)
    code, said = verify(bag)
    assert code == 1, said
    assert "FAIL: " in said


def test_there_are_at_least_forty_ways_to_fail() -> None:
    assert len(NOT_RELISTED) + len(RELISTED) >= 40


def _moved(bag: Path) -> Path:
    target = bag.parent / "else where" / "b"
    target.parent.mkdir()
    return bag.rename(target)


GOOD: dict[str, Callable[[Path], Path]] = {
    "as packed": lambda bag: bag,
    "moved to a path with a space": _moved,
    "read-only": lambda bag: (os.chmod(bag / "data" / "log.jsonl", 0o444), bag)[1],  # noqa: PTH101
    "lists made anew": lambda bag: (relist(bag), bag)[1],
    "copied with other times": lambda bag: (os.utime(bag / "data" / "log.jsonl", (0, 0)), bag)[1],
    "without signature": lambda bag: (
        checkpoint(bag).with_name(checkpoint(bag).name + ".sig").unlink(),
        relist(bag),
        bag,
    )[2],
    "without time stamp": lambda bag: (
        next((bag / "data" / "checkpoints").glob("*.tsr")).unlink(),
        relist(bag),
        bag,
    )[2],
    "without root certificate": lambda bag: (
        (bag / "data" / "checkpoints" / "roots" / "own.pem").unlink(),
        relist(bag),
        bag,
    )[2],
}


@pytest.mark.parametrize("name", GOOD)
def test_what_changes_nothing_passes(bag: Path, name: str) -> None:
    code, said = verify(GOOD[name](bag))
    assert code == 0, said


def _fresh(folder: Path, steps: tuple[str, ...]) -> Path:
    record = Record(folder / "case")
    for number, step in enumerate(steps):
        if step == "capture":
            record.capture(AT, [(item_of(step.encode(), f"{number}.txt"), step.encode())])
        elif step == "judge":
            judgement = Judgement("side", (Subject("source", "The Herald"),), f"Person {number}", AT, value="third")
            record.judgements.keep(AT, [judgement])
        else:
            seal(folder / "case", AT)
    write_bag(folder / "case", folder / "fresh", AT[:10])
    return folder / "fresh"


@pytest.mark.parametrize(
    "steps",
    [
        ("capture",),
        ("capture", "seal"),
        ("capture", "judge", "judge"),
        ("capture", "seal", "capture", "seal", "judge"),
        ("judge",),
    ],
)
def test_a_case_at_any_stage_passes(tmp_path: Path, steps: tuple[str, ...]) -> None:
    code, said = verify(_fresh(tmp_path, steps))
    assert code == 0, said


def test_the_checkpoint_one_was_given_must_be_there(bag: Path) -> None:
    given = sha256_hex(checkpoint(bag).read_bytes())
    assert verify(bag, "--checkpoint", given)[0] == 0
    code, said = verify(bag, "--checkpoint", "00" * 32)
    assert code == 1
    assert "no checkpoint here has the digest that you gave" in said


def test_the_keys_one_trusts_stand_above_those_in_the_bag(bag: Path, made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "case" / "checkpoints" / "allowed_signers", tmp_path / "trusted")
    other_signature(bag)
    public = (tmp_path / "other.pub").read_text().split()
    signers = bag / "data" / "checkpoints" / "allowed_signers"
    signers.write_text(f'maria@desk.example namespaces="zvirka-checkpoint" {public[0]} {public[1]}\n')
    relist(bag)
    assert verify(bag)[0] == 0  # what lies in the bag proves only that one hand signed
    assert verify(bag, "--signers", str(tmp_path / "trusted"))[0] == 1


def test_an_unknown_option_and_a_missing_tool_are_said(bag: Path) -> None:
    assert verify(bag, "--nonsense", "x")[0] == 2
    shell = shutil.which(SHELL)
    assert shell is not None
    done = subprocess.run(
        [shell, str(bag / "VERIFY.sh")], env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "is missing on this machine" in done.stderr


def test_a_bag_becomes_the_same_case_again(bag: Path, made: Path, tmp_path: Path) -> None:
    read_bag(bag, tmp_path / "again")
    assert (tmp_path / "again" / "log.jsonl").read_bytes() == (made / "case" / "log.jsonl").read_bytes()
    assert Record(tmp_path / "again").verify() == Record(made / "case").verify()
    with pytest.raises(InputError, match="is there already"):
        read_bag(bag, tmp_path / "again")


@pytest.mark.parametrize("name", NOT_RELISTED)
def test_no_case_is_made_of_a_broken_bag(bag: Path, tmp_path: Path, name: str) -> None:
    NOT_RELISTED[name](bag)
    try:
        read_bag(bag, tmp_path / "again")
    except (Damaged, InputError):
        assert not (tmp_path / "again").exists()
    else:
        assert name == "a file added to the top"  # of no concern to the case


def test_a_manifest_names_nothing_outside_the_bag(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    for line in (b"data/../../secret", b"/etc/passwd", b"data\\..\\x", b"VERIFY.md"):
        (bag / "manifest-sha256.txt").write_bytes(b"0" * 64 + b"  " + line + b"\n")
        with pytest.raises((Damaged, InputError)):
            read_bag(bag, tmp_path / "again")


def test_a_damaged_record_is_not_packed(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "case", tmp_path / "case")
    name = sha256_hex(b"one")
    (tmp_path / "case" / "objects" / name[:2] / name).write_bytes(b"two")
    with pytest.raises(Damaged, match="does not hold"):
        write_bag(tmp_path / "case", tmp_path / "bag2", AT[:10])
