"""Pages of what maps and lists show by themselves: series of areas by source and border, and the ledger of equipment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from zvirka.model.account import Account
from zvirka.model.ledger import Comparison, Sighting
from zvirka.model.observations import (
    AreaObservation,
    CountObservation,
    DisagreementObservation,
    LossObservation,
    RevisionObservation,
)
from zvirka.model.sources import UNKNOWN
from zvirka.publish.evidence_links import Ref, anchor, claim_page, files, kept
from zvirka.publish.index import AccountIndex
from zvirka.publish.views import View
from zvirka.publish.visible import one_line
from zvirka.publish.words import Words

ROWS = 200
"""Rows a table shows; the others are counted under it and stand in the data files."""
BY_DAY = 3
"""Comparisons shown day by day: those in which most was claimed; the others stand in data/ledger.jsonl."""
Cells = list[str | list[Ref]]
"""Words of a row; a list of words that may lead somewhere stands one below the other."""


def map_sections(index: AccountIndex, words: Words) -> list[View]:
    """Tables of areas: by source and border the series of maps with their steps, what changed since each baseline, what other borders
    would change, where sources differ, and what settlements give. Empty where nothing was measured."""
    account = index.account
    areas = [seen for seen in account.observations if isinstance(seen, AreaObservation)]
    areas.sort(key=lambda seen: (seen.place, seen.source, seen.as_of.sort_key, str(seen.since), seen.id))
    used = [seen for seen in areas if not seen.aside]
    return [
        *_series(used, words, index),
        *_since(used, words, index),
        *_other_borders(areas, words),
        *_disagreements(account, words),
        *_cells(areas, words, index),
    ]


def _title(words: Words, place: str, source: str) -> str:
    where = words.place(place, given=place) if place else words.say("all_that_is_mapped")
    return f"{where} — {one_line(source, 80)}"


def _km2(words: Words, value: float | None) -> str:
    return words.number(round(value, 1)) if value is not None else "–"


def _measured_since(seen: AreaObservation) -> bool:
    return seen.since is not None and seen.as_of != seen.since


def _series(areas: Sequence[AreaObservation], words: Words, index: AccountIndex) -> Iterator[View]:
    by_source: dict[tuple[str, str, str], dict[str, AreaObservation]] = defaultdict(dict)
    for seen in areas:
        by_source[seen.place, seen.source, seen.boundary].setdefault(str(seen.as_of), seen)
    for (place, source, boundary), series in by_source.items():
        rows: list[Cells] = []
        ids: list[str] = []
        last: AreaObservation | None = None
        for seen in series.values():
            days = (seen.as_of.day - last.as_of.day).days if last is not None else 0
            if days > 1:
                rows.append([words.say("map_no_map", n=days - 1), *["–"] * 5, words.say("map_stale"), "–"])
                ids.append("")
            base = series.get(str(seen.since)) if seen.since != seen.as_of else None
            named = files(set(seen.items) - set(base.items if base is not None else ()), index)
            rows.append([*_step(seen, words), named or "–"])
            ids.append("" if _measured_since(seen) else anchor(seen.id))
            last = seen
        columns = [
            "col_as_of",
            "col_held",
            "col_unknown_ground",
            "col_gained",
            "col_given_up",
            "col_net",
            "col_drawn",
            "col_file",
        ]
        intro = words.say(
            "colon", name=words.say("col_boundary"), value=one_line(boundary, 160) or words.say("unknown")
        )
        yield _section(
            words, _title(words, place, source), f"{intro}. {words.say('map_series_note')}", columns, rows, ids
        )


def _step(seen: AreaObservation, words: Words) -> Cells:
    net = None if seen.gained_km2 is None or seen.given_up_km2 is None else seen.gained_km2 - seen.given_up_km2
    drawn = {None: "map_first", True: "map_redrawn", False: "map_same"}[seen.redrawn]
    if seen.method.startswith("as cited"):
        drawn = "map_cited"
    figures = (seen.held_km2, seen.unknown_km2, seen.gained_km2, seen.given_up_km2, net)
    return [words.when_both(seen.as_of), *(_km2(words, each) for each in figures), words.say(drawn)]


def _since(areas: Sequence[AreaObservation], words: Words, index: AccountIndex) -> Iterator[View]:
    shown = [seen for seen in areas if _measured_since(seen)]
    rows: list[Cells] = [
        [
            _title(words, seen.place, seen.source),
            words.when_both(seen.since) if seen.since else "–",
            words.when_both(seen.as_of),
            words.span(seen.regained_low_km2, seen.regained_high_km2),
            _km2(words, seen.lost_km2),
            one_line(seen.boundary, 120) or words.say("unknown"),
            files(seen.items, index) or "–",
        ]
        for seen in shown
    ]
    if rows:
        columns = ["col_source", "col_since", "col_as_of", "col_regained", "col_lost", "col_boundary", "col_file"]
        ids = [anchor(seen.id) for seen in shown]
        yield _section(words, words.say("h_map_since"), words.say("map_since_note"), columns, rows, ids)


def _other_borders(areas: Sequence[AreaObservation], words: Words) -> Iterator[View]:
    used = {(each.source, each.place, str(each.as_of), str(each.since)): each for each in areas if not each.aside}
    rows: list[Cells] = []
    for seen in areas:
        beside = used.get((seen.source, seen.place, str(seen.as_of), str(seen.since)))
        if seen.aside == "boundary" and beside is not None:
            pairs = ((beside.held_km2, seen.held_km2), (beside.regained_high_km2, seen.regained_high_km2))
            rows.append(
                [
                    _title(words, seen.place, seen.source),
                    words.when_both(seen.as_of),
                    one_line(seen.boundary, 120),
                    *(
                        words.say("map_instead", figure=_km2(words, other), used=_km2(words, one))
                        for one, other in pairs
                    ),
                ]
            )
    if rows:
        columns = ["col_source", "col_as_of", "col_boundary", "col_held", "col_regained"]
        yield _section(words, words.say("h_map_borders"), "", columns, rows)


def _cells(areas: Sequence[AreaObservation], words: Words, index: AccountIndex) -> Iterator[View]:
    shown = [seen for seen in areas if seen.aside == "cells"]
    rows: list[Cells] = [
        [
            _title(words, seen.place, seen.source),
            words.side(seen.holder),
            words.when_both(seen.as_of),
            "–" if seen.held_km2 is None else _band(words, seen.held_km2, seen.held_km2 + (seen.unknown_km2 or 0.0)),
            words.when_both(seen.since) if seen.since is not None else "–",
            _band(words, seen.regained_low_km2, seen.regained_high_km2),
            one_line(seen.boundary, 120) or words.say("unknown"),
            files(seen.items, index) or "–",
        ]
        for seen in shown
    ]
    if rows:
        columns = [
            "col_source",
            "col_side",
            "col_as_of",
            "col_held",
            "col_since",
            "col_regained",
            "col_boundary",
            "col_file",
        ]
        ids = [anchor(seen.id) for seen in shown]
        yield _section(words, words.say("h_map_cells"), words.say("map_cells_note"), columns, rows, ids)


def _band(words: Words, low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else words.span(round(low), round(high))


def _disagreements(account: Account, words: Words) -> Iterator[View]:
    found = [seen for seen in account.observations if isinstance(seen, DisagreementObservation)]
    found.sort(key=lambda seen: (seen.place, seen.first, seen.second, seen.day.sort_key, seen.id))
    rows: list[Cells] = [
        [
            words.day(seen.day.day, year=True),
            one_line(seen.first, 60),
            one_line(seen.second, 60),
            *(_km2(words, each) for each in (seen.both_km2, seen.only_first_km2, seen.only_second_km2)),
            one_line(seen.boundary, 120) or words.say("unknown"),
        ]
        for seen in found
    ]
    if rows:
        columns = [
            "col_day",
            "col_first",
            "col_second",
            "col_both",
            "col_only_first",
            "col_only_second",
            "col_boundary",
        ]
        yield _section(words, words.say("h_map_disagree"), words.say("map_disagree_note"), columns, rows)


def ledger_sections(index: AccountIndex, words: Words) -> list[View]:
    """Tables of the ledger: what lists hold and lack, claims beside pictures, tallies that changed, vehicles in several rows, vehicles
    by class; objects seen again. Empty where the case has neither lists nor these."""
    if not index.account.ledger.lists:
        return list(_seen_again(index, words))
    return [
        *_lists(index, words),
        *_compared(index, words),
        *_revisions(index, words),
        *_seen_again(index, words),
        *_vehicles(index, words),
        *_counted(index, words),
    ]


def _lists(index: AccountIndex, words: Words) -> Iterator[View]:
    listed = _files_of_sources(index)
    rows: list[Cells] = [
        [
            [Ref(one_line(each.source, 80)), *listed.get(each.source, ())],
            words.days(each.first.day if each.first else None, each.last.day if each.last else None, year=True),
            words.number(each.rows) if each.rows else "–",
            words.span(each.vehicles_low, each.vehicles_high) if each.rows else "–",
            ", ".join(words.say(f"lack_{name}") for name in each.lacks) or "–",
            ", ".join(words.model(cls) for cls in each.never) or "–",
        ]
        for each in index.account.ledger.lists
    ]
    columns = ["col_source", "col_day", "col_rows", "col_vehicles", "col_lacks", "col_never"]
    yield _section(words, words.say("h_ledger_lists"), words.say("ledger_lists_note"), columns, rows)


def _files_of_sources(index: AccountIndex) -> dict[str, list[Ref]]:
    """The files of each list, by the list's name."""
    found: dict[str, set[str]] = defaultdict(set)
    for seen in index.account.observations:
        if isinstance(seen, (CountObservation, LossObservation)):
            found[seen.source] |= set(seen.items)
    return {source: files(ids, index) for source, ids in found.items()}


