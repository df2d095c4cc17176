"""Which files a pattern of case.toml means."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture.globs import matches, nearest


@pytest.mark.parametrize(
    ("pattern", "path", "meant"),
    [
        ("a.txt", "a.txt", True),
        ("a.txt", "sub/a.txt", False),
        ("maps/*.geojson", "maps/x.geojson", True),
        ("maps/*.geojson", "maps/deep/x.geojson", False),
        ("maps/**/*.geojson", "maps/deep/er/x.geojson", True),
        ("maps/**/*.geojson", "maps/x.geojson", True),
        ("**", "any/where.txt", True),
        ("?.txt", "ab.txt", False),
        ("[ab].txt", "b.txt", True),
        ("[!ab].txt", "b.txt", False),
        ("[!ab].txt", "c.txt", True),
        ("A.txt", "a.txt", False),
        ("./lists\\a.csv", "lists/a.csv", True),
        ("a+(b).txt", "a+(b).txt", True),
        ("[z-a].txt", "[z-a].txt", True),
    ],
)
def test_a_pattern_means_what_its_signs_say(pattern: str, path: str, meant: bool) -> None:
    assert matches(path, pattern) is meant


def test_a_name_stored_in_two_characters_is_the_same_name() -> None:
    assert matches(unicodedata.normalize("NFD", "Рай.txt"), "Рай.txt")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_pattern_and_path_give_an_answer(pattern: str, path: str) -> None:
    assert matches(path, pattern) in (True, False)


def test_the_nearest_name_is_found_also_in_another_folder() -> None:
    assert nearest("lists/losses.csv", ["list/loses.csv", "a.txt"]) == "list/loses.csv"
    assert nearest("kharkiv.geojson", ["maps/border/kharkiw.geojson", "a.txt"]) == "maps/border/kharkiw.geojson"
    assert nearest("qqq.bin", ["a.txt"]) is None
