"""Lineage of reports that share no run of words: told again in other words, or in another language.

One report retells another where what they tell is the same (names, figures, days, statements), nothing of it differs, and they do
not name different speakers: who saw it for himself names somebody else, or other details. Candidates come from what few reports share,
so that the work grows with the reports. Single statements of a long report can be another's, too: then only they go back to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from zvirka.ground import Ground
from zvirka.model.claims import Claim
from zvirka.model.findings import Link, LinkReason
from zvirka.model.items import Text
from zvirka.model.judgements import NOTHING_TOLD, Pair, Told, pair
from zvirka.model.ports import FoundBefore
from zvirka.model.sources import THIRD, UNKNOWN
from zvirka.reconcile.before import Reports, recalled
from zvirka.reconcile.drift import by_pronoun, cites, drift
from zvirka.reconcile.lineage import Signature, copies, copy_links, origins, sign_many
from zvirka.reconcile.posts import NONE as NO_POSTS
from zvirka.reconcile.posts import Posts
from zvirka.reconcile.statements import (
    KINDS,
    WORDS_SHARED,
    aligned,
    contradictions,
    figured,
    grown,
    in_order,
    in_words,
    sameness,
)
from zvirka.reconcile.telling import Teller, Telling, in_common, skeletons, stated_days, stems_of

RARE_REPORTS = 16
"""House rule: what more reports than this share (copies counted once) leads to no candidates: half of a case tells of Kharkiv."""
SHARED_KEYS = 2
"""House rule: reports are compared from so many rare things in common on."""
COVERED = 0.5
"""House rule: of the names, and of the figures, of whichever report has fewer, the share that the other must have."""
ENOUGH = 3.5
"""House rule: how much must be the same: a name, a figure or a statement counts one; a day, a figure up to three, and a further
statement of one type in the order of both a half; words of one language up to three."""
STATEMENT = 2.0
"""House rule: two statements of one type are the same from so much on: a figure counts two; equipment, place, day one each; words of one
language up to two."""
WORDS_BESIDE_FIGURES = 0.3
"""House rule: in one language the share of the shorter report's longer words that the other must have; without a figure in common,
half: posts about one office on one day share names, and no more."""
LATER_DAYS = 3
"""House rule: a report published more than so many days after another tells another event, unless both name one day."""
LONGER = 3
"""House rule: a report more than three times as long as what it tells again is a report of its own: only the statements go back."""
STRAND = 3
"""House rule: so many statements in other reports' words, in their order, make a passage retold, though the rest is its own."""
_TOLD_IN_WORDS = frozenset({"conduct", "communication", "order", "withdrawal", "sighting", "background"})
"""Types that often have neither figure nor place: their words are what is rare in them."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """origins: {report: report it goes back to}. claims: the same of claims whose origin is not their report's. links: `retells`, by id.
    same: pairs of claims that say the same, smaller first."""

    origins: dict[str, str]
    claims: dict[str, str]
    links: list[Link]
    same: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two reports stand. same: pairs of claims. retold: reasons why one retells the other as a whole, () where it does not.
    strand: pairs of claims of a passage retold."""

    same: tuple[tuple[Claim, Claim], ...]
    retold: tuple[LinkReason, ...]
    strand: tuple[tuple[Claim, Claim], ...]

    def turned(self, left_first: bool) -> Likeness:
        """The same with the claims of the left report first, or second."""
        if left_first:
            return self
        same, strand = (tuple((other, one) for one, other in pairs) for pairs in (self.same, self.strand))
        return Likeness(same, self.retold, strand)


@dataclass(frozen=True, slots=True)
class Statements:
    """What a report tells again of another, as it is kept: pairs of claim ids, smaller first, and links that say what was lost."""

    same: tuple[Pair, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Likened:
    """A `Likeness` as it is kept: claims by their place among those of the left and of the right report."""

    same: tuple[tuple[int, int], ...]
    retold: tuple[LinkReason, ...]
    strand: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, found: Likeness, left: Sequence[Claim], right: Sequence[Claim]) -> Likened:
        """What is kept of how two reports stand."""
        at = [{claim.id: place for place, claim in enumerate(claims)} for claims in (left, right)]
        same, strand = (
            tuple((at[0][one.id], at[1][other.id]) for one, other in pairs) for pairs in (found.same, found.strand)
        )
        return cls(same, found.retold, strand)

    def likeness(self, left: Sequence[Claim], right: Sequence[Claim]) -> Likeness:
        """How two reports stand, of what was kept."""
        same, strand = (tuple((left[one], right[other]) for one, other in pairs) for pairs in (self.same, self.strand))
        return Likeness(same, self.retold, strand)


