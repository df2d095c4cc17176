"""What a source named in a text is: known by name or role, else told by its words; which kind, which side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention, retold, without
from zvirka.extract.private_people import PrivatePeople
from zvirka.extract.pronouns import PERSONAL, UNTOLD, Pronouns
from zvirka.extract.source_kinds import HeadKinds
from zvirka.extract.source_sides import SourceSides
from zvirka.extract.source_words import LONGEST_NAME, OUTLETS, Known, SourceWords
from zvirka.extract.stories import Stories
from zvirka.extract.tokens import Match, Tokens
from zvirka.extract.told_before import ToldBefore
from zvirka.extract.witness_sides import WitnessSides
from zvirka.ground import Ground
from zvirka.model.sources import UNKNOWN, Side
from zvirka.model.spans import Span

_CONFIDING = frozenset({"unnamed", "military_unnamed"})
"""Kinds of source that may be told to be an outlet's own."""
_ROLES = frozenset({"official", "military_unnamed", "unnamed", "eyewitness", "analyst"})
"""Kinds of people that fewer words told again may tell wrongly."""
_OF_ARMY = frozenset({"military_unnamed", "blogger"})
"""Kinds of people of whom "one of them" is of the side spoken of."""
_ALIKE = {kind: {"official", "military_unnamed", "unnamed"} for kind in ("official", "military_unnamed", "unnamed")}
"""Kinds of people that one word may mean ("soldiers": a chief of staff among them)."""
_ASKED_BACK = 2
"""Sentences before one in which an outlet is told to have asked people."""
_NAMED_LATER = 4
"""Attributions and sentences behind a pronoun among which whom it means may be named."""
_SURNAME = 5
"""Letters that two forms of one surname share."""
_NAMES_BACK = 800
"""Tokens before a surname among which another may share it."""
_LONGEST_OFFICE = 7
"""Words of the longest office before a name."""
_LONGEST_KIN = 2
"""Words of the longest source that is nobody's own kin by name ("her mother")."""
_STEM = 4
"""Letters that two forms of one first name share, where it has as many …"""
_ENDING = 3
"""… and by which they differ at most."""
_LONGEST_I = 5
"""Characters of the longest word by which the author speaks of himself ("we've")."""


