"""What was said over time: each speaker's statements with its renderings merged, where a stance changed, and the life of what was said.

Nothing here compares sources with each other: it puts in order of time what claims already hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from zvirka.ground.words import fold
from zvirka.model.findings import Finding, Link
from zvirka.model.narratives import Fate, Life, Speech, Spread, Statement, Turn, TurnKind, said_between
from zvirka.reconcile.posts import NONE as NO_POSTS
from zvirka.reconcile.posts import Posts
from zvirka.reconcile.renderings import said_together
from zvirka.reconcile.scope import reworded
from zvirka.reconcile.telling import HALF, stems_of
from zvirka.reconcile.views import ON_THE_GROUND, View, overlap

BESIDE = 12
"""Statements of one matter and day that a further claim is held against; who says more of one matter in a day repeats himself."""
Pairs = Collection[tuple[str, str]]


def utterances_of(views: Iterable[View], same: Pairs) -> dict[str, list[list[View]]]:
    """{speaker: renderings of each of its utterances}, both in order; see `speeches`."""
    by_speaker: dict[str, list[View]] = defaultdict(list)
    for view in views:
        speaker = speaker_of(view)
        if speaker is not None:
            by_speaker[speaker].append(view)
    same = same if isinstance(same, (set, frozenset)) else set(same)
    return {speaker: _merged(sorted(by_speaker[speaker], key=_when), same) for speaker in sorted(by_speaker)}


def speeches(views: Iterable[View], same: Pairs, links: Iterable[Link] = ()) -> tuple[Speech, ...]:
    """What each speaker said over time, by speaker. Order of the views is irrelevant. Claims of nobody named are no speech.

    same: pairs of claims that lineage or people found to say one thing, smaller id first. links: of findings, for corrections.
    """
    return spoken(utterances_of(views, same), links)


def spoken(utterances: Mapping[str, Sequence[Sequence[View]]], links: Iterable[Link] = ()) -> tuple[Speech, ...]:
    """`speeches` of what `utterances_of` gave."""
    corrected = _corrections(links)
    return tuple(_speech(speaker, merged, corrected) for speaker, merged in utterances.items())


def speaker_of(view: View) -> str | None:
    """Who said it: the closest known source, else the voice whose own words they are ("outlet:SIDE:NAME"); None where nobody is named."""
    if view.source is not None:
        return view.source
    voice = view.claim.voice
    if view.claim.attribution or not voice.name.strip():
        return None
    return f"outlet:{voice.side}:{' '.join(voice.name.casefold().split())}"


def _speech(speaker: str, merged: Sequence[Sequence[View]], corrected: Mapping[str, Sequence[str]]) -> Speech:
    statements = tuple(sorted((_statement(each) for each in merged), key=_order))
    first = min((view for views in merged for view in views), key=lambda view: view.order)
    return Speech(speaker, first.side, first.group, statements, _turns(merged, corrected))


def _when(view: View) -> tuple[date, tuple[object, ...]]:
    return (view.said[1] or view.said[0] or date.max, view.order)


def _order(statement: Statement) -> tuple[date, date, str]:
    return (statement.latest or statement.earliest or date.max, statement.earliest or date.max, statement.claims[0])


def _merged(views: Sequence[View], same: Pairs) -> list[list[View]]:
    """Renderings of one utterance together, in order of time; each list by `View.order` of its members."""
    groups: list[list[View]] = []
    open_ones: dict[tuple[object, ...], list[list[View]]] = defaultdict(list)
    for view in views:
        beside = open_ones[_matter(view)]
        fitting = next((group for group in reversed(beside[-BESIDE:]) if _one_utterance(group, view, same)), None)
        if fitting is not None:
            fitting.append(view)
        else:
            beside.append([view])
            groups.append(beside[-1])
    for group in groups:
        group.sort(key=lambda view: view.order)
    return groups


def _matter(view: View) -> tuple[object, ...]:
    """What renderings of one utterance always share: type, manner, and the number or, without one, the places."""
    quantity = view.claim.quantity
    if quantity is not None and view.figure is not None:  # as written, since a retelling may slip the unit
        number = quantity.value if quantity.value is not None else (quantity.low, quantity.high)
        return (view.measure, view.positive, view.plain, number, view.part)
    return (view.claim.type, view.positive, view.plain, view.places, view.whose)


def _one_utterance(group: Sequence[View], view: View, same: Pairs) -> bool:
    head = group[0]
    if not said_together(head, view) or (head.places and view.places and head.places != view.places):
        return False
    if view.figure is not None:
        return not (head.since_days and view.since_days) or overlap(head.since_days, view.since_days)
    return any(_one_saying(each, view, same) for each in group[:BESIDE])


def _one_saying(one: View, other: View, same: Pairs) -> bool:
    """Whether two claims without a figure are one saying: found so before, in the same words, or half of the longer words; in two
    languages, whose words cannot be held against each other, where they tell one thing of one place on the ground."""
    if (min(one.id, other.id), max(one.id, other.id)) in same:
        return True
    left, right = one.claim.quote.exact, other.claim.quote.exact
    if one.claim.language != other.claim.language:
        return bool(one.places) and one.claim.type in ON_THE_GROUND
    return fold(left).text == fold(right).text or _alike(left, right)


def _alike(left: str, right: str) -> bool:
    one, other = stems_of(left), stems_of(right)
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) / fewer >= HALF


def _statement(group: Sequence[View]) -> Statement:
    head = group[0]
    return Statement(
        tuple(view.id for view in group), len({view.report for view in group}), *said_between(view.said for view in group),
        head.claim.type, head.measure, head.places or next((view.places for view in group if view.places), ()),
    )  # fmt: skip


# change of stance


def _corrections(links: Iterable[Link]) -> dict[str, list[str]]:
    """{claim: claims of the same speaker that give another figure of the same day later}."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.kind == "supersedes" and "as_of" not in link.differs_in:
            found[link.right].append(link.left)
    return found


