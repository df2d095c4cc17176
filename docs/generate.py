"""Writes what the documentation takes from the program itself: the command reference and the README's output.

python docs/generate.py          writes
python docs/generate.py --check  exits with 1 and names the file where something is out of date
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from zvirka.cli.commands import zvirka

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the gates are no part of the package

from gate import accuracy  # noqa: E402

NOW = "2022-10-24T08:00:00Z"
"""The clock of the README's demonstration: after the last report of the case."""
READMES = {"README.md": "en", "README.uk.md": "uk", "README.ru.md": "ru"}
BEGIN, END = "<!-- output of zvirka demo: begin -->", "<!-- output of zvirka demo: end -->"


def commands_page() -> str:
    """Every command with every option, as the help texts say it."""
    parts = ["# Commands", "", "Made by `make docs` from the help texts.", ""]
    for name, command in [("", zvirka), *sorted(zvirka.commands.items())]:
        context = click.Context(command, info_name=f"zvirka {name}".strip(), max_content_width=100, terminal_width=100)
        parts += [f"## {context.info_name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(parts)


def demo_outputs() -> dict[str, str]:
    """What `zvirka demo` prints in each language, by README, with the folder it was given as a person would see it."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            name: subprocess.run(  # noqa: S603
                [sys.executable, "-m", "zvirka", "demo", "--now", NOW, "--language", language],
                capture_output=True,
                text=True,
                cwd=folder,
                check=True,
            ).stdout.rstrip()
            for name, language in READMES.items()
        }


def readme(text: str, output: str) -> str:
    """A README with the current output between its marks."""
    block = f"{BEGIN}\n```\n{output}\n```\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: block, text, flags=re.DOTALL)


def tutorial(text: str) -> str:
    """The tutorial with what each of its commands ("$ …") prints now; they run in order, in a folder with the demonstration's input."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "cases" / "kharkiv-2022" / "input", Path(folder) / "my-folder")
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "ZVIRKA_BY": "Olena"}

        def ran(block: re.Match[str]) -> str:
            told = []
            for command in re.findall(r"^\$ (.*)$", block[1], re.MULTILINE):
                done = subprocess.run(  # noqa: S603 - our own page
                    ["bash", "-c", command],  # noqa: S607
                    capture_output=True,
                    text=True,
                    cwd=folder,
                    env=environment,
                    check=False,
                )
                told += [f"$ {command}", (done.stdout + done.stderr).replace(folder, "~").rstrip()]
            return "```console\n" + "\n".join(each for each in told if each) + "\n```"

        return re.sub(r"```console\n(.*?)```", ran, text, flags=re.DOTALL)


def main() -> int:
    """Writes or checks; gives the exit code."""
    made = {
        ROOT / "docs" / "reference" / "commands.md": commands_page(),
        **{ROOT / name: readme((ROOT / name).read_text("utf-8"), output) for name, output in demo_outputs().items()},
    }
    made[accuracy.PAGE] = accuracy.page()
    page = ROOT / "docs" / "tutorial.md"
    made[page] = tutorial(page.read_text(encoding="utf-8"))
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is out of date: run make docs")
        else:
            path.write_text(made[path], encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
