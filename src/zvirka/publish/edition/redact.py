"""Redaction by allow-list: from the working account, the account that may be given out.

Every record is built anew, field by field: what is not named here is not given out, and a field that the model gains later stays
out until somebody decides about it (`tests/publish/edition/test_redact.py` asks). Ids are keyed, so that nobody can test a guess at
what was blacked out against a digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from zvirka.ground.ground import Ground
from zvirka.model.account import Account
from zvirka.model.case import Case
from zvirka.model.claims import Claim, Extractor, Reason
from zvirka.model.findings import (
    Bears,
    ClaimBacking,
    ClaimScope,
    Estimate,
    Finding,
    Link,
    LinkReason,
    Range,
    SideView,
)
from zvirka.model.items import Item, Text, text_digest
from zvirka.model.judgements import Judgement, Standing, Subject
from zvirka.model.observations import (
    AreaObservation,
    CountObservation,
    DisagreementObservation,
    LossObservation,
    Observation,
    PictureObservation,
    RevisionObservation,
)
from zvirka.model.observations import StatusObservation as Status
from zvirka.model.places import PlaceSlot
from zvirka.model.sources import Attribution
from zvirka.model.spans import Span
from zvirka.publish.edition.excerpt import Excerpt, moved, spans_of
from zvirka.publish.edition.gate import Plan, observations_of
from zvirka.publish.edition.grid import ROW_DEG, snapped, snapped_place
from zvirka.publish.edition.over_time import OF_ANSWERS, OverTime
from zvirka.publish.edition.private import BLOCK, Private, address_allowed, lower_words
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.stretches import mark_message

Keyed = Callable[[str], str]
"""An id as it is given out: hexadecimal, the same for the same id in every edition of the case."""
_RULE = re.compile(r"(?!by:)[a-z_]+(?::[a-z_]+)*")
_PLAIN_VALUE = re.compile(r"[a-z_]*|[-+]?[\d.,:e–-]*")
"""Values of reasons that may be told: our own words and figures; never words of a text or a person's."""


def redacted(account: Account, plan: Plan, ground: Ground, keyed: Keyed) -> Account:
    """The account of what the plan lets out. Pure; `plan` must be of this account."""
    return _Redaction(account, plan, ground, keyed).account()


@dataclass(frozen=True, slots=True)
class _Source:
    """A report as it is given out, with how spans of its text move."""

    text: Text
    excerpt: Excerpt


