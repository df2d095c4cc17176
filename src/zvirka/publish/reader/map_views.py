"""The map chapter: settlements on two dates of each named source, and the places that statements name, each with its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from markupsafe import Markup

from zvirka.model.claims import Claim
from zvirka.model.observations import Observation, StatusObservation
from zvirka.model.places import PlaceSlot
from zvirka.model.times import Moment
from zvirka.publish.reader.basemap import WIDTH, Window, window
from zvirka.publish.views import View
from zvirka.publish.visible import one_line
from zvirka.publish.words import Words

PLACES = 60
"""Places on one map; further ones are counted."""
NAMED = 6
"""Up to so many places of a map bear their names; further ones only the number of their row."""
LEAST = 4.0
"""Degrees of latitude a map spans at least, so that borders are in it."""
BESIDE, LINE = 60.0, 14.0
"""How near to a dot, in units of the view box, the name of a country would be hard to read; it moves up by lines."""
WIDE = ("country",)
"""Kinds of place too wide for a point to say anything."""
KINDS = {"held": "held", "liberated": "free"}
"""How a status is drawn; any other as an open ring."""
Dot = tuple[float, float, str, str]
"""Longitude, latitude, kind (held, free, open), what it is called."""


def map_sections(observations: Sequence[Observation], claims: Sequence[Claim], words: Words) -> list[View]:
    """Sections of the chapter, sources by name."""
    seen = [each for each in observations if isinstance(each, StatusObservation)]
    sources = sorted({each.source for each in seen})
    placed = [(each.lon, each.lat) for each in seen if each.lon is not None and each.lat is not None]
    view = (
        window(placed, LEAST) if placed else None
    )  # one for all, so that maps of different sources can be held side by side
    by_source = {source: [each for each in seen if each.source == source] for source in sources}
    moving = [source for source in sources if len({each.as_of for each in by_source[source]}) > 1]
    made = [_source(source, by_source[source], view, words) for source in moving if view]
    still = [each for each in seen if each.source not in moving]
    return [each for each in (*made, _once(still, words), _places(claims, words)) if each is not None]


def _once(seen: Sequence[StatusObservation], words: Words) -> View | None:
    """What sources that speak of one day only give: a table, since a map of each would show the same ground again and again."""
    if not seen:
        return None
    ordered = sorted(seen, key=lambda each: (_called(each, words), each.as_of.sort_key, each.source))
    rows = [
        [_called(each, words), words.when_both(each.as_of), _told(each, words), one_line(each.source, 60)]
        for each in ordered[:PLACES]
    ]
    columns = [words.say(key) for key in ("col_place", "col_as_of", "col_status", "col_source")]
    return _shape(words.say("reader_statuses"), columns, rows, max(0, len(seen) - PLACES), [], [])


def _shape(title: str, columns: list[str], rows: list[list[str]], more: int, svgs: list[str], key: list[View]) -> View:
    drawn = [Markup(svg) for svg in svgs]  # noqa: S704 drawn below, strangers' words escaped
    return {
        "title": title,
        "columns": columns,
        "rows": rows,
        "more": more,
        "svgs": drawn,
        "key": key,
        "lines": [],
        "claims": [],
        "days": [],
    }


def _source(source: str, seen: Sequence[StatusObservation], view: Window, words: Words) -> View | None:
    """What one source gives on its first and its last date."""
    moments = sorted({each.as_of for each in seen}, key=lambda each: each.sort_key)
    dates = [moments[0], moments[-1]]
    then = [_state(seen, moment) for moment in dates]
    placed = [place for place, each in then[-1].items() if each.lon is not None and each.lat is not None]
    shown = sorted(placed, key=lambda place: _called(then[-1][place], words))[:PLACES]
    if not shown:
        return None
    name = one_line(source, 60)
    svgs = []
    for at, (moment, state) in enumerate(zip(dates, then, strict=True)):
        dots = [
            _dot(number, state[place], words if len(shown) <= NAMED else None)
            for number, place in enumerate(shown, 1)
            if place in state
        ]
        day = words.when_both(moment)
        title = words.say("reader_map_title", source=name, day=day)
        svgs.append(
            drawn(
                view,
                dots,
                title,
                words.say("reader_map_desc", source=name, day=day),
                f"{_token(source)}-{at}",
                named=_countries(view, words),
            )
        )
    rows = [
        [_called(then[-1][place], words), str(number), *(_told(state.get(place), words) for state in then)]
        for number, place in enumerate(shown, 1)
    ]
    days = [words.when_both(moment) for moment in dates]
    key = [(kind, words.say(f"reader_status_{status}")) for status, kind in (*KINDS.items(), ("contested", "open"))]
    slots = {"source": name, "first": days[0], "last": days[-1]}
    title = words.say("reader_map_two", **slots)
    columns = [words.say("col_place"), words.say("reader_number"), *days]
    return _shape(title, columns, rows, len(placed) - len(shown), svgs, key)  # type: ignore[arg-type]  # pairs


def _state(seen: Iterable[StatusObservation], at: Moment) -> dict[str, StatusObservation]:
    """What a source last said of each place up to a moment."""
    found: dict[str, StatusObservation] = {}
    for each in sorted(seen, key=lambda each: (each.as_of.sort_key, each.id)):
        if each.as_of.sort_key <= at.sort_key:
            found[each.place or each.place_as_written] = each
    return found


def _called(seen: StatusObservation, words: Words) -> str:
    return words.place(seen.place, given=seen.place_as_written)


def _told(seen: StatusObservation | None, words: Words) -> str:
    if seen is None:
        return words.say("unknown")
    status = words.rule(f"reader_status_{seen.status}", one_line(seen.status, 40))
    return f"{status}, {words.side(seen.holder)}" if seen.holder != "unknown" else status


def _dot(number: int, seen: StatusObservation, words: Words | None) -> Dot:
    name = f"{number} {_called(seen, words)}" if words else str(number)
    return (seen.lon or 0.0, seen.lat or 0.0, KINDS.get(seen.status, "open"), name)


def _places(claims: Sequence[Claim], words: Words) -> View | None:
    """The places that statements name, by how many name them."""
    slots: dict[str, PlaceSlot] = {}
    counts: dict[str, int] = {}
    for claim in claims:
        for slot in claim.places:
            if slot.lon is not None and slot.lat is not None and slot.kind not in WIDE:
                key = slot.id or slot.name
                slots.setdefault(key, slot)
                counts[key] = counts.get(key, 0) + 1
    if not slots:
        return None
    shown = sorted(slots, key=lambda key: (-counts[key], key))[:PLACES]
    view = window([(slots[key].lon or 0.0, slots[key].lat or 0.0) for key in shown], LEAST)
    rings = [
        (slots[key].lon or 0.0, slots[key].lat or 0.0, view.length(slots[key].uncertainty_m or 0.0)) for key in shown
    ]
    dots = [(lon, lat, "free", str(number)) for number, (lon, lat, _) in enumerate(rings, 1)]
    title = words.say("reader_map_places")
    svg = drawn(view, dots, title, words.say("reader_map_places_desc"), "places", rings, _countries(view, words))
    rows = [
        [
            words.place(key, given=slots[key].name),
            str(number),
            _within(slots[key], words),
            words.say("count_claims", n=counts[key]),
        ]
        for number, key in enumerate(shown, 1)
    ]
    columns = [words.say(key) for key in ("col_place", "reader_number", "reader_exactness", "col_count")]
    return _shape(title, columns, rows, len(slots) - len(shown), [svg], [])


def _within(slot: PlaceSlot, words: Words) -> str:
    if slot.uncertainty_m is None:
        return words.say("unknown")
    return words.say("reader_uncertain", n=words.number(round(slot.uncertainty_m / 1000, 1)))


def _countries(view: Window, words: Words) -> list[tuple[tuple[float, float], str]]:
    """Where the countries of the sides are, and their names."""
    ids = sorted({side.country for side in words.ground.sides.values() if side.country})
    found = []
    for id in ids:
        place = words.ground.gazetteer.get(id)
        if place is not None and place.lon is not None and place.lat is not None:
            middle = view.middle(place.lon, place.lat)
            if middle is not None:
                found.append((middle, words.place(id)))
    return found


def drawn(
    view: Window,
    dots: Sequence[Dot],
    title: str,
    desc: str,
    id: str,
    rings: Sequence[tuple[float, float, float]] = (),
    named: Sequence[tuple[tuple[float, float], str]] = (),
) -> str:
    """A map as SVG. dots: numbered as in the table beside it. rings: longitude, latitude and radius in units of the view box.

    named: where a country's name stands, and the name.
    """
    height = view.height
    out = [
        f'<svg class="chart map" viewBox="0 0 {WIDTH} {height:.1f}" role="img" aria-labelledby="map-{id}-t map-{id}-d">',
        f'<title id="map-{id}-t">{escape(title)}</title><desc id="map-{id}-d">{escape(desc)}</desc>',
        f'<rect x="0" y="0" width="{WIDTH}" height="{height:.1f}" class="sea"/>',
    ]
    out += [f'<path d="{path}" class="land"><title>{escape(name)}</title></path>' for name, path in view.borders()]
    out.append(f'<path d="{view.regions()}" class="region"/>')
    dotted = [view.at(lon, lat) for lon, lat, _, _ in dots]
    for (x, y), name in named:
        while y > 2 * LINE and any(abs(x - left) < BESIDE and abs(y - top) < LINE for left, top in dotted):
            y -= LINE
        out.append(f'<text x="{x:.1f}" y="{y:.1f}" class="country" text-anchor="middle">{escape(name)}</text>')
    for lon, lat, radius in rings:
        x, y = view.at(lon, lat)
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{min(radius, WIDTH):.1f}" class="near"/>')
    for lon, lat, kind, number in dots:
        x, y = view.at(lon, lat)
        mark = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="{kind}"/>'
        if kind == "held":
            mark = f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" class="held"/>'
        anchor = "end" if x > WIDTH / 2 else "start"  # names run towards the middle, and stay inside
        beside = x - 5 if anchor == "end" else x + 5
        out.append(
            f'{mark}<text x="{beside:.1f}" y="{y + 3.5:.1f}" class="label" text-anchor="{anchor}">{escape(number)}</text>'
        )
    return "".join(out) + "</svg>"


def _token(source: str) -> str:
    """A source's name as an id: letters and digits of ASCII, and the rest by code point."""
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}" for char in source)
