"""An HTTP answer as a web archive keeps it: head and body in one block of bytes (RFC 9112)."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass

LARGEST_BODY_BYTES = 128 * 2**20
_CODINGS = {"gzip": 47, "x-gzip": 47, "deflate": 47}
"""zlib's wbits: 32 + 15 tells gzip and zlib streams apart by themselves."""
_ARROW_CODINGS = {"br": "brotli", "zstd": "zstd"}


@dataclass(frozen=True, slots=True)
class Answer:
    """status: 0 where there is no head. media: type without parameters, lower case. problem: why body is not whole, or None."""

    status: int
    media: str
    charset: str | None
    body: bytes
    problem: str | None = None


def answer_of(block: bytes) -> Answer:
    """The answer with its body decoded: chunks joined, compression undone."""
    head, parted, body = block.partition(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    found = re.match(rb"HTTP/\S+\s+(\d{3})", first)
    if found is None or not parted:
        return Answer(0, "", None, b"", "the answer has no head")
    headers = _headers(rest)
    media, _, parameters = headers.get("content-type", "").partition(";")
    charset = re.search(r"charset=\"?([\w.:-]{2,30})", parameters, re.IGNORECASE)
    problem = None
    length = headers.get("content-length", "")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body, problem = _joined(body)
    elif length.isascii() and length.isdecimal() and len(body) < int(length):
        problem = f"is cut: {len(body)} of {int(length)} bytes of the answer are there"
    if body:
        body, fault = _decompressed(body, headers.get("content-encoding", "").lower())
        problem = problem or fault
    return Answer(int(found[1]), media.strip().lower(), charset[1] if charset else None, body, problem)


def digest_fits(given: str, data: bytes) -> bool:
    """Whether a labelled digest ("sha1:BASE32", "sha256:hex") is that of data; one of no known form fits."""
    name, _, value = given.partition(":")
    if name.lower() not in ("sha1", "sha256", "md5"):
        return True
    found = hashlib.new(name.lower(), data, usedforsecurity=False).digest()
    forms = {found.hex(), base64.b32encode(found).decode().rstrip("=").lower(), base64.b64encode(found).decode()}
    return value.rstrip("=").lower() in {form.rstrip("=").lower() for form in forms}


def _headers(lines: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines.decode("latin-1").split("\r\n"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _joined(body: bytes) -> tuple[bytes, str | None]:
    """Chunks joined (RFC 9112, 7.1); a body that is not in chunks, since the archiver undid them, as it is."""
    if not re.match(rb"[0-9a-fA-F]{1,8}[ \t]*(;[^\r\n]*)?\r\n", body):
        return body, None
    parts: list[bytes] = []
    at = 0
    while (found := re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(;[^\r\n]*)?\r\n").match(body, at)) is not None:
        size = int(found[1], 16)
        if not size:
            return b"".join(parts), None
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size + 2
    return b"".join(parts), "is cut: the last chunk of the answer is missing"


def _decompressed(body: bytes, coding: str) -> tuple[bytes, str | None]:
    """The body without its compression; already undone by the archiver where it does not decode from the first byte on."""
    if coding in _CODINGS:
        return _inflated(body, _CODINGS[coding])
    if coding in _ARROW_CODINGS:
        return _by_arrow(body, _ARROW_CODINGS[coding])
    return (body, None) if coding in ("", "identity") else (b"", f"is packed as {coding[:20]}, which is not read")


def _inflated(body: bytes, wbits: int) -> tuple[bytes, str | None]:
    unpacker = zlib.decompressobj(wbits)
    try:
        data = unpacker.decompress(body, LARGEST_BODY_BYTES)
    except zlib.error:
        return body, None
    if unpacker.eof:
        return data, None
    return data, "is cut: the packed answer has no end" if len(data) < LARGEST_BODY_BYTES else "is too large"


def _by_arrow(body: bytes, codec: str) -> tuple[bytes, str | None]:
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.BufferReader(body), codec) as stream:
            return stream.read(LARGEST_BODY_BYTES), None
    except (OSError, pa.ArrowException) as fault:
        return body, None if b"<" in body[:512] else f"cannot be unpacked ({str(fault)[:80]})"
