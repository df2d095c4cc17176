"""Everything a question's page shows, as plain dictionaries in one language."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from zvirka.model.claims import Claim, affirms
from zvirka.model.findings import (
    UTTERANCE,
    Bears,
    ClaimScope,
    Estimate,
    Finding,
    Link,
    Range,
)
from zvirka.model.narratives import Fate, Speech, Turn
from zvirka.model.observations import AreaObservation, LossObservation
from zvirka.model.sources import Side
from zvirka.publish import decisions
from zvirka.publish.charts import Event, Figure, range_chart, timeline
from zvirka.publish.claim_views import ClaimViews
from zvirka.publish.evidence_links import behind, files
from zvirka.publish.figure_rows import FigureRow, figure_rows
from zvirka.publish.headings import View
from zvirka.publish.index import backing_of
from zvirka.publish.sentences import Sentence
from zvirka.publish.speakers import (
    as_of_day,
    definition_of,
    ends,
    figure_of,
    listed_name,
    slot_days,
    speaker,
    speaks_for,
)
from zvirka.publish.visible import one_line
from zvirka.publish.words import LANGUAGES, outward

CLAIMS_A_SIDE = 25
ROWS = 14
"""Rows of a chart; the table beside it holds up to TABLE."""
TABLE = 40
LINKS = 30
LATER = 3
"""Later words of one speaker named in a row."""


class QuestionViews(ClaimViews):
    """Views of one question's page. links_shown: pairs of claims on it, of those that agree and of those that do not."""

    links_shown = LINKS

    def sentences(self, finding: Finding) -> list[View]:
        """The printed sentence in the three languages, the case's own first."""
        return [self.printed(finding, code) for code in self._order()]

    def head(self, finding: Finding) -> View:
        """What a question's page shows before the sentences."""
        return {
            "title": self.title(finding.question),
            "status": self.status(finding),
            "faces": [
                *self.faces(finding),
                *self.admissions(finding),
                (self.words.say("face_likelihood"), self.likelihood(finding)),
            ],
            "against": self.against(finding),
            "decisions": decisions.rows(finding, self.index, self.words),
        }

    def body(self, finding: Finding) -> View:
        """What it shows after them, but for what was searched and why it ranks where it does: that changes with every report."""
        rows = figure_rows(finding, self.index, self.words)
        links = self.index.links_of_question(finding.question.id)
        turns = self.index.turns_of(finding)
        return {
            "ranges": self._ranges(finding, rows),
            "timeline": self._timeline(finding, rows),
            "turns": [self.turn(speech, turn) for speech, turn in turns[: self.links_shown]],
            "more_turns": max(0, len(turns) - self.links_shown),
            "lives": self.lives(finding),
            "sides": self._sides(finding),
            "differ": self._differ(links),
            "maps": self._maps(finding),
            "candidates": self._candidates(links),
            "missing": self.missing(finding),
            "left_out": self._left_out(finding),
        }

    def _left_out(self, finding: Finding) -> View:
        claims = [self.index.claims[id] for id in finding.left_out if id in self.index.claims]
        return {
            "claims": [self.claim(claim) for claim in claims[:CLAIMS_A_SIDE]],
            "more": max(0, len(claims) - CLAIMS_A_SIDE),
        }

    def _order(self) -> list[str]:
        return [self.words.language, *(code for code in LANGUAGES if code != self.words.language)]

    def printed(self, finding: Finding, code: str) -> View:
        """The printed sentence in one language, with its notes."""
        made = self.composed(finding, code)
        name = self.all_words[code].say("language_name")
        notes = [
            {
                "number": note.number,
                "text": note.text,
                "href": self.claim_href(self.index.claims[note.claim]) if note.claim else None,
                "evidence": behind(note.observations, self.index, "../"),
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
            "estimates": [self._estimate(each) for each in finding.estimates],
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
            "evidence": behind(found.observations, self.index, "../"),
        }

    def _estimate(self, found: Estimate) -> str:
        """One line of the claims' own estimates: the vote, the median, the interval, or why there is none."""
        words = self.words
        if found.refused:
            return words.say(f"estimate_{found.refused}", n=found.origins)
        if found.method == "envelope":
            shown = words.span(*outward(found.low, found.high), found.unit)
            return words.say(
                "estimate_envelope", range=shown, percent=round(100 * (found.coverage or 0)), n=found.origins
            )
        best = words.span(found.best, found.best, found.unit, whole=True)
        return words.say(f"estimate_{found.method}", figure=best, n=found.origins)

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
        admitted = {self.index.short_claim[id] for id in finding.admissions if id in self.index.short_claim}
        for shown_ in shown:
            if shown_["id"] in admitted:
                shown_["badges"].append({"words": words.say("badge_admission"), "tone": "in_scope"})
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

    def _differ(self, links: Sequence[Link]) -> View:
        return self._pairs(links, ("conflicts", "differs_in_scope", "supersedes"))

    def agreed(self, finding: Finding) -> View:
        """Pairs of claims of different sources that say the same of the same, or bear each other out."""
        links = self.index.links_of_question(finding.question.id)
        return self._pairs(links, ("same", "supports"))

    def _pairs(self, links: Sequence[Link], kinds: tuple[str, ...]) -> View:
        claims = self.index.claims
        told = [link for link in links if link.kind in kinds and link.left in claims and link.right in claims]
        ordered = sorted(
            told, key=lambda link: kinds.index(link.kind)
        )  # an account's links are in the order of their ids
        rows = [self.link(link) for link in ordered[: self.links_shown]]
        return {"rows": rows, "more": max(0, len(ordered) - self.links_shown)}

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
                "evidence": behind(each.observations, self.index, "../"),
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
                "status": self.words.state(row.status),
                "day": self.words.when_both(row.day) if row.day else self.words.say("unknown"),
                "place": one_line(row.place_as_written or "", 60),
                "address": one_line(row.evidence or "", 300),
                "row": row.row,
                "file": next((ref.href for ref in files(row.items, self.index, "../")), None),
                "rules": "; ".join(self._rule(reason) for reason in link.reasons),
            }
        return {"rows": list(rows.values())[:LINKS], "more": max(0, len(rows) - LINKS)}

    def missing(self, finding: Finding) -> list[str]:
        words = self.words
        if finding.question.measure.partition(":")[0] == UTTERANCE:
            return [words.say("not_found_own_words")] if not self._own_words(finding) else [words.say("not_found_none")]
        heard = [speaker(claim, words) for each in finding.claims if (claim := self.index.claims.get(each.claim))]
        missing = [
            words.say("not_found_side", side=words.side(side))
            for side in words.ground.sides
            if not any(speaks_for(who, side) for who in heard)
        ]
        if not finding.observations and finding.backing in ("none", "cannot_tell"):
            missing.append(words.say("not_found_evidence"))
        return [*(missing or [words.say("not_found_none")]), *self._blind(finding)]

    def _own_words(self, finding: Finding) -> bool:
        """Whether a report of the speaker's own carries an utterance."""
        claims = (self.index.claims[each.claim] for each in finding.claims if each.claim in self.index.claims)
        return any(not claim.attribution for claim in claims)

    def _blind(self, finding: Finding) -> list[str]:
        """Lists that never record what is claimed: they cannot speak on it."""
        blind: dict[str, set[str]] = {}
        for each in finding.backings:
            for reason in each.reasons:
                for source, cls in reason.data if reason.rule == "class_never_recorded" else ():
                    blind.setdefault(cls, set()).add(one_line(source, 60))
        return [
            self.words.say("not_found_blind", lists=", ".join(sorted(blind[cls])), cls=self.words.model(cls))
            for cls in sorted(blind)
        ]

    def admissions(self, finding: Finding) -> list[tuple[str, str]]:
        """Who says it against the interest of their own side, a name once; nothing where nobody does."""
        who = [speaker(self.index.claims[id], self.words) for id in finding.admissions if id in self.index.claims]
        told = {
            self.words.say("colon", name=self.side(each.side, each.group), value=listed_name(each, self.words)) for each in who
        }  # fmt: skip
        return [(self.words.say("face_admissions"), "; ".join(sorted(told)))] if told else []

    def likelihood(self, finding: Finding) -> str:
        """How likely people judge the answer to be, by the words of ICD 203; nobody's judgement is no likelihood."""
        words = self.words
        told = (self.index.judgements[id] for id in finding.judged if id in self.index.judgements)
        said = [
            words.say("decision_badge", what=words.likelihood(each.judgement.value or ""), by=one_line(each.judgement.by, 60))
            for each in told
            if each.judgement.kind == "likelihood" and finding.question.id in each.acts_on
        ]  # fmt: skip
        if len(said) > 1:
            said.append(words.say("standing_contradicted"))
        return "; ".join(said) or words.say("likelihood_none")

    def lives(self, finding: Finding) -> View:
        """When what was said first appeared, how it spread, and what its speakers made of it later."""
        words, claims = self.words, self.index.claims
        lives = [life for life in self.index.lives_of.get(finding.question.id, ()) if life.claims[0] in claims]
        rows = []
        for life in lives[:TABLE]:
            claim = claims[life.claims[0]]
            last = life.spread[-1].day if life.spread else None
            reports = sum(each.reports for each in life.spread) + life.undated
            later = [words.say("life_revised", words=self._later(id)) for _, id in life.revised[:LATER]]
            later += [words.say("life_withdrawn", words=self._later(id)) for _, id in life.withdrawn[:LATER]]
            later += [self._fate(each) for each in life.fates[:LATER]]
            rows.append(
                {
                    "what": self._said(claim),
                    "href": self.claim_href(claim),
                    "first": words.day(life.first, True) if life.first else words.say("unknown"),
                    "spread": words.say(
                        "origins_of_reports",
                        origins=words.say("count_origins", n=life.origins),
                        reports=words.say("count_reports", n=reports),
                    ),
                    "last": words.day(last, True) if last and last != life.first else "–",
                    "later": "; ".join(dict.fromkeys(later)) or "–",
                }
            )
        return {"rows": rows, "more": max(0, len(lives) - TABLE)}

    def turn(self, speech: Speech, turn: Turn) -> View:
        """A change of stance: who, what changed, and the two dated quotes."""
        words = self.words
        told = []
        for id, day in ((turn.earlier, turn.earlier_day), (turn.later, turn.later_day)):
            claim = self.index.claims[id]
            quote = words.say("quoted", words=one_line(claim.quote.exact, 180))
            told.append(
                {"words": words.say("colon", name=words.day(day, True), value=quote), "href": self.claim_href(claim)}
            )
        return {"who": self.spoken_by(speech), "kind": words.say(f"turn_{turn.kind}"), "told": told}

    def spoken_by(self, speech: Speech) -> str:
        """The name of who spoke, for print."""
        known = speech.speaker.removeprefix("source:")
        if known != speech.speaker:
            return self.words.source_name(known)
        return listed_name(speaker(self.index.claims[speech.statements[0].claims[0]], self.words), self.words)

    def _said(self, claim: Claim) -> str:
        """What is said, whoever says it: the figure, or the type with the side that acts, and whether it is denied."""
        what = figure_of(claim, self.words)
        if not what:
            side = f" ({self.words.side(claim.actor)})" if claim.actor else ""
            what = self._type(claim) + side
        if not affirms(claim):
            what = self.words.say("colon", name=what, value=self.words.say("label_negated"))
        return what

    def _fate(self, fate: Fate) -> str:
        """What became of a post, with the day and what stands in it now, as far as known."""
        words = self.words
        day = words.day(fate.day, True) if fate.day else words.say("unknown")
        if fate.later is not None:
            return words.say("fate_reworded", day=day, words=self._later(fate.later))
        return words.say(f"fate_{fate.kind}", day=day)

    def _later(self, id: str) -> str:
        claim = self.index.claims.get(id)
        return self._short(claim) if claim is not None else id[:12]


def segments(printed: Sentence) -> list[tuple[str, int | None]]:
    """A sentence in parts: the words up to and with a figure, and the number of the note behind it (None after the last)."""
    found: list[tuple[str, int | None]] = []
    at = 0
    for note in printed.footnotes:
        found.append((printed.text[at : note.end], note.number))
        at = note.end
    return [*found, (printed.text[at:], None)]
