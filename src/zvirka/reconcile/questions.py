"""Questions: asked in the case file or formed from claims; and which claims join which.

A question is measure, place and window. Definition, unit and as-of never split one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import attrgetter

from zvirka.ground import Ground
from zvirka.model.case import AskedQuestion
from zvirka.model.findings import Question, question_id
from zvirka.model.sources import Side
from zvirka.reconcile.scope import CHANGE_SLACK_DAYS
from zvirka.reconcile.views import CUMULATIVE, OBJECTS, ON_THE_GROUND, TERRITORY, WIDE_KINDS, View, overlap

CHANGES_HANDS: frozenset[str] = frozenset(
    {"territory_regained", "territory_lost", "control", "withdrawal", "advance", "border_crossing"}
)
"""Types whose reports tell of one change where they are dated up to CHANGE_SLACK_DAYS apart; strikes and raids on two days are two."""
LOSSES: frozenset[str] = frozenset({"equipment_loss", "casualties", "prisoners"})
"""Types told of a whole war as often as of a place."""
GROUND: frozenset[str] = frozenset({"area", "settlements"})
"""Dimensions of figures that count ground."""
JOIN_MOST = 6
"""House rule: a claim joins every formed question it may belong to while these (and the other places that have some) are at most so many;
beyond, only those of its own place: a claim that may belong everywhere would say nothing and cost a link each."""
JOIN_NEAREST = 2
"""House rule: where those of its own place are too many as well, the last so many to start before its days end, or where its start is not
known the one question of claims without days."""

Window = tuple[date | None, date | None]


def form_questions(asked: Sequence[AskedQuestion], views: Iterable[View], ground: Ground) -> list[Question]:
    """Questions asked, in their order, then those formed from claims by measure, place and window.

    Formed only from plain claims about the ground that name one known place. Figures that add up: windows that overlap make
    one question, since the start most speakers give; claims that give none join it. Events: the narrowest windows first, wider
    ones join. Objects and levels: one question a place. Losses are often told of a whole war: where two speakers give figures of one
    side's without a place, these have a question of no place.
    """
    questions = [
        _question(entry.measure, entry.place, entry.since, entry.until, entry.as_of, asked=True) for entry in asked
    ]
    questions = list({question.id: question for question in reversed(questions)}.values())[::-1]
    taken: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        taken[question.measure, question.place].append(question)
    groups: dict[tuple[str, str], list[View]] = defaultdict(list)
    views = list(views)
    for view in views:
        if view.plain and len(view.places) == 1 and view.claim.type in ON_THE_GROUND:
            groups[view.measure, view.place].append(view)
    groups = {key: own for key, own in groups.items() if ground.gazetteer.get(key[1]) is not None}
    groups |= _placeless(views)
    for key in sorted(groups):
        questions += _formed(key, groups[key], taken.get(key, []))
    return questions


def _placeless(views: Iterable[View]) -> dict[tuple[str, str], list[View]]:
    """Figures of losses that name no place, by measure, of which two speakers give some of one side's."""
    found: dict[tuple[str, str], list[View]] = defaultdict(list)
    speakers: dict[tuple[str, Side], set[str]] = defaultdict(set)
    for view in views:
        if view.claim.type in LOSSES and view.plain and view.figure is not None and not view.places and view.whose:
            found[view.measure, ""].append(view)
            speakers[view.measure, view.whose].add(view.speaker)
    several = {measure for (measure, _), told in speakers.items() if len(told) > 1}
    return {key: own for key, own in found.items() if key[0] in several}


def _formed(key: tuple[str, str], views: list[View], taken: list[Question]) -> list[Question]:
    covered = _Covered((question.since, question.until) for question in taken)
    made: list[Window] = []
    counts: list[View] = []
    dated: set[Window] = set()
    undated = False
    for view in views:
        if _counts(view) and view.since is not None:
            counts.append(view)
        elif not _counts(view) and _dated(view):
            dated.add((view.since, view.until))
        else:
            undated = True
    counting = _components(counts)
    counting = [(start, days) for start, days in counting if not covered.meets(days)]
    for start, days in counting:
        made.append((start, None))
        covered.add(days)
    slack = _slack(key[0])
    for event in sorted(dated, key=_narrow_first):
        if not covered.meets(event, slack):
            made.append(event)
            covered.add(event)
    if undated and (not covered.count or covered.count > JOIN_MOST):
        made.append((None, None))
    return [_question(*key, since, until, None, asked=False) for since, until in sorted(made, key=_narrow_first)]


