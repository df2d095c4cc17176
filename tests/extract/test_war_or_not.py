"""What is tried and not done, what is no war at all, whose people were harmed, and whose words a forward passes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.helpers import extractor, read, text_of
from zvirka.model.sources import Voice


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "The occupiers' attempts to seize Synkivka continue."),
        ("en", "Russian troops tried to capture Synkivka on Monday."),
        ("uk", "Росіяни намагалися захопити Синьківку."),
        ("ru", "Российские войска пытались захватить Синьковку."),
    ],
)
def test_who_tries_to_take_a_place_has_not_taken_it(code: str, words: str) -> None:
    """Ground that is only fought for is neither lost nor regained."""
    types = {claim.type for claim in read(words, code)[0]}
    assert "clash" in types
    assert not types & {"territory_regained", "territory_lost"}


@pytest.mark.parametrize(
    ("code", "accident", "war"),
    [
        ("en", "A bus collided with a lorry near Poltava, nine people were injured.", "Shelling hit a bus in Nikopol."),
        (
            "uk",
            "Біля Полтави автобус зіткнувся з вантажівкою, дев'ятеро травмованих.",
            "Ракета влучила в будинок у Сумах.",
        ),
        ("ru", "Под Полтавой автобус столкнулся с грузовиком, девять пострадавших.", "Ракета попала в дом в Сумах."),
    ],
)
def test_a_road_accident_in_a_text_of_war_is_no_war(code: str, accident: str, war: str) -> None:
    """The sentence of the accident gives no claim, the one beside it does."""
    claims, _ = read(f"{war} {accident}", code)
    assert claims
    assert all(claim.quote.end <= len(war) for claim in claims)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "The enemy is regrouping near Svatove."),
        ("uk", "Ворог перегруповується біля Сватового."),
        ("ru", "Враг перегруппируется у Сватово."),
    ],
)
def test_an_enemy_that_regroups_does_not_withdraw(code: str, words: str) -> None:
    """The word is a label of a withdrawal only where somebody uses it for his own."""
    assert [claim.type for claim in read(words, code)[0]] == ["background"]


def test_people_killed_by_those_who_fired_are_not_their_soldiers() -> None:
    """Who fired tells nothing of who was killed."""
    claims, _ = read("Росіяни обстріляли Куп'янськ, двоє портовиків поранені, повідомив речник Сил оборони.", "uk")
    assert "civilian_harm" in {claim.type for claim in claims}
    assert "casualties" not in {claim.type for claim in claims}


def test_what_one_side_launched_another_shot_down() -> None:
    """The drones that were shot down were not shot down by those who sent them."""
    claims, _ = read("Уночі росіяни атакували Одещину 14 «шахедами», 11 дронів збили.", "uk")
    loss = next(claim for claim in claims if claim.type == "equipment_loss")
    assert loss.actor is None


def test_what_is_seen_may_stand_before_those_who_saw_it() -> None:
    """Russian puts the object first: the sources stand at the end."""
    claims, _ = read(
        "Переброску двух полков из-под Купянска заметили и украинские военные, и российские блогеры.", "ru"
    )
    assert claims[0].attribution[0].name.startswith("украинские военные")
    assert "заметили" not in claims[0].quote.exact


@pytest.mark.parametrize(("name", "side"), [("Генштаб ЗСУ", "ukraine"), ("Тихий берег", "unknown")])
def test_a_forwarded_post_is_told_by_whom_it_is_passed_on_from(name: str, side: str) -> None:
    """The platform's name for the first poster stands as the last source, with the reason; no words of the text are his name."""
    text = replace(
        text_of("Російські війська залишили Лиман.", "uk"),
        voice=Voice("Канал", "channel", "russia"),
        forwarded_from=name,
    )
    (claim,) = extractor().extract([text])[0].claims
    assert [(step.name, step.side, step.quote) for step in claim.attribution] == [(name, side, None)]
    assert ("attribution.0", "forwarded") in {(reason.field, reason.rule) for reason in claim.reasons}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "The debate raged all day, the factory burst into flames on stage, and nobody was hurt."),
        ("uk", "Під час вистави постраждалих немає, декорації згоріли."),
        ("ru", "Во время представления пострадавших нет, декорации сгорели."),
    ],
)
def test_words_that_may_mean_war_count_only_in_a_text_that_tells_of_it(code: str, words: str) -> None:
    """The same words are claims behind a sentence about the front, and none alone."""
    fronts = {"en": "Shelling at the front. ", "uk": "Обстріли на фронті. ", "ru": "Обстрелы на фронте. "}
    harm = {"civilian_harm", "clash"}
    assert {claim.type for claim in read(words, code)[0]} & harm == set()
    assert {claim.type for claim in read(fronts[code] + words, code)[0]} & harm


