"""The working copy: plain pages that need no script and no network, and the same records as JSON lines and CSV."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import resources
from types import MappingProxyType
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from zvirka.ground.ground import Ground
from zvirka.model.account import Account, Change
from zvirka.model.findings import UTTERANCE, Finding
from zvirka.model.issues import Issue, IssueCode
from zvirka.model.items import Text
from zvirka.publish.blocks import Block, DigestOf, File, fresh, untold, whole
from zvirka.publish.evidence_links import MAPS_PAGE
from zvirka.publish.evidence_pages import ledger_sections, map_sections
from zvirka.publish.export import EXPORTED, FORMATS, export_blocks, exported
from zvirka.publish.footing import ASKED, COPIES, Footing
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.marks import Quoted, page_starts, parts
from zvirka.publish.narrative_pages import narrative_sections
from zvirka.publish.picture_views import PictureViews, overlay_path
from zvirka.publish.sentences import Sentence, composed
from zvirka.publish.views import View, Views
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import LANGUAGES, Words

NO_OVERLAYS: Mapping[str, bytes] = MappingProxyType({})
TOP = 20
"""How many findings that nobody asked for stand on the overview (DESIGN, issue 2)."""
CHANGES = 60
QUESTIONS_A_PAGE = 400
ISSUES_A_CODE = 60
CLAIMS_A_REPORT = 60
ONE_FILE = 2_000_000
"""Characters of reports in a question sent as one file: some 5 MB, which mail takes."""
"""Caps that keep every page under some 300 kB; what is left out is counted on the page and stands in the data files."""

_FOLDER = resources.files("zvirka.publish").joinpath("templates")
_SOURCES = {
    entry.name: entry.read_text("utf-8") for entry in _FOLDER.iterdir() if entry.name.endswith((".html", ".css"))
}
_STYLE = _SOURCES["style.css"]
_POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'"
)
"""Content-Security-Policy (W3C CSP 3): nothing is loaded or run but the one style sheet in the page, known by its digest."""
_ENVIRONMENT = (
    Environment(  # sources are read here, so that rendering opens no file; each is compiled once, when first used
        loader=DictLoader(_SOURCES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
)


def working_copy(account: Account, ground: Ground, generated: str) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every page and file of the working copy, paths POSIX and relative, index.html first.

    generated: when the account was made, as it is to be shown. The same account, ground and `generated` give the same bytes.
    """
    return whole(working_files(account, ground, generated, untold))


def working_files(
    account: Account,
    ground: Ground,
    generated: str,
    digest_of: DigestOf,
    overlays: Mapping[str, bytes] = NO_OVERLAYS,
    index: AccountIndex | None = None,
) -> Iterator[File]:
    """The files of `working_copy` in blocks, so that what is made of the same as before need not be made again.

    digest_of: the digest of records; it must be another where code or packs are. overlays: PNGs that show why pictures are linked, by link.
    index: the account's, where it is at hand.
    """
    site = _Site(account, ground, generated, digest_of, overlays, index)
    yield from site.files()
    for link, data in sorted(overlays.items()):
        yield overlay_path(link), [fresh(data)]
    language = account.case.language
    for what in EXPORTED:
        records = exported(site.index, what, site.sentence_of(language), language, digest_of)
        for form in FORMATS:
            yield f"data/{what}.{form}", export_blocks(records, form)


def one_page(account: Account, ground: Ground, generated: str, finding: Finding) -> bytes:
    """A question as one file that stands alone: its page, and under it the reports it rests on with their words marked.

    Links lead inside the file; what is not in it is not linked. The same page as in the working copy otherwise.
    """
    return _Site(account, ground, generated, untold).one(finding)


CUT = "<!--cut-->"
"""Where a page is cut into blocks: no stranger's words can hold it, since "<" in them is escaped."""


def _encoded(page: str) -> bytes:
    return page.encode("utf-8", "backslashreplace")


_HREF = re.compile(r' href="([^"#]*)(?:#([^"]*))?"')


