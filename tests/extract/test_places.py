"""Places: which place a phrase names, and in which role."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.places import PlaceReader
from zvirka.ground import load_ground

GROUND = load_ground()
READERS = {code: PlaceReader(GROUND, code) for code in GROUND.languages}

KHARKIV_OBLAST, KHARKIV = "geonames:706482", "geonames:706483"
BALAKLIIA, KUPIANSK, IZIUM, VOVCHANSK = "geonames:712926", "geonames:703656", "geonames:707292", "geonames:689304"
LYMAN, LOPAN, KYIV, KHERSON = "geonames:704204", "geonames:706587", "geonames:703448", "geonames:706448"
UKRAINE, RUSSIA, BELGOROD_OBLAST, BELGOROD = "geonames:690791", "geonames:2017370", "geonames:578071", "geonames:578072"
DONETSK_OBLAST, LUHANSK_OBLAST, KHERSON_OBLAST, CRIMEA = (
    "geonames:709716",
    "geonames:702657",
    "geonames:706442",
    "geonames:703883",
)
DONETSK, BORDER, OSKIL_RIVER = "geonames:709717", "zvirka:ua-ru-border", "zvirka:ua-river-oskil"

# phrase, words of the place, id, role
Row = tuple[str, str, str, str | None]
ENGLISH: list[Row] = [
    ("Fires burn in Kharkiv.", "Kharkiv", KHARKIV, "at"),
    ("The gains across Kharkiv Oblast are large.", "Kharkiv Oblast", KHARKIV_OBLAST, "scope"),
    ("Shelling hit the Kharkov region.", "Kharkov region", KHARKIV_OBLAST, None),
    ("in northern Kharkiv oblast", "northern Kharkiv oblast", f"{KHARKIV_OBLAST}#north", "at"),
    ("the north of the Kharkiv region", "north of the Kharkiv region", f"{KHARKIV_OBLAST}#north", None),
    ("in the region surrounding Kharkiv", "the region surrounding Kharkiv", KHARKIV_OBLAST, "scope"),
    ("They fled from Balakliya.", "Balakliya", BALAKLIIA, "from"),
    ("near the city of Kupyansk", "Kupyansk", KUPIANSK, "near"),
    ("toward Izyum", "Izyum", IZIUM, "to"),
    ("around #Izium", "Izium", IZIUM, "near"),
    ("into Vovchansk", "Vovchansk", VOVCHANSK, "to"),
    ("Volchansk's bridge", "Volchansk", VOVCHANSK, None),
    ("troops near Lyman", "Lyman", LYMAN, "near"),
    ("the village of Kozacha Lopan", "Kozacha Lopan", LOPAN, None),
    ("in Kyiv", "Kyiv", KYIV, "at"),
    ("from Kherson", "Kherson", KHERSON, "from"),
    ("across the border into Russia", "Russia", RUSSIA, "to"),
    ("into Belgorod, the oblast beyond the line", "Belgorod", BELGOROD_OBLAST, "to"),
    ("in Belgorod", "Belgorod", BELGOROD, "at"),
    ("all of Donetsk Oblast", "Donetsk Oblast", DONETSK_OBLAST, "scope"),
    ("in the Luhansk region", "Luhansk region", LUHANSK_OBLAST, "at"),
    ("on the Kharkiv axis", "Kharkiv axis", f"{KHARKIV}#direction", "at"),
    ("in the Donetsk direction", "Donetsk direction", f"{DONETSK}#direction", "at"),
    ("in southern Ukraine", "southern Ukraine", f"{UKRAINE}#south", "at"),
    ("In the south they wait.", "south", f"{UKRAINE}#south", "at"),
    ("the border with Russia", "border with Russia", BORDER, None),
    ("They crossed the Oskil River.", "the Oskil River", OSKIL_RIVER, None),
    ("in Crimea", "Crimea", CRIMEA, "at"),
    ("half of the territory of Ukraine", "Ukraine", UKRAINE, "scope"),
    ("in Kupiansk Raion", "Kupiansk Raion", "zvirka:ua-kharkiv-raion-kupiansk", "at"),
]  # fmt: skip
UKRAINIAN: list[Row] = [
    ("У Харкові тихо.", "Харкові", KHARKIV, "at"),
    ("у Харківській області", "Харківській області", KHARKIV_OBLAST, "at"),
    ("на Харківщині", "Харківщині", KHARKIV_OBLAST, "at"),
    ("сорок сіл Харківщини", "Харківщини", KHARKIV_OBLAST, "scope"),
    ("Харківська обл.", "Харківська обл.", KHARKIV_OBLAST, None),
    ("на півночі Харківщини", "півночі Харківщини", f"{KHARKIV_OBLAST}#north", "at"),
    ("з Балаклії", "Балаклії", BALAKLIIA, "from"),
    ("у Куп'янську", "Куп'янську", KUPIANSK, "at"),
    ("до Купянська", "Купянська", KUPIANSK, "to"),
    ("під Куп’янськом", "Куп’янськом", KUPIANSK, "near"),
    ("біля Ізюма", "Ізюма", IZIUM, "near"),
    ("в Ізюмі", "Ізюмі", IZIUM, "at"),
    ("Вовчанськ вільний", "Вовчанськ", VOVCHANSK, None),
    ("у Вовчанську", "Вовчанську", VOVCHANSK, "at"),
    ("у Козачій Лопані", "Козачій Лопані", LOPAN, "at"),
    ("з Козачої Лопані", "Козачої Лопані", LOPAN, "from"),
    ("під Лиманом", "Лиманом", LYMAN, "near"),
    ("у Києві", "Києві", KYIV, "at"),
    ("на харківському напрямку", "харківському напрямку", f"{KHARKIV}#direction", "at"),
    ("харківський напрямок", "харківський напрямок", f"{KHARKIV}#direction", None),
    ("у Білгородській області", "Білгородській області", BELGOROD_OBLAST, "at"),
    ("на півдні України", "півдні України", f"{UKRAINE}#south", "at"),
    ("на сході країни", "сході країни", f"{UKRAINE}#east", "at"),
    ("на Донеччині", "Донеччині", DONETSK_OBLAST, "at"),
    ("кордону з Росією", "кордону з Росією", BORDER, None),
    ("у Криму", "Криму", CRIMEA, "at"),
    ("у Чкаловському", "Чкаловському", "geonames:710429", "at"),
    ("Великого Бурлука", "Великого Бурлука", "geonames:690193", None),
    ("у Куп'янському районі", "Куп'янському районі", "zvirka:ua-kharkiv-raion-kupiansk", "at"),
]  # fmt: skip
RUSSIAN: list[Row] = [
    ("В Харькове тихо.", "Харькове", KHARKIV, "at"),
    ("в Харьковской области", "Харьковской области", KHARKIV_OBLAST, "at"),
    ("на Харьковщине", "Харьковщине", KHARKIV_OBLAST, "at"),
    ("(Харьковская область)", "Харьковская область", KHARKIV_OBLAST, None),
    ("на севере Харьковской области", "севере Харьковской области", f"{KHARKIV_OBLAST}#north", "at"),
    ("из Балаклеи", "Балаклеи", BALAKLIIA, "from"),
    ("в Купянске", "Купянске", KUPIANSK, "at"),
    ("под Купянском", "Купянском", KUPIANSK, "near"),
    ("с Изюма", "Изюма", IZIUM, "from"),
    ("около Изюма", "Изюма", IZIUM, "near"),
    ("к Изюму", "Изюму", IZIUM, "to"),
    ("в Волчанске", "Волчанске", VOVCHANSK, "at"),
    ("в Казачьей Лопани", "Казачьей Лопани", LOPAN, "at"),
    ("под Лиманом", "Лиманом", LYMAN, "near"),
    ("под Красным Лиманом", "Красным Лиманом", LYMAN, "near"),
    ("из Киева", "Киева", KYIV, "from"),
    ("на харьковском направлении", "харьковском направлении", f"{KHARKIV}#direction", "at"),
    ("в Белгородской области", "Белгородской области", BELGOROD_OBLAST, "at"),
    ("в Белгороде", "Белгороде", BELGOROD, "at"),
    ("на юге Украины", "юге Украины", f"{UKRAINE}#south", "at"),
    ("на востоке страны", "востоке страны", f"{UKRAINE}#east", "at"),
    ("в ДНР", "ДНР", "zvirka:ua-dpr", "at"),
    ("граница с Россией", "граница с Россией", BORDER, None),
    ("в Крыму", "Крыму", CRIMEA, "at"),
    ("в Россию", "Россию", RUSSIA, "to"),
    ("в Херсонской области", "Херсонской области", KHERSON_OBLAST, "at"),
]  # fmt: skip
TABLE = [(code, *row) for code, rows in (("en", ENGLISH), ("uk", UKRAINIAN), ("ru", RUSSIAN)) for row in rows]

REFERENCES = [
    ("en", "They hold the stretch.", "the stretch", "area"),
    ("en", "It reached our territory.", "our territory", "home"),
    ("en", "All of the country waits.", "the country", "country"),
    ("en", "They came to the border.", "the border", "border"),
    ("en", "They shelled a settlement.", "a settlement", "settlement"),
    ("en", "It stood at the same spot.", "the same spot", "here"),
    ("uk", "Частину нашої території повернуто.", "нашої території", "home"),
    ("uk", "Вони вийшли до кордону.", "кордону", "border"),
    ("ru", "Часть нашей территории вернули.", "нашей территории", "home"),
    ("ru", "Они вышли к границе.", "границе", "border"),
    ("ru", "Тихо на севере области.", "севере области", "area"),
    ("en", "It is quiet in the north of the oblast.", "north of the oblast", "area"),
]


@pytest.mark.parametrize(("code", "text", "words", "id", "role"), TABLE)
def test_a_place_is_found_with_its_role(code: str, text: str, words: str, id: str, role: str | None) -> None:
    found = {mention.span.exact: mention for mention in READERS[code].read(text)}
    assert words in found
    assert (found[words].ids[:1], found[words].role) == ((id,), role)


@pytest.mark.parametrize(("code", "text", "words", "reference"), REFERENCES)
def test_a_reference_names_its_class_and_no_place(code: str, text: str, words: str, reference: str) -> None:
    (mention,) = READERS[code].read(text)
    assert (mention.span.exact, mention.reference, mention.ids) == (words, reference, ())


def test_two_compass_words_before_one_country_are_two_places() -> None:
    found = [(mention.span.exact, mention.ids[0]) for mention in READERS["en"].read("in southern and eastern Ukraine")]
    assert found == [("southern", f"{UKRAINE}#south"), ("eastern Ukraine", f"{UKRAINE}#east")]


def test_a_country_inside_the_name_of_an_army_or_office_is_no_place() -> None:
    assert READERS["en"].read("The Armed Forces of Ukraine and the Security Service of Ukraine spoke.") == []


@pytest.mark.parametrize(
    ("code", "text"), [("en", "limes and a lyman fell"), ("uk", "чорне поле, борова"), ("ru", "белый лиман и изюм")]
)
def test_lower_case_words_are_no_towns(code: str, text: str) -> None:
    assert READERS[code].read(text) == []


ANY_ROW = st.sampled_from(TABLE)


@given(ANY_ROW, st.sampled_from(["", "Тиша.\n", "№ 7\n", "\u00ad"]), st.sampled_from(["", "\nEnd", "\n— так"]))
def test_noise_around_a_phrase_does_not_hide_it(row: tuple[str, *Row], before: str, after: str) -> None:
    found = [(mention.span.exact, mention.ids[:1]) for mention in READERS[row[0]].read(f"{before}{row[1]}{after}")]
    assert (row[2], (row[3],)) in found


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from(sorted(READERS)))
def test_any_text_is_read_and_spans_hold_what_stands_there(text: str, code: str) -> None:
    for mention in READERS[code].read(text):
        assert text[mention.span.start : mention.span.end] == mention.span.exact


def test_a_known_person_s_name_is_no_village_unless_a_word_of_place_stands_before_it() -> None:
    reader = PlaceReader(load_ground(), "ru")
    assert [mention.span.exact for mention in reader.read("Удар был своевременным, заявил Песков.")] == []
    assert [mention.span.exact for mention in reader.read("Бои идут возле Песков.")] == ["Песков"]
