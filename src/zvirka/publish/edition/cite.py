"""How an edition cites itself: short, full, BibTeX, RIS, and tags that reference managers read."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.publish.edition.edition import Citation
from zvirka.publish.visible import one_line

_TITLE = 200
_BIBTEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
"""Characters that TeX reads as commands."""


def citation(
    title: str, publisher: str, reviewers: tuple[str, ...], number: int, at: str, address: str, digest: str
) -> Citation:
    """The citation of an edition. address: as it is to be printed. at: ISO 8601 UTC. digest: of the content; twelve digits are printed."""
    title, publisher = one_line(title, _TITLE), one_line(publisher, _TITLE)
    people = tuple(one_line(name, _TITLE) for name in reviewers)
    day, version = at[:10], f"edition {number}"
    who = publisher or "; ".join(people)
    short = f"{who + ', ' if who else ''}“{title}”, {version}, {day}"
    checked = f" Accepted by {', '.join(people)}." if people else ""
    full = f"{who + '. ' if who else ''}“{title}.” {version.capitalize()}, {day}.{checked} {address} (content SHA-256 {digest[:12]})."
    return Citation(
        title,
        publisher,
        people,
        day,
        address,
        short,
        full,
        _bibtex(title, who, day, number, address, digest),
        _ris(title, publisher, people, day, number, address, digest),
    )


def meta_tags(cited: Citation) -> Iterator[tuple[str, str]]:
    """(name, content) of a page's citation tags, as Google Scholar and Zotero read them (Highwire Press) and as Dublin Core has them."""
    yield "citation_title", cited.title
    for name in cited.reviewers or ((cited.publisher,) if cited.publisher else ()):
        yield "citation_author", name
    if cited.publisher:
        yield "citation_publisher", cited.publisher
    yield "citation_publication_date", cited.day.replace("-", "/")
    yield "citation_public_url", cited.address
    yield "DC.title", cited.title
    yield "DC.date", cited.day
    yield "DC.identifier", cited.address


def _bibtex(title: str, who: str, day: str, number: int, address: str, digest: str) -> str:
    fields = {
        "title": f"{{{_tex(title)}}}",
        "author": f"{{{_tex(who)}}}" if who else "",
        "year": day[:4],
        "month": str(int(day[5:7])),
        "day": str(int(day[8:10])),
        "version": str(number),
        "url": address,
        "note": f"edition {number}, content SHA-256 {digest[:12]}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{zvirka-{digest[:12]}-{number},\n" + ",\n".join(lines) + "\n}\n"


def _ris(title: str, publisher: str, people: tuple[str, ...], day: str, number: int, address: str, digest: str) -> str:
    """RIS as Reference Manager defined it: a tag, two spaces, a dash, a space; a record ends with ER."""
    lines = [("TY", "WEB"), ("TI", title), *(("AU", name) for name in people or ((publisher,) if publisher else ()))]
    lines += [("PB", publisher)] if publisher else []
    lines += [("PY", day[:4]), ("DA", day.replace("-", "/")), ("ET", str(number)), ("UR", address)]
    lines += [("N1", f"content SHA-256 {digest}"), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(char, char) for char in text)
