"""Where the words begin and end that somebody is said to have said."""

from __future__ import annotations

from zvirka.extract.cues import Cue, CuePack
from zvirka.extract.document import Document
from zvirka.extract.phrases import DASHES, Phrases, ornament
from zvirka.extract.tokens import Match
from zvirka.model.spans import Span

FINAL = frozenset(".!?…;") | {"..", "...", "...."}
"""Marks that end what is said."""
BRACKETS = {"[": "]", "(": ")"}
"""The closing bracket of each opening one."""
_REST = 4
"""Tokens behind a parenthesis, or before it, that say something by themselves."""
OPENS_CLAUSE = ("contrast", "relative", "subordinator", "boundary")
"""Classes of words that open a clause behind a comma."""
LOOK_AHEAD = 16
"""Tokens searched for the place where content begins after "in an interview with …"."""


class Contents:
    """The content of attributions in one text; positions are tokens, of a sentence first..past-1."""

    def __init__(self, document: Document, pack: CuePack, phrases: Phrases) -> None:
        self.doc = document
        self.tokens = document.tokens
        self.norms = document.tokens.norms
        self.pack = pack
        self.phrases = phrases

    def content(self, first: int, past: int) -> Span | None:
        """The words first..past-1 without commas, dashes and final marks at their ends."""
        while first < past and (
            self.norms[first] in {",", ":", "."} or self.norms[first] in DASHES or ornament(self.norms[first])
        ):
            first += 1
        while past > first and self._drops(past - 1):
            past -= 1
        return self.tokens.span(first, past)

    def _drops(self, index: int) -> bool:
        word = self.norms[index]
        if ornament(word):
            return True
        if word in {",", ";", ":", ".", "("} or word in DASHES:
            return self.doc.quote_at(self.tokens.starts[index]) is None or word in {",", "("}
        return False

    def trimmed(self, start: int, end: int) -> Span:
        """The text start..end-1, offsets, without white space and marks at its end."""
        while end > start + 1 and (self.doc.text[end - 1].isspace() or self.doc.text[end - 1] in ".,;"):
            end -= 1
        return Span.of(self.doc.text, start, end)

    def left_content(self, first: int, past: int) -> Span | None:
        """Content before a parenthesis: the quotation or clause that ends there, from an earlier sentence if opened there."""
        content = self.content(first, past)
        if content is None:
            return None
        quote = self.doc.quote_at(content.start)
        if quote is not None and quote[0] < content.start:
            return Span.of(self.doc.text, quote[0], content.end)
        return content

    def continued(self, content: Span, after: int, past: int) -> tuple[Span, ...]:
        """Adds the quotation that goes on behind the parenthesis."""
        for at in range(after, min(past, after + LOOK_AHEAD)):
            if self.phrases.quotes(at):
                more = self.content(at, past)
                return (content, more) if more is not None and len(more.exact) > 2 else (content,)
        return (content,)

    def around(self, first: int, start: int, after: int, past: int) -> tuple[Span, ...]:
        """What stands before and after a parenthesis start..after-1 in the sentence first..past-1."""
        parts = []
        begin = self.clause_begin(first, start, inserted=past - after >= _REST)
        while begin < start and self.phrases.is_a("opener", begin):
            begin += 1
        headed = start > first and self.norms[start - 1] == ":"  # "Kyiv denies it: by X's account, …"
        if start - begin >= 2 and not headed:
            parts.append(self.content(begin, start))
        if after < past:
            past = next((at for at in range(after, past) if self.parts(at)), past)
            rest = after + 1 if self.norms[after] in {",", ":"} or self.norms[after] in DASHES else after
            if not parts or past - rest >= _REST or start - begin <= _REST:
                parts.append(self.content(rest, past))
        return tuple(part for part in parts if part is not None)

    def clause_begin(self, first: int, start: int, *, inserted: bool = True) -> int:
        """Where the clause begins that a parenthesis at `start` stands in: behind a semicolon; of one inserted in it also behind a
        comma and a word that opens a clause close before ("…, where, according to X, …", "…, but the bridge, X says, …")."""
        begin = next((at + 1 for at in range(start - 1, first, -1) if self.parts(at)), first)
        for at in range(start - 1, max(begin, start - 1 - _REST), -1) if inserted else ():
            if self.norms[at - 1] == "," and any(self.phrases.is_a(name, at) for name in OPENS_CLAUSE):
                return at
        return begin

    def parts(self, at: int) -> bool:
        """Whether a semicolon outside quotations stands there: what follows it is another's."""
        return self.norms[at] == ";" and self.doc.quote_at(self.tokens.starts[at]) is None

    def past_bracket(self, index: int, past: int) -> int:
        """Past an editor's insertion in brackets."""
        close = BRACKETS[self.norms[index]]
        return next((at + 1 for at in range(index, past) if self.norms[at] == close), index)

    def quote_or_dash(self, index: int) -> bool:
        """Whether a quotation mark or a dash stands there."""
        return self.phrases.quotes(index) or (self.norms[index] in DASHES and not self.phrases.hyphen(index))

    def content_start(self, head: Match[Cue], past: int) -> tuple[int | None, bool]:
        """First token of what is said after a verb, and whether a word or mark introduces it."""
        index = head.past
        if self.phrases.is_a("addressee", head.first) and not self.phrases.is_a("noun_after", head.past - 1):
            index = self._past_addressee(index, past)
        while index < past:
            if self._timing(index, past):
                index += 1
            elif self._dated_phrase(index, past):
                index += 2
            else:
                break
        if index < past and self.phrases.is_a("place_preposition", index) and not self._bounded(index):
            opened = self._opening(index, past)
            if opened is not None:
                return opened
        told = self._past_told(index, past)
        return self.past_marks(index if told is None else told, past)

    def _past_addressee(self, index: int, past: int) -> int:
        opened = self._opening(index, past, commas=False)
        if opened is not None and opened[0] is not None:
            return opened[0]
        return index

    def _opening(self, index: int, past: int, *, commas: bool = True) -> tuple[int | None, bool] | None:
        skip = index
        for at in range(index, min(past, index + LOOK_AHEAD)):
            if at < skip:
                continue
            if self.phrases.quotes(at) and (skip := self._named_in_quotes(at, past)) > at:
                continue
            if at + 1 < past and self.phrases.is_a("complementiser", at) and self.phrases.is_a("that_time", at + 1):
                continue  # "counted fourteen dead that day"
            if self.phrases.is_a("complementiser", at) or self.norms[at] in {":", ","} or self.phrases.quotes(at):
                if self.norms[at] == "," and not commas:
                    after = at + 1
                    return (after, True) if after < past else None
                return self.past_marks(at, past)
            if at > index + 1 and self.phrases.is_a("pronoun", at):
                return at, True
            if self.norms[at] in FINAL:
                return None
        return None

    def _named_in_quotes(self, at: int, past: int) -> int:
        """Past a quotation that is only a name before ", that" ("on «Channel 24», that …"); `at` where it is more."""
        quote = self.doc.quote_at(self.tokens.starts[at])
        if quote is None:
            return at
        after = self.tokens.at(quote[1])
        if after + 1 < past and self.norms[after] == "," and self.phrases.is_a("complementiser", after + 1):
            return after
        return at

    def _past_told(self, index: int, past: int) -> int | None:
        """Past the one who is told, where ", that" follows: "reported to the president, that …"."""
        for at in range(index, min(past - 1, index + 8)):
            if self.norms[at] == ",":
                return at if at > index and self.phrases.is_a("complementiser", at + 1) else None
            if self.phrases.stop(at) or self.phrases.is_a("verb_like", at) or self.phrases.is_a("complementiser", at):
                return None
        return None

    def past_marks(self, index: int, past: int) -> tuple[int | None, bool]:
        """Past marks and "that" before what is said, None where nothing is; and whether there were any."""
        marked = False
        while index < past and (
            self.norms[index] in {",", ":"} or self.norms[index] in DASHES or self.phrases.is_a("complementiser", index)
        ):
            marked = True
            index += 1
        if not marked and index + 1 < past and self.phrases.is_a("topic", index):
            index += 1
            if self.phrases.is_a("anaphor", index):
                return None, marked
        if index >= past or self.norms[index] in FINAL:
            return None, marked
        return index, marked or self.phrases.quotes(index)

    def _timing(self, index: int, past: int) -> bool:
        """Whether a word only tells when: a weekday, a month with its day before it, an adverb."""
        dated = self.norms[index].isdecimal() and index + 1 < past and self.phrases.is_a("time", index + 1)
        return dated or self.phrases.is_a("time", index) or self.phrases.is_a("adverb", index)

    def _dated_phrase(self, index: int, past: int) -> bool:
        """Whether "on Monday" stands there with what is said of behind it ("сообщило в среду об освобождении …")."""
        if not self.phrases.is_a("place_preposition", index) or index + 2 >= past:
            return False
        return self.phrases.is_a("time", index + 1) and self.phrases.is_a("topic", index + 2)

    def fits(self, cue: Cue, head: Match[Cue], start: int, marked: bool, past: int) -> bool:
        """Whether what stands at `start` is what a cue of that frame takes."""
        after = self.norms[start]
        frames = cue.frames
        if not marked and self.phrases.is_a("being", start):
            return False
        bounded = self._bounded(start)
        if "clause" in frames:
            outside = self.phrases.is_a("preposition", start) and not self.phrases.is_a("time", start) and not bounded
            if marked or not outside or "infinitive" not in frames or not self._to_do(start):
                return marked or not outside
        if "thought" in frames and (
            marked
            or self.phrases.is_a("pronoun", start)
            or self.phrases.is_a("boundary", start)
            or (start + 1 < past and self._clause_ahead(start, past))
        ):
            return True
        if "figure" in frames:
            return self._figure_ahead(start, past)
        if "infinitive" in frames and not ("thought" in frames and self.phrases.is_a("relative", head.first - 1)):
            reach = range(head.past, min(past, head.past + 5))
            if any(self.pack.words.infinitive(self.norms[at]) for at in reach):
                return True
        return "object" in frames and after not in FINAL and (bounded or not self.phrases.is_a("preposition", start))

    def _to_do(self, at: int) -> bool:
        """Whether an infinitive opens there, no one who is told ("claims to have struck", not "complains to his wife")."""
        told = at + 1 >= len(self.norms) or self.phrases.is_a("determiner", at + 1) or self.phrases.capital(at + 1)
        return self.phrases.is_a("infinitive", at) and not told

    def _bounded(self, at: int) -> bool:
        """Whether a figure's bound opens there that begins like words of where ("at least sixty", "по меньшей мере десять")."""
        return at + 1 < len(self.norms) and self.phrases.is_a("bound", at + 1)

    def _figure_ahead(self, start: int, past: int) -> bool:
        """Whether "at" and a figure follow: "puts the losses at about 40"."""
        for at in range(start + 1, min(past - 1, start + LOOK_AHEAD)):
            if self.phrases.is_a("figure_at", at):
                return any(
                    self.norms[near][0].isdecimal() or self.phrases.is_a("number", near)
                    for near in range(at + 1, min(past, at + 6))
                )
        return False

    def _clause_ahead(self, start: int, past: int) -> bool:
        for at in range(start + 1, min(past, start + 8)):
            if self.phrases.stop(at):
                return False
            if self.phrases.is_a("verb_like", at):
                return True
        return False

    def clause_end(self, start: int, past: int) -> int:
        """Where what is said ends: at a semicolon outside quotations behind which another says something."""
        if self.doc.quote_at(self.tokens.starts[start]) is not None:
            return past
        for at in range(start + 1, past - 2):
            if self.norms[at] != ";":
                continue
            if self.pack.verbs.find(self.tokens, at + 2, min(past, at + LOOK_AHEAD)):
                return at
            if self.pack.kinds.within(self.tokens, at + 1, min(past, at + _REST)):
                return at
        return past
