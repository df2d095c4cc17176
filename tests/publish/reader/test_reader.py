"""The pages of an edition as bytes: whole, linked, small enough, the same every time, and nothing in them that is not in the edition."""

from __future__ import annotations

import json
import posixpath
import re
import struct
import zlib

import pytest

from tests.fakes import Builder, question
from tests.publish.kharkiv import Kharkiv
from tests.publish.reader.cases import IZIUM, Case, large, status
from tests.publish.reader.editions import DIGEST, edition
from tests.publish.test_pages import Page
from zvirka.ground import Ground
from zvirka.model.account import Change
from zvirka.publish.edition.edition import Correction, EditionRef
from zvirka.publish.reader import pages
from zvirka.publish.reader.chapters import PLAIN_WORDS
from zvirka.publish.reader.icons import SIZES, icon
from zvirka.publish.reader.site import LISTED, WHOLE
from zvirka.publish.words import Words

LANGUAGES = ("en", "uk", "ru")


@pytest.fixture(scope="module")
def files(ground: Ground) -> dict[str, bytes]:
    """The example's first edition."""
    return dict(pages(edition(Case().account(), under_review=(question("prisoners"),)), ground))


@pytest.fixture(scope="module")
def read(files: dict[str, bytes]) -> dict[str, Page]:
    """Its pages, read."""
    return {path: Page(data) for path, data in files.items() if path.endswith(".html")}


def test_the_same_edition_gives_the_same_bytes(files: dict[str, bytes], ground: Ground) -> None:
    again = dict(pages(edition(Case().account(), under_review=(question("prisoners"),)), ground))
    assert again == files


def test_every_link_leads_to_a_page_and_a_place_in_it(read: dict[str, Page], files: dict[str, bytes]) -> None:
    """Of every page in every language; nothing leads out."""
    seen = 0
    for path, page in read.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            target, _, anchor = link.partition("#")
            if target.endswith("../index.html") and target.count("../") == path.count("/") + 2:
                continue  # the root of the publication, which every edition lies below
            where = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert where in files, (path, link)
            assert not anchor or anchor in read[where].ids, (path, link)
            seen += 1
    assert seen > 500


def test_each_language_has_the_same_pages(files: dict[str, bytes]) -> None:
    found = [{path[3:] for path in files if path.startswith(f"{code}/")} for code in LANGUAGES]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 15


def test_every_page_names_its_language_edition_and_day(read: dict[str, Page]) -> None:
    words = {"en": "As of 24 October 2022", "uk": "Станом на 24 жовтня 2022", "ru": "По состоянию на 24 октября 2022"}
    for path, page in read.items():
        if path[:2] in words:
            assert page.tags[0][1]["lang"] == path[:2]
            assert words[path[:2]] in page.text, path


def test_no_page_names_another_host_but_as_words(files: dict[str, bytes]) -> None:
    """No address in any attribute that a browser follows or loads."""
    for path, data in files.items():
        if path.endswith(".html"):
            assert not re.search(rb'(href|src|content)="(https?:)?//', data), path
            assert b"url(" not in data
            assert b"@import" not in data


def test_an_edition_of_known_address_names_each_page_in_every_language(ground: Ground) -> None:
    """Search engines take full addresses only; without a known address there are none."""
    found = dict(pages(edition(Case().account(), base="https://example.org/war/"), ground))
    here = Page(found["uk/map.html"])
    links = {attrs.get("hreflang") or attrs["rel"]: attrs["href"] for tag, attrs in here.tags if tag == "link"}
    for code in LANGUAGES:
        assert links[code] == f"https://example.org/war/editions/1/{code}/map.html"
    assert links["canonical"] == links["uk"]
    assert b'rel="canonical"' not in dict(pages(edition(Case().account()), ground))["uk/map.html"]


