"""Scores the extract stage on gold of our own (gate/gold): claims found, and the slots of those found.

Texts go the way of `zvirka run`: capture reads the file, with outlet, voice and day of publication as a case file gives them,
and the rules extractor reads the text. A found claim matches a marked one when its type is the marked type or one of
`also_types`, and its quote overlaps the marked quote: token F1 of at least 0.5, or one holds the other and at least half of the
marked content words are covered (content words: of three letters or more, and figures). One to one, marks that count before optional
ones, then best first: by overlap, then by how many slots are right. What is found and matches nothing is invented; what matches
a mark that is `optional` counts neither way, and so does such a mark when it is not found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gate.gold_files import FOLDER, SEALED, SEEN, TUNED, GoldClaim, GoldText, read_gold
from gate.readers import agreement
from gate.slots import SLOTS, marked_slots, slots_of
from gate.words import position, same_stretch
from zvirka.capture import Found, read_items
from zvirka.confine import Confine
from zvirka.extract import RulesExtractor
from zvirka.ground import Ground, load_ground
from zvirka.model.case import Case, ItemsRule
from zvirka.model.claims import Claim
from zvirka.model.items import Text
from zvirka.model.times import Moment

STORED = Path(__file__).with_name("found") / "open.jsonl"
"""What was found in the open half when the floors were last set, one line a claim."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A text held against its marks. pairs: indexes (mark, found claim). invented, missed: what is in no pair and counts."""

    gold: GoldText
    text: str
    found: tuple[Claim, ...]
    pairs: tuple[tuple[int, int], ...]
    slots: tuple[dict[str, list[bool]], ...]

    @property
    def invented(self) -> list[Claim]:
        """Found claims that match no mark."""
        taken = {index for _, index in self.pairs}
        return [claim for index, claim in enumerate(self.found) if index not in taken]

    @property
    def missed(self) -> list[GoldClaim]:
        """Marks that no found claim matches, the optional ones left out."""
        taken = {index for index, _ in self.pairs}
        return [mark for index, mark in enumerate(self.gold.claims) if index not in taken and not mark.optional]

    @property
    def counted(self) -> list[tuple[GoldClaim, Claim, dict[str, list[bool]]]]:
        """Marks with what was found for them and its slots, the optional ones left out."""
        rows = zip(self.pairs, self.slots, strict=True)
        both = [(self.gold.claims[mark], self.found[claim], slots) for (mark, claim), slots in rows]
        return [row for row in both if not row[0].optional]


def score_all(folder: Path = FOLDER, halves: Sequence[str] = TUNED) -> list[Scored]:
    """Every gold text of these halves, read and scored."""
    ground = load_ground("ukraine")
    extractor = RulesExtractor(ground)
    golds = list(read_gold(folder, halves=halves))
    texts = captured(golds, folder, ground)
    found = extractor.extract([texts[gold.name] for gold in golds])
    return [
        score_text(gold, texts[gold.name].text, each.claims, ground) for gold, each in zip(golds, found, strict=True)
    ]


def captured(golds: Sequence[GoldText], folder: Path, ground: Ground) -> dict[str, Text]:
    """The texts as capture reads them from their files, by name. Raises ValueError for a file that is not one text."""
    rules = []
    files = []
    for gold in golds:
        path = gold.path.relative_to(folder).as_posix()
        files.append(Found(path, gold.path, gold.path.stat().st_size))
        rules.append(
            ItemsRule(
                path,
                published=Moment(gold.published),
                outlet=gold.outlet,
                language=gold.language,
                kind=gold.voice_kind,
                side=gold.voice_side,
            )
        )
    texts = {}
    with Confine() as confined:
        case = Case(items=tuple(rules))
        for gold, each in zip(golds, read_items(files, case, ground, confined), strict=True):
            if len(each.texts) != 1:
                raise ValueError(f"{gold.name}: is read as {len(each.texts)} texts")
            texts[gold.name] = each.texts[0]
    return texts


def score_text(gold: GoldText, text: str, found: Sequence[Claim], ground: Ground) -> Scored:
    """Pairs marks and found claims, best first."""
    candidates = []
    for mark_at, mark in enumerate(gold.claims):
        for found_at, claim in enumerate(found):
            fit = fits(mark, claim, text)
            if fit > 0:
                slots = slots_of(mark, claim, ground)
                right = sum(sum(verdicts) for verdicts in slots.values())
                candidates.append((mark.optional, -fit, -right, mark_at, found_at))
    marks: set[int] = set()
    claims: set[int] = set()
    pairs = []
    for _, _, _, mark_at, found_at in sorted(candidates):
        if mark_at not in marks and found_at not in claims:
            marks.add(mark_at)
            claims.add(found_at)
            pairs.append((mark_at, found_at))
    slots_each = tuple(slots_of(gold.claims[mark_at], found[found_at], ground) for mark_at, found_at in pairs)
    return Scored(gold, text, tuple(found), tuple(pairs), slots_each)


def fits(mark: GoldClaim, claim: Claim, text: str) -> float:
    """How well a found claim fits a mark, 0 where it does not."""
    if claim.type not in (mark.type, *mark.also_types) or mark.literal not in (None, claim.literal):
        return 0.0
    start = position(text, mark.quote, mark.nth)
    return same_stretch(text, (start, start + len(mark.quote)), (claim.quote.start, claim.quote.end))


