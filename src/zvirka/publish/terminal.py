"""What a run prints: the contested figures, the range and the reason, the sentence, and where the working copy is."""

from __future__ import annotations

from dataclasses import replace

from zvirka.ground.ground import Ground
from zvirka.model.account import Account
from zvirka.model.findings import Finding
from zvirka.model.judgements import Judgement, aspect
from zvirka.publish.figure_rows import FigureRow, figure_rows, told_together
from zvirka.publish.index import AccountIndex
from zvirka.publish.sentences import composed
from zvirka.publish.speakers import definition_of, slot_days
from zvirka.publish.views import Views
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import LANGUAGES, Words

FIGURES = 8
"""Figures shown of a question: with the range, the reason and the sentence they fill one screen."""
FINDINGS = 3
_STATES = ("in_scope", "unknown", "differs")


def terminal(account: Account, ground: Ground, language: str, where: str = "", *, whole: bool = False) -> str:
    """The summary for a terminal in "en", "uk" or "ru". where: path of the working copy, as it is to be shown. whole: with
    what people judged, what was said over time and what was not found, as for one question asked for.

    Shown are the questions asked, else the finding that ranks first, at most three. Hidden and control characters of what was
    read come out as their code points, so that nothing read can steer the terminal. Ends with a newline.
    """
    words = Words(ground, language, account.time_zone)
    index = AccountIndex(account)
    views = Views(index, words, dict.fromkeys(LANGUAGES, words))
    asked = [finding for finding in account.findings if finding.question.asked][:FINDINGS] or list(account.findings[:1])
    lines = [visible(account.case.title) or words.say("untitled"), views.coverage(account.coverage), ""]
    for finding in asked:
        lines += _finding(finding, index, views, whole)
    if not asked:
        lines += [words.say("no_findings"), ""]
    lost = sum(issue.count for issue in account.issues if issue.code == "judgement_unattached")
    if lost:
        lines.append(words.say("term_unattached", n=lost))
    if where:
        decided = any(finding.decided_by for finding in account.findings)
        lines += [
            words.say("term_working_copy", path=visible(where)),
            words.say("term_decided_copy" if decided else "working_copy"),
        ]
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, index: AccountIndex, views: Views, whole: bool) -> list[str]:
    words = views.words
    rows = figure_rows(finding, index, words)
    lines = [
        views.title(finding.question),
        *(f"  {line}" for line in _standing(finding, index, views)),
        "",
        f"{words.say('term_contested')}:",
    ]
    chosen = _chosen(rows, finding)
    lines += [f"  {line}" for row in chosen for line in _figure(row, words, index)] or [
        f"  {words.say('term_no_figures')}"
    ]
    if len(rows) > len(chosen):
        lines.append(f"  {words.say('term_more', n=len(rows) - len(chosen))}")
    if finding.range is not None:
        lines += ["", f"{words.say('term_range')}:"]
        for found in [each for each in finding.ranges if each.source != "all"] or [finding.range]:
            when = f", {words.when_both(found.as_of)}" if found.as_of else ""
            shown = words.span(found.low, found.high, found.unit, whole=True)
            lines.append(f"  {words.say('held_range', source=one_line(found.source, 60) + when, range=shown)}")
        lines.append(f"  {words.say('method', method=views.method(finding.range.method))}")
    reasons = _reasons(finding, views, index)
    if reasons:
        lines += ["", f"{words.say('term_why')}:", *(f"  {line}" for line in reasons)]
    if whole:
        lines += _more(finding, index, views)
    return [*lines, "", f"{words.say('term_print')}:", f"  {composed(finding, index, words).text}", ""]


