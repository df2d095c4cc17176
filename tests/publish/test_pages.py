"""The working copy: marked, whole without scripts or network, safe against what was read, the same every time."""

from __future__ import annotations

import json
import posixpath
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from tests.fakes import Builder, question
from tests.publish.kharkiv import ARTICLE, Kharkiv
from zvirka.ground import Ground
from zvirka.model.account import Account, Change
from zvirka.model.issues import Issue
from zvirka.model.judgements import Subject
from zvirka.publish import AccountIndex, export, sentence, terminal, working_copy
from zvirka.publish.index import short_ids
from zvirka.publish.visible import visible

NOW = "2022-09-20T08:00:00Z"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e{{7*7}}</style>'
FORBIDDEN = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "form",
    "input",
    "base",
    "audio",
    "video",
    "source",
    "button",
}


class Page(HTMLParser):
    """Tags, ids, links and visible text of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a" and "href" in attrs]


def site(account: Account, ground: Ground) -> dict[str, bytes]:
    """The working copy by path."""
    return dict(working_copy(account, ground, NOW))


def pages_of(files: dict[str, bytes]) -> dict[str, Page]:
    """The HTML pages, read."""
    return {path: Page(data) for path, data in files.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def files(ground: Ground) -> dict[str, bytes]:
    """The example's working copy in English."""
    case = Kharkiv()
    case.issues.append(Issue("not_looked_at", "photo.jpg", "photo.jpg is a JPEG picture", "Pictures are read later."))
    case.issues.append(
        Issue(
            "unit_suspect",
            "article.txt",
            "square metres for an oblast",
            "Check the unit.",
            claim=case.claims[0].id,
            count=3,
        )
    )
    return site(case.account(), ground)


@pytest.mark.parametrize(
    ("language", "banner"),
    [
        ("en", "Working copy. Not reviewed. Do not publish."),
        ("uk", "Робоча копія. Не перевірено. Не публікувати."),
        ("ru", "Рабочая копия. Не проверено. Не публиковать."),
    ],
)
def test_every_page_is_marked_in_the_language_of_the_interface(language: str, banner: str, ground: Ground) -> None:
    """No page goes without the words that it is unreviewed."""
    for path, page in pages_of(site(Kharkiv(language).account(), ground)).items():
        assert banner in page.text, path
        assert page.tags[0] == ("html", {"lang": language}), path


def test_no_page_runs_or_fetches_anything(files: dict[str, bytes]) -> None:
    """No script, no picture, no form, no address but relative ones, and a policy that forbids the rest."""
    for path, page in pages_of(files).items():
        assert not {tag for tag, _ in page.tags} & FORBIDDEN, path
        assert not [
            name
            for _, attrs in page.tags
            for name in attrs
            if name.startswith("on") or name in ("style", "src", "srcset")
        ], path
        assert not [link for link in page.links if re.match(r"[a-z]+:|//|/", link)], path
        policy = next(attrs["content"] or "" for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs)
        assert policy.startswith("default-src 'none'; style-src 'sha256-"), path
        assert b"@import" not in files[path]
        assert b"url(" not in files[path]


def test_the_policy_allows_exactly_the_style_sheet(files: dict[str, bytes]) -> None:
    """The digest in the policy is that of the style element as it stands in the page."""
    import base64
    import hashlib

    for path, data in files.items():
        if path.endswith(".html"):
            style = re.search(rb"<style>(.*?)</style>", data, re.DOTALL)
            assert style
            digest = base64.b64encode(hashlib.sha256(style[1]).digest()).decode()
            assert f"sha256-{digest}".encode() in data.replace(b"&#43;", b"+"), path


def test_every_link_leads_somewhere(files: dict[str, bytes]) -> None:
    """Relative links name files of the working copy, fragments name ids of their page."""
    pages = pages_of(files)
    for path, page in pages.items():
        for link in page.links:
            name, _, fragment = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
            assert target in files, (path, link)
            if fragment:
                assert fragment in pages[target].ids, (path, link)


