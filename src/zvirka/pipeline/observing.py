"""Runs observe over the maps, boundaries and lists that case.toml names; each is measured once per content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from zvirka.capture.globs import matches
from zvirka.capture.readers.sheets import VERSION as SHEETS
from zvirka.capture.sniff import HEAD_BYTES, sniff
from zvirka.ground import Ground
from zvirka.model.canonical import digest
from zvirka.model.case import BoundaryRule, Case, ListRule, MapRule
from zvirka.model.claims import Claim
from zvirka.model.errors import CaseError, InputError
from zvirka.model.issues import Issue
from zvirka.model.items import Item
from zvirka.model.observations import AreaObservation, Observation, RevisionObservation, StatusObservation
from zvirka.model.ports import Confined
from zvirka.model.times import Moment
from zvirka.model.wire import to_plain
from zvirka.observe import borders, cells, lists, maps, tables, tallies, territory
from zvirka.pipeline.accounts import OBSERVATIONS, observation_kind
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.pipeline.progress import Progress
from zvirka.pipeline.versions import code_version
from zvirka.record import Record

SCHEMA = pa.schema([("kind", pa.string()), ("json", pa.string())])
Found = tuple[list[Observation], list[Issue]]
OUTLINES_S = 14.0
"""A map's time, by the clock and of computing: one that takes longer is asked a second time, and so ends within 30 s."""
_DRAWN = ("zvirka.observe.maps", "zvirka.observe.cells")
"""Modules that read outlines."""