def lineage_of(
    texts: Sequence[Text],
    claims: Sequence[Claim],
    ground: Ground,
    told: Told = NOTHING_TOLD,
    signed: Sequence[Signature] | None = None,
    before: FoundBefore | None = None,
    posts: Posts = NO_POSTS,
) -> Lineage:
    """Where all reports come from: copies first, then those that retell one another.

    told: pairs people called copies, or not. signed: their signatures, where they were made before. before: what
    was found out before of pairs of reports; one more report makes only the pairs anew in which it stands. posts: known
    again in several exports."""
    published = {text.report: str(text.published) if text.published else None for text in texts}
    if signed is None:
        signed = sign_many([(text.report, text.text) for text in texts])
    pairs = (set(copies(signed, before)) - told.not_copies) | {
        both for both in told.copies if published.keys() >= {*both}
    }
    pairs |= {pair(*both) for both in posts.pairs} - told.not_copies
    copied = origins(published, sorted(pairs))
    links = [_by_person(link, told) for link in copy_links(signed, copied, before)]
    same: set[tuple[str, str]] = set()
    for copy, original in _of_copies(claims, copied):
        told_twice = recalled(before, "copied", Statements, (copy, original), partial(_copied, copy, original, ground))
        same |= {*told_twice.same}
        links += told_twice.links
    compared = [
        each for each in _compared(texts, claims, copied, ground, before) if pair(*each[:2]) not in told.not_copies
    ]
    origin_of = origins(published, [*sorted(pairs), *((left, right) for left, right, each in compared if each.retold)])
    claim_origins: dict[str, str] = {}

    def when(report: str) -> tuple[str, str]:
        return published[report] or "9999", report

    for left, right, found in compared:
        earlier, later = sorted((left, right), key=when)
        if not found.retold and _of_one_day(published[left], published[right]):
            earlier, later = _by_what_was_lost(left, right, found.strand, ground) or (earlier, later)
        turned = found.turned(later == left)
        told_again = turned.same if found.retold else turned.strand
        same |= {pair(one.id, other.id) for one, other in told_again}
        if found.retold and all(_one_speaker(one, other, ground) for one, other in told_again):
            links.append(Link("same_origin", *pair(later, earlier), (*found.retold, LinkReason("one_speaker"))))
        elif found.retold:
            links.append(Link("retells", later, earlier, found.retold))
        links += recalled(
            before, "statements", tuple[Link, ...], (told_again,), partial(_links_again, told_again, ground)
        )
        for one, _ in turned.strand:
            claim_origins[one.id] = min(origin_of[earlier], claim_origins.get(one.id, origin_of[earlier]), key=when)
    by_id = {link.id: link for link in reversed(links)}
    return Lineage(origin_of, claim_origins, [by_id[key] for key in sorted(by_id)], tuple(sorted(same)))


def _of_one_day(one: str | None, other: str | None) -> bool:
    """Whether publication does not tell which of two reports came first."""
    if one is None or other is None:
        return one is other
    return one == other or (one[:10] == other[:10] and min(len(one), len(other)) == len("2022-09-12"))


def _by_what_was_lost(
    left: str, right: str, strand: Sequence[tuple[Claim, Claim]], ground: Ground
) -> tuple[str, str] | None:
    """Of two reports of one day the one first from which the other lost more: words get lost on the way, they do not come. None where
    neither did. strand: pairs of claims, the left report's first."""
    from_right = sum(_lost(one, other, ground) for one, other in strand)
    from_left = sum(_lost(other, one, ground) for one, other in strand)
    if from_right == from_left:
        return None
    return (right, left) if from_right > from_left else (left, right)


