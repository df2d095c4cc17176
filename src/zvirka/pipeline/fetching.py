"""`zvirka fetch`: one address, asked for by a person, kept as a WARC file whose digest names what was kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from zvirka import __version__
from zvirka.model.canonical import sha256_hex
from zvirka.model.errors import InputError
from zvirka.pipeline.outside import Exchange, Reach, get
from zvirka.record.disk import write_whole
from zvirka.record.timestamps import file_name

MAX_BYTES = 64 * 2**20
TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was kept. path: the WARC file. digest: its SHA-256. status: of the last answer. url: the last address, after redirects."""

    path: Path
    digest: str
    status: int
    url: str


def fetch(
    url: str, folder: Path, *, max_bytes: int = MAX_BYTES, timeout_s: float = TIMEOUT_S, reach: Reach | None = None
) -> Fetched:
    """Asks for an address and keeps request and answer of every step, as they crossed the line, as one WARC file in `folder`.

    An answer that says "not found" is kept too: that it was gone is a fact. Raises InputError, StorageFault.
    """
    if not folder.is_dir():
        raise InputError(
            "is no folder", file=str(folder), remedy="Name the folder that holds the case's reports, with --to."
        )
    exchanges = get(url, max_bytes=max_bytes, timeout_s=timeout_s, reach=reach or Reach())
    data = b"".join(_records(exchanges))
    last = exchanges[-1]
    when = datetime.fromtimestamp(exchanges[0].at, UTC).strftime("%Y%m%dT%H%M%SZ")
    path = folder / f"{file_name(url)}-{when}-{sha256_hex(url.encode('utf-8'))[:8]}.warc"
    if path.exists():
        raise InputError("is there already", file=path.name, remedy="Wait a second and fetch again.")
    write_whole(path, data)
    return Fetched(path, sha256_hex(data), last.status, last.url)


def _records(exchanges: Sequence[Exchange]) -> Iterable[bytes]:
    began = exchanges[0].at
    about = f"software: zvirka/{__version__}\r\nformat: WARC File Format 1.1\r\nconformsTo: ISO 28500:2017\r\n".encode()
    yield _record("warcinfo", began, "application/warc-fields", about)
    for each in exchanges:
        answered, asked = f"<{uuid.uuid4().urn}>", f"<{uuid.uuid4().urn}>"
        common = [("WARC-Target-URI", each.url), ("WARC-IP-Address", each.ip)]
        yield _record(
            "request",
            each.at,
            "application/http;msgtype=request",
            each.request,
            asked,
            [*common, ("WARC-Concurrent-To", answered)],
        )
        yield _record(
            "response",
            each.at,
            "application/http;msgtype=response",
            each.answer,
            answered,
            [*common, ("WARC-Concurrent-To", asked)],
        )


def _record(
    kind: str,
    at: float,
    media: str,
    block: bytes,
    id: str | None = None,
    more: Iterable[tuple[str, str]] = (),
) -> bytes:
    """One record of WARC 1.1 (ISO 28500:2017, sections 4 and 5); the digest is of the whole block, as it came."""
    when = datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", id or f"<{uuid.uuid4().urn}>"),
        ("WARC-Date", when),
        *more,
        ("WARC-Block-Digest", f"sha256:{sha256_hex(block)}"),
        ("Content-Type", media),
        ("Content-Length", str(len(block))),
    ]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
    return head.encode("utf-8") + block + b"\r\n\r\n"