def _turns(merged: Sequence[Sequence[View]], corrected: Mapping[str, Sequence[str]]) -> tuple[Turn, ...]:
    """Changes from one dated statement to the next of the same matter, and figures corrected."""
    turns: dict[tuple[str, str], Turn] = {}
    by_matter: dict[tuple[object, ...], list[Sequence[View]]] = defaultdict(list)
    heads: dict[str, Sequence[View]] = {}
    for group in merged:
        heads |= {view.id: group for view in group}
        if group[0].plain and group[0].figure is None:
            by_matter[group[0].claim.type, group[0].places].append(group)
    for groups in by_matter.values():
        for earlier, later in pairwise(sorted(groups, key=lambda group: _when(group[0]))):
            kind = _stance(earlier[0], later[0])
            if kind is not None:
                _add(turns, kind, earlier, later)
    for id, laters in corrected.items():
        for other in laters:
            if id in heads and other in heads and heads[id] is not heads[other]:
                _add(turns, "corrected", heads[id], heads[other])
    return tuple(sorted(turns.values(), key=lambda turn: (turn.later_day, turn.later, turn.earlier)))


def _stance(one: View, other: View) -> TurnKind | None:
    """How the second stands against the first, where they speak of one matter; without a place, only in words alike."""
    if one.claim.type == "control" and one.positive and other.positive and None not in (one.whose, other.whose):
        return "holder" if one.places and one.whose != other.whose else None
    if one.whose != other.whose and None not in (one.whose, other.whose):
        return None
    if one.positive != other.positive:
        if one.places and one.claim.type not in ("policy_position", "assessment", "framing"):
            return "reversed"
        alike = one.claim.language == other.claim.language and _alike(one.claim.quote.exact, other.claim.quote.exact)
        return "reversed" if alike else None
    if one.claim.label is not None and other.claim.label is not None and one.places:
        was, now = fold(one.claim.label.exact).text, fold(other.claim.label.exact).text
        return "label" if one.claim.language == other.claim.language and was != now else None
    return None


def _add(turns: dict[tuple[str, str], Turn], kind: TurnKind, earlier: Sequence[View], later: Sequence[View]) -> None:
    """A turn where two dates show it: the later was surely said after the last day the earlier can have been."""
    before = min((view for view in earlier if view.said[1]), key=lambda view: (view.said[1], view.order), default=None)
    after = min(
        (view for view in later if view.said[0]), key=lambda view: (-(view.said[0] or date.min).toordinal(), view.order),
        default=None,
    )  # fmt: skip
    if before is None or after is None or before.said[1] is None or after.said[0] is None:
        return
    if before.said[1] < after.said[0]:
        turns[before.id, after.id] = Turn(kind, before.id, before.said[1], after.id, after.said[0])


# the life of what was said


def lives(
    finding: Finding,
    views: Iterable[View],
    links: Iterable[Link],
    published: Mapping[str, date],
    posts: Posts = NO_POSTS,
) -> tuple[Life, ...]:
    """The life of each thing said in answer to a question, by first day, then claim. What one report alone carries, which stands as it
    was, and its speaker says nothing more of, has none: its claim tells all there is.

    views: those of the finding's claims. links: the finding's. published: {report: civil day on which it appeared}, without those of no
    known day.
    """
    if len(finding.claims) < 2 and not posts.edited and not posts.gone:
        return ()
    by_claim = {view.id: view for view in views}
    here = [by_claim[each.claim] for each in finding.claims]
    later = _Later(here, [(link.right, link.left) for link in links if link.kind == "supersedes"])
    made = []
    for group in _sayings(here):
        figures, denials, fates = later.figures(group), later.denials(group), _fates(group, here, posts)
        if figures or denials or fates or len({view.report for view in group}) > 1:
            made.append(_life(finding.question.id, group, published, figures, denials, fates))
    return tuple(sorted(made, key=lambda life: (life.first or date.max, life.claims[0])))


def _sayings(views: Iterable[View]) -> Iterable[list[View]]:
    """Claims that say the same figure of the same scope, or without one the same of the same side; whoever says it."""
    found: dict[tuple[object, ...], list[View]] = defaultdict(list)
    for view in views:
        figure = view.figure
        number = (figure.shown, figure.unit) if figure is not None else None
        whose = view.whose or (None, view.side)  # of whom it is not told, two sides may not mean the same
        key = (view.positive, view.plain, number, view.part, view.kind, view.definition, number is None and whose)
        found[key].append(view)
    return found.values()


