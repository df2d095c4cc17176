"""Takes the READMEs' picture: an edition of the demonstration on a phone, as Chromium shows it.

python docs/picture.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import NOW, ROOT

WIDTH, HEIGHT, GAP = 375, 860, 24
"""Of one phone's page, and the room around it, in CSS pixels."""
ACCEPTED = 5
"""How many findings of the first page a person accepts."""


def edition(folder: Path) -> Path:
    """Runs the demonstration, accepts its first findings and publishes them; gives the English pages."""

    def zvirka(*arguments: str) -> None:
        command = [sys.executable, "-m", "zvirka", *arguments, "--now", NOW]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    zvirka("demo", "--to", "case")
    for number in range(1, ACCEPTED + 1):
        zvirka("judge", "accept", str(number), "--by", "Ann Veresh", "--case", "case")
    zvirka("demo", "--to", "case")
    zvirka("publish", "case", "--to", "site")
    return folder / "site" / "editions" / "1" / "en"


def way(pages: Path) -> list[str]:
    """Addresses of the way to the words: front page, first question, the words behind its second footnote."""
    front, question = "index.html", first(r'questions/[^"#]+', pages / "index.html")
    return [front, question, first(r'items/[^"]+#[^"]+', pages / question)]


def first(address: str, page: Path) -> str:
    """The first link of a page that fits, relative to the language's folder."""
    found = re.search(rf'href="(?:\.\./)?({address})"', page.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"{page.name} has no link to {address}")
    return found[1]


def phones(pages: Path, addresses: list[str]) -> str:
    """A page that shows pages beside each other."""
    style = f"body{{margin:0;background:#d9d6cc;display:flex;gap:{GAP}px;padding:{GAP}px}}"
    style += f"iframe{{border:0;border-radius:18px;width:{WIDTH}px;height:{HEIGHT}px;background:#fff}}"
    frames = "".join(f'<iframe src="{pages.as_uri()}/{address}"></iframe>' for address in addresses)
    return f"<!doctype html><style>{style}</style>{frames}"


def main() -> int:
    """Writes docs/picture.png; gives the exit code."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("There is no chromium on PATH. On Debian: sudo apt-get install chromium", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pages = edition(folder)
        addresses = way(pages)
        shown = folder / "phones.html"
        shown.write_text(phones(pages, addresses), encoding="utf-8")
        size = f"{len(addresses) * (WIDTH + GAP) + GAP},{HEIGHT + 2 * GAP}"
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
        shot = [f"--window-size={size}", f"--screenshot={ROOT / 'docs' / 'picture.png'}"]
        shot += [f"--user-data-dir={folder}/profile", "--virtual-time-budget=5000"]
        subprocess.run([browser, *flags, *shot, shown.as_uri()], check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    return 0


if __name__ == "__main__":
    sys.exit(main())