class _Covered:
    """Days that questions have: windows that share days become one, so that a day is looked up by bisection. count: windows added."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self.count = 0
        self._starts: list[int] = []
        self._ends: list[int] = []
        for window in windows:
            self.add(window)

    def meets(self, window: Window, slack_days: int = 0) -> bool:
        """Whether a window shares a day with any, or lies at most so many days beside it."""
        start, end = _ordinals(window)
        at = bisect_right(self._starts, end + slack_days)
        return at > 0 and self._ends[at - 1] >= start - slack_days

    def add(self, window: Window) -> None:
        """Takes a window in."""
        self.count += 1
        start, end = _ordinals(window)
        first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]


def _ordinals(window: Window) -> tuple[int, int]:
    since, until = window
    return (since or date.min).toordinal(), (until or date.max).toordinal()


def _components(views: list[View]) -> list[tuple[date, Window]]:
    """(start most speakers give, whole window) of each group of windows [since, as-of] that hang together by overlap. Those of a group
    that end before the start most give are looked at again by themselves."""
    found: list[tuple[date, Window]] = []
    while views:
        earlier: list[View] = []
        for group in _hanging_together(views):
            start = _most_given(group)
            since, last = start, start
            for view in group:
                days = window_days(view)
                if days[1] < start:
                    earlier.append(view)
                else:
                    since, last = min(since, days[0]), max(last, days[1])
            found.append((start, (since, last)))
        views = earlier
    return sorted(found, key=lambda entry: entry[1][0] or date.min)


def _hanging_together(views: Iterable[View]) -> Iterator[list[View]]:
    group: list[View] = []
    end = date.min
    for view in sorted(views, key=lambda view: (view.since or date.min, view.id)):
        since, last = window_days(view)
        if group and since > end:
            yield group
            group, end = [], last
        group.append(view)
        end = max(end, last)
    if group:
        yield group


def window_days(view: View) -> tuple[date, date]:
    """First and last day of a count's window; a day not known is the other one."""
    since = view.since or view.as_of or date.min
    return since, max(view.as_of or since, since)


def _most_given(views: list[View]) -> date:
    speakers: dict[date, set[str]] = defaultdict(set)
    for view in views:
        speakers[window_days(view)[0]].add(view.speaker)
    return min(speakers, key=lambda since: (-len(speakers[since]), since))


class Joins:
    """Which questions a claim joins: those of its measure whose place and window overlap its own or are unknown.

    Where the gazetteer cannot tell how two known places lie to each other, a claim joins asked questions only; and those of its own place,
    where it may belong to more than `JOIN_MOST` formed ones: what a claim costs does not grow with the case.
    """

    def __init__(self, questions: Iterable[Question], ground: Ground) -> None:
        self._relation, self._gazetteer = cache(ground.gazetteer.relation), ground.gazetteer
        self._shelves: dict[str, dict[str, _Shelf]] = defaultdict(dict)
        grouped: dict[tuple[str, str], list[Question]] = defaultdict(list)
        for question in questions:
            grouped[question.measure, question.place].append(question)
        for (measure, place), entries in grouped.items():
            self._shelves[measure][place] = _Shelf(entries)
        self._atlases = {measure: _Atlas(shelves, ground) for measure, shelves in self._shelves.items()}
        self._near: dict[tuple[str, tuple[str, ...], bool], _Near] = {}

    def of(self, view: View) -> list[Question]:
        """The questions of one claim, by id."""
        if view.measure not in self._shelves:
            return []
        figure, kind = view.figure, view.claim.type
        key = (view.measure, view.places, figure is not None and kind in TERRITORY and figure.dimension in GROUND)
        near = self._near.get(key)
        if near is None:
            near = self._near[key] = self._looked_up(*key)
        window = join_window(view)
        found = near.found.get(window)
        if found is None:
            found = near.found[window] = self._of(near, window)
            if len(found) > 1:
                found.sort(key=attrgetter("id"))
        return found

    @staticmethod
    def _of(near: _Near, window: Window) -> list[Question]:
        if len(near.own) == 1 and not near.asked and not near.others:  # as most are
            own = near.own[0].overlapping(window, JOIN_MOST + 1)
            if len(own) <= JOIN_MOST:
                return own
        found = [question for question in near.asked if overlap(window, (question.since, question.until))]
        own = []
        for shelf in near.own:
            own += shelf.overlapping(window, JOIN_MOST + 1)
        formed = list(own)
        for shelf in near.others if len(near.others) <= JOIN_MOST else ():
            formed += shelf.overlapping(window, JOIN_MOST + 1 - len(formed))
        if len(formed) <= JOIN_MOST and len(near.others) <= JOIN_MOST:
            return found + formed
        if len(own) <= JOIN_MOST:
            return found + own
        without_days = [question for shelf in near.own for question in shelf.whole] if window[0] is None else []
        return found + (without_days or own[:JOIN_NEAREST])

    def _looked_up(self, measure: str, own: tuple[str, ...], of_ground: bool) -> _Near:
        """The questions that claims of so many places may belong to. of_ground: so much ground, which may be told of no one town or
        village, unless the claim is about just that."""
        shelves = self._shelves[measure]
        asked: list[Question] = []
        others: list[_Shelf] = []
        for place in dict.fromkeys(self._atlases[measure].near(own)):
            if not place:  # what is told of one place is no figure of a whole war
                asked += shelves[place].asked
                continue
            relations = {self._relation(each, place) for each in own} if place else set()
            if relations == {"disjoint"}:
                continue
            asked += shelves[place].asked
            if place in own or not shelves[place].formed or relations == {"unknown"}:
                continue
            if not of_ground or self._is_wide(place):
                others.append(shelves[place])
        at = [
            place
            for place in own or ("",)
            if place in shelves and (not of_ground or len(own) == 1 or self._is_wide(place))
        ]
        return _Near(asked, [shelves[place] for place in at], others)

    def _is_wide(self, place: str) -> bool:
        known = self._gazetteer.get(place)
        return known is None or known.kind in WIDE_KINDS


