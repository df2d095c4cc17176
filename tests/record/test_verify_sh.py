"""VERIFY.sh passes good bags and fails every broken one, in a plain shell without Python."""

from __future__ import annotations

import hashlib
import json
import os
import re
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
from zvirka.model.visible import HIDDEN
from zvirka.pipeline import bag as packing
from zvirka.pipeline.bag import LEFT_OUT, _rows, read_bag, write_bag
from zvirka.pipeline.sealing import seal, take_answer, write_request
from zvirka.record import Record
from zvirka.record.commitments import PUBLISHED
from zvirka.record.disk import copy_whole
from zvirka.record.editions import MANIFEST, manifest
from zvirka.record.erasing import Tombstone, erase

SHELL = "sh"
BODIES = {
    "one.txt": b"one",
    "два.txt": "два".encode(),
    "a b'c\"d.txt": b"odd name",
    "gone.txt": b"gone",
    "gone too.txt": b"gone too",
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
    shutil.copytree(folder / "case", folder / "before")
    erase(record, Tombstone("Maria", AT, "asked for", "the person", 1), [sha256_hex(b"gone")])
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True)
    seal(folder / "case", AT, key=folder / "key", signer="maria@desk.example")
    authority = Authority(folder / "tsa")
    write_request(folder / "case", AT, folder / "q.tsq")
    (folder / "r.tsr").write_bytes(authority.answer((folder / "q.tsq").read_bytes()))
    take_answer(folder / "case", AT, folder / "r.tsr", "own", authority.root)
    record = Record(folder / "case")
    erase(record, Tombstone("Maria", AT, "asked for", "the person", 1), [sha256_hex(b"gone too")])
    with (folder / "case" / "log.jsonl").open("ab") as log:
        log.write(b'{"torn')
    record = Record(folder / "case")
    given_out(record)
    record.capture(AT, [(item_of(b"late", "late.txt"), b"late"), (item_of(b"later", "later.txt"), b"later")])
    (folder / "case" / "case.toml").write_text("schema = 1\n")
    assert write_bag(folder / "case", folder / "bag", AT[:10]) > 20
    return folder


def given_out(record: Record) -> None:
    """An edition of two files, kept in the case and told to the log."""
    files = {"en/index.html": b"<p>A page.</p>", "content.json": b"{}"}
    listed = manifest({path: sha256_hex(data) for path, data in files.items()})
    for path, data in {**files, MANIFEST: listed}.items():
        target = record.folder / "editions" / "1" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    record.note(AT, PUBLISHED, {"edition": 1, "digest": "ab" * 32, "manifest": sha256_hex(listed)})


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


