"""A case's record as a bag (BagIt 1.0, RFC 8493) that others can check without us, and back from one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path, PurePosixPath

from zvirka import __version__
from zvirka.model.canonical import canonical_json
from zvirka.model.errors import CaseError, Damaged, InputError
from zvirka.record import Record
from zvirka.record.commitments import (
    committed_answer,
    committed_edits,
    committed_item,
    committed_judgement,
    committed_object,
    committed_tombstone,
)
from zvirka.record.disk import copy_whole, faults_named, new_folder, write_whole
from zvirka.record.log import HEAD

LEFT_OUT = frozenset({"derived", "working", "index.sqlite", "index.sqlite-wal", "index.sqlite-shm", "erasing.json"})
"""What can be made anew from the rest."""
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


def write_bag(case_folder: Path, to: Path, day: str) -> int:
    """Packs the record of a case into the new folder `to`; gives how many files it holds. day: ISO date for bag-info.txt.

    The folder is there whole or not at all. Raises CaseError where there is no case, InputError where `to` is there already or the case
    was written to meanwhile, Damaged where the record does not hold, StorageFault.
    """
    record = Record(case_folder)
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Name the case folder with --case.")
    if to.exists():
        raise InputError("is there already", file=str(to), remedy="Name a new folder with --to.")
    if case_folder.resolve() in to.resolve().parents:
        raise InputError("lies in the case", file=str(to), remedy="Name a folder outside it with --to.")
    verdict = record.verify()
    if verdict.problems:
        raise Damaged(
            f"the record does not hold: {verdict.problems[0]}",
            file=case_folder.name,
            remedy="`zvirka verify` names all of it; restore the case from a copy.",
        )
    payload = [(path, _name(path.relative_to(case_folder))) for path in _payload(case_folder)]
    before = _state(case_folder)
    with new_folder(to) as partly:
        count = _pack(record, payload, partly, day)
        if _state(case_folder) != before:
            raise InputError(
                "was written to while it was packed",
                file=case_folder.name,
                remedy="Wait for the other run, then pack it again.",
            )
    return count


def _pack(record: Record, payload: list[tuple[Path, str]], to: Path, day: str) -> int:
    manifest: list[tuple[str, str]] = []
    size = 0
    for path, name in payload:
        digest = _sha256(path)
        copy_whole(path, to / name, digest)
        manifest.append((digest, name))
        size += path.stat().st_size
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": f"Bag-Software-Agent: zvirka {__version__}\nBagging-Date: {day}\nPayload-Oxum: {size}.{len(manifest)}\n".encode(),
        _MANIFEST: _listed(manifest),
        "commitments.tsv": "".join(_rows(record)).encode("utf-8"),
        **verifying(),
    }
    tags[_TAGS] = _listed([(hashlib.sha256(data).hexdigest(), name) for name, data in sorted(tags.items())])
    for name, data in tags.items():
        write_whole(to / name, data)
    return len(manifest) + len(tags)


def verifying() -> dict[str, bytes]:
    """{name: bytes} of what checks a bag or an edition without Zvirka."""
    return {name: files("zvirka.record").joinpath(name).read_bytes() for name in ("VERIFY.sh", "VERIFY.md")}


def read_bag(bag: Path, case_folder: Path) -> int:
    """Makes a case of a bag, after checking it; gives how many files came. Raises InputError, Damaged, StorageFault."""
    if case_folder.exists():
        raise InputError("is there already", file=str(case_folder), remedy="Name a new folder with --case.")
    listed = dict(_entries(bag, _MANIFEST))
    there = {
        path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_symlink() or not path.is_dir()
    }
    for name in sorted(there ^ listed.keys()):
        missing = "is listed and missing" if name in listed else "is not listed"
        raise Damaged(f"the bag is not whole: this file {missing}", file=name, remedy="Copy the bag again.")
    for name, digest in {**listed, **dict(_entries(bag, _TAGS))}.items():
        path = bag / name
        if path.is_symlink() or not path.is_file() or _sha256(path) != digest:
            raise Damaged("the bag is not as it was packed", file=name, remedy="Copy the bag again.")
    with new_folder(case_folder) as partly:
        for name, digest in sorted(listed.items()):
            copy_whole(bag / name, partly / PurePosixPath(name).relative_to("data"), digest)
        verdict = Record(partly).verify()
        if verdict.problems or not listed:
            problem = verdict.problems[0] if verdict.problems else "it holds nothing"
            raise Damaged(
                f"the record in the bag does not hold: {problem}", file=bag.name, remedy="Ask for another copy."
            )
    return len(listed)


def _name(inner: Path) -> str:
    """A file's name in the manifest. Raises InputError where sha256sum would not read it, or it is no UTF-8."""
    name = f"data/{inner.as_posix()}"
    if any(sign in name for sign in "\n\r\\") or any("\ud800" <= sign <= "\udfff" for sign in name):
        raise InputError("has a name that no manifest can hold", file=repr(name), remedy="Give it another name.")
    return name


