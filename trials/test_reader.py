"""Every page kind of the demonstration's edition in every language, theme and width, under axe; one line to bench/history."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from pathlib import Path

from tests.publish.reader.conftest import DESKTOP, PHONE, Profile, Site, browser, demonstration, folder, profile, site
from tests.publish.reader.visits import KINDS, LANGUAGES, violations

__all__ = ["browser", "demonstration", "folder", "profile", "site"]  # fixtures
HISTORY = Path(__file__).resolve().parents[1] / "bench" / "history" / "trials_reader.jsonl"
THEMES = ("light", "dark")
SHAPES = ({"width": 320, "height": 640}, PHONE, DESKTOP)


def test_axe_finds_nothing_in_any_page_language_theme_and_width(site: Site, profile: Profile) -> None:
    visits = list(itertools.product(KINDS, LANGUAGES, THEMES, SHAPES))
    found = violations(site, profile, visits)
    line = {
        "date": datetime.now(UTC).date().isoformat(),
        "bench": "trials_reader_axe",
        "visits": len(visits),
        "page_kinds": len(KINDS),
        "languages": len(LANGUAGES),
        "themes": len(THEMES),
        "widths": [shape["width"] for shape in SHAPES],
        "violations": len(found),
    }
    with HISTORY.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, sort_keys=True) + "\n")
    assert found == []
