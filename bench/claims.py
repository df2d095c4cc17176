"""Claims into questions and findings: time and memory by number of claims, made claims on real places, in a process of its own each.

Made like a year of a war: claims of eight types fall on 2,000 places (of a hundred, three are raions and one an oblast, as in the
gazetteer) and a year's days by exponential distributions, so that the most told-of place has one in a hundred and the first day one in
120; figures are rounded, three claims in ten tell the start of their count, four in ten of the others no day; speakers are 3,000.
Places, days and speakers do not grow with the claims: a hundred times the claims are crowded into the same ones, which is harder than a
longer war. How many claims a question has is printed, and how many questions a claim: wide places that hold many others make more of
both, and a claim dearer. No copies are looked for (that is `bench.lineage`), and what was said over time is left out but in the line
`claims_over_time`.
python -m bench.claims COUNT prints one line.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from bench.measure import measure
from zvirka.ground import Ground, load_ground
from zvirka.model.canonical import sha256_hex
from zvirka.model.case import AskedQuestion, Case
from zvirka.model.claims import Claim, Extractor, StatementType, claim_id
from zvirka.model.findings import Coverage
from zvirka.model.items import Text, text_digest
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Counted, Quantity
from zvirka.model.sources import Attribution, Voice
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes, Moment, TimeSlot
from zvirka.reconcile import reconcile

ROOT = Path(__file__).resolve().parents[1]
COUNTS = (10_000, 100_000, 1_000_000)
OVER_TIME = 100_000
A_REPORT = 20
"""Claims a report."""
PLACES, SPEAKERS, DAYS = 2_000, 3_000, 365
START = date(2022, 3, 1)
EXTRACTOR = Extractor("bench", "1")
OBLAST = "geonames:706482"
TYPES: tuple[tuple[StatementType, str], ...] = (
    ("territory_regained", "km2"), ("casualties", "people"), ("equipment_loss", "items"),
    ("strike", ""), ("clash", ""), ("withdrawal", ""), ("control", ""), ("civilian_harm", "people"),
)  # fmt: skip
COUNTED: dict[str, Counted] = {"km2": "area", "people": "people", "items": "items"}


def made(count: int, ground: Ground, seed: int = 20220912) -> tuple[list[Text], list[Claim]]:
    """So many claims with their reports, by a seeded source of chance."""
    random = Random(seed)  # noqa: S311 a seeded bench, no secret
    places = list(_places(ground))
    speakers = [
        Attribution(f"Speaker {n}", "official", random.choice(("ukraine", "russia", "third")), True, 1, None, "claimed", False, None, None)
        for n in range(SPEAKERS)
    ]  # fmt: skip
    texts: list[Text] = []
    claims: list[Claim] = []
    for number in range(-(-count // A_REPORT)):
        day = START + timedelta(min(int(random.expovariate(3 / DAYS)), DAYS))
        words = f"Report {number} tells what was said."
        voice = Voice(f"Outlet {number % 200}", "media", "unknown")
        text = Text(
            f"r{number:06d}",
            None,
            f"r{number:06d}.txt",
            words,
            text_digest(words),
            "en",
            Moment(day),
            None,
            voice,
            "bench",
        )
        texts.append(text)
        claims += _claims(text, day, random, places, speakers, min(A_REPORT, count - len(claims)))
    return texts, claims


def _claims(
    text: Text, day: date, random: Random, places: list[PlaceSlot], speakers: list[Attribution], count: int
) -> Iterator[Claim]:
    told, said = TimeSlot(None, day, None, "said"), TimeSlot(day, day, None, "stated")
    for at in range(count):
        kind, unit = TYPES[random.randrange(len(TYPES))]
        place = places[min(int(random.expovariate(20 / PLACES)), PLACES - 1)]
        speaker = (speakers[min(int(random.expovariate(10 / SPEAKERS)), SPEAKERS - 1)],)
        span = Span(at, at + 1, text.text[at : at + 1])
        quantity = None
        if unit and random.random() < 0.7:
            value = float(round(10 ** random.uniform(0.5, 3.5), -1) or 5)
            quantity = Quantity(
                value, None, None, unit, "exact", COUNTED[unit], "change", None, None, None, None, "claimed", span
            )
        start = day - timedelta(random.choice((1, 7)))
        since = TimeSlot(start, start, None, "stated") if random.random() < 0.3 else None
        event = TimeSlot(day, day, None, "stated") if quantity is None and random.random() < 0.6 else None
        yield Claim(
            claim_id(text.item, None, text.digest, kind, span, speaker), text.item, text.path, None, text.digest, "en", kind, None,
            "affirmed", "asserted", True, False, random.choice(("ukraine", "russia")), None, (), span, text.voice, speaker, (),
            quantity, (place,), ClaimTimes(event, told, since, None, said), EXTRACTOR, (),
        )  # fmt: skip


def _places(ground: Ground) -> Iterator[PlaceSlot]:
    """Places of a kind in the order of their ids' digests: one that the gazetteer gains moves few others."""
    kinds: dict[str, list[str]] = {"settlement": [], "adm2": [], "adm1": []}
    for id in sorted(ground.gazetteer.ids, key=lambda each: sha256_hex(each.encode())):
        known = ground.gazetteer.get(id)
        if known is not None and known.kind in kinds:
            kinds[known.kind].append(id)
    for number in range(PLACES):
        kind = "adm1" if number % 100 == 40 else "adm2" if number % 25 == 16 else "settlement"
        yield _place(kinds[kind].pop(0), ground)