class _Atlas:
    """Places of questions by what they lie in, so that a claim is not held against every one of them."""

    def __init__(self, places: Iterable[str], ground: Ground) -> None:
        self._gazetteer = ground.gazetteer
        self._inside: dict[str, list[str]] = defaultdict(list)
        self._all = list(places)
        self._known = frozenset(self._all)
        self._loose = [place for place in self._all if not self._gazetteer.plain(place)]
        for place in self._all:
            for outer in (place, *self._gazetteer.ancestors(place)):
                self._inside[outer].append(place)

    def near(self, places: tuple[str, ...]) -> Iterable[str]:
        """The places that may not lie apart from all of some, and some that do; all of them where none is known."""
        if not places or not all(map(self._gazetteer.plain, places)):
            return self._all
        lying = (other for place in places for other in (place, *self._gazetteer.ancestors(place)))
        inside = (other for place in places for other in self._inside.get(place, ()))
        return [*self._loose, *inside, *(other for other in lying if other in self._known)]


@dataclass(frozen=True, slots=True)
class _Near:
    """What claims of some places may join: the asked questions, the shelves of formed ones of those places, and of others. found: what
    those of each window do join."""

    asked: list[Question]
    own: list[_Shelf]
    others: list[_Shelf]
    found: dict[Window, list[Question]] = field(default_factory=dict)


class _Shelf:
    """Questions of one measure and place: the asked ones, and the formed ones by their days."""

    def __init__(self, questions: Iterable[Question]) -> None:
        ordered = sorted(questions, key=lambda question: (question.since or date.min, question.id))
        self.asked = [question for question in ordered if question.asked]
        self.formed = [question for question in ordered if not question.asked]
        self.whole = [question for question in self.formed if question.since is None]
        known = [(at, question) for at, question in enumerate(self.formed) if question.since is not None]
        rising = [(at, question) for at, question in known if question.until is None]
        dated = [(at, question) for at, question in known if question.until is not None]
        slack = _slack(ordered[0].measure)
        self._rising, self._dated = [at for at, _ in rising], [at for at, _ in dated]
        self._risen = [question.since or date.min for _, question in rising]
        self._starts = [_later(question.since or date.min, -slack) for _, question in dated]
        self._ends = [_later(question.until or date.max, slack) for _, question in dated]

    def overlapping(self, window: Window, most: int) -> list[Question]:
        """At most so many of the formed questions whose window shares a day with `window`, the last to start first. Windows of known
        days are apart from each other (`form_questions`), so that they end in the order in which they start. The question without
        days beside questions of days is for claims of unknown start."""
        since, until = window
        found: list[int] = []
        if self._rising:
            last = len(self._rising) if until is None else bisect_right(self._risen, until)
            found = self._rising[max(last - most, 0) : last][::-1]
        if self._dated:
            rising = len(found)
            last = len(self._dated) if until is None else bisect_right(self._starts, until)
            for at in range(last - 1, max(last - most, 0) - 1, -1):
                if since is not None and self._ends[at] < since:
                    break
                found.append(self._dated[at])
            if 0 < rising < len(found):  # each of the two is in order
                found.sort(reverse=True)
        questions = [self.formed[at] for at in found]
        if since is None or not (self._rising or self._dated):
            questions += self.whole
        return questions[:most] if most > 0 else []


def _slack(measure: str) -> int:
    return CHANGE_SLACK_DAYS if measure.partition(":")[0] in CHANGES_HANDS else 0


def _later(day: date, days: int) -> date:
    """So many days later, or earlier; the ends of the calendar are as far as it goes."""
    if not days:
        return day
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def join_window(view: View) -> Window:
    """The days a claim speaks of: a count from its start to its as-of, an event's own days; None where not known."""
    if _counts(view):
        return (view.since, view.as_of)
    return (view.since, view.until) if _dated(view) else (None, None)


def _counts(view: View) -> bool:
    return view.figure is not None and view.claim.type in CUMULATIVE


def _dated(view: View) -> bool:
    return (
        view.since is not None
        and view.claim.type not in OBJECTS
        and not (view.claim.type == "control" and view.figure is not None)
    )


def _narrow_first(window: Window) -> tuple[int, str, str]:
    since, until = window
    length = (until - since).days if since and until else 10**6
    return (length, str(since), str(until))


def _question(
    measure: str, place: str, since: date | None, until: date | None, as_of: date | None, *, asked: bool
) -> Question:
    return Question(question_id(measure, place, since, until), measure, place, since, until, as_of, asked)
