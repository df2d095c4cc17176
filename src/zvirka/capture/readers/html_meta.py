"""What a page says about itself: title, site, address, date, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
)
"""Names of <meta> that give the day of publication, best first: Open Graph, schema.org, Parse.ly, Sailthru, Dublin Core, common use."""
_LARGEST_LD_JSON = 1_000_000


@dataclass(slots=True)
class Meta:
    """The page's own words for each, None where it gives none."""

    title: str | None = None
    outlet: str | None = None
    address: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(slots=True)
class _Gathered:
    named: dict[str, str] = field(default_factory=dict)
    title: str = ""
    canonical: str = ""
    language: str = ""
    times: list[tuple[int, str]] = field(default_factory=list)
    linked: dict[str, str] = field(default_factory=dict)


def meta_of(page: LexborHTMLParser) -> Meta:
    """Reads <meta>, <link>, <title>, <time>, itemprop and JSON-LD in one pass, without recursion."""
    got = _Gathered()
    for node in _elements(page.root):
        _take(node, got)
    named, linked = got.named, got.linked
    times = [words for _, words in sorted(got.times, key=lambda each: each[0])]
    outlet = named.get("og:site_name") or linked.get("publisher") or named.get("application-name")
    title = named.get("og:title") or linked.get("headline") or _without_site(got.title, outlet)
    address = next(
        (
            each
            for each in (got.canonical, named.get("og:url"), linked.get("url"))
            if each and re.match(r"https?://", each)
        ),
        None,
    )
    published = next((named[name] for name in _DATES[:3] if name in named), None) or linked.get("datePublished")
    published = (
        published or next((named[name] for name in _DATES if name in named), None) or (times[0] if times else None)
    )
    return Meta(
        title or None, outlet or None, address, published or None, got.language or named.get("og:locale") or None
    )


def _elements(root: Any) -> Iterator[Any]:
    node, above = root, []
    while node is not None:
        if node.is_element_node:
            yield node
        child = node.first_child
        if child is not None:
            above.append(node)
            node = child
            continue
        while node is not None and node.next is None:
            node = above.pop() if above else None
        node = node.next if node is not None else None


def _take(node: Any, got: _Gathered) -> None:
    tag = node.tag
    if tag == "meta":
        attributes = node.attributes
        content = _clean(attributes.get("content"))
        for key in ("property", "name", "itemprop"):
            if attributes.get(key) and content:
                got.named.setdefault(attributes[key].lower(), content)
    elif tag == "html":
        got.language = _clean(node.attributes.get("lang") or node.attributes.get("xml:lang"))
    elif tag == "title" and not got.title and node.parent is not None and node.parent.tag == "head":
        got.title = _clean(node.text())
    elif tag == "link" and "canonical" in (node.attributes.get("rel") or "").lower().split():
        got.canonical = got.canonical or _clean(node.attributes.get("href"))
    elif tag == "time":
        _take_time(node, got)
    elif tag == "script" and "ld+json" in (node.attributes.get("type") or "").lower():
        _take_linked(node.text(), got)


def _take_time(node: Any, got: _Gathered) -> None:
    """Marked as the publication's first, then in the page's order."""
    attributes = node.attributes
    words = _clean(attributes.get("datetime"))
    if words:
        marked = "pubdate" in attributes or "datepublished" in (attributes.get("itemprop") or "").lower()
        got.times.append((0 if marked else 1, words))


def _take_linked(source: str, got: _Gathered) -> None:
    """JSON-LD (schema.org): datePublished, headline, url and publisher of the first thing that has a datePublished."""
    if len(source) > _LARGEST_LD_JSON:
        return
    try:
        waiting = [json.loads(source)]
    except (ValueError, RecursionError):
        return  # a page's own broken data is common; the text does not depend on it
    while waiting and "datePublished" not in got.linked:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            if isinstance(value.get("datePublished"), str):
                got.linked.update({key: _clean(each) for key, each in value.items() if isinstance(each, str)})
                publisher = value.get("publisher")
                if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                    got.linked["publisher"] = _clean(publisher["name"])
            else:
                waiting += [each for each in value.values() if isinstance(each, (dict, list))]


def _without_site(title: str, outlet: str | None) -> str:
    """The title without the site's name behind a bar or dash."""
    if outlet and title.casefold().endswith(outlet.casefold()):
        bare = re.sub(r"\s*[|–—·:»-]\s*$", "", title[: -len(outlet)])
        return bare or title
    return title


def _clean(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "").strip().encode("utf-8", "replace").decode("utf-8")
