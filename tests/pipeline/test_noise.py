"""Noise: reports that bear on nothing leave the first page as it is, but for the coverage line."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
CASE = """
schema = 1
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
until = 2022-09-14
[[items]]
files = "*.txt"
published = 2022-09-12
"""
REPORTS = {
    "a.txt": "Ukraine has recaptured over 700 square kilometres in Kharkiv oblast since 6 September, the General Staff said on Sunday.",
    "b.txt": "Russian troops left Izium on Saturday, a resident said. Ukrainian troops struck a bridge near Kupiansk on Friday.",
}
WAR = (
    "Силы ПВО сбили {n} беспилотников над Белгородской областью, сообщило Минобороны России.",
    "Российские войска взяли под контроль село в Харьковской области, сообщили в Минобороны России.",
    "Генштаб ВСУ заявил, что за сутки уничтожено {n} российских танков.",
    "За ночь по Харькову нанесено {n} ударов, сообщил мэр города.",
    "ВСУ освободили {n} квадратных километров в Курской области, заявил Зеленский.",
    "В сентябре 2022 года ракета попала в завод в Виннице, напомнил мэр.",
)
PEACE = (
    "Курс доллара вырос до {n} рублей.",
    "В Москве ожидается дождь и {n} градусов тепла.",
    "Сборная забила {n} голов в товарищеском матче.",
)


def noise(count: int, seed: int = 3) -> str:
    """Posts of other years about the same war, and about nothing, as report JSONL."""
    chance = random.Random(seed)
    lines = []
    for number in range(count):
        text = chance.choice(WAR + PEACE).format(n=chance.randint(2, 900))
        day = f"{chance.choice((2023, 2024))}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}T10:00:00+00:00"
        lines.append(json.dumps({"report_id": str(number), "outlet": "Лента", "published": day, "text": text}))
    return "\n".join(lines) + "\n"


def without_coverage(page: bytes) -> bytes:
    """The page without its one element of coverage."""
    whole, count = re.subn(rb'<p class="coverage soft" id="coverage">.*?</p>', b"", page, flags=re.DOTALL)
    assert count == 1
    return whole


def folder_of(path: Path) -> Path:
    """A folder with two reports and a question."""
    path.mkdir()
    (path / "case.toml").write_text(CASE, encoding="utf-8")
    for name, text in REPORTS.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_noise_of_other_days_leaves_the_first_page_byte_identical_but_for_the_coverage_line(tmp_path: Path) -> None:
    quiet = zvirka.run(folder_of(tmp_path / "quiet"), jobs=1, now=NOW)
    page = without_coverage(quiet.working.read_bytes())
    loud_folder = folder_of(tmp_path / "loud")
    (loud_folder / "noise.jsonl").write_text(noise(400), encoding="utf-8")
    loud = zvirka.run(loud_folder, jobs=1, now=NOW)
    assert len(loud.account.claims) > len(quiet.account.claims) + 100, "the noise does say things"
    assert without_coverage(loud.working.read_bytes()) == page
    assert loud.working.read_bytes() != quiet.working.read_bytes(), "the coverage line tells that more was read"
    later = datetime(2022, 9, 21, 8, tzinfo=UTC)
    (tmp_path / "quiet" / "noise.jsonl").write_text(noise(400), encoding="utf-8")
    added = zvirka.run(tmp_path / "quiet", jobs=1, now=later)
    assert without_coverage(added.working.read_bytes()) == page, "added later, it changes nothing either"
    put_aside = [issue for issue in added.account.issues if issue.code == "other_days"]
    assert [issue.path for issue in put_aside] == ["noise.jsonl"]
    assert put_aside[0].count > 100


def test_without_a_question_asked_no_claim_is_put_aside(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    (folder / "case.toml").write_text("schema = 1\n", encoding="utf-8")
    (folder / "noise.jsonl").write_text(noise(60), encoding="utf-8")
    result = zvirka.run(folder, jobs=1, now=NOW)
    assert not [issue for issue in result.account.issues if issue.code == "other_days"]
    assert (
        any(finding.question.place == "geonames:578071" for finding in result.account.findings)
        or len(result.account.findings) > 1
    )


def test_the_case_file_may_say_which_days_the_case_is_about(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    (folder / "noise.jsonl").write_text(noise(60), encoding="utf-8")
    wide = CASE.replace("schema = 1", "schema = 1\n[case]\nsince = 2022-01-01\nuntil = 2024-12-31")
    (folder / "case.toml").write_text(wide, encoding="utf-8")
    result = zvirka.run(folder, jobs=1, now=NOW)
    assert not [issue for issue in result.account.issues if issue.code == "other_days"]


FAR = (
    "Силы ПВО сбили {n} беспилотников над Белгородской областью, сообщило Минобороны России.",
    "Российские войска взяли под контроль {n} сел в Донецкой области, сообщили в Минобороны России.",
    "Ukrainian troops struck {n} warehouses in Kherson on Friday, the General Staff said.",
    "Russia lost {n} tanks in Bakhmut, the General Staff said on Sunday.",
    "Ракетний удар по Вінниці: {n} загиблих, повідомив мер.",
    "За сутки уничтожено {n} российских танков, заявил Генштаб ВСУ.",
    "Росіяни втратили {n} одиниць техніки за добу, повідомив Генштаб.",
    "Protesters in Paris destroyed {n} cars, police said.",
)


def far_noise(count: int, seed: int, dated: bool) -> str:
    """Posts with numbers about other places, or none, in the case's own days or of days nobody knows."""
    chance = random.Random(seed)
    lines = []
    for number in range(count):
        text = chance.choice(FAR + PEACE).format(n=chance.randint(2, 9000))
        entry = {"report_id": str(number), "outlet": f"Канал {chance.randint(1, 40)}", "text": text}
        if dated:
            entry["published"] = f"2022-09-{chance.randint(1, 28):02d}T10:00:00+00:00"
        lines.append(json.dumps(entry))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("dated", [True, False], ids=["in the case's days", "undated"])
