"""Printable sentences: SENTENCES letter for letter, a note to every figure, and a sentence for every question."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_args

import pytest

from tests.fakes import UKRAINE, Builder, backed, made_range, question
from tests.publish.kharkiv import Kharkiv
from zvirka.ground import Ground
from zvirka.model.claims import StatementType
from zvirka.model.findings import ClaimScope, Finding
from zvirka.publish import AccountIndex, Sentence, sentence

LANGUAGES = ("en", "uk", "ru")

AREA = {
    "en": "Maps published by 19:07 Kyiv time on 12 September show about 7,000–8,600 km² of Kharkiv oblast regained since 6 September. "
    "ISW's 2,500 (9 September, Kharkiv oblast) and Maliar's almost 6,000 (12 September, all Ukraine) differ in date and area. "
    "On 9 September maps showed under 2,500.",
    "uk": "За картами, опублікованими до 19:07 за Києвом 12 вересня, з 6 вересня на Харківщині під контроль України повернулося "
    "приблизно 7000–8600 км². «2500» ISW (9 вересня, Харківщина) і «майже 6000» Маляр (12 вересня, вся Україна) стосуються різних дат "
    "і територій. На 9 вересня карти показували менше 2500.",
    "ru": "По картам, опубликованным к 19:07 по Киеву 12 сентября, с 6 сентября в Харьковской области под контроль Украины вернулось "
    "примерно 7000–8600 км². «2500» ISW (9 сентября, Харьковская область) и «почти 6000» Маляр (12 сентября, вся Украина) относятся "
    "к разным датам и территориям. На 9 сентября карты показывали менее 2500.",
}
RAID = {
    "en": "The article cites at least one pro-Russian Telegram channel for a Ukrainian raid into Belgorod oblast. We have not seen the "
    "post. Nothing else read (12 items) confirms or refutes it.",
    "uk": "Стаття посилається щонайменше на один проросійський телеграм-канал, який твердить про український рейд у Бєлгородську область. "
    "Допису ми не бачили. Ніщо інше з прочитаного (матеріалів: 12) цього не підтверджує й не спростовує.",
    "ru": "Статья ссылается как минимум на один пророссийский телеграм-канал, заявивший об украинском рейде в Белгородскую область. "
    "Поста мы не видели. Ничто другое из прочитанного (материалов: 12) этого не подтверждает и не опровергает.",
}
TANK = {
    "en": "The article says a T-80BVM photo circulated on 9 September and the tank was at the same spot two days later. We have neither "
    "image; even they would not prove it never moved.",
    "uk": "У статті сказано, що фото Т-80БВМ поширювали 9 вересня, а за два дні танк був на тому самому місці. Зображень у нас немає; "
    "навіть вони не довели б, що танк не рухався.",
    "ru": "В статье сказано, что фото Т-80БВМ распространяли 9 сентября, а через два дня танк был на том же месте. Изображений у нас нет; "
    "даже они не доказали бы, что танк не двигался.",
}
BORDER = {
    "en": "Both sides say Ukrainian troops reached the border in places (Syniehubov; Russian-installed Ganchev; 12 September). Maps show "
    "at least 1,600 km² of the oblast still Russian-held.",
    "uk": "Обидві сторони кажуть, що українські війська подекуди вийшли до кордону (Синєгубов; призначений Росією Ганчев; 12 вересня). "
    "За картами, щонайменше 1600 км² області лишаються під контролем Росії.",
    "ru": "Обе стороны говорят, что украинские войска местами вышли к границе (Синегубов; назначенный Россией Ганчев; 12 сентября). "
    "По картам, не менее 1600 км² области остаются под контролем России.",
}


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize(("name", "expected"), [("area", AREA), ("raid", RAID), ("tank", TANK), ("border", BORDER)])
def test_the_four_sentences_come_out_letter_for_letter(
    name: str, expected: dict[str, str], language: str, ground: Ground
) -> None:
    """The example's four findings read as they were written down, in each language."""
    case = Kharkiv()
    finding = getattr(case, f"{name}_finding")
    assert sentence(finding, AccountIndex(case.account()), ground, language).text == expected[language]


