"""Questions: asked in the case file or formed from claims; and which claims join which.

A question is measure, place and window. Definition, unit and as-of never split one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from zvirka.ground import Ground
from zvirka.model.case import AskedQuestion
from zvirka.model.findings import Question, question_id
from zvirka.reconcile.scope import CHANGE_SLACK_DAYS
from zvirka.reconcile.views import CUMULATIVE, OBJECTS, ON_THE_GROUND, TERRITORY, WIDE_KINDS, View, overlap

CHANGES_HANDS: frozenset[str] = frozenset(
    {"territory_regained", "territory_lost", "control", "withdrawal", "advance", "border_crossing"}
)
"""Types whose reports tell of one change where they are dated up to CHANGE_SLACK_DAYS apart; strikes and raids on two days are two."""
JOIN_UNKNOWN = 20
"""A claim of unknown place or window joins every question it may belong to while these are at most so many; beyond, only
asked ones: a claim that may belong everywhere would say nothing and cost a link each."""

Window = tuple[date | None, date | None]


def form_questions(asked: Sequence[AskedQuestion], views: Iterable[View], ground: Ground) -> list[Question]:
    """Questions asked, in their order, then those formed from claims by measure, place and window.

    Formed only from plain claims about the ground that name one known place. Figures that add up: windows that overlap make
    one question, since the start most speakers give; claims that give none join it. Events: the narrowest windows first, wider
    ones join. Objects and levels: one question a place.
    """
    questions = [
        _question(entry.measure, entry.place, entry.since, entry.until, entry.as_of, asked=True) for entry in asked
    ]
    questions = list({question.id: question for question in reversed(questions)}.values())[::-1]
    taken: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        taken[question.measure, question.place].append(question)
    groups: dict[tuple[str, str], list[View]] = defaultdict(list)
    for view in views:
        if (
            view.plain
            and len(view.places) == 1
            and view.claim.type in ON_THE_GROUND
            and ground.gazetteer.get(view.place) is not None
        ):
            groups[view.measure, view.place].append(view)
    for key in sorted(groups):
        questions += _formed(key, groups[key], taken.get(key, []))
    return questions


def _formed(key: tuple[str, str], views: list[View], taken: list[Question]) -> list[Question]:
    covered: list[Window] = [(question.since, question.until) for question in taken]
    made: list[Window] = []
    counts = [view for view in views if _counts(view)]
    for window in _components(view for view in counts if view.since is not None):
        if not any(overlap(window[1], known) for known in covered):
            made.append((window[0], None))
            covered.append(window[1])
    slack = CHANGE_SLACK_DAYS if key[0].partition(":")[0] in CHANGES_HANDS else 0
    dated = {(view.since, view.until) for view in views if not _counts(view) and _dated(view)}
    for event in sorted(dated, key=_narrow_first):
        if not any(overlap(event, known, slack) for known in covered):
            made.append(event)
            covered.append(event)
    undated = [view for view in views if (view.since is None if _counts(view) else not _dated(view))]
    if undated and (not covered or len(covered) > JOIN_UNKNOWN):
        made.append((None, None))
    return [_question(*key, since, until, None, asked=False) for since, until in sorted(made, key=_narrow_first)]


def _components(views: Iterable[View]) -> list[tuple[date, Window]]:
    """(start most speakers give, whole window) of each group of windows [since, as-of] that hang together by overlap."""
    ordered = sorted((view for view in views), key=lambda view: (view.since or date.min, view.id))
    groups: list[list[View]] = []
    end = date.min
    for view in ordered:
        since, last = window_days(view)
        if groups and since <= end:
            groups[-1].append(view)
            end = max(end, last)
        else:
            groups.append([view])
            end = last
    return [
        (
            _most_given(group),
            (group[0].since, max(window_days(view)[1] for view in group)),
        )
        for group in groups
    ]


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

    Where the gazetteer cannot tell how two known places lie to each other, a claim joins asked questions only.
    """

    def __init__(self, questions: Iterable[Question], ground: Ground) -> None:
        self._relation, self._gazetteer = cache(ground.gazetteer.relation), ground.gazetteer
        self._shelves: dict[str, dict[str, _Shelf]] = defaultdict(dict)
        grouped: dict[tuple[str, str], list[Question]] = defaultdict(list)
        for question in questions:
            grouped[question.measure, question.place].append(question)
        for (measure, place), entries in grouped.items():
            self._shelves[measure][place] = _Shelf(entries)
        self._near: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self._atlases = {measure: _Atlas(shelves, ground) for measure, shelves in self._shelves.items()}

    def of(self, view: View) -> list[Question]:
        """The questions of one claim, by id."""
        shelves = self._shelves.get(view.measure)
        if not shelves:
            return []
        window = join_window(view)
        found: list[Question] = []
        for place in self._places(view, shelves):
            same = (place,) == view.places
            known = window != (None, None) and bool(view.place and place)
            here = shelves[place].overlapping(window, every=known or same)
            certain_place = not view.places or any(self._relation(own, place) != "unknown" for own in view.places)
            found += here if certain_place else [question for question in here if question.asked]
        asked = [question for question in found if question.asked]
        if _of_ground(view):
            found = [question for question in found if question.asked or self._may_hold(question.place, view)]
        certain = window != (None, None) and bool(view.place)
        if not certain and len(found) > JOIN_UNKNOWN:
            here = [
                question
                for question in found
                if question.place == view.place and question.since is None and question.until is None
            ]
            found = asked + [question for question in here if not question.asked]
        return sorted(found, key=lambda question: question.id)

    def _may_hold(self, place: str, view: View) -> bool:
        """Whether so much ground may be told of a place: of no one town or village, unless the claim is about just that."""
        known = self._gazetteer.get(place)
        return known is None or known.kind in WIDE_KINDS or view.places == (place,)

    def _places(self, view: View, shelves: dict[str, _Shelf]) -> list[str]:
        """Places of questions that the claim's may overlap; worked out once a measure and place."""
        key, own = (view.measure, view.places), view.places
        if key not in self._near:
            may_be = (
                shelves.keys()
                if not own
                else {other for place in own for other in self._atlases[view.measure].near(place)}
            )
            self._near[key] = [
                other
                for other in shelves
                if other in may_be
                and (not own or not other or any(self._relation(place, other) != "disjoint" for place in own))
            ]
        return self._near[key]


