"""Text to claims with exact words, or issues. Pure: no files, no network, no clock."""

from __future__ import annotations

from zvirka.extract.rules import RulesExtractor
from zvirka.extract.suggested import suggested_claims

__all__ = ["RulesExtractor", "suggested_claims"]
