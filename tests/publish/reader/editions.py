"""Editions of hand-made and of run accounts, as the gate would give them out."""

from __future__ import annotations

from zvirka.model.account import Account
from zvirka.model.findings import Question
from zvirka.publish.edition.cite import citation
from zvirka.publish.edition.edition import Correction, Edition, EditionRef
from zvirka.publish.edition.make import content

AT = "2022-10-24T08:00:00Z"
DIGEST = "ab" * 32


def edition(
    account: Account,
    number: int = 1,
    previous: EditionRef | None = None,
    corrections: tuple[Correction, ...] = (),
    under_review: tuple[Question, ...] = (),
    base: str = "",
) -> Edition:
    """An edition of the whole account."""
    address = f"editions/{number}/"
    title = account.case.title or "Untitled"
    return Edition(
        number=number,
        address=address,
        base=base,
        digest=DIGEST,
        content=content(account, under_review),
        at=AT,
        previous=previous,
        account=account,
        under_review=under_review,
        withheld=(),
        corrections=corrections,
        chosen_by="The Desk",
        items=len(account.items),
        citation=citation(title, "The Desk", ("Ann",), number, AT, base + address, DIGEST),
    )
