"""Who may be named, and the blacking out of who may not: letter for letter, so that every offset still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from zvirka.ground.ground import Ground
from zvirka.ground.words import expand_all, fold_word
from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.items import Text
from zvirka.model.sources import Attribution, SourceKind, Voice

BLOCK = "█"
"""U+2588 stands for each character withheld, as in `zvirka redact`."""
NAMED_KINDS: frozenset[SourceKind] = frozenset(
    {"official", "official_document", "politician", "analyst", "tracker", "media", "author"}
)
"""Kinds whose names are public by what they do. Others are named if a theatre pack or the case file lists them."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SHORT = 3
"""Letters: shorter parts of a name are initials and particles, which are in every text."""
_STEM = 2
"""Letters at the end of a long part that may differ by case: Petrenko, Petrenka, Petrenkom."""
_DEGREES = r"-?\d{1,3}(?:\.\d{3,}|,\d{4,})"
EXACT = re.compile(
    rf"""{_DEGREES}\s?°?\s?[NSEWПнСхЗд]{{0,2}}\s*[,;/\s]\s*{_DEGREES}(?:\s?°)?       # 49.12345, 36.12345
    | \d{{1,3}}\s?°\s?\d{{1,2}}(?:[.,]\d+)?\s?['’′]\s?(?:\d{{1,2}}(?:[.,]\d+)?\s?(?:["”″]|''))?\s?[NSEW]?   # 49°12'34.5"N
    | (?<![\d.,])-?\d{{1,3}}[.,]\d{{4,}}(?!\d)                                       # one of the two alone
    | \b\d{{1,2}}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{{2}}\s?\d{{2,5}}\s?\d{{2,5}}\b          # MGRS (NGA.STND.0037)
    | \b[23456789CFGHJMPQRVWX]{{8}}\+[23456789CFGHJMPQRVWX]{{2,3}}\b               # plus codes (Open Location Code)
    """,
    re.VERBOSE,
)
"""Coordinates as people write them; three decimals of a degree are a hundred metres. "2,500, 6,000" are none."""
_REACHING = re.compile(
    r"(?:https?://|www\.|geo:|tg://|t\.me/)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)@\w{3,}|\+\d[\d ()\-]{7,}\d",
    re.IGNORECASE,
)
"""Addresses, mailboxes, handles and telephone numbers in running words: they lead to people."""


@dataclass(frozen=True, slots=True)
class Private:
    """The names an account may not give out, and what covers them. named: further sources that may be named, case-folded.

    names: of private people, as they are written. pattern: finds them and their parts; None where there is nobody.
    """

    ground: Ground
    named: frozenset[str]
    names: tuple[str, ...]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, account: Account, ground: Ground, named: Iterable[str]) -> Private:
        """Everybody in the account who is not public: voices, authors, first posters, and who is cited by name."""
        told = cls(ground, frozenset(_plain(each) for each in named), (), None)
        posters: set[str] = set()
        cited: set[str] = set()
        for text in account.texts:
            posters |= {
                one for one in (text.author, text.forwarded_from) if one and not told._known(one, text.language)
            }
        voices = {(text.language, text.voice) for text in account.texts}
        voices |= {(claim.language, claim.voice) for claim in account.claims}
        for language, voice in voices:
            if not told.may_name(voice.name, voice.kind, language):
                posters.add(voice.name)
        for claim in account.claims:
            cited |= {step.name for step, may in told.steps(claim) if step.named and not may}
        names = {each for each in posters if not _common(each, ground, whole=True)}
        names |= {each for each in cited if _parts(each, ground) or re.search(r"[\d_@]", each)}
        kept = tuple(sorted(each for each in names if len(each.strip()) >= _SHORT))
        return cls(ground, told.named, kept, _pattern(kept, ground))

    def may_name(self, name: str, kind: SourceKind, language: str | None) -> bool:
        """Whether a source may be called by its name: its kind is public, or a pack or the case file lists it."""
        return not name.strip() or kind in NAMED_KINDS or self._known(name, language)

    def voice(self, voice: Voice, language: str | None) -> Voice:
        """The voice as it may be shown."""
        shown = self.covered(voice.name, language) if self.may_name(voice.name, voice.kind, language) else ""
        return Voice(shown, voice.kind, voice.side)

    def covered(self, words: str, language: str | None) -> str:
        """The words with names, coordinates and addresses of people blacked out, each letter by a block."""
        if not words:
            return words
        spans = list(self._spans(words))
        chars = list(words)
        for start, end in spans:
            for place in range(start, end):
                chars[place] = chars[place] if chars[place].isspace() else BLOCK
        return "".join(chars)

    def steps(self, claim: Claim) -> Iterator[tuple[Attribution, bool]]:
        """Each step of a claim's attribution, and whether it may be named."""
        for step in claim.attribution:
            yield step, self.may_name(step.name, step.kind, claim.language)

    def role_spans(self, step: Attribution, lower: frozenset[str], language: str) -> list[tuple[int, int]]:
        """What of the words for a private source must be covered: all of a name; of a role the words that may be one.

        lower: words that stand without a capital somewhere in the account, and so are no names.
        """
        quote = step.quote
        if quote is None:
            return []
        if step.named:
            return [(quote.start, quote.end)]
        places, months = _known_hits(quote.exact, self.ground, language), _months(self.ground, language)
        media = _media(self.ground, language)
        return [
            (quote.start + found.start(), quote.start + found.end())
            for found in _TOKEN.finditer(quote.exact)
            if found[0][0].isupper()
            and found[0].casefold() not in lower
            and fold_word(found[0]) not in media
            and not (fold_word(found[0]) in months and _dated(quote.exact, *found.span()))
            and not any(start <= found.start() < end for start, end in places)
        ]

    def _known(self, name: str, language: str | None) -> bool:
        return _plain(name) in self.named or self.ground.sources.resolve(name, language or "en", None) is not None

    def _spans(self, words: str) -> Iterator[tuple[int, int]]:
        for pattern in (self.pattern, EXACT, _REACHING):
            for found in pattern.finditer(words) if pattern is not None else ():
                yield found.span()


