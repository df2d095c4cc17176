"""What `zvirka publish` prints: what goes out, what stays and why."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from zvirka.model.canonical import canonical_json
from zvirka.model.case import SCHEMA
from zvirka.model.wire import to_plain
from zvirka.pipeline.publishing import Prepared, Published
from zvirka.publish import AccountIndex
from zvirka.publish.edition import Held
from zvirka.publish.views import Views
from zvirka.publish.visible import one_line
from zvirka.publish.words import LANGUAGES, Words


def plan_text(prepared: Prepared, language: str | None = None) -> str:
    """The plan for people: every question with who accepted it, or why it stays; those that nobody accepted by their number."""
    return "\n".join(_lines(prepared, language or prepared.account.case.language))


def _lines(prepared: Prepared, language: str) -> Iterator[str]:
    words, titles = _titles(prepared, language)
    planned = prepared.plan
    if planned.blocked:
        yield words.say("edition_blocked")
        yield from (f"  {one_line(message, 400)}" for message in planned.blocked)
    yield words.say("edition_out", n=len(planned.out))
    for finding in planned.out:
        names = ", ".join(one_line(name, 80) for name in planned.accepted[finding.question.id])
        yield f"  {titles[finding.question.id]}: {words.say('edition_accepted', names=names)}"
    yield words.say("edition_held", n=len(planned.held))
    waiting = sum(held.reason == "not_accepted" for held in planned.held)
    for held in planned.held:
        if held.reason == "not_accepted":
            continue
        row = f", {words.say('edition_row', id=held.row[:12])}" if held.row else ""
        yield f"  {titles[held.question]}{row}: {_why(held, words)}"
    if waiting:
        yield f"  {words.say('held_not_accepted', n=waiting, case=_case(prepared))}"
    yield from _unsaid_line(prepared, words)


def _unsaid_line(prepared: Prepared, words: Words) -> Iterator[str]:
    if told := _unsaid(prepared):
        yield words.say("edition_unsaid", keys=", ".join(told))


def _unsaid(prepared: Prepared) -> list[str]:
    """What the case file does not say of an edition, by its places there."""
    case = prepared.account.case
    said = {
        "[case] title": case.title,
        "[publish] publisher": case.publish.publisher,
        "[publish] address": case.publish.address,
        "[publish] chosen_by": case.publish.chosen_by,
    }
    return [key for key, value in said.items() if not value]


def _case(prepared: Prepared) -> str:
    return shlex.quote(str(prepared.folder))


def _why(held: Held, words: Words) -> str:
    told = words.say(f"held_{held.reason}", names=", ".join(one_line(name, 80) for name in held.people))
    if held.until is None:
        return told
    return f"{told}; {words.say('edition_until', time=_time(held))}"


def plan_json(prepared: Prepared) -> str:
    """The same for programs."""
    return canonical_json({"schema": SCHEMA, **_plain(prepared)})


def published_text(made: Published, language: str | None = None) -> str:
    """What a publication prints: the edition, how to cite it, how many findings it holds and how many stayed."""
    words, _ = _titles(made.prepared, language or made.prepared.account.case.language)
    planned = made.prepared.plan
    edition = made.prepared.edition
    head = f"{words.say('edition_number', number=made.edition.number)}: {made.folder / 'index.html'}"
    cited = [edition.citation.full] if edition is not None and made.new else [words.say("edition_same")]
    again = [words.say("edition_again", number=number) for number in made.again]
    counts = [words.say("edition_findings", n=len(planned.out))]
    if planned.held:
        counts.append(words.say("edition_stays", n=len(planned.held), case=_case(made.prepared)))
    return "\n".join([head, *cited, *again, *counts, *_unsaid_line(made.prepared, words)])


def published_json(made: Published) -> str:
    """The same for programs."""
    told = {"edition": to_plain(made.edition), "new": made.new, "folder": str(made.folder), "again": list(made.again)}
    return canonical_json({"schema": SCHEMA, **told, **_plain(made.prepared)})


def _plain(prepared: Prepared) -> dict[str, Any]:
    planned = prepared.plan
    return {
        "out": [
            {"question": each.question.id, "accepted_by": list(planned.accepted[each.question.id])}
            for each in planned.out
        ],
        "held": [
            {
                "question": each.question,
                "reason": each.reason,
                "people": list(each.people),
                "until": _time(each) if each.until else None,
                "row": each.row,
            }
            for each in planned.held
        ],
        "under_review": [each.id for each in planned.under_review],
        "blocked": list(planned.blocked),
        "unsaid": _unsaid(prepared),
    }


def _time(held: Held) -> str:
    return held.until.strftime("%Y-%m-%dT%H:%MZ") if held.until is not None else ""


def _titles(prepared: Prepared, language: str) -> tuple[Words, dict[str, str]]:
    account = prepared.account
    languages = {code: Words(prepared.ground, code, account.time_zone) for code in LANGUAGES}
    words = languages.get(language, languages["en"])
    views = Views(AccountIndex(account), words, languages)
    titles = {each.question.id: f"{each.rank}. {views.title(each.question)}" for each in account.findings}
    return words, titles
