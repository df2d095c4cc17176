"""How a finding moved, step by step: decisions of people and changes from account to account, in words."""

from __future__ import annotations

from dataclasses import dataclass

from zvirka.ground.ground import Ground
from zvirka.model.account import Account, Change
from zvirka.model.claims import Claim
from zvirka.model.edits import Edit
from zvirka.model.judgements import Standing
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation, StatusObservation
from zvirka.publish.decisions import row
from zvirka.publish.index import AccountIndex
from zvirka.publish.speakers import listed_name, speaker
from zvirka.publish.views import Views
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import LANGUAGES, Words

CAUSES = 4
"""Causes of one kind that are named; all stand in `--json`."""
_SOURCED = (AreaObservation, CountObservation, LossObservation, StatusObservation)


@dataclass(frozen=True, slots=True)
class EditTold:
    """An edit of items.csv and who made it, "" where not known."""

    by: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Because:
    """Why a finding moved from one account to the next: ids of what joined it and of what left it, and decisions that began or ceased
    to bear on it. Where all are empty, what was read is the same and the rules or words it is compared by are others."""

    claims_new: tuple[str, ...]
    claims_gone: tuple[str, ...]
    evidence_new: tuple[str, ...]
    evidence_gone: tuple[str, ...]
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. at: when, ISO 8601 UTC. run: number of the run that changed the account, 0 for a decision or edit.

    told: the change, why, the decision and how it stands, or the edit.
    """

    at: str
    run: int
    told: Change | Because | Standing | EditTold


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
        if isinstance(step.told, Because):
            return say("step_run", run=step.run, what=say("step_because", why="; ".join(self._why(step.told))))
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

    def _why(self, told: Because) -> list[str]:
        """Each cause in words: claims by who, where and what, as far as the account still has them."""
        say, index = self._words.say, self._index
        why = []
        for key, ids in (("because_claims_new", told.claims_new), ("because_claims_gone", told.claims_gone)):
            if ids:
                known = [claim for id in ids if (claim := index.claims.get(id)) is not None][:CAUSES]
                named = "; ".join(self._claim(claim) for claim in known)
                why.append(say("colon", name=say(key, n=len(ids)), value=named) if named else say(key, n=len(ids)))
        for key, ids in (("because_evidence_new", told.evidence_new), ("because_evidence_gone", told.evidence_gone)):
            if ids:
                seen = [index.observations[id] for id in ids if id in index.observations]
                sources = sorted({one_line(each.source, 60) for each in seen if isinstance(each, _SOURCED)})
                named = ", ".join(sources[:CAUSES])
                why.append(say("colon", name=say(key, n=len(ids)), value=named) if named else say(key, n=len(ids)))
        if told.decisions:
            people = {index.judgements[id].judgement.by for id in told.decisions if id in index.judgements}
            why.append(say("because_decisions", people=one_line(", ".join(sorted(people)), 120) or say("unknown")))
        return why or [say("because_rules")]

    def _claim(self, claim: Claim) -> str:
        """Who said what in which report: "Maliar, in Courier: “almost 6,000 …”"."""
        text = self._index.text_of(claim)
        outlet = one_line(text.voice.name if text and text.voice.name else claim.path, 60)
        who = listed_name(speaker(claim, self._words), self._words)
        where = outlet if who == outlet else f"{who}, {outlet}"
        return self._words.say(
            "colon", name=where, value=self._words.say("quoted", words=one_line(claim.quote.exact, 90))
        )

    def nothing(self) -> str:
        """Where nothing has happened to a finding yet."""
        return self._words.say("step_none")
