"""What `zvirka publish` prints: what goes out, what stays and why."""

from __future__ import annotations

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
    """The plan for people: every question with who accepted it, or why it stays."""
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
    for held in planned.held:
        row = f", {words.say('edition_row', id=held.row[:12])}" if held.row else ""
        yield f"  {titles[held.question]}{row}: {_why(held, words)}"


def _why(held: Held, words: Words) -> str:
    told = words.say(f"held_{held.reason}", names=", ".join(one_line(name, 80) for name in held.people))
    if held.until is None:
        return told
    return f"{told}; {words.say('edition_until', time=_time(held))}"


def plan_json(prepared: Prepared) -> str:
    """The same for programs."""
    return canonical_json({"schema": SCHEMA, **_plain(prepared)})


def published_text(made: Published, language: str | None = None) -> str:
    """What a publication prints: the edition, how to cite it, and what stayed."""
    words, _ = _titles(made.prepared, language or made.prepared.account.case.language)
    edition = made.prepared.edition
    head = f"{words.say('edition_number', number=made.edition.number)}: {made.folder / 'index.html'}"
    cited = [edition.citation.full] if edition is not None and made.new else [words.say("edition_same")]
    return "\n".join([head, *cited, "", plan_text(made.prepared, language)])


def published_json(made: Published) -> str:
    """The same for programs."""
    told = {"edition": to_plain(made.edition), "new": made.new, "folder": str(made.folder)}
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
