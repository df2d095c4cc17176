"""What a judgement is about: found by the words a person gives, kept as it was seen, and found again when ids have changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property

from zvirka.ground import Ground
from zvirka.model.claims import Claim
from zvirka.model.errors import InputError
from zvirka.model.findings import Question
from zvirka.model.items import Text
from zvirka.model.judgements import VERDICTS, AnchorStep, Judgement, JudgementKind, Subject, SubjectKind, question_seen
from zvirka.model.observations import Observation
from zvirka.reconcile import overlap

LEAST_PREFIX = 6
"""Characters of an id that are enough where they fit one id only."""
_PREFIXES = ("c-", "q-", "claim:", "question:", "report:", "row:")
_MARKS: dict[str, SubjectKind] = {
    "c-": "claim", "claim:": "claim", "q-": "question", "question:": "question", "report:": "report", "row:": "observation",
}  # fmt: skip


def kinds_of(kind: JudgementKind, place: int) -> tuple[SubjectKind, ...]:
    """What the subject at `place` (0 or 1) of a judgement of `kind` may be, in the order in which words are tried."""
    if kind in VERDICTS:
        return ("claim", "question")
    if kind in ("same", "not_same"):
        return ("claim", "report")
    if kind == "same_object":
        return ("claim", "observation") if place else ("claim",)
    of_one: dict[str, tuple[SubjectKind, ...]] = {
        "slot": ("claim",), "credibility": ("claim",), "outcome": ("claim",), "likelihood": ("claim", "question"),
        "side": ("source",), "grade": ("source",), "duplicate": ("report", "claim"),
    }  # fmt: skip
    return of_one.get(kind, ())


class World:
    """What there is to decide on: an account's parts, or those of one being made. ground: as the packs have it."""

    def __init__(
        self,
        ground: Ground,
        claims: Sequence[Claim],
        texts: Sequence[Text],
        questions: Sequence[Question] = (),
        observations: Sequence[Observation] = (),
    ) -> None:
        self.ground = ground
        self.claims = {claim.id: claim for claim in claims}
        self.texts = {text.report: text for text in texts}
        self.questions = {question.id: question for question in questions}
        self.observations = {each.id: each for each in observations}
        self._ranked = [question.id for question in questions]

    # by a person's words

    def subject(self, words: str, kinds: Sequence[SubjectKind], judged: JudgementKind | None = None) -> Subject:
        """The subject somebody means: an id or its beginning (with or without "c-"), a question's rank, a report's path (with
        "#fragment"), a source's name. Raises InputError where nothing or more than one thing fits."""
        said = next((mark for mark in _PREFIXES if words.startswith(mark)), None)
        wanted = [kind for kind in kinds if said is None or _MARKS[said] == kind]
        bare = words.removeprefix(said or "").strip()
        for kind in wanted:
            found = self._named(kind, bare)
            if len(found) > 1:
                raise InputError(
                    f"fits more than one {kind}: {', '.join(each[:16] for each in found[:4])}",
                    value=words,
                    remedy="Give more of it.",
                )
            if found:
                return (
                    self.seen(kind, found[0])
                    if not (judged == "duplicate" and kind == "claim")
                    else self._report(found[0])
                )
        raise InputError(
            f"there is no such {' or '.join(kinds)}",
            value=words,
            remedy=self._remedy(words, kinds),
        )

    def _remedy(self, words: str, kinds: Sequence[SubjectKind]) -> str:
        if tuple(kinds) != ("source",):
            return "Ids stand in `zvirka export claims` and behind # in the addresses of marked words; questions go by their rank."
        near = get_close_matches(words, self._names, n=4, cutoff=0.4)
        return (
            f"Named here are {', '.join(repr(name) for name in near)}." if near else "Write a name as a report has it."
        )

    def seen(self, kind: SubjectKind, id: str) -> Subject:
        """The subject as it is seen now."""
        if kind == "claim":
            claim = self.claims[id]
            steps = tuple(AnchorStep(step.quote, step.cue) for step in claim.attribution)
            return Subject(
                "claim", id, claim.item, claim.path, claim.fragment, claim.text_digest, claim.type, claim.quote, steps
            )
        if kind == "report":
            text = self.texts[id]
            return Subject("report", id, text.item, text.path, text.fragment, text.digest)
        if kind == "question":
            question = self.questions[id]
            about = [question.measure, question.place, question.since, question.until]
            return Subject("question", id, about=" ".join(str(part) for part in about if part))
        return Subject(kind, id)

    def _report(self, claim: str) -> Subject:
        return self.seen("report", report_of(self.claims[claim]))

    def _named(self, kind: SubjectKind, words: str) -> list[str]:
        if kind == "source":
            if self.source_key(words) in self._present:
                return [words]
            part = " ".join(words.casefold().split())
            held = [name for name in self._names if part and part in " ".join(name.casefold().split())]
            return held[:1] if len({self.source_key(name) for name in held}) == 1 else []
        if kind == "report":
            exact = [key for key, text in self.texts.items() if words in (key, _shown(text))]
            of_path = [key for key, text in self.texts.items() if text.path == words]
            return exact or of_path or _beginning(self._sorted[kind], words)
        if kind == "question" and words.isdecimal() and len(words) < LEAST_PREFIX:
            return [id for rank, id in enumerate(self._ranked, 1) if rank == int(words)]
        return _beginning(self._sorted[kind], words)

    @cached_property
    def _sorted(self) -> dict[str, list[str]]:
        return {
            "claim": sorted(self.claims),
            "question": sorted(self.questions),
            "observation": sorted(self.observations),
            "report": sorted(self.texts),
        }

    # by what was kept of it

    def attach(self, subject: Subject) -> str | None:
        """The id of a subject here, None where it is not. A claim or report whose id changed is the one of the same text (else
        of the same file and fragment) with the same words at the same place (else the same words); only where there is just one.

        A source's id is "source:ID" where the packs know it, else "name:" with its name folded.
        """
        if subject.kind == "source":
            key = self.source_key(subject.id)
            return key if key in self._present else None
        if subject.kind == "claim" and subject.quote is not None:
            return subject.id if subject.id in self.claims else self._moved_claim(subject)
        if subject.kind == "report" and subject.text_digest:
            here = self.texts.get(subject.id)
            return (
                subject.id if here is not None and here.digest == subject.text_digest else self._moved_report(subject)
            )
        found = self._named(subject.kind, subject.id)
        if subject.kind == "question" and not found:
            found = [each.id for each in self.alike(subject)]
        return found[0] if len(found) == 1 else None

    def alike(self, subject: Subject) -> list[Question]:
        """The questions of the same measure and place whose window shares a day with that of a question no longer here: new reports
        move the window of a question that nobody asked."""
        measure, place, since, until = question_seen(subject)
        return [
            each
            for each in self.questions.values()
            if (each.measure, each.place) == (measure, place) and overlap((since, until), (each.since, each.until))
        ]

    def source_key(self, name: str) -> str:
        """One key for all names of a source."""
        for code in self.ground.languages:
            info = self.ground.sources.resolve(name, code, None)
            if info is not None:
                return f"source:{info.id}"
        return _by_name(name)

    def key_of(self, name: str, claim: Claim) -> str:
        """The key of a source that a claim names: an office means who held it on the day it was said."""
        said = claim.times.said.latest if claim.times.said else None
        return self._key(name, claim.language, said)

    @cached_property
    def _key(self) -> Callable[[str, str, date | None], str]:
        @cache
        def key(name: str, language: str, on: date | None) -> str:
            info = self.ground.sources.resolve(name, language, on) if name.strip() else None
            return f"source:{info.id}" if info else _by_name(name)

        return key

    @cached_property
    def _present(self) -> frozenset[str]:
        """Keys of all sources that claims or reports name."""
        named = {self.key_of(step.name, claim) for claim in self.claims.values() for step in claim.attribution}
        named |= {self.key_of(claim.voice.name, claim) for claim in self.claims.values()}
        named |= {self.source_key(name) for name in {text.voice.name for text in self.texts.values()}}
        return frozenset(named) - {_by_name("")}

    @cached_property
    def _names(self) -> list[str]:
        """Names of sources as claims and reports have them, sorted."""
        named = {step.name for claim in self.claims.values() for step in claim.attribution}
        named |= {claim.voice.name for claim in self.claims.values()} | {
            text.voice.name for text in self.texts.values()
        }
        return sorted(name for name in named if name.strip())

    @cached_property
    def claims_of(self) -> dict[str, list[str]]:
        """Claims by report."""
        found: dict[str, list[str]] = {}
        for claim in self.claims.values():
            found.setdefault(report_of(claim), []).append(claim.id)
        return found

    def _moved_claim(self, subject: Subject) -> str | None:
        quote = subject.quote
        assert quote is not None  # noqa: S101 the caller asked
        same = [claim for claim in self._by_quote.get(quote.exact, ()) if claim.type == subject.type]
        in_text = [claim for claim in same if claim.text_digest == subject.text_digest and claim.quote == quote]
        in_file = [claim for claim in same if (claim.path, claim.fragment) == (subject.path, subject.fragment)]
        narrower: tuple[Callable[[Claim], bool], ...] = (
            lambda claim: _steps(claim) == subject.attribution,
            lambda claim: claim.path == subject.path,
            lambda claim: claim.fragment == subject.fragment,
        )
        return _only(in_text, narrower) or (
            None if in_text else _only([claim for claim in in_file if _says(claim) == _said(subject)], narrower)
        )

    def _moved_report(self, subject: Subject) -> str | None:
        same = [text for text in self.texts.values() if text.digest == subject.text_digest]
        place = [text for text in self.texts.values() if (text.path, text.fragment) == (subject.path, subject.fragment)]
        found = [text for text in same if text in place] or same or place
        return found[0].report if len(found) == 1 else None

    @cached_property
    def _by_quote(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.quote.exact, []).append(claim)
        return found