def test_what_is_under_review_has_its_name_and_no_figure(read: dict[str, Page]) -> None:
    text = read["en/index.html"].text
    assert "Under review" in text
    assert "Prisoners: Kharkiv Oblast" in text.split("Under review")[1]
    titled = [path for path, page in read.items() if "Prisoners" in page.text and "questions/" in path]
    assert titled == []


def test_what_is_agreed_names_the_two_who_agree(read: dict[str, Page]) -> None:
    page = next(page for path, page in read.items() if path.startswith("en/questions/") and "Syniehubov" in page.text)
    agreed = page.text.split("What is agreed")[1].split("Why figures differ")[0]
    assert "Syniehubov" in agreed
    assert "Ganchev" in agreed
    assert "say the same" in agreed


def test_the_map_shows_two_dates_of_a_named_source_and_its_policy(read: dict[str, Page]) -> None:
    """Each date by its own picture, with a name and a description, and one table of both."""
    page = read["en/map.html"]
    assert "A Map: 6 September 2022 and 10 September 2022" in page.text
    assert "resolution 68/262" in page.text
    assert re.search(r"Shevchenkove\s*\d+\s*held, Russia\s*liberated, Ukraine", page.text)
    assert re.search(r"Izium\s*\d+\s*held, Russia\s*held, Russia", page.text)
    svgs = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(svgs) == 2
    for each in svgs:
        assert set((each["aria-labelledby"] or "").split()) <= set(page.ids)
    assert page.text.count("Shevchenkove") == 3


