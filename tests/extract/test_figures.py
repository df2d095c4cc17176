"""Figures of claims that something beside them could make wrong: days, ranges, parts and wholes, words that bound."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import one, read

PUBLISHED = date(2023, 9, 1)
Figure = tuple[float | None, float | None, float | None]
"""Value, low and high."""


def figures(text: str, code: str, kind: str) -> list[Figure | None]:
    """The figures of a text's claims of a type, in text order."""
    claims = [claim for claim in read(text, code, PUBLISHED)[0] if claim.type == kind]
    return [claim.quantity and (claim.quantity.value, claim.quantity.low, claim.quantity.high) for claim in claims]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "On the night of 17 June UAVs destroyed at least two Su-34s at Morozovsk."),
        ("uk", "У ніч на 17 червня БпЛА знищили щонайменше два Су-34 у Морозовську."),
        ("ru", "В ночь на 17 июня БпЛА уничтожили как минимум два Су-34 в Морозовске."),
    ],
)
def test_a_day_before_a_machine_counts_nothing_and_the_figure_behind_does(code: str, text: str) -> None:
    assert figures(text, code, "equipment_loss") == [(2, 2, None)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("On 3 May tanks were destroyed near Bakhmut.", "equipment_loss"),
        ("On May 3 soldiers of the brigade were killed near Bakhmut.", "casualties"),
        ("In 2022 Russian soldiers entered Bucha and killed civilians.", "civilian_harm"),
    ],
)
def test_a_day_or_a_year_is_no_count(text: str, kind: str) -> None:
    assert figures(text, "en", kind) == [None]


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("en", "They put the number of captured soldiers at 120 to 150.", "prisoners"),
        ("en", "The number of captured soldiers is between 120 and 150.", "prisoners"),
        ("uk", "Російських втрат від 120 до 150, кажуть військові.", "casualties"),
        ("ru", "«Двухсотых» у них от 120 до 150.", "casualties"),
    ],
)
def test_a_range_without_a_unit_keeps_both_ends(code: str, text: str, kind: str) -> None:
    assert figures(text, code, kind) == [(None, 120, 150)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The shelling hit Kharkiv. Thirty-one others were hurt, among them two children."),
        ("en", "The shelling hit Kharkiv. 31 people, two of them children, were hurt."),
    ],
)
def test_people_are_told_by_the_whole_and_not_by_those_among_them(code: str, text: str) -> None:
    assert figures(text, code, "civilian_harm") == [(31, 31, 31)]


def test_a_whole_without_a_known_unit_stands_beside_its_counted_parts() -> None:
    found = figures(
        "Минобороны утверждает, что поражено более 90 целей, в том числе шесть танков.", "ru", "equipment_loss"
    )
    assert found == [(90, 90, None), (6, 6, 6)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Twelve missiles were launched, six of which were downed."),
        ("uk", "Росіяни випустили 12 крилатих ракет, 6 з них збила ППО."),
    ],
)
def test_so_many_of_them_with_a_verb_of_their_own_are_a_loss(code: str, text: str) -> None:
    claim = one(text, code, "equipment_loss")
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.unit) == (6, "items")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Out of 80 soldiers eight were killed near Bakhmut.", [(8, 8, 8)]),
        ("A Russian prisoner says that out of 80 men in his company eight were killed.", [(8, 8, 8)]),
        ("Out of 80 soldiers killed near Bakhmut eight were officers.", [(80, 80, 80), (8, 8, 8)]),
    ],
)
def test_out_of_so_many_those_are_told_of_whom_the_words_tell(text: str, found: list[Figure]) -> None:
    assert figures(text, "en", "casualties") == found


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Of the 40 missiles launched, 31 were shot down."),
        ("en", "Of their 40 tanks 31 were destroyed near Bakhmut."),
        ("uk", "З 40 ракет збито 31."),
        ("ru", "Из 40 ракет сбита 31."),
    ],
)
def test_of_so_many_machines_those_are_lost_of_which_the_words_tell(code: str, text: str) -> None:
    assert figures(text, code, "equipment_loss") == [(31, 31, 31)]


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("en", "The shelling was heavy. 25 architectural monuments in the historic centre were damaged.", 25),
        ("ru", "Российские войска обстреляли посёлок. Повреждены крыши двух жилых домов.", 2),
        ("ru", "Российские войска обстреляли село. Осколками ранило двух соседок.", 2),
        ("uk", "Пакистан рахує 31 вбитого цивільного.", 31),
    ],
)
def test_harm_counts_the_things_and_people_its_words_name(code: str, text: str, value: float) -> None:
    assert figures(text, code, "civilian_harm") == [(value, value, value)]


def test_the_first_of_two_short_counts_is_kept_far_from_the_word_for_losses() -> None:
    found = figures("Потери федеральных сил за сутки: убито 4, ранено 13.", "ru", "casualties")
    assert found == [(4, 4, 4), (13, 13, 13)]


def test_ages_and_numbers_of_a_row_are_no_counts() -> None:
    assert figures("Росіяни обстріляли село. Поранено подружжя 67 і 70 років.", "uk", "civilian_harm") == [None]
    assert figures("За ВСУ только шахта №7 и посёлок у станции Соль.", "ru", "control") == [None]


@pytest.mark.parametrize(
    ("code", "text", "bound"),
    [
        ("en", "The brigade lost perhaps 500 soldiers near Bakhmut.", "about"),
        ("en", "The brigade lost far more than 500 soldiers near Bakhmut.", "at_least"),
        ("uk", "Під Бахмутом бригада втратила значно більше 500 солдатів.", "at_least"),
        ("ru", "Под Бахмутом бригада потеряла «значительно более 500» солдат.", "at_least"),
    ],
)
def test_words_that_soften_or_sharpen_a_bound_are_read_with_it(code: str, text: str, bound: str) -> None:
    quantity = one(text, code, "casualties").quantity
    assert quantity is not None
    assert (quantity.value, quantity.bound) == (500, bound)
