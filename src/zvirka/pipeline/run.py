"""The main job: a folder becomes an account. The only place that knows the order of the stages."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from zvirka.confine import Confine
from zvirka.engine import make_engine
from zvirka.ground import Ground
from zvirka.model.account import Account
from zvirka.model.canonical import digest
from zvirka.model.claims import Claim
from zvirka.model.errors import ExitCode
from zvirka.model.findings import Coverage, Link
from zvirka.model.issues import Issue
from zvirka.model.items import Item, Text
from zvirka.model.observations import Observation
from zvirka.model.ports import Confined, EnginePort
from zvirka.pipeline.accounts import current_key, keep_account
from zvirka.pipeline.capturing import Given, Opened, capture, keep_case_files, open_folder
from zvirka.pipeline.case_check import zone_of
from zvirka.pipeline.dating import dated
from zvirka.pipeline.edit_log import log_edits, standing_edits
from zvirka.pipeline.extracting import extract_texts
from zvirka.pipeline.found_before import FoundBefore
from zvirka.pipeline.indexing import update_index
from zvirka.pipeline.items_csv import write_items
from zvirka.pipeline.joining import compared
from zvirka.pipeline.judging import Judging, judge, judged_ground
from zvirka.pipeline.memory import few_collections
from zvirka.pipeline.picturing import Pictures, look_at_pictures
from zvirka.pipeline.progress import Progress, Silent
from zvirka.pipeline.schemas import note_migrated
from zvirka.pipeline.signing import sign_texts
from zvirka.pipeline.suggesting import Suggesting, asked_for, with_suggestions
from zvirka.pipeline.versions import code_version
from zvirka.pipeline.working import digest_of, write_working
from zvirka.publish import AccountIndex, working_files
from zvirka.reconcile import case_days, last_shown, ledger_of, reconcile, records_of, resightings_of, terms_of

NOT_READ = ("not_read", "partly_read", "not_looked_at")
"""Issues that make a run end with SOME_NOT_READ."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run made. case_folder: where the record lies. working: its front page. not_read: issues on inputs not read, sorted."""

    account: Account
    ground: Ground
    case_folder: Path
    working: Path
    not_read: tuple[Issue, ...]

    @property
    def exit_code(self) -> ExitCode:
        """DONE, or SOME_NOT_READ where an input was not read in whole."""
        return ExitCode.SOME_NOT_READ if self.not_read else ExitCode.DONE


def run(
    folder: Path,
    case_folder: Path | None = None,
    *,
    engine: str = "auto",
    jobs: int | None = 1,
    now: datetime | None = None,
    progress: Progress | None = None,
    read_again: bool = False,
    by: str = "",
    plugins: Sequence[str] = (),
) -> RunResult:
    """Reads `folder` and writes its account into `case_folder` (FOLDER-case beside it, unless told otherwise).

    engine, jobs: what runs the batches, with how many worker processes (None: one a core; a script that asks for more than one
    needs the usual `if __name__ == "__main__"`); the account is the same. now: the clock (UTC), the system's unless given. What was
    computed before is not computed again. read_again: whether every file is read anew, also one that stands as it stood
    (`pipeline.reading` says how that is told). by: who runs it: edits of items.csv that it finds
    are logged under that name. plugins: optional extractors asked for, "NAME" or "NAME.KEY=VALUE". Raises CaseError, RecordError,
    PluginError; anything wrong with an input is an issue of the account.
    """
    clock = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    with few_collections():
        return _run(folder, case_folder, engine, jobs, clock, progress or Silent(), read_again, by, plugins)


def _run(
    folder: Path,
    case_folder: Path | None,
    engine: str,
    jobs: int | None,
    clock: datetime,
    shown: Progress,
    again: bool,
    by: str,
    plugins: Sequence[str],
) -> RunResult:
    at = clock.strftime("%Y-%m-%dT%H:%M:%SZ")
    opened = open_folder(folder, case_folder)
    folder, case, ground, record, case_folder = (
        opened.folder,
        opened.case,
        opened.ground,
        opened.record,
        opened.record.folder,
    )
    zone = zone_of(case, ground)
    asked = asked_for(plugins, case)
    with Confine() as confined:
        items, texts, issues = capture(opened, confined, clock, shown, again)
        log_edits(record, standing_edits(record), by, at)
        keep_case_files(opened, items)
        note_migrated(record, at)
        shown.stage("reading claims", None)
        batches = make_engine(engine, jobs, rows=len(texts))
        try:
            texts, issues = dated(record.derived, batches, ground, zone, case, folder, items, texts, issues)
            write_items(case_folder, items, texts)
            suggested = partial(with_suggestions, asked, opened, batches, zone, at, shown) if asked else None
            pictures = look_at_pictures(record, items, issues, ground, shown, jobs or os.cpu_count() or 1)
            given = items, texts, list(pictures.issues)
            account = account_of(
                opened, zone, confined, batches, given, pictures, shown, partial(judge, record, ground, at), suggested
            )
        finally:
            batches.close()
    ground = judged_ground(account, ground)
    account, made, documents = keep_account(record, account, at)
    shown.stage("indexing words")
    version = digest(ground.version, code_version("publish", "model", "ground"))
    index = AccountIndex(account)
    made_of = digest("index", current_key(record), version, code_version("pipeline"))
    update_index(case_folder, account, ground, index, made_of)
    shown.stage("writing the working copy")
    write_working(
        case_folder / "working",
        case_folder / "derived" / "working.json",
        digest("working", current_key(record), made, version, sorted(pictures.overlays)),
        lambda: working_files(account, ground, made, digest_of(version, documents), pictures.overlays, index),
    )
    not_read = tuple(issue for issue in account.issues if issue.code in NOT_READ)
    return RunResult(account, ground, case_folder, case_folder / "working" / "index.html", not_read)


