"""Claims and observations made by hand: one short line a report, the figure in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.ground import Ground, load_ground
from zvirka.model.case import AskedQuestion, Case
from zvirka.model.claims import Claim, EquipmentSlot, Extractor, claim_id
from zvirka.model.findings import Coverage, Finding
from zvirka.model.items import Text, text_digest
from zvirka.model.observations import AreaObservation, LossObservation, observation_id
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Attribution, Voice
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes, Moment, TimeSlot
from zvirka.reconcile import Reconciled, Viewer, reconcile
from zvirka.reconcile.views import View

KHARKIV, UKRAINE, RUSSIA, IZIUM, BELGOROD = (
    "geonames:706482",
    "geonames:690791",
    "geonames:2017370",
    "geonames:707292",
    "geonames:578071",
)
KYIV = ZoneInfo("Europe/Kyiv")
ASKED = AskedQuestion("territory_regained", KHARKIV, date(2022, 9, 6))
NONE_READ = Coverage(0, 0, 0, 0, 0)


@cache
def ground() -> Ground:
    """The theatre of the example."""
    return load_ground("ukraine")


def sept(day: int | None) -> date | None:
    """A day of September 2022."""
    return None if day is None else date(2022, 9, day)


def slot(earliest: date | None, latest: date | None = None, basis: Any = "stated") -> TimeSlot:
    """A day, or a span of days; with `basis` said only its latest day is known."""
    return (
        TimeSlot(None, earliest, None, "said")
        if basis == "said"
        else TimeSlot(earliest, latest or earliest, None, basis)
    )


def place(id: str, role: Any = "scope") -> PlaceSlot:
    """A place of the gazetteer in its role."""
    known = ground().gazetteer.get(id)
    if known is None:
        return PlaceSlot(role, id, id, "unknown", None, None, None, None, None)
    return PlaceSlot(
        role, id, ground().gazetteer.name(id, "en"), known.kind, known.lon, known.lat, known.uncertainty_m, None, None
    )


def quantity(value: float | None, bound: Any = "exact", unit: str = "km2", words: str = "", **more: Any) -> Quantity:
    """A figure; low and high as DESIGN's table of bounds sets them."""
    low = value if bound in ("at_least", "conservative") else None
    high = value if bound in ("at_most", "nearly") else None
    given = {
        "counted": "area",
        "form": "change",
        "definition": None,
        "basis": "claimed",
        "low": low,
        "high": high,
        **more,
    }
    span = Span(0, len(words), words) if words else Span(0, 1, "x")
    return Quantity(
        value, given["low"], given["high"], unit, bound, given["counted"], given["form"], None, None, None,
        given["definition"], given["basis"], span,
    )  # fmt: skip


def said_by(name: str, side: str = "unknown", named: bool = True, kind: Any = "official") -> Attribution:
    """One closest source."""
    return Attribution(name, kind, side, named, 1, None, "claimed", False, None, None)