def risen_whole(bag: Path) -> None:
    """Puts erased bytes back with the salt and the rows of before."""
    name = sha256_hex(b"gone")
    before = bag.parent / "before"
    for suffix in ("", ".salt"):
        target = object_file(bag, b"gone", suffix)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(before / "objects" / name[:2] / (name + suffix), target)
    rows = [row for row in _rows(Record(before)) if name in row]
    with (bag / "commitments.tsv").open("a", encoding="utf-8") as table:
        table.writelines(rows)


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
EDITION = "data/editions/1"
Vector = tuple[Callable[[Path], object], str]
"""What is done to a bag, and what VERIFY.sh must say of it (a regular expression)."""
NOT_RELISTED: dict[str, Vector] = {
    "a byte of an object": (lambda bag: flip(object_file(bag, b"one")), "objects/76/.*: FAILED"),
    "a byte of a salt": (lambda bag: flip(object_file(bag, b"one", ".salt"), 30), r"\.salt: FAILED"),
    "a byte of the log": (lambda bag: flip(bag / "data" / "log.jsonl", 40), "log.jsonl: FAILED"),
    "a byte of a checkpoint": (lambda bag: flip(checkpoint(bag), 20), r"\d\.json: FAILED"),
    "a byte of case.toml": (lambda bag: flip(bag / "data" / "case.toml"), "case.toml: FAILED"),
    "a byte of VERIFY.md": (lambda bag: flip(bag / "VERIFY.md"), "VERIFY.md: FAILED"),
    "a byte of commitments.tsv": (lambda bag: flip(bag / "commitments.tsv", 30), "commitments.tsv: FAILED"),
    "a byte of bag-info.txt": (lambda bag: flip(bag / "bag-info.txt"), "bag-info.txt: FAILED"),
    "a file taken away": (lambda bag: object_file(bag, b"late").unlink(), "objects/08/.* is listed and is not here"),
    "a file added to the payload": (
        lambda bag: (bag / "data" / "objects" / "extra").write_text("x"),
        "data/objects/extra is listed nowhere",
    ),
    "a file added to the top": (lambda bag: (bag / "README").write_text("x"), "README is listed nowhere"),
    "a hidden file added": (lambda bag: (bag / "data" / ".hidden").write_text("x"), r"data/\.hidden is listed nowhere"),
    "a link for a file": (
        lambda bag: (
            object_file(bag, b"one").rename(bag.parent / "kept"),
            object_file(bag, b"one").symlink_to(bag.parent / "kept"),
        ),
        "objects/76/.* is a link or device, not a file",
    ),
    "a line taken from the manifest": (
        lambda bag: edit(
            bag / "manifest-sha256.txt", (bag / "manifest-sha256.txt").read_bytes().splitlines(True)[0], b""
        ),
        "case.toml is listed nowhere",
    ),
    "the manifest taken away": (lambda bag: (bag / "manifest-sha256.txt").unlink(), "manifest-sha256.txt is missing"),
    "an empty object in the place of one": (
        lambda bag: object_file(bag, b"one").write_bytes(b""),
        "objects/76/.*: FAILED",
    ),
    "a pipe among the files": (lambda bag: os.mkfifo(bag / "data" / "pipe"), "pipe is listed nowhere"),
    "a file whose name has the lines of two": (
        lambda bag: (
            (bag / "data" / "case.toml\ndata").mkdir(),
            (bag / "data" / "case.toml\ndata" / "log.jsonl").write_text("x"),
        ),
        "is listed nowhere",
    ),
    "lists with other line ends": (
        lambda bag: (bag / "manifest-sha256.txt").write_bytes(
            (bag / "manifest-sha256.txt").read_bytes().replace(b"\n", b"\r\n")
        ),
        "manifest-sha256.txt has other line ends",
    ),
    "a list that names what it reads from": (
        lambda bag: (bag / "manifest-sha256.txt").open("ab").write(sha256_hex(b"").encode() + b"  -\n"),
        "- is listed and is not here",
    ),
    "a list that names a file outside": (
        lambda bag: (
            (bag.parent / "out").write_bytes(b""),
            (bag / "manifest-sha256.txt").open("ab").write(sha256_hex(b"").encode() + b"  data/../../out\n"),
        ),
        "data/../../out is listed and is not here",
    ),
}
RELISTED: dict[str, Vector] = {
    "other bytes under an object's name": (
        lambda bag: object_file(bag, b"one").write_bytes(b"two"),
        "objects/76/.*: the bytes are not those of its name",
    ),
    "other bytes under their own name": (other_bytes, "the log does not record this: object"),
    "an object and its salt taken away": (lambda bag: unlink_all(bag, b"late"), r"objects/08/.*\.salt is missing"),
    "an object, its salt and its rows taken away": (
        lambda bag: (
            unlink_all(bag, b"late"),
            without_rows(bag, sha256_hex(b"late").encode()),
        ),
        "the log commits to something that is not here",
    ),
    "a salt taken away": (lambda bag: object_file(bag, b"one", ".salt").unlink(), r"objects/76/.*\.salt is missing"),
    "another salt everywhere": (other_salt, "the log does not record this: object"),
    "another salt in its file": (
        lambda bag: edit(object_file(bag, b"one", ".salt"), b'"salt":"', b'"salt":"0000'),
        "has another salt than commitments.tsv",
    ),
    "another path of an item everywhere": (other_path, "the log does not record this: item"),
    "another path in a salt file": (
        lambda bag: edit(object_file(bag, b"late", ".salt"), b"late.txt", b"else.txt"),
        r"objects/08/.*\.salt says otherwise than commitments.tsv",
    ),
    "another size in a salt file": (
        lambda bag: edit(object_file(bag, b"late", ".salt"), b'"size_bytes":4', b'"size_bytes":5'),
        r"objects/08/.*\.salt says otherwise than commitments.tsv",
    ),
    "an item taken from a salt file": (
        lambda bag: edit(
            object_file(bag, b"late", ".salt"),
            b'"items":[' + object_file(bag, b"late", ".salt").read_bytes().split(b'"items":[')[1].split(b"]")[0],
            b'"items":[',
        ),
        r"objects/08/.*\.salt names other items than commitments.tsv",
    ),
    "a row of commitments taken away": (
        lambda bag: without_rows(bag, b"late.txt"),
        "the log commits to something that is not here",
    ),
    "a row of commitments added": (
        lambda bag: (bag / "commitments.tsv").open("ab").write(b"object\t00\t00\t00\n"),
        r"objects/00/00\.salt is missing",
    ),
    "commitments emptied": (
        lambda bag: (bag / "commitments.tsv").write_bytes(b""),
        "object and commitment do not pair",
    ),
    "an object that no event brought": (forged_object, "object and commitment do not pair"),
    "a capture slipped into the sealed log": (forged_capture, "log.jsonl is not what .* sealed"),
    "erased bytes put back": (risen, "object and commitment do not pair"),
    "a sealed line dropped": (lambda bag: drop_line(bag, 2), "log.jsonl is not what .* sealed"),
    "the first line dropped": (lambda bag: drop_line(bag, 0), "log.jsonl is not what .* sealed"),
    "an unsealed line dropped": (
        lambda bag: drop_line(bag, len(lines_of(bag)) - 2),
        "the log does not record this: object",
    ),
    "the last line dropped": (
        lambda bag: drop_line(bag, len(lines_of(bag)) - 1),
        "the log does not record this: object",
    ),
    "the last line dropped, its end not mended": (
        lambda bag: write_lines(bag, lines_of(bag)[:-1]),
        "the last line of .* is not the one written",
    ),
    "the log cut before its checkpoint": (
        lambda bag: rechain(bag, lines_of(bag)[:3]),
        "log.jsonl ends before what .* sealed",
    ),
    "the log emptied": (
        lambda bag: (bag / "data" / "log.jsonl").write_bytes(b""),
        "log.jsonl does not end with a whole line",
    ),
    "the last line torn": (
        lambda bag: (bag / "data" / "log.jsonl").write_bytes((bag / "data" / "log.jsonl").read_bytes()[:-5]),
        "log.jsonl does not end with a whole line",
    ),
    "two sealed lines swapped": (lambda bag: swap_lines(bag, 1, 2), "log.jsonl is not what .* sealed"),
    "two unsealed lines swapped without mending": (
        lambda bag: write_lines(bag, [*lines_of(bag)[:-2], lines_of(bag)[-1], lines_of(bag)[-2]]),
        r"line \d+ does not follow the line before it",
    ),
    "an unsealed line doubled": (
        lambda bag: write_lines(bag, [*lines_of(bag), lines_of(bag)[-1]]),
        r"line \d+ does not follow the line before it",
    ),
    "a sealed event's clock": (
        lambda bag: change_event(bag, 1, at="2022-01-01T00:00:00Z"),
        "log.jsonl is not what .* sealed",
    ),
    "a sealed event's kind": (lambda bag: change_event(bag, 1, kind="note"), "log.jsonl is not what .* sealed"),
    "an unsealed commitment": (
        lambda bag: change_event(bag, len(lines_of(bag)) - 1, item="12" * 32),
        "the log commits to something that is not here: 1212",
    ),
    "an unsealed event's field without mending": (
        lambda bag: edit(
            bag / "data" / "log.jsonl", lines_of(bag)[-1][:40], lines_of(bag)[-1][:40].replace(b"2022", b"2021")
        ),
        "the last line of .* is not the one written",
    ),
    "a judgement edited": (
        lambda bag: edit(
            next(p for p in (bag / "data" / "objects").rglob("*") if p.is_file() and b"own eyes" in p.read_bytes()),
            b"own eyes",
            b"own ears",
        ),
        "objects/.*: the bytes are not those of its name",
    ),
    "a judgement dropped from the log": (
        lambda bag: drop_line(bag, event_with(bag, JUDGED)),
        "the log does not record this: judgement",
    ),
    "a judgement's commitment exchanged": (
        lambda bag: change_event(bag, event_with(bag, JUDGED), judgement="34" * 32),
        "the log commits to something that is not here: 3434",
    ),
    "an erasure dropped from the log": (
        lambda bag: drop_line(bag, event_with(bag, b'"kind":"erased"')),
        "the log commits to something that is not here",
    ),
    "an erasure that names nothing": (
        lambda bag: change_event(bag, event_with(bag, b'"kind":"erased"'), of=[]),
        "the log commits to something that is not here",
    ),
    "a tombstone edited": (
        lambda bag: edit(
            next(p for p in (bag / "data" / "objects").rglob("*") if p.is_file() and b"tombstone" in p.read_bytes()),
            b"asked for",
            b"no reason",
        ),
        "objects/.*: the bytes are not those of its name",
    ),
    "a checkpoint taken away": (
        lambda bag: checkpoint(bag).unlink(),
        "the log records a checkpoint that is missing or changed",
    ),
    "a checkpoint of other lines": (lambda bag: rewrite_checkpoint(bag, lines=3), r"\d\.json counts other lines"),
    "a checkpoint of another length": (
        lambda bag: rewrite_checkpoint(bag, length=10),
        "log.jsonl is not what .* sealed",
    ),
    "a checkpoint of another digest": (
        lambda bag: rewrite_checkpoint(bag, digest="56" * 32),
        "log.jsonl is not what .* sealed",
    ),
    "a checkpoint of another time": (
        lambda bag: rewrite_checkpoint(bag, at="2021-01-01T00:00:00Z"),
        "the log records a checkpoint that is missing or changed",
    ),
    "a checkpoint that is none": (lambda bag: checkpoint(bag).write_bytes(b"{}"), r"\d\.json is no checkpoint"),
    "history rewritten and sealed anew": (resealed, r"\.sig does not hold"),
    "the end of the log taken away": (
        lambda bag: (bag / "data" / "checkpoints" / "head.json").unlink(),
        "head.json is missing",
    ),
    "another hand's signature": (other_signature, "is signed by nobody that"),
    "a signature for another purpose": (other_purpose, r"\.sig does not hold"),
    "a byte of the signature": (
        lambda bag: flip(checkpoint(bag).with_name(checkpoint(bag).name + ".sig"), 120),
        r"\.sig has changed since the log recorded it",
    ),
    "the signers taken away": (
        lambda bag: (bag / "data" / "checkpoints" / "allowed_signers").unlink(),
        "allowed_signers is missing",
    ),
    "a byte of the time stamp": (
        lambda bag: flip(next((bag / "data" / "checkpoints").glob("*.tsr")), -40),
        r"\.tsr does not hold",
    ),
    "the time stamp of nothing": (
        lambda bag: next((bag / "data" / "checkpoints").glob("*.tsr")).write_bytes(b""),
        r"\.tsr does not hold",
    ),
    "another authority's root": (other_root, r"\.tsr does not hold"),
    "erased bytes put back with their salt and rows": (risen_whole, "was erased and is still here"),
    "an unsealed erasure dropped": (
        lambda bag: drop_line(bag, len(lines_of(bag)) - 5),
        "the log commits to something that is not here",
    ),
    "a checkpoint of another root": (
        lambda bag: rewrite_checkpoint(bag, root="56" * 32),
        "the log records a checkpoint that is missing or changed",
    ),
    "the signature taken away": (
        lambda bag: checkpoint(bag).with_name(checkpoint(bag).name + ".sig").unlink(),
        r"\.sig is missing, and the log records it",
    ),
    "the time stamp taken away": (
        lambda bag: next((bag / "data" / "checkpoints").glob("*.tsr")).unlink(),
        r"\.tsr is missing, and the log records it",
    ),
    "a page of an edition": (lambda bag: flip(bag / EDITION / "en" / "index.html"), "en/index.html: FAILED"),
    "a page of an edition and its list": (
        lambda bag: (
            flip(bag / EDITION / "en" / "index.html"),
            edit(
                bag / EDITION / MANIFEST,
                sha256_hex(b"<p>A page.</p>").encode(),
                sha256_hex((bag / EDITION / "en" / "index.html").read_bytes()).encode(),
            ),
        ),
        "editions/1/manifest-sha256.txt has changed since the log recorded it",
    ),
    "a page of an edition taken away": (
        lambda bag: (bag / EDITION / "en" / "index.html").unlink(),
        "data/editions/1: .*en/index.html",
    ),
    "a page added to an edition": (
        lambda bag: (bag / EDITION / "en" / "more.html").write_text("x"),
        "editions/1/en/more.html is not of the edition",
    ),
    "an edition taken away": (
        lambda bag: shutil.rmtree(bag / EDITION),
        "editions/1 is missing, and the log records it",
    ),
}


