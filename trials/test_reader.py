"""Every page kind in every language, theme and width under axe; every attack in every field; one line each to bench/history."""

from __future__ import annotations

import itertools
import json
import statistics
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.publish.conftest import ground
from tests.publish.reader.attacked import WORDS, misdeeds, put_attacked
from tests.publish.reader.cases import large
from tests.publish.reader.conftest import (
    DESKTOP,
    PHONE,
    Profile,
    Site,
    browser,
    demonstration,
    folder,
    profile,
    put,
    served,
    site,
)
from tests.publish.reader.editions import edition
from tests.publish.reader.visits import KINDS, LANGUAGES, violations
from zvirka.ground import Ground
from zvirka.publish.reader import pages

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
            there = root / "editions" / "1"
            paths = [path.relative_to(there).as_posix() for path in sorted(there.rglob("en/**/*.html"))]
            visits += len(paths)
            found += misdeeds(site, profile, paths)
    record("trials_reader_attacks", attacks=len(WORDS), fields=fields, visits=visits, executions=len(found))
    assert found == []


def test_search_answers_among_a_thousand_questions_and_twenty_thousand_claims(
    ground: Ground, tmp_path: Path, profile: Profile
) -> None:
    """From the last letter to the narrowed list, with the quoted words loaded; the time is recorded."""
    put(tmp_path, dict(pages(edition(large(1000, 20).account()), ground)))
    with served(tmp_path) as site:
        page = profile().new_page()
        page.goto(f"{site.base}editions/1/en/search.html")
        page.get_by_role("searchbox").fill("lost")
        expect(page.locator("#quoted li")).to_have_count(100)
        taken = page.evaluate(
            SEARCHES, ["l", "lost 7", "square kilometres", "paper 999 lost 19", "nothing of this"] * 20
        )
    figures = {"median_ms": round(statistics.median(taken), 1), "slowest_ms": round(max(taken), 1)}
    record("trials_reader_search", findings=1000, claims=20_000, searches=len(taken), **figures)
    assert len(taken) == 100


SEARCHES = """async (words) => {
  const box = document.getElementById('words'), taken = [];
  for (const each of words) {
    const from = performance.now();
    box.value = each;
    box.dispatchEvent(new Event('input'));
    document.body.getBoundingClientRect();
    taken.push(performance.now() - from);
    await new Promise(requestAnimationFrame);
  }
  return taken;
}"""
"""Milliseconds from each input until the list is narrowed and laid out."""


def record(name: str, **figures: object) -> None:
    """One line of the history."""
    line = {"date": datetime.now(UTC).date().isoformat(), "bench": name, **figures}
    with HISTORY.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, sort_keys=True) + "\n")