def account_of(
    opened: Opened,
    zone: ZoneInfo,
    confined: Confined,
    engine: EnginePort,
    given: Given,
    pictures: Pictures,
    progress: Progress,
    judged: Callable[[Sequence[Claim], Sequence[Text]], Judging],
    suggested: Suggesting | None = None,
) -> Account:
    """The account of what a folder holds. given: its texts dated, and the issues that the pictures left. judged: what
    people decided, on claims and texts as they were read. suggested: puts what plug-ins suggest beside what the rules read."""
    folder, case, ground, record = opened.folder, opened.case, opened.ground, opened.record
    items, texts, issues = given
    read, of_extract, told_links = extract_texts(record.derived, engine, ground, case.theatre, folder, zone, texts)
    read, of_plugins = suggested(texts, read) if suggested is not None else (read, [])
    judging = judged(read, texts)
    claims, texts, ground = compared(judging.claims, judging.accepted), judging.texts, judging.ground
    measured, of_observe = _measured(opened, ground, zone, confined, items, claims, progress)
    observations = sorted([*measured, *pictures.observations], key=lambda each: each.id)
    days = case_days(case, last_shown(observations))
    issues = judging.known_issues([*issues, *of_extract, *of_plugins, *of_observe])
    coverage = _coverage(ground, items, texts, issues)
    progress.stage("comparing claims", None)
    before = FoundBefore(record.derived, ground)
    found = reconcile(
        case, texts, claims, observations, coverage, ground, zone=zone, known_issues=issues, days=days,
        told=judging.told, signed=sign_texts(record.derived, engine, texts), before=before,
    )  # fmt: skip
    before.close()
    account = Account(
        case=case,
        time_zone=zone.key,
        items=tuple(sorted(items, key=lambda each: (each.path, each.id))),
        texts=tuple(sorted(texts, key=lambda each: (each.path, each.position, each.report))),
        claims=tuple(judging.claims),
        observations=tuple(observations),
        findings=tuple(found.findings),
        links=tuple(
            sorted([*found.links, *pictures.links, *_between(told_links, judging.claims)], key=lambda each: each.id)
        ),
        issues=(*issues, *found.issues),
        origins=tuple(sorted(found.origins.items())),
        coverage=coverage,
        relevance=found.relevance,
        ledger=ledger_of(observations, ground),
        terms=terms_of(claims, texts, ground),
        speeches=found.speeches,
        lives=found.lives,
    )
    account = judging.settle(account)
    seen_again = resightings_of(claims, observations, account.links, ground)
    account = replace(account, ledger=replace(account.ledger, resightings=seen_again))
    records = records_of(account.speeches, account.judgements)
    return replace(account, issues=_in_order(account.issues), records=records)


def _measured(
    opened: Opened,
    ground: Ground,
    zone: ZoneInfo,
    confined: Confined,
    items: Iterable[Item],
    claims: Sequence[Claim],
    progress: Progress,
) -> tuple[list[Observation], list[Issue]]:
    """What the case's maps, borders and lists show. A case without any does without the libraries that measure, too."""
    case, record = opened.case, opened.record
    if not (case.maps or case.boundaries or case.lists):
        progress.stage("measuring maps and lists", 0)
        record.derived.keep_only("observations", ())
        return [], []
    from zvirka.pipeline.observing import OUTLINES_S, Observing

    by_path = {item.path: item for item in items}
    with Confine(cpu_s=OUTLINES_S, wall_s=OUTLINES_S) as outlines:
        observing = Observing(case, ground, zone, record, confined, outlines, by_path, progress)
        return observing.observe(claims)


def _between(links: Iterable[Link], claims: Iterable[Claim]) -> Iterator[Link]:
    """The links whose ends both stand among the claims."""
    ids = {claim.id for claim in claims}
    return (link for link in links if link.left in ids and link.right in ids)


def _in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The issues, each once, by code and place, then id. Ids are made for those alone that stand at one place."""
    by_place: dict[tuple[str, str, str, str], list[Issue]] = defaultdict(list)
    for each in issues:
        by_place[_place(each)].append(each)
    ordered: list[Issue] = []
    for place in sorted(by_place):
        here = by_place[place]
        if len(here) > 1:
            by_id = {each.id: each for each in here}
            here = [by_id[id_] for id_ in sorted(by_id)]
        ordered += here
    return tuple(ordered)


def _place(issue: Issue) -> tuple[str, str, str, str]:
    return (issue.code, issue.path, issue.fragment or "", issue.place or "")


def _coverage(ground: Ground, items: Sequence[Item], texts: Sequence[Text], issues: Iterable[Issue]) -> Coverage:
    unread = [issue for issue in issues if issue.code == "not_read"]
    passed_over = [issue for issue in issues if issue.code == "not_looked_at"]
    read = sum(1 for text in texts if text.language in ground.languages)
    return Coverage(
        items=sum(1 for item in items if item.media != "case"),
        reports=len(texts),
        reports_read=read,
        not_read=len({issue.path for issue in unread}),
        not_looked_at=sum(issue.count for issue in passed_over),
    )
