"""What a post passes on and answers stands with its claims and on its page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import zvirka

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)


POSTS: list[tuple[str, dict[str, object]]] = [
    ("Under Izium 12 tanks were destroyed, and nobody asked why it was so quiet.", {}),
    ("Near Kupiansk 14 tanks were destroyed, and the crews fled on foot.", {"forwarded_from": "Quiet Valley"}),
    ("No: near Lyman only 3 tanks were destroyed, and two of them drove again.", {"reply_to_message_id": 1}),
]
"""A post, one passed on, and an answer."""


def export(folder: Path, words: Sequence[tuple[str, Mapping[str, object]]] = POSTS) -> None:
    """An export of a channel."""
    messages = [
        {
            "id": number,
            "type": "message",
            "date": "2022-09-10T12:00:00",
            "date_unixtime": str(1662811200 + number),
            "from": "The Steppe",
            "from_id": "channel77",
            "text": text,
            "text_entities": [{"type": "plain", "text": text}],
            **more,
        }
        for number, (text, more) in enumerate(words, 1)
    ]
    chat = {"name": "The Steppe", "type": "public_channel", "id": 77, "messages": messages}
    (folder / "result.json").write_text(json.dumps(chat), encoding="utf-8")


def test_forwards_name_whose_words_they_are_and_answers_name_what_they_answer(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    export(folder)
    result = zvirka.run(folder, jobs=1, now=NOW)
    chains = {
        claim.quantity.value: [(step.name, step.kind) for step in claim.attribution]
        for claim in result.account.claims
        if claim.quantity is not None and claim.type == "equipment_loss"
    }
    assert chains == {12.0: [], 14.0: [("Quiet Valley", "channel")], 3.0: []}
    assert {text.fragment: text.reply_to for text in result.account.texts} == {"1": None, "2": None, "3": "1"}
    pages = [path.read_text("utf-8") for path in (result.case_folder / "working").rglob("*.html")]
    answer = next(page for page in pages if "No: near Lyman" in page and "Answers post" in page)
    assert "Passed on from" not in answer
    assert any("Passed on from" in page and "Quiet Valley" in page for page in pages)


def test_an_answer_is_read_with_the_post_it_answers(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    words = [
        ("Ukrainian troops have liberated more than 3,000 km² in Kharkiv oblast this week.", {}),
        ("Not true at all, my friends: no more than 400 km² so far.", {"reply_to_message_id": 1}),
    ]
    export(folder, words)
    claims = zvirka.run(folder, jobs=1, now=NOW).account.claims
    told = {
        claim.quantity.value: (claim.type, [place.name for place in claim.places]) for claim in claims if claim.quantity
    }
    assert told == {
        3000.0: ("territory_regained", ["Kharkiv Oblast"]),
        400.0: ("territory_regained", ["Kharkiv Oblast"]),
    }
