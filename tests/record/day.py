"""A day of a record in a process of its own, so that it can be killed and its calls of the system made to fail.

    python -m tests.record.day CASE STEPS

Each step tells on standard output what was acknowledged, one line an act: `captured SHA256`, `judged ID`, `sealed ID`, `erased SHA256`.
Run again it does what was left undone, and tells it again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from zvirka.model.canonical import sha256_hex
from zvirka.model.errors import RecordError
from zvirka.model.items import Item, item_id
from zvirka.model.judgements import Judgement, Subject
from zvirka.record import Record
from zvirka.record.disk import faults_named
from zvirka.record.erasing import Tombstone, erase

AT = "2022-09-12T10:00:00Z"


def body(step: int) -> bytes:
    """What is captured in a step; the third of four is large enough to be written in pieces."""
    return f"report {step}".encode() * (2000 if step % 4 == 2 else 1)


def judgement(step: int) -> Judgement:
    """What is decided in a step."""
    return Judgement("accept", (Subject("claim", f"{step:064x}", path=f"{step}.txt"),), "Maria", AT, f"reason {step}")


def tell(what: str, id: str) -> None:
    """Acknowledges; without a buffer, so that a kill loses nothing that was told."""
    os.write(1, f"{what} {id}\n".encode())


def live(folder: Path, steps: int) -> None:
    """The day. Raises what the record raises."""
    record = Record(folder)
    for step in range(steps):
        data = body(step)
        sha256 = sha256_hex(data)
        gone = step % 5 == 1
        erased = gone and (folder / f"erased-{step}").exists()
        if not erased:
            item = Item(item_id(sha256, f"{step}.txt", None, None, None), sha256, f"{step}.txt", "text", len(data))
            record.capture(AT, [(item, data)])
            tell("captured", sha256)
        if step % 3 == 0:
            record.judgements.keep(AT, [judgement(step)])
            tell("judged", judgement(step).id)
        if gone and not erased:
            tell("erasing", sha256)
            erase(record, Tombstone("Maria", AT, "asked for", "the person", 1), [sha256])
            with faults_named(folder):
                (folder / f"erased-{step}").touch()
            tell("erased", sha256)
        if step % 4 == 3:
            tell("sealed", record.seal(AT).id)


if __name__ == "__main__":
    try:
        live(Path(sys.argv[1]), int(sys.argv[2]))
    except RecordError as fault:
        print(fault, file=sys.stderr)
        sys.exit(int(fault.exit_code))
