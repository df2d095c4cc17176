"""Capture: bytes in, items and texts out. What a thing is comes from its content; nothing kept is lost."""

from __future__ import annotations

from zvirka.capture.items import LOOKS_BESIDE, Captured, missing_files, read_items
from zvirka.capture.members import MARK
from zvirka.capture.remarks import FUTURE_SLACK, NO_DATE
from zvirka.capture.sniff import Sniffed, sniff
from zvirka.capture.walk import Found, Walk, walk

__all__ = [
    "FUTURE_SLACK",
    "LOOKS_BESIDE",
    "MARK",
    "NO_DATE",
    "Captured",
    "Found",
    "Sniffed",
    "Walk",
    "missing_files",
    "read_items",
    "sniff",
    "walk",
]