class _Redaction:
    def __init__(self, account: Account, plan: Plan, ground: Ground, keyed: Keyed) -> None:
        self.whole, self.plan, self.ground, self.keyed = account, plan, ground, keyed
        self.index = AccountIndex(account)
        self.rule = account.case.publish
        self.private = Private.of(account, ground, self.rule.named)
        self.rows_held = {each.row for each in plan.held if each.row is not None}
        wanted = {each.claim for finding in plan.out for each in finding.claims}
        self.claims = [claim for claim in account.claims if claim.id in wanted]
        seen = {id for finding in plan.out for id in observations_of(finding)} - self.rows_held
        self.observations = [each for each in account.observations if each.id in seen]
        self.shown_sources = {name for each in self.observations for name in sources_of(each)}
        self.sources = self._sources()

    def account(self) -> Account:
        """All of it, sorted as a run sorts it. The ledger is not given out: it joins rows that bear on no finding that is."""
        given = {claim.id: self._claim(claim) for claim in self.claims}
        claims = sorted(given.values(), key=lambda each: each.id)
        texts = sorted((each.text for each in self.sources.values()), key=lambda each: each.report)
        accepting = {finding.question.id: self._judgements(finding) for finding in self.plan.out}
        reviewers = {name for people in self.plan.accepted.values() for name in people}
        course = OverTime(self.whole, given, accepting.keys(), self.private, self.ground, self.keyed, reviewers)
        valued = course.judgements()
        judged = {
            finding.question.id: (*accepting[finding.question.id], *self._bearing(finding, valued))
            for finding in self.plan.out
        }
        told = {
            each.judgement.id: each for each in (*(each for found in accepting.values() for each in found), *valued)
        }
        speeches = course.speeches()
        relevance = dict(self.whole.relevance)
        origins = dict(self.whole.origins)
        return Account(
            case=self._case(),
            time_zone=self.whole.time_zone,
            items=tuple(Item(text.item, "", text.path, "text", 0) for text in texts),
            texts=tuple(texts),
            claims=tuple(claims),
            observations=tuple(
                sorted((self._observation(each) for each in self.observations), key=lambda each: each.id)
            ),
            findings=tuple(self._finding(each, judged[each.question.id]) for each in self.plan.out),
            links=tuple(sorted(self._links(), key=lambda each: each.id)),
            issues=(),
            origins=tuple(
                sorted((self.keyed(key), self.keyed(origins[key])) for key in self.sources if key in origins)
            ),
            coverage=self.whole.coverage,
            judgements=tuple(sorted(told.values(), key=lambda each: each.judgement.sort_key)),
            terms=course.terms(),
            speeches=speeches,
            lives=course.lives(),
            records=course.records(speeches),
            relevance=tuple(
                sorted((self.keyed(each.id), relevance[each.id]) for each in self.claims if each.id in relevance)
            ),
        )

    def _case(self) -> Case:
        case = self.whole.case
        return Case(case.title, case.theatre, case.language, case.time_zone, case.since, case.until)

    # Reports: the words that published claims point at, and nothing between them.

    def _sources(self) -> dict[str, _Source]:
        by_report: dict[str, list[Claim]] = {}
        for claim in self.claims:
            by_report.setdefault(report_of(claim), []).append(claim)
        lower = lower_words(self.whole.texts) if self.claims else frozenset()
        return {
            report: self._source(self.index.texts[report], claims, lower)
            for report, claims in by_report.items()
            if report in self.index.texts
        }

    def _source(self, text: Text, claims: Iterable[Claim], lower: frozenset[str]) -> _Source:
        shown = list(self.private.covered(text.text, text.language))
        spans: list[Span] = []
        for claim in claims:
            spans += spans_of(self._unnamed(claim))
            for step, named in self.private.steps(claim):
                for start, end in () if named else self.private.role_spans(step, lower, claim.language):
                    shown[start:end] = [char if char.isspace() else BLOCK for char in shown[start:end]]
        excerpt = Excerpt.of("".join(shown), spans)
        public = self.private.may_name(text.voice.name, text.voice.kind, text.language) and bool(text.voice.name)
        id = self.keyed(text.report)
        marks = {excerpt.offset(start): self._mark(text, start) for start in excerpt.starts}
        made = Text(
            item=id,
            fragment=None,
            path="",
            text=excerpt.text,
            digest=text_digest(excerpt.text),
            language=text.language,
            published=text.published,
            address=address_allowed(text.address) if public else None,
            voice=self.private.voice(text.voice, text.language),
            reader=text.reader,
            known=tuple((field, how) for field, how in text.known if field in ("published", "language", "outlet")),
            marks=tuple(sorted((start, mark) for start, mark in marks.items() if mark)),
        )
        return _Source(made, excerpt)

    def _mark(self, text: Text, start: int) -> str:
        """The page, time code or row where a passage begins; not the name of a sheet, which is a stranger's text."""
        name = next((name for offset, name in reversed(text.marks) if offset <= start), "")
        found = mark_message(name)
        return name if found is not None and "sheet" not in found[1] else ""

    def _unnamed(self, claim: Claim) -> Claim:
        """The claim without the words for people who are named and may not be."""
        steps = tuple(
            step if named or not step.named else replace(step, quote=None) for step, named in self.private.steps(claim)
        )
        return replace(claim, attribution=steps)

    def _claim(self, whole: Claim) -> Claim:
        source = self.sources[report_of(whole)]
        here = moved(self._unnamed(whole), source.excerpt.span)
        return Claim(
            id=self.keyed(whole.id),
            item=source.text.item,
            path=source.text.path,
            fragment=None,
            text_digest=source.text.digest,
            language=here.language,
            type=here.type,
            label=here.label,
            polarity=here.polarity,
            modality=here.modality,
            literal=here.literal,
            presupposed=here.presupposed,
            actor=here.actor,
            target=here.target,
            equipment=here.equipment,
            quote=here.quote,
            voice=self.private.voice(here.voice, here.language),
            attribution=tuple(self._step(step, here) for step in here.attribution),
            hedges=here.hedges,
            quantity=here.quantity,
            places=tuple(self._place(each, here.language) for each in here.places),
            times=here.times,
            extractor=Extractor(here.extractor.name, ""),
            reasons=tuple(Reason(each.field, each.rule) for each in here.reasons if _RULE.fullmatch(each.rule)),
        )

    def _step(self, step: Attribution, claim: Claim) -> Attribution:
        may = self.private.may_name(step.name, step.kind, claim.language)
        role = "" if step.named or step.quote is None else step.quote.exact
        return Attribution(
            name=self.private.covered(step.name, claim.language) if may else role,
            kind=step.kind,
            side=step.side,
            named=step.named and may,
            at_least=step.at_least,
            medium=self.private.covered(step.medium, claim.language) if step.medium else None,
            commitment=step.commitment,
            carried=step.carried,
            quote=step.quote,
            cue=step.cue,
        )

    def _place(self, slot: PlaceSlot, language: str) -> PlaceSlot:
        lon, lat, radius = snapped_place(slot)
        known = self.ground.gazetteer.get(slot.id) is not None if slot.id else False
        name = slot.name if known else slot.as_written.exact if slot.as_written else ""
        return PlaceSlot(
            slot.role, slot.id, self.private.covered(name, language), slot.kind, lon, lat, radius, slot.as_written, slot.inherited_from
        )  # fmt: skip

    # Evidence.

    def _observation(self, seen: Observation) -> Observation:
        id, items = self.keyed(seen.id), self._ids(seen.items)
        if isinstance(seen, DisagreementObservation):
            return DisagreementObservation(
                id, self.private.covered(seen.first, None), self.private.covered(seen.second, None), seen.holder, seen.place,
                self.private.covered(seen.boundary, None), seen.day, seen.first_at, seen.second_at, seen.both_km2,
                seen.only_first_km2, seen.only_second_km2, items,
            )  # fmt: skip
        if isinstance(seen, PictureObservation):
            # Neither a path, nor what the file says, nor what a program read on it, nor what would find the picture elsewhere.
            return PictureObservation(
                id, "", "", seen.format, seen.outcome, "", seen.width, seen.height, seen.seconds, (), (), "", items
            )
        source = self.private.covered(seen.source, None)
        if isinstance(seen, AreaObservation):
            return AreaObservation(
                id, source, seen.holder, seen.place, self.private.covered(seen.boundary, None), seen.as_of, seen.since, seen.held_km2,
                seen.unknown_km2, seen.regained_low_km2, seen.regained_high_km2, seen.lost_km2, seen.method, items,
                address_allowed(seen.address), seen.previous, seen.gained_km2, seen.given_up_km2, seen.redrawn, seen.aside,
            )  # fmt: skip
        if isinstance(seen, CountObservation):
            return CountObservation(
                id, source, seen.owner, seen.cls, seen.status, seen.day, seen.total, seen.increment, seen.date_basis, seen.rows, items
            )  # fmt: skip
        if isinstance(seen, RevisionObservation):
            return RevisionObservation(
                id, source, seen.owner, seen.cls, self.private.covered(seen.cls_as_written, None), seen.status, seen.day,
                seen.before_at, seen.after_at, seen.before, seen.after, seen.lowered, self.private.covered(seen.note, None), items,
            )  # fmt: skip
        lon, lat = snapped(seen.lon, seen.lat, ROW_DEG)
        if isinstance(seen, LossObservation):
            return LossObservation(
                id, source, seen.owner, seen.cls, seen.model, self.private.covered(seen.model_as_written, None),
                self.private.covered(seen.status, None), seen.count, seen.day, seen.date_basis, seen.place,
                self._place_name(seen.place), lon, lat, address_allowed(seen.evidence, self.rule.hosts), seen.row,
                self._number(seen.number), items,
            )  # fmt: skip
        return Status(
            id, source, seen.place, self._place_name(seen.place) or "", lon, lat, seen.status, seen.holder, seen.as_of,
            address_allowed(seen.address, self.rule.hosts), seen.row, items,
        )  # fmt: skip

    def _place_name(self, place: str | None) -> str | None:
        """The gazetteer's name: what a list writes may be a street."""
        known = self.ground.gazetteer.get(place) if place else None
        return self.ground.gazetteer.name(known.id, self.whole.case.language) if known else None

    @staticmethod
    def _number(number: str | None) -> str | None:
        return number if number is not None and re.fullmatch(r"\d{1,12}", number) else None

    # Findings, and what stands between their claims.

    def _finding(self, finding: Finding, judged: tuple[Standing, ...]) -> Finding:
        ids = tuple(each.judgement.id for each in judged)
        return Finding(
            id=finding.id,
            question=finding.question,
            relation=finding.relation,
            backing=finding.backing,
            sides=finding.sides,
            origins=finding.origins,
            reports=finding.reports,
            differing=finding.differing,
            range=self._range(finding.range) if finding.range else None,
            ranges=tuple(self._range(each) for each in finding.ranges),
            by_side=tuple(
                SideView(
                    each.side, each.low, each.high, each.origins, each.reports, self._ids(each.claims), each.group
                )
                for each in finding.by_side
            ),
            claims=tuple(
                ClaimScope(
                    self.keyed(each.claim), each.scope, each.differs_in, each.unknown_in,
                    tuple(self._reason(reason) for reason in each.reasons),
                )
                for each in finding.claims
            ),
            backings=tuple(self._backing(each) for each in finding.backings),
            observations=self._shown(finding.observations),
            highlights=tuple(self.keyed(id) for id in finding.highlights),
            rank=finding.rank,
            rank_reasons=tuple(
                (rule, value) for rule, value in finding.rank_reasons if _RULE.fullmatch(rule) and _PLAIN_VALUE.fullmatch(value)
            ),
            searched=finding.searched,
            judged=ids,
            history=ids,
            decided_by=self.plan.accepted[finding.question.id],
            estimates=tuple(self._estimate(each) for each in finding.estimates),
            admissions=self._ids(finding.admissions),
        )  # fmt: skip

    def _bearing(self, finding: Finding, valued: Iterable[Standing]) -> list[Standing]:
        """What people judged of the answer, or of a claim of it."""
        ids = {finding.question.id, *(self.keyed(each.claim) for each in finding.claims)}
        return [each for each in valued if each.judgement.kind in OF_ANSWERS and not ids.isdisjoint(each.acts_on)]

    def _judgements(self, finding: Finding) -> tuple[Standing, ...]:
        """Who accepted it and when; not why, and nothing of what else was decided."""
        question = finding.question.id
        people = {name.casefold(): name for name in self.plan.accepted[question]}
        latest: dict[str, str] = {}
        for each in self.whole.judgements:
            by = " ".join(each.judgement.by.split()).casefold()
            if (
                each.standing == "acts"
                and each.judgement.kind == "accept"
                and question in each.acts_on
                and by in people
            ):
                latest[by] = max(latest.get(by, ""), each.judgement.at)
        subject = (Subject("question", question),)
        return tuple(
            Standing(Judgement("accept", subject, people[by], at), "acts", (question,))
            for by, at in sorted(latest.items())
        )

    def _range(self, found: Range) -> Range:
        return Range(
            found.low, found.best, found.high, found.unit, found.as_of, found.method, self.private.covered(found.source, None),
            self._shown(found.observations),
        )  # fmt: skip

    def _estimate(self, found: Estimate) -> Estimate:
        return Estimate(
            found.method, found.low, found.best, found.high, found.unit, found.as_of, found.coverage, found.origins, found.refused,
            self._ids(found.claims),
        )  # fmt: skip

    def _backing(self, found: ClaimBacking) -> ClaimBacking:
        return ClaimBacking(
            self.keyed(found.claim), found.backing, found.at, found.low, found.high,
            tuple(Bears(self.private.covered(each.source, None), each.first, each.last) for each in found.fits_on),
            self._shown(found.observations), tuple(self._reason(each) for each in found.reasons),
        )  # fmt: skip

    def _links(self) -> Iterable[Link]:
        ends = {each.id for each in (*self.claims, *self.observations)} | set(self.sources)
        out = {finding.question.id for finding in self.plan.out}
        reviewers = {name for people in self.plan.accepted.values() for name in people}
        for link in self.whole.links:
            if link.left not in ends or link.right not in ends or not (link.question is None or link.question in out):
                continue
            left, right = self.keyed(link.left), self.keyed(link.right)
            if link.kind not in ("supersedes", "retells", "candidate_object", "cause", "inference"):
                left, right = sorted((left, right))
            by = link.by if link.by == "rule" or link.by in reviewers else "desk"
            reasons = tuple(self._reason(each) for each in link.reasons)
            yield Link(link.kind, left, right, reasons, link.differs_in, by, link.question)

    def _reason(self, reason: LinkReason) -> LinkReason:
        """The rule, with figures, units and our own words; no words of a text, no names but those of maps and lists that are shown."""
        data = tuple(
            (key, value)
            for key, value in reason.data
            if (re.fullmatch("[a-z_]+", key) or key in self.shown_sources)
            and (_PLAIN_VALUE.fullmatch(value) or value in self.ground.units.ids)
        )
        return LinkReason(reason.rule, data)

    def _ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self.keyed(id) for id in ids))

    def _shown(self, ids: Iterable[str]) -> tuple[str, ...]:
        return self._ids(id for id in ids if id not in self.rows_held)


