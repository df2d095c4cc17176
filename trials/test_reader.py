"""Every page kind of the demonstration's edition in every language, theme and width, under axe."""

from __future__ import annotations

import itertools

from tests.publish.reader.conftest import DESKTOP, PHONE, Profile, Site, browser, demonstration, folder, profile, site
from tests.publish.reader.visits import KINDS, LANGUAGES, violations

__all__ = ["browser", "demonstration", "folder", "profile", "site"]  # fixtures
NARROW = {"width": 320, "height": 640}


def test_axe_finds_nothing_in_any_page_language_theme_and_width(site: Site, profile: Profile) -> None:
    rows = list(itertools.product(KINDS, LANGUAGES, ("light", "dark"), (NARROW, PHONE, DESKTOP)))
    assert len(rows) == 234
    assert violations(site, profile, rows) == []