Followed = tuple[tuple[str, str], ...]
"""Pairs of claims: one, and what its speaker said later."""


def _life(
    question: str,
    group: Sequence[View],
    published: Mapping[str, date],
    figures: Followed,
    denials: Followed,
    fates: tuple[Fate, ...],
) -> Life:
    group = sorted(group, key=lambda view: (published.get(view.report, date.max), view.order))  # first seen first
    reports: dict[date, set[str]] = defaultdict(set)
    speakers: dict[str, date] = {}
    undated = set()
    for view in group:
        day = published.get(view.report)
        if day is None:
            undated.add(view.report)
        else:
            reports[day].add(view.report)
            speakers.setdefault(view.speaker, day)
    new = Counter(speakers.values())
    return Life(
        question, tuple(view.id for view in group), min(reports, default=None), len({view.speaker for view in group}),
        tuple(Spread(day, len(reports[day]), new[day]) for day in sorted(reports)), len(undated),
        figures, denials, fates,
    )  # fmt: skip


def _fates(group: Sequence[View], here: Sequence[View], posts: Posts) -> tuple[Fate, ...]:
    """What became of the posts that say what a group says, by claim. here: all claims that answer the question."""
    said = {view.id for view in group}
    found = []
    for view in group:
        changed = posts.edited.get(view.report)
        wordings = [other for other in here if reworded(view, other)] if view.version is not None else []
        newer = [other for other in wordings if _order_of(other) > _order_of(view)]
        if newer and not any(other.id in said for other in newer):
            last = max(newer, key=lambda other: (_order_of(other), other.order))
            found.append(Fate("reworded", view.id, posts.edited.get(last.report), last.id))
        elif changed is not None and not any(_order_of(other) < _order_of(view) for other in wordings):
            found.append(Fate("edited", view.id, changed))
        if view.report in posts.gone:
            found.append(Fate("gone", view.id, posts.gone[view.report]))
    return tuple(sorted(found, key=lambda fate: (fate.claim, fate.kind)))


def _order_of(view: View) -> tuple[str, str]:
    return view.version.order if view.version is not None else ("", "")


class _Later:
    """What speakers said later in answer to one question. superseded: (claim, the one of the same speaker that takes its place)."""

    def __init__(self, views: Iterable[View], superseded: Iterable[tuple[str, str]]) -> None:
        self._superseded = dict(sorted(superseded, reverse=True))
        self._figures: dict[str, list[View]] = defaultdict(list)
        self._denials: dict[str, list[View]] = defaultdict(list)
        for view in sorted(views, key=_when):
            if view.source is None or not view.plain:
                continue
            if view.positive and view.figure is not None and view.as_of is not None:
                self._figures[view.source].append(view)
            if not view.positive and view.said[0] is not None:
                self._denials[view.source].append(view)

    def figures(self, group: Sequence[View]) -> tuple[tuple[str, str], ...]:
        """(claim, claim of the same speaker with the next figure of the same place and count)."""
        ids = {view.id for view in group}
        found: dict[str | None, tuple[str, str]] = {}
        for view in group:
            after = self._superseded.get(view.id)
            if after is None and view.source is not None and view.source not in found:
                after = next((each.id for each in self._figures[view.source] if _later_figure(view, each)), None)
            if after is not None and after not in ids:
                found.setdefault(view.source, (view.id, after))
        return tuple(sorted(found.values()))

    def denials(self, group: Sequence[View]) -> tuple[tuple[str, str], ...]:
        """(claim, the first later denial by the same speaker)."""
        found = set()
        for view in group:
            said = view.said[1]
            if not view.positive or said is None or view.source is None:
                continue
            later = (each for each in self._denials[view.source] if each.said[0] is not None and each.said[0] > said)
            denial = next((each for each in later if _of_one(view, each)), None)
            if denial is not None:
                found.add((view.id, denial.id))
        return tuple(sorted(found))


def _later_figure(view: View, other: View) -> bool:
    """Whether a figure follows another of the same place (or of one that one of them leaves open) and count, for a later day."""
    one, next_one = view.figure, other.figure
    if one is None or next_one is None or view.as_of is None or other.as_of is None or other.as_of <= view.as_of:
        return False
    if view.places and other.places and view.places != other.places:
        return False
    if view.since_days and other.since_days and not overlap(view.since_days, other.since_days):
        return False  # "in a day" and "since the first day" are two counts
    if (view.until is None) != (other.until is None):
        return False
    same_count = (view.kind, view.part, view.definition) == (other.kind, other.part, other.definition)
    return same_count and one.dimension == next_one.dimension and one.shown != next_one.shown


def _of_one(view: View, denial: View) -> bool:
    """Whether a denial is of what a claim says: of its figure, or, where it names none, of the same places."""
    if denial.figure is not None:
        return view.figure is not None and denial.figure.shown == view.figure.shown
    return view.figure is None and view.places == denial.places and view.whose in (None, denial.whose)
