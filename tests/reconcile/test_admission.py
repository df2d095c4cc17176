"""Admission against interest goes by whom a statement hurts, and by who may stand for a side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.reconcile.hand import KHARKIV, Folder, asked_finding, ground, said_by
from zvirka.model.case import AskedQuestion
from zvirka.model.claims import EquipmentSlot
from zvirka.model.spans import Span
from zvirka.reconcile.admission import admissions, hurt

GANCHEV, MALIAR = said_by("Vitaly Ganchev", "russia"), said_by("Hanna Maliar", "ukraine")
TANKS = (EquipmentSlot(None, "tank", 9, "russia", None, Span(0, 1, "x")),)


@pytest.mark.parametrize(
    ("slots", "side"),
    [
        ({"kind": "territory_regained", "actor": "ukraine"}, "russia"),
        ({"kind": "territory_regained", "actor": "russia"}, "ukraine"),
        ({"kind": "territory_lost", "actor": "russia"}, "ukraine"),
        ({"kind": "territory_lost", "actor": None, "target": "russia"}, "russia"),
        ({"kind": "territory_lost", "actor": None}, None),
        ({"kind": "withdrawal", "actor": "russia"}, "russia"),
        ({"kind": "control", "actor": "ukraine"}, "russia"),
        ({"kind": "raid", "actor": "ukraine"}, "russia"),
        ({"kind": "equipment_loss", "actor": "ukraine", "equipment": TANKS}, "russia"),
        ({"kind": "casualties", "actor": "russia", "target": "ukraine"}, "ukraine"),
        ({"kind": "conduct", "actor": "russia"}, "russia"),
        ({"kind": "withdrawal", "actor": None}, None),
        ({"kind": "territory_regained", "actor": "third"}, None),
        ({"kind": "order", "actor": "russia"}, None),
        ({"kind": "withdrawal", "actor": "russia", "polarity": "negated"}, None),
        ({"kind": "withdrawal", "actor": "russia", "modality": "predicted"}, None),
    ],
)
def test_whom_a_statement_hurts(slots: dict[str, Any], side: str | None) -> None:
    folder = Folder()
    assert hurt(folder.view(folder.claim("a", "what was said", **slots)), ground().sides) == side


@pytest.mark.parametrize(
    ("by", "admitted"),
    [
        (GANCHEV, True),
        (MALIAR, False),
        (said_by("Boris Nadezhdin", "russia"), False),
        (said_by("Russian sources", "russia", named=False), False),
        (said_by("Tamara Lvovna", "russia", kind="eyewitness"), False),
        (said_by("ISW", "third"), False),
        (None, False),
    ],
    ids=[
        "its own official",
        "the other side",
        "opposition",
        "unnamed sources",
        "a resident",
        "an analyst",
        "the author",
    ],
)
def test_only_who_stands_for_a_side_admits_what_hurts_it(by: Any, admitted: bool) -> None:
    folder = Folder()
    claim = folder.claim("a", "Russian troops left the oblast", kind="withdrawal", by=by, actor="russia")
    assert admissions([folder.view(claim)], ground().sides) == ((claim.id,) if admitted else ())


def test_a_finding_names_the_admissions_among_its_claims() -> None:
    folder = Folder()
    own = folder.claim("a", "we left it", kind="withdrawal", by=GANCHEV, actor="russia", event=10)
    folder.claim("b", "they left it", kind="withdrawal", by=MALIAR, actor="russia", event=10)
    finding = asked_finding(folder.reconcile(asked=[AskedQuestion("withdrawal", KHARKIV, None)]))
    assert finding.admissions == (own.id,)
    assert finding.sides == "both"


def test_who_was_struck_accuses_and_admits_only_where_the_words_say_so() -> None:
    folder = Folder()
    told = replace(MALIAR, commitment="stated"), replace(GANCHEV, commitment="admitted")
    folder.claim("a", "their guns hit the colony", kind="strike", actor="russia", by=told[0])
    owned = folder.claim("b", "their rockets hit our depot", kind="strike", actor="ukraine", by=told[1])
    views = [folder.view(claim) for claim in folder.claims]
    assert admissions(views, ground().sides) == (owned.id,)
