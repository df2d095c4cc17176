"""One clause: which of its words make a statement, who does it to whom, and how it is meant."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from zvirka.extract.reading import SideMention, within
from zvirka.extract.segments import NEAR, Segment
from zvirka.extract.statements import WEAK, Statement
from zvirka.extract.tokens import Match
from zvirka.extract.triggers import Trigger
from zvirka.model.claims import Modality, StatementType
from zvirka.model.spans import Span

_HARMING = frozenset({"casualties", "civilian_harm", "equipment_loss", "prisoners"})
"""Types whose object is often told by an adjective of its side alone ("two Ukrainian guns")."""
_STATES = frozenset({"control", "sighting", "territory_regained", "territory_lost"})
"""Types whose words, where they hold "not", say that it is not so."""
_HARM = frozenset({"casualties", "civilian_harm"})
"""Types whose words may hold their own negation."""
_POSSESSIVE = ("'s", "’s")
_OWNED = 2
"""Tokens between whose it is and a word for going."""
_GOING = frozenset({"advance", "withdrawal"})
"""Types of verbs without an object: who stands right behind goes."""
_DONE_BY = frozenset({"strike"})
"""Types whose words are nouns as often as verbs: a side after them may as well be the doer, so none is guessed."""
_WHERE = frozenset({"territory_regained", "territory_lost", "control", "withdrawal", "advance"})
"""Types whose object is a place."""
_ACTS = frozenset({"order", "policy_position"})
"""Types that are acts by being said, an official's for his side: what "will" be done is their content."""
_TRIED = frozenset({"territory_regained", "advance"})
"""Types that are only fighting where they are tried."""
_SETTING = 3
"""Words of the longest preposition of time."""
_FAR = 24
"""Words before a trigger searched for what governs a whole clause ("if", "no confirmation that")."""
_PREMISE = 4
"""Tokens of a clause among which its "if" stands, a heading before it counted."""
_BEHIND = 5
"""Words behind a noun among which its verb says that it was not ("приказа об отступлении не отдавало")."""
_PARTING = frozenset({",", ";", ":", "—", "–"})
"""Marks no negation reaches over."""