class VoiceReader:
    """Resolves sources of one language."""

    def __init__(self, ground: Ground, language: str, pack: CuePack) -> None:
        heads = HeadKinds(pack)
        self._ground = ground
        self._language = language
        self._pack = pack
        self._sides = SourceSides(ground, language, pack)
        self._told = SourceWords(ground, language, pack, self._sides, heads)
        self._pronouns = Pronouns(ground, language, pack, self._told)
        self._private = PrivatePeople(pack, heads)
        self._witnesses = WitnessSides(ground, language, pack, self._sides)
        self._stories = Stories(ground, language, pack, self._told)
        self._inflected = bool(ground.language(language).get("places", {}).get("declension"))

    def resolve(
        self,
        document: Document,
        mentions: Sequence[AttributionMention],
        on: date | None,
        voice: Side = UNKNOWN,
    ) -> list[AttributionMention]:
        """The attributions with kind, side, named, at_least and medium; pronouns take the last source that is none.

        voice: side of the text's own voice.
        """
        resolved: list[AttributionMention] = []
        last: AttributionMention | None = None
        mentions = self._spoken(mentions)
        people = self._pronouns.people(document) if any(mention.carried for mention in mentions) else []
        before = ToldBefore(self._ground, self._pack, document.tokens, self._inflected)
        nobody: set[int] = set()
        heard: dict[int, Span] = {}
        for index, mention in enumerate(mentions):
            inner, told = self._told.as_one(document.tokens, mention)
            if told is not None and inner is not None and mention.cue is not None:
                heard[mention.cue.start] = told
                mention = replace(mention, source=inner)
            if mention.rule in UNTOLD:
                speaker = self._pronouns.speaker(document, mention, last)
                if speaker is None:
                    nobody.add(index)
                else:
                    mention = replace(mention, source=speaker)
            meant = self._pronouns.meant(document, mention, last, people)
            if meant is None and mention.carried:
                meant = self._named_later(document, mentions[index + 1 : index + _NAMED_LATER], mention, on)
            full = before.meant(self._told_later(document, self._one(document, mention, meant, on), on))
            full = self._brought_in(document, full)
            full = self._with_side(document, self._again(document, full, resolved), resolved, voice)
            before.add(full)
            resolved.append(full)
            if not full.carried and full.source is not None:
                last = full
            elif meant is not None and full.carried:
                last = meant  # a pronoun behind goes on with whom this one means
        resolved = without(self._private.told(document, resolved), nobody)
        for index, full in enumerate(list(resolved)):
            outlet = None
            full = resolved[index] = self._of_seat(document, full, resolved)
            if full.nested is None and full.carried and full.of is not None:
                full = resolved[index] = self._passed_on_again(document, full, resolved[:index])
            if full.nested is None:
                full, outlet = self._quoted_by(document, full, on, voice)
                outlet = outlet or self._told_to(document, full, on) or self._passed_by(document, full, on)
                outlet = outlet or self._told_the_paper(document, full, resolved[:index])
                outlet = outlet or self._asked_by(document, full, on)
                if outlet is None and full.cue is not None and full.cue.start in heard:
                    outlet = AttributionMention(
                        heard[full.cue.start], full.cue, full.content, "stated", carried=False, rule="told_to"
                    )
                    outlet = self._one(document, outlet, None, on)
                    outlet = outlet if outlet.kind in OUTLETS else retold(outlet, kind="media")
                kin = None if outlet is not None else self._kin_of(document, full, resolved)
                if kin is not None and self._other_sex(document, full):
                    full = resolved[index] = retold(full, of=kin.of, kind=kin.kind, side=kin.side, named=kin.named)
                else:
                    outlet = outlet or kin
            if outlet is not None:
                outlet = self._with_side(document, outlet, (), voice)
                resolved[index] = replace(full, nested=len(resolved))
                resolved.append(outlet)
        resolved = self._witnesses.told(document, resolved)
        return [*resolved, *self._stories.read(document, resolved)]

    def _quoted_by(
        self, document: Document, mention: AttributionMention, on: date | None, voice: Side
    ) -> tuple[AttributionMention, AttributionMention | None]:
        """The source without the outlet that its words say passes it on ("an official quoted by the Herald"), and that outlet."""
        source, tokens = mention.source, document.tokens
        if source is None or mention.carried:
            return mention, None
        first, past = tokens.at(source.start), tokens.at(source.end)
        found = self._pack.quoted_by.within(tokens, first + 1, past) or self._printed_in(tokens, first, past)
        span = self._told.outlet_at(tokens, found[0].past, past) if found else None
        end = found[0].first - (tokens.norms[found[0].first - 1] == ",") if found else first
        inner = tokens.span(first, end) if end > first else None
        if span is None or inner is None:
            return mention, None
        outlet = AttributionMention(span, mention.cue, mention.content, "stated", carried=False, rule="told_to")
        outlet = self._one(document, outlet, None, on)
        told = self._one(document, retold(mention, source=inner, side_rule=""), None, on)
        return self._with_side(document, told, (), voice), outlet if outlet.kind in OUTLETS else retold(
            outlet, kind="media"
        )

    def _printed_in(self, tokens: Tokens, first: int, past: int) -> list[Match[bool]]:
        """The preposition before the outlet in which somebody says something ("an opposition MP in the Guardian")."""
        for at in range(past - 2, max(first, past - 2 - LONGEST_NAME), -1):
            if self._pack.words.is_a("inside", tokens.norms[at]):
                if ToldBefore.is_medium(self._pack, tokens.norms[past - 1]) and tokens.raw(past - 1).islower():
                    return [Match(at, at + 1, True)]  # "in the same paper"
                span = self._told.outlet_at(tokens, at + 1, past)
                named = span is not None and span.end == tokens.ends[past - 1] and span.exact[0].isupper()
                known = named and span is not None and self._told.known(tokens, span, None).kind in OUTLETS
                return [Match(at, at + 1, True)] if known else []
        return []

    def _brought_in(self, document: Document, mention: AttributionMention) -> AttributionMention:
        """A surname alone as the person whom a sentence before brings in by office and name ("a battalion commander, NAME SURNAME, came to
        meet us. “…,” says SURNAME")."""
        tokens, source = document.tokens, mention.source
        if source is None or mention.carried or mention.known or mention.of is not None or " " in source.exact:
            return mention
        at = tokens.at(source.start)
        if not tokens.raw(at)[0].isupper() or mention.kind not in {"public", "eyewitness", "unnamed"}:
            return mention
        here = document.sentence_at(source.start)
        first = document.words[max(document.opening(here), here - _NAMED_LATER)][0]
        stem = tokens.norms[at][:_SURNAME]
        if len(tokens.norms[at]) < _SURNAME:
            return mention
        back = range(document.words[here][0] - 1, max(1, at - _NAMES_BACK), -1)
        told = [
            name
            for name in back
            if tokens.norms[name][:_SURNAME] == stem
            and tokens.raw(name)[0].isupper()
            and tokens.raw(name - 1)[0].isupper()
        ]
        if not told or told[0] <= first or len({tokens.norms[name - 1] for name in told}) > 1:
            return mention  # nobody, or two who share it
        name = told[0]
        start = name - 1
        while start > max(first, name - _LONGEST_OFFICE) and tokens.norms[start - 1][0].isalpha():
            start -= 1
        heads = self._pack.kinds.within(tokens, start, name - 1)
        span = tokens.span(heads[0].first, name + 1) if heads else None
        if span is None:
            return mention
        kind = self._told.kind(tokens, heads[0].first, name + 1)
        side = UNKNOWN if kind == "eyewitness" else self._sides.of_words(tokens, span, kind)
        return retold(mention, kind=kind, side=side, named=True, of=span)

    def _passed_on_again(
        self, document: Document, mention: AttributionMention, before: Sequence[AttributionMention]
    ) -> AttributionMention:
        """A pronoun for somebody whose words an outlet passes on: through that outlet again, in the same paragraph."""
        here = document.opening(document.sentence_at(mention.source.start)) if mention.source is not None else -1
        for other in reversed(before):
            if other.source is None or document.opening(document.sentence_at(other.source.start)) != here:
                break
            if other.source == mention.of and other.rule == "through" and other.nested is not None:
                return retold(mention, nested=other.nested)
        return mention

    def _of_seat(
        self, document: Document, mention: AttributionMention, resolved: Sequence[AttributionMention]
    ) -> AttributionMention:
        """A body that stands behind a colon for the country named before ("Kyiv gives another figure: by the navy's account, six …"):
        of that country, which tells nothing beside it."""
        outer = None if mention.nested is None else resolved[mention.nested]
        if outer is None or outer.source is None or outer.cue is None or mention.cue is None:
            return mention
        between = document.text[outer.cue.end : mention.cue.start]
        seat = (
            mention.rule == "preposition"
            and between.rstrip().endswith(":")
            and self._sides.is_country(outer.source.exact)
        )
        if not seat or mention.kind != "official" or mention.side not in {UNKNOWN, outer.side}:
            return mention
        return retold(mention, side=outer.side, side_rule=mention.side_rule or "side:owner", nested=outer.nested)

    def _kin_of(
        self, document: Document, mention: AttributionMention, resolved: Sequence[AttributionMention]
    ) -> AttributionMention | None:
        """The witness through whom the text has what his or her own people say ("her son rang and said that …"): whose son it is, by
        the name behind the word, else by the one witness whom the paragraph names."""
        source, cue, tokens = mention.source, mention.cue, document.tokens
        if source is None or cue is None or mention.kind != "eyewitness" or mention.rule in {"act", "through"}:
            return None
        meant = mention.of or source
        first, past = tokens.at(meant.start), tokens.at(meant.end)
        kin = next((at for at in range(first, past) if self._pack.words.is_a("kin", tokens.norms[at])), None)
        if kin is None or any(tokens.raw(at)[0].isupper() for at in range(first + 1, kin + 1)):
            return None
        named = [at for at in range(kin + 1, past) if self._pack.given_names.holds(tokens.norms[at])]
        owner = [tokens.norms[at] for at in named]
        paragraph = document.sentences[document.sentence_at(source.start)].paragraph
        tellers: dict[str, AttributionMention] = {}
        for each in resolved:
            if each.source is None or each.carried or each.kind != "eyewitness" or each.source == meant:
                continue
            words = tokens.norms[tokens.at(each.source.start) : tokens.at(each.source.end)]
            names = [word for word in words if self._pack.given_names.holds(word)]
            same = any(self._alike(name, word) for name in names for word in owner)
            near = document.sentences[document.sentence_at(each.source.start)].paragraph == paragraph
            if same or (not owner and near and names and past - first <= _LONGEST_KIN):
                tellers.setdefault(names[0][:_STEM], each)
        if len(tellers) != 1:
            return None
        (told,) = tellers.values()
        return retold(
            told, cue=cue, content=mention.content, commitment="stated", carried=True, nested=None, within=None,
            of=tokens.span(named[0], past) if named else told.source, rule="told_to",
        )  # fmt: skip

    def _other_sex(self, document: Document, mention: AttributionMention) -> bool:
        """Whether "she" cannot mean a son, nor "he" a sister."""
        tokens, words = document.tokens, self._pack.words
        if not mention.carried or mention.of is None or mention.source is None:
            return False
        near = range(tokens.at(mention.of.start), tokens.at(mention.of.end))
        kin = next(tokens.norms[at] for at in near if words.is_a("kin", tokens.norms[at]))
        she = words.is_a("she", tokens.norms[tokens.at(mention.source.start)])
        return she != words.is_a("kinswoman", kin) and bool(words.sets["she"])

    def _alike(self, one: str, other: str) -> bool:
        """Whether two first names are forms of one."""
        shared = min(len(one), len(other), _STEM)
        return one[:shared] == other[:shared] and abs(len(one) - len(other)) <= _ENDING

    def _told_to(self, document: Document, mention: AttributionMention, on: date | None) -> AttributionMention | None:
        """The outlet by name that somebody told it ("two officials told the Herald that …"): through it the text has it."""
        tokens, words, cue = document.tokens, self._pack.words, mention.cue
        if cue is None or mention.source is None or mention.rule == "act":
            return None
        first = tokens.at(cue.end)
        if words.is_a("addressee", tokens.norms[tokens.at(cue.start)]):
            first += first < len(tokens.norms) and words.is_a("determiner", tokens.norms[first])
            past = first
            while past < len(tokens.norms) and past - first < LONGEST_NAME and tokens.raw(past)[0].isupper():
                past += 1
        else:
            first, past = self._told.addressed(tokens, first)
        span = tokens.span(first, past)
        if span is not None and span.start < mention.source.end and mention.source.start < span.end:
            return None
        titled = span is not None and self._told.titled(tokens, span)
        kind = None if span is None else self._told.known(tokens, span, on).kind
        platform = kind == "channel" and self._pack.media.match(tokens.norms, first, past)[0] == past
        if span is None or platform or (kind not in OUTLETS and not titled):
            return None  # "told Telegram readers": a platform passes nothing on
        outlet = AttributionMention(span, cue, mention.content, "stated", carried=False, rule="told_to")
        outlet = self._one(document, outlet, None, on)
        return outlet if outlet.kind in OUTLETS else retold(outlet, kind="media")

    def _told_the_paper(
        self, document: Document, mention: AttributionMention, before: Sequence[AttributionMention]
    ) -> AttributionMention | None:
        """The outlet named last before, where somebody told "the paper" something."""
        tokens, words, cue = document.tokens, self._pack.words, mention.cue
        if cue is None or mention.source is None or mention.kind in OUTLETS or mention.rule == "act":
            return None
        at = tokens.at(cue.end)
        if words.is_a("addressee", tokens.norms[tokens.at(cue.start)]):
            at += at < len(tokens.norms) and tokens.norms[at] in words.sets["definite"]
        elif not words.is_a("told", tokens.norms[min(at, len(tokens.norms) - 1)]):
            return None
        span = tokens.span(at, at + 1) if at < len(tokens.norms) else None
        if span is None or span.exact[0].isupper() or not ToldBefore.is_medium(self._pack, tokens.norms[at]):
            return None
        told = next((each for each in reversed(before) if each.kind == "media" and each.named and each.source), None)
        if told is None:
            return None
        return retold(
            told, source=span, of=told.of or told.source, cue=cue, content=mention.content, commitment="stated",
            carried=True, nested=None, within=None, rule="told_to",
        )  # fmt: skip

    def _asked_by(self, document: Document, mention: AttributionMention, on: date | None) -> AttributionMention | None:
        """The outlet told right before to have asked people of that kind ("The Herald interviewed soldiers. A company commander says")."""
        tokens, source = document.tokens, mention.source
        if source is None or mention.cue is None or mention.known or mention.kind not in _ROLES:
            return None
        if not tokens.index.phrases(self._pack.asked).starts:
            return None
        if mention.carried and (
            mention.of is None or self._told.words_before(tokens, mention.of, self._pack.asked) is None
        ):
            return None
        here, begin = document.sentence_at(source.start), tokens.at(source.start)
        if self._pack.bodies.within(tokens, begin, tokens.at(source.end)):
            return None
        for at in range(here, max(document.opening(here), here - _ASKED_BACK) - 1, -1):
            first, past = document.words[at]
            for match in self._pack.asked.find(tokens, first, min(past, begin)):
                told = self._pack.kinds.within(tokens, match.past, min(past, match.past + LONGEST_NAME))
                span = tokens.span(first, match.first)
                if (
                    span is None
                    or not told
                    or not {told[0].value[1], mention.kind} <= _ALIKE.get(mention.kind, {mention.kind})
                ):
                    continue
                outlet = AttributionMention(span, mention.cue, mention.content, "stated", carried=False, rule="told_to")
                outlet = self._one(document, outlet, None, on)
                if outlet.kind == "media":
                    return outlet
        return None

    def _passed_by(self, document: Document, mention: AttributionMention, on: date | None) -> AttributionMention | None:
        """The outlet whose own source somebody unnamed is in his words: through it the text has it."""
        source = mention.source if mention.kind in _CONFIDING and not mention.carried else None
        span = None if source is None else self._told.own_outlet(document.tokens, source)
        if span is None:
            return None
        outlet = AttributionMention(span, mention.cue, mention.content, "stated", carried=False, rule="told_to")
        outlet = self._one(document, outlet, None, on)
        return outlet if outlet.kind in OUTLETS else retold(outlet, kind="media")

    def _spoken(self, mentions: Sequence[AttributionMention]) -> list[AttributionMention]:
        """Without places before a colon that only head what follows ("Kupiansk: two attacks"), or behind a dash that ends a road
        ("the road Lyman – Izium"); nesting kept right."""
        return without(mentions, {at for at, mention in enumerate(mentions) if self._entitles(mention)})

    def _entitles(self, mention: AttributionMention) -> bool:
        if (
            mention.rule not in {"colon", "dash"}
            or mention.source is None
            or self._sides.is_country(mention.source.exact)
        ):
            return False
        return self._ground.gazetteer.resolve(mention.source.exact, self._language) is not None

    def _with_side(
        self, document: Document, mention: AttributionMention, before: Sequence[AttributionMention], voice: Side
    ) -> AttributionMention:
        """With a side told by what the source is, and the rule that told it, where its own words name none."""
        if mention.side != UNKNOWN or mention.carried or mention.kind in {None, "author", "eyewitness", "video"}:
            comrade = mention.kind == "eyewitness" and mention.side == UNKNOWN and not mention.carried
            if not comrade or not self._comrade(document, mention):
                return mention
        side, rule = self._sides.deduced(document, mention, mention.kind or "unnamed", before, voice)
        return (
            mention
            if side == mention.side and rule == mention.side_rule
            else retold(mention, side=side, side_rule=rule)
        )

    def _again(
        self, document: Document, mention: AttributionMention, before: Sequence[AttributionMention]
    ) -> AttributionMention:
        """With the kind of somebody told by more words before ("a Western military official … the official")."""
        if mention.source is None or mention.carried or mention.known or mention.named or mention.kind not in _ROLES:
            return mention
        told = self._sides.again(document, mention.source, before)
        if told is None or told.known or told.kind not in _ROLES or told.kind == mention.kind:
            return mention
        return retold(mention, kind=told.kind)

    def _comrade(self, document: Document, mention: AttributionMention) -> bool:
        """Whether a witness is one of the voice's own people ("a medic I know")."""
        source = mention.source
        tokens = document.tokens
        return source is not None and bool(
            self._pack.comrade.within(tokens, tokens.at(source.start), tokens.at(source.end))
        )

    def _named_later(
        self,
        document: Document,
        behind: Sequence[AttributionMention],
        mention: AttributionMention,
        on: date | None,
    ) -> AttributionMention | None:
        """Whom a pronoun behind a quotation means that nobody was named before: whoever says the next one (“…,” he said. “…,” the
        sergeant added)."""
        if mention.cue is None or document.quote_at(mention.content[0].start) is None:
            return None
        here = document.sentence_at(mention.cue.start)
        for other in behind:
            if other.carried or other.source is None or document.quote_at(other.content[0].start) is None:
                continue
            resolved = self._one(document, other, None, on)
            near = document.sentence_at(other.source.start) - here <= _NAMED_LATER
            person = resolved.kind in PERSONAL or resolved.kind in {"eyewitness", "public"}
            return self._with_side(document, resolved, (), UNKNOWN) if near and person else None
        return None

    def _told_later(self, document: Document, mention: AttributionMention, on: date | None) -> AttributionMention:
        """With the name of somebody whom one of the next sentences names ("an official said. The official, NAME, …")."""
        tokens, source, words = document.tokens, mention.source, self._pack.words
        if source is None or mention.carried or mention.named or mention.known:
            return mention
        first, past = tokens.at(source.start), tokens.at(source.end)
        definite = words.sets.get("definite", frozenset())
        if past - first < 2 or tokens.norms[first] in definite or not words.is_a("determiner", tokens.norms[first]):
            return mention
        at = document.sentence_at(source.start)
        for start, end in document.words[at + 1 : at + 1 + _NAMED_LATER]:
            told = tokens.norms[start : start + 3]
            if len(told) < 3 or told[0] not in definite or told[1:] != (tokens.norms[past - 1], ","):
                continue
            stop = start + 3
            while stop < min(end, start + 3 + LONGEST_NAME) and tokens.raw(stop)[0].isupper():
                stop += 1
            name = tokens.span(start + 3, stop)
            if name is not None:
                known = self._told.known(tokens, name, on)
                kind = known.kind if known.id else mention.kind
                return retold(mention, of=name, named=True, known=known.id, kind=kind, side=known.side)
        return mention

    def _one(
        self, document: Document, mention: AttributionMention, last: AttributionMention | None, on: date | None
    ) -> AttributionMention:
        medium = self._medium(document, mention)
        if mention.source is None:
            return retold(mention, kind="unnamed", side=UNKNOWN, medium=medium)
        if mention.carried:
            if last is None:
                return retold(mention, carried=False, kind="unnamed", side=UNKNOWN, medium=medium)
            return retold(
                mention,
                known=last.known,
                kind=last.kind,
                side=last.side,
                named=last.named,
                at_least=last.at_least,
                medium=medium,
                of=last.source,
                side_rule=last.side_rule,
            )
        source = self._told.without_venue(document.tokens, mention.source)
        several = self._told.several_before(document, source)
        if several is not None:
            kind, side = several
            if kind in _OF_ARMY and side == UNKNOWN:
                side = self._told.side_before(document, source)
            return retold(mention, kind=kind, side=side, named=False, at_least=1, medium=medium)
        known = self._told.known_apart(document.tokens, source, on)
        if known.kind == "public" and self._told.printed(document.tokens, source, mention.cue):
            known = replace(known, kind="media")
        if known.kind == "public" and self._told.posts(document.tokens, source, mention.cue):
            known = replace(known, kind="channel")
        if self._author(document, source):
            known = Known("", "author", UNKNOWN, named=False)
        parallel = self._told.parallel(document.tokens, source)
        count = 1 if parallel else self._told.count(document.tokens, source)
        return retold(
            mention,
            source=source,
            known=known.id,
            kind=known.kind,
            side=known.side,
            named=known.named,
            at_least=count,
            medium=medium,
            parallel=parallel,
        )

    def _author(self, document: Document, source: Span) -> bool:
        """Whether somebody speaks of himself outside a quotation: the text's own author."""
        word = document.tokens.norms[document.tokens.at(source.start)]
        return (
            len(source.exact) <= _LONGEST_I and word in self._pack.speaker and document.quote_at(source.start) is None
        )

    def _medium(self, document: Document, mention: AttributionMention) -> Span | None:
        """The first medium named outside what is said, in the sentence of the cue."""
        anchor = mention.cue or mention.content[0]
        start, end = document.frame(anchor, mention.content)
        first, past = document.tokens.at(start), document.tokens.at(end)
        for match in self._pack.media.find(document.tokens, first, past):
            span = document.tokens.span(match.first, match.past)
            if span is None:
                continue
            in_source = mention.source is not None and mention.source.start <= span.start < mention.source.end
            if not in_source and self._introduced(document.tokens, match.first, first):
                return span
        return None

    def _introduced(self, tokens: Tokens, index: int, first: int) -> bool:
        return any(tokens.norms[at] in self._pack.media_where for at in range(max(first, index - 4), index))
