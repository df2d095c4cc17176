"""What heads a page or a card: titles, plain words, coverage, addresses of pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from zvirka.model.account import Change
from zvirka.model.claims import Claim, figure_said
from zvirka.model.findings import (
    Coverage,
    Finding,
    Question,
    status,
)
from zvirka.model.sources import Side
from zvirka.publish.decisions import decided_names
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.marks import page_of, page_starts
from zvirka.publish.sentences import Sentence, composed
from zvirka.publish.speakers import figure_of, listed_name, speaker
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import Words

View = dict[str, Any]
WARNS = ("outside", "contradict")
FINE = ("both_sides", "fits", "decided")


class Headings:
    """Views of one account in `words`; `all_words` are the three languages sentences are printed in."""

    def __init__(self, index: AccountIndex, words: Words, all_words: Mapping[str, Words]) -> None:
        self.index = index
        self.words = words
        self.all_words = all_words
        for each in (words, *all_words.values()):
            each.spoken = index.spoken
        self._starts: dict[str, list[int]] = {}
        self._composed: dict[str, Sentence] = {}
        self._facts_of: dict[str, list[tuple[str, str]]] = {}
        self._shorts: dict[str, str] = {}
        self._by_figure: dict[str, dict[str, list[Claim]]] = {}

    def composed(self, finding: Finding, code: str | None = None) -> Sentence:
        """The printed sentence of a finding in a language, the pages' own without one; that one is kept: cards and exports show it too."""
        if code is not None and code != self.words.language:
            return composed(finding, self.index, self.all_words[code])
        if finding.id not in self._composed:
            self._composed[finding.id] = composed(finding, self.index, self.words)
        return self._composed[finding.id]

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
        said = self.words.say(f"status_{key}", n=finding.origins, name=decided_names(finding))
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

    def changed(self, change: Change) -> tuple[str, bool]:
        """The question a change is about, as a heading, and whether the account still has it."""
        found = self.index.finding(change.question)
        return (self._gone(change), False) if found is None else (self.title(found.question), True)

    def _gone(self, change: Change) -> str:
        """The title of a question that is no longer there, from the words kept of it: measure, place, start."""
        measure, place, since = (*change.before.split(" "), "", "", "")[:3]
        try:
            start = date.fromisoformat(since) if since else None
        except ValueError:
            return visible(change.before)
        return self.title(Question(change.question, measure, place, start, None, None, False))

    def change(self, change: Change) -> str:
        """What changed, in words."""
        words = self.words
        if change.field in ("new", "gone"):
            return words.say(f"change_{change.field}")
        if change.field in ("figure_new", "figure_gone"):
            return words.say(f"change_{change.field}", said=self._figure_said(change))
        if change.field == "by_side":
            return words.say("colon", name=words.say("face_by_side"), value=self._sides_moved(change))
        before, after = (
            words.rule(f"{change.field}_{value}", visible(value) or words.say("none"))
            for value in (change.before, change.after)
        )
        name = words.rule(
            f"face_{change.field}",
            words.rule(f"h_{change.field}", words.rule(f"col_{change.field}", visible(change.field))),
        )
        return words.say("colon", name=name, value=words.say("change_was", before=before, after=after))

    def _figure_said(self, change: Change) -> str:
        """A figure that came or went as the tables of figures have it; in the words kept of it where no claim says it any more."""
        if change.question not in self._by_figure:
            finding = self.index.finding(change.question)
            ids = (*(each.claim for each in finding.claims), *finding.left_out) if finding is not None else ()
            known = self._by_figure[change.question] = {}
            for claim in (self.index.claims[id] for id in ids if id in self.index.claims):
                known.setdefault(figure_said(claim), []).append(claim)
        kept = change.after or change.before
        told = [
            self.words.say(
                "term_said_by",
                who=listed_name(speaker(claim, self.words), self.words),
                figure=figure_of(claim, self.words),
            )
            for claim in self._by_figure[change.question].get(kept, ())
        ]
        return "; ".join(dict.fromkeys(told)) or one_line(kept, 120)

    def _sides_moved(self, change: Change) -> str:
        """The sides whose number of claims differs: "Ukraine: 1 → 2"."""
        was, now = _claims_by_side(change.before), _claims_by_side(change.after)
        moved = [side for side in sorted({*was, *now}) if was.get(side, 0) != now.get(side, 0)]
        return "; ".join(
            self.words.say("colon", name=self.side(*side), value=f"{was.get(side, 0)} → {now.get(side, 0)}")
            for side in moved
        )

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
                "group_of_side",
                side=name,
                group=self.words.rule(f"group_{re.sub(r'[ -]', '_', group)}", visible(group)),
            )
            if group
            else name
        )

    def _type(self, claim: Claim) -> str:
        return self.words.rule(f"type_{claim.type}", claim.type)


def _claims_by_side(written: str) -> dict[tuple[str, str], int]:
    """{(side, sub-group): claims} of "ukraine, president 7; unknown 5", as `reconcile.changes` writes it."""
    found: dict[tuple[str, str], int] = {}
    for part in written.split("; ") if written else ():
        named, _, count = part.rpartition(" ")
        side, _, group = named.partition(", ")
        found[side, group] = int(count)
    return found
