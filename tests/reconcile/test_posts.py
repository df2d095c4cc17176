"""What became of posts: changed ones and gone ones, told by two exports of one chat, or by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.reconcile.hand import Folder, asked_finding, said_by
from zvirka.model.claims import Claim
from zvirka.model.items import Text
from zvirka.model.narratives import Fate
from zvirka.model.sources import Voice
from zvirka.model.times import Moment
from zvirka.reconcile.posts import posts_of

CHANNEL = Voice("Over the Donets", "channel", "unknown")


class Chats(Folder):
    """Exports of a channel: posts with a number and a day of September; each export is an item."""

    def post(self, export: str, number: int, words: str, day: int, edited: int | None = None, **more: Any) -> Text:
        """A post of an export, posted at noon."""
        self.report(f"{export}-{number}", words, None, CHANNEL)
        text = self.texts.pop()
        changed = _noon(edited) if edited else None
        made = replace(
            text, item=export, fragment=f"4/{number}", path=f"{export}.json", reader="telegram/1", published=_noon(day), edited=changed,
            **more,
        )  # fmt: skip
        self.texts.append(made)
        return made

    def said(self, text: Text, words: str, value: float | None = None, **more: Any) -> Claim:
        """A claim of the channel's own in a post."""
        day = text.published.day.day if text.published else 12
        self.report(text.report, text.text, None, CHANNEL)
        at = more.pop("as_of", day)
        made = self.claim(text.report, words, value, as_of=at, said=day, since=6, **more)
        self.texts.pop()
        self.claims[-1] = replace(made, item=text.item, fragment=text.fragment, text_digest=text.digest)
        return self.claims[-1]


def _noon(day: int) -> Moment:
    return Moment(date(2022, 9, day), datetime(2022, 9, day, 9, tzinfo=UTC))


def exports(second: str | None, edited: int | None = 14) -> tuple[Chats, Text, Text | None]:
    """Two exports of the channel, up to the 13th and to the 20th; the second holds the post of the 12th with such words, or lacks it."""
    chats = Chats()
    for export, last in (("early", 13), ("late", 20)):
        chats.post(export, 10, "Good morning to all of you over there.", 11)
        chats.post(export, 12, "And good night.", last)
    first = chats.post("early", 11, "Today 2,900 km² are free.", 12)
    other = chats.post("late", 11, second, 12, edited) if second is not None else None
    return chats, first, other


def test_a_post_that_a_later_export_lacks_is_gone() -> None:
    chats, first, _ = exports(None)
    claim = chats.said(first, "2,900 km² are free", 2900.0)
    found = chats.reconcile()
    (life,) = found.lives
    assert life.fates == (Fate("gone", claim.id, date(2022, 9, 20)),)


def test_what_lies_before_or_after_an_export_or_in_an_earlier_one_is_not_gone() -> None:
    chats = Chats()
    for number, day in ((1, 1), (5, 5), (9, 9)):
        chats.post("long", number, f"Post of the {day}.", day)
    for number, day in ((4, 4), (6, 6)):
        chats.post("short", number, f"Post of the {day}.", day)
    gone = posts_of(chats.texts).gone
    assert set(gone) == {"short#4/4", "short#4/6"}, (
        "the long export ends later; the short one does not reach to the 1st"
    )


def test_a_post_of_another_chat_or_time_is_another_post() -> None:
    chats, _, _ = exports("Today 2,900 km² are free.")
    assert len(posts_of(chats.texts).pairs) == 2, "numbers 10 and 11; number 12 was posted on two days"
    renamed = [replace(text, voice=Voice(text.item, "channel", "unknown")) for text in chats.texts]
    assert posts_of(renamed).pairs == ()


def test_two_wordings_of_a_post_have_one_origin_and_the_later_stands() -> None:
    """Short as they are, and though the figures differ, they do not contradict each other."""
    chats, first, second = exports("Today 290 km² are free.")
    assert second is not None
    was, now = chats.said(first, "2,900 km² are free", 2900.0), chats.said(second, "290 km² are free", 290.0)
    found = chats.reconcile()
    finding = asked_finding(found)
    assert (finding.relation, finding.origins) == ("single", 1)
    (link,) = [each for each in found.links if each.kind == "supersedes"]
    assert (link.left, link.right) == (now.id, was.id)
    assert "post_edited" in [reason.rule for reason in link.reasons]
    life = next(each for each in found.lives if was.id in each.claims)
    assert life.fates == (Fate("reworded", was.id, date(2022, 9, 14), now.id),)


def test_another_channel_still_contradicts_what_the_post_says_now() -> None:
    chats, first, second = exports("Today 290 km² are free.")
    assert second is not None
    chats.said(first, "2,900 km² are free", 2900.0)
    chats.said(second, "290 km² are free", 290.0)
    chats.claim("paper", "The staff says 3,100 km²", 3100.0, as_of=12, since=6, by=said_by("The staff", "ukraine"))
    assert asked_finding(chats.reconcile()).relation == "conflict"


def test_an_edit_that_leaves_the_statement_is_no_change_of_it() -> None:
    chats, first, second = exports("Today 2,900 km² are free. (Typo mended.)")
    assert second is not None
    chats.said(first, "2,900 km² are free", 2900.0)
    chats.said(second, "2,900 km² are free", 2900.0)
    found = chats.reconcile()
    assert asked_finding(found).relation == "single"
    assert not [fate for life in found.lives for fate in life.fates]


def test_a_post_changed_before_it_was_read_says_so() -> None:
    chats = Chats()
    post = chats.post("only", 7, "Now 2,900 km² are free.", 12, edited=15)
    claim = chats.said(post, "2,900 km² are free", 2900.0)
    (life,) = chats.reconcile().lives
    assert life.fates == (Fate("edited", claim.id, date(2022, 9, 15)),)


def test_of_wordings_that_nothing_orders_none_supersedes_the_other() -> None:
    chats = Chats()
    one, other = (chats.post(export, 11, f"Today {n},900 km² are free.", 12) for export, n in (("a", 2), ("b", 5)))
    chats.said(one, "2,900 km² are free", 2900.0)
    chats.said(other, "5,900 km² are free", 5900.0)
    found = chats.reconcile()
    assert not [link for link in found.links if link.kind in ("supersedes", "conflicts")]
    assert asked_finding(found).relation == "single"


def test_the_order_of_the_texts_is_irrelevant() -> None:
    chats, _, _ = exports("Today 290 km² are free.")
    assert posts_of(chats.texts) == posts_of(chats.texts[::-1])