def test_ids_are_unique_in_a_page(files: dict[str, bytes]) -> None:
    """An id stands once, or links would lead to the wrong words."""
    for path, page in pages_of(files).items():
        assert len(page.ids) == len(set(page.ids)), path


def test_the_overview_shows_questions_coverage_changes_and_what_was_not_looked_at(files: dict[str, bytes]) -> None:
    """Asked questions come first, then the rest with why; the coverage is one element."""
    text = Page(files["index.html"]).text
    assert (
        text.index("Questions asked")
        < text.index("Territory regained")
        < text.index("What matters most")
        < text.index("Raid: Belgorod")
    )
    assert "Why it ranks here: it was asked in the case file." in text
    assert "No earlier account says anything else" in text
    assert files["index.html"].count(b'id="coverage"') == 1
    assert b'href="issues.html#not-looked-at"' in files["index.html"]


def test_a_question_page_shows_all_that_bears_on_it(files: dict[str, bytes]) -> None:
    """Three languages, range, timeline, who says what, why figures differ, what maps bear out, what was not found."""
    text = next(
        Page(data).text
        for path, data in files.items()
        if path.startswith("questions/") and b"Territory regained" in data
    )
    for words in (
        "Maps published by 19:07", "За картами", "По картам", "7,054.1", "Who says what", "they describe different days",
        "DeepState: 11 September", "No report read carries a claim of this side: Russia.", "differs: date", "Unit suspected wrong",
    ):  # fmt: skip
        assert words in text, words


def test_a_candidate_row_stands_with_its_address_as_text(files: dict[str, bytes]) -> None:
    """The loss list's row is called a candidate; its address is shown and is no link."""
    page = next(
        Page(data)
        for path, data in files.items()
        if path.startswith("questions/") and b"Sightings" in data and b"T-80BVM" in data
    )
    assert "https://example.org/post/1" in page.text
    assert "is a candidate, never proof" in page.text


def test_every_quote_is_marked_in_its_report(files: dict[str, bytes], ground: Ground) -> None:
    """The report's page holds the whole text, and each claim's anchor begins its quoted words."""
    case = Kharkiv()
    index = AccountIndex(case.account())
    path = next(path for path, data in files.items() if path.startswith("items/") and b"careful count" in data)
    assert ARTICLE in Page(files[path]).text
    for claim in case.claims[:1] + [each for each in case.claims if each.type == "raid"]:
        marked = re.search(rf'<mark id="c-{index.short_claim[claim.id]}">(.*?)</mark>', files[path].decode())
        assert marked
        assert marked[1] == claim.quote.exact


def test_issues_are_grouped_and_counted(files: dict[str, bytes]) -> None:
    """Each kind once with its count, and what to do."""
    text = Page(files["issues.html"]).text
    assert "Unit suspected wrong · 3" in text
    assert "Kept and not looked at · 1" in text
    assert "Check the unit." in text


def test_the_data_twins_are_there(files: dict[str, bytes], ground: Ground) -> None:
    """JSON lines and CSV of every kind."""
    assert {path for path in files if path.startswith("data/")} == {
        f"data/{what}.{form}"
        for what in (
            "claims",
            "observations",
            "findings",
            "links",
            "issues",
            "judgements",
            "items",
            "ledger",
            "terms",
            "speakers",
            "lives",
            "records",
        )
        for form in ("jsonl", "csv")
    }
    assert len(files["data/findings.jsonl"].splitlines()) == 4
    assert json.loads(files["data/findings.jsonl"].splitlines()[0])["relation"] == "none"


def test_changes_are_told_in_words(ground: Ground) -> None:
    """What changed since the account before names the question, the face, and both values."""
    case = Kharkiv()
    case.before = "2022-09-19T08:00:00Z"
    about = case.area_finding.question.id
    case.changes = [Change(about, "backing", "fits", "outside"), Change("f" * 64, "gone", "A question that was", "")]
    text = Page(site(case.account(), ground)["index.html"]).text
    assert "Compared with the account of 2022-09-19T08:00:00Z." in text
    assert "The evidence: was maps or lists fit, now outside what maps or lists show" in text
    assert "A question that was: no longer there" in text