def _lost(told: Claim, origin: Claim, ground: Ground) -> int:
    """How much of a claim's own words; who published it stands beside them."""
    rules = (reason.rule for reason in drift(told, origin, ground))
    return sum(rule.endswith("_lost") and rule != "drift:outlet_lost" for rule in rules)


def _claim_links(pairs: Iterable[tuple[Claim, Claim]], rule: str, ground: Ground) -> Iterator[Link]:
    """A `retells` link from claim to claim with what was lost; of copies only where something was. Two reports of what one person said
    do not retell each other: what they differ in is for the questions to say."""
    for one, other in pairs:
        if figured(one) != figured(other) and (sameness(one, other, ground) or 0.0) < STATEMENT:
            continue  # what is left over beside a figure in a report retold is not for sure its retelling without the figure
        reasons = drift(one, other, ground)
        if reasons if rule == "copy:statement" else not _one_speaker(one, other, ground):
            yield Link("retells", one.id, other.id, (LinkReason(rule), *reasons))


def _links_again(told_again: Sequence[tuple[Claim, Claim]], ground: Ground) -> tuple[Link, ...]:
    return tuple(_claim_links(told_again, "retold:statement", ground))


def _one_speaker(one: Claim, other: Claim, ground: Ground) -> bool:
    """Whether both have it from the same named person or body, and neither from the other's outlet. "She" is whom the other names."""
    if not (one.attribution and other.attribution):
        return False
    pronouns = [by_pronoun(claim, ground) for claim in (one, other)]
    if not all(claim.attribution[0].named or pronoun for claim, pronoun in zip((one, other), pronouns, strict=True)):
        return False
    if cites(one, other.voice.name) or cites(other, one.voice.name):
        return False
    if pronouns[0] != pronouns[1]:
        return True
    return bool(in_common(skeletons(one.attribution[0].name), skeletons(other.attribution[0].name)))


def _copied(copy: Sequence[Claim], original: Sequence[Claim], ground: Ground) -> Statements:
    """What a copy tells of what it copies."""
    both_of = _as_copied(copy, original, ground)
    pairs = tuple(pair(one.id, other.id) for one, other in both_of)
    return Statements(pairs, tuple(_claim_links(both_of, "copy:statement", ground)))


def _of_copies(claims: Sequence[Claim], copied: Mapping[str, str]) -> Iterator[tuple[list[Claim], list[Claim]]]:
    """The claims of each copy with those of the report it copies, where both have some."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[report_of(claim)].append(claim)
    for report in sorted(by_report):
        origin = copied.get(report, report)
        if origin != report and origin in by_report:
            yield by_report[report], by_report[origin]


def _as_copied(later: Sequence[Claim], earlier: Sequence[Claim], ground: Ground) -> list[tuple[Claim, Claim]]:
    """Claims of a copy with those they copy: of the same type and words, then what is left by what it says."""
    by_words: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sorted(earlier, key=_place):
        by_words[claim.type, " ".join(claim.quote.exact.split())].append(claim)
    pairs, rest = [], []
    for claim in sorted(later, key=_place):
        same = by_words[claim.type, " ".join(claim.quote.exact.split())]
        if same:
            pairs.append((claim, same.pop(0)))
        else:
            rest.append(claim)
    free = sorted((claim for left in by_words.values() for claim in left), key=_place)
    return pairs + aligned(rest, free, ground, STATEMENT)


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.quote.start, claim.quote.end, claim.id


def report_of(claim: Claim) -> str:
    """The key of the report a claim stands in."""
    return claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"


def _by_person(link: Link, told: Told) -> Link:
    by = told.copies.get(pair(link.left, link.right))
    return link if by is None else replace(link, reasons=(LinkReason("person"),), by=by)


def _compared(
    texts: Sequence[Text],
    claims: Sequence[Claim],
    copied: Mapping[str, str],
    ground: Ground,
    before: FoundBefore | None,
) -> Iterator[tuple[str, str, Likeness]]:
    """Pairs of reports that copy none, with how they stand, where anything is the same; sorted."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        report = report_of(claim)
        if copied.get(report) == report:
            by_report[report].append(claim)
    pairs = candidates(by_report)
    if not pairs:
        return
    for listed in by_report.values():
        listed.sort(key=_place)
    tellings, reports = _Tellings(texts, by_report, ground), Reports(before, texts)
    for left, right in pairs:
        both = by_report[left], by_report[right]
        keys = reports.key(left, both[0]), reports.key(right, both[1])
        likened = recalled(before, "retold", Likened, keys, partial(tellings.compared, left, right))
        if likened.same:
            yield left, right, likened.likeness(*both)


