"""Single layers of what is found in a text, for `zvirka extract FILE --layer …` (DESIGN section 4)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from zvirka.extract.mentions import EquipmentMention, QuantityMention
from zvirka.extract.quantity_slots import counted_of
from zvirka.extract.reading import TextReader
from zvirka.extract.rules import RulesExtractor
from zvirka.extract.statements import overlap
from zvirka.extract.sure import sure
from zvirka.extract.tokens import tokenize
from zvirka.ground import Ground
from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError
from zvirka.model.items import Text
from zvirka.model.spans import Span
from zvirka.model.wire import to_plain

LAYERS = ("claims", "attributions", "places", "times", "quantities", "equipment")


def layer(text: Text, layer_name: str, ground: Ground, *, only_sure: bool = False) -> list[dict[str, Any]]:
    """One plain record a mention (or claim), in text order; spans are {start, end, exact}.

    only_sure: of attributions, those that are seldom wrong (`extract.sure`).
    A text in a language that is not read gives no records. Raises CaseError for an unknown layer.
    """
    if layer_name not in LAYERS:
        raise CaseError("no such layer", value=layer_name, remedy=f"Layers are {', '.join(LAYERS)}.")
    extractor = _extractor(ground)
    if layer_name == "claims":
        return [{"schema": SCHEMA, **to_plain(claim)} for claim in extractor.extract([text])[0].claims]
    language = extractor.language_of(text)
    if language is None:
        return []
    reader = extractor.reader(language)
    if layer_name == "attributions":
        return _attributions(text, reader, only_sure)
    mentions: list[Any] = list(_mentions(text, layer_name, reader))
    mentions.sort(key=lambda mention: (mention.span.start, mention.span.end))
    return [_flat(text.path, mention) for mention in mentions]


def attributions_in(
    text: str, language: str, ground: Ground, *, only_sure: bool = False
) -> list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """(source spans, content spans) of every attribution in a text, as offsets; for scorers. only_sure: as in `layer`."""
    reader = _extractor(ground).reader(language)
    found = []
    for mention in reader.attribution.read(reader.document(text)):
        if only_sure and not sure(mention, reader.attribution.pack.words):
            continue
        source = [(mention.source.start, mention.source.end)] if mention.source is not None else []
        found.append((source, [(span.start, span.end) for span in mention.content]))
    return found


@lru_cache(maxsize=4)
def _extractor(ground: Ground) -> RulesExtractor:
    return RulesExtractor(ground)


def _attributions(text: Text, reader: TextReader, only_sure: bool) -> list[dict[str, Any]]:
    mentions = reader.attributions(reader.document(text.text), text.published, text.voice.side)
    return [
        {
            "path": text.path,
            "source": to_plain(mention.source),
            "cue": to_plain(mention.cue),
            "content": [to_plain(span) for span in mention.content],
        }
        for mention in mentions
        if not only_sure or sure(mention, reader.attribution.pack.words)
    ]


def _mentions(text: Text, layer_name: str, reader: TextReader) -> list[Any]:
    if layer_name == "places":
        return list(reader.places.read(text.text))
    if layer_name == "times":
        return list(reader.times.read(text.text, text.published))
    if layer_name == "quantities":
        return _quantities(text, reader)
    return _equipment(text, reader)


def _equipment(text: Text, reader: TextReader) -> list[EquipmentMention]:
    times = sorted(each.span for each in reader.times.read(text.text, text.published))
    return reader.equipment.read(text.text, times)


def _quantities(text: Text, reader: TextReader) -> list[QuantityMention]:
    """The figures of a text, those of counted equipment ("23 tanks") among them, in text order."""
    tokens = tokenize(text.text)
    counted = [reader.counts.of(tokens, item) for item in _equipment(text, reader) if item.counted]
    figures, _, _ = reader.quantities.read_all(text.text, counted)
    found = [*figures, *(item for item in counted if not any(overlap(item.span, each.span) for each in figures))]
    found.sort(key=lambda mention: (mention.span.start, mention.span.end))
    for index, (before, mention) in enumerate(pairwise(found), 1):
        if mention.part_of is None and reader.counts.parts(tokens, before.span, mention.span):
            found[index] = replace(mention, part_of=before.span)
    return [replace(mention, counted=counted_of(mention)) for mention in found]


def _flat(path: str, mention: Any) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(mention)
    span: Span = mention.span
    del plain["span"]
    return {"path": path, "start": span.start, "end": span.end, "exact": span.exact, **plain}
