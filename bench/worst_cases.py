"""Texts made to be slow: no text of 1 MB may take more than 5 s or 300 MB (DESIGN; issue 4).

    python -m bench.worst_cases [NAME …] [--kilobytes N]

Each text is read in a process of its own; its processor time is that of reading alone, its memory the process's highest.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

KILOBYTE = 1000
WANTED_S, WANTED_MB = 5.0, 300.0
"""Limits of issue 4 for a text of 1 MB."""


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _counted(piece: str, between: str = " ") -> Callable[[int], str]:
    """Pieces with their running number for {n} and letters of it for {w}: nothing that repeats is passed over as a headline
    said twice."""

    def made(size: int) -> str:
        pieces: list[str] = []
        length = number = 0
        while length < size:
            number += 1
            pieces.append(piece.format(n=number, d=number % 28 + 1, w=_letters(number)))
            length += len(pieces[-1]) + len(between)
        return between.join(pieces)[:size]

    return made


def _letters(number: int) -> str:
    """A word of its own for a number, of letters that Latin and Cyrillic readers both take for a word."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _nested(opening: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening * (size // 2 // len(opening)) + closing * (size // 2 // len(closing))


WORST: dict[str, tuple[str, Callable[[int], str]]] = {
    "quotes": ("en", _repeated("“Yes,” he said. ")),
    "quotes_opened": ("en", _repeated("“ ")),
    "apostrophes": ("en", _repeated("'a ")),
    "one_word": ("en", _repeated("said ")),
    "one_trigger": ("en", _repeated("destroyed ")),
    "one_word_uk": ("uk", _repeated("звільнили ")),
    "one_letter": ("en", _repeated("a")),
    "no_end": ("en", _repeated("the army took a village and the mayor said that it was burning and ")),
    "no_end_uk": ("uk", _repeated("військові звільнили село і голова сказав що воно горить та ")),
    "numbers": ("en", _repeated("12,345 ")),
    "counted": ("en", _repeated("12 villages, ")),
    "digits": ("en", _repeated("1234567890")),
    "groups": ("en", _repeated("123 ")),
    "number_words": ("en", _repeated("twenty one hundred and ")),
    "hedges": ("en", _repeated("at least more than over up to ")),
    "brackets": ("en", _repeated("(")),
    "brackets_nested": ("en", _nested("(", ")")),
    "places": ("en", _repeated("Kharkiv ")),
    "places_uk": ("uk", _repeated("Харків, Ізюм та Балаклія ")),
    "machines": ("en", _repeated("12 T-72 tanks, ")),
    "dates": ("en", _repeated("on Monday, 12 September ")),
    "dates_uk": ("uk", _repeated("станом на 12 вересня ")),
    "lines": ("en", _repeated("\n")),
    "short_lines": ("ru", _repeated("Взято 12 сёл.\n")),
    "spaces": ("en", _repeated(" ")),
    "marks": ("en", _repeated(".,;:!?-")),
    "attributions": ("en", _repeated("He said she claimed they reported that we know ")),
    "colons": ("en", _repeated("Zelensky: ")),
    "full_stops": ("en", _repeated(".")),
    "machine_and_word": ("en", lambda size: "tank " + "a" * (size - 5)),
    "links": ("en", _repeated("https://t.me/a/1 ")),
    "combining": ("uk", _repeated("е\u0301\u200b")),
    "emoji": ("ru", _repeated("❗️⚡️🇺🇦 ")),
    "statements": ("en", _repeated("Ukraine liberated 12 villages in Kharkiv oblast on Monday, the ministry said. ")),
    "quotes_nested": ("ru", _nested("он сказал: «", "» ")),
    "quotes_in_brackets": ("uk", _nested("(він сказав: “[", "]”) ")),
    "sentence_of_claims": (
        "en",
        _counted("on {d} September the army took {n} villages near Izium and lost {n} T-72 tanks", ", "),
    ),
    "sentence_of_claims_uk": (
        "uk",
        _counted("{d} вересня військові звільнили {n} сіл під Ізюмом і втратили {n} танків Т-72", ", "),
    ),
    "sentence_of_claims_ru": (
        "ru",
        _counted("{d} сентября военные освободили {n} сёл под Изюмом и потеряли {n} танков Т-72", ", "),
    ),
    "paragraph_of_claims": (
        "en",
        _counted(
            "Ukraine liberated {n} km² near Izium on {d} September, the mayor of {w} said, and {n} tanks were lost."
        ),
    ),
    "paragraph_of_claims_uk": (
        "uk",
        _counted("{d} вересня Україна звільнила {n} км² під Ізюмом, сказав мер {w}, і втратила {n} танків."),
    ),
    "paragraph_of_claims_ru": (
        "ru",
        _counted("{d} сентября Украина освободила {n} км² под Изюмом, сказал мэр {w}, и потеряла {n} танков."),
    ),
    "mayors": ("en", _counted("The mayor said that {n} houses in the town burned, and a spokesman {w} confirmed it.")),
    "mayors_uk": ("uk", _counted("Мер заявив, що згоріло {n} будинків, а речник {w} це підтвердив.")),
    "mayors_ru": ("ru", _counted("Мэр заявил, что сгорело {n} домов, а представитель {w} это подтвердил.")),
    "pronouns": ("en", _counted("Zelensky met {n} people. He said that they lost {n} tanks.")),
    "pronouns_uk": ("uk", _counted("Зеленський зустрів {n} людей. Він сказав, що вони втратили {n} танків.")),
    "villages": ("en", _counted("Piski Radkivski, Mala Danylivka, Lyman {w}, Vasylivka {n},")),
    "villages_uk": ("uk", _counted("Мирне Поле, Перемога {w}, біля Веселого {n}, у Новоселівці,")),
    "villages_ru": ("ru", _counted("Мирное Поле, Победа {w}, возле Весёлого {n}, в Новосёловке,")),
    "oblasts_uk": ("uk", _counted("Харківської, Сумської та {w} областей, на сході {n} Донеччини,")),
    "parts": ("en", _counted("{n} tanks, of which {d} were destroyed and {d} captured,")),
    "parts_uk": ("uk", _counted("{n} танків, з них {d} знищено, {d} захоплено,")),
    "parts_ru": ("ru", _counted("{n} танков, из них {d} уничтожено, {d} захвачено,")),
    "increments_uk": ("uk", _counted("танки – {n} (+{d}), особового складу – близько {n} (+{d}),")),
    "shares": ("en", _counted("all but {d} % of the oblast, almost {d} times more than {n} km²,")),
    "days": ("en", _counted("two days later, on the night of {d} September, since {d} August, {d} days ago,")),
    "days_ru": ("ru", _counted("через два дня, в ночь на {d} сентября, с {d} августа, {d} дней назад,")),
    "models": ("ru", _counted("{n} Т-80БВМ, {d} БМП-2, {n} ЗРК «Бук», {d} 2С19 «Мста-С»,")),
    "bullets_uk": ("uk", _counted("▪️ за даними каналу {w}, знищено {n} танків;", "\n")),
    "colon_lines": ("ru", _counted("Мэр {w}: «Погибли {n} человек».", "\n")),
    "says_that_says": ("en", _counted("the official {w} said that")),
    "says_that_says_uk": ("uk", _counted("чиновник {w} сказав, що")),
    "ordered_uk": ("uk", _counted("Генштаб наказав військам відійти з села {w}, повідомив речник {n}.")),
    "dialogue_ru": ("ru", _counted("— Мы потеряли {n} танков, — сказал солдат {w}. — Никто не спросил.", "\n")),
    "surnames": ("en", _counted("Ivan K{w} said that {n} houses burned. K{w} said so again.")),
    "surnames_uk": ("uk", _counted("Речник Іван Коваль{w} заявив про {n} загиблих. Коваль{w} сказав це знову.")),
    "citing": ("en", _counted("The daily {w}, citing a source in the SBU, reported that {n} people were killed.")),
}
"""Name to language and text of a size in characters."""