def _inside(found: re.Match[str], anchors: set[str]) -> str:
    """A link of a page of the working copy as one inside a single file; none where it leads out of it."""
    path, anchor = found[1], found[2] or ""
    if not path:
        return found[0]
    return f' href="#{anchor}"' if anchor in anchors else ""


class _Site:
    def __init__(
        self,
        account: Account,
        ground: Ground,
        generated: str,
        digest_of: DigestOf,
        overlays: Mapping[str, bytes] = NO_OVERLAYS,
        index: AccountIndex | None = None,
    ) -> None:
        self.account = account
        self.ground = ground
        self.generated = generated
        self.index = index or AccountIndex(account)
        self._digest_of = digest_of
        languages = {code: Words(ground, code, account.time_zone) for code in LANGUAGES}
        self.words = languages.get(account.case.language, languages["en"])
        self.views = Views(self.index, self.words, languages)
        self.footing = Footing(account, self.index, digest_of)
        self.pictures = PictureViews(self.index, self.words, overlays)
        self._made = _encoded(str(escape(self.words.say("made", time=visible(generated)))))
        self.case_title = visible(account.case.title) or self.words.say("untitled")

    def sentence_of(self, language: str) -> Callable[[Finding], Sentence]:
        """What gives the printed sentence of a finding in `language`."""
        if language == self.words.language:
            return self.views.composed
        words = Words(self.ground, language, self.account.time_zone)
        return lambda finding: composed(finding, self.index, words)

    def files(self) -> Iterator[File]:
        yield "index.html", [fresh(self._index())]
        for path, data in self._questions():
            yield path, [fresh(data)]
        for finding in self.account.findings:
            yield f"questions/{self.index.short_question[finding.question.id]}.html", self._question(finding)
        behind = {
            report_of(claim)
            for finding in self.account.findings
            for id in (*(each.claim for each in finding.claims), *finding.left_out)
            if (claim := self.index.claims.get(id))
        }
        for text in self.account.texts:
            if text.report in behind:
                yield from self._report(text)
        if self.pictures.seen:
            title = self.words.say("nav_pictures")
            shown = self._render("pictures.html", "pictures.html", title, page=self.pictures.page())
            yield "pictures.html", [fresh(shown)]
        yield "issues.html", [fresh(self._issues())]
        for page, title, sections, source in self._evidence():
            yield page, [fresh(self._render("evidence.html", page, title, sections=sections, data=source))]

    def _evidence(self) -> list[tuple[str, str, list[View], tuple[str, ...]]]:
        """(path, title, tables, data files) of the pages of maps, of lists and of what was said over time, where the case has any."""
        pages = [
            (
                MAPS_PAGE,
                self.words.say("h_maps_page"),
                map_sections(self.index, self.words),
                ("data/observations.csv",),
            ),
            (
                "ledger.html",
                self.words.say("h_ledger_page"),
                ledger_sections(self.index, self.words),
                ("data/ledger.jsonl",),
            ),
            (
                "speakers.html",
                self.words.say("h_speakers_page"),
                narrative_sections(self.views),
                ("data/terms.csv", "data/speakers.csv", "data/lives.csv", "data/records.csv"),
            ),
        ]
        return [page for page in pages if page[2]]

    def _render(self, template: str, here: str, title: str, **values: Any) -> bytes:
        words = self.words
        page = _ENVIRONMENT.get_template(template).render(
            t=words.say,
            language=words.language,
            policy=_POLICY,
            style=Markup(_STYLE),  # noqa: S704 our own file
            case_title=self.case_title,
            title=title,
            here=here,
            up="../" if "/" in here else "",
            nav=values.pop("nav", None)
            if "nav" in values
            else [
                (words.say("nav_overview"), "index.html"),
                (words.say("nav_questions"), "questions.html"),
                *([(words.say("nav_maps"), MAPS_PAGE)] if self.index.has_maps else []),
                *([(words.say("nav_lists"), "ledger.html")] if self.index.has_lists else []),
                *([(words.say("nav_pictures"), "pictures.html")] if self.pictures.seen else []),
                (words.say("nav_issues"), "issues.html"),
                (words.say("nav_data"), "index.html#files"),
            ],
            generated=visible(self.generated),
            **values,
        )
        return _encoded(page)

    def _index(self) -> bytes:
        findings = self.account.findings
        asked = [each for each in findings if each.question.asked]
        top = [each for each in findings if not each.question.asked][:TOP]
        return self._render(
            "index.html",
            "index.html",
            self.words.say("nav_overview"),
            asked=[self.views.card(each) for each in asked],
            top=[self.views.card(each) for each in top],
            count=len(findings),
            coverage=self._coverage(),
            changes=self._changes(),
            evidence=[(title, name) for name, title, _, _ in self._evidence()],
            files=[(what, [f"data/{what}.{form}" for form in FORMATS]) for what in EXPORTED],
        )

    def _coverage(self) -> str:
        """All that a report which bears on nothing changes on the overview: what was read, what is open, when it was made."""
        counts: Counter[str] = Counter()
        for issue in self.account.issues:
            counts[issue.code] += issue.count
        words = self.words
        noted = words.say("count_issues", n=sum(counts.values()) - counts["other_days"] - counts["other_places"])
        lines = [self.views.coverage(self.account.coverage), f"{words.say('h_issues')}: {noted}."]
        for code in ("other_days", "other_places"):
            if counts[code]:
                lines.append(words.say(f"coverage_{code}", n=words.say("count_claims", n=counts[code])))
        return " ".join([*lines, words.say("made", time=visible(self.generated)) + "."])

    def _changes(self) -> View:
        words, changes = self.words, self.account.changes
        if self.account.before is None:
            return {"intro": words.say("first_run"), "rows": [], "more": 0}
        before = visible(self.account.before)
        intro = words.say("changed_since" if changes else "no_changes", before=before)
        return {
            "intro": intro,
            "rows": [self._change(each) for each in changes[:CHANGES]],
            "more": max(0, len(changes) - CHANGES),
        }

    def _change(self, change: Change) -> View:
        title, known = self.views.changed(change)
        href = f"questions/{self.index.short_question[change.question]}.html" if known else None
        return {"title": title, "href": href, "what": self.views.change(change)}

    def _questions(self) -> Iterator[tuple[str, bytes]]:
        findings = self.account.findings
        count = max(1, -(-len(findings) // QUESTIONS_A_PAGE))
        names = [f"questions{f'-{page + 1}' if page else ''}.html" for page in range(count)]
        for page, name in enumerate(names):
            part = findings[page * QUESTIONS_A_PAGE : (page + 1) * QUESTIONS_A_PAGE]
            rows = [self._row(finding) for finding in part]
            yield (
                name,
                self._render(
                    "questions.html", name, self.words.say("nav_questions"), rows=rows, pages=names, page=page
                ),
            )

    def _row(self, finding: Finding) -> View:
        return {
            "rank": finding.rank,
            "href": f"questions/{self.index.short_question[finding.question.id]}.html",
            "title": self.views.title(finding.question),
            "status": self.views.status(finding),
            "origins": self.views.faces(finding)[3][1],
        }

    def _question(self, finding: Finding) -> Iterator[Block]:
        """The page of a question: what changes with every report read (the sentences, the coverage, when it was made) around the rest.
        What was said on a day does not tell how much was read: the sentences of an utterance stand as long as its claims do."""
        made_of = self.footing.question(finding)
        shell = cache(partial(self._shell_parts, finding))
        said = finding.question.measure.partition(":")[0] == UTTERANCE and bool(finding.claims)
        stands = made_of if said else ""

        def part(number: int, *also: object) -> Block:
            return Block(stands and self._digest_of("shell", number, stands, also), lambda: shell()[number])

        yield part(0)
        yield Block(f"head {made_of}", lambda: _encoded(self._part("question_head.html", self.views.head(finding))))
        yield part(1)
        yield Block(f"body {made_of}", lambda: _encoded(self._part("question_body.html", self.views.body(finding))))
        yield part(2)
        yield fresh(self._searched(finding))
        yield part(3, finding.rank_reasons)
        yield fresh(self._made)
        yield part(4)

    def _shell_parts(self, finding: Finding) -> tuple[bytes, bytes, bytes, bytes, bytes]:
        """A question's page around what stands apart: its head, its body, what was searched, when it was made."""
        path = f"questions/{self.index.short_question[finding.question.id]}.html"
        title = self.views.title(finding.question)
        page = self._render("question.html", path, title, q=self._shell(finding, CUT, CUT))
        top, said, rest = page.split(CUT.encode())
        searched = rest.index(told := self._searched(finding))
        made = rest.rindex(self._made)
        return top, said, rest[:searched], rest[searched + len(told) : made], rest[made + len(self._made) :]

    def _searched(self, finding: Finding) -> bytes:
        told = self.words.say("not_found_in", coverage=self.views.coverage(finding.searched))
        return _encoded(str(escape(told)))

    def _shell(self, finding: Finding, head: str, body: str) -> View:
        return {
            "head": Markup(head),  # noqa: S704 rendered by our own templates
            "sentences": self.views.sentences(finding),
            "body": Markup(body),  # noqa: S704 the same
            "coverage": self.views.coverage(finding.searched),
            "why": self.views.why(finding),
        }

    def _part(self, template: str, view: View) -> str:
        return _ENVIRONMENT.get_template(template).render(t=self.words.say, q=view)

    def one(self, finding: Finding) -> bytes:
        """`one_page`."""
        head = self._part("question_head.html", self.views.head(finding))
        view = self._shell(finding, head, self._part("question_body.html", self.views.body(finding)))
        title = self.views.title(finding.question)
        behind = list(dict.fromkeys(report_of(self.index.claims[each.claim]) for each in finding.claims))
        texts = [self.index.texts[report] for report in behind if report in self.index.texts]
        shown: list[Text] = []
        size = 0
        for text in texts:
            size += len(text.text)
            if size <= ONE_FILE or not shown:
                shown.append(text)
        anchors: set[str] = set()
        reports = []
        for text in shown:
            claims = self.index.claims_of_report(text.report)
            quoted = [Quoted(self.index.short_claim[claim.id], claim.quote.start, claim.quote.end) for claim in claims]
            anchors |= {f"c-{each.anchor}" for each in quoted}
            cut = parts(text.text, quoted, 0, len(text.text), self._labels(text))
            facts = self._facts(text)
            reports.append(
                {
                    "name": one_line(self._name(text), 120),
                    "facts": facts,
                    "parts": cut,
                    "language": text.language or "und",
                }
            )
        page = self._render(
            "one.html", "", title, q=view, reports=reports, left_out=len(texts) - len(shown), nav=[]
        ).decode("utf-8")
        return _HREF.sub(lambda found: _inside(found, anchors), page).encode("utf-8")

    def _report(self, text: Text) -> Iterator[File]:
        made_of = self.footing.report(text)
        starts = page_starts(text.text)
        for page in range(len(starts)):
            name = self.views.item_file(text.report, page)
            yield f"items/{name}", [Block(made_of, partial(self._report_page, text, starts, page))]

    def _report_page(self, text: Text, starts: Sequence[int], page: int) -> bytes:
        claims = self.index.claims_of_report(text.report)
        names = [self.views.item_file(text.report, number) for number in range(len(starts))]
        quoted = [Quoted(self.index.short_claim[claim.id], claim.quote.start, claim.quote.end) for claim in claims]
        ordered = sorted(claims, key=lambda claim: (claim.quote.start, claim.id))
        copies = [
            one_line(self._name(self.index.texts[other]), 80)
            for other in self.index.same_origin(text.report)[:COPIES]
            if other in self.index.texts
        ]
        end = starts[page + 1] if page + 1 < len(starts) else len(text.text)
        here = [claim for claim in ordered if starts[page] <= claim.quote.start < end]
        views = [self.views.claim(claim) | {"questions": self._asked_of(claim.id)} for claim in here[:CLAIMS_A_REPORT]]
        return self._render(
            "item.html",
            f"items/{names[page]}",
            one_line(self._name(text), 100),
            facts=self._facts(text),
            copies=copies,
            parts=parts(text.text, quoted, starts[page], end, self._labels(text)),
            text_language=text.language or "und",
            claims=views,
            more=max(0, len(here) - CLAIMS_A_REPORT),
            pages=names,
            page=page,
        )

    def _labels(self, text: Text) -> dict[int, str]:
        return {at: self.words.mark(name) for at, name in text.marks}

    def _asked_of(self, claim: str) -> list[View]:
        return [
            {
                "href": f"../questions/{self.index.short_question[each.question.id]}.html",
                "title": self.views.title(each.question),
            }
            for each in self.index.findings_of.get(claim, ())[:ASKED]
        ]

    def _name(self, text: Text) -> str:
        outlet = text.voice.name or text.path
        return f"{outlet}, {self.words.day(text.published.day, True)}" if text.published else outlet

    def _facts(self, text: Text) -> list[tuple[str, str]]:
        words, known = self.words, dict(text.known)
        where = f"{text.path} · {text.fragment}" if text.fragment else text.path
        facts = [
            ("label_outlet", one_line(text.voice.name, 100), "outlet"),
            ("label_kind", f"{words.say(f'kind_{text.voice.kind}')}, {self.views.side(text.voice.side)}", ""),
            (
                "label_published",
                words.when_both(text.published) if text.published else words.say("unknown"),
                "published",
            ),
            ("label_dated", self._dated(text), ""),
            ("label_address", one_line(text.address or words.say("unknown"), 300), "address"),
            ("label_forwarded", one_line(text.forwarded_from or "", 100), ""),
            ("label_answers", one_line(text.reply_to or "", 100), ""),
            ("label_file", one_line(where, 200), ""),
            ("label_language", visible(text.language or words.say("unknown")), "language"),
            ("label_digest", text.digest[:16], ""),
        ]
        return [(words.say(key), value + self._known(known.get(field))) for key, value, field in facts if value]

    def _dated(self, text: Text) -> str:
        """What a report's own words say of its date, "" where that was not asked."""
        found, words = text.dated, self.words
        if found is None:
            return ""
        told = [
            words.say(
                "dated_by",
                rule=words.say(f"dated_{each.rule}"),
                words=one_line(each.span.exact, 60),
                days=words.open_days(each.earliest, each.latest),
            )
            for each in found.constraints
        ]
        return (
            f"{words.say(f'dated_{found.state}', days=words.open_days(found.earliest, found.latest))} {'; '.join(told)}"
        )

    def _known(self, how: str | None) -> str:
        return (
            f" ({self.words.say('label_known').lower()}: {self.words.rule(f'known_{how}', visible(how))})"
            if how
            else ""
        )

    def _issues(self) -> bytes:
        grouped: dict[IssueCode, list[Issue]] = {}
        for issue in self.account.issues:
            grouped.setdefault(issue.code, []).append(issue)
        codes = sorted(grouped, key=lambda code: (code == "not_looked_at", code))
        return self._render(
            "issues.html",
            "issues.html",
            self.words.say("h_issues"),
            coverage=self.views.coverage(self.account.coverage),
            groups=[self._group(code, grouped[code]) for code in codes],
            looked="not_looked_at" in grouped,
        )

    def _group(self, code: IssueCode, issues: list[Issue]) -> View:
        return {
            "anchor": code.replace("_", "-"),
            "name": self.words.say(f"issue_{code}"),
            "count": sum(issue.count for issue in issues),
            "rows": [self._issue(issue) for issue in issues[:ISSUES_A_CODE]],
            "more": max(0, len(issues) - ISSUES_A_CODE),
        }

    def _issue(self, issue: Issue) -> View:
        claim = self.index.claims.get(issue.claim) if issue.claim else None
        shown = claim is not None and claim.id in self.index.findings_of
        return {
            "path": one_line(f"{issue.path} · {issue.fragment}" if issue.fragment else issue.path, 120),
            "href": self.views.claim_href(claim, "") if claim is not None and shown else None,
            "place": one_line(issue.place or "", 60),
            "message": one_line(issue.message.removeprefix(f"{issue.path}: "), 240),
            "words": one_line(issue.span.exact, 160) if issue.span and issue.span.exact not in issue.message else "",
            "remedy": one_line(issue.remedy, 200),
            "count": issue.count,
        }
