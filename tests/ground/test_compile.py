"""Packs: what is refused, and what comes out."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from zvirka.ground import Ground, load_ground
from zvirka.ground.compile import compile_packs, read_theatre
from zvirka.model.errors import CaseError

THEATRE = """
[theatre]
name = "isles"
time_zone = "Atlantic/Stanley"
languages = ["en"]
country = "own:ardan"
[[sides]]
id = "ardan"
country = "own:ardan"
names = { en = { nominative = "Ardan" } }
adjective = { en = ["Ardanian"] }
[[places]]
id = "own:ardan"
kind = "country"
names = { en = "Ardan" }
[[places]]
id = "own:west"
kind = "adm1"
parent = "own:ardan"
names = { en = "Westmark" }
stem = { en = ["Westmark"] }
[[sources]]
id = "speaker"
kind = "official"
side = "ardan"
names = { en = ["Ivo Tarn"] }
"""


def write(folder: Path, text: str) -> Path:
    """A theatre pack of one file in a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "theatre.toml").write_text(text, "utf-8")
    return folder


def test_a_small_theatre_of_its_own_works_from_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "pack", THEATRE)
    ground = load_ground("pack", tmp_path)
    assert (ground.name, ground.time_zone, ground.languages) == ("isles", "Atlantic/Stanley", ("en",))
    assert ground.gazetteer.find("in the Westmark region", "en")[0].ids == ("own:west",)
    assert ground.gazetteer.contains("own:ardan", "own:west")
    found = ground.sources.resolve("Ivo Tarn", "en", None)
    assert found is not None
    assert found.side == "ardan"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "adm1"', 'kind = "adm9"', "unknown kind of place"),
        ('parent = "own:ardan"', 'parrent = "own:ardan"', "Did you mean 'parent'"),
        ('parent = "own:ardan"', 'parent = "own:ardam"', "Did you mean 'own:ardan'"),
        ('id = "own:west"', 'id = "own:ardan"', "stands twice"),
        ('time_zone = "Atlantic/Stanley"', "", "time_zone is missing"),
        ('side = "ardan"', 'side = "ardam"', "names nothing in the pack"),
        ('names = { en = "Westmark" }', 'names = "Westmark"', "wrong type"),
        ("[[sources]]", "[[source]]", "unknown section"),
        ('name = "isles"', "name = isles", "not valid TOML"),
    ],
)
def test_a_broken_pack_names_file_and_fault(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(CaseError, match=says) as caught:
        read_theatre(write(tmp_path / "packs" / "isles", THEATRE.replace(old, new, 1)))
    assert caught.value.file is not None
    assert "isles" in caught.value.file


def test_a_section_in_two_files_of_a_language_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "languages" / "en"
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text("[times]\nx = 1\n", "utf-8")
    (folder / "b.toml").write_text("[times]\ny = 1\n", "utf-8")
    with pytest.raises(CaseError, match=r"section stands in a\.toml too"):
        compile_packs(tmp_path, tmp_path / "out")


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "theatres" / "isles", THEATRE)
    (first,) = compile_packs(tmp_path, tmp_path / "out")
    before = first.read_bytes()
    assert compile_packs(tmp_path, tmp_path / "out") == [first]
    assert first.read_bytes() == before
    assert json.loads(before)["theatre"]["name"] == "isles"


def test_an_unknown_theatre_suggests_the_one_meant() -> None:
    with pytest.raises(CaseError, match="Did you mean 'ukraine'"):
        load_ground("ukrain")


def test_a_ground_survives_pickling_with_the_same_version() -> None:
    ground = load_ground()
    copy: Ground = pickle.loads(pickle.dumps(ground))
    assert copy.version == ground.version


def test_loading_twice_gives_the_same_ground() -> None:
    assert load_ground() is load_ground()
