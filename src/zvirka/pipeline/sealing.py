"""`zvirka seal`: a checkpoint of the case's log, signed and time-stamped as far as the person asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zvirka.model.errors import CaseError, FormatError, InputError
from zvirka.pipeline.outside import Reach, get
from zvirka.record import Record
from zvirka.record.checkpoints import Checkpoint, Checkpoints
from zvirka.record.disk import write_whole
from zvirka.record.signatures import checked_signer, sign, signed_by_another, standing_signature
from zvirka.record.timestamps import file_name, holds, keep_time_stamp, stamp_path, time_stamp_request

TIMEOUT_S = 30.0
MAX_ANSWER_BYTES = 2**20
"""A time stamp with its certificates is some kilobytes."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A checkpoint and what lies beside it. path: its file. signature: the file of a signature that holds, made now or before; None where
    there is none. stamps: files of the time stamps that were asked for."""

    checkpoint: Checkpoint
    path: Path
    signature: Path | None
    stamps: tuple[Path, ...]


def seal(
    case_folder: Path,
    at: str,
    *,
    key: Path | None = None,
    signer: str = "",
    authorities: Sequence[str] = (),
    roots: Mapping[str, bytes] | None = None,
    reach: Reach | None = None,
) -> Sealed:
    """Seals what the log holds now. key: SSH key to sign with. authorities: addresses that time-stamp it (the only thing that goes out).

    roots: root certificates (PEM) by authority, kept beside the stamps; without one a stamp is kept and not checked. What was sealed
    before and nothing has followed is signed and stamped again, not sealed anew, unless somebody else has signed it: their signature
    stays, and the new seal covers it. Raises CaseError, InputError, RecordError.
    """
    record = _record(case_folder)
    checkpoint = record.seal(at)
    folder = case_folder / "checkpoints"
    path = folder / checkpoint.name
    if key is not None and signed_by_another(path, key, checked_signer(signer)):
        checkpoint = record.seal(at, anew=True)
        path = folder / checkpoint.name
    signature = sign(path, key, checked_signer(signer)) if key is not None else None
    named = {file_name(name): root for name, root in (roots or {}).items()}
    unknown = named.keys() - {file_name(each) for each in authorities}
    if unknown:
        raise InputError("is no authority asked here", value=min(unknown), remedy="Name it with --time-stamp too.")
    stamps = []
    for authority in authorities:
        before = stamp_path(folder, checkpoint, authority)
        if holds(before, checkpoint) and named.get(file_name(authority)) is None:
            stamps.append(before)
            continue
        answer = _stamped(authority, time_stamp_request(checkpoint), reach)
        stamps.append(keep_time_stamp(folder, checkpoint, authority, answer, named.get(file_name(authority))))
    for made in [*([signature] if signature else []), *stamps]:
        record.witness(at, made)
    return Sealed(checkpoint, path, signature or standing_signature(path), tuple(stamps))


def write_request(case_folder: Path, at: str, to: Path) -> Checkpoint:
    """Writes what an authority is to stamp, for a machine without a network: carry it to one that has. Raises CaseError, RecordError."""
    checkpoint = _record(case_folder).seal(at)
    write_whole(to, time_stamp_request(checkpoint))
    return checkpoint


def take_answer(case_folder: Path, at: str, answer: Path, authority: str, root: bytes | None) -> Path:
    """Keeps an authority's answer to such a request beside the checkpoint it stamps. Raises FormatError, CaseError, RecordError."""
    record = _record(case_folder)
    folder = case_folder / "checkpoints"
    refused = FormatError(
        "is a time stamp of none of this case's checkpoints", file=answer.name, remedy="Is it of another case?"
    )
    for checkpoint in reversed(Checkpoints(folder, case_folder / "log.jsonl").all()):
        try:
            stamp = keep_time_stamp(folder, checkpoint, authority, answer.read_bytes(), root)
        except FormatError as fault:
            refused = fault
        else:
            record.witness(at, stamp)
            return stamp
    raise refused


def _stamped(authority: str, request: bytes, reach: Reach | None) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}  # RFC 3161, 3.4
    answers = get(
        authority,
        body=request,
        headers=headers,
        max_bytes=MAX_ANSWER_BYTES,
        timeout_s=TIMEOUT_S,
        reach=reach or Reach(),
    )
    if answers[-1].status != 200:
        raise InputError(
            "gave no time stamp",
            file=authority,
            value=f"status {answers[-1].status}",
            remedy="Ask again, or ask another.",
        )
    return answers[-1].body


def _record(case_folder: Path) -> Record:
    record = Record(case_folder)
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Run `zvirka run` or `zvirka keep` first.")
    return record
