"""The reader: an edition as static pages in three languages, whole without scripts, readable offline. Pure: gives (path, bytes)."""

from __future__ import annotations

from zvirka.publish.reader.site import Site, pages

__all__ = ["Site", "pages"]
