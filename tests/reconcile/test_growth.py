"""What reconcile costs grows with the claims and not with their square: steps are counted, never seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.reconcile.hand import ASKED, IZIUM, KHARKIV, KYIV, NONE_READ, Folder, ground, place, said_by, slot
from zvirka.model.case import AskedQuestion, Case
from zvirka.model.claims import Claim, StatementType
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes
from zvirka.reconcile import questions, reconcile, relating

FEW, TIMES = 120, 10
MOST = {"compare": 7, "overlap": 10, "claims in findings": 5, "links": 7}
"""So many steps a claim at most, in a case of few claims and in one of many."""
Made = Callable[[Folder, int], list[Claim]]


def steps(made: Made, count: int, asked: tuple[AskedQuestion, ...], patch: pytest.MonkeyPatch) -> Counter[str]:
    """How often two claims are compared, how many claims stand in findings, how many questions are looked at for claims, how many links."""
    folder, done = Folder(), Counter[str]()
    with patch.context() as patched:
        for where, name in ((relating, "compare"), (questions, "overlap")):
            patched.setattr(where, name, _counted(getattr(where, name), name, done))
        found = reconcile(
            Case(questions=asked), folder.texts, made(folder, count), (), NONE_READ, ground(), origins={}, zone=KYIV
        )
    done["claims in findings"] = sum(len(each.claims) for each in found.findings)
    done["links"] = len(found.links)
    return done


def _counted(function: Callable[..., object], name: str, done: Counter[str]) -> Callable[..., object]:
    def counted(*args: object) -> object:
        done[name] += 1
        return function(*args)

    return counted


def others(folder: Folder, count: int, kinds: tuple[StatementType, ...], places: int) -> list[Claim]:
    """So many claims of ever other figures, days, speakers and starts, at as many places of the theatre."""
    random = Random(7)
    known = [IZIUM, KHARKIV, *random.sample(sorted(ground().gazetteer.ids), max(places, 2))][:places]
    units = {"territory_regained": "km2", "casualties": "people"}
    speakers = [said_by(f"Speaker {n}", random.choice(("ukraine", "russia", "third"))) for n in range(40)]
    first = folder.claim("seed", "so many 7", 7.0)
    claims = []
    for number in range(count):
        kind = random.choice(kinds)
        day = date(2022, 3, 1) + timedelta(days=random.randrange(200))
        start = slot(day - timedelta(days=random.choice((1, 7, 40)))) if random.random() < 0.4 else None
        quantity = None
        if kind in units:
            quantity = replace(folder.claims[0].quantity, value=float(random.randrange(1, 9000)), unit=units[kind])  # type: ignore[type-var]
            quantity = replace(quantity, counted="area" if kind == "territory_regained" else "people")
        event = slot(day) if quantity is None and random.random() < 0.7 else None
        claims.append(
            replace(
                first, id=f"{number:064d}", item=f"r{number}", path=f"r{number}.txt", type=kind, quantity=quantity,
                quote=Span(0, 9, "so many 7"), attribution=(random.choice(speakers),), places=(place(random.choice(known)),),
                times=ClaimTimes(event, slot(day, basis="said") if event is None else None, start, None, slot(day)),
            )
        )  # fmt: skip
    return claims


FIGURES: tuple[StatementType, ...] = ("territory_regained",)
ALL: tuple[StatementType, ...] = ("territory_regained", "casualties", "strike", "control", "withdrawal")


@pytest.mark.parametrize(
    ("kinds", "places", "asked"),
    [(FIGURES, 1, (ASKED,)), (FIGURES, 1, ()), (("strike",), 1, ()), (("control",), 1, ()), (ALL, 5, (ASKED,)), (ALL, 40, ())],
    ids=["one asked", "one formed", "strikes of a town", "who holds a town", "five places", "forty places"],
)  # fmt: skip
def test_ten_times_the_claims_take_no_more_steps_a_claim(
    kinds: tuple[StatementType, ...], places: int, asked: tuple[AskedQuestion, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (
        steps(lambda folder, n: others(folder, n, kinds, places), count, asked, monkeypatch)
        for count in (FEW, FEW * TIMES)
    )
    for name, taken in many.items():
        assert taken <= MOST[name] * FEW * TIMES, name
        assert few[name] <= MOST[name] * FEW, name
