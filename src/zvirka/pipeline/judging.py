"""Judgements at work: between extract and reconcile they change what is compared, after it they are shown where they act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zvirka.ground import Ground
from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.errors import InputError
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.judgements import Judgement, Pair, Told, pair, stand
from zvirka.pipeline.accounts import load_account
from zvirka.pipeline.deciding import Decisions, take_in
from zvirka.pipeline.decisions_csv import anchored, read_rows
from zvirka.pipeline.settling import row_of, settle
from zvirka.pipeline.sides import Sides
from zvirka.pipeline.slots import corrected
from zvirka.pipeline.subjects import World, attached
from zvirka.record import Record


@dataclass(slots=True)
class Judging:
    """Judgements against one run's claims and texts. claims, texts, ground, told: what the later stages are given instead."""

    decisions: Decisions
    world: World
    claims: list[Claim]
    texts: list[Text]
    ground: Ground
    told: Told
    as_read: tuple[Claim, ...]
    bears_on: dict[str, list[str]]
    issues: list[Issue] = field(default_factory=list)
    settled_units: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    """Claims that a person accepted, so that they count even where only a plug-in suggests them."""

    @classmethod
    def of(cls, decisions: Decisions, world: World) -> Judging:
        """What judgements that hold make of the world's claims and texts. Nothing is lost: as_read has the claims they changed."""
        made = cls(
            decisions, world, list(world.claims.values()), list(world.texts.values()), world.ground, Told(), (), {}
        )
        standing = stand(decisions.judgements, {each.id: attached(world, each) for each in decisions.judgements})
        acting = [each for each in decisions.judgements if standing[each.id] == "acts"]
        made.bears_on = _of_sources(decisions, world)
        made._slots([each for each in acting if each.kind == "slot"])
        made._sides([each for each in acting if each.kind == "side"])
        made.told = made._telling(acting)
        made.accepted = frozenset(made._on(each)[0] for each in acting if each.kind == "accept")
        return made

    def _on(self, judgement: Judgement) -> list[str]:
        return attached(self.world, judgement) or []

    def _slots(self, judgements: Sequence[Judgement]) -> None:
        here = {claim.id: claim for claim in self.claims}
        units = set()
        for each in judgements:
            (id,) = self._on(each)
            slot, value = each.slot or "", each.value or ""
            try:
                here[id] = corrected(here[id], slot, value, each.by, self.world.ground)
            except InputError as fault:
                claim = here[id]
                self.issues.append(
                    Issue(
                        "judgement_unattached", claim.path, f"{each.by} set {slot} to {value!r}: {fault.problem}", fault.remedy or "",
                        item=claim.item, fragment=claim.fragment, span=claim.quote, claim=id, place=row_of(each),
                    )
                )  # fmt: skip
            if slot in ("quantity", "quantity.unit"):
                units.add(id)
        self.settled_units = frozenset(units)
        self._replace_claims(here)

    def _sides(self, judgements: Sequence[Judgement]) -> None:
        """Sides of sources: known ones in the ground, all of them on the claims and reports that name them."""
        if not judgements:
            return
        sides = {self._on(each)[0]: (each.value or "", each.by) for each in judgements}
        known = {key.removeprefix("source:"): side for key, (side, _) in sides.items() if key.startswith("source:")}
        setter = Sides(self.world, sides)
        self.ground = self.world.ground.with_sides(known)
        self._replace_claims({claim.id: setter.claim(claim) for claim in self.claims})
        self.texts = [setter.text(text) for text in self.texts]

    def _replace_claims(self, here: Mapping[str, Claim]) -> None:
        before = {claim.id: claim for claim in self.as_read}
        for claim in self.claims:
            if here[claim.id] != claim:
                before.setdefault(claim.id, claim)
        self.as_read = tuple(before[id] for id in sorted(before))
        self.claims = [here[claim.id] for claim in self.claims]

    def _telling(self, acting: Sequence[Judgement]) -> Told:
        left_out: set[str] = set()
        same: dict[Pair, str] = {}
        copies: dict[Pair, str] = {}
        apart: set[Pair] = set()
        not_copies: set[Pair] = set()
        for each in acting:
            found = self._on(each)
            if each.kind == "reject" and found[0] in self.world.claims:
                left_out.add(found[0])
            if each.kind not in ("same", "not_same", "duplicate"):
                continue
            of_claims = found[0] in self.world.claims
            if each.kind == "not_same":
                (apart if of_claims else not_copies).add(pair(*found))
            else:
                (same if of_claims else copies)[pair(*found)] = each.by
        return Told(frozenset(left_out), same, frozenset(apart), copies, frozenset(not_copies))

    def known_issues(self, issues: Iterable[Issue]) -> list[Issue]:
        """Issues of earlier stages without those that a person has settled: a unit somebody set is not suspect any more."""
        return [each for each in issues if not (each.code == "unit_suspect" and each.claim in self.settled_units)]

    def settle(self, account: Account) -> Account:
        """The account reconcile made of this, with every judgement shown where it bears on something."""
        return settle(account, self.decisions, self.world, self.as_read, self.bears_on, self.issues)


def _of_sources(decisions: Decisions, world: World) -> dict[str, list[str]]:
    """The claims that name each source whose side or grade somebody ever set: what was taken back is shown where it acted, too."""
    told = {(attached(world, each) or [""])[0] for each in decisions.judgements if each.kind in ("side", "grade")}
    found: dict[str, list[str]] = {key: [] for key in told if key}
    for claim in world.claims.values() if found else ():
        names = {step.name for step in claim.attribution} | {claim.voice.name}
        for key in {world.key_of(name, claim) for name in names} & found.keys():
            found[key].append(claim.id)
    return found


def judge(record: Record, ground: Ground, at: str, claims: Sequence[Claim], texts: Sequence[Text]) -> Judging:
    """Takes in what people wrote into decisions.csv, and applies what the log holds up to here; what is decided while the run goes
    on waits for the next one."""
    world = World(ground, claims, texts)
    if any(row.cells["subject"] and anchored(row) is None for row in read_rows(record.folder)):
        before = load_account(
            record
        )  # a person's own row may name a question or a list's row, which only an account has
        if before is not None:
            questions = [finding.question for finding in before[0].findings]
            world = World(ground, claims, texts, questions, before[0].observations)
    return Judging.of(take_in(record, world, at), World(ground, claims, texts))


def judged_ground(account: Account, ground: Ground) -> Ground:
    """The ground of an account: the packs' with the sides people set."""
    world = World(ground, (), ())
    told = (each.judgement for each in account.judgements if each.standing == "acts" and each.judgement.kind == "side")
    sides = {world.source_key(each.subjects[0].id): each.value or "" for each in told}
    return ground.with_sides(
        {key.removeprefix("source:"): side for key, side in sides.items() if key.startswith("source:")}
    )
