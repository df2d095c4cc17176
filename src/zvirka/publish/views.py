"""What the pages show, as plain dictionaries in one language: templates hold no rules of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from zvirka.model.claims import Claim
from zvirka.model.findings import (
    Bears,
    ClaimBacking,
    ClaimScope,
    Coverage,
    Dimension,
    Finding,
    Link,
    LinkReason,
    Question,
    Range,
    status,
)
from zvirka.model.observations import AreaObservation, LossObservation
from zvirka.model.sources import Side
from zvirka.publish.charts import Event, Figure, range_chart, timeline
from zvirka.publish.index import AccountIndex, backing_of, report_of
from zvirka.publish.marks import page_of, page_starts
from zvirka.publish.sentences import Sentence, composed
from zvirka.publish.speakers import (
    FigureRow,
    as_of_day,
    definition_of,
    ends,
    figure_of,
    figure_rows,
    listed_name,
    place_of,
    slot_days,
    speaker,
)
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import LANGUAGES, Words

View = dict[str, Any]
CLAIMS_A_SIDE = 25
ROWS = 14
"""Rows of a chart; the table beside it holds up to TABLE."""
TABLE = 40
AGAINST = 4
"""Figures that evidence stands against named at the head of a question; all stand in its table."""
LINKS = 30
WARNS = ("outside", "contradict")
FINE = ("both_sides", "fits", "decided")


class Views:
    """Builds views of one account in `words`; `all_words` are the three languages sentences are printed in."""

    def __init__(self, index: AccountIndex, words: Words, all_words: Mapping[str, Words]) -> None:
        self.index = index
        self.words = words
        self.all_words = all_words
        self._starts: dict[str, list[int]] = {}

    # pieces

    def title(self, question: Question) -> str:
        """A question as a heading: measure, place, window."""
        words = self.words
        window = ""
        if question.since and question.since == question.until:
            window = words.say("window_on", day=words.day(question.since, True))
        elif question.since and question.until:
            window = words.say(
                "window_between", since=words.day(question.since, True), until=words.day(question.until, True)
            )
        elif question.since:
            window = words.say("window_since", since=words.day(question.since, True))
        elif question.until:
            window = words.say("window_until", until=words.day(question.until, True))
        place = words.place(question.place, given=question.place)
        return words.say("question_title", measure=words.measure(question.measure), place=place, window=window)

    def status(self, finding: Finding) -> View:
        """The plain words of a finding and their tone."""
        key = status(finding)
        name = one_line(finding.judged[-1], 80) if finding.judged else ""
        said = self.words.say(f"status_{key}", n=finding.origins, name=name)
        return {"key": key, "words": said, "tone": "warn" if key in WARNS else "ok" if key in FINE else "plain"}

    def faces(self, finding: Finding) -> list[tuple[str, str]]:
        """The four faces in words."""
        words = self.words
        origins = words.say(
            "origins_of_reports",
            origins=words.say("count_origins", n=finding.origins),
            reports=words.say("count_reports", n=finding.reports),
        )
        return [
            (words.say("face_relation"), words.say(f"relation_{finding.relation}")),
            (words.say("face_backing"), words.say(f"backing_{finding.backing}")),
            (words.say("face_sides"), words.say(f"sides_{finding.sides}")),
            (words.say("face_origins"), origins),
        ]

    def coverage(self, seen: Coverage) -> str:
        """What was read, in one line."""
        slots = {
            "items": seen.items,
            "reports": seen.reports,
            "read": seen.reports_read,
            "not_read": seen.not_read,
            "not_looked": seen.not_looked_at,
        }
        return self.words.say("coverage", **slots)

    def why(self, finding: Finding) -> list[str]:
        """Why a finding ranks where it does."""
        shown = []
        for rule, value in finding.rank_reasons:
            known = self.words.has(f"rank_{rule}")
            key = f"rank_{rule}" if known else "rank_other"
            shown.append(self.words.say(key, value=visible(value), name=visible(rule)))
        return shown

    def card(self, finding: Finding) -> View:
        """A finding on the overview."""
        return {
            "href": f"questions/{self.index.short_question[finding.question.id]}.html",
            "title": self.title(finding.question),
            "status": self.status(finding),
            "printed": segments(composed(finding, self.index, self.words)),
            "against": self.against(finding, figure_rows(finding, self.index, self.words), ""),
            "why": "; ".join(self.why(finding)),
            "origins": self.faces(finding)[3][1],
        }

    def against(self, finding: Finding, rows: Sequence[FigureRow], up: str = "../") -> list[View]:
        """Figures of the question's place that evidence stands against, each with what it shows, whatever the finding as a whole."""
        outside = [
            (row, row.backing)
            for row in rows
            if row.backing is not None and row.backing.backing == "outside" and "place" not in row.scope.differs_in
        ]
        unit = finding.range.unit if finding.range else ""
        return [
            {
                "name": self._short(row.claim),
                "href": self.claim_href(row.claim, up),
                "words": self.words.say("against", range=self.words.span(found.low, found.high, unit, whole=True)),
            }
            for row, found in outside[:AGAINST]
        ]

    def claim_href(self, claim: Claim, up: str = "../") -> str | None:
        """Address of a claim's marked words, relative to a page one folder down."""
        text = self.index.text_of(claim)
        if text is None:
            return None
        report = report_of(claim)
        starts = self._starts.setdefault(report, page_starts(text.text))
        return f"{up}items/{self.item_file(report, page_of(starts, claim.quote.start))}#c-{self.index.short_claim[claim.id]}"

    def item_file(self, report: str, page: int = 0) -> str:
        """File name of a page of a report."""
        return f"{self.index.short_report[report]}{f'-{page + 1}' if page else ''}.html"

    def method(self, method: str) -> str:
        """How a range was got, in words where the catalogue has the rule's id."""
        key = "method_" + "_".join(re.findall(r"[a-z]+", method.lower()))
        return self.words.rule(key, one_line(method, 160))

    def side(self, side: Side, group: str = "") -> str:
        """A side in words, with its sub-group."""
        name = visible(self.words.side(side))
        return (
            self.words.say(
                "group_of_side", side=name, group=self.words.rule(f"group_{group.replace(' ', '_')}", visible(group))
            )
            if group
            else name
        )

    # one question

    def question(self, finding: Finding) -> View:
        """Everything a question's page shows."""
        rows = figure_rows(finding, self.index, self.words)
        links = self.index.links_of_question(finding.question.id)
        return {
            "title": self.title(finding.question),
            "status": self.status(finding),
            "faces": self.faces(finding),
            "against": self.against(finding, rows),
            "sentences": [self._printed(finding, code) for code in self._order()],
            "ranges": self._ranges(finding, rows),
            "timeline": self._timeline(finding, rows),
            "sides": self._sides(finding),
            "differ": self._differ(links),
            "maps": self._maps(finding),
            "candidates": self._candidates(links),
            "missing": self._missing(finding),
            "coverage": self.coverage(finding.searched),
            "why": self.why(finding),
        }

    def _order(self) -> list[str]:
        return [self.words.language, *(code for code in LANGUAGES if code != self.words.language)]

    def _printed(self, finding: Finding, code: str) -> View:
        made = composed(finding, self.index, self.all_words[code])
        name = self.all_words[code].say("language_name")
        notes = [
            {
                "number": note.number,
                "text": note.text,
                "href": self.claim_href(self.index.claims[note.claim]) if note.claim else None,
            }
            for note in made.footnotes
        ]
        return {
            "code": code,
            "name": name,
            "segments": segments(made),
            "notes": notes,
            "notes_title": self.all_words[code].say("notes_for", language=name),
            "link": self.all_words[code].say("note_link"),
        }

    def _ranges(self, finding: Finding, rows: Sequence[FigureRow]) -> View:
        words = self.words
        unit = (
            finding.range.unit
            if finding.range
            else next((row.claim.quantity.unit for row in rows if row.claim.quantity), "km2")
        )
        maps = [each for each in finding.ranges if each.source != "all"] or ([finding.range] if finding.range else [])
        drawn = [self._band(each) for each in maps if each.unit == unit]
        drawn += [figure for row in rows if (figure := self._bar(row, unit)) is not None]
        years = {day.year for row in rows if (day := as_of_day(row.claim))}
        title = words.say("chart_title", unit=words.unit(unit, 5))
        return {
            "svg": Markup(range_chart(drawn[: ROWS + len(maps)], title, words.say("chart_desc"), words.number)),  # noqa: S704 charts.py escapes
            "sources": [self._range_row(each) for each in maps],
            "figures": [self._figure_row(row, len(years) > 1) for row in rows[:TABLE]],
            "more": max(0, len(rows) - TABLE),
            "has_days": any(each.day for each in drawn),
            "has_maps": any(each.observations for each in maps),
        }

    def _band(self, found: Range) -> Figure:
        low, high = (None if end is None else round(end) for end in (found.low, found.high))
        shown = self.words.span(low, high)
        when = self.words.day(found.as_of.day) if found.as_of else ""
        return Figure(
            f"{one_line(found.source, 40)}, {when}".rstrip(", "), shown, found.low, found.best, found.high, "map"
        )

    def _bar(self, row: FigureRow, unit: str) -> Figure | None:
        quantity = row.claim.quantity
        turned = ends(quantity, self.words, unit) if quantity else None
        if quantity is None or turned is None:
            return None
        low, value, high = turned
        if quantity.bound == "exact":
            low = high = None
        day = as_of_day(row.claim)
        label = f"{row.who}, {self.words.day(day)}" if day else row.who
        shown = figure_of(row.claim, self.words, unit=quantity.unit != unit)
        kind, seen = "claim", None
        if row.backing is not None and unit == "km2" and row.backing.low is not None and row.backing.high is not None:
            seen = (row.backing.low, row.backing.high)
            kind = "outside" if row.backing.backing == "outside" else "claim"
        return Figure(label, shown, low, value, high, kind, seen)

    def _range_row(self, found: Range) -> View:
        words = self.words
        seen = [self.index.observations.get(id) for id in found.observations]
        borders = sorted({each.boundary for each in seen if isinstance(each, AreaObservation)})
        return {
            "source": one_line(found.source, 60),
            "as_of": words.when_both(found.as_of) if found.as_of else words.say("unknown"),
            "low": words.span(found.low, found.low, whole=True) if found.low is not None else "",
            "high": words.span(found.high, found.high, whole=True) if found.high is not None else "",
            "unit": words.unit(found.unit, 5),
            "boundary": one_line("; ".join(borders), 120),
            "method": self.method(found.method),
        }

    def _figure_row(self, row: FigureRow, year: bool) -> View:
        words, claim = self.words, row.claim
        return {
            "figure": row.figure,
            "who": row.who,
            "as_of": slot_days(claim.times.as_of or claim.times.event, words, year),
            "since": slot_days(claim.times.since, words),
            "place": row.place,
            "definition": definition_of(claim, words),
            "backing": words.say(f"backing_{row.backing.backing}") if row.backing else words.say("backing_none"),
            "tone": row.backing.backing if row.backing else "none",
            "reports": row.reports,
            "href": self.claim_href(claim),
        }

    def _timeline(self, finding: Finding, rows: Sequence[FigureRow]) -> View:
        words = self.words
        told = [row.claim for row in rows] or [c for each in finding.claims if (c := self.index.claims.get(each.claim))]
        events, table = [], []
        for claim in told[:ROWS]:
            described = claim.times.event or claim.times.as_of
            said = claim.times.said
            what = figure_of(claim, words) or self._type(claim)
            name = listed_name(speaker(claim, words), words)
            label = words.say("colon", name=name, value=what)
            kind = "event" if claim.times.event else "as_of"
            first = described.earliest if described else None
            events.append(
                Event(
                    label,
                    said.latest or said.earliest if said else None,
                    first,
                    described.latest if described else None,
                    kind,
                )
            )
            row = {
                "label": label,
                "said": slot_days(said, words, True),
                "of": slot_days(described, words, True),
                "href": self.claim_href(claim),
            }
            table.append(row)
        svg = timeline(events, words.say("timeline_title"), words.say("timeline_desc"), words.day)
        return {"svg": Markup(svg), "rows": table, "more": max(0, len(told) - ROWS)}  # noqa: S704 charts.py escapes

    def _type(self, claim: Claim) -> str:
        return self.words.rule(f"type_{claim.type}", claim.type)

    def _sides(self, finding: Finding) -> list[View]:
        grouped: dict[tuple[Side, str], list[ClaimScope]] = {}
        for scope in finding.claims:
            claim = self.index.claims.get(scope.claim)
            if claim is not None:
                who = speaker(claim, self.words)
                views = {view.group for view in finding.by_side if view.side == who.side}
                grouped.setdefault((who.side, who.group if who.group in views else ""), []).append(scope)
        order = [*self.words.ground.sides, "third", "unknown"]
        keys = sorted(grouped, key=lambda key: (order.index(key[0]) if key[0] in order else len(order), key))
        return [self._side(finding, side, group, grouped[side, group]) for side, group in keys]

    def _side(self, finding: Finding, side: Side, group: str, scopes: list[ClaimScope]) -> View:
        words = self.words
        view = next((each for each in finding.by_side if (each.side, each.group) == (side, group)), None)
        states = ("in_scope", "unknown", "differs")
        ordered = sorted(scopes, key=lambda each: states.index(each.scope))
        shown = [
            self.claim(self.index.claims[each.claim], each, backing_of(finding, each.claim))
            for each in ordered[:CLAIMS_A_SIDE]
        ]
        summary = [words.say("count_claims", n=len(scopes))]
        if view is not None:
            summary += [words.say("count_origins", n=view.origins), words.say("count_reports", n=view.reports)]
            if view.low is not None or view.high is not None:
                summary.append(words.span(view.low, view.high, finding.range.unit if finding.range else ""))
        return {
            "name": self.side(side, group),
            "summary": " · ".join(summary),
            "claims": shown,
            "more": max(0, len(scopes) - CLAIMS_A_SIDE),
        }

    def claim(self, claim: Claim, scope: ClaimScope | None = None, backing: ClaimBacking | None = None) -> View:
        """One claim: its words, who has it from whom, and how it stands to the question."""
        words, text, who = self.words, self.index.text_of(claim), speaker(claim, self.words)
        badges = [{"words": self._standing(scope), "tone": scope.scope}] if scope else []
        if backing is not None:
            badges.append({"words": words.say(f"backing_{backing.backing}"), "tone": backing.backing})
        for issue in self.index.issues_of(claim.id):
            badges.append({"words": words.say(f"issue_{issue.code}"), "tone": "outside"})
        chain = [self._step(step.name, step.kind, step.side, step.at_least, step.medium) for step in claim.attribution]
        chain.append(self._step(claim.voice.name or claim.path, claim.voice.kind, claim.voice.side, 1, None))
        return {
            "id": self.index.short_claim[claim.id],
            "quote": visible(claim.quote.exact),
            "language": claim.language,
            "href": self.claim_href(claim),
            "who": listed_name(who, words),
            "ours": words.say("speaker_role_ours", words=one_line(who.words, 80), name=who.name) if who.by_role else "",
            "chain": chain,
            "outlet": one_line(text.voice.name if text and text.voice.name else claim.path, 80),
            "type": self._type(claim),
            "scope": scope.scope if scope else "",
            "badges": badges,
            "facts": self._facts(claim),
        }

    def _step(self, name: str, kind: str, side: str, at_least: int, medium: str | None) -> str:
        about = [self.words.say(f"kind_{kind}"), self.side(side)] + ([visible(medium)] if medium else [])
        number = f" (≥ {at_least})" if at_least > 1 else ""
        return f"{one_line(name, 80) or self.words.say('unknown')}{number} [{', '.join(about)}]"

    def _standing(self, scope: ClaimScope) -> str:
        if scope.scope == "in_scope":
            return self.words.say("scope_in_scope")
        if scope.scope == "differs":
            return self.words.say("scope_differs", dimensions=self._names(scope.differs_in))
        return self.words.say("scope_unknown", dimensions=self._names(scope.unknown_in))

    def _names(self, dimensions: Iterable[Dimension]) -> str:
        return ", ".join(self.words.say(f"dimension_{name}") for name in dimensions)

    def _facts(self, claim: Claim) -> list[tuple[str, str]]:
        words, times = self.words, claim.times
        facts = [
            ("col_figure", figure_of(claim, words)),
            ("col_said", slot_days(times.said, words, True) if times.said else ""),
        ]
        facts.append(("col_event", slot_days(times.event, words, True) if times.event else ""))
        facts.append(("col_as_of", slot_days(times.as_of, words, True) if times.as_of else ""))
        facts.append(("col_since", slot_days(times.since, words) if times.since else ""))
        facts.append(("col_place", place_of(claim, words) if claim.places else ""))
        facts.append(
            (
                "col_definition",
                definition_of(claim, words) if claim.quantity and claim.quantity.definition else "",
            )
        )
        facts.append(("label_hedges", ", ".join(one_line(each.exact, 40) for each in claim.hedges)))
        facts.append(("label_label", one_line(claim.label.exact, 80) if claim.label else ""))
        notes = [words.say("label_negated")] if claim.polarity == "negated" else []
        notes += [words.say(f"modality_{claim.modality}")] if claim.modality != "asserted" else []
        notes += [words.say("label_not_literal")] if not claim.literal else []
        facts.append(("col_standing", ", ".join(notes)))
        return [(words.say(key), value) for key, value in facts if value]

    def _differ(self, links: Sequence[Link]) -> View:
        kinds = ("conflicts", "differs_in_scope", "supersedes", "supports", "same")
        told = [
            link
            for link in links
            if link.kind in kinds and link.left in self.index.claims and link.right in self.index.claims
        ]
        different = [link for link in told if link.kind not in ("same", "supports")]
        ordered = sorted(different, key=lambda link: (kinds.index(link.kind), link.id))
        return {"rows": [self.link(link) for link in ordered[:LINKS]], "more": max(0, len(ordered) - LINKS)}

    def link(self, link: Link) -> View:
        """Two claims and how they stand to each other."""
        words = self.words
        left, right = self.index.claims[link.left], self.index.claims[link.right]
        if link.kind != "supersedes" and str(as_of_day(right) or "") < str(as_of_day(left) or ""):
            left, right = right, left
        reasons = [self._difference(name, left, right) for name in link.differs_in]
        unknown = [name for reason in link.reasons if reason.rule == "unknown_in" for _, name in reason.data]
        if unknown:
            names = ", ".join(words.say(f"dimension_{name}") for name in unknown)
            reasons.append(words.say("scope_unknown", dimensions=names))
        return {
            "left": {"words": self._short(left), "href": self.claim_href(left)},
            "right": {"words": self._short(right), "href": self.claim_href(right)},
            "kind": words.say(f"link_{link.kind}"),
            "dimensions": self._names(link.differs_in),
            "reasons": reasons,
            "rules": "; ".join(self._rule(reason) for reason in link.reasons),
        }

    def _short(self, claim: Claim) -> str:
        day = as_of_day(claim)
        what = figure_of(claim, self.words) or self._type(claim)
        name = self.words.say("colon", name=listed_name(speaker(claim, self.words), self.words), value=what)
        return f"{name} ({self.words.day(day)})" if day else name

    def _difference(self, name: Dimension, left: Claim, right: Claim) -> str:
        words = self.words
        one, other = self._value(name, left), self._value(name, right)
        reason = words.say(f"rule_{name}")
        return words.say("reason_line", name=reason, left=one, right=other) if one != other else reason

    def _value(self, name: Dimension, claim: Claim) -> str:
        words, quantity = self.words, claim.quantity
        if name == "as_of":
            return slot_days(claim.times.as_of or claim.times.event, words)
        if name == "since":
            return slot_days(claim.times.since, words)
        if name == "place":
            return place_of(claim, words)
        if quantity is None:
            return words.say("not_stated")
        if name == "unit":
            return words.unit(quantity.unit, 5)
        if name == "basis":
            return words.say(f"basis_{quantity.basis}")
        return definition_of(claim, words)

    def _rule(self, reason: LinkReason) -> str:
        data = ", ".join(f"{visible(key)}={one_line(value, 60)}" for key, value in reason.data)
        return f"{visible(reason.rule)}({data})" if data else visible(reason.rule)

    def _maps(self, finding: Finding) -> list[View]:
        spoken = [each for each in finding.backings if each.backing != "none" and each.claim in self.index.claims]
        shown: dict[tuple[str, ...], View] = {}
        for each in spoken:
            claim = self.index.claims[each.claim]
            row: View = {
                "what": self._short(claim),
                "href": self.claim_href(claim),
                "backing": self.words.say(f"backing_{each.backing}"),
                "tone": each.backing,
                "range": self.words.span(each.low, each.high, whole=True)
                if each.low is not None or each.high is not None
                else "",
                "at": self.words.when_both(each.at) if each.at else "",
                "fits": "; ".join(self._bears(run) for run in each.fits_on) or self.words.say("bears_never"),
            }
            shown.setdefault((row["what"], row["backing"], row["fits"]), row)
        return list(shown.values())[:TABLE]

    def _bears(self, run: Bears) -> str:
        first, last = self.words.day(run.first.day), self.words.day(run.last.day)
        key = "bears_day" if first == last else "bears_run"
        return self.words.say(key, source=one_line(run.source, 40), first=first, last=last)

    def _candidates(self, links: Sequence[Link]) -> View:
        rows: dict[str, View] = {}
        for link in links:
            row = self.index.observations.get(link.right if link.right in self.index.observations else link.left)
            claim = self.index.claims.get(link.left if link.left in self.index.claims else link.right)
            if link.kind != "candidate_object" or not isinstance(row, LossObservation) or row.id in rows:
                continue
            rows[row.id] = {
                "claim": self._short(claim) if claim else "",
                "href": self.claim_href(claim) if claim else None,
                "source": one_line(row.source, 60),
                "model": one_line(row.model_as_written, 60),
                "status": one_line(row.status, 40),
                "day": self.words.when_both(row.day) if row.day else self.words.say("unknown"),
                "place": one_line(row.place_as_written or "", 60),
                "address": one_line(row.evidence or "", 300),
                "row": row.row,
                "rules": "; ".join(self._rule(reason) for reason in link.reasons),
            }
        return {"rows": list(rows.values())[:LINKS], "more": max(0, len(rows) - LINKS)}

    def _missing(self, finding: Finding) -> list[str]:
        words = self.words
        heard = {speaker(claim, words).side for each in finding.claims if (claim := self.index.claims.get(each.claim))}
        missing = [
            words.say("not_found_side", side=words.side(side)) for side in words.ground.sides if side not in heard
        ]
        if not finding.observations and finding.backing in ("none", "cannot_tell"):
            missing.append(words.say("not_found_evidence"))
        return missing or [words.say("not_found_none")]


def segments(printed: Sentence) -> list[tuple[str, int | None]]:
    """A sentence in parts: the words up to and with a figure, and the number of the note behind it (None after the last)."""
    found: list[tuple[str, int | None]] = []
    at = 0
    for note in printed.footnotes:
        found.append((printed.text[at : note.end], note.number))
        at = note.end
    return [*found, (printed.text[at:], None)]
