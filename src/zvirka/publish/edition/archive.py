"""Files in one file, the same bytes each time: ZIP without compression (its bytes differ from library to library) and without clock."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first time a ZIP can hold (APPNOTE 4.4.6)."""


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (path, bytes), in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, data in files:
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def bag(name: str, day: str, files: Mapping[str, bytes]) -> bytes:
    """A bag (BagIt 1.0, RFC 8493) of files in a ZIP, under one folder `name`. day: ISO date of bagging."""
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  data/{path}\n" for path, data in sorted(files.items()))
    size = sum(map(len, files.values()))
    tags = {
        "bag-info.txt": f"Bagging-Date: {day}\nPayload-Oxum: {size}.{len(files)}\n".encode(),
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": listed.encode("utf-8"),
    }
    tags["tagmanifest-sha256.txt"] = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(tags.items())
    ).encode()
    payload = [(f"{name}/data/{path}", data) for path, data in sorted(files.items())]
    return zipped([*((f"{name}/{path}", data) for path, data in sorted(tags.items())), *payload])
