"""Files inside files: archives, web archives and mail, unpacked in the confined worker within limits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from zvirka.capture.batches import batched
from zvirka.capture.encodings import Encoding
from zvirka.capture.load import Loaded, rules_of
from zvirka.capture.readers.output import Member, Note, Output
from zvirka.capture.sniff import HEAD_BYTES, sniff
from zvirka.capture.walk import Found
from zvirka.model.case import Case
from zvirka.model.items import MediaKind
from zvirka.model.ports import Confined

DEEPEST = 3
"""Files are taken out of files at most so many times over."""
MOST_MEMBERS = 10_000
MOST_BYTES = 4 * 2**30
"""Upper limits for all that comes out of one file of the folder, whatever it is packed in."""
BATCH_MEMBERS = 1_024
BATCH_BYTES = 32 * 2**20
"""Members taken out together; a member larger than this comes alone."""
MARK = "!/"
"""Between a file's path and the name of what lies in it: "posts.zip!/may/1.txt"."""
TAKERS: dict[MediaKind, str] = {
    "archive": "zvirka.capture.readers.archive:take_archive",
    "warc": "zvirka.capture.readers.warc:take_warc",
    "mail": "zvirka.capture.readers.mail:take_attachments",
    "mailbox": "zvirka.capture.readers.mail:take_attachments",
}
"""Confined functions by kind of the file: (data, indexes=[…]) to a list of bytes, or of words saying why there are none."""


@dataclass(slots=True)
class Budget:
    """What may still come out of one file of the folder."""

    members: int = MOST_MEMBERS
    size_bytes: int = MOST_BYTES

    def allowed(self, loaded: Loaded, output: Output) -> Output:
        """The output with as many members as may be taken, these written off, and a note for the rest."""
        taken: list[Member] = []
        if loaded.depth < DEEPEST:
            for member in output.members:
                if not self.members or member.size_bytes > self.size_bytes:
                    break
                self.members -= 1
                self.size_bytes -= member.size_bytes
                taken.append(member)
        rest = output.members[len(taken) :]
        if not rest:
            return output
        why = f"it lies {DEEPEST} files deep" if loaded.depth >= DEEPEST else "they are too many or too large"
        note = Note(
            f"{len(rest)} files in it were not taken out: {why}",
            "Unpack it yourself into the folder.",
            f"from {rest[0].name}",
            len(rest),
            "not_read",
        )
        return msgspec.structs.replace(output, members=taken, notes=[*output.notes, note])


def unpacked(loaded: Loaded, members: Sequence[Member], case: Case, confined: Confined) -> Iterator[list[Loaded]]:
    """The members as if they were files, in batches. One that cannot be taken out has a fault instead of data."""
    function = TAKERS[loaded.sniffed.media]
    for batch in batched(members, BATCH_MEMBERS, BATCH_BYTES):
        options: dict[str, object] = {"indexes": [member.index for member in batch]}
        if loaded.data is None:
            options["file"] = str(loaded.found.file)
        result = confined.run(function, [(loaded.data or b"", options)])[0]
        if not isinstance(result, list) or len(result) != len(batch):
            result = [f"cannot be taken out of its file ({result})" for _ in batch]
        yield [_loaded(loaded, member, each, case) for member, each in zip(batch, result, strict=True)]


def _loaded(outer: Loaded, member: Member, data: object, case: Case) -> Loaded:
    found = Found(f"{outer.found.path}{MARK}{member.name}", outer.found.file, member.size_bytes)
    rules = rules_of(case, found.path)
    depth = outer.depth + 1
    if not isinstance(data, bytes) or len(data) > member.size_bytes:
        words = data if isinstance(data, str) else "is larger than its file says"
        nothing = sniff(b"", 0)
        return Loaded(found, "", 0, None, nothing, rules, words[:300], depth, member.address)
    sniffed = sniff(data[:HEAD_BYTES], len(data))
    if member.charset and sniffed.encoding is not None and sniffed.encoding.guessed:
        sniffed = replace(sniffed, encoding=_declared(member.charset) or sniffed.encoding)
    sha256 = hashlib.sha256(data).hexdigest()
    return Loaded(found, sha256, len(data), data, sniffed, rules, None, depth, member.address)


def _declared(charset: str) -> Encoding | None:
    try:
        return Encoding(charset) if isinstance(b"a".decode(charset), str) else None
    except (LookupError, ValueError):
        return None
