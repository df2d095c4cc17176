"""Which pages are visited, and what axe says of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH

from tests.publish.reader.conftest import Profile, Site

LANGUAGES = ("en", "uk", "ru")
KINDS = ("index", "search", "questions", "evidence", "map", "timeline", "equipment", "narratives", "methods",
         "corrections", "questions/", "items/", "offline")  # fmt: skip
"""Pages of an edition by name; of those in folders the fullest stands for its kind."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
_AXE = Path(AXE_FILE_PATH).read_text("utf-8")
Visit = tuple[str, str, str, dict[str, int]]
"""Kind of page, language, colour scheme, viewport."""


def address_of(site: Site, kind: str, language: str) -> str:
    """Where a page of a kind is, in a language."""
    edition = "editions/1/"
    if kind == "offline":
        return f"{site.base}{edition}offline.html"
    if not kind.endswith("/"):
        return f"{site.base}{edition}{language}/{kind}.html"
    pages = sorted((site.root / edition / language / kind).iterdir())
    return f"{site.base}{edition}{language}/{kind}{max(pages, key=lambda path: path.stat().st_size).name}"


def violations(site: Site, profile: Profile, visits: Iterable[Visit]) -> list[str]:
    """What axe finds, with its best practices and experimental rules, in pages whose folded parts are open. Raises AssertionError
    where it looked at nothing."""
    found: list[str] = []
    pages = {}
    for kind, language, scheme, shape in visits:
        if scheme not in pages:
            pages[scheme] = profile(color_scheme=scheme).new_page()
        page = pages[scheme]
        page.set_viewport_size(shape)
        page.goto(address_of(site, kind, language))
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.evaluate(_AXE)
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        result = page.evaluate("options => axe.run(options)", options)
        assert len(result["passes"]) > 10, (kind, language, scheme, shape)
        where = f"{kind} {language} {scheme} {shape['width']}"
        found += [
            f"{where}: {each['id']} {node['target']} {node['failureSummary']}"
            for each in result["violations"]
            for node in each["nodes"][:2]
        ]
    return found