def test_the_same_account_gives_the_same_bytes(files: dict[str, bytes], ground: Ground) -> None:
    """Twice the same, and independent of what was rendered in between."""
    account = Kharkiv().account()
    first = site(account, ground)
    site(Kharkiv("uk").account(), ground)
    assert site(account, ground) == first


def test_hostile_words_stay_words(ground: Ground) -> None:
    """Markup, template code and hidden characters in every field that strangers fill come out as text."""
    case = Builder(title=HOSTILE)
    text = case.report(
        f"{HOSTILE} said 100 square kilometres. {HOSTILE}",
        HOSTILE,
        path=f"{HOSTILE}.txt",
        address=f"https://{HOSTILE}",
        fragment=HOSTILE,
    )
    claim = case.claim(
        text,
        HOSTILE,
        source=HOSTILE,
        value=100,
        medium=HOSTILE,
        definition=HOSTILE,
        name=HOSTILE,
        place="",
        as_of="2022-09-12",
    )
    row = case.loss(HOSTILE, HOSTILE, HOSTILE)
    about = question("equipment_loss:" + HOSTILE, HOSTILE)
    case.link("candidate_object", claim.id, row.id, (), about, HOSTILE)
    case.link("conflicts", claim.id, claim.id, ("as_of", "place", "definition"), about, HOSTILE)
    case.finding(about, [claim], decided_by=[HOSTILE], highlights=[claim], observations=[row])
    seen = Subject("claim", claim.id, path=HOSTILE, quote=claim.quote, about=HOSTILE)
    case.judge("slot", HOSTILE, seen, why=HOSTILE, slot=HOSTILE, value=HOSTILE)
    case.judge("side", HOSTILE, Subject("source", HOSTILE), why=HOSTILE, value=HOSTILE)
    finding = case.findings[-1]
    case.findings[-1] = replace(finding, history=tuple(each.judgement.id for each in case.judgements))
    case.issues.append(Issue("not_read", HOSTILE, HOSTILE, HOSTILE, place=HOSTILE))
    case.changes.append(Change(HOSTILE, HOSTILE, HOSTILE, HOSTILE))
    case.before = HOSTILE
    files = site(case.account(), ground)
    for path, page in pages_of(files).items():
        assert not {tag for tag, _ in page.tags} & FORBIDDEN, path
        assert "\u202e" not in page.text, path
        assert "49" not in page.text.replace("49]", ""), path
        assert all(re.fullmatch(r"[\w./-]+", name) for name in [path]), path
    shown = next(page for path, page in pages_of(files).items() if path.startswith("items/"))
    assert visible(HOSTILE) in shown.text


def test_no_page_grows_without_end(ground: Ground) -> None:
    """Thousands of claims, a text of half a million characters, thousands of issues: every page stays under 300 kB."""
    case = Builder()
    long = case.report("Слово за словом. " * 30_000 + "the end said 5 km2")
    claims = [case.claim(long, "the end said 5 km2", source="the end", value=5, as_of="2022-09-12")]
    for number in range(400):
        text = case.report(
            f"Someone {number} said {number} square kilometres were regained, and more words about it. " * 3
        )
        claims.append(
            case.claim(
                text, f"{number} square kilometres", source=f"Someone {number}", value=number, as_of="2022-09-12"
            )
        )
    about = question("territory_regained", asked=True)
    for left, right in pairwise(claims):
        case.link("conflicts", left.id, right.id, (), about)
    case.finding(about, claims, relation="conflict", highlights=claims[1:3], reports=401, origins=401)
    for number in range(3000):
        case.issues.append(Issue("passage_not_understood", f"f{number}.txt", "words " * 40, "Read it yourself."))
    files = site(case.account(), ground)
    assert {path: len(data) for path, data in files.items() if path.endswith(".html") and len(data) > 300_000} == {}
    text = "".join(page.text for path, page in pages_of(files).items() if path.startswith("questions/"))
    assert "more in data/claims.csv" in text
    assert "2940 more in data/issues.csv" in Page(files["issues.html"]).text.replace(",", "")
    index = AccountIndex(case.account())
    last = [path for path, data in files.items() if f'id="c-{index.short_claim[claims[0].id]}"'.encode() in data]
    assert len(last) == 1
    assert re.fullmatch(r"items/\w+-\d+\.html", last[0])


