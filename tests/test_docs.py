"""The documentation says what there is, and what it takes from the program is current."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from zvirka.cli.commands import zvirka
from zvirka.model.case import AskedQuestion, BoundaryRule, ItemsRule, ListRule, MapRule, PublishRule
from zvirka.model.errors import ExitCode
from zvirka.pipeline.case_file import LIST_KINDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    for name, command in zvirka.commands.items():
        assert f"## zvirka {name}" in page
        assert command.help, name
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert option in page, (name, option)
                    assert getattr(parameter, "help", None) or option in ("--format",), (name, option)


@pytest.mark.parametrize("part", [ItemsRule, AskedQuestion, MapRule, BoundaryRule, ListRule, PublishRule])
def test_every_key_of_case_toml_is_documented(part: type) -> None:
    page = (ROOT / "docs" / "reference" / "case-file.md").read_text(encoding="utf-8")
    for field in fields(part):
        assert re.search(rf"^{field.name}\s*=", page, re.MULTILINE), field.name
    for kind in LIST_KINDS:
        assert f"`{kind}`" in page


def test_every_exit_code_is_in_the_help() -> None:
    assert zvirka.help
    for code in ExitCode:
        assert re.search(rf"\b{int(code)} ", zvirka.help), code


def test_what_the_docs_take_from_the_program_is_current() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_readme_names_the_two_commands_and_a_picture_that_exists() -> None:
    assert "make demo\nmake test" in README
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert picture is not None
    assert (ROOT / picture[1]).is_file()


def commands_of(text: str) -> list[str]:
    """Every line of a block and everything set as code, outside of what the program printed."""
    own = re.sub(r"<!-- output.*?<!-- output[^>]*-->", "", text, flags=re.DOTALL)
    blocks = re.findall(r"^```\n(.*?)^```$", own, re.MULTILINE | re.DOTALL)
    return [
        *"".join(blocks).splitlines(),
        *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", own, flags=re.M | re.S)),
    ]


@pytest.mark.parametrize(("name", "language"), [("README.uk.md", "uk"), ("README.ru.md", "ru")])
def test_each_readme_has_the_same_commands_links_and_sections(name: str, language: str) -> None:
    """What a reader types and opens is the same in every language; links between the READMEs are each other's."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert commands_of(text) == commands_of(README)
    assert "make demo" in commands_of(text)
    assert sum(line.startswith(".venv/bin/zvirka ") for line in commands_of(text)) == 4
    others = re.compile(r"^README\.\w*\.?md$")
    links = [[to for to in re.findall(r"\]\(([^)]+)\)", each) if not others.match(to)] for each in (README, text)]
    assert links[0] == links[1]
    assert [line.split(" ")[0] for line in text.splitlines() if re.match("#+ ", line)] == [
        line.split(" ")[0] for line in README.splitlines() if re.match("#+ ", line)
    ]
    assert f"]({name})" in README
    assert "](README.md)" in text


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_the_repository_names_no_machine_and_no_registry() -> None:
    tracked = (
        subprocess.run(["git", "ls-files", "-z"], capture_output=True, cwd=ROOT, check=True).stdout.decode().split("\0")
    )
    hosts = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npmjs" + r"\.org")))
    homes = re.compile(r"(?<![\w.-])/(?:root|home/\w+|work)/[\w.]")
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".geojson"):
            text = path.read_text(encoding="utf-8")
            assert not hosts.search(text), name
            assert not homes.search(text), name


def test_claims_that_the_how_tos_correct_are_in_the_demonstration() -> None:
    told = (ROOT / "cases" / "kharkiv-2022" / "expected" / "claims.jsonl").read_text("utf-8").splitlines()
    known = [json.loads(line)["id"] for line in told]
    pages = "\n".join(page.read_text("utf-8") for page in (ROOT / "docs" / "how-to").glob("*.md"))
    named = re.findall(r"zvirka judge \w+ ([0-9a-f]{12})\b", pages)
    assert named
    assert [start for start in named if not any(id_.startswith(start) for id_ in known)] == []
