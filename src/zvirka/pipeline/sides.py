"""Sides of sources as people set them, over those of the packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from zvirka.model.claims import Claim, Reason
from zvirka.model.items import Text
from zvirka.model.sources import Attribution, Side, Voice
from zvirka.pipeline.subjects import World

Part = TypeVar("Part", Attribution, Voice)


class Sides:
    """Sets the sides of sources on claims and texts. sides: {source key: (side, by)}."""

    def __init__(self, world: World, sides: Mapping[str, tuple[Side, str]]) -> None:
        self._world = world
        self._sides = sides

    def claim(self, claim: Claim) -> Claim:
        reasons = list(claim.reasons)
        steps: list[Attribution] = []
        for number, step in enumerate(claim.attribution):
            key = self._world.key_of(step.name, claim)
            steps.append(self._set(step, key, f"attribution.{number}.side", reasons))
        voice = self._set(claim.voice, self._world.key_of(claim.voice.name, claim), "voice.side", reasons)
        if tuple(steps) == claim.attribution and voice == claim.voice:
            return claim
        return replace(claim, attribution=tuple(steps), voice=voice, reasons=tuple(reasons))

    def text(self, text: Text) -> Text:
        key = self._world.source_key(text.voice.name) if text.voice.name else ""
        if key not in self._sides or text.voice.side == self._sides[key][0]:
            return text
        known = tuple(sorted({**dict(text.known), "side": "judged"}.items()))
        return replace(text, voice=replace(text.voice, side=self._sides[key][0]), known=known)

    def _set(self, part: Part, key: str, path: str, reasons: list[Reason]) -> Part:
        if key not in self._sides:
            return part
        side, by = self._sides[key]
        if part.side == side:
            return part
        reasons.append(Reason(path, f"by:{by}"))
        return replace(part, side=side)
