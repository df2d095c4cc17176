"""One item at noon: a report more in a case of 10,000 items, from the command to the finished working copy, on two cores."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.measure import measure

ITEMS = 10_000
CORES = 2
SEED = 20220912
FROM = date(2022, 9, 1)
DAYS = 40
PLACES = {
    "en": ("Izium", "Kupiansk", "Balakliia", "Lyman", "Vovchansk", "Kharkiv", "Kherson", "Chuhuiv"),
    "uk": ("Ізюмом", "Куп'янськом", "Балаклією", "Лиманом", "Вовчанськом", "Харковом", "Херсоном", "Чугуєвом"),
    "ru": ("Изюмом", "Купянском", "Балаклеей", "Лиманом", "Волчанском", "Харьковом", "Херсоном", "Чугуевом"),
}
CLAIMS = {
    "en": (
        "The General Staff said Ukrainian forces had retaken {n} square kilometers near {place} as of {day}.",
        "Russian forces lost {n} tanks near {place} on {day}, the Defense Ministry said.",
        "A resident told reporters that soldiers left {place} on {day} and took {n} cars.",
        "Officials claimed {n} settlements around {place} were liberated by {day}.",
    ),
    "uk": (
        "Генштаб повідомив, що {day} під {place} знищено {n} танків.",
        "За словами речника, станом на {day} звільнено {n} населених пунктів під {place}.",
    ),
    "ru": (
        "Минобороны заявило, что {day} под {place} уничтожено {n} танков.",
        "По данным администрации, {day} под {place} погибли {n} человек.",
    ),
}
FILLER = {
    "en": "the road was quiet in the morning and people stood in line for bread while rain fell over the market",
    "uk": "зранку на дорозі було тихо і люди стояли по хліб поки над ринком ішов дощ а школа чекала на дітей",
    "ru": "утром на дороге было тихо и люди стояли за хлебом пока над рынком шёл дождь а школа ждала детей",
}
MONTHS = {"en": "September", "uk": "вересня", "ru": "сентября"}


def noon_bench(runs: int) -> list[dict[str, object]]:
    """Seconds of the first run, of each run after one report more (with claims of its own), and of a run with nothing new."""
    zvirka = str(Path(sys.executable).parent / "zvirka")
    with tempfile.TemporaryDirectory() as scratch, _cores(CORES) as cores:
        folder, case = Path(scratch) / "folder", Path(scratch) / "case"
        write_folder(folder)
        command = [zvirka, "run", str(folder), "--case", str(case)]
        first = measure(command, 1)
        added = _adding(folder)
        noon = measure(command, max(runs, 5), before=lambda: next(added))
        again = measure(command, runs)
        size_mb = sum(path.stat().st_size for path in (case / "working").rglob("*") if path.is_file()) / 1e6
    shown = {
        "command": "zvirka run FOLDER --case CASE",
        "items": ITEMS,
        "cores": cores,
        "working_copy_mb": round(size_mb),
    }
    measured = {"noon_first_run": first, "noon_one_more": noon, "noon_nothing_new": again}
    return [{"bench": name, **each.summary(), **shown} for name, each in measured.items()]


@contextlib.contextmanager
def _cores(most: int) -> Iterator[int]:
    """Holds this process and what it starts to so many cores, where the system can; gives how many there are then."""
    if not hasattr(os, "sched_setaffinity"):
        yield os.cpu_count() or 1
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:most])
    try:
        yield len(os.sched_getaffinity(0))
    finally:
        os.sched_setaffinity(0, before)


def _adding(folder: Path) -> Iterator[None]:
    chance = random.Random(SEED + 1)  # noqa: S311 - the same reports each time, nothing secret
    for number in range(0, 10**6, 3):
        (folder / f"new-{number}.md").write_text(report(chance, number), encoding="utf-8")
        yield


def write_folder(folder: Path, items: int = ITEMS) -> None:
    """A folder of so many reports of own sentences in three languages, the same each time; every third claims something."""
    chance = random.Random(SEED)  # noqa: S311 - the same reports each time, nothing secret
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text(
        'schema = 1\n[case]\ntitle = "Noon"\ntheatre = "ukraine"\n[[questions]]\nmeasure = "territory_regained"\n'
        'place = "geonames:706482"\nsince = 2022-09-06\n',
        encoding="utf-8",
    )
    for number in range(items):
        path = folder / f"{number % 40:02d}" / f"{number:05d}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(report(chance, number), encoding="utf-8")


def report(chance: random.Random, number: int) -> str:
    """A report's text: a heading of its own, some words that say nothing, and in every third one to three claims."""
    language = chance.choice(("en", "uk", "ru"))
    published = FROM + timedelta(days=number % DAYS)
    sentences = [_filler(chance, language) for _ in range(3)]
    for _ in range(chance.randint(1, 3) if number % 3 == 0 else 0):
        sentences.insert(chance.randint(0, len(sentences)), _claim(chance, language))
    head = f"---\npublished: {published}\noutlet: Channel {number % 60}\n---\n"
    return head + " ".join(sentences) + "\n"


def _filler(chance: random.Random, language: str) -> str:
    words = FILLER[language].split()
    picked = [*chance.sample(words, 12), str(chance.randint(100, 9999))]
    chance.shuffle(picked)
    return " ".join(picked).capitalize() + "."


def _claim(chance: random.Random, language: str) -> str:
    day = chance.randint(1, 28)
    shown = f"{day} {MONTHS[language]}" if language != "en" else f"{MONTHS[language]} {day}"
    sentence = chance.choice(CLAIMS[language])
    return sentence.format(place=chance.choice(PLACES[language]), n=chance.randint(2, 900), day=shown)
