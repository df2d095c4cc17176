"""Proofs that one thing was recorded, for who may not see the rest: an inclusion proof in a checkpoint's tree (RFC 6962, section 2.1.1).

A proof is a file of its own. It shows the log's one line, the salt that line's commitments are made with, and what they are of, and
leads from the line to the root that the checkpoint holds; of the other lines it shows hashes of hashes of salted commitments. It
can be checked years later without the case, and with standard tools (docs/how-to/custody.md).
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from zvirka.model.canonical import canonical_bytes
from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError, Damaged, FormatError, InputError
from zvirka.record.checkpoints import Checkpoint, Checkpoints
from zvirka.record.commitments import (
    ANSWERED,
    CAPTURED,
    EDITED,
    ERASED,
    JUDGED,
    PUBLISHED,
    committed_answer,
    committed_edits,
    committed_item,
    committed_judgement,
    committed_tombstone,
)
from zvirka.record.editions import FOLDER as EDITIONS
from zvirka.record.merkle import leaf_hash, root_of_inclusion
from zvirka.record.objects import Kept
from zvirka.record.record import Record
from zvirka.record.signatures import SIGNERS
from zvirka.record.verifying import outside

SHORTEST = 6
"""Letters of an id or digest that a person must give: one in 16 million others starts the same."""
_AUTHORITY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_FIELD = {CAPTURED: "item", JUDGED: "judgement", EDITED: "edits", ANSWERED: "answer", ERASED: "tombstone"}
"""Where the line of an event of a kind has the commitment to what is proved."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That the log's line `seq` (from 0) was in the log that `checkpoint` sealed, and what that line is of.

    words: what the line commits to under `salt` (hex): an item as [id, SHA-256, path, media, bytes]; a decision, edits, a plug-in's
    answer or a tombstone as ["judgement" (or "edits" …), SHA-256]; of an edition [number, digest, SHA-256 of its manifest], which
    stand in the line bare (salt ""). path: the hashes beside the way to the root, lowest first, in hex. signature: of the checkpoint
    (an SSH signature), "" where there is none. stamps: its time stamps (RFC 3161) by authority, in base64.
    """

    words: tuple[Any, ...]
    salt: str
    line: str
    seq: int
    path: tuple[str, ...]
    checkpoint: Checkpoint
    signature: str
    stamps: Mapping[str, str]

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        fields = {name: getattr(self, name) for name in ("salt", "line", "seq", "signature")}
        lists = {"words": list(self.words), "path": list(self.path), "stamps": dict(self.stamps)}
        return canonical_bytes(
            {"schema": SCHEMA, "kind": "proof", "checkpoint": asdict(self.checkpoint), **fields, **lists}
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the file that is proved: the report, the decision's words, the edition's list of files."""
        return str(self.words[2] if len(self.words) == 3 else self.words[1])


def prove(record: Record, what: str, checkpoint: str = "") -> Proof:
    """The proof of what was recorded: a report by its path, id or SHA-256, a decision by its id (or a start of these), `editions/N`.

    checkpoint: the start of the id of the one to prove it in; else of those that hold it the first that is time-stamped, else the first
    that is signed, else the first: the earliest outside word says most.
    Raises InputError where nothing or more than one thing is named so, CaseError where nothing sealed holds it yet, Damaged.
    """
    seq, words, salt = _recorded(record, what)
    sealed = Checkpoints(record.folder / "checkpoints", record.folder / "log.jsonl")
    holding = [each for each in _holding(sealed, seq) if each.id.startswith(checkpoint)]
    if not holding:
        raise CaseError(
            "is in no such checkpoint yet", value=what, remedy="Run `zvirka seal` first, or name another --checkpoint."
        )
    chosen = max(holding, key=lambda each: _weight(sealed.folder, each))
    line, path = sealed.inclusion(chosen, seq)
    signature, stamps = "", {}
    for file in _beside(sealed.folder, chosen):
        if file.suffix == ".sig":
            signature = file.read_text(encoding="utf-8")
        else:
            authority = file.name.removesuffix(".tsr").partition(".")[2]
            stamps[authority] = base64.b64encode(file.read_bytes()).decode("ascii")
    hashes = tuple(each.hex() for each in path)
    proof = Proof(tuple(words), salt, line.decode("utf-8"), seq, hashes, chosen, signature, stamps)
    if problems := list(_problems(proof)):
        raise Damaged(problems[0], file="log.jsonl", remedy="Run `zvirka verify` on the case.")
    return proof


