"""Bad input: one clear line each, the run goes on with the rest, nothing kept is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.model.errors import ExitCode
from zvirka.model.issues import Issue

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
GOOD = "Ukrainian forces have recaptured about 120 square kilometres in Kharkiv oblast since 6 September, the General Staff said on Sunday."
CASE = """
schema = 1
[[items]]
files = "good.txt"
published = 2022-09-12
"""
BOW_TIE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"status": "occupied"},
            "geometry": {"type": "Polygon", "coordinates": [[[36, 49], [37, 50], [37, 49], [36, 50], [36, 49]]]},
        }
    ],
}
MAPS = """
[[maps]]
source = "Somebody"
files = "maps/*.geojson"
time_in_name = "%Y-%m-%d"
status_property = "status"
holder = "russia"
held = ["occupied"]
"""


def run_with(folder: Path, files: dict[str, bytes | str], case: str = CASE) -> tuple[zvirka.RunResult, list[Issue]]:
    """Runs a folder that holds one good report and these files; gives the result and all issues."""
    for name, content in {"good.txt": GOOD, "case.toml": case, **files}.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    result = zvirka.run(folder / "in", jobs=1, now=NOW)
    assert any(claim.path == "good.txt" and claim.quantity for claim in result.account.claims), (
        "the good report was read"
    )
    kept = {item.path for item in result.account.items}
    assert set(files) <= kept, "everything given is kept"
    return result, list(result.account.issues)


def only(issues: list[Issue], path: str, code: str) -> Issue:
    """The one issue of this code on this path."""
    found = [issue for issue in issues if issue.path == path and issue.code == code]
    assert len(found) == 1, [(issue.path, issue.code, issue.message) for issue in issues]
    assert found[0].message
    assert found[0].remedy
    return found[0]


def test_a_good_folder_ends_with_nothing_unread(tmp_path: Path) -> None:
    result, _ = run_with(tmp_path, {})
    assert result.exit_code == ExitCode.DONE


def test_an_empty_file(tmp_path: Path) -> None:
    result, issues = run_with(tmp_path, {"empty.txt": b""})
    assert "empty" in only(issues, "empty.txt", "not_read").message
    assert result.exit_code == ExitCode.SOME_NOT_READ


def test_binary_noise(tmp_path: Path) -> None:
    result, issues = run_with(tmp_path, {"noise.bin": bytes(range(256)) * 40})
    only(issues, "noise.bin", "not_looked_at")
    assert result.exit_code == ExitCode.SOME_NOT_READ


def test_a_broken_line_of_a_report_file(tmp_path: Path) -> None:
    line = json.dumps({"report_id": "r1", "outlet": "Herald", "lang": "en", "published": "2022-09-12", "text": GOOD})
    result, issues = run_with(tmp_path, {"reports.jsonl": f'{line}\n{{"report_id": "r2", "te\n'})
    assert "line 2" in str(only(issues, "reports.jsonl", "partly_read").place)
    assert any(claim.fragment == "r1" for claim in result.account.claims)


def test_a_deeply_nested_page_is_read_or_named(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 100_000 + f"<p>{GOOD}</p>" + "</div>" * 100_000 + "</body></html>"
    result, issues = run_with(tmp_path, {"deep.html": page})
    read = any(claim.path == "deep.html" for claim in result.account.claims)
    assert read or any(issue.path == "deep.html" and issue.code in ("not_read", "partly_read") for issue in issues)


def test_a_map_with_a_crossing_outline_is_mended_and_said(tmp_path: Path) -> None:
    result, issues = run_with(
        tmp_path,
        {"maps/2022-09-05.geojson": json.dumps(BOW_TIE), "maps/2022-09-12.geojson": json.dumps(BOW_TIE)},
        CASE + MAPS,
    )
    assert "1" in str(only(issues, "maps/2022-09-12.geojson", "map_invalid").place)
    assert len(result.account.observations) == 2


def test_a_map_that_is_no_json(tmp_path: Path) -> None:
    _, issues = run_with(
        tmp_path,
        {"maps/2022-09-05.geojson": json.dumps(BOW_TIE), "maps/2022-09-12.geojson": '{"type": "Feature'},
        CASE + MAPS,
    )
    only(issues, "maps/2022-09-12.geojson", "not_read")


def test_a_list_with_a_missing_column(tmp_path: Path) -> None:
    case = CASE + '[[lists]]\nkind = "sightings"\nfile = "losses.csv"\n'
    _, issues = run_with(tmp_path, {"losses.csv": "date,class,model,status\n2022-09-11,tank,T-72,captured\n"}, case)
    issue = only(issues, "losses.csv", "not_read")
    assert "place" in issue.message


def test_a_row_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    case = CASE + '[[lists]]\nkind = "sightings"\nfile = "losses.csv"\nowner = "russia"\n'
    rows = "date,class,model,status,place\nsoon,tank,T-72,captured,Izium\n2022-09-11,tank,T-72,captured,Izium\n"
    result, issues = run_with(tmp_path, {"losses.csv": rows}, case)
    assert only(issues, "losses.csv", "row_invalid").place == "line 2"
    assert any(getattr(each, "row", None) == 3 for each in result.account.observations)


def test_a_date_in_the_future_is_said_and_kept(tmp_path: Path) -> None:
    case = CASE + '[[items]]\nfiles = "later.txt"\npublished = 2031-01-01\n'
    _, issues = run_with(tmp_path, {"later.txt": GOOD}, case)
    assert "future" in only(issues, "later.txt", "date_unknown").message


def test_a_file_that_case_toml_names_and_nobody_gave(tmp_path: Path) -> None:
    _, issues = run_with(tmp_path, {}, CASE + '[[lists]]\nkind = "sightings"\nfile = "goood.csv"\n')
    assert "goood.csv" in only(issues, "case.toml", "not_read").message


def test_a_typo_in_case_toml_stops_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(zvirka.CaseError, match="Did you mean items"):
        run_with(tmp_path, {}, "[[item]]\nfiles = 'good.txt'\n")


def test_a_folder_without_case_toml_runs(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(GOOD)
    result = zvirka.run(tmp_path / "in", jobs=1, now=NOW)
    assert any(claim.quantity for claim in result.account.claims)
    assert any(issue.code == "date_unknown" for issue in result.account.issues)


def test_an_empty_folder_is_never_a_success(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = zvirka.run(tmp_path / "in", jobs=1, now=NOW)
    assert result.exit_code == ExitCode.SOME_NOT_READ
    assert result.account.issues
