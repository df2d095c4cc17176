"""The pages of an edition: one folder a language, the same file names in each, and what a phone needs to keep them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from zvirka.ground.ground import Ground
from zvirka.model.findings import Finding
from zvirka.model.items import Text
from zvirka.model.times import Moment
from zvirka.publish.edition.cite import meta_tags
from zvirka.publish.edition.edition import Edition
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.marks import Quoted, page_starts, parts
from zvirka.publish.reader import chapters
from zvirka.publish.reader.assets import PAGES, POLICY, SCRIPT, STYLE, WORKER
from zvirka.publish.reader.icons import SIZES, icon
from zvirka.publish.reader.media import Media
from zvirka.publish.views import View, Views
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import LANGUAGES, Words

TOP, WHOLE = 20, 4
"""Findings on the front page, and how many of them with their sentence: what a hurried reader takes in; the others in a line each."""
QUESTIONS_A_PAGE = 400
CLAIMS_A_REPORT = 60
PAIRS = 15
CHANGES = 60
COPIES = 20
LISTED = 800
"""Rows of the search page."""
QUOTED = 80
"""Code points of a quotation in the search index."""
"""Caps that keep every page under 300 kB; what is left out is counted on the page and stands in the edition's data files."""
LATEST = "../../latest.json"
ROOT = "../../index.html"
"""What names the latest edition and what leads to it, seen from an edition's folder: the root that `Edition.address` is below."""
CLAIMS_SHOWN, PAIRS_SHOWN = 5, 6
"""Statements of a side, and pairs, that a question's page shows at once; further ones open at a tap."""
SHARE = 250
"""Questions and reports of a language whose pages are made together."""
KEPT_BYTES = 6_000_000
"""How much of an edition in one language a phone is asked to keep after one visit; further pages are kept as they are read."""


