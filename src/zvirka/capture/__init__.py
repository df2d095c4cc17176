"""Capture: bytes in, items and texts out. What a thing is comes from its content; nothing kept is lost."""

from __future__ import annotations

from zvirka.capture.items import Captured, missing_files, read_items
from zvirka.capture.sniff import Sniffed, sniff
from zvirka.capture.walk import Found, Walk, walk

__all__ = ["Captured", "Found", "Sniffed", "Walk", "missing_files", "read_items", "sniff", "walk"]