def test_what_sources_of_one_day_say_stands_in_one_table_without_maps(ground: Ground) -> None:
    case = Case()
    case.observations.append(status("A Paper", IZIUM, "liberated", "ukraine", "2022-09-11"))
    page = Page(dict(pages(edition(case.account()), ground))["en/map.html"])
    assert re.search(r"Izium\s*11 September 2022\s*liberated, Ukraine\s*A Paper", page.text)
    assert len([attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plain_word_is_explained(language: str, read: dict[str, Page], ground: Ground) -> None:
    words = Words(ground, language, "Europe/Kyiv")
    for key in PLAIN_WORDS:
        told = words.say("colon", name=words.say(f"status_{key}", n=2), value=words.say(f"meaning_{key}"))
        assert told in read[f"{language}/methods.html"].text


def test_the_front_page_is_soon_read(ground: Ground) -> None:
    """The first findings stand with their sentences, the others in a line each; none is left out."""
    case = large(WHOLE + 3, 1)
    page = Page(dict(pages(edition(case.account()), ground))["en/index.html"])
    assert len([tag for tag, attrs in page.tags if attrs.get("class") == "printed"]) == WHOLE
    addresses = {attrs["href"] for tag, attrs in page.tags if tag == "a" and "#" not in (attrs.get("href") or "#")}
    assert len({each for each in addresses if each and each.startswith("questions/")}) == WHOLE + 3


def test_an_official_term_stands_beside_its_neutral_name_with_who_used_it(read: dict[str, Page]) -> None:
    assert re.search(
        r"Official term “regrouping” — beside the neutral: Withdrawal.*10 September 2022\s*The ministry",
        read["en/narratives.html"].text,
        re.DOTALL,
    )


def test_the_timeline_keeps_said_and_happened_apart(read: dict[str, Page]) -> None:
    text = read["en/timeline.html"].text
    one = text.index("9 September 2022")
    two = text.index("11 September 2022")
    assert one < two
    assert "Happened or describes" in text[one:]
    assert "Said" in text


def test_changes_and_corrections_are_told(ground: Ground) -> None:
    """What is otherwise than in the edition before, on the front page, the question's page and the corrections page."""
    case = Kharkiv()
    about = case.findings[0].question
    moved = Change(about.id, "origins", "1", "2")
    case.changes.append(moved)
    before = EditionRef(1, "2022-10-20T08:00:00Z", "cd" * 32, "editions/1/")
    log = (Correction(2, "2022-10-24T08:00:00Z", "Square metres were read as kilometres.", (moved,)),)
    found = dict(pages(edition(case.account(), 2, before, log), ground))
    assert "The origins: 1 → 2" in Page(found["en/index.html"]).text.replace("was 1, now 2", "1 → 2")
    assert re.search(
        r"Випуск 2 від 24 жовтня 2022\s*Square metres were read as kilometres\.",
        Page(found["uk/corrections.html"]).text,
    )
    assert "Corrections: Square metres were read as kilometres." in Page(found["en/index.html"]).text
    with_it = [path for path, data in found.items() if path.startswith("en/questions/") and b"Square metres" in data]
    assert len(with_it) == 1
    assert (
        "Nothing has been corrected."
        in Page(dict(pages(edition(Kharkiv().account()), ground))["en/corrections.html"]).text
    )


def test_an_edition_without_anything_says_so_on_every_page(ground: Ground) -> None:
    """Nothing found is told as nothing found in what was read, never as an empty page."""
    found = dict(pages(edition(Builder().account()), ground))
    assert "No finding has been accepted" in Page(found["en/index.html"]).text
    for name in ("map", "timeline", "equipment", "narratives"):
        assert re.search(r"(This|No|Nothing) .*edition", Page(found[f"en/{name}.html"]).text), name


def test_the_worker_keeps_pages_that_exist_and_its_store_is_the_edition(files: dict[str, bytes]) -> None:
    script = files["sw.js"].decode()
    values = {
        name: json.loads(value)
        for name, value in re.findall(r"^const (SHELL|PATHS|LANGUAGES) = (.+);$", script, re.MULTILINE)
    }
    assert DIGEST in script
    assert set(values["SHELL"]) <= set(files)
    assert {f"{code}/{path}" for code in values["LANGUAGES"] for path in values["PATHS"]} <= set(files)
    assert len(values["PATHS"]) == sum(path.startswith("en/") for path in files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_starts_in_its_language_with_icons_that_are_there(language: str, files: dict[str, bytes]) -> None:
    manifest = json.loads(files[f"{language}/manifest.webmanifest"])
    assert manifest["lang"] == language
    assert {f"../{path}" for path in files if path.startswith("icon-")} >= {each["src"] for each in manifest["icons"]}


@pytest.mark.parametrize("size", SIZES)
def test_an_icon_is_a_png_with_its_drawing_in_the_safe_zone(size: int) -> None:
    """Chunks with right check sums; colour only within the circle that no mask cuts (W3C Manifest: radius 40 %)."""
    data = icon(size)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, body = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        content = data[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + content) == struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0]
        body += content if kind == b"IDAT" else b""
        at += 12 + length
    rows = zlib.decompress(body)
    stride = 3 * size + 1
    assert len(rows) == stride * size
    pixels = {(x, y): rows[y * stride + 1 + 3 * x : y * stride + 4 + 3 * x] for y in range(size) for x in range(size)}
    paper = pixels[0, 0]
    drawn = [point for point, colour in pixels.items() if colour != paper]
    assert len(drawn) > 0.1 * size * size
    assert max((x + 0.5 - size / 2) ** 2 + (y + 0.5 - size / 2) ** 2 for x, y in drawn) <= (0.4 * size) ** 2


def test_no_page_of_a_large_edition_is_large(ground: Ground) -> None:
    """More of everything than any page lists, on one report and one question too: none over 300 kB, and what is left out is counted."""
    case = large(LISTED + 20, 2, 1000, language="uk")  # its letters take two bytes each
    sizes: dict[str, int] = {}
    for path, data in pages(edition(case.account()), ground):
        if path.startswith("en/"):
            break  # the first language is whole
        sizes[path] = len(data)
    assert sum(path.startswith("uk/questions/") for path in sizes) == LISTED + 20
    assert {path: size for path, size in sizes.items() if path.endswith(".html") and size > 300_000} == {}
