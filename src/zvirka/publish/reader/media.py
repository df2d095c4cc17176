"""Pictures and videos that an edition gives out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or video. path: where its file lies in the edition, POSIX and relative. sha256: of the bytes, hexadecimal.

    report: key of the report it belongs to. graphic: covered until asked for; what nobody looked at counts as graphic.
    """

    path: str
    kind: Literal["image", "video"]
    sha256: str
    report: str
    graphic: bool = True
