"""Objects: bytes as captured, by SHA-256, each with a salt beside it.

`objects/ab/<sha256>` holds the bytes. `objects/ab/<sha256>.salt` holds, as canonical JSON, the salt and the items that
brought these bytes. The log holds only commitments: HMAC-SHA256 (RFC 2104) under the salt of the object's digest and of each
item, so that it can be shown around without telling which file was captured, and erasing bytes and salt leaves nothing to guess.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.model.case import SCHEMA
from zvirka.model.errors import Damaged
from zvirka.model.items import Item
from zvirka.model.wire import from_plain, to_plain
from zvirka.record.disk import copy_whole, faults_named, write_whole

SALT_BYTES = 32
"""As long as the hash it keys (RFC 2104, section 3)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An object's salt file: the salt in hex and the items, sorted by id."""

    salt: str
    items: tuple[Item, ...]

    def commitment(self, value: object) -> str:
        """HMAC-SHA256 of the canonical JSON of `value` under this salt, in hex."""
        return hmac.new(bytes.fromhex(self.salt), canonical_bytes(value), "sha256").hexdigest()


class Objects:
    """The `objects` folder of a case."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes with this digest lie."""
        return self._folder / sha256[:2] / sha256

    def put(self, data: bytes, sha256: str | None = None) -> str:
        """Keeps the bytes (once) and gives their SHA-256. Raises StorageFault."""
        name = sha256 or sha256_hex(data)
        path = self.path(name)
        if not (path.exists() and path.stat().st_size == len(data)):
            write_whole(path, data)
        return name

    def put_file(self, file: Path, sha256: str) -> None:
        """Keeps the bytes of a file whose digest is known, without holding them in memory. Raises StorageFault."""
        path = self.path(sha256)
        if not (path.exists() and path.stat().st_size == file.stat().st_size):
            copy_whole(file, path, sha256)

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises Damaged where they are missing or changed, StorageFault where the disk does not give them."""
        path = self.path(sha256)
        try:
            with faults_named(path, but=FileNotFoundError):
                data = path.read_bytes()
        except FileNotFoundError as fault:
            raise Damaged(
                "an object is missing", file=_shown(path), remedy="Restore it from a copy of the case."
            ) from fault
        if sha256_hex(data) != sha256:
            raise Damaged(
                "an object's bytes have changed", file=_shown(path), remedy="Restore it from a copy of the case."
            )
        return data

    def kept(self, sha256: str) -> Kept | None:
        """The salt and items of an object, None where there is no salt file. Raises Damaged where it can't be read."""
        path = self.salt_path(sha256)
        if not path.exists():
            return None
        with faults_named(path):
            raw = path.read_bytes()
        try:
            document = json.loads(raw)
            kept = Kept(document["salt"], tuple(from_plain(Item, entry) for entry in document["items"]))
            if _salt_file(kept) != raw or bytes.fromhex(kept.salt).hex() != kept.salt:
                raise ValueError("not as it was written")
            return kept
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise Damaged(
                "a salt file cannot be read", file=_shown(path), remedy="Restore it from a copy of the case."
            ) from fault

    def add_items(self, sha256: str, items: Iterable[Item]) -> Kept:
        """Notes that these items brought the object; gives what the salt file then holds. All at once: it is written anew each time."""
        before = self.kept(sha256)
        held = set(before.items) if before else set()
        every = held.union(items)
        if before is not None and len(every) == len(held):
            return before
        after = Kept(before.salt if before else new_salt(), tuple(sorted(every, key=lambda each: each.id)))
        self.put_salt(sha256, after)
        return after

    def put_salt(self, sha256: str, kept: Kept) -> None:
        """Writes an object's salt file. Raises StorageFault."""
        write_whole(self.salt_path(sha256), _salt_file(kept))

    def add_salt(self, sha256: str) -> Kept:
        """Gives an object that no item brought (a person's judgement) its salt; gives what the salt file then holds."""
        before = self.kept(sha256)
        if before is not None:
            return before
        after = Kept(new_salt(), ())
        self.put_salt(sha256, after)
        return after

    def clear_unfinished(self) -> None:
        """Removes what killed runs left half written. Only for who holds the lock."""
        for path in self._folder.glob("??/.tmp-*"):
            path.unlink(missing_ok=True)

    def all(self) -> Iterator[str]:
        """The digests of all objects and salt files there are, sorted, each once."""
        names = {
            path.name.removesuffix(".salt") for path in self._folder.glob("??/*") if not path.name.startswith(".tmp-")
        }
        yield from sorted(names)

    def standing(self) -> tuple[dict[str, int], set[str]]:
        """({digest: bytes it has on disk} of all objects, the digests that have a salt file): from the folders alone, nothing is read."""
        sizes: dict[str, int] = {}
        salted: set[str] = set()
        for folder in self._folder.glob("??/"):
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith(".salt"):
                        salted.add(entry.name.removesuffix(".salt"))
                    else:
                        sizes[entry.name] = entry.stat().st_size
        return sizes, salted

    def salt_path(self, sha256: str) -> Path:
        """Where the salt of these bytes lies."""
        return self.path(sha256).with_suffix(".salt")


def new_salt() -> str:
    """A salt, in hex."""
    return secrets.token_hex(SALT_BYTES)


def _salt_file(kept: Kept) -> bytes:
    return canonical_bytes({"schema": SCHEMA, "salt": kept.salt, "items": [to_plain(each) for each in kept.items]})


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
