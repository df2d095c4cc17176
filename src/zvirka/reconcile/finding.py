"""The finding: relation, backing, sides and origins of one question's claims, its ranges, and the figures to explain first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from zvirka.ground import Ground
from zvirka.model.canonical import digest
from zvirka.model.findings import (
    Backing,
    ClaimBacking,
    ClaimScope,
    Coverage,
    Dimension,
    Finding,
    Link,
    Question,
    Range,
    Relation,
    Sides,
    SideView,
)
from zvirka.model.judgements import NOTHING_TOLD, Told
from zvirka.reconcile.admission import admissions
from zvirka.reconcile.estimates import estimates
from zvirka.reconcile.evidence import Statuses, back_area, back_whole, is_whole, may_be_whole
from zvirka.reconcile.highlights import highlights
from zvirka.reconcile.losses import LossLists
from zvirka.reconcile.maps import Ground_, Maps, printed
from zvirka.reconcile.questions import CHANGES_HANDS
from zvirka.reconcile.ranking import Faces, rank_reasons
from zvirka.reconcile.relating import (
    ALL_PAIRS,
    ALL_PAIRS_FORMED,
    Group,
    Kinds,
    by_kind,
    group,
    links,
    relate,
    said_by_people,
)
from zvirka.reconcile.scope import ORDER, natural_dimension, scope
from zvirka.reconcile.views import View, Viewer, in_square_metres

BACKED = frozenset({"territory_regained", "territory_lost", "control", "withdrawal", "equipment_loss"})
"""Types that some kind of evidence we read can speak on; of others only that all of a wide place changed hands (`may_be_whole`)."""
_order = attrgetter("order")


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that bears on claims by itself, and what was read to find it."""

    maps: Maps
    statuses: Statuses
    lists: LossLists
    coverage: Coverage
    ground: Ground


@dataclass(frozen=True, slots=True)
class Found:
    """A finding not yet ranked (rank 0), its links, and the claims whose unit is suspect with the claim that shows it."""

    finding: Finding
    links: tuple[Link, ...]
    suspects: tuple[tuple[str, str], ...]


def find(
    question: Question,
    views: Sequence[View],
    evidence: Evidence,
    viewer: Viewer,
    told: Told = NOTHING_TOLD,
    rejected: Iterable[View] = (),
) -> Found:
    """The finding of one question from the claims that joined it. Order of `views` irrelevant; a copy changes `reports` alone.

    told: pairs of claims that people called the same, or not. rejected: those that would have joined it."""
    ground = viewer.ground
    views = sorted(views, key=_order)
    groups = group(views)
    shown = highlights(views, question.place, natural_dimension(question.measure))
    related = relate(groups, shown, ground, ALL_PAIRS if question.asked else ALL_PAIRS_FORMED)
    said = said_by_people(related, groups, told)
    kinds = by_kind(related)
    suspects = _suspects(groups, kinds)
    scopes = _scopes(groups, question, ground, suspects)
    backings = _backings(groups, question, evidence, viewer, suspects)
    corrected = _corrected(kinds)
    counted = [
        entry
        for entry in groups
        if scopes[entry.head.id].scope == "in_scope" and entry.head.plain and entry.head.id not in corrected
    ]
    standing = _told(groups, scopes)
    behind = [view for entry in standing or groups for view in entry.views]
    day = question.as_of or _latest(shown) or _latest(behind) or _latest(views)
    whole, ranges = _ranges(question, views, standing, evidence, day)
    clear = (
        [view for view in behind if view.id not in suspects] if standing and suspects else behind if standing else []
    )
    seen = whole if whole is not None and whole.as_of is not None and whole.as_of.day == day else None
    used = {key for entry in backings.values() for key in entry.observations}
    used |= {key for entry in ranges for key in entry.observations}
    lists = evidence.lists
    candidates = [link for view in views for link in lists.candidates(view, question)] if lists.has_rows else []
    faces = Faces(_relation(counted, kinds), _backing(standing, backings), _sides(standing, kinds))
    origins = len({view.speaker for view in behind})
    outside = {
        id for id, entry in backings.items() if entry.backing == "outside" and "place" not in scopes[id].differs_in
    }
    ids = None if len(behind) == len(views) else {view.id for view in behind}
    finding = Finding(
        id=digest("finding", question.id), question=question,
        relation=faces.relation, backing=faces.backing, sides=faces.sides,
        origins=origins, reports=len({view.report for view in behind}),
        differing=differing(groups, scopes), range=whole, ranges=ranges, by_side=by_side(views, ids),
        claims=tuple([scopes[view.id] for view in views]), backings=tuple([backings[view.id] for view in views if view.id in backings]),
        observations=tuple(sorted(used | {link.right for link in candidates})),
        highlights=tuple(view.id for view in shown), rank=0,
        rank_reasons=rank_reasons(question, faces, origins, len(shown), outside, views), searched=evidence.coverage,
        estimates=estimates(clear, question.measure, question.since, day, natural_dimension(question.measure), seen),
        admissions=admissions(views, ground.sides), left_out=tuple(view.id for view in rejected),
    )  # fmt: skip
    return Found(finding, (*links(related, question, said), *candidates), tuple(sorted(suspects.items())))


