"""A small builder of hand-made accounts: reports, claims, observations, questions and findings without running a stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.model.account import Account, Change
from zvirka.model.canonical import digest, sha256_hex
from zvirka.model.case import Case
from zvirka.model.claims import Claim, EquipmentSlot, Extractor, Reason, claim_id
from zvirka.model.findings import (
    ClaimBacking,
    ClaimScope,
    Coverage,
    Finding,
    Link,
    LinkReason,
    Question,
    Range,
    SideView,
    question_id,
)
from zvirka.model.issues import Issue
from zvirka.model.items import Item, Text, item_id, text_digest
from zvirka.model.judgements import Judgement, Standing, Subject
from zvirka.model.ledger import EMPTY
from zvirka.model.narratives import Life, SourceRecord, Speech
from zvirka.model.observations import AreaObservation, LossObservation, Observation, observation_id
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Attribution, Voice
from zvirka.model.spans import Span
from zvirka.model.terms import Term
from zvirka.model.times import ClaimTimes, Moment, TimeSlot

ZONE = "Europe/Kyiv"
KHARKIV = "geonames:706482"
UKRAINE = "geonames:690791"


def day(text: str) -> date:
    """A civil day of "2022-09-12"."""
    return date.fromisoformat(text)


def moment(text: str) -> Moment:
    """A Moment of "2022-09-12" or "2022-09-12T16:06:55Z", its civil day in Kyiv."""
    if len(text) == 10:
        return Moment(day(text))
    instant = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    return Moment(instant.astimezone(ZoneInfo(ZONE)).date(), instant)


def slot(first: str | None, last: str | None = None, basis: str = "stated") -> TimeSlot | None:
    """A time slot of days, or None."""
    if first is None and last is None:
        return None
    end = last or first
    return TimeSlot(day(first) if first and basis != "said" else None, day(end) if end else None, None, basis)  # type: ignore[arg-type]


def question(
    measure: str, place: str = KHARKIV, since: str | None = None, as_of: str | None = None, asked: bool = False
) -> Question:
    """A question with its right id."""
    start = day(since) if since else None
    return Question(
        question_id(measure, place, start, None), measure, place, start, None, day(as_of) if as_of else None, asked
    )


class Builder:
    """Collects the parts of an account. Every method returns the record it made."""

    def __init__(self, title: str = "A made-up case", language: str = "en", theatre: str = "ukraine") -> None:
        self.case = Case(title=title, language=language, theatre=theatre)
        self.items: list[Item] = []
        self.texts: list[Text] = []
        self.claims: list[Claim] = []
        self.observations: list[Observation] = []
        self.findings: list[Finding] = []
        self.links: list[Link] = []
        self.issues: list[Issue] = []
        self.changes: list[Change] = []
        self.judgements: list[Standing] = []
        self.coverage = Coverage(1, 1, 1, 0, 0)
        self.before: str | None = None
        self.ledger = EMPTY
        self.terms: tuple[Term, ...] = ()
        self.speeches: tuple[Speech, ...] = ()
        self.lives: tuple[Life, ...] = ()
        self.records: tuple[SourceRecord, ...] = ()

    def report(
        self,
        text: str,
        outlet: str = "A Paper",
        kind: str = "media",
        side: str = "unknown",
        path: str = "",
        published: str | None = "2022-09-12",
        language: str = "en",
        address: str | None = None,
        fragment: str | None = None,
    ) -> Text:
        """A report with its item (one item a path)."""
        path = path or f"report-{len(self.texts) + 1}.txt"
        id = item_id(sha256_hex(path.encode()), path, address if fragment is None else None, outlet, published)
        known = next((item for item in self.items if item.path == path), None)
        item = known or Item(id, sha256_hex(path.encode()), path, "text", len(text.encode()))
        if known is None:
            self.items.append(item)
        voice = Voice(outlet, kind, side)  # type: ignore[arg-type]
        when = moment(published) if published else None
        made = Text(item.id, fragment, path, text, text_digest(text), language, when, address, voice, "text")
        self.texts.append(made)
        return made

    def claim(
        self,
        text: Text,
        quote: str,
        type: str = "territory_regained",
        *,
        source: str | None = None,
        kind: str = "official",
        side: str = "ukraine",
        named: bool = True,
        at_least: int = 1,
        medium: str | None = None,
        value: float | None = None,
        low: float | None = None,
        high: float | None = None,
        bound: str = "exact",
        unit: str = "km2",
        counted: str = "area",
        definition: str | None = None,
        place: str = KHARKIV,
        role: str = "scope",
        name: str = "",
        as_of: str | None = None,
        event: str | None = None,
        since: str | None = None,
        said: str | None = None,
        hedges: Sequence[str] = (),
        actor: str | None = "ukraine",
        model: str | None = None,
        cls: str = "tank",
        basis: str = "stated",
        polarity: str = "affirmed",
    ) -> Claim:
        """A claim whose spans are found in the text."""

        def span(words: str) -> Span:
            start = text.text.index(words)
            return Span.of(text.text, start, start + len(words))

        steps: tuple[Attribution, ...] = ()
        if source is not None:
            words = span(source) if source in text.text else None
            steps = (Attribution(source, kind, side, named, at_least, medium, "claimed", False, words, None),)  # type: ignore[arg-type]
        quantity = None
        if value is not None or low is not None or high is not None:
            quantity = Quantity(
                value, low, high, unit, bound, counted, "change", None, None, None, definition, "claimed", span(quote)
            )  # type: ignore[arg-type]
        where = (PlaceSlot(role, place, name or place, "adm1", None, None, None, None, None),) if place or name else ()  # type: ignore[arg-type]
        times = ClaimTimes(slot(event), slot(as_of, basis=basis), slot(since), None, slot(said or as_of))
        gear = (EquipmentSlot(model, cls, 1, "russia", None, span(quote)),) if model else ()
        made = Claim(
            claim_id(text.item, text.fragment, text.digest, type, span(quote), steps),
            text.item,
            text.path,
            text.fragment,
            text.digest,
            text.language or "en",
            type,
            None,
            polarity,
            "asserted",
            True,
            False,
            actor,
            None,
            gear,
            span(quote),
            text.voice,
            steps,  # type: ignore[arg-type]
            tuple(span(hedge) for hedge in hedges),
            quantity,
            where,
            times,
            Extractor("hand", "1"),
            (Reason("type", "hand"),),
        )
        self.claims.append(made)
        return made

    def area(
        self,
        source: str,
        as_of: str,
        low: float | None = None,
        high: float | None = None,
        held: float | None = None,
        since: str | None = "2022-09-05T21:01:07Z",
        place: str = KHARKIV,
        holder: str = "russia",
    ) -> AreaObservation:
        """What one map shows."""
        made = AreaObservation(
            observation_id("area", source, place, as_of),
            source,
            holder,
            place,
            "Natural Earth 10m, 0123abcd",
            moment(as_of),
            moment(since) if since else None,
            held,
            None,
            low,
            high,
            None,
            "overlay",
            ("0" * 64,),
        )
        self.observations.append(made)
        return made

    def loss(
        self, model: str = "t-80bvm", written: str = "T-80BVM", evidence: str | None = "https://example.org/post/1"
    ) -> LossObservation:
        """A row of a loss list."""
        made = LossObservation(
            observation_id("loss", model, len(self.observations)),
            "A List",
            "russia",
            "tank",
            model,
            written,
            "captured",
            1,
            moment("2022-09-11"),
            "loss",
            None,
            "Izium",
            37.2,
            49.2,
            evidence,
            12,
            "7",
            ("0" * 64,),
        )
        self.observations.append(made)
        return made

    def link(
        self,
        kind: str,
        left: str,
        right: str,
        differs_in: Iterable[str] = (),
        about: Question | None = None,
        rule: str = "scope",
    ) -> Link:
        """A link; symmetric kinds keep left < right."""
        if kind not in ("supersedes", "retells", "candidate_object"):
            left, right = sorted((left, right))
        reasons = (LinkReason(rule, (("note", "made by hand"),)),)
        made = Link(kind, left, right, reasons, tuple(differs_in), "rule", about.id if about else None)  # type: ignore[arg-type]
        self.links.append(made)
        return made

    def finding(
        self,
        about: Question,
        claims: Sequence[Claim] = (),
        *,
        relation: str = "none",
        backing: str = "none",
        sides: str = "one",
        origins: int = 1,
        reports: int = 1,
        range: Range | None = None,
        ranges: Sequence[Range] = (),
        scopes: dict[str, ClaimScope] | None = None,
        backings: Sequence[ClaimBacking] = (),
        highlights: Sequence[Claim] = (),
        differing: Sequence[tuple[str, int]] = (),
        observations: Sequence[Observation] = (),
        decided_by: Sequence[str] = (),
        rank: int = 0,
        searched: Coverage | None = None,
    ) -> Finding:
        """A finding over claims; each is in scope unless `scopes` says otherwise. decided_by: each accepted the question."""
        told = tuple(self.judge("accept", by, Subject("question", about.id)) for by in decided_by)
        joined = tuple((scopes or {}).get(claim.id, ClaimScope(claim.id, "in_scope", (), ())) for claim in claims)
        by_side: dict[str, list[Claim]] = {}
        for claim in claims:
            by_side.setdefault(claim.attribution[0].side if claim.attribution else claim.voice.side, []).append(claim)
        views = tuple(
            SideView(side, None, None, 1, len(said), tuple(sorted(c.id for c in said)))
            for side, said in sorted(by_side.items())
        )
        made = Finding(
            digest("finding", about.id),
            about,
            relation,
            backing,
            sides,
            origins,
            reports,
            tuple(differing),
            range,
            tuple(ranges),
            views,  # type: ignore[arg-type]
            joined,
            tuple(backings),
            tuple(sorted(each.id for each in observations)),
            tuple(claim.id for claim in highlights),
            rank or len(self.findings) + 1,
            (("asked", ""),) if about.asked else (("origins", str(origins)),),
            searched or self.coverage,
            tuple(each.id for each in told),
            tuple(each.id for each in told),
            tuple(decided_by),
        )
        self.findings.append(made)
        return made

    def judge(
        self, kind: str, by: str, *subjects: Subject, why: str = "", standing: str = "acts", **slots: str
    ) -> Judgement:
        """A judgement that bears on its subjects."""
        made = Judgement(kind, subjects, by, "2022-09-20T08:00:00Z", why, **slots)  # type: ignore[arg-type]
        self.judgements.append(Standing(made, standing, tuple(sorted(each.id for each in subjects))))  # type: ignore[arg-type]
        return made

    def account(self) -> Account:
        """The account of everything collected, sorted as a run sorts it."""
        origins = tuple(sorted((text.report, text.report) for text in self.texts))
        coverage = replace(self.coverage, items=len(self.items), reports=len(self.texts), reports_read=len(self.texts))
        return Account(
            self.case,
            ZONE,
            tuple(sorted(self.items, key=lambda item: item.id)),
            tuple(sorted(self.texts, key=lambda text: text.report)),
            tuple(sorted(self.claims, key=lambda claim: claim.id)),
            tuple(sorted(self.observations, key=lambda each: each.id)),
            tuple(sorted(self.findings, key=lambda finding: (finding.rank, finding.id))),
            tuple(sorted(self.links, key=lambda link: link.id)),
            tuple(sorted(self.issues, key=lambda issue: issue.id)),
            origins,
            coverage,
            tuple(self.changes),
            self.before,
            tuple(self.judgements),
            ledger=self.ledger,
            terms=self.terms,
            speeches=self.speeches,
            lives=self.lives,
            records=self.records,
        )


def made_range(
    low: float | None,
    high: float | None,
    as_of: str,
    observations: Iterable[Observation],
    source: str = "all",
    unit: str = "km2",
) -> Range:
    """A range over observations."""
    return Range(
        low, None, high, unit, moment(as_of), "hull of maps", source, tuple(sorted(each.id for each in observations))
    )


def backed(
    claim: Claim,
    backing: Any,
    low: float | None,
    high: float | None,
    at: str,
    observations: Iterable[Observation],
    fits: Any = (),
) -> ClaimBacking:
    """What evidence says to a claim."""
    return ClaimBacking(
        claim.id, backing, moment(at), low, high, tuple(fits), tuple(sorted(each.id for each in observations))
    )