def _place(id: str, ground: Ground) -> PlaceSlot:
    known = ground.gazetteer.get(id)
    if known is None:
        raise LookupError(id)
    name = ground.gazetteer.name(id, "en")
    return PlaceSlot("at", id, name, known.kind, known.lon, known.lat, known.uncertainty_m, None, None)


def run(count: int, over_time: bool = False) -> dict[str, object]:
    """Reconciles so many claims in this process; gives what a line of history holds. Memory: the most this process ever held."""
    ground = load_ground("ukraine")
    texts, claims = made(count, ground)
    held_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    case = Case(questions=(AskedQuestion("territory_regained", OBLAST, START),))
    began, computing = time.perf_counter(), time.process_time()
    origins = {text.report: text.report for text in texts}
    coverage = Coverage(len(texts), len(texts), len(texts), 0, 0)
    found = reconcile(case, texts, claims, (), coverage, ground, origins=origins, zone=UTC, over_time=over_time)
    seconds, cpu = time.perf_counter() - began, time.process_time() - computing
    if not found.findings or not found.links:
        raise ValueError("nothing came of it")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    sizes = sorted(len(finding.claims) for finding in found.findings)
    middle = sizes[bisect_left(list(accumulate(sizes)), sum(sizes) / 2)]
    return {
        "bench": "claims_over_time" if over_time else "claims", "claims": count,
        "s": round(seconds, 2), "cpu_s": round(cpu, 2), "us_a_claim": round(1e6 * cpu / count, 1),
        "questions": len(found.questions), "questions_a_claim": round(sum(sizes) / count, 2),
        "claims_a_question": {"half_in_over": middle, "most": sizes[-1]},
        "links": len(found.links), "peak_mb": round(peak), "given_mb": round(held_mb),
    }  # fmt: skip


def claims_bench() -> list[dict[str, object]]:
    """A line a number of claims, each in a process of its own."""
    lines: list[dict[str, object]] = []
    for asked in (*((str(count),) for count in COUNTS), (str(OVER_TIME), "over_time")):
        ran = measure([sys.executable, "-m", "bench.claims", *asked], 1, environment=None)
        lines.append(json.loads(ran.output.splitlines()[-1]))
    return lines


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), "over_time" in sys.argv)))
