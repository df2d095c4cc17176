"""Time stamps of checkpoints by outside authorities (RFC 3161): that a checkpoint was there by then, whoever keeps the case.

A stamp lies at `checkpoints/<lines>.<authority>.tsr`, the root certificate it is checked against at `checkpoints/roots/<authority>.pem`.
Nothing here goes out: who carries request and answer is the pipeline's, or the person's, business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from zvirka.model.errors import FormatError
from zvirka.record.checkpoints import Checkpoint
from zvirka.record.disk import write_whole

GRANTED = 0
"""PKIStatus of an answer with an unchanged stamp (RFC 3161, section 2.4.2)."""


def time_stamp_request(checkpoint: Checkpoint) -> bytes:
    """What is sent to an authority (`application/timestamp-query`): SHA-256 of the checkpoint's file, a nonce, certificates wanted."""
    return TimestampRequestBuilder().data(checkpoint.data).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def keep_time_stamp(folder: Path, checkpoint: Checkpoint, authority: str, answer: bytes, root: bytes | None) -> Path:
    """Keeps an authority's answer (DER) beside its checkpoint, and the root certificate (PEM) it is to be checked against.

    authority: any short name. Raises FormatError where the answer is no stamp of this checkpoint, or the root does not bear it out.
    """
    name = file_name(authority)
    stamp = _stamp(answer, name)
    if root is not None:
        fault = _fault(stamp, checkpoint, root)
        if fault:
            raise FormatError(f"is no time stamp that holds: {fault}", file=name, remedy="Ask the authority again.")
        write_whole(folder / "roots" / f"{name}.pem", root)
    elif stamp.tst_info.message_imprint.message != bytes.fromhex(checkpoint.id):
        raise FormatError(
            "is a time stamp of something else", file=name, remedy=f"Stamp checkpoints/{checkpoint.name}."
        )
    path = stamp_path(folder, checkpoint, authority)
    if not holds(path, checkpoint):
        write_whole(path, answer)
    return path


def stamp_path(folder: Path, checkpoint: Checkpoint, authority: str) -> Path:
    """Where an authority's stamp of a checkpoint lies, or will."""
    return folder / f"{Path(checkpoint.name).stem}.{file_name(authority)}.tsr"


def holds(path: Path, checkpoint: Checkpoint) -> bool:
    """Whether there is a stamp, and nothing speaks against it: it is never replaced, because the earlier one proves more."""
    return path.exists() and time_stamp_problem(path, checkpoint)[0] is None


def time_stamps(folder: Path, checkpoint: Checkpoint) -> list[Path]:
    """The answers kept for a checkpoint, sorted."""
    return sorted(folder.glob(f"{Path(checkpoint.name).stem}.*.tsr"))


def time_stamp_problem(path: Path, checkpoint: Checkpoint) -> tuple[str | None, str | None]:
    """(problem, note) of a stamp: a problem where it does not hold; a note of when it was made, or that no root certificate is there."""
    shown = f"checkpoints/{path.name}"
    authority = path.name.removesuffix(".tsr").partition(".")[2]
    root = path.parent / "roots" / f"{authority}.pem"
    try:
        stamp = _stamp(path.read_bytes(), path.name)
    except FormatError as fault:
        return f"{shown}: {fault.problem}", None
    when = stamp.tst_info.gen_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if not root.exists():
        if stamp.tst_info.message_imprint.message != bytes.fromhex(checkpoint.id):
            return f"{shown}: is a time stamp of something else", None
        return None, f"{shown}: says {when}; not checked, checkpoints/roots/{authority}.pem is missing"
    problem = _fault(stamp, checkpoint, root.read_bytes())
    return (f"{shown}: {problem}", None) if problem else (None, f"{shown}: stamped at {when} by {authority}")


def file_name(authority: str) -> str:
    """An authority's name or address as a part of a file's name."""
    host = re.sub(r"^[a-z]+://", "", authority.strip().lower()).split("/")[0]
    return re.sub(r"[^a-z0-9.-]+", "-", host).strip(".-") or "authority"


def _stamp(answer: bytes, name: str) -> TimeStampResponse:
    try:
        stamp = decode_timestamp_response(in_order(answer))
        refused = stamp.status != GRANTED
        said = "; ".join(stamp.status_string) if refused else ""
        if not refused:
            _ = stamp.tst_info.message_imprint
    except ValueError as fault:
        raise FormatError("is no time-stamp answer", file=name, remedy="Ask the authority again.") from fault
    if refused:
        raise FormatError(
            "the authority refused", file=name, value=said or f"status {stamp.status}", remedy="Ask it again."
        )
    return stamp


def in_order(answer: bytes) -> bytes:
    """The answer with the certificates and revocation lists of its signed data in DER's order (X.690, section 11.6), as its reader wants
    them; as it is where it cannot be followed. Authorities send them as they like, and no signature covers their order (RFC 5652, 5.1).
    """
    try:
        content = _within(answer, 0, 1, 1, 0)  # TimeStampResp, its token, [0] of that, SignedData
        found = bytearray(answer)
        for tag, start, end in content:
            if tag in _SETS:
                parts = sorted(answer[first:last] for _, first, last in _parts(answer, _inner(answer, start), end))
                found[_inner(answer, start) : end] = b"".join(parts)
        return bytes(found)
    except (IndexError, ValueError):
        return answer


_SETS = frozenset({0xA0, 0xA1})
"""Tags of the certificates and the revocation lists in SignedData (RFC 5652, section 5.1)."""


def _within(data: bytes, *path: int) -> list[tuple[int, int, int]]:
    """The parts of what lies at a path of numbers, each (tag, start, end)."""
    start, end = 0, len(data)
    for number in path:
        _, start, end = list(_parts(data, start, end))[number]
        start = _inner(data, start)
    return list(_parts(data, start, end))


def _parts(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    while start < end:
        inner = _inner(data, start)
        after = inner + _length(data, start)
        if after > end:
            raise ValueError("a part ends behind its whole")
        yield data[start], start, after
        start = after


def _inner(data: bytes, start: int) -> int:
    """Where the content of an element begins (X.690, section 8.1; tags of one byte)."""
    return start + 2 + (data[start + 1] & 0x7F if data[start + 1] & 0x80 else 0)


def _length(data: bytes, start: int) -> int:
    first = data[start + 1]
    return int.from_bytes(data[start + 2 : _inner(data, start)]) if first & 0x80 else first


def _fault(stamp: TimeStampResponse, checkpoint: Checkpoint, root: bytes) -> str:
    """Why the stamp does not hold, "" where it does. Certificates are checked as of the stamp's own time (RFC 3161, section 4)."""
    try:
        builder = VerifierBuilder()
        for certificate in x509.load_pem_x509_certificates(root):
            builder = builder.add_root_certificate(certificate)
        builder.build().verify_message(stamp, checkpoint.data)
    except (VerificationError, ValueError) as fault:
        return f"the time stamp does not hold ({fault})"
    return ""
