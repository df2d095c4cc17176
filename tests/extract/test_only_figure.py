"""What tells something else than losses and ground takes the only figure of its clause, whatever that counts."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _figures(words: str, code: str) -> list[tuple[float | None, str]]:
    """Value and unit of the figures of a text's claims."""
    return [(claim.quantity.value, claim.quantity.unit) for claim in read(words, code)[0] if claim.quantity is not None]


@pytest.mark.parametrize(
    ("code", "words", "figure"),
    [
        ("ru", "Обещанные Украине четыре новые бригады, пишет Forbes, ещё в пути.", (4.0, "items")),
        ("uk", "Російська атака тривала. Кацапи двома колонами поперли на місто.", (2.0, "items")),
        ("ru", "Российские войска отошли. На улице увидели не менее двадцати трупов мирных жителей.", (20.0, "people")),
    ],
)
def test_the_only_figure_of_a_clause_is_its_figure(code: str, words: str, figure: tuple[float, str]) -> None:
    assert figure in _figures(words, code)


@pytest.mark.parametrize(
    "words",
    [
        "Ukraine had committed only three of its twelve newly formed brigades so far.",
        "Power has been restored to all but 1,200 customers, the Ukrainian army said.",
    ],
)
def test_a_whole_and_what_is_left_out_are_not_the_figure(words: str) -> None:
    assert not {value for value, _ in _figures(words, "en")} & {12.0, 1200.0}
