"""Whom a statement hurts, and which side admits what hurts it: who says its own loss is believed more readily than who says the other's.

Only who may stand for a side admits anything for it: exile and opposition voices never do, nor does an author's word that a side does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from zvirka.model.sources import Side
from zvirka.reconcile.views import View

HURTS_OTHERS = frozenset(
    {"territory_regained", "territory_lost", "control", "advance", "border_crossing", "raid", "strike"}
)
"""Types that tell of what the actor gained or did to the other side; ground lost is told by who took it, or by who lost it."""
ACCUSED_OF = frozenset({"strike"})
"""Of these whoever was hit tells as of what the other did: an admission only where the words say that it is admitted or confirmed."""
OWNED = frozenset({"admitted", "confirmed"})
HURTS_ACTOR = frozenset({"withdrawal", "conduct", "civilian_harm"})
"""Types that tell of what the actor lost, or is to blame for."""
HURTS_OWNER = frozenset({"equipment_loss", "casualties", "prisoners"})
"""Types that tell of whose losses they count."""


def hurt(view: View, sides: Collection[Side]) -> Side | None:
    """The side a statement hurts, None where its words do not tell or it hurts more than one. sides: those of the theatre."""
    if not view.positive or not view.plain:
        return None
    claim = view.claim
    if claim.type == "territory_lost" and claim.target in sides:
        return claim.target
    if claim.type in HURTS_OTHERS:
        others = [side for side in sides if side != claim.actor]
        return others[0] if claim.actor in sides and len(others) == 1 else None
    if claim.type in HURTS_ACTOR:
        return claim.actor if claim.actor in sides else None
    if claim.type in HURTS_OWNER:
        return view.whose if view.whose in sides else None
    return None


def admissions(views: Iterable[View], sides: Collection[Side]) -> tuple[str, ...]:
    """Ids of claims by which a side admits what hurts it: said by a source that is known, or told of as one, and stands for the side."""
    return tuple(
        sorted(
            view.id
            for view in views
            if view.stands
            and (view.source is not None or not view.claim.attribution)
            and view.side == hurt(view, sides)
            and (view.claim.type not in ACCUSED_OF or _owned(view))
        )
    )


def _owned(view: View) -> bool:
    return bool(view.claim.attribution) and view.claim.attribution[0].commitment in OWNED
