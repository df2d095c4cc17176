"""An edition: an account as given out, frozen and citable. The gate makes it; the reader and the exports only show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.account import Account
from zvirka.model.findings import Question

MediaShown = Literal["image", "video"]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the gate kept back. kind: "finding", "claim", "observation", "text", "position" … id: of the record. reason: rule id."""

    kind: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry of the corrections log. edition: number of the edition that corrects. at: when (ISO 8601, UTC). question: its id,
    "" where it is about the whole. what: in the words of who corrected it."""

    edition: int
    at: str
    question: str
    what: str


@dataclass(frozen=True, slots=True)
class EditionMedia:
    """A picture or video that is given out. path: where its file lies in the edition, POSIX and relative. sha256: of the bytes.

    report: key of the report it belongs to. graphic: covered until asked for; what nobody looked at counts as graphic.
    """

    path: str
    kind: MediaShown
    sha256: str
    report: str
    graphic: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication. Everything in it has passed the gate: what is not to be seen is not in it.

    number: from 1. title: of the case. at: when it was made (ISO 8601, UTC). digest: SHA-256 of its content. address: where it is to
    lie, "" where that is not known. previous: the digest of the edition before, None for the first. account: only findings that may
    go out, with redacted claims, texts, sources and observations; `account.changes` are those since the edition before.
    under_review: questions shown without figures. chosen_by: who chose the items. feed: path of its Atom feed in the edition, ""
    without one. latest: path, relative to the edition's folder, of a JSON file beside the editions that holds {"number", "path"} of the
    latest one (`path` relative to that file), "" without one.
    """

    number: int
    title: str
    at: str
    digest: str
    account: Account
    address: str = ""
    previous: str | None = None
    chosen_by: str = ""
    under_review: tuple[Question, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    corrections: tuple[Correction, ...] = ()
    media: tuple[EditionMedia, ...] = ()
    feed: str = ""
    latest: str = ""
