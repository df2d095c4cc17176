"""What was found out before is not found out again: each question and each pair of reports by all that its answer stands on.

A key names records whole, not ids: an answer is used where a run from nothing would be given the same, and nowhere else. Who lets an
answer depend on something more puts that among its records. `reconcile.answers` does so for questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from zvirka.model.claims import Claim
from zvirka.model.items import Text
from zvirka.model.ports import FoundBefore

T = TypeVar("T")


def recalled(
    before: FoundBefore | None, kind: str, form: type[T], records: Sequence[object], make: Callable[[], T]
) -> T:
    """What `make` gives, or gave for the same records. form: its type. before: None where nothing is kept."""
    if before is None:
        return make()
    key = before.key(kind, *records)
    known = before.recall(kind, key, form)
    if known is None:
        known = make()
        before.keep(kind, key, form, known)
    return known


class Reports:
    """Keys of reports by all that is compared of them: their words, language, day and claims."""

    def __init__(self, before: FoundBefore | None, texts: Iterable[Text]) -> None:
        self._before = before
        self._texts = {text.report: text for text in texts} if before is not None else {}
        self._keys: dict[str, str] = {}

    def key(self, report: str, claims: Sequence[Claim]) -> str:
        """The key of a report. claims: all of its claims, in an order of their own."""
        if self._before is None:
            return ""
        known = self._keys.get(report)
        if known is None:
            text = self._texts[report]
            known = self._keys[report] = self._before.key(text.digest, text.language, text.published, claims)
        return known
