"""The finding: relation, backing, sides and origins of one question's claims, its ranges, and the figures to explain first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import combinations, pairwise
from operator import attrgetter

from msgspec import structs

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
    LinkReason,
    Question,
    Range,
    Relation,
    Sides,
    SideView,
)
from zvirka.model.judgements import NOTHING_TOLD, Pair, Told, pair
from zvirka.reconcile.admission import admissions
from zvirka.reconcile.estimates import estimates
from zvirka.reconcile.evidence import Statuses, back_area, back_whole, is_whole, may_be_whole
from zvirka.reconcile.highlights import highlights
from zvirka.reconcile.losses import LossLists
from zvirka.reconcile.maps import Ground_, Maps, printed
from zvirka.reconcile.questions import CHANGES_HANDS
from zvirka.reconcile.scope import ORDER, ClaimRelation, compare, natural_dimension, scope
from zvirka.reconcile.views import OBJECTS, View, Viewer, in_square_metres

ALL_PAIRS, ALL_PAIRS_FORMED = 40, 12
"""House rule: up to so many different figures of a question, asked or formed, are linked each with each (780 and 66 pairs). Beyond, figures
of one scope with their neighbours in size and the extremes with each other (conflicts of a scope show there), a speaker's with the one
before, and the first so many with the highlighted ones: links grow with the claims, never with their square."""
AGREE = frozenset({"same", "supports"})
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
class Group:
    """Claims of a question that say one thing of one scope: compared, backed and linked once. views: by `View.order`."""

    views: tuple[View, ...]

    @property
    def head(self) -> View:
        """The claim that stands for the group."""
        return self.views[0]


@dataclass(frozen=True, slots=True)
class _Faces:
    relation: Relation
    backing: Backing
    sides: Sides


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
    said = _said_by_people(related, groups, told)
    suspects = _suspects(groups, related)
    scopes = {view.id: found for entry in groups for view, found in _scopes(entry, question, ground, suspects)}
    backings = _backings(groups, question, evidence, viewer, suspects)
    corrected = _corrected(related)
    counted = [
        entry
        for entry in groups
        if scopes[entry.head.id].scope == "in_scope" and entry.head.plain and entry.head.id not in corrected
    ]
    standing = _told(groups, scopes)
    behind = [view for entry in standing or groups for view in entry.views]
    day = question.as_of or _latest(shown) or _latest(behind) or _latest(views)
    whole, ranges = _ranges(question, views, standing, evidence, day)
    clear = [view for entry in standing for view in entry.views if view.id not in suspects]
    seen = whole if whole is not None and whole.as_of is not None and whole.as_of.day == day else None
    used = {key for entry in backings.values() for key in entry.observations}
    used |= {key for entry in ranges for key in entry.observations}
    candidates = [link for view in views for link in evidence.lists.candidates(view, question)]
    faces = _Faces(relation(counted, related), _backing(standing, backings), sides(standing, related))
    origins = len({view.speaker for view in behind})
    outside = {entry.claim for entry in backings.values() if entry.backing == "outside"}
    outside = {id for id in outside if "place" not in scopes[id].differs_in}
    finding = Finding(
        id=digest("finding", question.id), question=question,
        relation=faces.relation, backing=faces.backing, sides=faces.sides,
        origins=origins, reports=len({view.report for view in behind}),
        differing=_differing(groups, scopes), range=whole, ranges=ranges, by_side=_by_side(views, {view.id for view in behind}),
        claims=tuple(scopes[view.id] for view in views), backings=tuple(backings[view.id] for view in views if view.id in backings),
        observations=tuple(sorted(used | {link.right for link in candidates})),
        highlights=tuple(view.id for view in shown), rank=0,
        rank_reasons=_rank_reasons(question, faces, origins, len(shown), outside, views), searched=evidence.coverage,
        estimates=estimates(clear, question.measure, question.since, day, natural_dimension(question.measure), seen),
        admissions=admissions(views, ground.sides), left_out=tuple(view.id for view in rejected),
    )  # fmt: skip
    links = (
        *(_by_people(link, said) for link in _links(related, question)),
        *candidates,
    )
    return Found(finding, links, tuple(sorted(suspects.items())))


def _by_people(link: Link, said: Mapping[Pair, str]) -> Link:
    """The link as theirs where people said so of its pair."""
    by = said.get(pair(link.left, link.right)) if said else None
    return link if by is None else replace(link, by=by)


def _corrected(related: Related) -> set[str]:
    """Claims whose speaker told another figure of the same day later: what it took back contradicts nobody."""
    return {
        (right if found.later == left.id else left).id
        for left, right, found in related.values()
        if found.kind == "supersedes" and left.as_of == right.as_of
    }


def _told(groups: Sequence[Group], scopes: dict[str, ClaimScope]) -> list[Group]:
    """The groups that stand behind a finding: plain claims that do not differ from the question and of which the place is known;
    without such, those of which it is not."""
    open_ones = [entry for entry in groups if entry.head.plain and scopes[entry.head.id].scope != "differs"]
    placed = [entry for entry in open_ones if "place" not in scopes[entry.head.id].unknown_in]
    return placed or open_ones


def group(views: Iterable[View]) -> list[Group]:
    """Claims grouped by what is compared of them, so that what follows costs by figures and not by reports. views: by `View.order`."""
    found: dict[tuple[object, ...], list[View]] = defaultdict(list)
    for view in views:
        quantity = view.claim.quantity
        key = (
            view.claim.type, view.positive, view.plain, view.figure, quantity and quantity.unit, view.basis == "measured",
            view.part, view.kind, view.left,
            view.as_of, view.as_of_said, view.places, view.place_kind, view.since_days, view.since, view.definition,
            view.whose, view.claim.actor if view.figure else (view.claim.actor, view.claim.target),
        )  # fmt: skip
        found[key].append(view)
    return [Group(tuple(members)) for members in found.values()]


Related = dict[tuple[str, str], tuple[View, View, ClaimRelation]]


def relate(groups: Sequence[Group], shown: Sequence[View], ground: Ground, all_pairs: int = ALL_PAIRS) -> Related:
    """Relations between groups by their heads, between highlighted claims, and within a group of its head with each other claim.

    all_pairs: up to so many groups are related each with each.
    """
    pairs: list[tuple[View, View]] = [(entry.head, other) for entry in groups for other in entry.views[1:]]
    pairs += list(combinations(shown, 2))
    heads = [entry.head for entry in groups]
    if len(heads) <= all_pairs:
        pairs += list(combinations(heads, 2))
    else:
        pairs += _neighbours(heads)
        pairs += [(one, head) for one in shown for head in heads[:all_pairs] if head.id != one.id]
    related: Related = {}
    for left, right in pairs:
        key = (left.id, right.id) if left.id < right.id else (right.id, left.id)
        if key not in related:
            related[key] = (left, right, compare(left, right, ground))
    return related


def _said_by_people(related: Related, groups: Sequence[Group], told: Told) -> dict[Pair, str]:
    """Sets in `related` what people said of pairs of claims, and of the groups they stand in; gives who said so, by pair."""
    if not told.same and not told.apart:
        return {}
    views = {view.id: view for entry in groups for view in entry.views}
    heads = {view.id: entry.head.id for entry in groups for view in entry.views}
    said: dict[Pair, str] = {}
    for both in (*told.same, *told.apart):
        if not views.keys() >= {*both}:
            continue
        for left, right in {both, pair(heads[both[0]], heads[both[1]])} if both in told.same else {both}:
            if left == right:
                continue
            before = related.get((left, right))
            if both in told.same:
                one = ClaimRelation("same", (), (), (LinkReason("person"),))
                related[left, right] = (views[left], views[right], one)
                said[left, right] = told.same[both]
            elif before is not None and before[2].kind in (*AGREE, "conflicts"):
                related[left, right] = (*before[:2], structs.replace(before[2], kind="cannot_tell"))
    return said


def _neighbours(heads: Sequence[View]) -> list[tuple[View, View]]:
    """Pairs that tell most, few a head. Of one scope: neighbours in the order of their figures and the extremes, without figures
    neighbours in time. Of one speaker: neighbours in time, and those of one figure. Of one number, and of one speaker's day: neighbours
    in different units."""
    scopes: dict[tuple[object, ...], list[View]] = defaultdict(list)
    speakers: dict[tuple[object, ...], list[View]] = defaultdict(list)
    numbers: dict[object, list[View]] = defaultdict(list)
    for head in heads:
        figure, quantity = head.figure, head.claim.quantity
        if figure is None:
            scopes[head.claim.type, head.places, head.plain].append(head)
        elif head.as_of is not None:
            counted = (head.definition, head.part, head.kind, head.left, figure.dimension, head.basis == "measured")
            scopes[head.claim.type, head.as_of, head.places, head.since_days, head.plain, counted].append(head)
        if head.source is not None:
            speakers[head.source, head.places, figure is None].append(head)
            if figure is not None:
                speakers[head.source, figure.shown, figure.unit].append(head)
        if quantity is not None and quantity.value is not None:
            numbers[quantity.value].append(head)
            if head.source is not None:
                numbers[head.source, head.as_of].append(head)
    pairs: list[tuple[View, View]] = []
    for members in scopes.values():
        ordered = sorted(members, key=_by_size)
        pairs += pairwise(ordered)
        if len(members) > 2 and ordered[0].figure is not None:
            pairs.append((min(members, key=_by_most), ordered[-1]))
    for members in speakers.values():
        pairs += pairwise(sorted(members, key=_in_time))
    for members in numbers.values():
        ordered = sorted(members, key=_by_unit)
        pairs += [(one, other) for one, other in pairwise(ordered) if _by_unit(one)[0] != _by_unit(other)[0]]
    return [(one, other) for one, other in pairs if one.id != other.id]


def _by_size(view: View) -> tuple[object, ...]:
    """Figures by the least they allow; without figures by the day."""
    if view.figure is None:
        return _in_time(view)
    return (view.figure.allowed.low, view.figure.allowed.high, view.positive, view.order)


def _by_most(view: View) -> tuple[object, ...]:
    return (view.figure.allowed.high if view.figure else 0.0, view.order)


def _in_time(view: View) -> tuple[object, ...]:
    return (view.as_of or date.min, view.since or date.min, view.order)


def _by_unit(view: View) -> tuple[str, tuple[object, ...]]:
    return (view.claim.quantity.unit if view.claim.quantity else "", view.order)


def relation(counted: Sequence[Group], related: Related) -> Relation:
    """Of the plain claims in scope: conflict where any two do, agree where two speakers' claims bear each other out, single where
    none of them can be held against another, none where there is none."""
    if not counted:
        return "none"
    telling = [each for each in related.values() if each[2].kind == "conflicts" or each[2].kind in AGREE]
    ids = {view.id for entry in counted for view in entry.views} if telling else set()
    kinds = [(left, right, found.kind) for left, right, found in telling if left.id in ids and right.id in ids]
    if any(kind == "conflicts" for _, _, kind in kinds):
        return "conflict"
    return "agree" if any(kind in AGREE and left.speaker != right.speaker for left, right, kind in kinds) else "single"


def sides(told: Sequence[Group], related: Related) -> Sides:
    """Who says so. both: sources of two sides, each known, named or speaking for itself, say the same. one: a side does.

    A report's word that unnamed sources of two sides agree is that report's word: third_only. Opposition and exile groups, and
    sources of no side, never stand for a side.
    """
    views = [view for entry in told for view in entry.views if view.positive and view.plain]
    if not views:
        return "none"
    said = {view.side for view in views if view.stands}
    standing = {
        view.id: view.side for view in views if view.stands and (view.source is not None or not view.claim.attribution)
    }
    for entry in told:
        own = {standing[view.id] for view in entry.views if view.id in standing}
        if len(own) > 1 and (entry.head.figure is not None or entry.head.as_of is not None):
            return "both"
    agreeing = ((left, right) for left, right, found in related.values() if found.kind in AGREE)
    by_head = {entry.head.id: {standing[view.id] for view in entry.views if view.id in standing} for entry in told}
    for left, right in agreeing:
        if len(by_head.get(left.id, set()) | by_head.get(right.id, set())) > 1:
            return "both"
    if not said or (len(said) > 1 and not standing):
        return "third_only"
    return "one"


def _suspects(groups: Iterable[Group], related: Related) -> dict[str, str]:
    """{claim whose unit is suspect: claim that shows it, or itself}: whole groups, since their claims have one figure and unit."""
    groups = list(groups)
    suspects = {view.id: view.id for entry in groups if in_square_metres(entry.head) for view in entry.views}
    shown: dict[str, tuple[bool, View]] = {}
    for left, right, found in related.values():
        if found.slip is not None:
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


def _scopes(
    entry: Group, question: Question, ground: Ground, suspects: dict[str, str]
) -> Iterator[tuple[View, ClaimScope]]:
    """The scope of each claim of a group: one for all, since all that it is judged by is what they were grouped by, but for a
    suspect unit."""
    of_all = scope(entry.head, question, ground)
    if suspects and any(view.id in suspects for view in entry.views):
        differs = tuple(name for name in ORDER if name == "unit" or name in of_all.differs_in)
        unknown = tuple(name for name in of_all.unknown_in if name != "unit")
        for view in entry.views:
            if view.id in suspects:
                yield view, ClaimScope(view.id, "differs", differs, unknown, view.added)
            else:
                yield view, ClaimScope(view.id, of_all.scope, of_all.differs_in, of_all.unknown_in, view.added)
        return
    yield entry.head, of_all
    for view in entry.views[1:]:
        yield view, ClaimScope(view.id, of_all.scope, of_all.differs_in, of_all.unknown_in, view.added)


def _backings(
    groups: Sequence[Group], question: Question, evidence: Evidence, viewer: Viewer, suspects: dict[str, str]
) -> dict[str, ClaimBacking]:
    """What evidence says to each claim, worked out once for those of a group that it cannot tell apart."""
    found: dict[str, ClaimBacking] = {}
    for entry in groups:
        wide = may_be_whole(entry.head)
        if not wide and entry.head.claim.type not in BACKED:
            continue
        alike: dict[tuple[bool, bool], list[View]] = defaultdict(list)
        for view in entry.views:
            alike[view.id in suspects, wide and is_whole(view, viewer)].append(view)
        for (suspect, whole), views in alike.items():
            backing = _back(views[0], question, evidence, suspect, whole)
            if backing is not None:
                found[views[0].id] = backing
                found.update((view.id, _of_claim(backing, view.id)) for view in views[1:])
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


def _differing(groups: Sequence[Group], scopes: dict[str, ClaimScope]) -> tuple[tuple[Dimension, int], ...]:
    """How many claims differ from the question by dimension; one speaker's claim counts once however many copies carry it."""
    counts: dict[Dimension, int] = defaultdict(int)
    for entry in groups:
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