def others(record: Record, proof: Proof) -> list[tuple[Checkpoint, str]]:
    """The other signed or time-stamped checkpoints that hold what is proved, newest first, each with what lies beside it. Raises
    Damaged."""
    sealed = Checkpoints(record.folder / "checkpoints", record.folder / "log.jsonl")
    rest = [each for each in reversed(_holding(sealed, proof.seq)) if each != proof.checkpoint]
    return [(each, witnesses(sealed.folder, each)) for each in rest if any(_beside(sealed.folder, each))]


def witnesses(folder: Path, checkpoint: Checkpoint) -> str:
    """What lies beside a checkpoint in `folder`, in words: "signed", "time-stamped", both, or neither."""
    kinds = {file.suffix for file in _beside(folder, checkpoint)}
    words = [word for kind, word in ((".sig", "signed"), (".tsr", "time-stamped")) if kind in kinds]
    return " and ".join(words) or "neither signed nor time-stamped"


def _holding(sealed: Checkpoints, seq: int) -> list[Checkpoint]:
    return [each for each in sealed.all() if each.lines > seq]


def _weight(folder: Path, checkpoint: Checkpoint) -> int:
    """2 where it is time-stamped, 1 where it is signed, else 0: a stamp is an outsider's word, a signature one's own."""
    return max(({".tsr": 2, ".sig": 1}[file.suffix] for file in _beside(folder, checkpoint)), default=0)


def _beside(folder: Path, checkpoint: Checkpoint) -> Iterator[Path]:
    stem = Path(checkpoint.name).stem
    yield from folder.glob(f"{stem}.json.sig")
    yield from sorted(folder.glob(f"{stem}.*.tsr"))


def _recorded(record: Record, what: str) -> tuple[int, Sequence[object], str]:
    """(seq, words, salt) of what is named. Raises InputError, Damaged."""
    folder, _, number = what.partition("/")
    if folder == EDITIONS and number.isdecimal():
        for event in record.log.events():
            if event["kind"] == PUBLISHED and event["edition"] == int(number):
                return int(event["seq"]), (event["edition"], event["digest"], event["manifest"]), ""
        raise InputError("was never published", value=what, remedy="Name an edition of this case, as editions/1.")
    named = {mark: (words, kept.salt) for words, kept, mark in _named(record, what)}
    found = [
        (int(event["seq"]), *named[event[_FIELD[event["kind"]]]])
        for event in record.log.events()
        if event["kind"] in _FIELD and event[_FIELD[event["kind"]]] in named
    ]
    if not found:
        raise InputError(
            "is not in the record", value=what, remedy="Name a report by its path in items.csv, or by its SHA-256."
        )
    if len({words[1] for _, words, _ in found}) > 1:
        raise InputError("names several things", value=what, remedy="Give more letters, or the SHA-256 of the file.")
    return found[0]


def _named(record: Record, what: str) -> Iterator[tuple[list[Any], Kept, str]]:
    path = what.partition("!/")[0]  # what lies in an archive is proved with the archive
    for sha256 in record.objects.all():
        kept = record.objects.kept(sha256)
        if kept is None:
            continue
        for item in kept.items:
            if item.path == path or _starts(what, item.id) or _starts(what, sha256):
                yield committed_item(item), kept, kept.commitment(committed_item(item))
        for of in (committed_judgement, committed_edits, committed_answer, committed_tombstone):
            if not kept.items and _starts(what, sha256):
                yield of(sha256), kept, kept.commitment(of(sha256))


def _starts(given: str, id: str) -> bool:
    return len(given) >= SHORTEST and id.startswith(given)


def read_proof(data: bytes, name: str) -> Proof:
    """The proof of a file's bytes. Raises FormatError."""
    try:
        fields = json.loads(data)
        if fields.pop("kind") != "proof" or fields.pop("schema") != SCHEMA:
            raise ValueError("of another kind")
        fields |= {
            "words": tuple(fields["words"]),
            "path": tuple(fields["path"]),
            "checkpoint": Checkpoint(**fields["checkpoint"]),
        }
        proof = Proof(**fields)
        if proof.data != data or not all(type(each) is str for each in (proof.salt, proof.line, proof.signature)):
            raise ValueError("not as it was written")
        if type(proof.seq) is not int or type(proof.checkpoint.lines) is not int:
            raise TypeError("no numbers")
        bytes.fromhex(proof.salt + "".join(proof.path) + proof.checkpoint.root)
        for authority, stamp in proof.stamps.items():
            if not _AUTHORITY.fullmatch(authority) or base64.b64encode(base64.b64decode(stamp)).decode() != stamp:
                raise ValueError("no time stamp of an authority")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise FormatError("is no proof as `zvirka prove` writes it", file=name, remedy="Ask for it again.") from fault
    return proof