def told(case: Builder, finding: Finding, ground: Ground, language: str = "en") -> Sentence:
    """The sentence of a finding of a case."""
    return sentence(finding, AccountIndex(case.account()), ground, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["area", "raid", "tank", "border"])
def test_every_note_stands_on_a_claim_or_an_observation(name: str, language: str, ground: Ground) -> None:
    """Notes are numbered in order, point into the sentence, and name a claim or observations of the account."""
    case = Kharkiv()
    index = AccountIndex(case.account())
    printed = told(case, getattr(case, f"{name}_finding"), ground, language)
    assert [note.number for note in printed.footnotes] == list(range(1, len(printed.footnotes) + 1))
    end = 0
    for note in printed.footnotes:
        assert end <= note.start < note.end <= len(printed.text)
        end = note.end
        assert note.claim in index.claims or (note.observations and set(note.observations) <= set(index.observations))
        assert note.text.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_large_figure_of_the_area_sentence_has_a_note(language: str, ground: Ground) -> None:
    """Each figure that is no day and no clock lies inside a noted part."""
    case = Kharkiv()
    printed = told(case, case.area_finding, ground, language)
    figures = [match.span() for match in re.finditer(r"\d[\d,]{3,}", printed.text)]
    assert len(figures) == 5
    for start, end in figures:
        assert any(note.start <= start and end <= note.end for note in printed.footnotes), printed.text[start:end]


def test_the_note_holds_the_exact_range_and_utc(ground: Ground) -> None:
    """What print rounds outward stands exactly, by source and with the UTC second, in the note."""
    case = Kharkiv()
    note = told(case, case.area_finding, ground).footnotes[0].text
    assert "7,054.1–8,584.2 km²" in note
    assert "12 September 2022, 16:06:55 UTC" in note
    assert "8,388.9 km²" in note


def test_a_name_the_text_does_not_hold_is_marked_as_ours(ground: Ground) -> None:
    """A source named by office alone is printed by name, and the note says that the name is our addition."""
    case = Builder()
    text = case.report("Ukraine's Deputy Defense Minister put it at 6,000 square kilometres.")
    claim = case.claim(
        text,
        "6,000 square kilometres",
        source="Ukraine's Deputy Defense Minister",
        named=False,
        value=6000,
        as_of="2022-09-12",
    )
    finding = case.finding(question("territory_regained"), [claim], highlights=[claim])
    printed = told(case, finding, ground)
    assert "Maliar's 6,000 km²" in printed.text
    assert "our addition" in printed.footnotes[0].text


def test_figures_that_conflict_are_said_to_contradict(ground: Ground) -> None:
    """Two highlighted figures with a conflict link contradict each other, in words."""
    case = Builder()
    text = case.report("One said 100 square kilometres. Another said 900 square kilometres.")
    low = case.claim(text, "100 square kilometres", source="One", value=100, as_of="2022-09-12")
    high = case.claim(text, "900 square kilometres", source="Another", value=900, as_of="2022-09-12")
    about = question("territory_regained")
    case.link("conflicts", low.id, high.id, (), about)
    finding = case.finding(about, [low, high], relation="conflict", highlights=[low, high])
    assert "contradict each other." in told(case, finding, ground).text


def test_a_name_without_a_known_genitive_takes_the_form_that_needs_none(ground: Ground) -> None:
    """Where a language cannot decline a speaker's name, the name stands in brackets."""
    case = Builder()
    text = case.report("Someone Odd said 100 square kilometres.")
    claim = case.claim(text, "100 square kilometres", source="Хтось Дивний", value=100, as_of="2022-09-12")
    finding = case.finding(question("territory_regained"), [claim], highlights=[claim])
    assert "«100 км²» (Хтось Дивний; 12 вересня, Харківщина)" in told(case, finding, ground, "uk").text