def _state(case_folder: Path) -> list[bytes]:
    """What changes with every event of the record."""
    with faults_named(case_folder):
        paths = (case_folder / "log.jsonl", case_folder / "checkpoints" / HEAD)
        return [path.read_bytes() for path in paths if path.exists()]


def _payload(case_folder: Path) -> Iterator[Path]:
    for path in sorted(case_folder.rglob("*")):
        inner = path.relative_to(case_folder)
        if (
            path.is_file()
            and not path.is_symlink()
            and inner.parts[0] not in LEFT_OUT
            and not inner.parts[0].startswith(".lock")  # who held it, on which machine
            and not path.name.startswith(".tmp-")
        ):
            yield path


def _rows(record: Record) -> Iterator[str]:
    """kind, object, salt, words, parted by tabs; words are canonical JSON, which has no tabs or line ends of its own."""
    logged = {
        str(event[kind])
        for event in record.log.events()
        for kind in ("judgement", "edits", "answer", "tombstone")
        if kind in event
    }
    for name in record.objects.all():
        kept = record.objects.kept(name)
        if kept is None:
            continue
        words: list[tuple[str, object]] = [("object", committed_object(name))]
        words += [("item", committed_item(item)) for item in kept.items]
        told = (
            ("judgement", committed_judgement(name)),
            ("edits", committed_edits(name)),
            ("answer", committed_answer(name)),
            ("tombstone", committed_tombstone(name)),
        )
        words += [(kind, value) for kind, value in told if kept.commitment(value) in logged]
        if words[-1][0] == "tombstone":
            words = words[1:]
        for kind, value in words:
            yield f"{kind}\t{name}\t{kept.salt}\t{canonical_json(value)}\n"


def _listed(entries: list[tuple[str, str]]) -> bytes:
    """Lines of a manifest (RFC 8493, section 2.1.3), as sha256sum reads them."""
    return "".join(f"{digest}  {name}\n" for digest, name in entries).encode("utf-8")


def _entries(bag: Path, manifest: str) -> Iterator[tuple[str, str]]:
    try:
        # not splitlines(): names may hold what ends a line for Unicode
        lines = (bag / manifest).read_bytes().decode("utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError("is no bag", file=str(bag), remedy="Name the folder that holds bagit.txt.") from fault
    for line in filter(None, (each.removesuffix("\r") for each in lines)):
        digest, _, name = line.partition(" ")
        name = name.lstrip(" *")
        parts = PurePosixPath(name).parts
        if len(digest) != 64 or not parts or ".." in parts or name.startswith("/") or "\\" in name:
            raise Damaged(
                "a line is none of a manifest", file=manifest, value=line[:100], remedy="Ask for another copy."
            )
        if manifest == _MANIFEST and parts[0] != "data":
            raise Damaged("names a file outside data", file=manifest, value=name, remedy="Ask for another copy.")
        yield name, digest


def _sha256(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