def _months(ground: Ground, language: str) -> frozenset[str]:
    """The names of months in a language, folded."""
    written = ground.language(language).get("times", {}).get("months", {}).values()
    return frozenset(fold_word(word) for words in written for word in expand_all(words))


def _media(ground: Ground, language: str) -> frozenset[str]:
    """The words for where something was said ("Telegram"), folded: what everybody posts on is nobody's name."""
    written = ground.language(language).get("attribution", {}).get("media", {}).get("words", ())
    return frozenset(fold_word(word) for word in written)


def _dated(text: str, start: int, end: int) -> bool:
    """Whether a figure stands beside a word: "11 September"; "April" or "August" alone may be somebody."""
    return text[:start].rstrip()[-1:].isdecimal() or text[end:].lstrip(" .")[:1].isdecimal()


def address_allowed(address: str | None, hosts: Iterable[str] | None = None) -> str | None:
    """An address that may be linked to: of the web, without a login or coordinates; of one of the hosts, where they are given."""
    if address is None or EXACT.search(address):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return address if hosts is None or host in {each.casefold().removeprefix("www.") for each in hosts} else None


def lower_words(texts: Iterable[Text]) -> frozenset[str]:
    """Words that stand without a capital somewhere."""
    return frozenset(found for text in texts for found in _TOKEN.findall(text.text) if found[0].islower())


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _pattern(names: Iterable[str], ground: Ground) -> re.Pattern[str] | None:
    """Finds each name whole, and each part of it that is not also the name of a place, a side or a known source."""
    wanted: set[str] = set()
    for name in names:
        wanted.add(r"\s+".join(map(re.escape, name.split())))
        for part in _parts(name, ground):
            stem = part[: max(_SHORT + 1, len(part) - _STEM)] if len(part) > _SHORT + _STEM else part
            wanted.add(re.escape(stem) + r"\w{0,4}")
    if not wanted:
        return None
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(sorted(wanted, key=lambda each: (-len(each), each)))})(?!\w)", re.IGNORECASE
    )


def _parts(name: str, ground: Ground) -> list[str]:
    """The parts of a name that tell who it is."""
    return [
        part for part in _TOKEN.findall(name) if len(part) > _SHORT and part[0].isupper() and not _common(part, ground)
    ]


def _common(word: str, ground: Ground, whole: bool = False) -> bool:
    """Whether a word is, or holds, the name of a place, a side or a known source; whole: nothing but such a name."""
    size = len(word) if whole else 1
    return any(end - start >= size for code in ground.languages for start, end in _known_hits(word, ground, code))


def _known_hits(words: str, ground: Ground, language: str) -> list[tuple[int, int]]:
    hits = [(hit.start, hit.end) for hit in ground.gazetteer.find(words, language)]
    hits += [(hit[0], hit[1]) for hit in ground.find_sides(words, language)]
    return hits + [(hit[0], hit[1]) for hit in ground.sources.find(words, language)]
