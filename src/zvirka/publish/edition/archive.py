"""Files in one file: ZIP, the same bytes each time with the same zlib, without clock; and what makes a bag of files (BagIt)."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first time a ZIP can hold (APPNOTE 4.4.6)."""
LEVEL = 1
"""Of zlib: tables of an edition shrink to a tenth already."""


def entry(path: str) -> zipfile.ZipInfo:
    """An entry of a ZIP that tells nothing of when and where it was made."""
    made = zipfile.ZipInfo(path, _LONG_AGO)
    made.create_system, made.external_attr, made.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
    return made


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (path, bytes), in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files:
            archive.writestr(entry(path), data, compresslevel=LEVEL)
    return out.getvalue()


def bag_tags(day: str, payload: Mapping[str, tuple[str, int]], beside: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """(path, bytes) of what stands beside `data/` in a bag (BagIt 1.0, RFC 8493). day: ISO date of bagging. payload: {path below
    `data/`: (SHA-256, bytes)}. beside: other files that shall stand there."""
    listed = "".join(f"{sha256}  data/{path}\n" for path, (sha256, _) in sorted(payload.items()))
    size = sum(size for _, size in payload.values())
    tags = {
        "bag-info.txt": f"Bagging-Date: {day}\nPayload-Oxum: {size}.{len(payload)}\n".encode(),
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": listed.encode("utf-8"),
        **beside,
    }
    tags["tagmanifest-sha256.txt"] = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(tags.items())
    ).encode()
    return sorted(tags.items())
