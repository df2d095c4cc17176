"""`zvirka keep`: captures a folder and seals it, without reading claims; and the certificate of custody a person can sign and read out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from zvirka import __version__
from zvirka.confine import Confine
from zvirka.ground import Ground
from zvirka.model.issues import Issue
from zvirka.model.items import Item
from zvirka.model.visible import symbol, visible
from zvirka.pipeline.capturing import capture, keep_case_files, open_folder
from zvirka.pipeline.progress import Progress, Silent
from zvirka.pipeline.sealing import Sealed, seal
from zvirka.record.disk import write_whole

CERTIFICATE, CERTIFICATE_MORE = "custody-{lines}.txt", "custody-{lines}-{number}.txt"
"""By the lines of the seal; further certificates of one seal are numbered from 2."""
GROUP = 4
"""Digits read out together."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept. items: sorted by path. issues: what could not be read in whole; it is kept all the same. certificate: its file."""

    items: tuple[Item, ...]
    issues: tuple[Issue, ...]
    sealed: Sealed
    certificate: Path


def keep(
    folder: Path,
    case_folder: Path | None = None,
    *,
    by: str,
    key: Path | None = None,
    signer: str = "",
    language: str | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Kept:
    """Captures every file of `folder` into its case, seals the log, writes the certificate into the case. Raises CaseError, RecordError."""
    clock = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    at = clock.strftime("%Y-%m-%dT%H:%M:%SZ")
    opened = open_folder(folder, case_folder)
    with Confine() as confined:
        items, _, issues = capture(opened, confined, clock, progress or Silent(), again=False)
    keep_case_files(opened, items)
    sealed = seal(opened.record.folder, at, key=key, signer=signer)
    kept = sorted(items, key=lambda item: (item.path, item.id))
    since = opened.record.since(kept) if kept else None
    words = certificate(opened.ground, language or opened.case.language, by, at, opened.case.title, kept, since, sealed)
    path = _kept_apart(opened.record.folder / "certificates", sealed.checkpoint.lines, words.encode("utf-8"))
    unread = tuple(issue for issue in issues if issue.code in ("not_read", "partly_read"))
    return Kept(tuple(kept), unread, sealed, path)


def _kept_apart(folder: Path, lines: int, words: bytes) -> Path:
    """Writes a certificate under a name of its own: one written before, and perhaps signed since, stays."""
    path, number = folder / CERTIFICATE.format(lines=lines), 1
    while path.exists() and path.read_bytes() != words:
        number += 1
        path = folder / CERTIFICATE_MORE.format(lines=lines, number=number)
    write_whole(path, words)
    return path


def certificate(
    ground: Ground,
    language: str,
    by: str,
    at: str,
    title: str,
    items: list[Item],
    since: tuple[str, str] | None,
    sealed: Sealed,
) -> str:
    """The certificate: who certifies what when, the seal in groups of four to read out, every file with its SHA-256, and room to sign.

    since: when the first and the last of the items came into the record; None where there are none.
    """

    def say(key: str, **slots: object) -> str:
        return ground.message(language, key, **slots)

    checkpoint = sealed.checkpoint
    digest = " ".join(checkpoint.id[place : place + GROUP] for place in range(0, len(checkpoint.id), GROUP))
    size = sum({item.object: item.size_bytes for item in items}.values())
    lines = [
        say("custody_title"),
        "",
        *([_line(title), ""] if title else []),
        say("custody_who", name=by, time=at, version=__version__),
        say("custody_what", items=len(items), objects=len({item.object for item in items}), size=size),
        *([say("custody_since", first=since[0], last=since[1])] if since else []),
        say("custody_seal", lines=checkpoint.lines, time=checkpoint.at),
        "",
        f"    {digest}",
        "",
        say("custody_signed") if sealed.signature else say("custody_unsigned"),
        say("custody_check"),
        "",
        say("custody_files"),
        "",
        *(f"{item.object}  {item.size_bytes:>12}  {_line(item.path)}" for item in items),
        "",
        say("custody_sign"),
    ]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """A name on one line, whatever it holds: what is read out and signed shows each file once, and no other line."""
    return "".join(symbol(sign) if sign in "\n\t" else sign for sign in visible(text))
