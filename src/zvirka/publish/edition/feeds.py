"""Feeds of an edition: Atom (RFC 4287) and JSON Feed 1.1, an entry a finding."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from zvirka.model.canonical import canonical_bytes, digest
from zvirka.publish.edition.shown import Shown
from zvirka.publish.visible import visible


def atom(shown: Shown, up: str = "") -> bytes:
    """The feed as Atom. up: what stands before addresses below the edition's folder, where the case says no absolute one."""
    edition, cited = shown.edition, shown.edition.citation
    names = [cited.publisher] if cited.publisher else list(cited.reviewers) or [edition.chosen_by or cited.title]
    authors = "".join(f"<author><name>{_text(name)}</name></author>" for name in names)
    entries = "".join(
        f"<entry><id>{_urn(each.question.id)}</id><title>{_text(shown.title(each))}</title><updated>{edition.at}</updated>"
        f'<link rel="alternate" href={quoteattr(_link(shown.address(each), up))}/>'
        f'<content type="text">{_text(shown.sentence(each))}</content></entry>\n'
        for each in edition.account.findings
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{_feed_id(shown)}</id><title>{_text(cited.title)}</title><updated>{edition.at}</updated>{authors}\n{entries}</feed>\n"
    ).encode("utf-8", "backslashreplace")


def json_feed(shown: Shown, up: str = "") -> bytes:
    """The same as JSON Feed."""
    edition, cited = shown.edition, shown.edition.citation
    items = [
        {
            "id": _urn(each.question.id),
            "url": _link(shown.address(each), up),
            "title": visible(shown.title(each)),
            "content_text": visible(shown.sentence(each)),
            "date_modified": edition.at,
        }
        for each in edition.account.findings
    ]
    return canonical_bytes(
        {"version": "https://jsonfeed.org/version/1.1", "title": visible(cited.title), "items": items}
    )


def _link(address: str, up: str) -> str:
    return address if "://" in address else up + address


def _feed_id(shown: Shown) -> str:
    """The address of the publication, or a name made of its title, the same for every edition."""
    return escape(shown.edition.base) or _urn(digest("feed", shown.edition.account.case.title))


def _urn(hexadecimal: str) -> str:
    """A UUID of version 8 (RFC 9562) out of the first digits of a digest."""
    h = hexadecimal
    return f"urn:uuid:{h[:8]}-{h[8:12]}-8{h[13:16]}-8{h[17:20]}-{h[20:32]}"


def _text(words: str) -> str:
    return escape(visible(words))
