"""Reports told again in other words or another language go back to one; look-alikes and other speakers do not; what was lost is told."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from tests.reconcile.hand import Folder, ground, said_by
from zvirka.extract import RulesExtractor
from zvirka.model.claims import Claim
from zvirka.model.items import Text, text_digest
from zvirka.model.judgements import Told
from zvirka.model.sources import Voice
from zvirka.model.times import Moment
from zvirka.reconcile.retelling import Lineage, _apart, lineage_of
from zvirka.reconcile.telling import alike, skeleton

RETREAT = Path(__file__).parents[2] / "cases" / "kharkiv-2022" / "input" / "reports" / "retreat.txt"
VILLAGE = (
    "How did the garrison of Zaliznychne go? Some soldiers fled on bicycles, said Olena Matvienko. Others stole cars from villagers at "
    "gunpoint. Some swapped uniforms for civilian clothes, she said. On a captured radio, a neighbour heard soldiers pleading with their "
    "officers for a rescue, and nobody came."
)
SHELLED = "Mayor Ihor Sapko said that Russian artillery shelled Kupiansk on 14 May and wounded 17 people. Twelve houses burned."


@cache
def _extractor() -> RulesExtractor:
    return RulesExtractor(ground())


def report(key: str, words: str, day: date, outlet: str = "", language: str = "en") -> Text:
    voice = Voice(outlet, "media", "unknown")
    return Text(key, None, f"{key}.txt", words, text_digest(words), language, Moment(day), None, voice, "text")


def read(*texts: Text, told: Told | None = None) -> tuple[Lineage, dict[str, Claim]]:
    claims = [claim for each in _extractor().extract(list(texts)) for claim in each.claims]
    made = lineage_of(texts, claims, ground(), *([told] if told else []))
    return made, {claim.id: claim for claim in claims}


def test_bicycles_cars_uniforms_and_radio_pleas_of_an_article_go_back_to_the_one_report_they_come_from() -> None:
    made, claims = read(
        report("article", RETREAT.read_text("utf-8"), date(2022, 9, 12)),
        report("original", VILLAGE, date(2022, 9, 11), "The Harbour Post"),
    )
    assert made.origins == {"article": "article", "original": "original"}
    traced = " ".join(claims[claim].quote.exact for claim in made.claims)
    assert all(word in traced for word in ("bicycles", "gunpoint", "uniforms", "radio"))
    assert set(made.claims.values()) == {"original"}


def test_a_retelling_is_told_to_have_lost_the_outlet_and_the_word_some() -> None:
    made, claims = read(
        report("article", RETREAT.read_text("utf-8"), date(2022, 9, 12)),
        report("original", VILLAGE, date(2022, 9, 11), "The Harbour Post"),
    )
    lost = {
        reason.rule: dict(reason.data)
        for link in made.links
        if link.kind == "retells" and "bicycles" in claims[link.left].quote.exact
        for reason in link.reasons
    }
    assert lost["drift:outlet_lost"] == {"was": "The Harbour Post"}
    assert lost["drift:part_lost"] == {"was": "Some"}


def test_witnesses_are_not_named_in_the_reasons_of_links() -> None:
    made, _ = read(
        report("article", RETREAT.read_text("utf-8"), date(2022, 9, 12)),
        report("original", VILLAGE, date(2022, 9, 11), "The Harbour Post"),
    )
    assert made.links
    assert "Matvienko" not in str(made.links)


def test_a_translation_goes_back_to_what_it_translates() -> None:
    russian = "Мэр Игорь Сапко сообщил, что 14 мая российская артиллерия обстреляла Купянск, ранены 17 человек. Сгорели двенадцать домов."
    made, _ = read(report("en", SHELLED, date(2023, 5, 15)), report("ru", russian, date(2023, 5, 14), language="ru"))
    assert made.origins == {"en": "ru", "ru": "ru"}


def test_the_same_speaker_on_another_day_with_other_figures_is_no_retelling() -> None:
    later = SHELLED.replace("14 May", "16 May").replace("17", "9").replace("Twelve", "Three")
    made, _ = read(report("one", SHELLED, date(2023, 5, 15)), report("other", later, date(2023, 5, 17)))
    assert made.origins == {"one": "one", "other": "other"}
    assert not made.claims


def test_another_speaker_telling_of_one_event_is_an_origin_of_his_own() -> None:
    other = "Colonel Andrii Besedin reported 17 wounded people in Kupiansk, which Russian guns shelled on 14 May."
    made, _ = read(report("one", SHELLED, date(2023, 5, 15)), report("other", other, date(2023, 5, 15)))
    assert made.origins == {"one": "one", "other": "other"}


def test_a_person_who_says_two_reports_are_no_copies_is_heeded() -> None:
    again = "In Kupiansk 17 people were wounded when Russian artillery shelled it on 14 May, says Mayor Sapko; twelve houses burned."
    texts = report("a", SHELLED, date(2023, 5, 14)), report("b", again, date(2023, 5, 15))
    assert read(*texts)[0].origins["b"] == "a"
    assert read(*texts, told=Told(not_copies=frozenset({("a", "b")})))[0].origins["b"] == "b"


def test_the_order_of_reports_changes_nothing() -> None:
    texts = (
        report("a", RETREAT.read_text("utf-8"), date(2022, 9, 12)),
        report("b", VILLAGE, date(2022, 9, 11), "The Harbour Post"),
        report("c", SHELLED, date(2023, 5, 15)),
    )
    made = [read(*order)[0] for order in permutations(texts)]
    assert all(each == made[0] for each in made)


def test_a_name_has_one_skeleton_in_three_languages_and_all_cases() -> None:
    for spellings in (
        ("Ryazan", "Рязань", "рязанский"),
        ("Klishchiivka", "Кліщіївці", "Клещеевкой"),
        ("Kharkiv", "Харків", "Харькова"),
    ):
        keys = [skeleton(word) for word in spellings]
        assert all(alike(one, other) for one in keys for other in keys), keys
    assert not alike(skeleton("Ryazan"), skeleton("Сызрань"))


def test_signs_that_are_digits_but_no_numbers_are_passed_over() -> None:
    signs = report(
        "signs",
        "Mayor Ihor Sapko said ² shells and ① shell fell on 14² houses of Kupiansk, ٣٤ of them burned.",
        date(2026, 5, 15),
    )
    lineage, claims = read(signs, report("plain", SHELLED, date(2026, 5, 15)))
    assert claims
    assert not lineage.links


def test_of_two_reports_of_one_day_the_one_in_which_words_are_lost_is_the_retelling() -> None:
    day, words = date(2022, 9, 12), RETREAT.read_text("utf-8")
    for article, original in (("a", "b"), ("b", "a")):
        made, claims = read(report(article, words, day, "The Tribune"), report(original, VILLAGE, day))
        told = {(claims[link.left].item, claims[link.right].item) for link in made.links if link.kind == "retells"}
        assert told == {(article, original)}
        assert set(made.claims.values()) == {original}


def test_one_figure_that_a_side_and_an_outsider_give_is_told_by_two_whatever_else_the_reports_share() -> None:
    """Both also cite the ministry; the figure of the one is still not the other's words told again."""
    made, _ = read(
        report(
            "blogger",
            "Военный блогер Игорь Стрелков написал, что под Марьинкой потеряно не менее 40 единиц бронетехники и десятки танкистов. "
            "В Минобороны РФ сообщили, что наступление под Марьинкой продолжается.",
            date(2023, 5, 14), "Степная газета", "ru",
        ),
        report(
            "outsider",
            "Британская разведка: Россия потеряла под Марьинкой не менее 40 единиц почти целой бронетехники. Минобороны РФ назвало эти "
            "данные фейком.",
            date(2023, 5, 16), "Южный листок", "ru",
        ),
    )  # fmt: skip
    assert made.origins == {"blogger": "blogger", "outsider": "outsider"}
    assert not [link for link in made.links if link.kind == "retells"]


@pytest.mark.parametrize(
    ("kinds", "apart"),
    [(("eyewitness", "eyewitness"), False), (("official", "official"), True)],
    ids=["residents", "officials"],
)
def test_where_a_resident_lives_does_not_part_a_retelling_from_its_origin(kinds: tuple[str, str], apart: bool) -> None:
    """One text may tell of his country, the other of another."""
    folder = Folder()
    one, other = (
        folder.claim(at, "three tanks burned", by=said_by(f"people of {at}", side, named=False, kind=kind))
        for at, side, kind in zip("ab", ("ukraine", "third"), kinds, strict=True)
    )
    assert _apart(one, other) is apart