def read_one(name: str, kilobytes: int) -> dict[str, object]:
    """Reads one text in this process; seconds of processor time, highest memory in MB, claims found."""
    from tests.extract.helpers import extractor, text_of

    language, make = WORST[name]
    reader = extractor()
    reader.extract([text_of("A word.", language)])
    text = text_of(make(kilobytes * KILOBYTE), language)
    began = time.process_time()
    claims = len(reader.extract([text])[0].claims)
    seconds = time.process_time() - began
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "name": name,
        "kilobytes": kilobytes,
        "cpu_s": round(seconds, 2),
        "memory_mb": round(memory_mb),
        "claims": claims,
    }


def worst_cases(names: Sequence[str] = (), kilobytes: int = 1000, timeout_s: int = 120) -> Iterator[dict[str, object]]:
    """One line a text, read in processes of their own; nothing measured where it failed or took too long."""
    for name in names or WORST:
        command = [sys.executable, "-m", "bench.worst_cases", name, "--kilobytes", str(kilobytes), "--here"]
        try:
            run = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, check=True)
            line = json.loads(run.stdout)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            line = {"name": name, "kilobytes": kilobytes, "cpu_s": None, "memory_mb": None, "claims": None}
        yield {"bench": "worst_cases", **line}


def worst_cases_bench(runs: int) -> list[dict[str, object]]:
    """All of them, once: the limit is on every reading, not on the median."""
    return list(worst_cases())


def main(arguments: Sequence[str]) -> int:
    """Prints a line of JSON a text; 1 where one is over the limits."""
    parser = argparse.ArgumentParser(description="Texts made to be slow")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--kilobytes", type=int, default=1000)
    parser.add_argument("--here", action="store_true", help="read the one named in this process")
    options = parser.parse_args(arguments)
    if options.here:
        print(json.dumps(read_one(options.names[0], options.kilobytes)))
        return 0
    over = 0
    for line in worst_cases(options.names, options.kilobytes):
        print(json.dumps(line), flush=True)
        seconds, memory = line["cpu_s"], line["memory_mb"]
        fits = isinstance(seconds, float) and seconds <= WANTED_S and isinstance(memory, int) and memory <= WANTED_MB
        over += not fits
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
