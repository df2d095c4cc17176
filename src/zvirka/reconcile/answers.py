"""The answers to a case's questions, of which those that nothing changed for are taken from before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from zvirka.model.findings import Coverage, Finding, Link, Question
from zvirka.model.judgements import Pair, Told
from zvirka.model.narratives import Life
from zvirka.model.observations import Observation, PictureObservation
from zvirka.model.ports import FoundBefore
from zvirka.reconcile.before import recalled
from zvirka.reconcile.finding import Found
from zvirka.reconcile.posts import Posts
from zvirka.reconcile.views import View

_NOTHING_READ = Coverage(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is kept of a question: its finding as if nothing had been read, its links, the claims whose unit is suspect with what
    shows it, and the lives of what was said in answer to it."""

    finding: Finding
    links: tuple[Link, ...]
    suspects: tuple[tuple[str, str], ...]
    lives: tuple[Life, ...]


class Answers:
    """The answers to a case's questions. What they stand on besides their claims is told once, here.

    told: what people decided. published: {report: civil day}. posts: what became of some reports. lives: whether lives are wanted.
    """

    def __init__(
        self,
        before: FoundBefore | None,
        observations: Iterable[Observation],
        coverage: Coverage,
        zone: tzinfo,
        told: Told,
        published: Mapping[str, date],
        posts: Posts,
    ) -> None:
        self._before, self._coverage, self._published, self._posts = before, coverage, published, posts
        self._views: dict[str, str] = {}
        self._told: dict[str, list[Pair]] = defaultdict(list)
        if before is None:
            return
        shown = sorted(
            (each for each in observations if not isinstance(each, PictureObservation)), key=lambda each: each.id
        )
        self._everywhere = before.key(str(zone), shown)
        self._same, self._apart = told.same, told.apart
        for both in {*told.same, *told.apart}:
            for claim in both:
                self._told[claim].append(both)

    def of(
        self,
        question: Question,
        views: Sequence[View],
        rejected: Sequence[View],
        find: Callable[[], Found],
        lives: Callable[[Found], tuple[Life, ...]],
    ) -> Answer:
        """The answer to a question. views: of the claims that joined it; rejected: those that would have. find, lives: work it out."""

        def make() -> Answer:
            made = find()
            return Answer(replace(made.finding, searched=_NOTHING_READ), made.links, made.suspects, lives(made))

        if self._before is None:
            made = find()
            return Answer(made.finding, made.links, made.suspects, lives(made))
        ordered = sorted(views, key=lambda view: view.order)
        keys = [self._view(self._before, view) for view in ordered]
        ids = [view.id for view in rejected]
        records = (self._everywhere, question, keys, ids, self._of_people(ordered))
        answer = recalled(self._before, "question", Answer, records, make)
        return replace(answer, finding=replace(answer.finding, searched=self._coverage))

    def _view(self, before: FoundBefore, view: View) -> str:
        known = self._views.get(view.id)
        if known is None:
            known = self._views[view.id] = before.key(
                view,
                self._published.get(view.report),
                self._posts.edited.get(view.report),
                self._posts.gone.get(view.report),
            )
        return known

    def _of_people(self, views: Sequence[View]) -> list[object]:
        """What people said of pairs of these claims."""
        if not self._told:
            return []
        ids = {view.id for view in views}
        pairs = {both for id in ids for both in self._told.get(id, ()) if ids.issuperset(both)}
        return [[*both, self._same.get(both), both in self._apart] for both in sorted(pairs)]