class Clause(Segment):
    """One segment of a region, read: the statements of its words."""

    def rows(self, group: list[Match[Trigger]]) -> list[Match[Trigger]]:
        """Of the rows that list one word, the first that fits, and each other one that takes a figure the first does not; the
        rows of longer phrases come before those of the words they begin with."""
        if len(group) == 1:
            return group if self.fits(group[0]) else []
        ordered = sorted(group, key=lambda each: (each.value.last, each.first - each.past, each.value.rank))
        fitting = [match for match in ordered if self.fits(match)]
        taken: set[str] = set()
        kept: list[Match[Trigger]] = []
        for match in fitting:
            counted = {figure.counted for figure in self.quantities if figure.counted in match.value.counts}
            counted |= {figure.counted for figure in self.quantities if figure.form in match.value.counts}
            if "items" in match.value.counts and any(each.counted for each in self.equipment):
                counted.add("items")
            if not kept or counted - taken:
                kept.append(match)
                taken |= counted
        return kept

    def _opens_noun(self, at: int) -> bool:
        """Whether a noun's words begin behind this one: a determiner, a preposition, a number."""
        word = self.tokens.norms[at]
        return word[0].isdecimal() or self.words.is_a("determiner", word) or self.words.is_a("inner_preposition", word)

    def repelled(self) -> bool:
        """Whether attacks of the clause were beaten off: fighting then, not blows."""
        return bool(self._found("repelled", self.first, self.past))

    def statement(self, match: Match[Trigger], joke: bool) -> Statement | None:
        """The statement of a trigger in this segment."""
        if self.quote is None:
            return None
        actor, target = self._parties(match)
        kind, label = self._label(match.value.type)
        trigger = match.value
        if trigger.type in _TRIED and self._before("attempt", match):
            trigger = replace(trigger, type="clash", either=False)  # whoever tries to take a place has not taken it
            kind, label = None, None
        elif trigger.type in _TRIED and self._before("intent", match):
            trigger = replace(trigger, type="assessment", either=False)  # nor has whoever only means to
            kind, label = None, None
        if kind is not None and trigger.type in WEAK:
            trigger = replace(trigger, type=kind, subject="actor", status=None)
        return Statement(
            self.region,
            self.quote,
            trigger,
            match,
            label,
            "negated" if self.negated(match) else "affirmed",
            self._modality(match) if trigger.type not in _ACTS else self._act(match),
            not joke and not self._scare(match) and not self._before("joke", match),
            self.presupposed(match),
            actor,
            target,
            self._passive(match),
            unknown=self.unknown_object(match) if "place_object" in trigger.needs or trigger.type in _WHERE else None,
        )

    def _label(self, type_: StatementType) -> tuple[StatementType | None, Span | None]:
        labels = self.reading.labels
        if not labels:
            return None, None
        found = []
        for at in range(bisect_left(labels, self.first, key=lambda match: match.first), len(labels)):
            if labels[at].first >= self.past:
                break
            if labels[at].past <= self.past:
                found.append(labels[at])
        if not found:
            return None, None
        best = max(found, key=lambda match: (match.value == type_, match.past - match.first, -match.first))
        return best.value, self.tokens.span(best.first, best.past)

    def _parties(self, match: Match[Trigger]) -> tuple[str | None, str | None]:
        passive = self._passive(match)
        start = self.tokens.starts[match.first]
        type_ = match.value.type
        subject: SideMention | None = None
        agent, source, after = None, None, None
        for mention in self.sides:
            role = self._side_role(mention, match)
            if role == "source" and type_ == "strike":
                role = "agent"  # "took a hit from a Russian missile"
            if role == "agent":
                agent = agent or mention.side
            elif self._where(mention):
                continue
            elif role == "source":
                source = source or mention.side
            elif type_ in _GOING and self._owns(mention, match):
                return mention.side, None
            elif mention.span.end <= start:
                subject = mention if subject is None or mention.word != "country" else subject
            elif type_ in _GOING and self._next(mention, match):
                return mention.side, None
            elif self._holder(mention, match):
                agent = agent or mention.side
            elif type_ in _DONE_BY:
                continue
            elif mention.word in {"army", "people"} or (mention.word == "adjective" and type_ in _HARMING):
                after = after or mention
        if self._suffers(match):
            if subject is None or (after is not None and subject.word == "adjective" and after.word != "adjective"):
                subject = after
            return agent or source, None if subject is None else subject.side
        doer = None if subject is None else subject.side
        other = source or (None if after is None else after.side)
        if type_ in _ACTS and subject is None:
            before = within(self.reading.people, self.tokens.starts[self.first], start)
            doer = before[-1].side if before else None
        return self._cast(match.value.subject, passive, doer, agent, other)

    def _where(self, mention: SideMention) -> bool:
        """Whether a country or its capital tells only where something happened ("in Kyiv 29 people were killed")."""
        if mention.word not in {"government", "country"}:
            return False
        here = within(self.reading.places, mention.span.start, mention.span.end)
        return any(place.role in {"at", "near"} for place in here)

    def _suffers(self, match: Match[Trigger]) -> bool:
        """Whether the subject is whom it befalls: so the packs say, or it gives itself up, or a clause is only likely of losses."""
        trigger = match.value
        if trigger.subject == "owner":
            return True
        if trigger.type == "prisoners":
            return any(self.pack.holds("yields", word) for word in self.tokens.norms[match.first : match.past])
        return trigger.likely and trigger.type in _HARM

    def _owns(self, mention: SideMention, match: Match[Trigger]) -> bool:
        """Whether a side's own going is told ("Ukraine's chaotic retreat", "the Russian advance")."""
        past = self.tokens.at(mention.span.end)
        own = mention.word == "adjective" or self.reading.document.text.startswith(_POSSESSIVE, mention.span.end)
        return own and 0 <= match.first - past <= _OWNED

    def _next(self, mention: SideMention, match: Match[Trigger]) -> bool:
        """Whether those stand right behind a word who do it ("advancing Russian units")."""
        return self.tokens.at(mention.span.start) == match.past and mention.word == "army"

    def _holder(self, mention: SideMention, match: Match[Trigger]) -> bool:
        """Whether a side right behind "under the control (of)", or inside "under Russian control", is the one that holds."""
        if match.value.type == "control" and match.first <= self.tokens.at(mention.span.start) < match.past:
            return True
        last = self.tokens.norms[match.past - 1]
        noun = self.pack.holds("control_noun", last)
        if not noun and not (match.value.type == "control" and self.pack.holds("holder_of", last)):
            return False
        return self.tokens.at(mention.span.start) - match.past <= 1

    def _cast(
        self, subject_is: str, passive: bool, subject: str | None, agent: str | None, other: str | None
    ) -> tuple[str | None, str | None]:
        if subject_is == "target":
            return (agent, subject or other) if passive or other is None else (subject, other)
        if subject_is != "actor":
            return subject, None
        if passive:
            return agent, subject or (other if other != agent else None)
        if agent is not None and subject is None:
            return agent, other
        return subject or agent, other if other != subject else None

    def _side_role(self, mention: SideMention, match: Match[Trigger]) -> str:
        at = self.tokens.at(mention.span.start)
        if match.value.type in _HARMING and self._of_blow(mention, at):
            return "agent"
        for before in range(at - 1, max(self.first - 1, at - 4), -1):
            word = self.tokens.norms[before]
            if before >= match.first and self.pack.holds("agent", word):
                return "agent"
            if before >= match.first and self.pack.holds("source_side", word):
                return "source"
        return ""

    def _of_blow(self, mention: SideMention, at: int) -> bool:
        """Whether a side is whose blow it was ("російського удару", "удара ВСУ", "Russian shelling")."""
        past = self.tokens.at(mention.span.end)
        if mention.word == "adjective":
            return past < self.past and self.pack.holds("blow", self.tokens.norms[past])
        return at > self.first and self.pack.holds("blow_of", self.tokens.norms[at - 1])

    def _before(self, name: str, match: Match[Trigger]) -> bool:
        return bool(self._found(name, max(self.first, match.first - NEAR), match.first))

    def negated(self, match: Match[Trigger]) -> bool:
        """Whether a word of negation governs it: before it with no mark between, none that only bounds a figure ("no fewer
        than"); one that denies a whole clause ("no confirmation that"); or the clause's last word where a language puts it there.
        """
        key = (match.first, match.past, match.value.type, match.value.negated)
        if key not in self._denied:
            self._denied[key] = match.value.negated or self._governed(match)
        return self._denied[key]

    def _governed(self, match: Match[Trigger]) -> bool:
        begin = max(self.first, match.first - NEAR)
        marks = [at for at in range(begin, match.first) if self.tokens.norms[at] in _PARTING]
        begin = marks[-1] + 1 if marks else begin
        for each in self._found("negation", begin, match.first):
            if not self._passed(self.tokens.starts[each.first], begin, match.past) and not self._taken(
                each.first, match
            ):
                return True
        words = self.tokens.norms[match.first : match.past]
        if match.value.type in _HARM and any(self.pack.holds("nobody", word) for word in words):
            return True  # "nobody was hurt", "there were no casualties"
        if match.value.type in _STATES and any(self.pack.holds("not", word) for word in words):
            return True  # "is not taken", "not been seen"
        if self._found("negation_over", max(self._opening(), match.first - _FAR), match.first):
            return True
        stop = next((at for at in range(match.past, self.past) if self.tokens.norms[at] in _PARTING), self.past)
        behind = self._found("negation_behind", match.past, min(stop, match.past + _BEHIND))
        if behind and not self.setting(match):
            return True
        last = self._found("negation_after", match.past, self.past)
        ends = any(each.past == self.past or each.past - each.first > 1 for each in last)
        return ends and not self._taken(self.first, match)

    def _passed(self, offset: int, first: int, past: int) -> bool:
        """Whether a word of negation only bounds a figure ("no fewer than"), or tells with others no negation."""
        hedged = any(each.start <= offset < each.end for figure in self.quantities for each in figure.hedges)
        starts, ends = self.tokens.starts, self.tokens.ends
        found = self._found("no_negation", first, past)
        return hedged or any(starts[each.first] <= offset < ends[each.past - 1] for each in found)

    def _taken(self, first: int, match: Match[Trigger]) -> bool:
        """Whether a word of another type between token `first` and this one is what a negation governs: in "nobody was hurt
        in the attack" there was an attack."""
        triggers = self.reading.triggers
        at = bisect_left(self.reading.firsts, first)
        while at < len(triggers) and triggers[at].first < match.first:
            if triggers[at].value.type != match.value.type and triggers[at].value.type not in WEAK:
                return True
            at += 1
        return False

    def _opening(self) -> int:
        """The region's first token: what governs a clause may stand in one before it."""
        return min(self.first, self.tokens.at(self.region.start))

    def _act(self, match: Match[Trigger]) -> Modality:
        """How an order or a position is meant: given or taken as it is said, unless asked about."""
        return "question" if self._modality(match) == "question" else "asserted"

    def _modality(self, match: Match[Trigger]) -> Modality:
        if (
            self.tokens.norms[self.past - 1] == "?"
            or self.tokens.norms[min(self.past, len(self.tokens.norms) - 1)] == "?"
        ):
            return "question"
        if self._found("supposing", max(self._opening(), match.first - _FAR), match.past):
            return "conditional"
        names: tuple[Modality, ...] = ("normative", "conditional", "predicted")
        begin = max(self.first, match.first - NEAR)
        told = [
            (each.first - each.past, name)
            for name in names
            for each in self._found(name, begin, match.first)
            if not self._has(each, match)
        ]
        if self._found("conditional_after", match.past, min(self.past, match.past + 1)):
            return "conditional"
        if told:
            return min(told, key=lambda row: row[0])[1]  # "is going to" says more than "is to"
        for name in names:
            if self.pack.holds(f"{name}_verbs", self.tokens.norms[match.first]):
                return name
        chain = self.region.chain
        return self.reading.attributions[chain[0]].modality if chain and not self.region.carried else "asserted"

    def _has(self, modal: Match[bool], match: Match[Trigger]) -> bool:
        """Whether a word like "має" only says what somebody has: no infinitive stands behind it."""
        norms = self.tokens.norms
        if not self.pack.holds("modal", norms[modal.first]):
            return False
        return not any(self.words.infinitive(norms[at]) for at in range(modal.past, match.past))

    def _scare(self, match: Match[Trigger]) -> bool:
        """Whether the word stands in a short quotation of its own inside someone's sentence."""
        quote = self.reading.document.quote_at(self.tokens.starts[match.first])
        if quote is None or self.region.chain:
            return False
        words = self.tokens.at(quote[1]) - self.tokens.at(quote[0])
        return (
            words <= 7
            and quote[0] > self.region.start
            and quote[1] - quote[0] < 0.5 * (self.region.end - self.region.start)
        )

    def premise(self, match: Match[Trigger]) -> bool:
        """Whether the words only say on what condition something else happens: "if no reserves come, …"."""
        supposed = self._found("supposing", self.first, min(self.first + _PREMISE, match.first))
        return bool(supposed) and self.past < self.tokens.at(self.region.end) - 2

    def setting(self, match: Match[Trigger]) -> bool:
        """Whether a noun only tells when or by what something else happened ("after the shelling", "до відходу")."""
        found = self.pack.lexicon("setting").find(self.tokens, max(self.first, match.first - _SETTING), match.first)
        return bool(found) and found[-1].past == match.first

    def presupposed(self, match: Match[Trigger]) -> bool:
        """Whether the words only presuppose it: "the withdrawal", "the one that fled", "the hardware left behind showed"."""
        before = match.first - 1
        if before < self.first:
            return self._attributive(match)
        word = self.tokens.norms[before]
        if self.pack.holds("article", word):
            return True
        relative = self.pack.holds("relative", word)
        if relative and any(self.pack.holds("article", self.tokens.norms[at]) for at in range(self.first, before)):
            return True
        return self._attributive(match)

    def adjunct(self, match: Match[Trigger]) -> bool:
        """Whether the words only tell when something else happened: "wounded during the retreat", "after a strike"."""
        before = match.first - 1
        if (
            before > self.first
            and self._opens_noun(before)
            and not self.pack.holds("adjunct", self.tokens.norms[before])
        ):
            before -= 1
        return before > self.first and self.pack.holds("adjunct", self.tokens.norms[before])

    def _attributive(self, match: Match[Trigger]) -> bool:
        """Whether a participle stands with its thing inside a clause that has a verb of its own, or in a case that says so."""
        word = self.tokens.norms[match.first]
        cased = word.endswith(self.pack.attributive_endings)
        if not (cased or self.pack.holds("participles", word)):
            return False
        start, end = self.tokens.starts[match.first], self.tokens.ends[match.past - 1]
        text = self.reading.document.text
        things = [each.span for each in self.equipment]
        for each in self._found("armour", self.first, self.past):
            span = self.tokens.span(each.first, each.past)
            things += [span] if span is not None else []
        beside = any(not text[each.end : start].strip() for each in things if each.end <= start)
        opened = cased or (match.first > self.first and self._opens_noun(match.first - 1))
        beside = beside or (opened and any(not text[end : each.start].strip() for each in things if each.start >= end))
        if not beside or cased:
            return beside
        governed = any(
            self.words.is_a("inner_preposition", self.tokens.norms[at])
            for at in range(max(self.first, match.first - NEAR), match.first)
        )
        first, past = self.tokens.at(self.region.start), self.tokens.at(self.region.end)
        norms = self.tokens.norms
        return governed or any(
            self.words.verbal(word) for word in (*norms[first : match.first], *norms[match.past : past])
        )