def pages(edition: Edition, ground: Ground, media: Sequence[Media] = (), feed: str = "") -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every page and asset, paths POSIX and relative to the edition's folder. Same edition and ground, same bytes.

    media: pictures and videos that lie in the edition. feed: address of its Atom feed, relative to the edition's folder, "" without one.

    Each language has its own folder (`en/index.html`); `index.html` leads to that of the case. Nothing names another host but as text.
    """
    site = Site(edition, ground, media, feed)
    sizes: dict[str, int] = {}
    for code, share in site.shares():
        for path, data in site.share(code, share):
            sizes[path] = len(data)
            yield path, data
    yield from site.rest(sizes)


class Site:
    """`pages` in shares that follow from nothing but the edition, so that several processes can make one each."""

    def __init__(self, edition: Edition, ground: Ground, media: Sequence[Media] = (), feed: str = "") -> None:
        self.edition = edition
        self.words = {code: Words(ground, code, edition.account.time_zone) for code in LANGUAGES}
        index = AccountIndex(replace(edition.account, relevance=()))  # all that is given out bears on something
        self._languages = {code: _Language(edition, index, self.words, code, media, feed) for code in self.words}

    @property
    def order(self) -> list[str]:
        """The languages, the case's own first."""
        case = self.edition.account.case.language
        return sorted(LANGUAGES, key=lambda code: code != case)

    def shares(self) -> list[tuple[str, int]]:
        """(language, number) of every share, in the order of the pages."""
        return [(code, share) for code in self.order for share in range(-(-len(self._languages[code].pages) // SHARE))]

    def share(self, code: str, share: int) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of the files of a share."""
        for make in self._languages[code].pages[share * SHARE : (share + 1) * SHARE]:
            for path, data in make():
                yield f"{code}/{path}", data

    def rest(self, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """What stands outside the languages. sizes: in bytes, of the files of all shares, in their order."""
        order = self.order
        kept: list[str] = []
        room = KEPT_BYTES
        for path, size in sizes.items():
            code, _, page = path.partition("/")
            if code == order[0] and size <= room:
                room -= size
                kept.append(page)
        yield from _doors(self.edition, self.words, order)
        for size in SIZES:
            yield f"icon-{size}.png", icon(size)
        shell = [f"{code}/index.html" for code in order]
        shell += ["index.html", "offline.html", "icon-192.png"]
        values = {"digest": self.edition.digest, "shell": shell, "paths": kept, "languages": order}
        made = {key: _script(value) for key, value in values.items()} | _bare(self.edition)
        yield "sw.js", WORKER.render(made).encode()


def _script(value: Any) -> str:
    """A value as it may stand in a script."""
    return json.dumps(value, ensure_ascii=True).replace("<", "\\u003c")


def _bare(edition: Edition) -> dict[str, str]:
    """What stands inside a string of the script: the digest, hexadecimal or nothing."""
    return {"digest": "".join(char for char in edition.digest if char in "0123456789abcdef")}


def _doors(edition: Edition, words: Mapping[str, Words], order: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Pages outside the languages: the way in, and what is shown where a page was not kept."""
    title = visible(edition.citation.title)
    for path, key, refresh in (("index.html", "", f"{order[0]}/index.html"), ("offline.html", "reader_not_kept", "")):
        doors = [
            (code, words[code].say("language_name"), words[code].say(key) if key else "", f"{code}/index.html")
            for code in order
        ]
        yield (
            path,
            _encoded(
                PAGES["door.html"].render(
                    language=order[0],
                    policy=POLICY,
                    style=Markup(STYLE),  # noqa: S704 our own file
                    case_title=title,
                    refresh=refresh,
                    doors=doors,
                )
            ),
        )


def _encoded(page: str) -> bytes:
    return page.encode("utf-8", "backslashreplace")


class _Views(Views):
    """Views of findings all of which somebody accepted: sentences name who did, so the plain words say what it stands on."""

    links_shown = PAIRS

    def status(self, finding: Finding) -> View:
        return super().status(replace(finding, decided_by=()))


class _Language:
    """The pages of one language; paths are relative to its folder, the most wanted first."""

    def __init__(
        self,
        edition: Edition,
        index: AccountIndex,
        words: Mapping[str, Words],
        code: str,
        media: Sequence[Media],
        feed: str,
    ) -> None:
        self.edition, self.account, self.index = edition, edition.account, index
        self.media, self.feed = media, feed
        self.words, self.all_words = words[code], words
        self.views = _Views(index, self.words, words)
        self.case_title = visible(edition.citation.title)
        day = self._day(edition.at)
        self.as_of = self.words.when_both(Moment(day, datetime.fromisoformat(edition.at).astimezone(UTC)))
        self.edition_name = self._named(edition.number, day)

    def _day(self, at: str) -> date:
        """The civil day of an edition's time."""
        return datetime.fromisoformat(at).astimezone(ZoneInfo(self.account.time_zone)).date()

    def _named(self, number: int, day: date) -> str:
        return self.words.say("reader_edition", number=number, day=self.words.day(day, True))

    @cached_property
    def behind(self) -> dict[str, Text]:
        """Reports that findings rest on, by key."""
        claims = (scope.claim for finding in self.account.findings for scope in finding.claims)
        keys = dict.fromkeys(report_of(self.index.claims[id]) for id in claims if id in self.index.claims)
        return {text.report: text for text in self.account.texts if text.report in keys}

    @cached_property
    def pages(self) -> list[Callable[[], Iterable[tuple[str, bytes]]]]:
        """What makes every page of the language, in their order."""
        return [
            lambda: [("index.html", self._front()), ("manifest.webmanifest", self._manifest())],
            self._chapters,
            lambda: [("search.html", self._search())],
            self._list,
            *(partial(self._asked, finding) for finding in self.account.findings),
            *(partial(self._report, text) for text in self.behind.values()),
            lambda: [("search.json", self._quoted())],
        ]

    def _asked(self, finding: Finding) -> list[tuple[str, bytes]]:
        return [(self._question_path(finding), self._question(finding))]

    def _nav(self) -> list[tuple[str, str]]:
        pages = [
            ("reader_front", "index.html"),
            ("reader_search", "search.html"),
            ("reader_questions", "questions.html"),
        ]
        pages += [
            ("reader_evidence", "evidence.html"),
            *((key, f"{name}.html") for name, key in chapters.CHAPTERS.items()),
        ]
        return [(self.words.say(key), href) for key, href in pages]

    def _render(self, template: str, path: str, title: str, description: str = "", **values: Any) -> bytes:
        up = "../" * (path.count("/") + 1)
        words = self.words
        cited = words.say(
            "reader_cited",
            case=self.case_title,
            title=title,
            edition=self.edition_name,
            language=words.say("language_name"),
        )
        public = self.edition.base and f"{self.edition.base}{self.edition.address}"
        page = PAGES[template].render(
            t=words.say,
            language=words.language,
            languages=[(code, self.all_words[code].say("language_name"), f"{up}{code}/{path}") for code in LANGUAGES],
            policy=POLICY,
            style=Markup(STYLE),  # noqa: S704 our own file
            script=Markup(SCRIPT),  # noqa: S704 the same
            edition=self.edition,
            latest=LATEST,
            root=ROOT,
            feed=self.feed,
            meta=list(meta_tags(self.edition.citation)),
            address=public and f"{public}{words.language}/{path}",
            alternates=[(code, f"{public}{code}/{path}") for code in LANGUAGES if public],
            edition_name=self.edition_name,
            as_of=self.as_of,
            case_title=self.case_title,
            title=title,
            description=one_line(description or self.edition_name, 300),
            citation=cited,
            here=f"{words.language}/{path}",
            up=up,
            nav=self._nav(),
            **values,
        )
        return _encoded(page)

    def _front(self) -> bytes:
        findings = self.account.findings
        first = sorted(findings, key=lambda each: not each.question.asked)[:TOP]
        chosen = visible(self.edition.chosen_by)
        made_of = self.words.say("edition_chosen", n=self.edition.items, by=chosen) if chosen else ""
        return self._render(
            "front.html",
            "index.html",
            self.words.say("reader_front"),
            findings=[self.views.card(each) for each in first[:WHOLE]],
            further=[self._row(each) for each in first[WHOLE:]],
            more=max(0, len(findings) - TOP),
            changes=self._changes(),
            under_review=[self.views.title(question) for question in self.edition.under_review[:CHANGES]],
            coverage=self.views.coverage(self.account.coverage),
            chosen_by=made_of,
        )

    def _changes(self) -> View:
        words, changes = self.words, self.account.changes
        key = "reader_first" if self.edition.previous is None else "" if changes else "reader_no_changes"
        latest = next(iter(self.edition.corrections), None)
        note = one_line(latest.note, 600) if latest is not None and latest.number == self.edition.number else ""
        rows = []
        for change in changes[:CHANGES] if self.edition.previous is not None else ():
            title, known = self.views.changed(change)
            short = self.index.short_question.get(change.question)
            rows.append(
                {
                    "title": title,
                    "href": f"questions/{short}.html" if known else None,
                    "what": self.views.change(change),
                }
            )
        more = max(0, len(changes) - CHANGES) if rows else 0
        return {"intro": words.say(key) if key else "", "note": note, "rows": rows, "more": more}

    def _question_path(self, finding: Finding) -> str:
        return f"questions/{self.index.short_question[finding.question.id]}.html"

    def _question(self, finding: Finding) -> bytes:
        printed = self.views.printed(finding, self.words.language)
        view = self.views.head(finding) | self.views.body(finding)
        view |= {
            "claims_shown": CLAIMS_SHOWN,
            "pairs_shown": PAIRS_SHOWN,
            "printed": printed,
            "agreed": self.views.agreed(finding),
            "coverage": self.views.coverage(finding.searched),
            "corrections": self.corrections(finding.question.id),
        }
        answer = "".join(words for words, _ in printed["segments"])
        return self._render(
            "asked.html", self._question_path(finding), self.views.title(finding.question), answer, q=view
        )

    def corrections(self, question: str | None = None) -> list[View]:
        """The corrections log, latest first; of one question where it is given."""
        rows = []
        for each in self.edition.corrections:
            changes = [change for change in each.changes if question in (None, change.question)]
            what = [f"{self.views.changed(change)[0]}: {self.views.change(change)}" for change in changes[:CHANGES]]
            if each.note and (changes or question is None):
                what.insert(0, one_line(each.note, 600))
            if what:
                rows.append({"edition": self._named(each.number, self._day(each.at)), "what": "; ".join(what)})
        return rows

    def _report(self, text: Text) -> Iterator[tuple[str, bytes]]:
        starts = page_starts(text.text)
        names = [self.views.item_file(text.report, number) for number in range(len(starts))]
        claims = self.index.claims_of_report(text.report)
        quoted = [Quoted(self.index.short_claim[claim.id], claim.quote.start, claim.quote.end) for claim in claims]
        ordered = sorted(claims, key=lambda claim: (claim.quote.start, claim.id))
        labels = {at: self.words.mark(name) for at, name in text.marks}
        copies = [self.name(self.behind[key]) for key in self.index.same_origin(text.report) if key in self.behind]
        for page, start in enumerate(starts):
            end = starts[page + 1] if page + 1 < len(starts) else len(text.text)
            here = [claim for claim in ordered if start <= claim.quote.start < end]
            yield (
                f"items/{names[page]}",
                self._render(
                    "report.html",
                    f"items/{names[page]}",
                    self.name(text),
                    facts=self._facts(text),
                    copies=copies[:COPIES],
                    parts=parts(text.text, quoted, start, end, labels),
                    text_language=text.language or "und",
                    claims=[
                        self.views.claim(each) | {"questions": self._asked_of(each.id)}
                        for each in here[:CLAIMS_A_REPORT]
                    ],
                    more=max(0, len(here) - CLAIMS_A_REPORT),
                    pages=names,
                    page=page,
                ),
            )

    def _asked_of(self, claim: str) -> list[View]:
        found = self.index.findings_of.get(claim, ())[:8]
        return [{"href": f"../{self._question_path(each)}", "title": self.views.title(each.question)} for each in found]

    def name(self, text: Text) -> str:
        """A report by its outlet and day."""
        outlet = text.voice.name or text.path
        return one_line(f"{outlet}, {self.words.day(text.published.day, True)}" if text.published else outlet, 100)

    def _facts(self, text: Text) -> list[tuple[str, str]]:
        words = self.words
        facts = [
            ("label_outlet", one_line(text.voice.name, 100)),
            ("label_kind", f"{words.say(f'kind_{text.voice.kind}')}, {self.views.side(text.voice.side)}"),
            ("label_published", words.when_both(text.published) if text.published else words.say("unknown")),
            ("label_address", one_line(text.address or "", 300)),
            ("label_language", visible(text.language or words.say("unknown"))),
            ("label_digest", text.digest[:16]),
        ]
        return [(words.say(key), value) for key, value in facts if value]

    def _list(self) -> Iterator[tuple[str, bytes]]:
        findings = self.account.findings
        count = max(1, -(-len(findings) // QUESTIONS_A_PAGE))
        names = [f"questions{f'-{page + 1}' if page else ''}.html" for page in range(count)]
        for page, name in enumerate(names):
            part = findings[page * QUESTIONS_A_PAGE : (page + 1) * QUESTIONS_A_PAGE]
            rows = [self._row(each) for each in part]
            title = self.words.say("reader_questions")
            yield name, self._render("list.html", name, title, rows=rows, pages=names, page=page)

    def _row(self, finding: Finding) -> View:
        return {
            "href": self._question_path(finding),
            "title": self.views.title(finding.question),
            "status": self.views.status(finding),
            "origins": self.views.faces(finding)[3][1],
        }

    def _search(self) -> bytes:
        rows = [
            (self._question_path(each), self.views.title(each.question), self.views.status(each)["words"])
            for each in self.account.findings
        ]
        rows += [
            (f"items/{self.views.item_file(text.report)}", self.name(text), self.words.say(f"kind_{text.voice.kind}"))
            for text in self.behind.values()
        ]
        title = self.words.say("reader_search")
        more = max(0, len(rows) - LISTED)
        return self._render("search.html", "search.html", title, rows=rows[:LISTED], more=more)

    def _quoted(self) -> bytes:
        """The search index: [address, who, words quoted] of each claim a finding rests on."""
        rows = []
        for claim in self.account.claims:
            href = self.views.claim_href(claim, "") if claim.id in self.index.findings_of else None
            if href is not None:
                view = one_line(claim.attribution[0].name if claim.attribution else claim.voice.name, 60)
                rows.append([href, view, one_line(claim.quote.exact, QUOTED)])
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")

    def _chapters(self) -> Iterator[tuple[str, bytes]]:
        says = self.words.say
        book = chapters.Chapters(self.edition, self.index, self.views, self.words)
        media = [each | {"report": self._media_name(each["of"])} for each in book.media(self.media)]
        title = says("reader_evidence")
        sections = book.evidence()
        yield "evidence.html", self._render("evidence.html", "evidence.html", title, media=media, sections=sections)
        for name, key in chapters.CHAPTERS.items():
            found = self._corrected() if name == "corrections" else getattr(book, name)()
            yield f"{name}.html", self._render("chapter.html", f"{name}.html", says(key), **found)

    def _media_name(self, report: str) -> str:
        return self.name(self.index.texts[report]) if report in self.index.texts else ""

    def _corrected(self) -> View:
        says = self.words.say
        rows = [[each["edition"], each["what"]] for each in self.corrections()]
        columns = [says("reader_edition_column"), says("col_what")]
        sections = [chapters.section(columns=columns, rows=rows)] if rows else []
        return {"note": says("reader_corrections_note"), "sections": sections, "nothing": says("reader_no_corrections")}

    def _manifest(self) -> bytes:
        """What an installed page is (W3C Web Application Manifest), started in this language."""
        manifest = {
            "id": "../",
            "name": one_line(self.case_title, 60),
            "short_name": one_line(self.case_title, 16),
            "lang": self.words.language,
            "start_url": "index.html",
            "scope": "../",
            "display": "standalone",
            "background_color": "#fbfaf6",
            "theme_color": "#fbfaf6",
            "icons": [
                {"src": f"../icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for size in (192, 512)
                for purpose in ("any", "maskable")
            ],
        }
        return json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
