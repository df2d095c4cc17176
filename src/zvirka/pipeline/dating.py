"""Publication dates nobody gave: solved from each text's own words, within the days the case is about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from zvirka.capture import NO_DATE
from zvirka.capture.globs import matches
from zvirka.ground import Ground
from zvirka.model.canonical import canonical_json, digest, sha256_hex
from zvirka.model.case import Case
from zvirka.model.issues import Issue
from zvirka.model.items import Dating, Item, Text
from zvirka.model.ports import EnginePort
from zvirka.model.sources import Voice
from zvirka.model.times import Moment
from zvirka.pipeline.cache import RESULT, cached_map
from zvirka.pipeline.extracting import extractor_of
from zvirka.pipeline.items_csv import days_left, told_in_short
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.pipeline.versions import code_version
from zvirka.reconcile import Days, case_days
from zvirka.record.derived import Derived

_NOBODY = Voice("", "unnamed", "unknown")


def dated(
    derived: Derived,
    engine: EnginePort,
    ground: Ground,
    zone: ZoneInfo,
    case: Case,
    folder: Path,
    items: Sequence[Item],
    texts: Sequence[Text],
    issues: Sequence[Issue],
) -> tuple[list[Text], list[Issue]]:
    """The texts, those without a publication date with what their words say of it (`Text.dated`), and the day as `published` where one
    day is left; the issues with what is then still unknown.

    The days looked in are the case's, as its file and the names of its maps give them: no other report bears on a text's date.
    """
    undated = {text.report: text for text in texts if text.published is None}
    if not undated:
        return list(texts), list(issues)
    days = case_days(case, _last_map(case, ground, zone, items))
    found = _solved(derived, engine, ground, case.theatre, folder, days, undated)
    made = [_with(text, found.get(text.report)) if text.published is None else text for text in texts]
    return made, [*_still_unknown(issues, made), *_unsettled(made)]


def _last_map(case: Case, ground: Ground, zone: ZoneInfo, items: Iterable[Item]) -> date | None:
    """The last day named in the file names of maps: known before any map is measured."""
    if not case.maps:
        return None
    from zvirka.observe import maps  # with it come the libraries that measure, which a case without maps does without

    paths = [item.path for item in items]
    last: date | None = None
    for rule in case.maps:
        planned, _ = maps.plan(maps.resolved(rule, ground), [path for path in paths if matches(path, rule.files)], zone)
        days = [read.moment.day for read in planned if read.moment is not None]
        last = max([*days, *([last] if last else [])], default=None)
    return last


def _solved(
    derived: Derived,
    engine: EnginePort,
    ground: Ground,
    theatre: str,
    folder: Path,
    days: Days,
    undated: Mapping[str, Text],
) -> dict[str, Dating]:
    documents = {report: canonical_json([text.language, text.text]) for report, text in undated.items()}
    keys = {report: sha256_hex(document.encode("utf-8", "surrogatepass")) for report, document in documents.items()}
    version = digest(
        code_version("extract", "ground", "model"), ground.version, FORMAT, str(days.since), str(days.until)
    )
    function = partial(solve_batch, theatre=theatre, folder=str(folder), since=days.since, until=days.until)
    results = cached_map(
        derived, engine, "dates", version, {keys[each]: documents[each] for each in documents}, function
    )
    rows = {key: unpacked(Dating, found[0][2]) for key, found in results.items() if found}
    return {report: rows[key] for report, key in keys.items() if key in rows}


def solve_batch(table: Any, *, theatre: str, folder: str, since: date | None, until: date | None) -> Any:
    """The batch function: [language, text] as JSON in, what its words say of its date as JSON out."""
    extractor = extractor_of(theatre, folder)
    rows: list[tuple[str, str, str, str]] = []
    for key, document in zip(table["key"].to_pylist(), table["json"].to_pylist(), strict=True):
        language, words = json.loads(document)
        text = Text("", None, "", words, "", language, None, None, _NOBODY, "")
        found = extractor.date(text, since, until)
        if found is not None:
            rows.append((key, "dated", key, packed(found)))
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in RESULT.names]
    return pa.table(dict(zip(RESULT.names, columns, strict=True)), schema=RESULT)


def _with(text: Text, found: Dating | None) -> Text:
    if found is None or found.state != "day" or found.earliest is None:
        return replace(text, dated=found)
    known = tuple(sorted({**dict(text.known), "published": "solved"}.items()))
    return replace(text, published=Moment(found.earliest), known=known, dated=found)


def _still_unknown(issues: Iterable[Issue], texts: Iterable[Text]) -> list[Issue]:
    """Capture's issues on items without dates, less the reports that have one now."""
    left: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        if text.published is None:
            left[text.item].append(text)
    kept = []
    for issue in issues:
        if issue.code == "date_unknown" and issue.item and issue.message.startswith(NO_DATE):
            open_ = left.get(issue.item, [])
            if open_ and len(open_) != issue.count:
                issue = replace(issue, count=len(open_), fragment=open_[0].fragment, place=None)
            kept += [issue] if open_ else []
        else:
            kept.append(issue)
    return kept


def _unsettled(texts: Iterable[Text]) -> Iterable[Issue]:
    """One issue an item for each way in which words did not settle a day; the first such report stands for the others."""
    grouped: dict[tuple[str, str], list[Text]] = defaultdict(list)
    for text in texts:
        if text.published is None and text.dated is not None:
            grouped[text.item, text.dated.state].append(text)
    for group in grouped.values():
        first, found = group[0], group[0].dated
        if found is None:
            continue
        what = {
            "span": f"its own words leave {days_left(found) or 'several days'}",
            "contradiction": "its own words contradict each other",
            "no_year": "its own words name no year",
        }[found.state]
        yield Issue(
            "date_unknown", first.path, f"the day it was published is not settled: {what} ({told_in_short(found)})",
            "Set published in items.csv, or in case.toml under [[items]].",
            item=first.item, fragment=first.fragment, span=found.constraints[0].span, count=len(group),
        )  # fmt: skip
