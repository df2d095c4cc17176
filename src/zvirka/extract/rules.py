"""The rules extractor: text to claims by packs and frames alone, without a model."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any

from zvirka.extract.assemble import Assembler
from zvirka.extract.mixed import Alphabet, foreign_paragraphs, only, passed_on
from zvirka.extract.reading import TextReader
from zvirka.extract.text_state import TextState
from zvirka.extract.tokens import tokenize, word_set
from zvirka.ground import Ground
from zvirka.model.canonical import digest, sha256_hex
from zvirka.model.claims import Claim, Extractor, Reason
from zvirka.model.issues import Issue
from zvirka.model.items import Dating, Text
from zvirka.model.ports import Extraction


def _code() -> str:
    """Digest of this package's source, read once at import: derived tables are keyed by it and rebuilt when it changes."""
    files = sorted(
        (each for each in resources.files(__package__).iterdir() if each.name.endswith(".py")),
        key=lambda each: each.name,
    )
    return digest(*[[each.name, sha256_hex(each.read_bytes())] for each in files])


CODE = _code()
_SAMPLE_WORDS = 400
"""Words looked at to tell a language nobody gave."""


class RulesExtractor:
    """Implements ExtractorPort over a ground. Pure; picklable as its ground is. version: digest of code and packs."""

    name = "rules"

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.version = digest("rules", CODE, ground.version)[:16]
        self._extractor = Extractor(self.name, self.version)
        self._alphabets = {code: _alphabet(ground, code) for code in ground.languages}
        self._readers: dict[str, TextReader] = {}
        self._assemblers: dict[str, Assembler] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (RulesExtractor, (self._ground,))

    def extract(self, texts: Sequence[Text], answered: Mapping[str, Text] | None = None) -> list[Extraction]:
        """One Extraction a text, in the order given. answered: by report, the posts that texts answer; no other text bears on one."""
        with no_collections():
            return [self._one(text, (answered or {}).get(text.report)) for text in texts]

    def language_of(self, text: Text) -> str | None:
        """The text's language, told by its commonest words where nobody gave it; None where no pack fits."""
        if text.language is not None:
            return text.language if text.language in self._ground.languages else None
        words = tokenize(text.text[: _SAMPLE_WORDS * 12]).norms[:_SAMPLE_WORDS]
        counts = {code: sum(word in self.reader(code).common for word in words) for code in self._ground.languages}
        best = max(sorted(counts), key=lambda code: counts[code], default=None)
        return best if best is not None and counts[best] > 0 else None

    def date(self, text: Text, since: date | None = None, until: date | None = None) -> Dating | None:
        """What the text's own words say of the day it was published, None where they say nothing or its language is not read.

        since, until: the case's days, both ends inclusive, None where open."""
        language = self.language_of(text)
        return None if language is None else self.reader(language).dates.solve(text.text, since, until)

    def reader(self, language: str) -> TextReader:
        """The readers of a language the ground has, made when a first text needs them: that costs as much as reading a hundred."""
        if language not in self._readers:
            self._readers[language] = TextReader(self._ground, language)
            self._assemblers[language] = Assembler(self._readers[language], self._extractor)
        return self._readers[language]

    def _one(self, text: Text, answered: Text | None = None) -> Extraction:
        language = self.language_of(text)
        if language is None:
            return Extraction(text.report, (), (self._not_read(text),))
        foreign = foreign_paragraphs(text.text, language, self._alphabets)
        apart = [stretch for stretches in foreign.values() for stretch in stretches]
        reading = self.reader(language).read(text.text, text.published, text.voice.side, apart)
        before, state = self._before(answered)
        claims, issues, links = self._assemblers[language].assemble(text, reading, state)
        claims = [placed_as_answered(claim, before) for claim in claims]
        for code, stretches in foreign.items():
            inner = self.reader(code).read(only(text.text, stretches), text.published, text.voice.side)
            more, further, told = self._assemblers[code].assemble(text, inner)
            claims += more if not reading.attributions else [passed_on(text, claim, reading) for claim in more]
            issues += further
            links += told
        if foreign:
            claims.sort(key=lambda claim: (claim.quote.start, claim.quote.end, claim.id))
        claims = [with_solved_day(text, claim) for claim in claims]
        return Extraction(text.report, tuple(claims), tuple(issues), tuple(links))

    def _before(self, answered: Text | None) -> tuple[Sequence[Claim], TextState]:
        """The claims of the post that a text answers, and the state in which the answer begins."""
        state = TextState()
        language = None if answered is None else self.language_of(answered)
        if answered is None or language is None:
            return (), state
        reading = self.reader(language).read(answered.text, answered.published, answered.voice.side)
        claims, _, _ = self._assemblers[language].assemble(answered, reading, state)
        return claims, state.answered()

    def _not_read(self, text: Text) -> Issue:
        named = f"language {text.language!r}" if text.language else "a language that could not be told"
        return Issue(
            "language_not_read",
            text.path,
            f"{text.path}: {named} is not read",
            f"Languages read are {', '.join(sorted(self._ground.languages))}; give the right one in items.csv.",
            item=text.item,
            fragment=text.fragment,
        )


def _alphabet(ground: Ground, code: str) -> Alphabet:
    pack = ground.language(code)
    return Alphabet(
        pack.get("language", {}).get("own_letters", ""), word_set(pack.get("sentences", {}).get("common", ()))
    )


def placed_as_answered(claim: Claim, before: Sequence[Claim]) -> Claim:
    """A claim of an answer that names no place, with those of the last claim of its type in the post it answers."""
    told = [each for each in before if each.type == claim.type and each.places]
    if claim.places or not told or Reason("type", "inherited:sentence") not in claim.reasons:
        return claim
    places = tuple(replace(slot, as_written=None, inherited_from=None) for slot in told[-1].places if slot.id)
    reasons = (Reason(f"places.{at}", "inherited:answered") for at in range(len(places)))
    return replace(claim, places=places, reasons=(*claim.reasons, *reasons))


@contextlib.contextmanager
def no_collections() -> Iterator[None]:
    """Without Python's search for reference cycles: what is read of one text has next to none, and looking for them in millions of
    records took up to two fifths of the time of a text of 1 MB. What was read counts as old afterwards, and is not searched at once."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def with_solved_day(text: Text, claim: Claim) -> Claim:
    """A claim of a text, with a reason at each of its times that rests on a publication date which nobody gave."""
    if dict(text.known).get("published") != "solved":
        return claim
    times = {name: getattr(claim.times, name) for name in ("event", "as_of", "since", "until", "said")}
    resting = [name for name, slot in times.items() if slot is not None and slot.basis in ("publication", "said")]
    return replace(
        claim, reasons=(*claim.reasons, *(Reason(f"times.{name}", "publication:solved") for name in resting))
    )