def test_a_good_bag_passes(bag: Path) -> None:
    code, said = verify(bag)
    assert code == 0, said
    assert "All as recorded." in said
    assert "signed by maria@desk.example" in said
    assert "stamped" in said
    assert "not checked" not in said
    assert "1 checkpoint signed" in said
    events = map(json.loads, lines_of(bag))
    erased = {mark for event in events if event["kind"] == "erased" for mark in event["of"]}
    assert len(erased) > 1
    assert f"\n{len(erased)} commitments erased: what the log's lines hold of files and decisions" in said


def test_one_problem_is_counted_as_one(bag: Path) -> None:
    (bag / "extra.txt").write_text("more")
    code, said = verify(bag)
    assert code == 1, said
    assert "1 problem in " in said


@pytest.mark.parametrize("name", NOT_RELISTED)
def test_a_change_fails(bag: Path, name: str) -> None:
    change, reason = NOT_RELISTED[name]
    change(bag)
    code, said = verify(bag)
    assert code == 1, said
    assert re.search(f"^FAIL: .*{reason}", said, re.MULTILINE), said


@pytest.mark.parametrize("name", RELISTED)
def test_a_change_fails_though_the_lists_were_made_anew(bag: Path, made: Path, name: str) -> None:
    shutil.copy(made / "key", bag.parent / "key")
    shutil.copytree(made / "before", bag.parent / "before")
    change, reason = RELISTED[name]
    change(bag)
    relist(bag)
    code, said = verify(bag)
    assert code == 1, said
    assert re.search(f"^FAIL: .*{reason}", said, re.MULTILINE), said


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
    "moved to a path that looks like an option": lambda bag: bag.rename(bag.with_name("-n é\n")),
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
        elif step == "erase":
            erase(record, Tombstone("Maria", AT, "asked for", "the person", 1), [sha256_hex(b"capture")])
        elif step == "tear":
            with (folder / "case" / "log.jsonl").open("ab") as log:
                log.write(b'{"torn')
        elif step == "publish":
            given_out(record)
        else:
            seal(folder / "case", AT)
    write_bag(folder / "case", folder / "fresh", AT[:10])
    return folder / "fresh"


