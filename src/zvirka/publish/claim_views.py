"""Claims and pairs of claims as pages show them: words, chain of sources, standing, and why two differ."""

from __future__ import annotations

from collections.abc import Iterable

from zvirka.model.claims import Claim
from zvirka.model.findings import (
    ClaimBacking,
    ClaimScope,
    Dimension,
    Finding,
    Link,
    LinkReason,
)
from zvirka.publish import decisions
from zvirka.publish.figure_rows import figure_rows
from zvirka.publish.headings import Headings, View
from zvirka.publish.read_in import read_in
from zvirka.publish.speakers import as_of_day, definition_of, figure_of, listed_name, place_of, slot_days, speaker
from zvirka.publish.visible import one_line, visible

AGAINST = 4
"""Figures that evidence stands against named at the head of a question; all stand in its table."""


class ClaimViews(Headings):
    """Views of single claims and links."""

    def against(self, finding: Finding, up: str = "../") -> list[View]:
        """Figures of the question's place that evidence stands against, each with what it shows, whatever the finding as a whole."""
        if all(each.backing != "outside" for each in finding.backings):
            return []
        rows = figure_rows(finding, self.index, self.words)
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

    def claim(self, claim: Claim, scope: ClaimScope | None = None, backing: ClaimBacking | None = None) -> View:
        """One claim: its words, who has it from whom, and how it stands to the question."""
        words, text, who = self.words, self.index.text_of(claim), speaker(claim, self.words)
        badges = [{"words": self._standing(scope), "tone": scope.scope}] if scope else []
        if backing is not None:
            badges.append({"words": words.say(f"backing_{backing.backing}"), "tone": backing.backing})
        if claim.extractor.name != "rules":
            badges.append(
                {"words": words.say("suggested_by", name=one_line(claim.extractor.name, 40)), "tone": "outside"}
            )
        badges += decisions.badges(claim, self.index, words)
        for issue in self.index.issues_of(claim.id):
            badges.append({"words": words.say(f"issue_{issue.code}"), "tone": "outside"})
        chain = [self._step(step.name, step.kind, step.side, step.at_least, step.medium) for step in claim.attribution]
        role = words.say("speaker_role_ours", words=one_line(who.words, 80), name=who.name) if who.by_role else ""
        chain.append(self._step(claim.voice.name or claim.path, claim.voice.kind, claim.voice.side, 1, None))
        return {
            "id": self.index.short_claim[claim.id],
            "quote": visible(claim.quote.exact),
            "language": claim.language,
            "href": self.claim_href(claim),
            "who": listed_name(who, words),
            "ours": " ".join(filter(None, (role, read_in(scope, words) if scope else ""))),
            "chain": chain,
            "outlet": one_line(text.voice.name if text and text.voice.name else claim.path, 80),
            "where": one_line(text.address if text and text.address else claim.path, 300),
            "type": self._type(claim),
            "scope": scope.scope if scope else "",
            "badges": badges,
            "facts": self._facts(claim),
            "retold": [self._retold(link, origin) for link, origin in self.index.told_again(claim.id)],
        }

    def _retold(self, link: Link, origin: Claim) -> View:
        """Whose words a claim tells again, and what it lost or changed of them."""
        words, text = self.words, self.index.text_of(origin)
        outlet = one_line(text.voice.name if text and text.voice.name else origin.path, 80)
        day = words.day(text.published.day, True) if text and text.published else words.say("unknown")
        shown = origin.id in self.index.findings_of
        return {
            "words": words.say("retold_from", outlet=outlet, day=day),
            "href": self.claim_href(origin) if shown else None,
            "drift": [self._drift(reason) for reason in link.reasons if reason.rule.startswith("drift:")],
        }

    def _drift(self, reason: LinkReason) -> str:
        """One thing a retelling lost or changed: "number changed: 2,500 → 25,000"."""
        words, data = self.words, dict(reason.data)
        name = words.say(f"drift_{reason.rule.removeprefix('drift:')}")
        told = [words.rule(f"modality_{data[key]}", one_line(data[key], 80)) for key in ("was", "is") if data.get(key)]
        return words.say("colon", name=name, value=" → ".join(told)) if told else name

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
        """What is known of a claim beside its words (kept: it is shown with its question and with its report)."""
        if claim.id not in self._facts_of:
            self._facts_of[claim.id] = self._told_facts(claim)
        return self._facts_of[claim.id]

    def _told_facts(self, claim: Claim) -> list[tuple[str, str]]:
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
        for link, other in self.index.tied(claim.id):
            end = "right" if link.right == claim.id else "left"
            facts.append((f"link_{link.kind}_{end}", one_line(other.quote.exact, 120)))
        facts.append(("label_mark", words.mark(self.index.mark_of(claim))))
        facts.append(("label_hedges", ", ".join(one_line(each.exact, 40) for each in claim.hedges)))
        facts.append(("label_label", one_line(claim.label.exact, 80) if claim.label else ""))
        notes = [words.say("label_negated")] if claim.polarity == "negated" else []
        notes += [words.say(f"modality_{claim.modality}")] if claim.modality != "asserted" else []
        notes += [words.say("label_not_literal")] if not claim.literal else []
        facts.append(("col_standing", ", ".join(notes)))
        stands = self.index.relevance.get(claim.id, "open")
        facts.append(("label_relevance", words.say(f"relevance_{stands}") if stands != "open" else ""))
        return [(words.say(key), value) for key, value in facts if value]

    def link(self, link: Link) -> View:
        """Two claims and how they stand to each other."""
        words = self.words
        left, right = self.index.claims[link.left], self.index.claims[link.right]
        if link.kind != "supersedes" and str(as_of_day(right) or "") < str(as_of_day(left) or ""):
            left, right = right, left
        reasons = [self._difference(name, left, right) for name in link.differs_in]
        reasons += [self._rate(reason) for reason in link.reasons if reason.rule == "rate_needed"]
        if link.kind in ("conflicts", "supersedes", "differs_in_scope"):
            reasons += [self._because(reason) for reason in link.reasons if words.has(_because(reason))]
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

    def _because(self, reason: LinkReason) -> str:
        """What two claims of one scope differ or agree in, in words, with the values of each where the rule has them."""
        data = dict(reason.data)
        if reason.rule == "held_by_both":
            data = {name: self.words.side(side) for name, side in data.items()}
        return self.words.say(
            _because(reason), **{name: one_line(value, 60).replace("..", "–") for name, value in data.items()}
        )

    def _rate(self, reason: LinkReason) -> str:
        """How fast a count must have grown for both figures to hold."""
        words, data = self.words, dict(reason.data)
        rate, days = float(data["a_day"]), int(data["days"])
        size = float(f"{abs(rate):.3g}")
        shown = words.span(size, size, data["unit"], whole=True)
        return words.say("rate_falls" if rate < 0 else "rate_needed", rate=shown, n=days)

    def _short(self, claim: Claim) -> str:
        """A claim in a line: who, what, of which day (kept: each of its pairs names it)."""
        if claim.id not in self._shorts:
            self._shorts[claim.id] = self._told_short(claim)
        return self._shorts[claim.id]

    def _told_short(self, claim: Claim) -> str:
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


def _because(reason: LinkReason) -> str:
    """The message of a reason that stands where nothing differs in scope."""
    return f"because_{reason.rule.replace(':', '_')}"