def sources_of(seen: Observation) -> tuple[str, ...]:
    """The maps or lists an observation is of."""
    if isinstance(seen, PictureObservation):
        return ()
    return (seen.first, seen.second) if isinstance(seen, DisagreementObservation) else (seen.source,)


def secrets(account: Account, plan: Plan, ground: Ground) -> Mapping[str, str]:
    """What no published byte may hold, with what it is: names, paths and addresses that were left out. For the last look over the files."""
    private = Private.of(account, ground, account.case.publish.named)
    found = dict.fromkeys(private.names, "a private name")
    found |= {
        item.path: "a file of the folder" for item in account.items if "/" in item.path or len(item.path) >= _TELLING
    }
    found |= {text.address: "an address" for text in account.texts if text.address and not _public(private, text)}
    for each in account.observations:
        if isinstance(each, (LossObservation, Status)):
            found |= {_exactly(value): "an exact coordinate" for value in (each.lon, each.lat) if value is not None}
    return {key: what for key, what in found.items() if len(key) >= _SHORTEST}


_TELLING = 12
"""Characters: a shorter name or path of one word may be an ordinary word of another place."""
_SHORTEST = 6


def _public(private: Private, text: Text) -> bool:
    return bool(text.voice.name) and private.may_name(text.voice.name, text.voice.kind, text.language)


def _exactly(value: float) -> str:
    return repr(value) if len(repr(value).partition(".")[2]) >= 4 else ""