@pytest.mark.parametrize(
    ("bound", "low", "high", "expected"),
    [
        ("about", None, None, "ISW's 2,500 ("),
        ("nearly", None, 2500, "ISW's almost 2,500 ("),
        ("at_least", 2500, None, "ISW's over 2,500 ("),
        ("at_most", None, 2500, "ISW's at most 2,500 ("),
    ],
)
def test_about_is_dropped_and_one_sided_bounds_are_kept(
    bound: str, low: Any, high: Any, expected: str, ground: Ground
) -> None:
    """Before a claim's figure "about" goes, "almost", "over" and "at most" stay."""
    case = Builder()
    text = case.report("ISW said over 2,500 square kilometres.")
    claim = case.claim(
        text,
        "2,500 square kilometres",
        source="ISW",
        value=2500,
        low=low,
        high=high,
        bound=bound,
        hedges=["over"],
        as_of="2022-09-09",
    )
    seen = case.area("ISW", "2022-09-09", 2000, 2100)
    whole = made_range(2000, 2100, "2022-09-09", [seen])
    finding = case.finding(
        question("territory_regained"), [claim], highlights=[claim], range=whole, observations=[seen]
    )
    assert expected in told(case, finding, ground).text


def test_a_picture_in_the_folder_is_not_denied(ground: Ground) -> None:
    """Where a file was kept and not looked at, the sentence does not say that we have no image."""
    case = Kharkiv()
    case.items[0] = replace(case.items[0], media="unknown")
    printed = told(case, case.tank_finding, ground)
    assert "We have neither" not in printed.text
    assert "not looked at" in printed.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("type_", get_args(StatementType))
def test_every_question_has_a_printable_sentence(type_: str, language: str, ground: Ground) -> None:
    """Whatever is asked and however it is answered, the words are whole: no slot left, no double space, a full stop."""
    faces = [
        ("none", "none", "none", 0, 0, ()),
        ("single", "none", "one", 1, 1, ()),
        ("single", "cannot_tell", "one", 1, 3, ()),
        ("agree", "fits", "both", 2, 5, ()),
        ("conflict", "none", "both", 3, 3, ()),
        ("agree", "outside", "one", 2, 2, ()),
        ("agree", "none", "one", 4, 4, ("Editor",)),
        ("none", "none", "one", 0, 2, ()),
    ]
    for place in ("geonames:706482", UKRAINE, ""):
        for figure in (None, 7.0):
            for relation, backing, sides, origins, reports, judged in faces:
                case = Builder()
                text = case.report("Somebody said so in their words.", language="en")
                claims = [
                    case.claim(
                        text,
                        "said so",
                        type_,
                        source=who,
                        side=side,
                        kind="channel",
                        named=False,
                        value=figure,
                        unit="items",
                        counted="items",
                        place=place,
                        as_of="2022-09-12",
                    )
                    for who, side in (("Somebody", "ukraine"), ("their", "russia"))
                ]
                finding = case.finding(
                    question(type_, place),
                    claims if reports else [],
                    relation=relation,
                    backing=backing,
                    sides=sides,
                    origins=origins,
                    reports=reports,
                    decided_by=judged,
                    differing=[("as_of", 1), ("place", 2)] if origins == 0 else [],
                )
                printed = told(case, finding, ground, language)
                assert printed.text.endswith("."), printed.text
                assert not re.search(r"[{}\x00-\x08]|  | [.,;)]|\(\s|\.\.", printed.text), printed.text
                assert printed.text[0].isupper() or not printed.text[0].isalpha(), printed.text


