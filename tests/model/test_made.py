"""Records made by the million behave as every frozen dataclass."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from zvirka.model.findings import Link, LinkReason
from zvirka.model.made import many


def test_a_record_is_made_by_place_name_and_default_and_stays_as_it_is() -> None:
    link = Link("same", "a", right="b", reasons=(LinkReason("rule"),))
    assert (link.differs_in, link.by, link.question) == ((), "rule", None)
    assert replace(link, by="Olha") == Link("same", "a", "b", link.reasons, (), "Olha")
    assert pickle.loads(pickle.dumps(link)) == link
    assert hash(link) == hash(replace(link))
    with pytest.raises(FrozenInstanceError):
        link.by = "nobody"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Link("same", "a")  # type: ignore[call-arg]


def test_a_field_with_a_factory_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Listed:
        many: list[str] = field(default_factory=list)

    with pytest.raises(TypeError, match="Listed"):
        many(Listed)
