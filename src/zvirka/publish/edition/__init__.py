"""Editions: the gate before publication, redaction, and what an edition is given out as. Pure, as all of publish."""

from __future__ import annotations

from zvirka.publish.edition.cite import meta_tags
from zvirka.publish.edition.edition import Citation, Correction, Edition, EditionRef, HeldReason
from zvirka.publish.edition.embargo import Embargo
from zvirka.publish.edition.gate import Held, Plan, plan
from zvirka.publish.edition.make import Before, make_edition
from zvirka.publish.edition.redact import redacted, secrets

__all__ = [
    "Before",
    "Citation",
    "Correction",
    "Edition",
    "EditionRef",
    "Embargo",
    "Held",
    "HeldReason",
    "Plan",
    "make_edition",
    "meta_tags",
    "plan",
    "redacted",
    "secrets",
]
