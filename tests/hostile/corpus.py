"""The hostile folder: every generator's files, each with a name of its own and what must come of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.capture.readers import samples
from tests.capture.readers.samples import SENTINEL
from tests.hostile.bombs import bombs
from tests.hostile.forms import ALL, ENDS, ESCAPING, FORMS, coded
from tests.hostile.strings import STRINGS

SEED = 20220912
CUTS = tuple(share / 100 for share in (1, 3, 8, 15, 25, 40, 50, 60, 75, 85, 92, 97, 99))
WRONG_NAMES = ("txt", "html", "pdf", "docx", "zip", "jsonl", "png", "csv", "geojson")
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-u", "cp866", "cp1252", "utf-7")
PLAIN = "Lorries were seen on the road to the river, the head of the village said on Monday"


@dataclass(frozen=True, slots=True)
class Made:
    """A file. carries: the sentinel is in it, whole and readable, or its format tells that it is missing. sure: it must be read."""

    path: str
    data: bytes
    carries: bool
    sure: bool = False


def made() -> Iterator[Made]:
    """All of them, always the same ones, in the same order."""
    yield from _with_strings()
    yield from _cut()
    yield from _mislabelled()
    yield from _mutated(6)
    yield from _encoded()
    for name, data in bombs():
        yield Made(f"bombs/{name}", data, True, sure=name.startswith("some-"))


def _with_strings() -> Iterator[Made]:
    for form, build in FORMS.items():
        for name, words in STRINGS.items():
            harmless = form in ESCAPING and words.isprintable() and "\\ud" not in ascii(words)
            yield Made(f"strings/{name}.{form}", build(words), True, sure=harmless and len(words) < 20_000)


def _cut() -> Iterator[Made]:
    for form, build in ALL.items():
        data = build(PLAIN)
        for share in CUTS:
            yield Made(f"cut/{share:.2f}.{form}", data[: int(len(data) * share)], form in ENDS and share > 0.02)


def _mislabelled() -> Iterator[Made]:
    for form, build in ALL.items():
        for name in WRONG_NAMES:
            yield Made(f"wrong/{form.replace('.', '-')}.{name}", build(PLAIN), True, sure=form in FORMS)


def _mutated(each: int) -> Iterator[Made]:
    chance = random.Random(SEED)
    for form, build in ALL.items():
        data = build(PLAIN)
        for number in range(each):
            yield Made(f"mutated/{number}.{form}", mutated(data, chance), False)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few flips, cuts, doublings, insertions of numbers that overflow, and swaps."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(max(1, len(found)))
        what = chance.randrange(6)
        if what == 0 and found:
            found[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del found[at : at + chance.choice((1, 4, 64))]
        elif what == 2:
            found[at:at] = found[at : at + chance.choice((4, 64, 1024))] * chance.choice((1, 2, 50))
        elif what == 3:
            found[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"9999", b"-1e9")
            )
        elif what == 4:
            found[at:at] = chance.choice(
                (b"<", b'"', b"]", b"}", b"\\u", b"\xed\xa0\x80", b"%", b"&#0;", b"\x1b", b"obj")
            )
        elif found:
            other = chance.randrange(len(found))
            found[at], found[other] = found[other], found[at]
    return bytes(found)


def _encoded() -> Iterator[Made]:
    texts = {"en": PLAIN, "uk": samples.UKRAINIAN * 3, "ru": samples.RUSSIAN * 3}
    for code, words in texts.items():
        for encoding in ENCODINGS:
            for form in ("txt", "html", "md", "csv", "srt"):
                text = FORMS[form](words).decode("utf-8").replace("<meta charset=utf-8>", "")
                data = text.encode(encoding, "replace")
                yield Made(f"encodings/{code}-{encoding}.{form}", data, True)
    for first in ENCODINGS:
        for second in ENCODINGS:
            data = (
                (PLAIN + ". ").encode(first) + samples.UKRAINIAN.encode(second, "replace") + b"\n" + SENTINEL.encode()
            )
            yield Made(f"encodings/{first}+{second}.txt", data, True)


def fields(every: int = 1) -> Iterator[dict[str, object]]:
    """Reports, one for each string (or one in `every`) in each field, and with it as a speaker and as a quotation of a claim."""
    said = "Ukrainian forces recaptured {n} square kilometres in Kharkiv oblast since 6 September"
    for index, (name, words) in enumerate(list(STRINGS.items())[::every]):
        claim = said.format(n=100 + index)
        plain = {
            "outlet": "Hill Courier",
            "lang": "en",
            "published": "2022-09-12",
            "url": f"https://courier.example/{index}",
            "text": f"{claim}, the General Staff said on 12 September. {SENTINEL}",
        }
        for key in ("report_id", "outlet", "lang", "published", "url"):
            yield {"report_id": f"{name}-{key}"} | plain | {key: words}
        yield plain | {"report_id": f"{name}-speaker", "text": f"{words} said on 12 September that {claim}. {SENTINEL}"}
        yield plain | {"report_id": f"{name}-quoted", "text": f"“{claim} {words}”, the General Staff said. {SENTINEL}"}


def names(every: int = 1) -> Iterator[tuple[str, bytes]]:
    """Files whose names are strings (or one in `every`), as far as a file system takes them."""
    for name, words in list(STRINGS.items())[::every]:
        given = coded(words.replace("/", "\u2215").replace("\0", ""))[:200].decode("utf-8", "ignore")
        if given.strip(". ") and not given.startswith("."):
            yield given, f"{PLAIN} ({name}). {SENTINEL}".encode()