class _Atlas:
    """Places of questions by what they lie in, so that a claim is not held against every one of them."""

    def __init__(self, places: Iterable[str], ground: Ground) -> None:
        self._gazetteer = ground.gazetteer
        self._inside: dict[str, list[str]] = defaultdict(list)
        self._all = list(places)
        self._loose = [place for place in self._all if not self._gazetteer.plain(place)]
        for place in self._all:
            for outer in (place, *self._gazetteer.ancestors(place)):
                self._inside[outer].append(place)

    def near(self, place: str) -> Iterable[str]:
        """The places that may not lie apart from one, and some that do."""
        if not self._gazetteer.plain(place):
            return self._all
        return [*self._loose, *self._inside.get(place, ()), *self._gazetteer.ancestors(place)]


class _Shelf:
    """Questions of one measure and place: those with an open end, and those of known days in their order."""

    def __init__(self, questions: Iterable[Question]) -> None:
        ordered = sorted(questions, key=lambda question: (question.until or date.max, question.id))
        ended = [
            not question.asked and question.since is not None and question.until is not None for question in ordered
        ]
        self._open = [question for question, dated in zip(ordered, ended, strict=True) if not dated]
        self._dated = [question for question, dated in zip(ordered, ended, strict=True) if dated]
        self._ends = [question.until or date.max for question in self._dated]

    def overlapping(self, window: Window, *, every: bool) -> list[Question]:
        """Questions whose window shares a day with `window`. Without `every` (place or window not known) dated ones only where few."""
        found = [question for question in self._open if overlap(window, (question.since, question.until))]
        if not every and len(self._dated) > JOIN_UNKNOWN:
            return found
        first = window[0] or date.min
        slack = (
            timedelta(days=CHANGE_SLACK_DAYS) if first > date.min + timedelta(days=CHANGE_SLACK_DAYS) else timedelta()
        )
        for question in self._dated[bisect_left(self._ends, first - slack) :]:
            wide = CHANGE_SLACK_DAYS if question.measure.partition(":")[0] in CHANGES_HANDS else 0
            if overlap(window, (question.since, question.until), wide):
                found.append(question)
            elif (
                window[1] is not None
                and question.since is not None
                and question.since > window[1] + timedelta(days=CHANGE_SLACK_DAYS)
            ):
                break
        return found


def join_window(view: View) -> Window:
    """The days a claim speaks of: a count from its start to its as-of, an event's own days; None where not known."""
    if _counts(view):
        return (view.since, view.as_of)
    return (view.since, view.until) if _dated(view) else (None, None)


def _of_ground(view: View) -> bool:
    """Whether a claim counts ground or settlements."""
    return view.claim.type in TERRITORY and view.figure is not None and view.figure.dimension in ("area", "settlements")


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