def test_maps_only_say_what_they_hold(ground: Ground) -> None:
    """Without any claim an asked area question still gives the maps' range, rounded outward, and no claim."""
    case = Builder()
    seen = case.area("A Map", "2022-09-12", 111.1, 222.2)
    whole = made_range(111.1, 222.2, "2022-09-12", [seen])
    finding = case.finding(
        question("territory_regained", asked=True), [], range=whole, observations=[seen], reports=0, origins=0
    )
    assert (
        told(case, finding, ground).text
        == "Maps published by 12 September show about 110–230 km² of Kharkiv oblast regained."
    )


def test_a_hostile_name_cannot_forge_a_note(ground: Ground) -> None:
    """Control characters in a source's name come out as code points and make no note of their own."""
    case = Builder()
    text = case.report("X said 100 square kilometres.")
    claim = case.claim(text, "100 square kilometres", source="A\x020\x03B\x04\u202eC", value=100, as_of="2022-09-12")
    finding = case.finding(question("territory_regained"), [claim], highlights=[claim])
    printed = told(case, finding, ground)
    assert len(printed.footnotes) == 1
    assert "[U+0002]" in printed.text
    assert "[U+202E]" in printed.text


def test_evidence_of_a_backing_is_noted(ground: Ground) -> None:
    """The sentence on what the maps of a day showed points at exactly the observations the backing used."""
    case = Builder()
    text = case.report("ISW said 2,500 square kilometres.")
    claim = case.claim(text, "2,500 square kilometres", source="ISW", value=2500, as_of="2022-09-09")
    seen = case.area("A Map", "2022-09-09", 3000.0, 3100.0)
    backing = backed(claim, "outside", 3000.0, 3100.0, "2022-09-09", [seen])
    finding = case.finding(
        question("territory_regained"), [claim], highlights=[claim], backing="outside", backings=[backing]
    )
    printed = told(case, finding, ground)
    assert "On 9 September maps showed over 2,500." in printed.text
    assert printed.footnotes[-1].observations == (seen.id,)


def test_ground_never_returns_to_the_side_whose_ground_the_maps_mark(ground: Ground) -> None:
    """Claims that name the wrong actor do not turn the sentence on the maps around."""
    case = Builder()
    text = case.report("ISW said 200 square kilometres.")
    claim = case.claim(text, "200 square kilometres", source="ISW", value=200, as_of="2022-09-12", actor="russia")
    seen = case.area("A Map", "2022-09-12", 100.0, 300.0, holder="russia")
    whole = made_range(100.0, 300.0, "2022-09-12", [seen])
    finding = case.finding(
        question("territory_regained"), [claim], range=whole, highlights=[claim], observations=[seen]
    )
    assert "під контроль України повернулося" in told(case, finding, ground, "uk").text


def test_a_figure_with_a_slipped_unit_is_shown_by_its_twin(ground: Ground) -> None:
    """Of one speaker's same figure for the same day, once in km and once in km², the one in the range's unit is printed."""
    case = Builder()
    text = case.report("ISW said 2,500 km. ISW also said 2,500 square km.")
    slip = case.claim(text, "2,500 km", source="ISW", value=2500, unit="km", as_of="2022-09-09")
    right = case.claim(text, "2,500 square km", source="ISW", value=2500, as_of="2022-09-09")
    seen = case.area("A Map", "2022-09-12", 7100.0, 8300.0)
    whole = made_range(7100.0, 8300.0, "2022-09-12", [seen])
    finding = case.finding(
        question("territory_regained"), [slip, right], range=whole, highlights=[slip], observations=[seen]
    )
    printed = told(case, finding, ground)
    assert "ISW's 2,500 (9 September" in printed.text
    assert right.id in {note.claim for note in printed.footnotes}


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 1, "1 tank"),
        ("en", 9, "9 tanks"),
        ("uk", 3, "3 танки"),
        ("uk", 11, "11 танків"),
        ("ru", 22, "22 танка"),
        ("ru", 5, "5 танков"),
    ],
)
def test_counted_equipment_takes_its_own_word_and_plural(
    language: str, count: int, expected: str, ground: Ground
) -> None:
    """A number of a class the language has words for is told in them."""
    case = Builder()
    text = case.report("Oryx counted them.")
    claim = case.claim(
        text,
        "counted them",
        "equipment_loss",
        source="Oryx",
        value=count,
        unit="items",
        counted="items",
        cls="tank",
        model="t-80bvm",
        as_of="2022-09-12",
    )
    finding = case.finding(question("equipment_loss:tank"), [claim])
    assert expected in told(case, finding, ground, language).text