def _corrected(kinds: Kinds) -> set[str]:
    """Claims whose speaker told another figure of the same day later: what it took back contradicts nobody."""
    return {
        (right if found.later == left.id else left).id
        for left, right, found in kinds.supersedes
        if left.as_of == right.as_of
    }


def _relation(counted: Sequence[Group], kinds: Kinds) -> Relation:
    """Of the plain claims in scope: conflict where any two do, agree where two speakers' claims bear each other out, single where
    none of them can be held against another, none where there is none."""
    if not counted:
        return "none"
    if not kinds.conflicts and not kinds.agreeing:
        return "single"
    ids = {view.id for entry in counted for view in entry.views}
    if any(left.id in ids and right.id in ids for left, right, _ in kinds.conflicts):
        return "conflict"
    agreeing = (
        left.speaker != right.speaker and left.id in ids and right.id in ids for left, right, _ in kinds.agreeing
    )
    return "agree" if any(agreeing) else "single"


def _sides(told: Sequence[Group], kinds: Kinds) -> Sides:
    """Who says so. both: sources of two sides, each known, named or speaking for itself, say the same. one: a side does.

    A report's word that unnamed sources of two sides agree is that report's word: third_only. Opposition and exile groups, and
    sources of no side, never stand for a side.
    """
    said: set[str] = set()
    standing: dict[str, set[str]] = {}
    for entry in told:
        head = entry.head
        if not (head.positive and head.plain):
            continue
        own = {
            view.side for view in entry.views if view.stands and (view.source is not None or not view.claim.attribution)
        }
        if len(own) > 1 and (head.figure is not None or head.as_of is not None):
            return "both"
        if own:
            standing[head.id] = own
        said.update([view.side for view in entry.views if view.stands])
    if not said:
        return "none" if not any(entry.head.positive and entry.head.plain for entry in told) else "third_only"
    if len(said) > 1:
        nobody: set[str] = set()
        for left, right, _ in kinds.agreeing:
            if len(standing.get(left.id, nobody) | standing.get(right.id, nobody)) > 1:
                return "both"
        if not standing:
            return "third_only"
    return "one"


def _suspects(groups: Sequence[Group], kinds: Kinds) -> dict[str, str]:
    """{claim whose unit is suspect: claim that shows it, or itself}: whole groups, since their claims have one figure and unit."""
    suspects = {view.id: view.id for entry in groups if in_square_metres(entry.head) for view in entry.views}
    shown: dict[str, tuple[bool, View]] = {}
    for left, right, found in kinds.slips:
        suspect, other = (left, right) if found.slip == left.id else (right, left)
        same_number = (
            suspect.claim.quantity is not None
            and other.claim.quantity is not None
            and suspect.claim.quantity.value == other.claim.quantity.value
        )
        known = shown.get(suspect.id)
        if known is None or (not same_number, other.order) < (known[0], known[1].order):
            shown[suspect.id] = (not same_number, other)
    for entry in groups if shown else ():
        shows = next((shown[view.id][1].id for view in entry.views if view.id in shown), None)
        if shows is not None:
            suspects |= {view.id: shows for view in entry.views}
    return suspects


