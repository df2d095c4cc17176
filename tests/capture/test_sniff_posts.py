"""Telling exports of posts by their first characters."""

from __future__ import annotations

import json

from zvirka.capture.sniff_posts import of_text


def test_a_report_whose_letters_are_all_escaped_is_told_at_once() -> None:
    """Each escape must have one way only to be read by a pattern: with two ways, forty of them take for ever."""
    assert of_text(json.dumps({"report_id": "1", "text": "ґ" * 4000})) is None


def test_a_json_feed_is_told_behind_escapes() -> None:
    feed = json.dumps({"title": "Стрічка", "version": "https://jsonfeed.org/version/1.1", "items": []})
    assert of_text(feed) == ("feed", "a JSON feed")
