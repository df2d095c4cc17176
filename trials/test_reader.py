"""Every page kind in every language, theme and width under axe; every attack in every field; one line each to bench/history."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from pathlib import Path

from tests.publish.conftest import ground
from tests.publish.reader.attacked import WORDS, misdeeds, put_attacked
from tests.publish.reader.conftest import (
    DESKTOP,
    PHONE,
    Profile,
    Site,
    browser,
    demonstration,
    folder,
    profile,
    served,
    site,
)
from tests.publish.reader.visits import KINDS, LANGUAGES, violations
from zvirka.ground import Ground

__all__ = ["browser", "demonstration", "folder", "ground", "profile", "site"]  # fixtures
HISTORY = Path(__file__).resolve().parents[1] / "bench" / "history" / "trials_reader.jsonl"
THEMES = ("light", "dark")
SHAPES = ({"width": 320, "height": 640}, PHONE, DESKTOP)


def test_axe_finds_nothing_in_any_page_language_theme_and_width(site: Site, profile: Profile) -> None:
    visits = list(itertools.product(KINDS, LANGUAGES, THEMES, SHAPES))
    found = violations(site, profile, visits)
    record(
        "trials_reader_axe",
        visits=len(visits),
        page_kinds=len(KINDS),
        languages=len(LANGUAGES),
        themes=len(THEMES),
        widths=[shape["width"] for shape in SHAPES],
        violations=len(found),
    )
    assert found == []


def test_no_attack_in_any_field_is_run_or_asked_for(ground: Ground, tmp_path: Path, profile: Profile) -> None:
    fields = visits = 0
    found: list[str] = []
    for shift in range(0, len(WORDS), 2):
        root = tmp_path / str(shift)
        fields += put_attacked(root, ground, shift)
        with served(root) as site:
            pages = root / "editions" / "1"
            paths = [path.relative_to(pages).as_posix() for path in sorted(pages.rglob("en/**/*.html"))]
            visits += len(paths)
            found += misdeeds(site, profile, paths)
    record("trials_reader_attacks", attacks=len(WORDS), fields=fields, visits=visits, executions=len(found))
    assert found == []


def record(name: str, **figures: object) -> None:
    """One line of the history."""
    line = {"date": datetime.now(UTC).date().isoformat(), "bench": name, **figures}
    with HISTORY.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, sort_keys=True) + "\n")
