"""Printable sentences: SENTENCES letter for letter, a note to every figure, and a sentence for every question."""

from __future__ import annotations

import pytest

from tests.publish.kharkiv import Kharkiv
from zvirka.ground import Ground, load_ground
from zvirka.publish import AccountIndex, sentence

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


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize(("name", "expected"), [("area", AREA), ("raid", RAID), ("tank", TANK), ("border", BORDER)])
def test_the_four_sentences_come_out_letter_for_letter(name: str, expected: dict[str, str], language: str, ground: Ground) -> None:
    """The example's four findings read as they were written down, in each language."""
    case = Kharkiv()
    finding = getattr(case, f"{name}_finding")
    assert sentence(finding, AccountIndex(case.account()), ground, language).text == expected[language]
