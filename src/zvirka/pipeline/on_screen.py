"""The optional program tesseract: whether it is there, which of the theatre's languages it reads, and asking it.

It is given plain grey pixels that a confined worker decoded, on its standard input, and neither files nor a network address.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from zvirka.ground import Ground

PROGRAM = "tesseract"
_SECONDS = 30
_KEPT = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program as found. languages: those of the theatre it has data for, as it calls them (ISO 639-2/T). missing: those it has not."""

    path: str
    version: str
    languages: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it stands beside what was read: "tesseract 5.3.0 (eng, ukr)"."""
        return f"{PROGRAM} {self.version} ({', '.join(self.languages)})"

    def read(self, page: bytes) -> str | None:
        """Its table (TSV) of the words on a picture (PGM); None where it failed or took longer than half a minute."""
        command = [self.path, "stdin", "stdout", "-l", "+".join(self.languages), "--psm", "3", "tsv"]
        try:
            done = _run(command, page)
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def tesseract(ground: Ground) -> Tesseract | None:
    """The program, where it is installed with data for a language of the theatre."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    try:
        version, listed = _run([path, "--version"]), _run([path, "--list-langs"])
    except (OSError, subprocess.TimeoutExpired):
        return None
    known = set((listed.stdout + listed.stderr).decode("utf-8", "replace").split())
    wanted = _codes(ground)
    languages = tuple(sorted(code for code in wanted if code in known))
    if not languages:
        return None
    said = re.search(r"\d+(\.\d+)*", (version.stdout + version.stderr).decode("utf-8", "replace"))
    return Tesseract(
        path, said[0] if said else "?", languages, tuple(sorted(code for code in wanted if code not in known))
    )


def to_install(ground: Ground) -> str:
    """What is to be installed for all languages of the theatre, by the names of Debian and Ubuntu."""
    return " ".join(["tesseract-ocr", *(f"tesseract-ocr-{code}" for code in sorted(_codes(ground)) if code != "eng")])


def _codes(ground: Ground) -> list[str]:
    """ISO 639-2/T of the theatre's languages (`iso639_2` of the packs)."""
    known = [ground.language(code).get("language", {}).get("iso639_2") for code in ground.languages]
    return [str(code) for code in known if code]


def _run(command: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"OMP_THREAD_LIMIT": "1"}
    return subprocess.run(  # noqa: S603 - a fixed program, no shell; pixels alone are given to it
        command, input=given, capture_output=True, timeout=_SECONDS, check=False, env=environment
    )