@pytest.mark.parametrize("of", ["two reports", "the demonstration"])
def test_noise_of_other_places_leaves_the_first_page_byte_identical_but_for_the_coverage_line(
    tmp_path: Path, of: str, dated: bool
) -> None:
    folder = tmp_path / "in"
    if of == "the demonstration":
        shutil.copytree(Path(__file__).parents[2] / "cases" / "kharkiv-2022" / "input", folder)
    else:
        folder_of(folder)
    quiet = zvirka.run(folder, tmp_path / "quiet", jobs=1, now=NOW)
    (folder / "noise.jsonl").write_text(far_noise(300, 5, dated), encoding="utf-8")
    loud = zvirka.run(folder, tmp_path / "loud", jobs=1, now=NOW)
    assert len(loud.account.claims) > len(quiet.account.claims) + 100, "the noise does say things"
    assert without_coverage(loud.working.read_bytes()) == without_coverage(quiet.working.read_bytes())
    put_aside = {issue.path: issue.count for issue in loud.account.issues if issue.code == "other_places"}
    assert put_aside["noise.jsonl"] > 100


@pytest.mark.skipif(not os.environ.get("ZVIRKA_SHARED"), reason="ZVIRKA_SHARED names no folder of shared data")
def test_noise_of_other_places_leaves_the_first_page_of_the_real_folder_as_it_is(tmp_path: Path) -> None:
    shared = Path(os.environ["ZVIRKA_SHARED"])
    subprocess.run([str(shared / "make-real-folder"), str(tmp_path / "in")], check=True)
    quiet = zvirka.run(tmp_path / "in", tmp_path / "quiet", jobs=1, now=NOW)
    (tmp_path / "in" / "noise.jsonl").write_text(far_noise(300, 6, True), encoding="utf-8")
    (tmp_path / "in" / "more.jsonl").write_text(far_noise(300, 7, False), encoding="utf-8")
    loud = zvirka.run(tmp_path / "in", tmp_path / "loud", jobs=1, now=NOW)
    assert without_coverage(loud.working.read_bytes()) == without_coverage(quiet.working.read_bytes())


ANSWERS = (
    "Ukraine has recaptured over {n} square kilometres in Kharkiv oblast, a blogger said.",
    "Україна звільнила {n} квадратних кілометрів на Харківщині, написав блогер.",
    "Освобождено {n} квадратных километров, написал блогер.",
    "Ukrainian forces have regained {n} square kilometres in Ukraine since 6 September, a blogger said.",
)


def test_nothing_that_may_answer_an_asked_question_is_set_aside(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    texts = [text.format(n=300 + number) for number, text in enumerate(ANSWERS)]
    lines = [
        json.dumps({"report_id": f"{number}{'d' if day else ''}", "outlet": "x", "text": text, **day})
        for number, text in enumerate(texts)
        for day in ({}, {"published": "2022-09-11"})
    ]
    (folder / "answers.jsonl").write_text("\n".join(lines) + "\n" + far_noise(200, 8, True), encoding="utf-8")
    account = zvirka.run(folder, jobs=1, now=NOW).account
    stands = dict(account.relevance)
    asked = next(finding for finding in account.findings if finding.question.asked)
    answers = [
        claim for claim in account.claims if claim.type == "territory_regained" and claim.path == "answers.jsonl"
    ]
    assert len(answers) == len(lines)
    assert {stands[claim.id] for claim in answers} == {"measure"}
    assert {claim.id for claim in answers} <= {each.claim for each in asked.claims}


def test_the_page_of_a_report_says_why_each_claim_stands_there_or_is_set_aside(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    (folder / "c.txt").write_text(
        "Russian troops left Izium on Saturday, a resident said. They left Kupiansk on Sunday, a resident said. "
        "In Kherson 12 tanks were destroyed on Sunday, a resident said. In 2019 a shell hit a house in Izium, a resident said.",
        encoding="utf-8",
    )
    result = zvirka.run(folder, jobs=1, now=NOW)
    here = {claim.id for claim in result.account.claims if claim.path == "c.txt"}
    stands = {reason for id, reason in result.account.relevance if id in here}
    assert {"place", "origins"} <= stands
    page = next(
        text
        for each in (result.working.parent / "items").iterdir()
        if "Kherson" in (text := each.read_text(encoding="utf-8"))
    )
    assert "Why it stands here" in page
    assert "it names a place the case asks about" in page
    assert "its report, or one of the same origin, bears on what the case asks" in page