def attached(world: World, judgement: Judgement) -> list[str] | None:
    """Ids of a judgement's subjects in the world, None where one is not there."""
    found = [world.attach(subject) for subject in judgement.subjects]
    return None if None in found else [each for each in found if each is not None]


def _only(claims: Iterable[Claim], narrower: Sequence[Callable[[Claim], bool]]) -> str | None:
    """The one claim that is left when each test is used that leaves any; None where two are left."""
    left = list(claims)
    for test in narrower:
        left = [claim for claim in left if test(claim)] or left
    return left[0].id if len(left) == 1 else None


def _steps(claim: Claim) -> tuple[AnchorStep, ...]:
    return tuple(AnchorStep(step.quote, step.cue) for step in claim.attribution)


def _says(claim: Claim) -> list[tuple[str, str]]:
    return [(step.quote.exact if step.quote else "", step.cue.exact if step.cue else "") for step in claim.attribution]


def _said(subject: Subject) -> list[tuple[str, str]]:
    return [
        (step.quote.exact if step.quote else "", step.cue.exact if step.cue else "") for step in subject.attribution
    ]


def _by_name(name: str) -> str:
    return f"name:{' '.join(name.casefold().split())}"


def _beginning(ids: Sequence[str], words: str) -> list[str]:
    """The ids that begin with the words: the very id, or all of them where the words are long enough."""
    at = bisect_left(ids, words)
    if at < len(ids) and ids[at] == words:
        return [words]
    if len(words) < LEAST_PREFIX:
        return []
    end = at
    while end < len(ids) and ids[end].startswith(words) and end - at < 5:
        end += 1
    return list(ids[at:end])


def report_of(claim: Claim) -> str:
    """The key of the report a claim stands in (as `Text.report`)."""
    return claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"


def _shown(text: Text) -> str:
    return f"{text.path}#{text.fragment}" if text.fragment else text.path