class _Tellings:
    """What reports tell, worked out for those that are compared. by_report: claims of each, in its order."""

    def __init__(self, texts: Sequence[Text], by_report: Mapping[str, Sequence[Claim]], ground: Ground) -> None:
        self._texts, self._by_report, self._ground = {text.report: text for text in texts}, by_report, ground
        self._teller: Teller | None = None
        self._tellings: dict[str, Telling] = {}

    def compared(self, left: str, right: str) -> Likened:
        """How two reports stand."""
        claims = self._by_report[left], self._by_report[right]
        return Likened.of(likeness(self._of(left), claims[0], self._of(right), claims[1], self._ground), *claims)

    def _of(self, report: str) -> Telling:
        if self._teller is None:
            self._teller = Teller(self._ground)
        if report not in self._tellings:
            self._tellings[report] = self._teller.telling(self._texts[report], self._by_report[report])
        return self._tellings[report]


def candidates(by_report: Mapping[str, Sequence[Claim]]) -> list[tuple[str, str]]:
    """Pairs of reports with at least `SHARED_KEYS` rare things in common. by_report: claims of each report. Sorted, smaller key first."""
    holders: dict[str, set[str]] = defaultdict(set)
    for report, listed in by_report.items():
        for claim in listed:
            for key in _keys(claim):
                holders[key].add(report)
    shared: Counter[tuple[str, str]] = Counter()
    for reports in holders.values():
        if 1 < len(reports) <= RARE_REPORTS:
            ordered = sorted(reports)
            shared.update((left, right) for at, left in enumerate(ordered) for right in ordered[at + 1 :])
    return sorted(both for both, many in shared.items() if many >= SHARED_KEYS)


def _keys(claim: Claim) -> Iterator[str]:
    """What of a claim can be rare: its kind with a figure, with a place, with a day; words and names of it."""
    kind = KINDS.get(claim.type, claim.type)
    yield f"type:{kind}:{claim.places[0].id if claim.places else ''}:{','.join(map(str, stated_days(claim)))}"
    if claim.quantity is not None and claim.quantity.value is not None and figured(claim):
        yield f"figure:{kind}:{claim.quantity.value:g}:{claim.quantity.unit}"
    for place in claim.places:
        if place.id and place.kind not in ("country", "adm1"):
            yield f"place:{place.id}"
            yield f"place:{kind}:{place.id}"
    for day in stated_days(claim):
        yield f"day:{kind}:{day}"
    for step in claim.attribution[:1]:
        for name in skeletons(step.name):
            yield f"name:{name[:4]}"
    for name in skeletons(claim.quote.exact):
        yield f"name:{name[:4]}"
    if claim.type in _TOLD_IN_WORDS:
        for word in stems_of(claim.quote.exact):
            yield f"word:{claim.language}:{word}"


def likeness(
    left: Telling, left_claims: Sequence[Claim], right: Telling, right_claims: Sequence[Claim], ground: Ground
) -> Likeness:
    """How two reports stand to each other; symmetric but for the order in each pair. Claims in the order of their reports."""
    sure = aligned(left_claims, right_claims, ground, STATEMENT)
    if sure and all(_apart(*both) for both in sure):
        return Likeness(tuple(sure), (), ())  # the same is told by others: two sources, whatever else the reports share
    reasons = _retold(left, right, sure, left_claims, right_claims, ground)
    if reasons and not _longer(left, right):
        return Likeness(tuple(aligned(left_claims, right_claims, ground, STATEMENT / 2)), reasons, ())
    if reasons:
        return Likeness(tuple(sure), (), tuple(sure))
    strand = [both for both in sure if in_words(*both) >= WORDS_SHARED and not _apart(*both)]
    ordered = in_order(strand, left_claims, right_claims)
    return Likeness(tuple(sure), (), tuple(ordered) if len(ordered) >= STRAND else ())


