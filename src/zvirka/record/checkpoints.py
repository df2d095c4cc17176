"""Checkpoints: what the log was at a moment, small enough to sign, to time-stamp and to keep elsewhere.

`checkpoints/<lines>.json` says in canonical JSON how many lines and bytes the log had, the SHA-256 of these bytes (what
`head -c LENGTH log.jsonl | sha256sum` prints) and the root of the Merkle tree over its lines (RFC 6962). A log that was
rewritten from any line on, its chain mended, no longer has that digest. Beside it may lie `<lines>.json.sig` (an SSH
signature) and `<lines>.<authority>.tsr` (time stamps).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError, Damaged
from zvirka.record.disk import faults_named, write_whole
from zvirka.record.merkle import Tree, inclusion_proof, leaf_hash

DIGITS = 9
"""Of the number of lines in a file's name, so that names sort as checkpoints follow each other."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's first `lines` lines: `length` bytes with the SHA-256 `digest`, Merkle root `root` (hex). at: what the clock said (UTC)."""

    at: str
    lines: int
    length: int
    digest: str
    root: str

    @property
    def data(self) -> bytes:
        """The file's bytes: what is signed and time-stamped."""
        return canonical_bytes({"schema": SCHEMA, **asdict(self)})

    @property
    def id(self) -> str:
        """SHA-256 of the file, in hex."""
        return sha256_hex(self.data)

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.lines:0{DIGITS}d}.json"


class Checkpoints:
    """The `checkpoints` folder of a case."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder = folder
        self._log = log

    def make(self, at: str) -> Checkpoint:
        """Keeps what the log is now, as a new file unless the newest says the same. Raises CaseError, StorageFault, Damaged.

        Only for who holds the record's lock: the log must not grow meanwhile.
        """
        lines, length, digest, root = 0, 0, hashlib.sha256(), Tree()
        for line in self._lines():
            lines, length = lines + 1, length + len(line)
            digest.update(line)
            root.add(line[:-1])
        if not lines:
            raise CaseError(
                "nothing is recorded yet", file=self._log.name, remedy="Run `zvirka run` or `zvirka keep` first."
            )
        made = Checkpoint(at, lines, length, digest.hexdigest(), root.root().hex())
        path = self.folder / made.name
        if path.exists():
            before = read_checkpoint(path)
            if (before.length, before.digest, before.root) != (made.length, made.digest, made.root):
                raise Damaged(
                    "the log is not as this checkpoint says", file=_shown(path), remedy="Restore the case from a copy."
                )
            return before
        write_whole(path, made.data)
        return made

    def all(self) -> list[Checkpoint]:
        """All there are, by number of lines. Raises Damaged."""
        return [read_checkpoint(path) for path in self.paths()]

    def paths(self) -> list[Path]:
        """Their files, sorted."""
        return sorted(path for path in self.folder.glob("*.json") if path.stem.isdecimal())

    def problems(self) -> Iterator[str]:
        """A line for each checkpoint that cannot be read or that the log does not bear out; the log is read once."""
        wanted: dict[int, list[Checkpoint]] = {}
        for path in self.paths():
            try:
                checkpoint = read_checkpoint(path)
            except Damaged as damage:
                yield str(damage)
                continue
            wanted.setdefault(checkpoint.lines, []).append(checkpoint)
        lines, length, digest, root = 0, 0, hashlib.sha256(), Tree()
        for line in self._lines() if wanted else ():
            lines, length = lines + 1, length + len(line)
            digest.update(line)
            root.add(line[:-1])
            for each in wanted.pop(lines, ()):
                if (length, digest.hexdigest(), root.root().hex()) != (each.length, each.digest, each.root):
                    yield f"checkpoints/{each.name}: the log's first {lines} lines are not what was sealed at {each.at}"
        for missed in wanted.values():
            for each in missed:
                yield f"checkpoints/{each.name}: the log ends too early: {each.lines} lines were sealed at {each.at}"

    def inclusion(self, checkpoint: Checkpoint, seq: int) -> tuple[bytes, list[bytes]]:
        """The log's line `seq` (without newline) and the proof that the checkpoint's tree holds it. Raises IndexError."""
        leaves: list[bytes] = []
        found = b""
        for number, line in enumerate(self._lines()):
            if number == checkpoint.lines:
                break
            leaves.append(leaf_hash(line[:-1]))
            if number == seq:
                found = line[:-1]
        return found, inclusion_proof(leaves, seq)

    def _lines(self) -> Iterator[bytes]:
        """The log's whole lines, with their newlines; a torn last one was never acknowledged."""
        if not self._log.exists():
            return
        with faults_named(self._log), self._log.open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield line


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint of a file. Raises Damaged where it is not as it was written."""
    try:
        raw = path.read_bytes()
        fields = json.loads(raw)
        del fields["schema"]
        checkpoint = Checkpoint(**fields)
        if checkpoint.data != raw or checkpoint.name != path.name:
            raise ValueError("not as it was written")
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Damaged(
            "a checkpoint cannot be read", file=_shown(path), remedy="Restore the case from a copy."
        ) from fault
    return checkpoint


def _shown(path: Path) -> str:
    return f"checkpoints/{path.name}"