def _told(groups: Sequence[Group], scopes: dict[str, ClaimScope]) -> list[Group]:
    """The groups that stand behind a finding: plain claims that do not differ from the question and of which the place is known;
    without such, those of which it is not."""
    open_ones = [entry for entry in groups if entry.head.plain and scopes[entry.head.id].scope != "differs"]
    placed = [entry for entry in open_ones if "place" not in scopes[entry.head.id].unknown_in]
    return placed or open_ones


def _scopes(
    groups: Sequence[Group], question: Question, ground: Ground, suspects: dict[str, str]
) -> dict[str, ClaimScope]:
    """The scope of each claim: one for all of a group, since all that it is judged by is what they were grouped by, but for a suspect
    unit."""
    found: dict[str, ClaimScope] = {}
    for entry in groups:
        of_all = found[entry.head.id] = scope(entry.head, question, ground)
        for view in entry.views[1:]:
            found[view.id] = ClaimScope(view.id, of_all.scope, of_all.differs_in, of_all.unknown_in, view.added)
        for view in entry.views if suspects else ():
            if view.id in suspects:
                differs = tuple(name for name in ORDER if name == "unit" or name in of_all.differs_in)
                unknown = tuple(name for name in of_all.unknown_in if name != "unit")
                found[view.id] = ClaimScope(view.id, "differs", differs, unknown, view.added)
    return found


def _backings(
    groups: Sequence[Group], question: Question, evidence: Evidence, viewer: Viewer, suspects: dict[str, str]
) -> dict[str, ClaimBacking]:
    """What evidence says to each claim, worked out once for those of a group that it cannot tell apart."""
    found: dict[str, ClaimBacking] = {}
    for entry in groups:
        wide = may_be_whole(entry.head)
        if not wide and entry.head.claim.type not in BACKED:
            continue
        known: dict[tuple[bool, bool], ClaimBacking | None] = {}
        for view in entry.views:
            kind = (view.id in suspects, wide and is_whole(view, viewer))
            if kind not in known:
                known[kind] = _back(view, question, evidence, *kind)
            backing = known[kind]
            if backing is not None:
                found[view.id] = backing if backing.claim == view.id else _of_claim(backing, view.id)
    return found


def _of_claim(backing: ClaimBacking, claim: str) -> ClaimBacking:
    """The same backing of another claim; `replace` takes thrice the time."""
    return ClaimBacking(
        claim, backing.backing, backing.at, backing.low, backing.high, backing.fits_on, backing.observations, backing.reasons
    )  # fmt: skip


def _back(view: View, question: Question, evidence: Evidence, suspect: bool, all_of_it: bool) -> ClaimBacking | None:
    """What evidence says to one claim, or None where no kind of evidence we read can speak on it."""
    kind = view.claim.type
    if all_of_it:
        return back_whole(view, evidence.maps)
    if kind in ("territory_regained", "territory_lost", "control"):
        if view.figure is not None:
            return (
                back_area(view, question, evidence.maps, suspect) if natural_dimension(view.measure) == "area" else None
            )
        return evidence.statuses.back(view) if evidence.statuses.knows(view.place) else None
    if kind == "withdrawal" and evidence.statuses.knows(view.place):
        return evidence.statuses.back(view)
    if kind == "equipment_loss" and view.figure is not None:
        return evidence.lists.back(view, question)
    return None


def _backing(told: Sequence[Group], backings: dict[str, ClaimBacking]) -> Backing:
    """The face: fits or outside where all claims that evidence speaks on are, partly where they are mixed."""
    found = {backings[view.id].backing for entry in told for view in entry.views if view.id in backings}
    spoken = found & {"fits", "outside", "partly"}
    if spoken:
        return "fits" if spoken == {"fits"} else "outside" if spoken == {"outside"} else "partly"
    return "cannot_tell" if "cannot_tell" in found else "none"