def _by_side(views: Iterable[View], behind: set[str]) -> tuple[SideView, ...]:
    """What each side says, sub-groups inside a side apart: all its claims, and the hull of its figures that stand behind the finding."""
    by: dict[tuple[str, str], list[View]] = defaultdict(list)
    for view in views:
        by[view.side, view.group].append(view)
    made = []
    for (side, inside), own in sorted(by.items()):
        told = (view.figure for view in own if view.figure and view.positive and view.id in behind)
        figures = [figure.shown for figure in told if figure.shown is not None]
        made.append(
            SideView(
                side, min(figures, default=None), max(figures, default=None), len({view.speaker for view in own}),
                len({view.report for view in own}), tuple(sorted(view.id for view in own)), inside,
            )
        )  # fmt: skip
    return tuple(made)


def _links(related: Related, question: Question) -> list[Link]:
    links = []
    for left, right, found in related.values():
        if found.kind == "cannot_tell":
            continue
        ends = (min(left.id, right.id), max(left.id, right.id))
        if found.kind == "supersedes":
            ends = (left.id, right.id) if found.later == left.id else (right.id, left.id)
        reasons = found.reasons
        if found.unknown_in:
            reasons = (*reasons, _unknown_in(found.unknown_in))
        links.append(Link(found.kind, *ends, reasons, found.differs_in, question=question.id))
    return links


