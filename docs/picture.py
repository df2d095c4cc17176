"""Takes the README's picture: the asked question's page of the demonstration, as Chromium shows it.

python docs/picture.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import NOW, ROOT

WIDTH, HEIGHT = 1100, 1250


def main() -> int:
    """Writes docs/picture.png; gives the exit code."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("There is no chromium on PATH. On Debian: sudo apt-get install chromium", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "zvirka", "demo", "--now", NOW, "--to", f"{folder}/case"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        front = (Path(folder) / "case" / "working" / "index.html").read_text(encoding="utf-8")
        page = front.split('href="questions/', 1)[1].split('"', 1)[0].split("#", 1)[0]
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
        address = (Path(folder) / "case" / "working" / "questions" / page).as_uri()
        shot = [
            f"--window-size={WIDTH},{HEIGHT}",
            f"--screenshot={ROOT / 'docs' / 'picture.png'}",
            f"--user-data-dir={folder}/profile",
        ]
        subprocess.run([browser, *flags, *shot, address], check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    return 0


if __name__ == "__main__":
    sys.exit(main())
