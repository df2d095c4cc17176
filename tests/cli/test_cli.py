"""The command line parses, calls the pipeline, shows, and ends with the documented code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (
    "Ukrainian forces have recaptured about 120 square kilometres in Kharkiv oblast since 6 September, "
    "the General Staff said on Sunday.\n"
)


def zvirka(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command as a person would."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "zvirka", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=env, check=False)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of one report."""
    folder = tmp_path_factory.mktemp("cli") / "in"
    folder.mkdir()
    (folder / "report.txt").write_text(TEXT, encoding="utf-8")
    (folder / "case.toml").write_text(
        'schema = 1\n[[items]]\nfiles = "*.txt"\npublished = 2022-09-12\n', encoding="utf-8"
    )
    ran = zvirka("run", folder, "--jobs", "1", "--now", "2022-09-20T08:00:00Z")
    assert ran.returncode == 0, ran.stderr
    assert "120" in ran.stdout
    return folder.with_name("in-case")


def test_run_says_where_the_working_copy_is(case: Path) -> None:
    assert (case / "working" / "index.html").is_file()
    again = zvirka("run", case.with_name("in"), "--jobs", "1", "--json", "--now", "2022-09-20T08:00:00Z")
    document = json.loads(again.stdout)
    assert Path(document["working"]) == case / "working" / "index.html"
    assert document["reports"] == 1
    assert document["not_read"] == []


@pytest.mark.parametrize("what", ["claims", "observations", "findings", "links", "issues"])
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_export_prints_every_kind_in_every_format(case: Path, what: str, form: str) -> None:
    ran = zvirka("export", what, "--case", case, "--format", form)
    assert ran.returncode == 0, ran.stderr
    if form == "jsonl":
        assert all(json.loads(line)["schema"] == 1 for line in ran.stdout.splitlines())
        assert (what not in ("claims", "findings")) or ran.stdout


def test_claims_have_the_fields_of_the_design(case: Path) -> None:
    line = json.loads(zvirka("export", "claims", "--case", case).stdout.splitlines()[0])
    assert set(line) == {
        "schema",
        "id",
        "item",
        "path",
        "fragment",
        "text_digest",
        "language",
        "type",
        "label",
        "polarity",
        "modality",
        "literal",
        "presupposed",
        "actor",
        "target",
        "equipment",
        "quote",
        "voice",
        "attribution",
        "hedges",
        "quantity",
        "places",
        "times",
        "extractor",
        "reasons",
    }
    assert set(line["quantity"]) == {
        "value",
        "low",
        "high",
        "unit",
        "bound",
        "counted",
        "form",
        "of",
        "relative_to",
        "part_of",
        "definition",
        "basis",
        "as_written",
    }
    assert set(line["times"]) == {"event", "as_of", "since", "until", "said"}
    assert TEXT[line["quote"]["start"] : line["quote"]["end"]] == line["quote"]["exact"]


@pytest.mark.parametrize("layer", ["claims", "attributions", "places", "times", "quantities", "equipment"])
def test_extract_prints_every_layer(tmp_path: Path, layer: str) -> None:
    text = TEXT + "Two T-72 tanks were captured, he said.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    ran = zvirka("extract", "a.txt", "--layer", layer, "--published", "2022-09-12", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert lines
    for line in lines:
        assert line["path"] == "a.txt"
        if "exact" in line:
            assert text[line["start"] : line["end"]] == line["exact"]


def test_show_lists_questions_and_shows_one(case: Path) -> None:
    assert "120" in zvirka("show", "--case", case).stdout
    assert "120" in zvirka("show", "1", "--case", case).stdout
    missing = zvirka("show", "999", "--case", case)
    assert missing.returncode == 2
    assert "999" in missing.stderr


def test_verify_ends_with_3_when_a_byte_has_changed(case: Path, tmp_path: Path) -> None:
    import shutil

    assert zvirka("verify", case).returncode == 0
    copy = tmp_path / "copy"
    shutil.copytree(case, copy)
    victim = next(path for path in (copy / "objects").rglob("*") if path.is_file() and path.suffix != ".salt")
    victim.write_bytes(victim.read_bytes()[:-1] + b"!")
    ran = zvirka("verify", copy)
    assert ran.returncode == 3
    assert victim.name in ran.stdout


def test_extract_prints_sure_attributions_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said that two bridges were gone. He claimed victory.", "utf-8")
    every = zvirka("extract", "a.txt", "--layer", "attributions", cwd=tmp_path)
    surest = zvirka("extract", "a.txt", "--layer", "attributions", "--sure", cwd=tmp_path)
    assert [len(ran.stdout.splitlines()) for ran in (every, surest)] == [2, 1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "no-such-folder"], 2, "no-such-folder"),
        (["export", "claims"], 2, "--case"),
        (["export", "claims", "--case", "."], 2, "no case"),
        (["extract", "empty.txt"], 2, "empty"),
        (["run", ".", "--now", "noon"], 2, "--now"),
        (["extract", "words.txt", "--published", "noon"], 2, "--published"),
        (["extract", "words.txt", "--theatre", "ukrain"], 2, "ukraine"),
        (["extract", "words.txt", "--sure"], 2, "--layer attributions"),
        (["run", ".", "--plugin", "no-such"], 2, "no-such"),
        (["run", ".", "--plugin", "llm", "--as-known", "1"], 2, "--plugin"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_code(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "words.txt").write_text(TEXT)
    ran = zvirka(*arguments, cwd=tmp_path)
    assert ran.returncode == code
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_wrong_case_file_ends_with_2_and_one_line(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "case.toml").write_text("[case]\ntitel = 'x'\n")
    ran = zvirka("run", "in", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.strip() == "zvirka: case.toml, [case]: unknown key titel. Did you mean title?"


def test_a_file_not_read_ends_with_1_and_is_listed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "b.txt").touch()
    ran = zvirka("run", "in", "--jobs", "1", cwd=tmp_path)
    assert ran.returncode == 1
    assert "b.txt" in ran.stdout


def test_help_does_not_load_what_it_does_not_need() -> None:
    code = (
        "import sys; from zvirka.cli.commands import zvirka; "
        "heavy = {'pyarrow', 'daft', 'shapely', 'numpy', 'jinja2', 'selectolax', 'py3langid'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_extract_says_what_gave_nothing(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text("Die Brücke über den Fluss ist seit heute Morgen wieder offen.", encoding="utf-8")
    (tmp_path / "en.txt").write_text("The bridge over the river is open again, as it was last year.", encoding="utf-8")
    unread = zvirka("extract", tmp_path / "de.txt")
    assert (unread.returncode, unread.stdout) == (1, "")
    assert "language 'de' is not read" in unread.stderr
    nothing = zvirka("extract", tmp_path / "en.txt", "--layer", "quantities")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "no quantities found in what was read" in nothing.stderr