STAGES = (
    ("capture",),
    ("capture", "seal"),
    ("capture", "judge", "judge"),
    ("capture", "seal", "capture", "seal", "judge"),
    ("judge",),
    ("capture", "seal", "erase"),
    ("capture", "seal", "tear", "judge"),
    ("capture", "publish", "seal", "judge"),
)


@pytest.mark.parametrize("steps", STAGES, ids=" ".join)
def test_a_case_at_any_stage_passes(tmp_path: Path, steps: tuple[str, ...]) -> None:
    code, said = verify(_fresh(tmp_path, steps))
    assert code == 0, said


def test_the_page_of_promises_counts_them() -> None:
    good, broken = 1 + len(GOOD) + len(STAGES), len(NOT_RELISTED) + len(RELISTED)
    assert good >= 10
    assert broken >= 40
    page = (Path(__file__).resolve().parents[2] / "docs" / "promises.md").read_text(encoding="utf-8")
    assert f"{good} good, {broken} broken" in page


def test_the_checkpoint_one_was_given_must_be_there(bag: Path) -> None:
    given = sha256_hex(checkpoint(bag).read_bytes())
    assert verify(bag, "--checkpoint", given)[0] == 0
    code, said = verify(bag, "--checkpoint", "00" * 32)
    assert code == 1
    assert "no checkpoint here has the digest that you gave" in said


