"""The files of an edition that tell what it is; pages and exports stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from zvirka.ground.ground import Ground
from zvirka.model.canonical import canonical_bytes
from zvirka.model.case import SCHEMA
from zvirka.model.wire import to_plain
from zvirka.publish import reader
from zvirka.publish.edition.dossier import dossiers
from zvirka.publish.edition.edition import Edition, EditionRef
from zvirka.publish.edition.feeds import atom, json_feed
from zvirka.publish.edition.linked import annotation_collection, claim_reviews, graph
from zvirka.publish.edition.places import geojson, kml
from zvirka.publish.edition.shown import Shown
from zvirka.publish.edition.tables import data_files

ABOUT, CONTENT = "edition.json", "content.json"
FEED = "../../feed.xml"
"""The feed of the root, seen from an edition's folder: it tells of every later edition too."""


def edition_files(edition: Edition, ground: Ground) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file of an edition but its manifest and its bag; paths POSIX, relative to its folder."""
    yield from exports(edition, ground)
    yield from pages(edition, ground)


def pages(edition: Edition, ground: Ground) -> Iterator[tuple[str, bytes]]:
    """What people read."""
    yield from reader.pages(edition, ground, feed=FEED)


def site(edition: Edition, ground: Ground) -> reader.Site:
    """`pages` in shares."""
    return reader.Site(edition, ground, feed=FEED)


def exports(edition: Edition, ground: Ground) -> Iterator[tuple[str, bytes]]:
    """All that is for other tools; the bag holds just these."""
    yield CONTENT, edition.content
    yield from data_files(edition, ground)
    yield from other_exports(edition, ground)


def other_exports(edition: Edition, ground: Ground) -> Iterator[tuple[str, bytes]]:
    """`exports` but for the content and the tables (`tables.data_files`)."""
    shown = Shown(edition, ground)
    yield ABOUT, about(edition)
    yield "citation.bib", edition.citation.bibtex.encode()
    yield "citation.ris", edition.citation.ris.encode()
    yield "data/places.geojson", geojson(edition)
    yield "data/places.kml", kml(edition)
    yield "claimreview.jsonld", canonical_bytes(graph(claim_reviews(shown)))
    yield "annotations.json", annotation_collection(shown)
    for folder, up in (("", ""), ("root/", edition.address)):
        yield f"{folder}feed.xml", atom(shown, up)
        yield f"{folder}feed.json", json_feed(shown, up)
    yield from dossiers(shown)


def about(edition: Edition) -> bytes:
    """What it is, what came before, what it corrects, what stays unsaid: canonical JSON."""
    told = {
        name: to_plain(getattr(edition, name))
        for name in (
            "number",
            "address",
            "base",
            "digest",
            "at",
            "previous",
            "corrections",
            "chosen_by",
            "items",
            "citation",
        )
    }
    under_review = [
        {"id": each.id, "measure": each.measure, "place": each.place, "since": each.since and each.since.isoformat()}
        for each in edition.under_review
    ]
    return canonical_bytes(
        {
            "schema": SCHEMA,
            **told,
            "title": edition.citation.title,
            "findings": len(edition.account.findings),
            "claims": len(edition.account.claims),
            "changes": to_plain(edition.account.changes),
            "withheld": dict(edition.withheld),
            "under_review": under_review,
        }
    )


def latest(reference: EditionRef) -> bytes:
    """`latest.json` of the root: what an older edition asks to learn that there is a newer one."""
    return canonical_bytes({"schema": SCHEMA, **to_plain(reference)})


def root_page(title: str, address: str) -> bytes:
    """`index.html` of the root, the latest address: it leads on to the latest edition, with no script."""
    name, there = escape(title), escape(f"{address}index.html")
    return (
        f'<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{name}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={there}">\n<link rel="canonical" href="{there}">\n</head>\n'
        f'<body>\n<p><a href="{there}">{name}</a></p>\n</body>\n</html>\n'
    ).encode("utf-8", "backslashreplace")
