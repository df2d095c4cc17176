"""What a reader does with an edition, done in Chromium: read, look at the words, share, go offline, come back."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.hostile.strings import MARKUP
from tests.publish.reader.attacked import misdeeds, put_attacked
from tests.publish.reader.conftest import DESKTOP, PHONE, Profile, Site, put, served
from tests.publish.reader.visits import KINDS, LANGUAGES, address_of, violations
from zvirka.ground import Ground

CONTESTED = "Territory regained: Kharkiv Oblast, since 6 September 2022"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def home(site: Site, language: str = "en") -> str:
    """The front page."""
    return f"{site.base}editions/1/{language}/index.html"


def to_marked_words(page: Page) -> str:
    """From the front page by taps to the marked words behind the contested figure; gives those words."""
    page.locator(".card a").first.click()
    expect(page.locator("h1")).not_to_have_text(page.locator("header .case").inner_text())
    page.locator("main a[href*='/items/'][href*='#c-']").first.click()
    marked = page.locator("mark:target")
    expect(marked).to_be_in_viewport()
    return marked.inner_text()


@pytest.mark.parametrize(
    ("language", "scheme", "shape", "told", "edition_name"),
    [
        ("en", "light", PHONE, "Copied", "Edition 1 of 24 October 2022"),
        ("uk", "dark", PHONE, "Скопійовано", "Випуск 1 від 24 жовтня 2022"),
        ("ru", "light", DESKTOP, "Скопировано", "Выпуск 1 от 24 октября 2022"),
        ("en", "dark", DESKTOP, "Copied", "Edition 1 of 24 October 2022"),
    ],
)
def test_a_figure_is_followed_to_its_words_cited_and_found_again(
    language: str, scheme: str, shape: dict[str, int], told: str, edition_name: str, site: Site, profile: Profile
) -> None:
    """Front page, contested figure, marked words, citation copied: its address opens the same words in a fresh profile."""
    page = profile(viewport=shape, color_scheme=scheme, permissions=CLIPBOARD).new_page()
    page.goto(home(site, language))
    words = to_marked_words(page)
    page.locator("#copycitation").click()
    expect(page.locator("#told")).to_have_text(told)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert edition_name in copied
    address = re.search(r"http://\S+", copied)
    assert address is not None
    again = profile(viewport=shape, color_scheme=scheme).new_page()
    again.goto(address.group())
    expect(again.locator("html")).to_have_attribute("lang", language)
    expect(again.locator("mark:target")).to_have_text(words)
    expect(again.locator("mark:target")).to_be_in_viewport()


def test_a_question_is_answered_in_the_order_of_a_phone(site: Site, profile: Profile) -> None:
    page = profile().new_page()
    page.goto(home(site))
    page.get_by_role("link", name=CONTESTED, exact=True).click()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["The answer", "The range", "What each side says", "What is agreed", "Why figures differ", "Evidence", "How we know",
         "Corrections", "How to cite"]
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_page_at_its_own_address(language: str, site: Site, profile: Profile) -> None:
    page = profile().new_page()
    page.goto(f"{site.base}editions/1/")
    expect(page).to_have_url(home(site, "en"))
    page.locator(f"nav.langs :text-is('{ {'en': 'English', 'uk': 'Українська', 'ru': 'Русский'}[language] }')").click()
    expect(page).to_have_url(home(site, language))
    page.locator(".card a").first.click()
    path = page.url.rpartition("/")[2]
    for code in LANGUAGES:
        if code != page.locator("html").get_attribute("lang"):
            page.locator(f"nav.langs a[hreflang={code}]").click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        assert page.url.endswith(f"/{code}/questions/{path}")


def test_without_scripts_and_from_a_double_click_nothing_is_missing(folder: Path, profile: Profile) -> None:
    """From file:// with scripts off: the same way to the words; no control is shown that would do nothing."""
    page = profile(java_script_enabled=False).new_page()
    page.goto((folder / "editions" / "1" / "index.html").as_uri())
    expect(page).to_have_url(re.compile(r"^file://.*/en/index\.html$"))
    assert to_marked_words(page)
    assert page.get_by_role("button").count() == 0
    page.get_by_text("Contents and settings").click()
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_role("link", name=CONTESTED)).to_be_visible()
    assert page.get_by_role("searchbox").count() == 0


def test_from_a_double_click_scripts_work_and_nothing_is_refused(folder: Path, profile: Profile) -> None:
    """From file:// with scripts on: text size, theme and search work, and the console stays empty."""
    page = profile().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((folder / "editions" / "1" / "en" / "search.html").as_uri())
    page.get_by_role("searchbox").fill("border ukraine")
    expect(page.locator("#results li:visible")).not_to_have_count(0)
    assert all("border" in row.inner_text().lower() for row in page.locator("#results li:visible").all())
    assert said == []


