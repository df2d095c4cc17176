"""Who does it to whom: whose dead, prisoners and losses a claim counts, and who is told to have caused them."""

from __future__ import annotations

import pytest

from tests.extract.helpers import one, read


@pytest.mark.parametrize(
    ("code", "text", "type_", "actor", "target"),
    [
        ("en", "More than 17,000 Russian soldiers were killed near Avdiivka.", "casualties", None, "russia"),
        ("en", "Ukrainian troops killed 40 Russian soldiers near Bakhmut.", "casualties", "ukraine", "russia"),
        ("en", "Forty Ukrainian soldiers were killed by Russian artillery.", "casualties", "russia", "ukraine"),
        ("en", "Russia lost 30 tanks.", "equipment_loss", None, "russia"),
        ("en", "Ukraine destroyed 30 Russian tanks.", "equipment_loss", "ukraine", "russia"),
        ("en", "30 Ukrainian tanks were destroyed.", "equipment_loss", None, "ukraine"),
        ("en", "Russian forces captured 25 Ukrainian soldiers.", "prisoners", "russia", "ukraine"),
        ("en", "Twenty-five Ukrainian soldiers were captured.", "prisoners", None, "ukraine"),
        (
            "en",
            "Hundreds of Ukrainian troops may have been captured by advancing Russian units.",
            "prisoners",
            "russia",
            "ukraine",
        ),
        ("en", "Ukrainian losses amounted to 7,000 killed.", "casualties", None, "ukraine"),
        ("en", "Russian shelling killed 12 Ukrainian soldiers.", "casualties", "russia", "ukraine"),
        ("en", "The Russian army suffered heavy losses: 500 killed.", "casualties", None, "russia"),
        ("en", "Ukrainian forces withdrew from Avdiivka.", "withdrawal", "ukraine", None),
        ("en", "Russian forces likely established full control of Avdiivka.", "control", "russia", None),
        ("en", "Russian casualties are estimated at 30,000.", "casualties", None, "russia"),
        ("en", "At least 200 Wagner fighters were killed.", "casualties", None, "russia"),
        ("en", "Kyiv says 180,000 Russian troops have been killed.", "casualties", None, "russia"),
        (
            "uk",
            "Росіяни втратили 16 тисяч убитими, а українські сили втратили до 7 тисяч.",
            "casualties",
            None,
            "russia",
        ),
        (
            "uk",
            "Росіяни втратили 16 тисяч убитими, а українські сили втратили до 7 тисяч.",
            "casualties",
            None,
            "ukraine",
        ),
        ("uk", "Українські захисники знищили 40 російських солдатів.", "casualties", "ukraine", "russia"),
        ("uk", "Втрати російської армії перевищили 47 тисяч осіб.", "casualties", None, "russia"),
        ("uk", "Українські військові потрапили в полон: 25 осіб.", "prisoners", None, "ukraine"),
        ("uk", "У полон потрапили 25 українських військових.", "prisoners", None, "ukraine"),
        ("uk", "Росіяни взяли в полон 25 українських військових.", "prisoners", "russia", "ukraine"),
        ("uk", "ЗСУ знищили 30 російських танків.", "equipment_loss", "ukraine", "russia"),
        ("uk", "Знищено 30 російських танків.", "equipment_loss", None, "russia"),
        ("uk", "Росія втратила 30 танків.", "equipment_loss", None, "russia"),
        ("uk", "Внаслідок російського удару загинули 12 українських військових.", "casualties", "russia", "ukraine"),
        ("uk", "Сили оборони відійшли з Авдіївки.", "withdrawal", "ukraine", None),
        ("uk", "Російські війська захопили село Ласточкине.", "territory_lost", "russia", None),
        ("ru", "Потери ВСУ составили свыше 1500 человек.", "casualties", None, "ukraine"),
        ("ru", "Российские войска уничтожили 40 украинских солдат.", "casualties", "russia", "ukraine"),
        ("ru", "В плен взяты 100 украинских военных.", "prisoners", None, "ukraine"),
        ("ru", "Российские войска взяли в плен 100 украинских военных.", "prisoners", "russia", "ukraine"),
        ("ru", "Уничтожено 30 украинских танков.", "equipment_loss", None, "ukraine"),
        ("ru", "ВС РФ продвинулись на 3 км.", "advance", "russia", None),
        ("ru", "Украина потеряла 30 танков.", "equipment_loss", None, "ukraine"),
        ("ru", "От удара ВСУ погибли 12 российских военных.", "casualties", "ukraine", "russia"),
        ("ru", "Российские военные попали в плен: 12 человек.", "prisoners", None, "russia"),
    ],
)
def test_whose_losses_and_by_whom(code: str, text: str, type_: str, actor: str | None, target: str | None) -> None:
    found = [(claim.type, claim.actor, claim.target) for claim in read(text, code)[0]]
    assert (type_, actor, target) in found


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", 'Речник угруповання військ "Таврія" заявив, що знищено 364 танки.'),
        ("ru", "Группировка войск «Днепр» отразила атаку."),
    ],
)
def test_the_name_of_a_formation_is_no_place(code: str, text: str) -> None:
    assert [claim.places for claim in read(text, code)[0]] == [()]


@pytest.mark.parametrize(
    ("code", "text", "place"),
    [
        ("ru", "Подразделения ВСУ остаются на территории Авдеевского коксохимического завода.", "Авдеевка"),
        ("uk", "Росіяни обстріляли територію Авдіївського коксохімічного заводу.", "Авдіївка"),
        ("uk", "Росіяни обстріляли Вовчанський агрегатний завод.", "Вовчанськ"),
    ],
)
def test_a_plant_is_in_the_town_its_name_says(code: str, text: str, place: str) -> None:
    assert [slot.name for slot in read(text, code)[0][0].places] == [place]


