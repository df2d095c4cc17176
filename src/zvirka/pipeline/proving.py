"""`zvirka prove` and `zvirka verify --proof`: that one thing was in a private record, shown without the rest."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zvirka.model.errors import CaseError, InputError
from zvirka.record import Record
from zvirka.record.checkpoints import Checkpoint
from zvirka.record.disk import write_whole
from zvirka.record.proving import Proof, check_proof, others, read_proof, witnesses
from zvirka.record.proving import prove as prove_recorded

LARGEST_BYTES = 64 * 2**20
"""A proof is some kilobytes; what is larger is none."""


def prove(case_folder: Path, what: str, to: Path, checkpoint: str = "") -> Proof:
    """Writes the proof of what `what` names (see `record.proving.prove`) as a new file. Raises InputError, CaseError, RecordError."""
    record = Record(case_folder)
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Name the case folder with --case.")
    if to.exists():
        raise InputError("is there already", file=str(to), remedy="Name a new file with --to.")
    proof = prove_recorded(record, what, checkpoint)
    write_whole(to, proof.data)
    return proof


def seals(case_folder: Path, proof: Proof) -> tuple[str, list[tuple[Checkpoint, str]]]:
    """(What lies beside the proof's checkpoint, the other signed or stamped ones that hold what is proved, each with what lies beside
    it, newest first). Raises Damaged."""
    return witnesses(case_folder / "checkpoints", proof.checkpoint), others(Record(case_folder), proof)


def check(
    proof: Path, *, file: Path | None, checkpoint: str, signers: Path | None, roots: Path | None
) -> tuple[list[str], list[str]]:
    """(problems, notes) of a proof's file. Nothing but the files that are named is read. Raises FormatError."""
    with proof.open("rb") as opened:
        data = opened.read(LARGEST_BYTES)
    digest = ""
    if file is not None:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return check_proof(read_proof(data, proof.name), file=digest, checkpoint=checkpoint, signers=signers, roots=roots)