class Folder:
    """Reports and their claims, added one by one."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.claims: list[Claim] = []

    def report(
        self, key: str, words: str, published: date | None = date(2022, 9, 12), voice: Voice | None = None
    ) -> str:
        """A report; returns its key."""
        moment = Moment(published) if published else None
        self.texts.append(
            Text(
                key,
                None,
                f"{key}.txt",
                words,
                text_digest(words),
                "en",
                moment,
                None,
                voice or Voice("", "media", "unknown"),
                "text",
            )
        )
        return key

    def claim(
        self,
        key: str,
        words: str,
        value: float | None = None,
        bound: Any = "exact",
        *,
        kind: Any = "territory_regained",
        by: Attribution | None = None,
        at: Sequence[PlaceSlot] | str | None = KHARKIV,
        as_of: int | None = None,
        since: int | None = None,
        said: int | None = 12,
        event: int | None = None,
        actor: str | None = "ukraine",
        target: str | None = None,
        equipment: Sequence[EquipmentSlot] = (),
        unit: str = "km2",
        polarity: Any = "affirmed",
        modality: Any = "asserted",
        literal: bool = True,
        **more: Any,
    ) -> Claim:
        """A claim whose quote is `words`, which must stand in the report; the report is made of it where there is none."""
        text = next((text for text in self.texts if text.item == key), None)
        if text is None:
            self.report(key, words, sept(said))
            text = self.texts[-1]
        start = text.text.index(words)
        quote = Span(start, start + len(words), words)
        attribution = (by,) if by else ()
        places = () if at is None else (place(at),) if isinstance(at, str) else tuple(at)
        spoken = slot(sept(said)) if said else None
        told = slot(sept(as_of)) if as_of else (slot(sept(said), basis="said") if said and not event else None)
        claim = Claim(
            claim_id(key, None, text.digest, kind, quote, attribution), key, text.path, None, text.digest, "en", kind, None, polarity,
            modality, literal, False, actor, target, tuple(equipment), quote, text.voice, attribution, (),
            quantity(value, bound, unit, words, **more) if value is not None else None, places,
            ClaimTimes(slot(sept(event)) if event else None, told, slot(sept(since)) if since else None, None, spoken),
            Extractor("hand", "1"), (),
        )  # fmt: skip
        self.claims.append(claim)
        return claim

    def copy(self, key: str, of: str) -> str:
        """The same report once more under another key, a day later; returns its key."""
        text = next(text for text in self.texts if text.item == of)
        day = text.published.day.replace(day=text.published.day.day + 1) if text.published else None
        self.report(key, text.text, day, text.voice)
        for claim in [claim for claim in self.claims if claim.item == of]:
            again = claim_id(key, None, claim.text_digest, claim.type, claim.quote, claim.attribution)
            self.claims.append(replace(claim, id=again, item=key, path=f"{key}.txt"))
        return key

    def view(self, claim: Claim, origins: dict[str, str] | None = None) -> View:
        """The claim made comparable."""
        return Viewer(ground(), self.texts, origins or {}).view(claim)

    def reconcile(
        self,
        observations: Sequence[Any] = (),
        asked: Sequence[AskedQuestion] = (ASKED,),
        origins: dict[str, str] | None = None,
    ) -> Reconciled:
        """All of it."""
        case = Case(questions=tuple(asked))
        return reconcile(case, self.texts, self.claims, observations, NONE_READ, ground(), origins=origins, zone=KYIV)


def asked_finding(found: Reconciled) -> Finding:
    """The finding of the first question."""
    return found.findings[0]


def area(
    source: str,
    as_of: str,
    low: float,
    high: float,
    held: float = 1000.0,
    since: str = "2022-09-05T21:01:07Z",
    where: str = KHARKIV,
) -> AreaObservation:
    """An area on a map, in km²."""
    return AreaObservation(
        observation_id("area", source, where, as_of, since), source, "russia", where, "hand", moment(as_of), moment(since), held,
        high - low, low, high,
        None, "as cited", ("maps",),
    )  # fmt: skip


def moment(text: str) -> Moment:
    """A moment of its ISO form, its civil day in Kyiv."""
    if len(text) == 10:
        return Moment(date.fromisoformat(text))
    instant = datetime.fromisoformat(text)
    return Moment(instant.astimezone(KYIV).date(), instant.astimezone(UTC))


def loss(
    number: str, source: str, model: str, day: int, where: str | None, evidence: str, basis: str = "loss", row: int = 1
) -> LossObservation:
    """A row of a loss list."""
    node = ground().equipment.from_list(model)
    assert node is not None
    return LossObservation(
        observation_id("loss", source, number), source, "russia", node.cls, node.id, model, "captured", 1,
        moment(f"2022-09-{day:02d}"), basis,
        where, where, None, None, evidence, row, number, ("list",),
    )  # fmt: skip


def maps() -> list[AreaObservation]:
    """What DESIGN section 1 gives for the oblast, with ground still held on some days."""
    deepstate = [
        ("2022-09-09T22:25:22Z", 768.6, 1657.3, 8565.8),
        ("2022-09-10T21:49:47Z", 2341.2, 5162.4, 5060.6),
        ("2022-09-11T22:07:53Z", 5381.0, 8332.2, 1890.9),
        ("2022-09-12T16:06:55Z", 7054.1, 8584.2, 1638.8),
        ("2022-09-14T14:33:47Z", 8145.5, 8650.2, 1572.8),
    ]
    isw = [(9, 1981.5, 8466.5), (10, 4819.7, 5628.3), (11, 8388.9, 2059.1), (12, 8388.9, 2059.1), (14, 8404.9, 2043.1)]
    return [
        *(area("DeepState", when, low, high, held) for when, low, high, held in deepstate),
        *(area("ISW", f"2022-09-{day:02d}", value, value, held, "2022-09-05") for day, value, held in isw),
        area("Liveuamap", "2022-09-08", 281.3, 281.3, 9743.5, "2022-09-06"),
        area("Liveuamap", "2022-09-11", 8024.9, 8024.9, 1999.7, "2022-09-06"),
    ]
