"""An edition in which every word that somebody else wrote is an attack, and the watch over its pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from tests.hostile.strings import ADDRESSES, MARKUP
from tests.publish.reader.cases import Case
from tests.publish.reader.conftest import Profile, Site, put
from tests.publish.reader.editions import edition
from zvirka.ground import Ground
from zvirka.model.account import Account
from zvirka.model.spans import Span
from zvirka.publish.edition.edition import Correction, Edition
from zvirka.publish.reader import pages
from zvirka.publish.reader.media import Media

OURS = {
    "id", "item", "items", "question", "claim", "claims", "left", "right", "digest", "text_digest", "object", "place", "observations",
    "origins", "theatre", "time_zone", "language", "fragment", "rule", "rank_reasons", "highlights", "cls", "model", "extractor", "ledger",
    "judged", "history", "relevance", "field",
}  # fmt: skip
"""Fields of ids, digests, rules and packs' words, which nobody else writes; those of a few allowed words are told by their types."""
WORDS = (*MARKUP.values(), *ADDRESSES.values())


def attacked(account: Account, shift: int = 0) -> tuple[Account, int]:
    """The account with an attack, each time another, behind the words of every field that is not ours; and how many there were."""
    count = itertools.count()

    def attack() -> str:
        return " ".join(WORDS[(shift + 4 * next(count) + at) % len(WORDS)] for at in range(4))

    def changed(value: Any, hint: Any) -> Any:
        if isinstance(value, str):
            return f"{value} {attack()}" if hint in (str, str | None, tuple[str, ...]) else value
        if isinstance(value, Span):
            words = f"{value.exact} {attack()}"
            return Span(value.start, value.start + len(words), words)
        if is_dataclass(value) and not isinstance(value, type):
            hints = get_type_hints(type(value))
            inner = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
            return replace(
                value, **{name: changed(each, None if name in OURS else hints[name]) for name, each in inner.items()}
            )
        if isinstance(value, tuple):
            return tuple(changed(each, hint) for each in value)
        return value

    return changed(account, Account), next(count)


def attacked_edition(account: Account, shift: int = 0) -> tuple[Edition, list[Media], int]:
    """An edition of the account under attack, with media, and how many fields were attacked."""
    bad, count = attacked(account, shift)
    words: Iterator[str] = itertools.cycle(WORDS[shift:] + WORDS[:shift])
    made = edition(bad, 2, None, (Correction(2, "2022-10-24T08:00:00Z", next(words), tuple(bad.changes)),))
    made = replace(made, chosen_by=f"{next(words)} {next(words)}")
    media = [
        Media("media/one.png", "image", "cd" * 32, account.texts[0].report),
        Media("media/two.webm", "video", "ef" * 32, "none"),
    ]
    return made, media, count


def put_attacked(root: Path, ground: Ground, shift: int = 0) -> int:
    """Writes the pages of an edition under attack below a root; gives how many fields were attacked."""
    case = Case()
    case.loss()
    made, media, count = attacked_edition(case.account(), shift)
    put(root, dict(pages(made, ground, media, f'feed.atom"{WORDS[shift]}')))
    return count


HOLDS = """[...document.querySelectorAll('*')].filter((each) =>
  [...each.attributes].some((one) => one.name.startsWith('on')) || /^(script|style|base|iframe|object|embed|form|math|template)$/i
  .test(each.tagName) && each.parentNode !== document.head || /^javascript:|^data:|^vbscript:/i.test(each.getAttribute('href') || ''))
  .map((each) => each.outerHTML.slice(0, 120))"""
"""What no page of ours holds: handlers, elements that run or load, addresses that run."""


def misdeeds(site: Site, profile: Profile, paths: Iterable[str]) -> list[str]:
    """What the pages of edition 1 ran, asked of others, were refused by their policy, or hold, when they are opened."""
    page = profile().new_page()
    found: list[str] = []
    page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; }; window.alert = window.hit;")
    page.context.route(lambda address: not address.startswith(site.base), lambda route: route.abort())
    page.context.on("request", lambda request: request.url.startswith(site.base) or found.append(request.url))
    page.on("console", lambda message: found.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    for path in paths:
        page.goto(f"{site.base}editions/1/{path}")
        found += [f"{path}: ran"] * page.evaluate("window.hits")
        found += [f"{path} holds {each}" for each in page.evaluate(HOLDS)]
    return found
