"""Plug-ins at work: found by their entry points, asked about every report, and what they point at made claims by our own code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.capture.globs import matches
from zvirka.extract import suggested_claims
from zvirka.model.canonical import digest, sha256_hex
from zvirka.model.case import Case
from zvirka.model.claims import Claim, Extractor
from zvirka.model.errors import CaseError, PluginError, ZvirkaError
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.ports import PLUGINS, EnginePort, PluginPort
from zvirka.model.suggestions import Name, Suggested, Suggestion
from zvirka.pipeline.asking import Asking
from zvirka.pipeline.cache import DONE, Shelf, cached_map, result_table
from zvirka.pipeline.capturing import Opened
from zvirka.pipeline.extracting import extractor_of
from zvirka.pipeline.joining import joined, with_names
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.pipeline.progress import Progress
from zvirka.pipeline.versions import code_version
from zvirka.record import Record

OUR_OWN = ("files", "outside", "timeout_s")
"""Options of every plug-in that the pipeline reads: which files it is asked about, and how it may ask."""
KEPT_AT_ONCE = 64
"""Reports whose suggestions are kept in one table: a killed run asks about fewer again (and has a hosted one's answers in the record)."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A plug-in that a person asked for. options: of case.toml and of this run; by_hand: the names of the latter."""

    name: str
    options: Mapping[str, str]
    by_hand: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a batch is given: a report and what one plug-in points at in it."""

    text: Text
    by: Extractor
    suggestions: tuple[Suggestion, ...]


@dataclass(slots=True)
class _Found:
    suggested: list[Claim] = field(default_factory=list)
    names: dict[str, list[tuple[str, Name]]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def asked_for(given: Sequence[str], case: Case) -> list[Asked]:
    """The plug-ins of `--plugin NAME` and `--plugin NAME.KEY=VALUE`, each once, in the order they were first named. Raises CaseError."""
    by_hand: dict[str, dict[str, str]] = {}
    for each in given:
        head, sign, value = each.partition("=")
        name, dot, key = head.partition(".")
        if bool(sign) != bool(dot and key) or not _NAME.fullmatch(name):
            raise CaseError("is no plug-in", file="--plugin", value=each, remedy="Write NAME, or NAME.KEY=VALUE.")
        options = by_hand.setdefault(name, {})
        if sign:
            options[key] = value
    settings = {rule.name: dict(rule.options) for rule in case.plugins}
    return [Asked(name, {**settings.get(name, {}), **options}, frozenset(options)) for name, options in by_hand.items()]


def installed() -> dict[str, EntryPoint]:
    """The plug-ins that are installed, by name; nothing of them is loaded."""
    return {point.name: point for point in entry_points(group=PLUGINS)}


Suggesting = Callable[[Sequence[Text], Sequence[Claim]], tuple[list[Claim], list[Issue]]]
"""`with_suggestions` of one run."""


def with_suggestions(
    asked: Sequence[Asked],
    opened: Opened,
    engine: EnginePort,
    zone: ZoneInfo,
    at: str,
    progress: Progress,
    texts: Sequence[Text],
    claims: Sequence[Claim],
) -> tuple[list[Claim], list[Issue]]:
    """The claims with those that plug-ins suggest beside them, sorted by id, and what plug-ins left out.

    Suggested claims bear the plug-in's name in `extractor`; `joining` says how they stand to our own. Raises PluginError, RecordError.
    """
    record, ground = opened.record, opened.ground
    read = {text.report: text for text in texts if text.language in ground.languages}
    found = _Found()
    inputs: dict[str, str] = {}
    for each in asked:
        suggested, by = _suggested(each, record, at, list(read.values()), progress)
        for one in suggested:
            found.issues += one.issues
            if one.names:
                found.names.setdefault(one.report, []).extend((each.name, name) for name in one.names)
            if one.suggestions:
                document = packed(Pointed(_undated(read[one.report]), by, one.suggestions))
                inputs[sha256_hex(document.encode("utf-8"))] = document
    version = digest(code_version("extract", "ground", "model"), ground.version, zone.key, FORMAT)
    function = partial(suggested_batch, theatre=opened.case.theatre, folder=str(opened.folder))
    results = cached_map(record.derived, engine, "suggested", version, inputs, function)
    found.suggested = [unpacked(Claim, row[2]) for key in sorted(results) for row in results[key]]
    together = joined(claims, found.suggested)
    together, of_names = with_names(together, found.names, read, ground)
    return sorted(together, key=lambda claim: claim.id), [*found.issues, *of_names]


def suggested_batch(table: Any, *, theatre: str, folder: str) -> Any:
    """The batch function: reports with what is pointed at in them as JSON in, claims as JSON out."""
    rows: list[tuple[str, str, str, str]] = []
    for key, document in zip(table["key"].to_pylist(), table["json"].to_pylist(), strict=True):
        pointed = unpacked(Pointed, document)
        for claim in suggested_claims(extractor_of(theatre, folder), pointed.text, pointed.suggestions, pointed.by):
            rows.append((key, "claim", claim.id, packed(claim)))
    return result_table(rows)


def _undated(text: Text) -> Text:
    return text if text.dated is None else replace(text, dated=None)


def _suggested(
    asked: Asked, record: Record, at: str, texts: Sequence[Text], progress: Progress
) -> tuple[list[Suggested], Extractor]:
    """What one plug-in points at, asked only about reports that it has not looked at in this version."""
    asking = Asking(record, at, asked.name, asked.options, asked.by_hand)
    options = {name: value for name, value in asked.options.items() if name not in OUR_OWN}
    plugin = _made(asked.name, options, asking)
    files = asked.options.get("files", "**")
    documents = {packed(_undated(text)): text for text in texts if matches(text.path, files)}
    keys = {sha256_hex(document.encode("utf-8")): text for document, text in documents.items()}
    version = digest(asked.name, plugin.version, FORMAT, code_version("model"))
    shelf = Shelf(record.derived, f"plugin-{asked.name}", version)
    results, done = shelf.look(keys)
    found = [unpacked(Suggested, row[2]) for key in sorted(done) for row in results[key]]
    missing = sorted(set(keys) - done)
    progress.stage(f"asking {asked.name}", len(missing))
    for start in range(0, len(missing), KEPT_AT_ONCE):
        fresh: list[tuple[str, Suggested]] = []
        try:
            for key in missing[start : start + KEPT_AT_ONCE]:
                fresh.append((key, _checked(asked.name, plugin, keys[key])))
                progress.step()
        finally:
            _keep(shelf, fresh)
        found += [suggested for _, suggested in fresh]
    shelf.close(keys)
    if asking.failed is not None and not asking.answered and not done:
        raise PluginError(
            asking.failed.problem, file=asked.name, remedy="Start it, or run without it."
        ) from asking.failed
    return found, Extractor(asked.name, plugin.version)


def _keep(shelf: Shelf, fresh: Sequence[tuple[str, Suggested]]) -> None:
    """Keeps what is whole: the rest is asked for again."""
    whole = [(key, suggested) for key, suggested in fresh if suggested.whole]
    rows = [(key, "suggested", suggested.report, packed(suggested)) for key, suggested in whole]
    if whole:
        shelf.put([key for key, _ in whole], result_table([*rows, *((key, DONE, "", "") for key, _ in whole)]))


def _made(name: str, options: Mapping[str, str], asking: Asking) -> PluginPort:
    point = installed().get(name)
    if point is None:
        known = ", ".join(sorted(installed())) or "none"
        raise PluginError("is no plug-in that is installed", file="--plugin", value=name, remedy=f"Installed: {known}.")
    try:
        made: PluginPort = point.load()(options, asking)
    except ZvirkaError:
        raise
    except Exception as fault:
        raise PluginError(
            f"cannot be made ({fault!r})", file=name, remedy="Tell who wrote it; run without it."
        ) from fault
    return made


def _checked(name: str, plugin: PluginPort, text: Text) -> Suggested:
    """What a plug-in points at in a text, every span checked: it is somebody else's code."""
    try:
        found = plugin.suggest([text])
    except ZvirkaError:
        raise
    except Exception as fault:
        raise PluginError(
            f"failed ({fault!r})", file=name, place=text.path, remedy="Tell who wrote it; run without it."
        ) from fault
    spans = [span for one in found for span in _spans(one)]
    if (
        len(found) != 1
        or found[0].report != text.report
        or any(text.text[each.start : each.end] != each.exact for each in spans)
    ):
        raise PluginError(
            "points at words that do not stand there",
            file=name,
            place=text.path,
            remedy="Tell who wrote it; run without it.",
        )
    return found[0]


def _spans(one: Suggested) -> Iterable[Any]:
    for each in one.suggestions:
        parts = (each.quote, each.source, each.cue, each.figure, each.place, each.time)
        yield from (part for part in parts if part is not None)
    yield from (name.span for name in one.names)