def _more(words: Words, before: int, after: int) -> str:
    more = after - before
    return f"+{words.number(more)}" if more > 0 else words.number(more)


def _compared(index: AccountIndex, words: Words) -> Iterator[View]:
    found = index.account.ledger.comparisons
    rows: list[Cells] = [
        [
            words.model(each.cls),
            one_line(each.claimed_by, 60),
            one_line(each.listed_by, 60),
            words.days(each.first.day, each.last.day, year=True),
            _more(words, each.claimed_first, each.claimed_last),
            _more(words, each.listed_first, each.listed_last),
            ", ".join(f"{words.state(status)} {_more(words, one, two)}" for status, one, two in each.by_status),
        ]
        for each in found
    ]
    if not rows:
        return
    columns = ["col_class", "col_claimed_by", "col_listed_by", "col_day", "col_claimed", "col_listed", "col_make_up"]
    yield _section(words, words.say("h_ledger_compared"), words.say("ledger_compared_note"), columns, rows)
    for each in sorted(found, key=lambda one: (one.claimed_first - one.claimed_last, one.cls, one.listed_by))[:BY_DAY]:
        title = f"{words.model(each.cls)}: {one_line(each.claimed_by, 60)} — {one_line(each.listed_by, 60)}"
        columns = ["col_day", "col_claimed", "col_added", "col_listed", "col_added"]
        yield _section(words, title, "", columns, list(_by_day(each, words)))


