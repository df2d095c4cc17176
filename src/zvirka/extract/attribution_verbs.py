"""Attributions told by a verb: source cue content, content cue source, content source cue, cue source content."""

from __future__ import annotations

from zvirka.extract.attribution_content import BRACKETS, FINAL, LOOK_AHEAD
from zvirka.extract.attribution_objects import Objects
from zvirka.extract.attribution_sources import Sources
from zvirka.extract.attribution_tags import TAGGING
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import DASHES, ornament
from zvirka.extract.tokens import Match
from zvirka.model.spans import Span

_SHORTEST_REST = 2
"""Tokens behind an inserted "notes X" that go on with the clause, its comma counted."""
_LONGEST_MANNER = 3
"""Words between a comma and a verb that tell how or when it was said."""
_LONGEST_PERSON = 4
"""Words of the longest name of a person."""
_SAYING = frozenset({"clause", "inverted"})
"""Frames of words that only say something."""
_SHORT_OPENING = 6
"""Tokens before an inserted "notes X," that only open the sentence."""


class VerbFrames:
    """The frames around verbs of saying in one text. adjectives: those of the sides."""

    def __init__(self, sources: Sources, adjectives: frozenset[str]) -> None:
        self.sources = sources
        self.said = sources.said
        self.adjectives = adjectives
        self.doc = sources.doc
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases
        self.objects = Objects(sources)

    def read(
        self, cues: list[Match[Cue]], first: int, past: int, here: list[AttributionMention]
    ) -> AttributionMention | None:
        """The attribution of the cues that begin at one token. here: those found before in the sentence."""
        head = cues[0]
        start = head.first
        if not self._is_verb(first, start, head.past):
            return None
        if start > first and self._untold(cues, past):
            return None  # "the service does not explain how …": it says nothing
        told = _any(cues, "inverted") or _any(cues, "topic")
        topic = (self.objects.topic(head, first, past) or self.objects.first(head, first, past)) if told else None
        if topic is not None:
            return topic
        turned = _any(cues, "inverted") and not self._titled(first, start)
        inverted = self._inverted(first, head, past) if turned else None
        if inverted is not None:
            return inverted
        ahead = self._source_ahead(head, first, past) if _any(cues, "inverted") else None
        if ahead is not None:
            return ahead
        if any(cue.value.commitment == "denied" for cue in cues):
            denial = None if self._told_behind(head, past, here) else self._denial(head, first, past, here)
            if denial is not None:
                return denial
        stative = any(frame in cue.value.frames for cue in cues for frame in ("thought", "infinitive"))
        before = self._subject_end(first, start, stative=stative)
        if before is None:
            return None
        before = self._past_manner(first, before)
        while before > first and self.phrases.is_a("denied", before) and self._told_behind(head, past, here):
            before -= 1  # "rejected this version: the shelling went on"
        while (
            before > first + 1 and self.phrases.is_a("anaphor", before) and self.phrases.is_a("preposition", before - 1)
        ):
            before -= 2  # "the neighbour does not agree with this"
        source = self._without_object(self.sources.subject(first, before, start, here), first, start, here)
        if source is not None and source[1] < before and self.norms[source[1]] == "," and _any(cues, "act"):
            return self._act(source, head)  # "NAME, the governor, the losses called inflated"
        if source is None or self.sources.vague(source, head, first) or self.sources.spoken(source, head):
            return None
        if self.phrases.is_a("preposition", source[0]) and source[1] - source[0] <= _SHORTEST_REST:
            return None  # "с этим не согласна": with what, not who
        of_many = source[0] > first and (
            self.phrases.is_a("determiner", source[0] - 1) or self.phrases.is_a("involved", source[0] - 1)
        )
        if _any(cues, "from"):
            return self._followed(head, source, past)
        if source[1] - source[0] == 1 and self.phrases.is_a("relative", source[0]) and of_many:
            return None  # "those who wished to stay"
        if source[1] - source[0] == 2 and self.phrases.is_a("relative", source[1] - 1):
            return None  # "with whom X spoke"
        if self.pack.prepositions.match(self.norms, source[0], source[1])[1]:
            return None  # "According to preliminary estimates": nobody estimates here
        if self.phrases.is_a("topic", source[0]):
            return None  # "about the breakthrough X said nothing": of what, not who
        if self.sources.governed(source) or self.objects.of_many(source, start):
            return None
        if self.phrases.is_a("preposition", source[0]) and not self._names(source):
            return None  # "С мест сообщают": from where, not who
        if source[1] - source[0] > 1 and self.phrases.is_a("object_pronoun", source[1] - 1):
            return None  # "Киев это отрицает": what is denied stands elsewhere
        if source[1] - source[0] == 1 and (self.objects.oblique(source[0]) or self.objects.disagrees(source[0], start)):
            return None  # "пленных показали": shown, not showing
        if self.objects.told_to(source, start) or self.objects.unmeant(source):
            return None
        if self.pack.words.adjective_endings and head.past < past and self.phrases.is_a("nominative", head.past):
            return None  # "Площадь считали мы сами": the pronoun counts
        if all("evidence" in cue.value.frames for cue in cues) and not self.sources.tells(source):
            return None
        if all("seen" in cue.value.frames for cue in cues) and not self._sees(source):
            return None  # "the town saw heavy fighting"
        return self._with_content(cues, source, first, past)

    def _past_manner(self, first: int, before: int) -> int:
        """Before where or when somebody spoke, told between what he is and the verb ("NAME, the governor, at a meeting admitted")."""
        at = self._manner(first, before)
        told = None if at == before else self.phrases.left(first, at)
        return at if told is not None and self.phrases.capital(told[0]) and told[1] == at else before

    def _without_object(
        self, source: tuple[int, int] | None, first: int, start: int, here: list[AttributionMention]
    ) -> tuple[int, int] | None:
        """A source without what is denied or called something, told before the verb ("NAME, the governor, the losses called …")."""
        if source is None or self.phrases.is_a("relative", source[0]):
            return source
        last = source[1] - 1
        object_ = self.objects.oblique(last) or self.objects.disagrees(last, start)
        if last == source[0] and last > first + 1 and self.norms[last - 1] == "," and object_:
            return self.sources.subject(first, last - 1, start, here)
        named = last > source[0] and self.phrases.capital(last - 1) and not self.phrases.capital(last)
        return (
            (source[0], last)
            if named and self.objects.oblique(last) and self.phrases.is_a("object_first", start)
            else source
        )

    def _untold(self, cues: list[Match[Cue]], past: int) -> bool:
        """Whether it is denied that somebody says how, where or how many: nothing is said then."""
        head, at = cues[0], cues[0].past
        if not self.phrases.is_a("unsaying", head.first - 1) or any(
            not _SAYING.issuperset(c.value.frames) for c in cues
        ):
            return False
        at += at < past and self.norms[at] == ","
        return at < past and self.phrases.is_a("asked", at)

    def _told_behind(self, head: Match[Cue], past: int, here: list[AttributionMention]) -> bool:
        """Whether what is said stands behind a colon right after a verb, or a comma and "that"; somebody else's words do not."""
        at = head.past
        if at + 3 < past and self.norms[at + 1] == "," and self.phrases.is_a("complementiser", at + 2):
            return True  # "explain this by the fact that"
        if at + 1 >= past or any(each.cue and each.cue.start == self.tokens.starts[at + 1] for each in here):
            return False
        return self.norms[at] == ":" or (self.norms[at] == "," and self.phrases.is_a("complementiser", at + 1))

    def _names(self, source: tuple[int, int]) -> bool:
        """Whether words behind a preposition name somebody: by a capital, a pronoun, or a word for a kind of source."""
        behind = range(source[0] + 1, source[1])
        named = any(self.phrases.capital(at) or self.phrases.is_a("pronoun", at) for at in behind)
        return named or bool(self.pack.kinds.find(self.tokens, *source))

    def _followed(self, head: Match[Cue], source: tuple[int, int], past: int) -> AttributionMention | None:
        """ "From the ministry's report it follows that …"."""
        if not self.phrases.is_a("origin", source[0]) or head.past + 1 >= past or self.norms[head.past] != ",":
            return None
        content = self.said.content(head.past + 2, past) if self.phrases.is_a("complementiser", head.past + 1) else None
        return None if content is None else self.sources.mention((source[0] + 1, source[1]), head, (content,), "clause")

    def _denial(
        self, head: Match[Cue], first: int, past: int, here: list[AttributionMention]
    ) -> AttributionMention | None:
        """ "The mayor denies this": what is denied was said before, only who denies it and that he does stands here."""
        start, end = head.first, head.past
        ahead = start - 1 > first and (
            self.phrases.is_a("object_pronoun", start - 1)
            or (self.phrases.is_a("denied", start - 1) and self.pack.words.is_a("object_first", self.norms[start]))
        )
        while not ahead and end < past and self.phrases.is_a("denied", end):
            end += 1
        if not ahead and (end == head.past or (end < past and not self.objects.closes(end))):
            return None
        before = self._subject_end(first, start - 1 if ahead else start, stative=False)
        while before is not None and before >= first and self.phrases.is_a("denied", before):
            before -= 1  # "has denied such accusations", "такие обвинения отрицала"
        source = None if before is None else self.sources.subject(first, before, start, here)
        if source is None or self.sources.vague(source, head, first):
            return None
        content = self.said.content(source[0], end)
        return None if content is None else self.sources.mention(source, head, (content,), "denial")

    def _topic_end(self, start: int, end: int) -> int:
        """Where "wrote about the losses, but …" goes over to the voice's own words."""
        for at in range(start + 1, end - 1):
            quoted = self.doc.quote_at(self.tokens.starts[at])
            if self.norms[at] == "," and quoted is None and self._turned(at + 1):
                return at
        return end

    def _turned(self, at: int) -> bool:
        """Whether a word opens what the voice tells next: "but", "then"."""
        return self.phrases.is_a("contrast", at) or self.phrases.is_a("next", at)

    def _is_verb(self, first: int, start: int, end: int) -> bool:
        """Whether the cue of tokens start..end-1 stands there as a verb, not as a noun ("claims of", "the reports")."""
        verb = self.phrases.is_a("only_verb", start)
        if start > first and self.phrases.is_a("noun_before", start - 1) and not verb:
            return False
        if self.phrases.is_a("figure_verb", start) and not self._counts(start + 1):
            return False  # "gives 20 dead", not "gives the order"
        if start > first and self.phrases.is_a("adjectival", start) and self.phrases.is_a("determiner", start - 1):
            return False
        coloured = start - 1
        while coloured > first and self.pack.words.adverb(self.norms[coloured]):
            coloured -= 1
        if start > first and self.tokens.possessive(coloured):
            return False
        if start > first and self.norms[start - 1] in self.adjectives and self._plural(start):
            return False
        if end == start + 1 < len(self.norms) and self.phrases.is_a("noun_after", end):
            return False
        if start > first and start + 1 < len(self.norms) and self._noun_before_verb(start):
            return False
        if start > first + 1 and self._told_noun(start):
            return False
        if self.phrases.capital(start) and start > first:
            return False
        if start > first + 1 and self.norms[start - 1] in self.adjectives and self.phrases.is_a("base_noun", start):
            return False  # "a Ukrainian estimate"
        wanted = start > first and self.phrases.is_a("infinitive", start - 1)
        return not wanted or self.phrases.met(first, start - 1) is not None

    def _counts(self, at: int) -> bool:
        """Whether a figure stands here, a bound before it counted."""
        near = range(at, min(at + 3, len(self.norms)))
        return any(self.norms[each][0].isdecimal() or self.phrases.is_a("number", each) for each in near)

    def _sees(self, source: tuple[int, int]) -> bool:
        """Whether a source can see something itself: a word for people who do, or a first name."""
        kinds = self.pack.kinds.find(self.tokens, *source)
        if kinds and kinds[0].value[1] == "official":
            return False  # "the army saw its worst losses"
        return bool(kinds) or any(self.pack.given_names.holds(self.norms[at]) for at in range(*source))

    def _titled(self, first: int, start: int) -> bool:
        """Whether only a name and its apposition stand before the verb ("NAME, an analyst, says …", "the governor, NAME, denied
        …"): they say, they are not said."""
        if start - first < 4 or self.norms[start - 1] != "," or not self.phrases.capital(first):
            return False
        if self._office_named(first, start - 1):
            return True
        name = self.phrases.left(first, start - 1)
        comma = next((at for at in range(first, start - 1) if self.norms[at] == ","), None)
        if name is None or comma is None or not name[0] < comma < name[1] == start - 1:
            return False
        if any(not self.phrases.is_a("opener", at) for at in range(first, name[0])):
            return False
        ranked = self.phrases.capital(comma + 1) and bool(self.pack.kinds.find(self.tokens, comma + 1, start - 1))
        apposed = ("determiner", "relative_person", "relative")
        return ranked or any(self.phrases.is_a(name, comma + 1) for name in apposed)

    def _office_named(self, first: int, end: int) -> bool:
        """Whether a word for who holds an office and, behind a comma, nothing but a name stand there."""
        name = end
        while name > first and self.phrases.capital(name - 1) and self.norms[name - 1][0].isalpha():
            name -= 1
        if not 1 < end - name <= _LONGEST_PERSON or name - 1 <= first or self.norms[name - 1] != ",":
            return False
        marked = any(self.phrases.stop(at) for at in range(first, name - 1))
        return not marked and bool(self.pack.kinds.find(self.tokens, first, name - 1))

    def _plural(self, start: int) -> bool:
        """Whether a word may be the plural of a noun and a clause follows it: "Russian claims that …"."""
        following = start + 1 < len(self.norms) and self.phrases.is_a("complementiser", start + 1)
        return following and self.norms[start].endswith("s")

    def _noun_before_verb(self, start: int) -> bool:
        """Whether a word that could be a noun stands before the verb itself: "the Ukrainian reports say"."""
        following = self.norms[start + 1]
        plural = self.norms[start].endswith("s") and not self.phrases.is_a("pronoun", start - 1)
        return plural and (
            self.phrases.is_a("being", start + 1)
            or (self.pack.verbs.holds(following) and not self.phrases.capital(start + 1))
        )

    def _told_noun(self, start: int) -> bool:
        """Whether a word that may be a plural noun stands right behind a verb of saying: "denied reports that", "repeated calls"."""
        before = self.norms[start - 1]
        told = self.pack.words.verbal(before) and self.pack.verbs.holds(before)
        return told and not self.phrases.capital(start - 1) and self.norms[start].endswith("s")

    def _subject_end(self, first: int, start: int, *, stative: bool) -> int | None:
        """The last token before the verb group; None for a passive."""
        index = start - 1
        while index >= first and self.pack.words.adverb(self.norms[index]):
            index -= 1
        if index > first and self.phrases.is_a("at_first", index + 1) and self.phrases.is_a("place_preposition", index):
            index -= 1  # "at first spoke of"
        if index >= first and self.phrases.is_a("being", index) and not self.sources.participle(start):
            done_to = self.phrases.is_a("passive", index) and not self._takes_clause(start + 1)
            if done_to or not stative:
                return None
        while index >= first and self.pack.words.skipped(self.norms[index]):
            index -= 1
        if index < start - 1 and self.phrases.met(first, start - 1) is not None:
            return start - 1  # "officials I spoke to think"
        if index > first + 1 and self.phrases.is_a("time", index) and self.phrases.is_a("place_preposition", index - 1):
            before = index - 2  # "had on Saturday announced"
            while before >= first and self.pack.words.skipped(self.norms[before]):
                before -= 1
            index = before if first <= before < index - 2 else index
        return index

    def _takes_clause(self, at: int) -> bool:
        """Whether "to" or "that" stands there: "had been expected to", but "an exchange had been agreed"."""
        return at < len(self.norms) and (self.phrases.is_a("infinitive", at) or self.phrases.is_a("complementiser", at))

    def _inverted(self, first: int, head: Match[Cue], past: int) -> AttributionMention | None:
        """content cue source."""
        if self.phrases.is_a("addressee", head.first):
            return None
        before = self._before_tag(first, head.first - 1)
        if before < first or not (
            self.norms[before] == "," or self.said.quote_or_dash(before) or self.norms[before] in "?!"
        ):
            return None
        if self.phrases.quoted_name(first, before) is not None and self.norms[before - 1] not in TAGGING:
            return None  # "«Mediazona» confirmed": a name in quotation marks speaks, nothing is quoted
        after = self.sources.small(head.past, past)
        within = self.sources.institution(head.past + self.sources.told(head.past, past), past)
        if within is None and (after >= past or self.phrases.is_a("boundary", after)):
            return None
        source = within or self.phrases.right(after, past)
        coloured = self.phrases.is_a("preposition", before + 1)
        if (
            source is None
            or self.phrases.is_a("comparative", source[0])
            or (within is None and self.sources.governed(source))
            or (coloured and not self.sources.somebody(source, first))
        ):
            return None  # "…, says more than 40 were hurt": what is said, not who says it
        source = self.sources.inside(source, past)
        if within is None and not self.sources.bare(source, past, quoted=self.said.quote_or_dash(before)):
            return None
        inserted = self.norms[before] == "," and source[1] < past and self.norms[source[1]] == ","
        begin = self.said.clause_begin(first, before) if inserted else first
        if inserted and before - begin < _SHORT_OPENING and past - source[1] > _SHORTEST_REST:
            parts = self.said.around(begin, before, source[1], past)  # "In fact, notes X, they …"
            return self.sources.mention(source, head, parts, "inserted") if parts else None
        content = self.said.left_content(first, before + 1)
        if content is None:
            return None
        return self.sources.mention(source, head, self.said.continued(content, source[1], past), "inverted")

    def _before_tag(self, first: int, before: int) -> int:
        """The token before a verb that tells who said what stands before it, or before how he said it ("…, with one voice say X")."""
        while before >= first and (
            self.phrases.is_a("auxiliary", before)
            or self.phrases.is_a("whole_as", before)
            or (before > first and ornament(self.norms[before]))
        ):
            before -= 1
        return self._manner(first, before)

    def _manner(self, first: int, before: int) -> int:
        """The comma before words of how, where or when that end at a token; that token where none stand there."""
        at = before
        while (
            at > first and before - at < _LONGEST_MANNER and not self.phrases.stop(at) and not self.phrases.capital(at)
        ):
            at -= 1
        if self.norms[at] != "," or not self.phrases.is_a("preposition", at + 1):
            return before
        told = any(
            self.phrases.is_a(name, near) for near in range(at + 1, before + 1) for name in ("relative", "topic")
        )
        return before if told or self.pack.kinds.within(self.tokens, at + 1, before + 1) else at

    def _source_ahead(self, head: Match[Cue], first: int, past: int) -> AttributionMention | None:
        """cue source ", that" content, where nobody stands before the verb: "заявило 10 марта министерство обороны, что …"."""
        before = self.phrases.left(first, head.first - 1) if head.first > first else None
        if before is not None and self.sources.somebody(before, first):
            return None
        source = self.phrases.right(self.sources.small(head.past, past), past)
        if source is None or not self.sources.somebody(source, first) or source[1] + 2 >= past:
            return None
        if self.norms[source[1]] not in {",", ":"} or not (
            self.norms[source[1]] == ":" or self.phrases.is_a("complementiser", source[1] + 1)
        ):
            return None
        start, _ = self.said.past_marks(source[1], past)
        content = None if start is None else self.said.content(start, past)
        return None if content is None else self.sources.mention(source, head, (content,), "ahead")

    def _with_content(
        self, cues: list[Match[Cue]], source: tuple[int, int], first: int, past: int
    ) -> AttributionMention | None:
        head = cues[0]
        acting = all("act" in cue.value.frames for cue in cues)
        if (
            acting
            and source[0] > first
            and any(self.phrases.is_a(name, source[0] - 1) for name in ("relative", "inside"))
            and not self._body(source)
        ):
            return None  # "the footage that we saw", "in Sevastopol they heard …"
        if acting and not _any(cues, "clause"):
            return self._act(source, head)
        if (_any(cues, "clause") or _any(cues, "tail")) and not acting:
            embedded = self._embedded(source, head, first, past)
            if embedded is not None:
                return embedded
        start, marked = self.said.content_start(head, past)
        if start is not None and self.norms[start - 1] == "," and self.phrases.is_a("relative", start):
            return None  # "has not commented on the claim, which …": told of the claim, by whoever writes
        bare = start is not None and start + 1 < past and not marked and not self.phrases.quotes(start + 1)
        if bare and start is not None and self.phrases.is_a("object_pronoun", start):
            return None  # "explained it by …": what it is was said before
        if acting and not (marked and self._opened(head.past)):
            return None if start is None else self._act(source, head)
        if start is None or start >= past:
            return self._before_source(source, head, first, past) if _any(cues, "clause") else None
        for cue in cues:
            if cue.value.frames == ("object",) and self.phrases.is_a("involved", source[0]):
                continue
            if self.said.fits(cue.value, head, start, marked, past):
                end = self.said.clause_end(start, past)
                if self.phrases.is_a("topic", start - 1) or not (marked or "clause" in cue.value.frames):
                    end = self._topic_end(start, end)
                content = self.said.content(start, end)
                if content is not None:
                    return self.sources.mention(source, cue, (content,), "clause")
        return self._act(source, head) if _any(cues, "seen") and self._sees(source) else None

    def _body(self, source: tuple[int, int]) -> bool:
        """Whether words hold one for an authority: "in the Pentagon they do not comment"."""
        found = self.pack.kinds.find(self.tokens, *source)
        return bool(found) and found[0].value[1] == "official" and not self.phrases.is_a("relative", source[0] - 1)

    def _opened(self, at: int) -> bool:
        """Whether what is said begins right here, or behind whom it was heard from."""
        told = self.norms[at] in {",", ":"} or self.phrases.is_a("complementiser", at) or self.phrases.quotes(at)
        return told or self.phrases.is_a("heard_from", at) or self.phrases.is_a("complementiser", at - 1)

    def _act(self, source: tuple[int, int], head: Match[Cue]) -> AttributionMention | None:
        """Who does by saying or seeing what the whole clause tells ("NAME accused the staff", "the neighbours saw three cars")."""
        act = self.tokens.span(head.first, head.past)
        return None if act is None else self.sources.mention(source, head, (act,), "act")

    def _embedded(self, source: tuple[int, int], head: Match[Cue], first: int, past: int) -> AttributionMention | None:
        """content source cue, also with the content going on; "as X said, …"."""
        before = source[0] - 1
        after = head.past
        if self.phrases.is_a("addressee", head.first):
            told = self.phrases.right(after, past)
            after = told[1] if told is not None else after
        as_said = before >= first and self.phrases.is_a("whole_as", before)
        if as_said and (after >= past or self.norms[after] in {",", "."} or self.norms[after] in DASHES):
            content = self.said.around(first, before, after, past)
            return self.sources.mention(source, head, content, "as") if content else None
        if before < first or not (self.norms[before] in {",", "?", "!"} or self.said.quote_or_dash(before)):
            return None
        negated = self.pack.words.is_a("auxiliary", self.norms[head.first - 1])
        if negated and not self.sources.somebody(source, first):
            return None  # "ФСБ сообщила, что прорыва не допустила"
        end = self._adverbials(after, past)
        if end + 1 < past and self.norms[end] == "," and self.phrases.is_a("complementiser", end + 1):
            return None  # "the head of A, the secretary of B NAME said that …": it stands behind
        if end < past and self.norms[end] in BRACKETS:
            end = self.said.past_bracket(end, past)
        closed = (
            end >= past or self.norms[end] in FINAL or self.norms[end] in {",", ")"} or self.said.quote_or_dash(end)
        )
        if not closed or (end < past and self.norms[end] == ":"):
            return None
        if end < past and self.phrases.quotes(end) and self.norms[before] == "," and before - first < 8:
            return None
        return self._before_source(source, head, first, past, end)

    def _before_source(
        self, source: tuple[int, int], head: Match[Cue], first: int, past: int, after: int | None = None
    ) -> AttributionMention | None:
        before = source[0] - 1
        if before < first or self.norms[before] == ";":
            return None
        if self._introduction(first, before):
            return None
        content = self.said.left_content(first, before + 1)
        if content is None:
            return None
        spans = self.said.continued(content, head.past if after is None else after, past)
        if len(spans) == 1 and after is not None:
            spans = (*spans, *self._rest(after, past))
        return self.sources.mention(source, head, spans, "embedded")

    def _rest(self, after: int, past: int) -> tuple[Span, ...]:
        """What goes on behind "…, X said on Monday, …" where nobody else speaks there."""
        if after + 4 > past or self.norms[after] != ",":
            return ()
        word = self.norms[after + 1]
        if (
            self.said.quote_or_dash(after + 1)
            or self.phrases.is_a("turns", after + 1)
            or self.phrases.is_a("boundary", after + 1)
        ):
            return ()
        endings = self.pack.words.participle_endings
        if endings and word.endswith(endings) and self.pack.verbs.holds(word):
            return ()
        if any(self._is_verb(after, cue.first, cue.past) for cue in self.pack.verbs.find(self.tokens, after + 1, past)):
            return ()
        content = self.said.content(after + 1, past)
        return () if content is None else (content,)

    def _introduction(self, first: int, before: int) -> bool:
        """Whether what stands before the comma is only "In a statement on Monday"."""
        if self.doc.quote_at(self.tokens.starts[first]) is not None or self.said.quote_or_dash(before):
            return False
        opens = (
            self.phrases.is_a("preposition", first)
            or self.phrases.is_a("boundary", first)
            or self.phrases.is_a("opener", first)
        )
        return (
            opens
            and not any(
                self.pack.words.verbal(self.norms[at]) or self.phrases.is_a("finite", at) for at in range(first, before)
            )
        ) or before - first < 2

    def _adverbials(self, index: int, past: int) -> int:
        """Past time words and "in an interview with X" after a verb."""
        while index < past:
            if (
                self.phrases.is_a("time", index)
                or self.pack.words.adverb(self.norms[index])
                or self.norms[index].isdecimal()
            ):
                index += 1
            elif self.phrases.is_a("place_preposition", index) or self.phrases.is_a("preposition", index):
                ended = self._phrase_end(index + 1, past)
                if ended is None:
                    return index
                index = ended
            else:
                return index
        return index

    def _phrase_end(self, index: int, past: int) -> int | None:
        """Where a prepositional phrase ends at a mark; None where it runs into a clause."""
        for at in range(index, min(past, index + LOOK_AHEAD)):
            if self.phrases.stop(at):
                return at
            if self.phrases.is_a("complementiser", at) or self.phrases.is_a("pronoun", at):
                return None
        return past if past - index < LOOK_AHEAD else None


def _any(cues: list[Match[Cue]], frame: str) -> bool:
    return any(frame in cue.value.frames for cue in cues)