@pytest.mark.parametrize(
    ("code", "words", "kept"),
    [
        ("en", "The front: if no shells come by March, our troops will pull back to the river.", "withdrawal"),
        ("uk", "Фронт: якщо снарядів бракуватиме, наші підрозділи відійдуть за річку.", "withdrawal"),
        ("ru", "Фронт: если снарядов не хватит, наши подразделения отойдут за реку.", "withdrawal"),
    ],
)
def test_on_what_condition_something_happens_is_no_claim(code: str, words: str, kept: str) -> None:
    """Only what happens then is one, and it is not asserted."""
    found = read(words, code)[0]
    assert [claim.type for claim in found] == [kept]
    assert found[0].modality in {"conditional", "predicted"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Russian troops captured Robotyne."),
        ("uk", "Російські війська захопили Роботине."),
        ("ru", "Российские войска захватили Работино."),
    ],
)
def test_a_settlement_that_is_taken_is_where_that_is(code: str, words: str) -> None:
    """An area is what ground is counted in; a village is where it was won or lost."""
    (claim,) = read(words, code)[0]
    assert [place.role for place in claim.places] == ["at"]


@pytest.mark.parametrize(
    ("code", "words", "counts"),
    [
        ("en", "The enemy lost four armoured vehicles and a T-72 tank.", [4.0, 1.0]),
        ("uk", "Ворог втратив чотири танки, БМП і гаубицю.", [4.0, None, None]),
        ("ru", "Противник потерял четыре танка, БМП и гаубицу.", [4.0, None, None]),
        ("ru", "Противник потерял 40 единиц бронетехники и артиллерии.", [40.0]),
    ],
)
def test_a_machine_without_a_number_in_a_list_of_losses_is_a_loss(
    code: str, words: str, counts: list[float | None]
) -> None:
    """Each machine of a list is one claim; what only names the sort of what was counted is none."""
    found = read(words, code)[0]
    assert [claim.equipment[0].count for claim in found] == counts


@pytest.mark.parametrize(
    ("code", "words", "days"),
    [
        ("uk", "Росіяни зранку обстріляли Нікополь, у порту вночі пролунали вибухи.", {(14, 14), (13, 14)}),
        ("ru", "Россияне утром обстреляли Никополь, в порту ночью прогремели взрывы.", {(14, 14), (13, 14)}),
        ("ru", "8 сентября россияне утром обстреляли Никополь.", {(8, 8)}),
    ],
)
def test_a_part_of_the_day_is_of_the_day_of_publication(code: str, words: str, days: set[tuple[int, int]]) -> None:
    """Where the story tells of no other day; else it says nothing new."""
    events = [claim.times.event for claim in read(words, code)[0]]
    told = {(each.earliest.day, each.latest.day) for each in events if each and each.earliest and each.latest}
    assert told == days


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Россия заявила о взятии Угледара.", "territory_lost"),
        ("Киев признал захват Угледара.", "territory_lost"),
        ("Москва признала захват Суджи.", "territory_lost"),
        ("Генштаб ВСУ сообщил о взятии Работина.", "territory_regained"),
    ],
)
def test_who_tells_that_a_town_was_taken_took_it_unless_it_is_admitted(words: str, kind: str) -> None:
    """Ground is lost or regained for the side at home there, whoever tells of it."""
    assert [claim.type for claim in read(words, "ru")[0]] == [kind]


def test_a_short_heading_of_a_numbered_paragraph_is_no_claim() -> None:
    """ "2. Losses." only says what the paragraph is about."""
    found = read("Война, сводка.\n\n2. Потери техники. Под Работином сгорели два танка.", "ru")[0]
    assert [claim.quote.exact for claim in found] == ["Под Работином сгорели два танка"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "ru",
            "Ищем копирайтера. Он отличает бэкенд от фронтенда. Берёт интервью у экспертов и обновляет старые статьи.",
        ),
        ("ru", "Игра вышла во вторник. Враг сильнее игрока. Разработчики обещают исправить ошибки."),
        ("uk", "Гра вийшла у вівторок. Ворог сильніший за гравця. Розробники обіцяють виправити помилки."),
        ("en", "The game came out on Tuesday. The enemy is stronger than the player. Its makers promise to mend it."),
    ],
)
def test_a_text_with_one_word_of_war_is_not_read_by_likeness(code: str, words: str) -> None:
    assert not extractor().reader(code).read(words, None).tells_of_war


@pytest.mark.parametrize("word", ["фронтендом", "градация", "автоматизируют", "заставить"])
def test_words_that_begin_as_words_of_war_do_are_none(word: str) -> None:
    assert not extractor().reader("ru").read(f"Это было {word}.", None).of_war