def _by_day(each: Comparison, words: Words) -> Iterator[Cells]:
    before: tuple[int, int] | None = None
    for day, claimed, listed in each.days:
        steps = (
            [_more(words, one, two) for one, two in zip(before, (claimed, listed), strict=True)]
            if before
            else ["–", "–"]
        )
        yield [words.day(day.day, year=True), words.number(claimed), steps[0], words.number(listed), steps[1]]
        before = (claimed, listed)


def _revisions(index: AccountIndex, words: Words) -> Iterator[View]:
    found = [seen for seen in index.account.observations if isinstance(seen, RevisionObservation)]
    found.sort(key=lambda seen: (not seen.lowered, seen.source, seen.day.sort_key, seen.id))
    rows: list[Cells] = [
        [
            [Ref(one_line(seen.source, 80)), *files(seen.items, index)],
            one_line(seen.cls_as_written, 80),
            words.state(seen.status),
            words.day(seen.day.day, year=True),
            f"{words.number(seen.before)} ({words.day(seen.before_at.day)})",
            f"{words.number(seen.after)} ({words.day(seen.after_at.day)})",
        ]
        for seen in found
    ]
    if rows:
        columns = ["col_source", "col_class", "col_status", "col_day", "col_was", "col_now"]
        yield _section(words, words.say("h_ledger_revised"), words.say("ledger_revised_note"), columns, rows)