def test_forces_that_establish_control_say_nothing() -> None:
    (claim,) = read("Russian forces likely established full control of Avdiivka.")[0]
    assert (claim.type, claim.attribution, claim.actor) == ("control", (), "russia")


def test_an_office_and_its_holder_between_commas_deny() -> None:
    text = "A spokesman for the Ukrainian military, Dmytro Horbenko, denied the report. He said that 25 soldiers had been captured."
    claim = next(claim for claim in read(text)[0] if claim.quantity is not None)
    assert claim.attribution[0].name == "A spokesman for the Ukrainian military, Dmytro Horbenko"


def test_two_armies_of_one_sentence_lose_each_their_own() -> None:
    text = (
        "Russian forces lost 16,000 killed since October, while Ukrainian forces lost between 5,000 and 7,000 killed."
    )
    found = [(claim.target, claim.quantity and (claim.quantity.low, claim.quantity.high)) for claim in read(text)[0]]
    assert found == [("russia", (16000, 16000)), ("ukraine", (5000, 7000))]


def test_whoever_advances_or_retreats_is_told_right_beside_it() -> None:
    text = "Ukrainian troops were captured by advancing Russian units during Ukraine's chaotic retreat from Avdiivka."
    found = {claim.type: (claim.actor, claim.target) for claim in read(text)[0]}
    assert found == {"prisoners": ("russia", "ukraine"), "advance": ("russia", None), "withdrawal": ("ukraine", None)}


def test_witnesses_of_a_text_about_two_countries_are_of_neither() -> None:
    text = (
        "Russia's army has lost the Kharkiv region. Ukraine took back 2,500 square kilometres. Russian soldiers stole cars at gunpoint, "
        "eyewitnesses said. Some fled on bicycles. Ukrainians had crossed the border into Belgorod oblast."
    )
    sides = {source.side for claim in read(text)[0] for source in claim.attribution if source.kind == "eyewitness"}
    assert sides == {"unknown"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", "Станом на ранок 9 липня в Києві загинуло 29 осіб, 117 травмовано."),
        ("en", "In Kyiv, 29 people were killed by the blast, officials said."),
    ],
)
def test_people_killed_in_a_capital_are_no_governments_dead(code: str, text: str) -> None:
    for claim in read(text, code)[0]:
        assert (claim.type, claim.actor, claim.target) == ("civilian_harm", None, None)
        assert [slot.kind for slot in claim.places] == ["settlement"]


def test_a_hit_from_a_sides_missile_is_its_blow() -> None:
    claim = one("The mission said the hospital in Kyiv took a direct hit from a Russian missile.", kind="strike")
    assert (claim.actor, claim.target) == ("russia", None)


def test_the_wounded_of_a_post_about_civilians_are_civilians() -> None:
    text = "Ракета влучила в лікарню. Під завалами люди. За попередніми даними, 5 загиблих."
    assert {claim.type for claim in read(text, "uk")[0]} <= {"strike", "civilian_harm"}


def test_footage_is_of_kind_video_without_the_adverb_of_its_verb() -> None:
    claim = one("Многочисленные видеокадры однозначно подтверждают, что по зданию ударила ракета ПВО.", "ru")
    assert [(source.name, source.kind) for source in claim.attribution] == [("Многочисленные видеокадры", "video")]


def test_an_office_before_another_and_its_holder_say_what_stands_behind() -> None:
    claim = one("Глава ДНР, секретарь отделения партии Денис Горбань заявил, что погибли 12 человек.", "ru")
    assert claim.attribution[0].name == "секретарь отделения партии Денис Горбань"


def test_forces_that_continue_an_assault_say_nothing() -> None:
    claims = read("Ukrainian forces continued assaults in Kursk Oblast and made advances southeast of Sudzha.")[0]
    assert {claim.attribution for claim in claims} == {()}


@pytest.mark.parametrize(
    ("code", "text", "figures"),
    [
        ("ru", "12 мирных жителей погибли, 121 ранен, в том числе 10 детей.", [12, 121, 10]),
        ("uk", "21 людина загинула внаслідок обстрілу, 31 поранено.", [21, 31]),
    ],
)
def test_one_more_than_a_round_number_is_counted_too(code: str, text: str, figures: list[float]) -> None:
    found = [claim.quantity and (claim.quantity.value, claim.quantity.unit) for claim in read(text, code)[0]]
    assert found == [(figure, "people") for figure in figures]


def test_a_bare_figure_far_out_of_scale_takes_no_unit_of_the_one_before() -> None:
    text = "Противник контролирует 12 населенных пунктов, фактически сил ВСУ там осталось около 11 тысяч."
    units = {claim.quantity.value: claim.quantity.unit for claim in read(text, "ru")[0] if claim.quantity}
    assert units[12] == "settlements"
    assert units.get(11_000) != "settlements"


@pytest.mark.parametrize(
    ("code", "text", "day"),
    [
        (
            "en",
            "Since 6 August 2022 they have advanced. On 20 August they took Sudzha. A week earlier they shelled Rylsk.",
            13,
        ),
        ("ru", "ВСУ 20 августа 2022 года заняли Роботино. Двумя днями ранее они обстреляли Токмак.", 18),
        ("uk", "ЗСУ 20 серпня 2022 року зайняли Роботине. Тижнем раніше вони обстріляли Токмак.", 13),
    ],
)
def test_so_long_earlier_counts_from_the_day_the_story_is_at(code: str, text: str, day: int) -> None:
    event = one(text, code, "strike").times.event
    assert event is not None
    assert event.earliest is not None
    assert event.earliest.day == day