def _apart(one: Claim, other: Claim) -> bool:
    """Whether two claims have it from different people or bodies: of two sides, or of two names."""
    if one.attribution and other.attribution:
        firsts = (one.attribution[0], other.attribution[0])
        # a paper of a country at no war here only passes on what others said; where a resident lives is told by the text around him
        told = [each for each in firsts if (each.kind, each.side) != ("media", THIRD) and each.kind != "eyewitness"]
        sides = {each.side for each in told} - {UNKNOWN}
        if len(sides) > 1:
            return True
    if not (one.attribution and other.attribution and one.attribution[0].named and other.attribution[0].named):
        return False
    names = [skeletons(claim.attribution[0].name) for claim in (one, other)]
    return bool(names[0] and names[1]) and not in_common(*names)


def _retold(
    left: Telling, right: Telling, same: Sequence[tuple[Claim, Claim]], left_claims: Sequence[Claim], right_claims: Sequence[Claim],
    ground: Ground,
) -> tuple[LinkReason, ...]:  # fmt: skip
    if left.speakers and right.speakers and not in_common(left.speakers, right.speakers):
        return ()
    if contradictions(left_claims, right_claims, same, ground):
        return ()
    if left.published != right.published and (
        grown(left_claims, right_claims, same) or grown(right_claims, left_claims, same)
    ):
        return ()
    fewer, more = sorted((left, right), key=lambda each: (len(each.names), sorted(each.names)))
    names = in_common(fewer.names, more.names | more.maybe)
    if not _covered(len(names), len(fewer.names)):
        return ()
    told_apart = [both for both in same if _apart(*both)]
    same = [both for both in same if both not in told_apart]
    apart, together = (
        {each.quantity.value for both in pairs for each in both if each.quantity} for pairs in (told_apart, same)
    )
    figures = left.figures & right.figures - (apart - together)
    if not _covered(len(figures), min(len(left.figures), len(right.figures))):
        return ()
    days = left.days & right.days
    if (left.days and right.days and not days) or (not days and _long_after(left, right)):
        return ()
    words = 0.0
    if left.language == right.language and left.stems and right.stems:
        words = len(left.stems & right.stems) / min(len(left.stems), len(right.stems))
    loose = in_order(aligned(left_claims, right_claims, ground, STATEMENT / 2), left_claims, right_claims)
    score = len(names) + sum(0.5 if value <= 3 else 1.0 for value in figures) + 0.5 * len(days) + 3 * words
    score += len(same) + 0.5 * max(len(loose) - len(same), 0)
    if score < ENOUGH or _thin(words if left.language == right.language else None, figures, len(loose)):
        return ()
    data = (
        ("names", str(len(names))),
        ("figures", str(len(figures))),
        ("days", str(len(days))),
        ("statements", str(len(same))),
        ("words", f"{words:.2f}"),
    )
    return (LinkReason("retold:words" if left.language == right.language else "retold:translation", data),)


def _long_after(left: Telling, right: Telling) -> bool:
    return (
        left.published is not None
        and right.published is not None
        and abs(left.published - right.published) > timedelta(days=LATER_DAYS)
    )


def _thin(words: float | None, figures: Collection[float], loose: int) -> bool:
    """Whether names alone are the same. words: share of the shorter report's words, None across languages. loose: statements in order."""
    if words is None:
        return not figures and loose < 2
    return words < (WORDS_BESIDE_FIGURES if figures else COVERED)


def _longer(left: Telling, right: Telling) -> bool:
    """Whether the later report, or of two of one day the longer, has so much more to say than the earlier that it is one of its own."""
    days = [each.published or date.max for each in (left, right)]
    later, earlier = (right, left) if days[0] < days[1] else (left, right)
    if days[0] == days[1] and later.words < earlier.words:
        later, earlier = earlier, later
    return later.words > LONGER * earlier.words


def _covered(shared: int, of: int) -> bool:
    return not of or shared >= COVERED * of
