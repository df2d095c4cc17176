"""The tree is the one of RFC 6962."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.record.merkle import Tree, inclusion_proof, leaf_hash, root_of_inclusion

# The tree's heads over the eight inputs that implementations of Certificate Transparency test with (certificate-transparency-go).
LINES = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LINES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def _tree(lines: list[bytes]) -> Tree:
    tree = Tree()
    for line in lines:
        tree.add(line)
    return tree


@pytest.mark.parametrize("size", sorted(ROOTS))
def test_the_root_is_the_published_one(size: int) -> None:
    assert _tree(LINES[:size]).root().hex() == ROOTS[size]


@given(st.lists(st.binary(max_size=6), min_size=1, max_size=70), st.data())
def test_a_proof_leads_to_the_root_and_no_other_line_does(lines: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    root = _tree(lines).root()
    proof = inclusion_proof([leaf_hash(line) for line in lines], index)
    assert root_of_inclusion(leaf_hash(lines[index]), index, len(lines), proof) == root
    assert root_of_inclusion(leaf_hash(lines[index] + b"x"), index, len(lines), proof) != root
    assert root_of_inclusion(leaf_hash(lines[index]), index, len(lines), [*proof, hashlib.sha256().digest()]) != root
    if proof:
        assert root_of_inclusion(leaf_hash(lines[index]), index, len(lines), proof[:-1]) != root


@given(st.lists(st.binary(max_size=6), min_size=1, max_size=40), st.data())
def test_a_change_of_any_line_changes_the_root(lines: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    changed = [*lines[:index], lines[index] + b"!", *lines[index + 1 :]]
    assert _tree(changed).root() != _tree(lines).root()


def test_no_proof_is_made_for_a_line_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusion_proof([leaf_hash(b"a")], 1)
    assert root_of_inclusion(leaf_hash(b"a"), 1, 1, []) is None
