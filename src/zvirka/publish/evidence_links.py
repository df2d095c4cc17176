"""Links from a figure to what it stands on: its row on the page of maps, and the file as it is kept in the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zvirka.model.claims import Claim
from zvirka.model.items import Item
from zvirka.model.observations import AreaObservation
from zvirka.model.times import Moment
from zvirka.publish.index import AccountIndex
from zvirka.publish.marks import page_of, page_starts
from zvirka.publish.visible import one_line

MAPS_PAGE = "maps.html"
MOST_LINKS = 6
"""Links behind one figure; all ids stand in the data files."""


class Ref(NamedTuple):
    """Words in a table that may lead somewhere."""

    words: str
    href: str | None = None


def anchor(id: str) -> str:
    """Where on its page an observation stands."""
    return f"o-{id[:12]}"


def kept(item: Item, up: str = "") -> Ref:
    """A file's name without its folder, leading to its bytes as captured. up: from the page to the root of the working copy."""
    href = f"{up}../objects/{item.object[:2]}/{item.object}" if item.object else None
    return Ref(one_line(item.path.rpartition("/")[2], 80), href)


def claim_page(index: AccountIndex, claim: Claim) -> str | None:
    """Address of a claim's marked words from the root of the working copy."""
    text = index.text_of(claim)
    if text is None or text.report not in index.short_report:
        return None
    page = page_of(page_starts(text.text), claim.quote.start)
    return (
        f"items/{index.short_report[text.report]}{f'-{page + 1}' if page else ''}.html#c-{index.short_claim[claim.id]}"
    )


def files(ids: Iterable[str], index: AccountIndex, up: str = "") -> list[Ref]:
    """The files that observations stand on, by name."""
    return [
        kept(item, up)
        for item in sorted((index.items[id] for id in set(ids) if id in index.items), key=lambda item: item.path)
    ]


def behind(ids: Sequence[str], index: AccountIndex, up: str) -> list[Ref]:
    """What observations lead to: areas to their rows among the maps, all others to their files."""
    found: list[Ref] = []
    for id in ids:
        seen = index.observations.get(id)
        if isinstance(seen, AreaObservation):
            found.append(Ref(f"{one_line(seen.source, 60)}, {_when(seen.as_of)}", f"{up}{MAPS_PAGE}#{anchor(id)}"))
        elif seen is not None:
            found += files(seen.items, index, up)
    return list(dict.fromkeys(found))[:MOST_LINKS]


def _when(moment: Moment) -> str:
    """Short, and the same in every language: maps of one day are told apart."""
    return moment.day.isoformat() if moment.instant is None else f"{moment.instant:%Y-%m-%d %H:%M} UTC"
