"""Digests of short parts are made the short way, and are the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.canonical import canonical_bytes, digest, sha256_hex

OFFSETS = st.lists(st.integers(-5, 2**53 - 1) | st.booleans() | st.none(), max_size=3)


@given(st.lists(st.none() | st.text() | OFFSETS | st.integers(0, 9) | st.floats(allow_nan=False, allow_infinity=False)))
def test_a_digest_is_that_of_the_canonical_text_of_its_parts(parts: list[object]) -> None:
    assert digest(*parts) == sha256_hex(canonical_bytes(parts))
