"""What became of posts: two exports of one chat show which were changed and which are gone; one alone, which were changed.

A post is known again by its chat's name, its number and the time it was posted. That a later export lacks it means that it was
deleted, or left out of the export: which of the two, nobody can tell from here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zvirka.model.items import Text
from zvirka.model.times import Moment

READERS = ("telegram/", "telegram_page/")
"""What names a reader of a chat's exports, in which posts have numbers that stay."""


@dataclass(frozen=True, slots=True)
class Version:
    """One of several wordings of a post. post: the same for all of them. order: when it was last changed, and how far its export goes; a
    later one sorts later, and of equal ones nobody knows which came first."""

    post: str
    order: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Posts:
    """versions: of reports whose post has other words elsewhere. edited: the day on which a post was last changed, by report.

    gone: {report: (last day of a later export that lacks it)}. pairs: reports that hold one post, the smallest key with each other.
    """

    versions: Mapping[str, Version]
    edited: Mapping[str, date]
    gone: Mapping[str, date]
    pairs: tuple[tuple[str, str], ...]


NONE = Posts({}, {}, {}, ())


@dataclass(frozen=True, slots=True)
class _Export:
    """The posts of one voice in one item: their numbers, sorted, and when the last was posted."""

    numbers: Sequence[int]
    last: Moment


def posts_of(texts: Iterable[Text]) -> Posts:
    """What is known of posts; order of the texts is irrelevant. Costs nothing to speak of where no chat stands in two items."""
    chats: dict[str, dict[str, list[tuple[int, Text]]]] = defaultdict(lambda: defaultdict(list))
    edited: dict[str, date] = {}
    for text in texts:
        number = _number(text)
        if number is not None and text.published is not None:
            chats[text.voice.name][text.item].append((number, text))
            if text.edited is not None and text.edited.sort_key > text.published.sort_key:
                edited[text.report] = text.edited.day
    versions: dict[str, Version] = {}
    gone: dict[str, date] = {}
    pairs: list[tuple[str, str]] = []
    for name in sorted(chats):
        if name.strip() and len(chats[name]) > 1:
            exports = {item: _export(posts) for item, posts in chats[name].items()}
            gone |= _gone(chats[name], exports)
            pairs += _told_twice(name, chats[name], exports, versions)
    return Posts(versions, edited, gone, tuple(pairs))


def _number(text: Text) -> int | None:
    """The number of a post in its chat; None of what is no post."""
    if text.fragment is None or not text.reader.startswith(READERS):
        return None
    number = text.fragment.rpartition("/")[2]
    return int(number) if number.isascii() and number.isdecimal() else None


Items = Mapping[str, Sequence[tuple[int, Text]]]


def _gone(items: Items, exports: Mapping[str, _Export]) -> dict[str, date]:
    """Posts that an export which ends later lacks, though it has posts before and after them."""
    found: dict[str, date] = {}
    for item, posts in items.items():
        later = [
            each for key, each in exports.items() if key != item and each.last.sort_key > exports[item].last.sort_key
        ]
        for number, text in posts:
            days = [each.last.day for each in later if _lacks(each.numbers, number)]
            if days:
                found[text.report] = min(days)
    return found


def _export(posts: Sequence[tuple[int, Text]]) -> _Export:
    last = max((text.published for _, text in posts if text.published is not None), key=lambda moment: moment.sort_key)
    return _Export(sorted({number for number, _ in posts}), last)


def _lacks(numbers: Sequence[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return 0 < at < len(numbers) and numbers[at] != number


def _told_twice(
    name: str, items: Items, exports: Mapping[str, _Export], versions: dict[str, Version]
) -> list[tuple[str, str]]:
    """Pairs of reports that hold one post; notes its versions where their words differ."""
    same: dict[tuple[int, str], list[Text]] = defaultdict(list)
    for posts in items.values():
        for number, text in posts:
            same[number, str(text.published)].append(text)
    pairs = []
    for (number, published), held in sorted(same.items()):
        if len(held) < 2:
            continue
        reports = sorted(text.report for text in held)
        pairs += [(reports[0], other) for other in reports[1:]]
        if len({text.digest for text in held}) > 1:
            post = f"{name}\n{number}\n{published}"
            for text in held:
                versions[text.report] = Version(post, (str(text.edited or ""), str(exports[text.item].last)))
    return pairs