_watching: list[str] = []
_active = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _active and event in (
        "open",
        "socket.connect",
        "socket.__new__",
        "subprocess.Popen",
        "os.system",
        "os.listdir",
        "os.scandir",
    ):
        _watching.append(f"{event} {arguments[:1]}")


def test_publish_opens_nothing(ground: Ground) -> None:
    """Pages, exports, sentences and the summary open no file, no socket and no process (audit hook, PEP 578)."""
    global _active
    account = Kharkiv("ru").account()
    index = AccountIndex(account)
    sys.addaudithook(_watch)
    _active = True
    try:
        site(account, ground)
        terminal(account, ground, "uk")
        sentence(account.findings[0], index, ground, "en")
        b"".join(export(account, ground, "findings", "csv", "en"))
        inside = list(_watching)
        with open(__file__, encoding="utf-8"):  # noqa: PTH123 the hook must bite
            pass
    finally:
        _active = False
    assert inside == []
    assert any("test_pages" in each for each in _watching)


def test_short_ids_never_meet() -> None:
    """Ids with the same beginning get longer short forms; what is no digest is digested."""
    one, other = "a" * 30 + "0" * 34, "a" * 30 + "1" * 34
    short = short_ids([one, other, "x/../y"])
    assert len(set(short.values())) == 3
    assert all(re.fullmatch(r"[0-9a-f]+", value) for value in short.values())


def test_an_empty_account_has_an_overview(ground: Ground) -> None:
    """Nothing found gives pages that say so."""
    files = site(replace(Builder().account()), ground)
    assert "no checkable statement was found" in Page(files["index.html"]).text
    assert "No issues." in Page(files["issues.html"]).text


def test_what_people_decided_is_shown_where_it_acts(ground: Ground) -> None:
    """On the question with who, why and whether it holds; on the claim as a badge with what was read and what is right."""
    case = Builder()
    text = case.report("They freed 3,800 square metres of the oblast.")
    claim = case.claim(
        text, "They freed 3,800 square metres", "territory_regained", source="They", value=3800, unit="m2"
    )
    rejected = case.claim(text, "3,800 square metres", "control", source="They")
    about = question("territory_regained")
    case.finding(about, [claim], decided_by=["Olha"])
    told = [Subject("claim", each.id, quote=each.quote) for each in (claim, rejected)]
    case.judge("slot", "Ann", told[0], why="a slip", slot="quantity.unit", value="km2")
    case.judge("reject", "Ann", told[1], why="said in jest")
    case.judge("side", "Borys", Subject("source", "They"), standing="contradicted", value="russia")
    history = tuple(each.judgement.id for each in case.judgements)
    case.findings[-1] = replace(case.findings[-1], history=history, left_out=(rejected.id,))
    files = site(replace(case.account(), as_read=(claim,)), ground)
    page = next(page.text for path, page in pages_of(files).items() if path.startswith("questions/"))
    for words in (
        "Decided by Olha",
        "quantity.unit: m2 → km2 (decided by Ann)",
        "a slip",
        "Left out by decision",
        "said in jest",
    ):
        assert words in page, words
    assert "another person decided otherwise; neither acts" in page
    item = next(page.text for path, page in pages_of(files).items() if path.startswith("items/"))
    assert "left out (decided by Ann)" in item
