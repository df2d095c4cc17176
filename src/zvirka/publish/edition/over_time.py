"""What was said over time, as it may be given out: of the claims that go out, and of nobody who may not be named.

How people graded sources, and how what a source said turned out, goes out only where the case says so (`grades` of [publish]): a
finding was accepted for print, a grade was not. How likely an answer or credible a claim is belongs to the finding that was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from zvirka.ground.ground import Ground
from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.judgements import Judgement, Standing, Subject
from zvirka.model.narratives import Life, SourceRecord, Speech, Statement, said_between
from zvirka.model.terms import Term, Use
from zvirka.publish.edition.private import Private
from zvirka.publish.index import report_of

OF_ANSWERS = frozenset({"likelihood", "credibility"})
"""Kinds of judgements that belong to the answer that was accepted."""
OF_SOURCES = frozenset({"grade"})
"""Kinds that are about a source."""
_KNOWN = "source:"
"""What the keys of speakers begin with that the packs know."""


class OverTime:
    """What of an account's course of time goes out. claims: those that go out, by their id in the account, as they are given out.

    questions: ids of those that go out. keyed: an id as it is given out. reviewers: who may be named as having judged.
    """

    def __init__(
        self,
        account: Account,
        claims: Mapping[str, Claim],
        questions: Collection[str],
        private: Private,
        ground: Ground,
        keyed: Callable[[str], str],
        reviewers: Iterable[str],
    ) -> None:
        self._whole, self._claims, self._questions = account, claims, questions
        self._private, self._keyed, self._reviewers = private, keyed, frozenset(reviewers)
        self._lexicon = {str(row["id"]) for row in ground.theatre.get("labels", ())}
        self._before = {claim.id: claim for claim in account.claims if claim.id in claims}
        self._grades = account.case.publish.grades

    def terms(self) -> tuple[Term, ...]:
        """Official terms, with their uses in claims that go out; one that the lexicon does not know by a keyed id."""
        made = []
        for term in self._whole.terms:
            uses = tuple(self._use(use) for use in term.uses if use.claim in self._claims)
            if uses:
                made.append(replace(term, id=self._entry(term.id), uses=uses))
        return tuple(sorted(made, key=lambda term: term.id))

    def _entry(self, id: str) -> str:
        return id if id in self._lexicon else self._keyed(f"term:{id}")

    def _use(self, use: Use) -> Use:
        claim = self._claims[use.claim]
        closest = claim.attribution[0] if claim.attribution else claim.voice
        words = claim.label.exact if claim.label is not None else ""
        return Use(claim.id, use.day, use.side, closest.name, words)

    def speeches(self) -> tuple[Speech, ...]:
        """What speakers said who may be named: with statements of claims that go out, and changes between two of them."""
        made = []
        for speech in self._whole.speeches:
            statements = tuple(filter(None, map(self._statement, speech.statements)))
            if not statements or not self._may_name(speech):
                continue
            turns = tuple(
                replace(turn, earlier=self._claims[turn.earlier].id, later=self._claims[turn.later].id)
                for turn in speech.turns
                if turn.earlier in self._claims and turn.later in self._claims
            )
            made.append(Speech(self._speaker(speech.speaker), speech.side, speech.group, statements, turns))
        return tuple(sorted(made, key=lambda speech: speech.speaker))

    def _statement(self, whole: Statement) -> Statement | None:
        """A statement by those of its renderings that go out; None where none does."""
        told = [self._before[id] for id in whole.claims if id in self._before]
        if not told:
            return None
        said = [(slot.earliest, slot.latest) if (slot := claim.times.said) else (None, None) for claim in told]
        named = {slot.id for claim in told for slot in claim.places}
        return Statement(
            tuple(self._keyed(claim.id) for claim in told), len({report_of(claim) for claim in told}), *said_between(said),
            whole.type, whole.measure, tuple(place for place in whole.places if place in named),
        )  # fmt: skip

    def _may_name(self, speech: Speech) -> bool:
        """Whether who spoke is public by the packs, the kind of source, or the case file, in every claim that goes out."""
        if speech.speaker.startswith(_KNOWN):
            return True
        for id in (id for statement in speech.statements for id in statement.claims if id in self._before):
            claim = self._before[id]
            closest = claim.attribution[0] if claim.attribution else claim.voice
            public = self._private.may_name(closest.name, closest.kind, claim.language)
            if not public or self._private.covered(closest.name, claim.language) != closest.name:
                return False
        return True

    def _speaker(self, key: str) -> str:
        """The key as it is given out: a name that no pack knows is words of a text."""
        return key if key.startswith(_KNOWN) else f"{key.partition(':')[0]}:{self._keyed(key)[:16]}"

    def lives(self) -> tuple[Life, ...]:
        """Of what was said in answer to questions that go out, with all their claims."""
        return tuple(
            replace(
                life,
                claims=self._ids(life.claims),
                revised=tuple((self._keyed(one), self._keyed(then)) for one, then in life.revised),
                withdrawn=tuple((self._keyed(one), self._keyed(then)) for one, then in life.withdrawn),
                fates=tuple(
                    replace(each, claim=self._keyed(each.claim), later=self._keyed(each.later) if each.later else None)
                    for each in life.fates
                ),
            )
            for life in self._whole.lives
            if life.question in self._questions and self._claims.keys() >= set(_named(life))
        )

    def records(self, speeches: Iterable[Speech]) -> tuple[SourceRecord, ...]:
        """How statements of the speakers that are given out turned out, of the topics of which one is; counted over the whole case."""
        if not self._grades:
            return ()
        given = {(speech.speaker, statement.type) for speech in speeches for statement in speech.statements}
        made = (replace(each, speaker=self._speaker(each.speaker)) for each in self._whole.records)
        return tuple(sorted((each for each in made if (each.speaker, each.topic) in given), key=_record_order))

    def judgements(self) -> tuple[Standing, ...]:
        """How likely people judge answers and claims that go out, and how credible claims; grades of sources where the case says so. Only
        what is in force, without reasons, and by name only of people who accepted what goes out."""
        told = (self._judged(each) for each in self._whole.judgements if each.standing == "acts")
        return tuple(each for each in told if each is not None)

    def _judged(self, told: Standing) -> Standing | None:
        judgement = told.judgement
        here = [id for id in told.acts_on if id in self._claims or id in self._questions]
        if not here or judgement.kind not in OF_ANSWERS | (OF_SOURCES if self._grades else frozenset()):
            return None
        acts_on = tuple(sorted(id if id in self._questions else self._keyed(id) for id in here))
        if judgement.kind in OF_SOURCES:
            subject = self._source(judgement.subjects[0].id, here)
        else:
            subject = Subject("question" if here[0] in self._questions else "claim", acts_on[0])
        if subject is None:
            return None
        by = judgement.by if judgement.by in self._reviewers else "desk"
        return Standing(Judgement(judgement.kind, (subject,), by, judgement.at, value=judgement.value), "acts", acts_on)

    def _source(self, name: str, claims: Sequence[str]) -> Subject | None:
        """A source as the subject of a grade, where it may be named in every claim of it that goes out."""
        for id in claims:
            claim = self._before[id]
            closest = claim.attribution[0] if claim.attribution else claim.voice
            if not self._private.may_name(name, closest.kind, claim.language):
                return None
        shown = self._private.covered(name, None)
        return Subject("source", name) if shown == name else None

    def _ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._keyed(id) for id in ids)


def _named(life: Life) -> Iterator[str]:
    """The ids of all claims that a life names."""
    yield from life.claims
    for pair in (*life.revised, *life.withdrawn):
        yield from pair
    yield from (id for each in life.fates for id in (each.claim, each.later) if id is not None)


def _record_order(record: SourceRecord) -> tuple[str, str]:
    return (record.speaker, record.topic)
