"""The demonstration comes out as it was: whole accounts as golden files.

After a change that is meant to change them: `make golden`, and look at the difference before committing it.
"""

from __future__ import annotations

import html
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

import zvirka
from zvirka.model.canonical import canonical_json
from zvirka.pipeline.views import export_chunks

CASES = sorted((Path(__file__).resolve().parents[1] / "cases").glob("*/input"))
NOW = datetime(2022, 10, 24, 8, tzinfo=UTC)
KINDS = ("claims", "observations", "findings", "links", "issues")


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.parent.name)
def test_the_account_is_as_expected(folder: Path, tmp_path: Path) -> None:
    result = zvirka.run(folder, tmp_path / "case", jobs=1, now=NOW)
    expected = folder.with_name("expected")
    for kind in KINDS:
        lines = b"".join(export_chunks(result.case_folder, kind, "jsonl", "en")).decode().splitlines()
        made = "".join(canonical_json(without_version(json.loads(line))) + "\n" for line in lines)
        path = expected / f"{kind}.jsonl"
        if os.environ.get("ZVIRKA_WRITE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(made, encoding="utf-8")
        assert made.splitlines() == path.read_text(encoding="utf-8").splitlines(), kind
    follow_every_link(result.case_folder)


def follow_every_link(case: Path) -> None:
    """Every link of the working copy that leads to a file or place of the case finds it; figures of lists lead to the files as kept."""
    pages = {page: page.read_text("utf-8") for page in sorted((case / "working").rglob("*.html"))}
    ids = {page: set(re.findall(r'\bid="([^"]+)"', text)) for page, text in pages.items()}
    kept = 0
    for page, text in pages.items():
        for href in map(html.unescape, re.findall(r'href="([^"]+)"', text)):
            path, _, place = href.partition("#")
            if ":" in path:
                continue
            target = (page.parent / unquote(path)).resolve() if path else page
            assert target.exists(), (page.name, href)
            assert not place or place.startswith(":~:") or target not in ids or place in ids[target], (page.name, href)
            kept += target.parent.parent.name == "objects"
    assert kept, "no figure leads to the file it stands on"


def without_version(record: dict[str, object]) -> dict[str, object]:
    """The record without the digest of the code that made it, which changes with every commit."""
    return {name: value for name, value in record.items() if name != "extractor"}
