"""What the log's events commit to: each a list whose HMAC under its object's salt (`Kept.commitment`) stands in the log."""

from __future__ import annotations

from zvirka.model.items import Item

CAPTURED = "captured"
"""Kind of the event of an item: `item` and `object`, two commitments."""
JUDGED = "judged"
"""Kind of the event of a judgement: `judgement` and `object`, two commitments."""
EDITED = "edited"
"""Kind of the event of edits of items.csv: `edits` and `object`, two commitments."""
IN_FOLDER = "folder"
"""Kind of the event of what a run found changed besides captures: `gone`, `back`, commitments of items captured before."""
ANSWERED = "answered"
"""Kind of the event of an answer that a plug-in got: `answer` and `object`, two commitments."""
ERASED = "erased"
"""Kind of the event of an erasure: `of`, the commitments whose bytes and salts are gone; `tombstone`, the commitment of who and why."""
SEALED = "sealed"
"""Kind of the event of a checkpoint: `checkpoint`, SHA-256 of its file (which holds digests of the log alone)."""
WITNESSED = "witnessed"
"""Kind of the event of a signature or time stamp: `file`, its name in `checkpoints`, and `digest`, SHA-256 of its bytes."""
PUBLISHED = "published"
"""Kind of the event of an edition: `edition`, its number; `digest`, SHA-256 of its content; `manifest`, of its list of files. They are
bare because what they are of is public."""


def committed_item(item: Item) -> list[object]:
    """What is committed of an item."""
    return [item.id, item.object, item.path, item.media, item.size_bytes]


def committed_object(sha256: str) -> str:
    """What is committed of an object's bytes."""
    return sha256


def committed_judgement(id: str) -> list[object]:
    """What is committed of a judgement."""
    return ["judgement", id]


def committed_edits(id: str) -> list[object]:
    """What is committed of edits of items.csv."""
    return ["edits", id]


def committed_answer(id: str) -> list[object]:
    """What is committed of an answer that a plug-in got."""
    return ["answer", id]


def committed_tombstone(id: str) -> list[object]:
    """What is committed of a tombstone."""
    return ["tombstone", id]