def check_proof(
    proof: Proof, *, file: str = "", checkpoint: str = "", signers: Path | None = None, roots: Path | None = None
) -> tuple[list[str], list[str]]:
    """(problems, notes): what does not hold, and what holds or cannot be told here.

    file: SHA-256 (hex) of the file that is said to be what was recorded. checkpoint: id of the checkpoint as you were given it
    before. signers: allowed_signers with the keys you trust. roots: folder of root certificates you trust, AUTHORITY.pem.
    """
    problems = list(_problems(proof))
    if file and file != proof.digest:
        problems.append("the file is not the one that was recorded")
    if checkpoint and checkpoint != proof.checkpoint.id:
        problems.append("the proof is in another checkpoint than the one that you gave")
    event = _event(proof)
    about = proof.words[2] if event.get("kind") == CAPTURED and len(proof.words) == 5 else event.get("kind")
    notes = [
        f"line {proof.seq + 1} of {proof.checkpoint.lines}, {event.get('at')}: {about}, SHA-256 {proof.digest}",
        f"checkpoint {proof.checkpoint.id}, {proof.checkpoint.at}",
    ]
    if not checkpoint:
        notes.append(
            "compare this checkpoint's number with one that you were given apart from this proof (--checkpoint)"
        )
    for problem, note in _outside(proof, signers, roots):
        problems += [problem] if problem else []
        notes += [note] if note else []
    return problems, notes


def _event(proof: Proof) -> dict[str, Any]:
    try:
        event = json.loads(proof.line)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def _problems(proof: Proof) -> Iterator[str]:
    path = [bytes.fromhex(each) for each in proof.path]
    root = root_of_inclusion(leaf_hash(proof.line.encode("utf-8")), proof.seq, proof.checkpoint.lines, path)
    if root is None or root.hex() != proof.checkpoint.root:
        yield "the line does not lead to the checkpoint's root"
    event, words = _event(proof), list(proof.words)
    if event.get("seq") != proof.seq:
        yield "the line is of another place in the log"
    kind = str(event.get("kind"))
    if kind == PUBLISHED:
        if words != [event.get("edition"), event.get("digest"), event.get("manifest")]:
            yield "the line is of another edition"
        return
    kept = Kept(proof.salt, ())
    shape = len(words) == (5 if kind == CAPTURED else 2) and (kind == CAPTURED or words[0] == _FIELD.get(kind))
    if not shape or not proof.salt or event.get(_FIELD.get(kind, "")) != kept.commitment(words):
        yield "the line does not commit to what the proof says"
    elif kind != ERASED and event.get("object") != kept.commitment(proof.digest):
        yield "the line does not commit to these bytes"


def _outside(proof: Proof, signers: Path | None, roots: Path | None) -> Iterator[tuple[str | None, str | None]]:
    """Signature and time stamps, in a folder laid out as in a case."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / proof.checkpoint.name
        path.write_bytes(proof.checkpoint.data)
        if proof.signature and signers is None:
            yield None, "signed; not checked: name the keys that you trust with --signers"
        elif proof.signature and signers is not None:
            path.with_name(path.name + ".sig").write_text(proof.signature, encoding="utf-8", newline="")
            shutil.copyfile(signers, path.with_name(SIGNERS))
        elif signers is not None:
            yield "the checkpoint is not signed", None
        for authority, stamp in proof.stamps.items():
            path.with_name(f"{path.stem}.{authority}.tsr").write_bytes(base64.b64decode(stamp))
            if roots is not None and (roots / f"{authority}.pem").is_file():
                (path.parent / "roots").mkdir(exist_ok=True)
                shutil.copyfile(roots / f"{authority}.pem", path.parent / "roots" / f"{authority}.pem")
        yield from outside(path, proof.checkpoint)