def _standing(finding: Finding, index: AccountIndex, views: Views) -> list[str]:
    """The plain words; of a decided question who decided and what it stands on; and each matter on which people decided differently."""
    words = views.words
    lines = [views.status(finding)["words"]]
    if finding.decided_by:
        lines.append(views.status(replace(finding, decided_by=()))["words"])
    disputes: dict[tuple[str, ...], list[Judgement]] = {}
    for id in finding.judged:
        told = index.judgements.get(id)
        if told is not None and told.standing == "contradicted":
            judgement = told.judgement
            about = told.acts_on if finding.question.id in told.acts_on else [each.id for each in judgement.subjects]
            disputes.setdefault(aspect(judgement, about), []).append(judgement)
    for judgements in disputes.values():
        people = one_line(", ".join(dict.fromkeys(each.by for each in judgements)), 120)
        quotes = [one_line(each.quote.exact, 80) for each in judgements[0].subjects if each.quote]
        on = "; ".join(words.say("quoted", words=quote) for quote in quotes)
        lines.append(words.say("term_disputed_on" if on else "term_disputed", people=people, words=on))
    return lines


def _more(finding: Finding, index: AccountIndex, views: Views) -> list[str]:
    """What people judged of the answer, what was said over time, and what was not found."""
    words = views.words
    judged = [*views.admissions(finding), (words.say("face_likelihood"), views.likelihood(finding))]
    lines = ["", *(words.say("colon", name=name, value=value) for name, value in judged)]
    lives = views.lives(finding)["rows"]
    if lives:
        lines += ["", f"{words.say('h_lives')}:"]
    for row in lives[:FIGURES]:
        later = [] if row["later"] == "–" else [row["later"]]
        lines.append(
            "  " + words.say("colon", name=row["what"], value=", ".join([row["first"], row["spread"], *later]))
        )
    turns = [views.turn(speech, turn) for speech, turn in index.turns_of(finding)]
    if turns:
        lines += ["", f"{words.say('h_turns')}:"]
    for turn in turns[:FINDINGS]:
        lines.append("  " + words.say("colon", name=turn["who"], value=turn["kind"]))
        lines += [f"    {told['words']}" for told in turn["told"]]
    return [*lines, "", f"{words.say('h_not_found')}:", *(f"  {line}" for line in views.missing(finding))]


def _chosen(rows: list[FigureRow], finding: Finding) -> list[FigureRow]:
    """The figures that matter for the question: the highlighted ones first, then in the order of the days described those that evidence
    stands against, those of the question's own place and those carried most."""
    first = set(finding.highlights)

    def weight(at: int) -> tuple[bool, bool, int, int, int]:
        row = rows[at]
        elsewhere = "place" in row.scope.differs_in
        against = row.backing is not None and row.backing.backing == "outside"
        return (not first & set(row.claims), not against or elsewhere, _STATES.index(row.scope.scope), -row.reports, at)

    chosen = sorted(range(len(rows)), key=weight)[:FIGURES]
    return [rows[at] for at in sorted(chosen, key=lambda at: (not first & set(rows[at].claims), at))]


def _figure(row: FigureRow, words: Words, index: AccountIndex) -> list[str]:
    claim = row.claim
    day = claim.times.as_of or claim.times.event
    dated = day is not None and (day.earliest or day.latest) is not None
    about = [words.say("term_as_of", day=slot_days(day, words)) if dated else words.say("term_no_day"), row.place]
    if claim.times.since is not None:
        about.append(words.say("term_since", day=slot_days(claim.times.since, words)))
    if claim.quantity is not None and claim.quantity.definition:
        about.append(definition_of(claim, words))
    mark = index.mark_of(claim)
    if mark:
        about.append(f"{one_line(claim.path, 80)}, {words.mark(mark)}")
    backing = words.say(f"backing_{row.backing.backing if row.backing else 'none'}")
    return [words.say("term_said_by", who=row.who, figure=row.figure), f"    {', '.join(about)} — {backing}"]


def _reasons(finding: Finding, views: Views, index: AccountIndex) -> list[str]:
    """Why the highlighted figures differ, and why they do as one report tells them side by side, in the words of the question's page."""
    pairs = [set(finding.highlights), *told_together(finding, index)[:1]]
    lines = []
    for ends in pairs:
        for link in index.links_of_question(finding.question.id):
            if {link.left, link.right} == ends and link.kind in ("differs_in_scope", "conflicts", "supersedes"):
                shown = views.link(link)
                lines.append(f"{shown['left']['words']} | {shown['right']['words']}: {shown['kind']}")
                lines += [f"  {reason}" for reason in shown["reasons"]]
    return lines