@dataclass(slots=True)
class Observing:
    """One run's observing. items: the folder's items by path. outlines: reads what is drawn, under shorter limits than tables need."""

    case: Case
    ground: Ground
    zone: ZoneInfo
    record: Record
    confined: Confined
    outlines: Confined
    items: Mapping[str, Item]
    progress: Progress
    _used: set[str] = field(default_factory=set)
    _drawn: dict[str, tuple[list[maps.Snapshot], list[Issue]]] = field(default_factory=dict)

    def observe(self, claims: Iterable[Claim]) -> Found:
        """All observations, sorted by id, and issues. claims: their windows say from which days change is measured."""
        observations: list[Observation] = []
        issues: list[Issue] = []
        regions = self._regions(issues)
        since = self._windows(claims)
        self.progress.stage("measuring maps and lists", len(self.case.maps) + len(self.case.lists))
        for rule in self.case.maps:
            self._add(self._map_source(rule, regions, since), observations, issues)
        observations += self._compared(regions)
        for versions in self._versions():
            self._add(self._list(versions[-1]), observations, issues)
            self._cells(versions[-1], regions, since, observations, issues)
            for older, newer in pairwise(versions):
                observations += self._revised(older, newer, issues)
        sources = [rule.source for rule in self.case.maps]
        issues += territory.missing_boundaries(self.case.questions, sources, regions)
        self.record.derived.keep_only("observations", self._used)
        return sorted(observations, key=lambda each: each.id), issues

    def between(self, since: date, until: date) -> list[AreaObservation]:
        """What each source shows to have changed from the start of one day to the end of another, within each border. Nothing is kept."""
        regions = self._regions([])
        found = []
        for rule in self.case.maps:
            whole, planned, _ = self._planned(rule)
            drawn, _ = maps.without_swapped(
                self._snapshots(whole, planned)[0], [each.area for each in regions], whole.files
            )
            found += [territory.between(drawn, region, since, until, self.zone) for region in regions or (None,)]
        return [each for each in found if each is not None]

    def _add(self, found: Found, observations: list[Observation], issues: list[Issue]) -> None:
        observations += found[0]
        issues += found[1]
        self.progress.step()

    def _windows(self, claims: Iterable[Claim]) -> list[date]:
        asked = {question.since for question in self.case.questions if question.since}
        said = {claim.times.since.earliest for claim in claims if claim.times.since and claim.quantity}
        return sorted(asked | {day for day in said if day})

    def _regions(self, issues: list[Issue]) -> list[territory.Region]:
        found: list[territory.Region] = []
        for rule in self.case.boundaries:
            item = self.items.get(rule.file)
            if item is None:
                continue  # capture has said that the file is not there
            read = self._confined_one("zvirka.observe.maps:read_boundary", item, {"path": rule.file}, issues)
            if read is not None:
                issues += maps.mended(read["problems"], rule.file, item.id)
                aside = rule.place in {region.place for region in found}
                region = self._region(rule, item, read, aside)
                issues += borders.misdrawn(region, rule.file, item.id, self.ground)
                found.append(region)
        return found

    def _region(self, rule: BoundaryRule, item: Item, read: Mapping[str, Any], aside: bool) -> territory.Region:
        if self.ground.gazetteer.get(rule.place) is None:
            raise CaseError(
                "the gazetteer knows no such place",
                file="case.toml",
                place=f"[[boundaries]] file {rule.file!r}",
                value=rule.place,
                remedy="Use a place id of the theatre pack.",
            )
        return territory.region_of(rule, item.object, read, aside)

    def _map_source(self, rule: MapRule, regions: Sequence[territory.Region], since: Sequence[date]) -> Found:
        whole, planned, issues = self._planned(rule)
        inputs = ["map", *self._inputs(whole, planned, regions), [str(day) for day in since]]

        def measure() -> Found:
            drawn, problems = self._snapshots(whole, planned)
            snapshots, swapped = maps.without_swapped(drawn, [region.area for region in regions], whole.files)
            problems = [*problems, *swapped]
            found: list[Observation] = []
            for region in regions or (None,):
                found += territory.areas(snapshots, region, _within(since, snapshots), self.zone)
            return found, problems

        observations, problems = self._cached(inputs, measure)
        return observations, [*issues, *problems]

    def _compared(self, regions: Sequence[territory.Region]) -> list[Observation]:
        """Where map sources differ on the same day, within the border that figures use."""
        sources = [self._planned(rule)[:2] for rule in self.case.maps]
        if len(sources) < 2:
            return []
        used = [region for region in regions if not region.aside]

        def measure() -> Found:
            drawn: dict[str, list[maps.Snapshot]] = {}
            for whole, planned in sources:
                found = maps.without_swapped(
                    self._snapshots(whole, planned)[0], [each.area for each in regions], whole.files
                )
                drawn.setdefault(whole.source, []).extend(found[0])
            return [one for region in used or (None,) for one in territory.disagreements(drawn, region, self.zone)], []

        inputs = [self._inputs(whole, planned, used) for whole, planned in sources]
        return self._cached(["maps compared", inputs], measure)[0]

    def _planned(self, rule: MapRule) -> tuple[MapRule, list[maps.LayerRead], list[Issue]]:
        whole = maps.resolved(rule, self.ground)
        return whole, *maps.plan(whole, [path for path in self.items if matches(path, rule.files)], self.zone)

    def _inputs(
        self, whole: MapRule, planned: Sequence[maps.LayerRead], regions: Sequence[territory.Region]
    ) -> list[Any]:
        objects = [[read.path, self.items[read.path].id, self.items[read.path].object] for read in planned]
        areas = [[region.place, region.boundary, digest(region.area.hex()), region.aside] for region in regions]
        return [to_plain(whole), sorted(objects), areas, self.zone.key]

    def _snapshots(self, whole: MapRule, planned: Sequence[maps.LayerRead]) -> tuple[list[maps.Snapshot], list[Issue]]:
        """What a source shows, and what was wrong with its files; its files are read once a run."""
        key = digest(to_plain(whole))
        if key not in self._drawn:
            layers, faults = self._layers(planned)
            snapshots, problems = maps.snapshots(whole, layers, self.zone)
            self._drawn[key] = (snapshots, [*faults, *problems])
        return self._drawn[key]

    def _layers(self, planned: Sequence[maps.LayerRead]) -> tuple[list[tuple[maps.LayerRead, str, Any]], list[Issue]]:
        batch = [(self._bytes(read.path), read.options) for read in planned]
        results = self.outlines.run("zvirka.observe.maps:read_layer", batch)
        layers: list[tuple[maps.LayerRead, str, Any]] = []
        issues: list[Issue] = []
        for read, result in zip(planned, results, strict=True):
            if isinstance(result, BaseException):
                issues.append(_not_read(read.path, self.items[read.path].id, result))
            else:
                layers.append((read, self.items[read.path].id, result))
        return layers, issues

    def _versions(self) -> list[list[ListRule]]:
        """The lists of the case, versions of one list together, in order of the days they were taken; others stand alone."""
        found: dict[object, list[ListRule]] = {}
        for number, rule in enumerate(self.case.lists):
            key = (rule.kind, rule.source, rule.owner) if rule.as_of is not None else number
            found.setdefault(key, []).append(rule)
        return [sorted(rules, key=lambda rule: (rule.as_of or date.min, rule.file)) for rules in found.values()]

    def _revised(self, older: ListRule, newer: ListRule, issues: list[Issue]) -> list[RevisionObservation]:
        before, problems = self._list(older)
        issues += problems
        was_at, now_at = (Moment(rule.as_of or date.min) for rule in (older, newer))
        return tallies.revisions(before, self._list(newer)[0], was_at, now_at)

    def _list(self, rule: ListRule) -> Found:
        item = self.items.get(rule.file)
        if item is None:
            return [], []
        inputs = ["list", SHEETS, to_plain(rule), item.id, item.object, self.zone.key]

        def read() -> Found:
            issues: list[Issue] = []
            options = {"path": rule.file, "kind": rule.kind, "columns": dict(rule.columns)}
            data = self._table_bytes(rule, item, issues)
            table = (
                self._confined_one("zvirka.observe.tables:read_table", item, options, issues, data)
                if data is not None
                else None
            )
            if table is None:
                return [], issues
            return lists.list_observations(rule, table, item=item.id, ground=self.ground, zone=self.zone)

        return self._cached(inputs, read)

    def _cells(
        self,
        rule: ListRule,
        regions: Sequence[territory.Region],
        since: Sequence[date],
        observations: list[Observation],
        issues: list[Issue],
    ) -> None:
        """The second way to areas: the settlements of a list of statuses by their cells, within the borders that figures use."""
        item, drawn = self.items.get(rule.file), self.items.get(rule.cells or "")
        used = [region for region in regions if not region.aside]
        if rule.kind != "settlement_statuses" or item is None or not used or (rule.cells and drawn is None):
            return
        areas = [[region.place, region.boundary, digest(region.area.hex())] for region in used]
        inputs = [
            "cells",
            to_plain(rule),
            item.id,
            item.object,
            drawn and drawn.object,
            areas,
            [str(day) for day in since],
        ]

        def measure() -> Found:
            problems: list[Issue] = []
            given = None
            if drawn is not None:
                given = self._confined_one("zvirka.observe.cells:read_cells", drawn, {"path": drawn.path}, problems)
                if given is None:
                    return [], problems
                problems += maps.mended(given["problems"], drawn.path, drawn.id)
                problems += cells.unnamed(given["unnamed"], drawn.path, drawn.id)
            told = [each for each in self._list(rule)[0] if isinstance(each, StatusObservation)]
            made: list[Observation] = []
            for region in used:
                found, refused = cells.cell_areas(
                    rule, told, region, since, self.zone, self.ground.gazetteer, given["cells"] if given else None
                )
                made += found
                problems += refused
            return made, problems

        found, problems = self._cached([*inputs, self.zone.key], measure)
        observations += found
        issues += problems

    def _table_bytes(self, rule: ListRule, item: Item, issues: list[Issue]) -> bytes | None:
        """A list's bytes as CSV: a workbook's sheet with the headings of this kind; None where that fails, with an issue."""
        data = self._bytes(rule.file)
        if not data or sniff(data[:HEAD_BYTES], len(data)).media != "xlsx":
            return data
        wanted = [dict(rule.columns).get(name, name) for name in tables.COLUMNS[rule.kind]]
        found = self._confined_one("zvirka.capture.readers.sheets:as_csv", item, {"wanted": wanted}, issues)
        return found if isinstance(found, bytes) else None

    def _cached(self, inputs: list[Any], make: Callable[[], Found]) -> Found:
        key = digest("observations", FORMAT, inputs, code_version("observe", "model", "ground"), self.ground.version)
        self._used.add(key)
        table = self.record.derived.get("observations", key)
        if table is None or not table.schema.equals(SCHEMA):
            observations, issues = make()
            rows = [(observation_kind(each), packed(each)) for each in observations]
            rows += [("issue", packed(each)) for each in issues]
            columns = {"kind": [kind for kind, _ in rows], "json": [document for _, document in rows]}
            self.record.derived.put("observations", key, pa.table(columns, schema=SCHEMA))
            return observations, issues
        found: Found = ([], [])
        for kind, document in zip(table["kind"].to_pylist(), table["json"].to_pylist(), strict=True):
            if kind == "issue":
                found[1].append(unpacked(Issue, document))
            else:
                found[0].append(unpacked(OBSERVATIONS[kind], document))
        return found

    def _confined_one(
        self, function: str, item: Item, options: dict[str, Any], issues: list[Issue], data: bytes | None = None
    ) -> Any:
        """What the function makes of the item's bytes, or of `data` in their place; None where it fails, with an issue."""
        confined = self.outlines if function.partition(":")[0] in _DRAWN else self.confined
        result = confined.run(function, [(self._bytes(item.path) if data is None else data, options)])[0]
        if isinstance(result, BaseException):
            issues.append(_not_read(item.path, item.id, result))
            return None
        return result

    def _bytes(self, path: str) -> bytes:
        return self.record.objects.get(self.items[path].object)


def _within(since: Sequence[date], snapshots: Sequence[maps.Snapshot]) -> list[date]:
    """Windows that begin while the source was drawing: from a day before its first map on; others have no baseline in it."""
    if not snapshots:
        return []
    first = min(snapshot.moment.day for snapshot in snapshots) - timedelta(days=1)
    last = max(snapshot.moment.day for snapshot in snapshots)
    return [day for day in since if first <= day <= last]


def _not_read(path: str, item: str, fault: BaseException) -> Issue:
    if not isinstance(fault, InputError):
        raise fault
    remedy = fault.remedy or "Mend the file, or take it out of case.toml."
    place = fault.place
    return Issue(
        "not_read",
        path,
        fault.problem + (f" ({fault.value[:80]!r})" if fault.value else ""),
        remedy,
        place=place,
        item=item,
    )
