"""A map file of any known format as features: GeoJSON, KML, KMZ, and either of the first two packed by gzip."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from zvirka.model.errors import FormatError
from zvirka.observe import geojson
from zvirka.observe.geojson import Feature
from zvirka.observe.kml import read_kml

LARGEST_BYTES = 256 * 2**20
"""What a packed map may unpack to: a polygon of a million points is 40 MB of GeoJSON."""
_XML = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
"""XML may be in UTF-8 and in UTF-16, JSON in UTF-8 alone."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def read_features(data: bytes, path: str) -> list[Feature]:
    """The features of a map, told by its content. Raises FormatError."""
    if data.startswith(b"PK\x03\x04"):
        data = _of_kmz(data, path)
    elif data.startswith(b"\x1f\x8b"):
        data = _gunzipped(data, path)
    return read_kml(data, path) if _XML.match(data) else geojson.read_features(data, path)


def _of_kmz(data: bytes, path: str) -> bytes:
    """The one .kml of the package: where there are several, programs differ in which they show (OGC 12-007r2, annex C)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [entry for entry in packed.infolist() if entry.filename.casefold().endswith(".kml")]
            if not names:
                raise FormatError("is an archive without a .kml", file=path, remedy="Export the layer as KMZ again.")
            if len(names) > 1:
                raise FormatError(
                    f"holds {len(names)} maps, and which of them counts is not told",
                    file=path,
                    value=", ".join(entry.filename for entry in names)[:200],
                    remedy="Unpack it and add the .kml that is meant.",
                )
            with packed.open(names[0]) as stream:
                return _fitting(stream.read(LARGEST_BYTES + 1), path)
    except _DAMAGED as fault:
        raise FormatError(
            "is a KMZ that is cut or damaged", file=path, value=str(fault)[:100], remedy="Download it again."
        ) from fault


def _gunzipped(data: bytes, path: str) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    try:
        found = _fitting(stream.decompress(data, LARGEST_BYTES + 1), path)
    except zlib.error as fault:
        raise FormatError(
            "is gzip that is damaged", file=path, value=str(fault), remedy="Download it again."
        ) from fault
    if not stream.eof:
        raise FormatError("is gzip that is cut", file=path, remedy="Download it again.")
    return found


def _fitting(data: bytes, path: str) -> bytes:
    if len(data) > LARGEST_BYTES:
        raise FormatError(
            f"unpacks to more than {LARGEST_BYTES // 2**20} MB",
            file=path,
            remedy="Split the layer, or thin its points.",
        )
    return data
