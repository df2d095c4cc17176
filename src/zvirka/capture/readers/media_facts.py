"""What a picture or video says of itself, in one clause: claims by the file, not facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zvirka.capture.readers.output import Note, Output, plain

_REMEDY = "It is kept. What it says of itself can be wrong or forged; write what you see into a report of your own."

SAYS = "it says of itself: "
"""What stands before the file's own claims."""


@dataclass(slots=True)
class Facts:
    """width, height: pixels. taken: as the file writes it. lon, lat: degrees (WGS84 by EXIF's own rule). seconds: duration."""

    width: int = 0
    height: int = 0
    taken: str = ""
    lon: float | None = None
    lat: float | None = None
    device: str = ""
    seconds: float | None = None


def not_looked_at(name: str, facts: Facts) -> Any:
    """The output of a file that is kept and not looked at."""
    parts = [f"{facts.width} × {facts.height}"] if facts.width and facts.height else []
    if facts.seconds is not None:
        parts.append(f"{facts.seconds:.0f} s")
    said = [f"taken {facts.taken}"] if facts.taken else []
    if facts.lat is not None and facts.lon is not None:
        said.append(f"at {facts.lat:.5f}, {facts.lon:.5f}")
    if facts.device:
        said.append(f"by {facts.device}")
    words = f"is {name}" + (f", {', '.join(parts)}" if parts else "") + ", kept and not looked at"
    return plain(
        Output(
            [],
            [Note(words + (f"; {SAYS}{', '.join(said)}" if said else ""), _REMEDY, code="not_looked_at")],
        )
    )