def _vehicles(index: AccountIndex, words: Words) -> Iterator[View]:
    pictures = {each.address: each for each in index.account.ledger.pictures}
    rows: list[Cells] = []
    for each in index.account.ledger.vehicles:
        listed = [row for id in each.rows if isinstance(row := index.observations.get(id), LossObservation)]
        states = [
            f"{words.state(state.status)}: {words.day(state.day.day, year=True) if state.day else words.say('unknown')}"
            f" ({one_line(state.source, 40)}, {words.say(f'basis_{state.date_basis}')})"
            for state in each.states
        ]
        picture = pictures[each.address]
        where = words.place(each.place, given=each.place) if each.place else one_line(each.place_as_written or "–", 60)
        spot = f" ({each.lat:.5f}, {each.lon:.5f})" if each.lat is not None and each.lon is not None else ""
        rows.append(
            [
                words.model(each.model or each.cls),
                words.side(each.owner),
                "; ".join(states),
                where + spot,
                [_row_ref(row, index) for row in listed],
                words.span(picture.vehicles_low, picture.vehicles_high),
                one_line(each.address, 120),
            ]
        )
    if rows:
        columns = ["col_model", "col_side", "col_status", "col_place", "col_rows", "col_in_picture", "col_address"]
        yield _section(words, words.say("h_ledger_vehicles"), words.say("ledger_vehicles_note"), columns, rows)


def _row_ref(row: LossObservation, index: AccountIndex) -> Ref:
    item = index.items.get(row.items[0]) if row.items else None
    return Ref(f"{one_line(row.source, 40)} {row.row}", kept(item).href if item else None)


def _seen_again(index: AccountIndex, words: Words) -> Iterator[View]:
    rows: list[Cells] = []
    for each in index.account.ledger.resightings:
        name = words.model(each.model or each.cls)
        owner = f" ({words.side(each.owner)})" if each.owner != UNKNOWN else ""
        rows.append(
            [
                name + owner,
                [_seen(one, index, words) for one in each.sightings],
                ", ".join(words.say(f"joined_{rule}") for rule in each.joined_by),
                [Ref(words.say(f"follows_{rule}")) for rule in each.follows],
                [Ref(words.say(f"open_{rule}")) for rule in each.open],
                [
                    _row_ref(row, index)
                    for id in each.candidates
                    if isinstance(row := index.observations.get(id), LossObservation)
                ]
                or "–",
            ]
        )
    if rows:
        columns = ["col_object", "col_sightings", "col_joined", "col_follows", "col_open", "h_candidates"]
        yield _section(words, words.say("h_seen_again"), words.say("seen_again_note"), columns, rows)


def _seen(one: Sighting, index: AccountIndex, words: Words) -> Ref:
    parts = [words.days(one.earliest, one.latest, year=True), words.say(f"basis_{one.basis}")]
    if one.status:
        parts.append(words.state(one.status))
    if one.place or one.place_as_written:
        shown = one_line(one.place_as_written or "", 60)
        parts.append(words.place(one.place, given=shown) if one.place else shown)
    told, href = ", ".join(parts), None
    if one.kind == "claim" and (claim := index.claims.get(one.id)) is not None:
        href = claim_page(index, claim)
        told = words.say(
            "colon",
            name=told,
            value=f"{words.say('quote_open')}{one_line(claim.quote.exact, 160)}{words.say('quote_close')}",
        )
    elif isinstance(row := index.observations.get(one.id), LossObservation):
        ref = _row_ref(row, index)
        told, href = f"{told} ({ref.words})", ref.href
    return Ref(told, href)


def _counted(index: AccountIndex, words: Words) -> Iterator[View]:
    rows: list[Cells] = [
        [
            one_line(each.source, 80),
            words.side(each.owner),
            words.model(each.cls),
            words.number(each.rows),
            words.span(each.vehicles_low, each.vehicles_high),
            words.number(each.pictures),
        ]
        for each in index.account.ledger.tallies
    ]
    if rows:
        columns = ["col_source", "col_side", "col_class", "col_rows", "col_vehicles", "col_pictures"]
        yield _section(words, words.say("h_ledger_counted"), words.say("ledger_counted_note"), columns, rows)


def _section(
    words: Words, title: str, intro: str, columns: Sequence[str], rows: list[Cells], ids: Sequence[str] = ()
) -> View:
    """ids: of the rows, "" for those that nothing leads to."""
    return {
        "ids": list(ids[:ROWS]) or [""] * min(len(rows), ROWS),
        "title": title,
        "intro": intro,
        "columns": [words.say(name) for name in columns],
        "rows": rows[:ROWS],
        "more": max(0, len(rows) - ROWS),
    }