def test_offline_after_one_visit_every_page_can_be_read(folder: Path, tmp_path: Path, profile: Profile) -> None:
    """One visit to the front page; then the server stops. Pages never opened before are read, with the day they are as of."""
    context = profile()
    page = context.new_page()
    with served(folder) as site:
        page.goto(home(site))
        expect(page.locator("#kept")).to_be_visible()
        site.stop()
        page.goto(home(site))
        expect(page.locator("#offline")).to_have_text(
            re.compile(r"Offline\. You see this account as of 24 October 2022")
        )
        assert to_marked_words(page)
        for kind in KINDS:
            page.goto(address_of(site, kind, "en"))
            expect(page.locator("h1")).to_be_visible()
        page.goto(f"{site.base}editions/1/uk/methods.html")
        expect(page.get_by_role("main")).to_contain_text("This page has not been kept on this device")


def test_it_installs_without_a_complaint(site: Site, profile: Profile) -> None:
    """Chromium's own list of what stands against installing is empty."""
    page = profile().new_page()
    page.goto(home(site, "uk"))
    expect(page.locator("#kept")).to_be_visible()
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert '"lang": "uk"' in manifest["data"]
    # A profile like those of tests keeps nothing, which Chromium holds against installing, and nothing else.
    found = [each["errorId"] for each in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [each for each in found if each != "in-incognito"] == []


def test_the_system_shares_where_it_can_and_copies_where_it_cannot(site: Site, profile: Profile) -> None:
    able = profile().new_page()
    able.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    able.goto(home(site))
    able.get_by_role("button", name="Share").click()
    assert able.evaluate("window.shared.url") == home(site)
    unable = profile(permissions=CLIPBOARD).new_page()
    unable.add_init_script("delete Navigator.prototype.share")
    unable.goto(home(site))
    unable.get_by_role("button", name="Share").click()
    expect(unable.locator("#told")).to_have_text("Copied")
    assert unable.evaluate("navigator.clipboard.readText()") == home(site)
    closed = profile().new_page()
    closed.add_init_script(
        "delete Navigator.prototype.share; delete Navigator.prototype.clipboard; document.execCommand = () => false;"
    )
    closed.goto(home(site))
    closed.get_by_role("button", name="Copy as plain text").click()
    expect(closed.locator("#byhand")).to_be_focused()
    assert home(site) in closed.locator("#byhand").input_value()


def test_plain_text_holds_the_answer_and_its_address(site: Site, profile: Profile) -> None:
    page = profile(permissions=CLIPBOARD).new_page()
    page.goto(home(site))
    page.get_by_role("link", name=CONTESTED, exact=True).click()
    page.get_by_role("button", name="Copy as plain text").click()
    expect(page.locator("#told")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(CONTESTED + "\n\nMaps published by")
    assert text.endswith(page.url)
    assert "[1]" not in text


def test_size_and_theme_stay_as_chosen(site: Site, profile: Profile) -> None:
    """They hold on the next page, and letters do grow."""
    page = profile(color_scheme="light").new_page()
    page.goto(home(site))
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_text("Contents and settings").click()
    page.get_by_role("button", name="Larger text").click()
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_role("link", name="Timeline").click()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


def test_search_finds_words_that_were_quoted(site: Site, profile: Profile) -> None:
    """Also words that stand in no title; the state is in the address."""
    page = profile().new_page()
    page.goto(f"{site.base}editions/1/en/search.html")
    page.get_by_role("searchbox").fill("square kilometers")
    expect(page.locator("#quoted li")).not_to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?q=square(\+|%20)kilometers"))
    page.locator("#quoted a").first.click()
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_an_older_edition_leads_to_the_newer(
    demonstration: tuple[object, dict[str, bytes]], tmp_path: Path, profile: Profile
) -> None:
    """Its bytes are as they were; what lies beside it says that there is a newer one."""
    files = demonstration[1]
    put(tmp_path, files, 1)
    put(tmp_path, files, 2)
    with served(tmp_path) as site:
        page = profile().new_page()
        page.goto(home(site, "uk"))
        link = page.get_by_role("link", name="Є новіший випуск: читати")
        expect(link).to_be_visible()
        link.click()
        expect(page).to_have_url(f"{site.base}editions/2/uk/index.html")


def test_nothing_is_asked_of_another_host_and_the_first_load_is_small(
    folder: Path, site: Site, profile: Profile
) -> None:
    """Every page kind: only this origin, at most 60 kB gzipped with all it loads, and no complaint of the policy."""
    page = profile().new_page()
    asked: list[str] = []
    said: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for kind in KINDS:
        asked.clear()
        page.goto(address_of(site, kind, "ru"), wait_until="networkidle")
        own = [each for each in asked if each.startswith(site.base)]
        assert own == asked, kind
    assert said == []
    root = folder / "editions" / "1"
    files = {each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file()}
    shared = sum(len(gzip.compress(files[name])) for name in ("sw.js", "icon-192.png", "ru/manifest.webmanifest"))
    sizes = {name: len(gzip.compress(data)) + shared for name, data in files.items() if name.endswith(".html")}
    assert {name: size for name, size in sizes.items() if size > 60_000} == {}


def test_axe_finds_nothing(folder: Path, site: Site, profile: Profile) -> None:
    """Every page kind, each in one language, light on a phone and dark on a desktop; `make trials` tries all together."""
    rows = [(kind, LANGUAGES[at % 3]) for at, kind in enumerate(KINDS)]
    assert violations(site, profile, [(kind, language, "light", PHONE) for kind, language in rows]) == []
    assert violations(site, profile, [(kind, language, "dark", DESKTOP) for kind, language in rows]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_out_of_a_narrow_page(language: str, folder: Path, site: Site, profile: Profile) -> None:
    """At 320 pixels, and at 200 % text, a page scrolls one way only (WCAG 2.2, 1.4.10 and 1.4.4)."""
    page = profile(viewport={"width": 320, "height": 640}).new_page()
    wide = []
    for kind in KINDS:
        page.goto(address_of(site, kind, language))
        for size in ("100%", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wide.append((kind, size, width))
    assert wide == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(site: Site, profile: Profile) -> None:
    """Tab goes through every link, button and region of a question page in order, each with a visible outline."""
    page = profile(viewport=DESKTOP).new_page()
    page.goto(home(site))
    page.get_by_role("link", name=CONTESTED, exact=True).click()
    page.get_by_text("Contents and settings").click()
    page.locator("body").evaluate("body => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    page.goto(page.url)
    page.evaluate("document.querySelector('details').open = true")
    wanted = page.evaluate(
        """[...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')].filter((each) => each.checkVisibility())
        .map((each, at) => { each.dataset.at = at; return at; })"""
    )
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        at, outline = page.evaluate(
            "[Number(document.activeElement.dataset.at), getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline != "none", at
        reached.append(at)
    assert reached == wanted


def test_a_screen_reader_hears_the_parts_in_order(site: Site, profile: Profile) -> None:
    """The script of a visit by ear: way to the content, name of the case, languages, contents, then one main part with its headings."""
    page = profile().new_page()
    page.goto(home(site))
    page.get_by_role("link", name=CONTESTED, exact=True).click()
    heard = page.locator("body").aria_snapshot()
    script = [
        'link "To the content"', "banner", 'link "Kharkiv, September 2022 (demonstration)"', 'navigation "Languages"',
        'main', f'heading "{CONTESTED}" [level=1]', 'heading "The answer" [level=2]', 'heading "The range" [level=2]',
        'img "Figures claimed', 'table', 'heading "What each side says" [level=2]', 'heading "How we know" [level=2]',
        'button "Copy citation"', "contentinfo",
    ]  # fmt: skip
    at = 0
    for part in script:
        found = heard.find(part, at)
        assert found >= 0, (part, heard[at : at + 400])
        at = found + len(part)


@pytest.fixture(scope="module")
def hostile(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An edition in which every word of a stranger tries to run or to load."""
    root = tmp_path_factory.mktemp("hostile")
    put_attacked(root, ground)
    with served(root) as found:
        yield found


def test_nothing_a_stranger_wrote_is_run_or_asked_for(hostile: Site, profile: Profile) -> None:
    """On every page of an edition full of attacks, the foremost in every language."""
    root = hostile.root / "editions" / "1"
    paths = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.html"))]
    chosen = [path for path in paths if path.startswith("en/") or path.count("/") == 1 or path == "offline.html"]
    assert sum("items/" in path for path in chosen) > 2
    assert sum("questions/" in path for path in chosen) > 4
    assert misdeeds(hostile, profile, chosen) == []


def test_the_watch_over_pages_sees_what_runs_and_what_is_asked_for(tmp_path: Path, profile: Profile) -> None:
    """Without escaping and policy the same attacks are seen."""
    (tmp_path / "editions" / "1").mkdir(parents=True)
    for name, words in MARKUP.items():
        page = f"<!doctype html><title>a</title><body><div>{words}</div>"
        (tmp_path / "editions" / "1" / f"{name}.html").write_text(page, "utf-8")
    with served(tmp_path) as site:
        for name in ("script", "img_onerror", "svg_onload", "img_load", "style", "attribute_bare"):
            found = misdeeds(site, profile, [f"{name}.html"])
            assert bool(found) == (name != "attribute_bare"), (name, found)


def test_pictures_are_covered_grey_and_unloaded_until_asked_for(hostile: Site, profile: Profile) -> None:
    """Also without scripts, but that browsers then load lazy pictures at once; sound is off."""
    for scripts in (True, False):
        page = profile(java_script_enabled=scripts).new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))  # type: ignore[misc]
        page.goto(f"{hostile.base}editions/1/en/evidence.html", wait_until="networkidle")
        picture = page.locator("img")
        expect(picture).to_be_hidden()
        assert not scripts or not [each for each in asked if "/media/" in each]
        cover = page.get_by_text("May show dead or wounded people").first
        if scripts:
            with page.expect_request("**/media/one.png"):
                cover.click()
        else:
            cover.click()
        expect(picture).to_have_css("filter", "grayscale(1)")
        assert page.locator("video").get_attribute("muted") is not None