def differing(groups: Sequence[Group], scopes: dict[str, ClaimScope]) -> tuple[tuple[Dimension, int], ...]:
    """How many claims differ from the question by dimension; one speaker's claim counts once however many copies carry it."""
    counts: dict[Dimension, int] = defaultdict(int)
    for entry in groups:
        if len(entry.views) == 1:
            for dimension in scopes[entry.head.id].differs_in:
                counts[dimension] += 1
            continue
        speakers: dict[str, ClaimScope] = {}
        for view in entry.views:
            speakers.setdefault(view.speaker, scopes[view.id])
        for found in speakers.values():
            for dimension in found.differs_in:
                counts[dimension] += 1
    return tuple((dimension, counts[dimension]) for dimension in ORDER if counts[dimension])


def _ranges(
    question: Question, views: Sequence[View], told: Sequence[Group], evidence: Evidence, day: date | None
) -> tuple[Range | None, tuple[Range, ...]]:
    """The printed range and those by source, by the end of a day."""
    kind, _, counted = question.measure.partition(":")
    if kind == "equipment_loss":
        owners = {view.whose for entry in told for view in entry.views if view.whose is not None}
        found = evidence.lists.ranges(question.measure, owners.pop() if len(owners) == 1 else None, question.since, day)
        return (found[0] if len(found) == 1 else None), found
    if kind not in CHANGES_HANDS or counted:
        return None, ()
    territory = kind in ("territory_regained", "territory_lost")
    what: Ground_ = _area_of(kind, views, evidence.maps, question.place) if territory else "held"
    mapped = [place for lies, place in evidence.maps.places(question.place) if lies == "same"]
    if not mapped and not territory:
        mapped = _behind_border(question.place, evidence)
    if len(mapped) != 1:
        return None, ()
    return printed(evidence.maps, mapped[0], what, question.since if territory else None, day)


def _behind_border(place: str, evidence: Evidence) -> list[str]:
    """Mapped places that a border runs through or along: that it was reached is read against what is still held there."""
    gazetteer = evidence.ground.gazetteer
    known = gazetteer.get(place)
    if known is None or known.kind != "border":
        return []
    return [other for other in evidence.maps.mapped if gazetteer.relation(other, place) in ("contains", "overlaps")]


def _area_of(kind: str, views: Sequence[View], maps: Maps, place: str) -> Ground_:
    """Ground the mapped holder lost, unless most claims of the question are of ground it won."""
    holders = {entries[-1].seen.holder for entries in maps.series(place).values() if entries}
    speakers = {(view.speaker, view.claim.actor) for view in views if view.claim.actor}
    by_holder = sum(actor in holders for _, actor in speakers)
    gains = by_holder * 2 > len(speakers)
    if kind == "territory_lost":
        gains = not gains and bool(speakers)
    return "lost" if gains else "regained"


def _latest(views: Iterable[View]) -> date | None:
    return max((view.as_of for view in views if view.as_of is not None), default=None)


def by_side(views: Iterable[View], behind: set[str] | None) -> tuple[SideView, ...]:
    """What each side says, sub-groups inside a side apart: all its claims, and the hull of its figures that stand behind the finding.
    behind: ids of the claims that do, None where all do."""
    by: dict[tuple[str, str], list[View]] = defaultdict(list)
    for view in views:
        by[view.side, view.group].append(view)
    made = []
    for (side, inside), own in sorted(by.items()):
        figures = [
            figure.shown
            for view in own
            if (figure := view.figure) is not None
            and figure.shown is not None
            and view.positive
            and (behind is None or view.id in behind)
        ]
        made.append(
            SideView(
                side, min(figures, default=None), max(figures, default=None), len({view.speaker for view in own}),
                len({view.report for view in own}), tuple(sorted([view.id for view in own])), inside,
            )
        )  # fmt: skip
    return tuple(made)