@cache
def _unknown_in(dimensions: tuple[Dimension, ...]) -> LinkReason:
    return LinkReason("unknown_in", tuple(("dimension", dimension) for dimension in dimensions))


def _rank_reasons(
    question: Question, faces: _Faces, origins: int, highlighted: int, outside: set[str], views: Sequence[View]
) -> tuple[tuple[str, str], ...]:
    """Why a finding ranks where it does, in the order in which it is compared. outside: claims about its place that evidence is against."""
    numbers = {view.figure.shown for view in views if view.figure and view.plain}
    against = len({(view.speaker, view.figure, view.as_of) for view in views if view.id in outside}) if outside else 0
    reasons = [
        ("asked", "yes" if question.asked else ""),
        ("conflict", "yes" if faces.relation == "conflict" else ""),
        ("outside", "yes" if faces.backing == "outside" else ""),
        ("side_by_side", "yes" if highlighted > 1 else ""),
        _counted("against", against),
        ("both_sides", "yes" if faces.sides == "both" else ""),
        _counted("origins", origins),
        _counted("figures", len(numbers)),
        ("object", "yes" if question.measure.partition(":")[0] in OBJECTS else ""),
    ]
    return tuple(reason for reason in reasons if reason[1])


@lru_cache(10_000)
def _counted(name: str, count: int) -> tuple[str, str]:
    return (name, str(count) if count or name == "origins" else "")


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in the order they are shown, rank from 1: asked ones as asked, then contradicted, outside the evidence, with two figures
    side by side, with evidence against a claim, said by both sides, by number of origins and of figures; then measure, place, id."""
    order = sorted(range(len(findings)), key=lambda index: _rank_key(findings[index], index))
    return [replace(findings[index], rank=rank) for rank, index in enumerate(order, 1)]


def _rank_key(finding: Finding, index: int) -> tuple[object, ...]:
    reasons = dict(finding.rank_reasons)
    asked = "asked" in reasons
    numbers = tuple(-int(reasons.get(name) or 0) for name in ("origins", "figures"))
    flags = tuple(name not in reasons for name in ("conflict", "outside", "side_by_side", "against", "both_sides"))
    question = finding.question
    return (
        not asked,
        index if asked else 0,
        *flags,
        *numbers,
        question.measure,
        question.place,
        str(question.since),
        question.id,
    )
