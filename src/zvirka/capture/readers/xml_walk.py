"""XML of office documents: parsed without DTD and entities, walked without recursion."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Set
from typing import Any, Literal

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from zvirka.model.errors import FormatError

LARGEST_PART_BYTES = 64 * 2**20
WORST_RATIO = 500
"""Documents' XML packs to a fiftieth at best; a part that packs better and is large is a bomb (house rule)."""
Event = tuple[Literal["start", "text", "end"], str, Any]
"""What is met, in the document's order: ("start", tag, element), ("text", characters, None), ("end", tag, element)."""


_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError)
"""What zipfile raises on packages that are cut, lie about their places, or ask for what it cannot do."""


def opened(data_stream: Any, what: str) -> zipfile.ZipFile:
    """The package. Raises FormatError where its end is missing or broken."""
    try:
        return zipfile.ZipFile(data_stream)
    except (*_DAMAGED, OSError) as fault:
        raise FormatError(f"is {what} that is cut or damaged", remedy="Copy or download it again.") from fault


def part(package: zipfile.ZipFile, name: str) -> Any:
    """The root element of a part; None where there is no such part. Raises FormatError with the part's name."""
    try:
        entry = package.getinfo(name)
    except KeyError:
        return None
    bomb = entry.file_size > 2**20 and entry.file_size > WORST_RATIO * max(1, entry.compress_size)
    if entry.file_size > LARGEST_PART_BYTES or bomb:
        raise FormatError("is too large to be read", place=name, remedy="Split the document.")
    try:
        with package.open(entry) as stream:
            return fromstring(stream.read(entry.file_size + 1), forbid_dtd=True)
    except DefusedXmlException as fault:
        raise FormatError(
            "holds a DTD or entities, which are refused", place=name, remedy="Treat it as hostile."
        ) from fault
    except (ParseError, *_DAMAGED, RuntimeError) as fault:
        remedy = "Open it in its program, save it anew, and add that."
        raise FormatError("is damaged inside", place=name, value=str(fault)[:100], remedy=remedy) from fault


def walk(root: Any, skipped: Set[str] = frozenset()) -> Iterator[Event]:
    """All of the tree in document order; elements of the skipped local names with all that is in them are left out."""
    waiting: list[tuple[Any, Iterator[Any]]] = [(root, iter(root))]
    yield "start", local(root.tag), root
    if root.text:
        yield "text", root.text, None
    while waiting:
        element, children = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            yield "end", local(element.tag), element
            if waiting and element.tail:
                yield "text", element.tail, None
        elif not isinstance(child.tag, str) or local(child.tag) in skipped:
            if child.tail:
                yield "text", child.tail, None
        else:
            yield "start", local(child.tag), child
            if child.text:
                yield "text", child.text, None
            waiting.append((child, iter(child)))


def local(tag: str) -> str:
    """The tag without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)
