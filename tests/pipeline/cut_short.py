"""Acts on a case cut short as by `kill -9`, before each of their calls that change the disk in turn; in a process that starts no threads.

    python -m tests.pipeline.cut_short ACT CASE WORK EVERY KEY

prints JSON: how many calls an act makes, how many cuts were made (each EVERY-th), and what was wrong after one.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.pipeline.left import left_of
from zvirka.model.canonical import sha256_hex
from zvirka.pipeline.bag import read_bag, write_bag
from zvirka.pipeline.erasing import erase_items
from zvirka.pipeline.sealing import seal
from zvirka.record import Record
from zvirka.record.checkpoints import Checkpoints

AT = "2022-09-20T08:00:00Z"
NAME, GONE = "Canary000x", ("report000.txt", "posts.zip")
"""Who is erased, and from which files."""
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link")


def erase(case: Path) -> None:
    erase_items(case, GONE, by="Maria", why="asked", authority="letter", at=AT)


def bag(case: Path) -> None:
    write_bag(case, case.with_name("out"), AT[:10])


def unbag(case: Path) -> None:
    read_bag(case.with_name("packed"), case.with_name("out"))


def sign(case: Path) -> None:
    seal(case, AT, key=Path(sys.argv[5]), signer="maria")


def erased(case: Path) -> list[str]:
    """The same command ends it: nothing of who was erased is left, nothing of others is lost."""
    before = objects_of(case)
    wrong = [f"lost: {name}" for name in OTHERS - before]
    if left_of(case, [NAME]) or Record(case).verify().problems:
        erase(case)
    wrong += [f"left: {word}" for word in left_of(case, [NAME])]
    wrong += [f"lost at last: {name}" for name in OTHERS - objects_of(case)]
    return wrong + list(Record(case).verify().problems)


def packed(case: Path) -> list[str]:
    """It is not there, and can be packed; or it is there whole."""
    out = case.with_name("out")
    if not out.exists():
        bag(case)
    read_bag(out, case.with_name("again"))
    wrong = list(Record(case.with_name("again")).verify().problems)
    return wrong + [f"lies about: {path.name}" for path in case.parent.glob("*.partly*")]


def unpacked(case: Path) -> list[str]:
    """It is not there, and can be unpacked; or it is there whole."""
    out = case.with_name("out")
    if not out.exists():
        unbag(case)
    return list(Record(out).verify().problems)


def signed(case: Path) -> list[str]:
    """The record holds, what was signed before still is, and it can be sealed again."""
    wrong = [f"at once: {problem}" for problem in Record(case).verify().problems]
    sign(case)
    verdict = Record(case).verify()
    count = len(Checkpoints(case / "checkpoints", case / "log.jsonl").all())
    if sum("Good" in note for note in verdict.notes) != count:
        wrong.append(f"of {count} checkpoints are signed: {verdict.notes}")
    return wrong + list(verdict.problems)


ACTS: dict[str, tuple[Callable[[Path], None], Callable[[Path], list[str]]]] = {
    "erase": (erase, erased),
    "bag": (bag, packed),
    "unbag": (unbag, unpacked),
    "seal": (sign, signed),
}
OTHERS: set[str] = set()


def objects_of(case: Path) -> set[str]:
    """Objects that are there unchanged, of others than who is erased."""
    found = set()
    for path in (case / "objects").glob("??/*"):
        if path.suffix != ".salt" and not path.name.startswith("."):
            data = path.read_bytes()
            if sha256_hex(data) == path.name and b"tombstone" not in data:
                found.add(path.name)
    return found


def cut(act: Callable[[Path], None], case: Path, at: int) -> int:
    """Does the act in a process that dies before its `at`-th change; gives 9 where it died, 0 where it had ended, else 1."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    count = 0

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal count
        flags = args[2] if event == "open" else 0
        changes = event in _CHANGES or (isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR)))
        # what has no whole path is told by a descriptor, and lies where a tree is being taken away
        if changes and (str(case.parent) in str(args[0]) or not str(args[0]).startswith("/")):
            count += 1
            if count == at:
                os._exit(9)

    sys.addaudithook(watch)
    try:
        act(case)
    except BaseException as fault:
        print(repr(fault), file=sys.stderr)
        os._exit(1)
    os._exit(0)


def look(check: Callable[[Path], list[str]], case: Path) -> list[str]:
    """What is wrong, looked for in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            wrong = check(case)
        except BaseException as fault:
            wrong = [repr(fault)]
        os.write(writing, json.dumps(wrong[:5]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        found: list[str] = json.loads(told.read())
    os.waitpid(child, 0)
    return found


def main(name: str, given: Path, work: Path, every: int) -> dict[str, object]:
    act, check = ACTS[name]
    if name == "unbag":
        write_bag(given, work / "packed", AT[:10])
    gone = {sha256_hex(path.read_bytes()) for path in (given / "objects").glob("??/*") if _of_gone(given, path.name)}
    OTHERS.update(objects_of(given) - gone)
    wrong: list[str] = []
    cuts, at, code = 0, 1, 9
    while code == 9:
        place = work / "c" / "case"
        shutil.rmtree(place.parent, ignore_errors=True)
        shutil.copytree(given, place)
        if name == "unbag":
            (place.parent / "packed").symlink_to(work / "packed")
        code = cut(act, place, at)
        if code not in (0, 9):
            wrong.append(f"{at}: ended with {code}")
        cuts += 1
        wrong += [f"{at}: {each}" for each in look(check, place)]
        at += every
    return {"calls": at - every, "cuts": cuts, "wrong": wrong}


def _of_gone(case: Path, name: str) -> bool:
    kept = Record(case).objects.kept(name) if len(name) == 64 else None
    return kept is not None and (not kept.items or all(item.path.partition("!/")[0] in GONE for item in kept.items))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))))