def measures(texts: Iterable[Scored]) -> dict[str, float]:
    """Precision, recall and F1 of claims, and of each slot the share that is right; counts beside them.

    A slot never marked is left out. slots: of all slots together. slots_reached: right slots among all that are marked, those of
    claims not found included, so that it does not fall when more is found.
    """
    texts = list(texts)
    right = sum(len(each.counted) for each in texts)
    wanted = right + sum(len(each.missed) for each in texts)
    given = right + sum(len(each.invented) for each in texts)
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    f1 = 2 * right / max(given + wanted, 1)
    result = {"marked": wanted, "found": given, "right": right}
    shares: dict[str, float] = {"precision": precision, "recall": recall, "f1": f1}
    rows = [slots for each in texts for _, _, slots in each.counted]
    verdicts = {slot: [verdict for slots in rows for verdict in slots[slot]] for slot in SLOTS}
    verdicts["slots"] = [verdict for slot in SLOTS for verdict in verdicts[slot]]
    for slot, given_verdicts in verdicts.items():
        if given_verdicts:
            shares[slot] = sum(given_verdicts) / len(given_verdicts)
            result[f"{slot}_marked"] = len(given_verdicts)
    marked = sum(marked_slots(mark) for each in texts for mark in each.gold.claims if not mark.optional)
    shares["slots_reached"] = sum(verdicts["slots"]) / max(marked, 1)
    return {**{name: round(share, 4) for name, share in shares.items()}, **result}


def groups(texts: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Measures by language and half ("en/open"), by language, half and kind of text ("en/open/agency"), and of all texts of a language
    that may be looked at ("en/seen")."""
    named: dict[str, list[Scored]] = {}
    for each in texts:
        base = f"{each.gold.language}/{each.gold.half}"
        named.setdefault(base, []).append(each)
        if each.gold.half in SEEN:
            named.setdefault(f"{each.gold.language}/seen", []).append(each)
        named.setdefault(f"{base}/{each.gold.kind}", []).append(each)
    return {name: measures(members) for name, members in named.items()}


def agreements(folder: Path = FOLDER) -> dict[str, dict[str, float]]:
    """How far the readers of our own texts agree ("readers/en/open"), where there are several: F1 of the claims of one held against
    another's, and of those shared how many sources are told alike, how many of these as of one kind, and of one side."""
    named: dict[str, list[GoldText]] = {}
    for gold in read_gold(folder):
        if len(gold.readings) > 1:
            named.setdefault(f"readers/{gold.language}/{gold.half}", []).append(gold)
    result = {}
    for name, golds in named.items():
        told = agreement((gold.text, gold.readings) for gold in golds)
        shares = {"source": told.sources, "kind": told.kinds, "side": told.sides}
        result[name] = {"f1": round(told.f1, 4)} | {
            slot: round(alike / max(of, 1), 4) for slot, (alike, of) in shares.items()
        }
    return result


def digest_lines(texts: Iterable[Scored]) -> Iterator[str]:
    """One line of JSON a found claim of the open half: where it is, what it is, and whether it is right, optional or invented."""
    for each in texts:
        if each.gold.half != "open":
            continue
        verdicts = {claim: "optional" if each.gold.claims[mark].optional else "right" for mark, claim in each.pairs}
        for index, claim in enumerate(each.found):
            line = {
                "text": each.gold.name,
                "type": claim.type,
                "quote": claim.quote.exact,
                "start": claim.quote.start,
                "sources": [step.name for step in claim.attribution],
                "verdict": verdicts.get(index, "invented"),
            }
            yield json.dumps(line, ensure_ascii=False, sort_keys=True)


def changes(texts: Iterable[Scored], stored: Path = STORED) -> list[str]:
    """Claims of the open half gained ("+") and lost ("-") against what is stored, a line each."""
    before = [json.loads(line) for line in stored.read_text("utf-8").splitlines()] if stored.exists() else []
    now = [json.loads(line) for line in digest_lines(texts)]
    lost = _without(before, now)
    gained = _without(now, before)
    lines = [
        (entry["text"], entry["start"], mark, entry) for mark, many in (("-", lost), ("+", gained)) for entry in many
    ]
    return [
        f"{mark} {name} {entry['verdict']}: {entry['type']} “{entry['quote']}”"
        + (f" ({' < '.join(entry['sources'])})" if entry["sources"] else "")
        for name, _, mark, entry in sorted(lines, key=lambda line: line[:3])
    ]


def told(changed: Sequence[str]) -> str:
    """How many were gained and lost, by verdict."""
    if not changed:
        return "none"
    heads = [line.partition(":")[0].split() for line in changed]
    counts = Counter((sign, verdict) for sign, _, verdict in heads)
    return ", ".join(f"{sign}{number} {verdict}" for (sign, verdict), number in sorted(counts.items()))


def _without(these: list[dict[str, Any]], those: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {json.dumps(entry, sort_keys=True) for entry in those}
    return [entry for entry in these if json.dumps(entry, sort_keys=True) not in known]


def faults(texts: Iterable[Scored], *, blind: bool) -> Iterator[str]:
    """What is missed, invented or has a wrong slot, a line each; the blind half only where it is asked for, the sealed one never."""
    for each in texts:
        if each.gold.half == SEALED or (each.gold.half == "blind" and not blind):
            continue
        name = each.gold.name
        yield from (f"missed   {name}: {mark.type} “{mark.quote}”" for mark in each.missed)
        yield from (f"invented {name}: {claim.type} “{claim.quote.exact}”" for claim in each.invented)
        for mark, claim, slots in each.counted:
            wrong = [slot for slot, verdicts in slots.items() if not all(verdicts)]
            if wrong:
                yield f"slots    {name}: {', '.join(wrong)} of {claim.type} “{mark.quote}”"
