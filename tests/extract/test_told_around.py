"""What stands around a source or nowhere near a listed word: denials, another's figure, semicolons, hints."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read
from zvirka.model.claims import Claim


def claims(text: str, language: str) -> list[Claim]:
    """The claims of a text."""
    return list(read(text, language)[0])


@pytest.mark.parametrize(
    ("language", "text", "denier"),
    [
        ("en", "Russian troops shelled a hospital, the mayor said. Moscow denies this.", "Moscow"),
        ("ru", "Город взят, заявил Пригожин. Киев эти обвинения отвергает.", "Киев"),
        ("uk", "Росіяни розстріляли полонених, заявив омбудсман. СБУ це відкидає.", "СБУ"),
    ],
)
def test_what_a_pronoun_denies_is_the_statement_before(language: str, text: str, denier: str) -> None:
    first, denied = claims(text, language)
    assert (denied.type, denied.polarity) == (first.type, "negated")
    assert [step.name for step in denied.attribution] == [denier]


def test_a_bare_figure_of_another_source_counts_what_was_just_counted() -> None:
    _, rival = claims("Взяты в плен 40 солдат, сообщил губернатор. СБУ называет 102.", "ru")
    assert rival.type == "prisoners"
    assert rival.quantity is not None
    assert (rival.quantity.value, rival.attribution[0].name) == (102, "СБУ")


def test_a_clause_around_its_source_is_one() -> None:
    (claim,) = claims("Погибли, по данным МЧС, все десять человек на борту вертолёта.", "ru")
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.attribution[0].name) == (10, "МЧС")


def test_a_number_joined_to_its_ending_parts_no_source() -> None:
    (claim,) = claims("Пехотинец 14-й бригады утверждает, что за неделю они отбили больше двадцати штурмов.", "ru")
    assert [step.name for step in claim.attribution] == ["Пехотинец 14-й бригады"]


def test_behind_a_semicolon_the_voice_speaks_again() -> None:
    found = claims("Ночью над Крымом сбито 28 дронов, утверждает Москва; в Севастополе слышали взрывы.", "ru")
    assert [[step.name for step in claim.attribution] for claim in found] == [["Москва"], []]


def test_whom_a_paper_has_it_from_is_told_a_sentence_later() -> None:
    (claim,) = claims("Bloomberg: по Киеву нанесли ракетный удар. Агентство узнало об этом от собеседников.", "ru")
    assert [step.name for step in claim.attribution] == ["собеседников", "Bloomberg"]


def test_any_verb_behind_a_quotation_tells_its_speaker() -> None:
    (claim,) = claims("«Вночі росіяни обстріляли лікарню», – шепоче медсестра Олена.", "uk")
    assert [step.name for step in claim.attribution] == ["медсестра Олена"]


def test_a_type_that_is_only_hinted_says_so() -> None:
    found = claims("Fighting goes on. The think tank said that flames and smoke rose over the ruins.", "en")
    hinted = [claim for claim in found if any(reason.rule == "hinted" for reason in claim.reasons)]
    assert [claim.type for claim in hinted] == ["clash", "strike"]


def test_without_a_hint_nothing_is_claimed() -> None:
    assert not claims("Fighting goes on near Lyman. The minister said that he likes his coffee black.", "en")[1:]