def test_a_length_given_for_land_is_printed_without_its_unit_and_noted_as_said(ground: Ground) -> None:
    """ "2,500 km" of land, found to differ in unit, stands bare beside the maps' km²; its words stand in the note."""
    case = Builder()
    text = case.report("ISW said 2,500 km were freed.")
    slip = case.claim(text, "2,500 km", source="ISW", value=2500, unit="km", as_of="2022-09-09")
    early, late = case.area("A Map", "2022-09-09", 700.0, 1900.0), case.area("A Map", "2022-09-12", 7100.0, 8300.0)
    finding = case.finding(
        question("territory_regained"),
        [slip],
        range=made_range(7100.0, 8300.0, "2022-09-12", [late]),
        highlights=[slip],
        observations=[early, late],
        scopes={slip.id: ClaimScope(slip.id, "differs", ("unit",), ())},
        backings=[backed(slip, "outside", 700.0, 1900.0, "2022-09-09", [early])],
    )
    printed = told(case, finding, ground)
    assert "ISW's 2,500 (9 September, Kharkiv oblast)" in printed.text
    assert printed.text.endswith("On 9 September maps showed under 2,500.")
    assert "“2,500 km”" in " ".join(note.text for note in printed.footnotes)


def test_somebody_unnamed_in_another_language_is_named_by_kind_and_side(ground: Ground) -> None:
    """Another language's words for an unnamed source are not carried into the sentence; their kind and side are."""
    case = Builder()
    text = case.report("Military sources in Kyiv said 100 square kilometres.")
    claim = case.claim(
        text,
        "100 square kilometres",
        source="Military sources in Kyiv",
        kind="military_unnamed",
        named=False,
        value=100,
        as_of="2022-09-12",
    )
    finding = case.finding(question("territory_regained"), [claim], highlights=[claim])
    assert "Military sources in Kyiv" in told(case, finding, ground, "en").text
    assert "(неназване військове джерело, Україна;" in told(case, finding, ground, "uk").text


def test_every_origin_that_is_counted_has_its_figure_in_the_sentence(ground: Ground) -> None:
    """Also of whom it is not known since when he counts; not of whom differs, or of whom nobody knows the place."""
    made = Builder()
    about = question("casualties", since="2022-09-06")
    claims = []
    for name, value in (("General Staff", 36.0), ("Girkin", 31.0), ("A weekly", 90.0), ("A paper", 70.0)):
        text = made.report(f"{name} counts {value:g} killed.", path=f"{name}.txt")
        claims.append(
            made.claim(
                text,
                f"{value:g} killed",
                "casualties",
                source=name,
                value=value,
                unit="people",
                counted="people",
                as_of="2022-09-12",
            )
        )
    _, since_open, elsewhere, nowhere = claims
    scopes = {
        since_open.id: ClaimScope(since_open.id, "unknown", (), ("since",)),
        elsewhere.id: ClaimScope(elsewhere.id, "differs", ("place",), ()),
        nowhere.id: ClaimScope(nowhere.id, "unknown", (), ("place",)),
    }
    finding = made.finding(about, claims, relation="single", origins=2, reports=2, scopes=scopes)
    told = sentence(finding, AccountIndex(made.account()), ground, "en").text
    assert re.search("36 people.*31 people.*2 origins", told)
    assert "90" not in told
    assert "70" not in told