def test_the_keys_one_trusts_stand_above_those_in_the_bag(bag: Path, made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "case" / "checkpoints" / "allowed_signers", tmp_path / "trusted")
    other_signature(bag)
    drop_line(bag, event_with(bag, b".json.sig"))
    public = (tmp_path / "other.pub").read_text().split()
    signers = bag / "data" / "checkpoints" / "allowed_signers"
    signers.write_text(f'maria@desk.example namespaces="zvirka-checkpoint" {public[0]} {public[1]}\n')
    relist(bag)
    assert verify(bag)[0] == 0  # what lies in the bag proves only that one hand signed
    assert verify(bag, "--signers", str(tmp_path / "trusted"))[0] == 1


def test_keys_and_roots_are_looked_for_where_one_is_and_not_in_the_bag(bag: Path, made: Path, tmp_path: Path) -> None:
    """A bag that brings a file of the name one gives is not believed."""
    for name in ("keys", "trusted/own.pem"):
        (bag / name).parent.mkdir(exist_ok=True)
    shutil.copy(made / "case" / "checkpoints" / "allowed_signers", bag / "keys")
    shutil.copy(made / "case" / "checkpoints" / "roots" / "own.pem", bag / "trusted" / "own.pem")
    relist(bag)
    with (bag / "tagmanifest-sha256.txt").open("a") as tags:
        tags.write(_lines(bag, [bag / "trusted" / "own.pem"]))
    (tmp_path / "keys").write_text("")
    (tmp_path / "trusted").mkdir()

    def here(*options: str) -> tuple[int, str]:
        command = [SHELL, "bag/VERIFY.sh", *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert here()[0] == 0
    code, said = here("--signers", "keys")
    assert code == 1
    assert "is signed by nobody that" in said
    code, said = here("--roots", "trusted")
    assert code == 1
    assert "no checkpoint here is stamped by an authority of trusted" in said
    shutil.copy(bag / "keys", tmp_path / "keys")
    shutil.copy(bag / "trusted" / "own.pem", tmp_path / "trusted")
    assert here("--signers", "keys", "--roots", "trusted")[0] == 0


def test_who_names_keys_does_not_take_a_bag_without_a_signature(tmp_path: Path) -> None:
    bag = _fresh(tmp_path, ("capture", "seal"))
    (tmp_path / "keys").write_text("")
    assert verify(bag)[0] == 0
    code, said = verify(bag, "--signers", str(tmp_path / "keys"))
    assert code == 1
    assert "no checkpoint here is signed by a key of" in said


def test_names_in_a_bag_do_not_steer_the_terminal(bag: Path) -> None:
    for name in ("a\x1b[2K\rAll as recorded.", "b\u202egpj.exe", "c\u200b\u2066", "d\\033[2J", "e\x9b2J"):
        (bag / name).write_text("x")
    code, said = verify(bag)
    assert code == 1
    assert said.count("is listed nowhere") == 5
    assert HIDDEN.search(said) is None
    assert "\r" not in said


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
    NOT_RELISTED[name][0](bag)
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


def test_odd_names_in_a_case_come_through_a_bag_or_are_said(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "case", tmp_path / "case")
    for name in ("ls\u2028ps\u2029", "nel\x85", "%0A", " * ", "é", "e\u0301"):
        (tmp_path / "case" / name).write_text(name)
    write_bag(tmp_path / "case", tmp_path / "bag", AT[:10])
    assert verify(tmp_path / "bag")[0] == 0
    read_bag(tmp_path / "bag", tmp_path / "again")
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == sorted(
        path.name for path in (tmp_path / "case").iterdir() if path.name not in {*LEFT_OUT, ".lock"}
    )
    for number, name in enumerate((b"line\nend", b"back\\slash", b"no\xffutf")):
        odd = tmp_path / "case" / os.fsdecode(name)
        odd.write_text("x")
        with pytest.raises(InputError, match="has a name that no manifest can hold"):
            write_bag(tmp_path / "case", tmp_path / f"bag{number}", AT[:10])
        assert not (tmp_path / f"bag{number}").exists()
        odd.unlink()


def test_a_bag_lies_outside_its_case(made: Path) -> None:
    with pytest.raises(InputError, match="lies in the case"):
        write_bag(made / "case", made / "case" / "new" / "bag", AT[:10])


def test_a_case_that_is_written_to_meanwhile_is_not_packed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made / "case", tmp_path / "case")

    def copied(source: Path, path: Path, sha256: str) -> None:
        copy_whole(source, path, sha256)
        if source.name == "head.json":  # another run, between one file and the next
            Record(tmp_path / "case").note(AT, "noted", {})

    monkeypatch.setattr(packing, "copy_whole", copied)
    with pytest.raises(InputError, match="was written to while it was packed"):
        write_bag(tmp_path / "case", tmp_path / "bag2", AT[:10])
    assert not (tmp_path / "bag2").exists()


def test_a_damaged_record_is_not_packed(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "case", tmp_path / "case")
    name = sha256_hex(b"one")
    (tmp_path / "case" / "objects" / name[:2] / name).write_bytes(b"two")
    with pytest.raises(Damaged, match="does not hold"):
        write_bag(tmp_path / "case", tmp_path / "bag2", AT[:10])
