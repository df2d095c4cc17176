"""How a finding moved, step by step: decisions of people and changes from account to account, in words."""

from __future__ import annotations

from dataclasses import dataclass

from zvirka.ground.ground import Ground
from zvirka.model.account import Account, Change
from zvirka.model.edits import Edit
from zvirka.model.judgements import Standing
from zvirka.publish.decisions import row
from zvirka.publish.index import AccountIndex
from zvirka.publish.views import Views
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class EditTold:
    """An edit of items.csv and who made it, "" where not known."""

    by: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Step:
    """One step. at: when, ISO 8601 UTC. run: number of the run that changed the account, 0 for a decision or edit.

    told: the change, the decision and how it stands, or the edit.
    """

    at: str
    run: int
    told: Change | Standing | EditTold


class Steps:
    """Steps in one language."""

    def __init__(self, account: Account, ground: Ground, language: str) -> None:
        self._words = Words(ground, language, account.time_zone)
        self._index = AccountIndex(account)
        self._views = Views(self._index, self._words, dict.fromkeys(LANGUAGES, self._words))

    def words(self, step: Step) -> str:
        """What happened."""
        say = self._words.say
        if isinstance(step.told, Change):
            first = step.told.field == "new"
            what = say("step_first") if first else self._views.change(step.told)
            return say("step_run", run=step.run, what=what)
        if isinstance(step.told, EditTold):
            edit = step.told.edit
            where = f"{edit.path} · {edit.fragment}" if edit.fragment else edit.path
            none = say("unknown")
            return say(
                "step_edit", by=visible(step.told.by) or none, file=one_line(where, 120), field=edit.field,
                before=one_line(edit.old, 80) or none, after=one_line(edit.new, 80) or none,
            )  # fmt: skip
        told = row(step.told, self._index, self._words)
        on = "; ".join(say("quoted", words=words) for words in told["on"])
        what = say("colon", name=told["what"], value=on) if on else told["what"]
        return say("step_decision", by=told["by"], what=what, why=told["why"], standing=told["standing"])

    def nothing(self) -> str:
        """Where nothing has happened to a finding yet."""
        return self._words.say("step_none")
