"""Links that texts tell reach the account, its exports and its pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import zvirka
from zvirka.pipeline.views import export_chunks

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)


def test_a_cause_told_in_a_report_is_a_link_of_the_account_of_its_exports_and_of_its_page(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    words = (
        "On 10 September 2022 Ukraine liberated 12 villages near Izium because Russian troops withdrew from the city.\n"
    )
    (folder / "a.txt").write_text(words, encoding="utf-8")
    result = zvirka.run(folder, jobs=1, now=NOW)
    claims = {claim.id: claim for claim in result.account.claims}
    told = [link for link in result.account.links if link.kind == "cause"]
    assert [(claims[link.left].type, claims[link.right].type) for link in told] == [
        ("withdrawal", "territory_regained")
    ]
    lines = b"".join(export_chunks(result.case_folder, "links", "jsonl", "en")).decode("utf-8").splitlines()
    exported = [json.loads(line) for line in lines]
    assert [(each["left"], each["right"]) for each in exported if each["kind"] == "cause"] == [
        (told[0].left, told[0].right)
    ]
    pages = [path.read_text("utf-8") for path in (result.case_folder / "working").rglob("*.html")]
    assert any("Told as brought about by" in page and "Told as having brought about" in page for page in pages)
