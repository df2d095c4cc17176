"""Of 200 and more canaries in private fields, names, coordinates, fresh positions and unreviewed findings, none is in a published byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.fakes import Builder, made_range, question
from tests.publish.edition.making import AT, edition_of, planned, published
from zvirka.ground import Ground
from zvirka.model.account import Account
from zvirka.model.case import ItemsRule, PublishRule
from zvirka.model.claims import Claim, Reason
from zvirka.model.findings import LinkReason
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.judgements import Subject
from zvirka.model.narratives import SourceRecord, Speech, Statement
from zvirka.model.terms import Term, Use
from zvirka.publish import working_copy
from zvirka.publish.edition import secrets

IZIUM = "geonames:707292"


class Aviary(Builder):
    """An account in which an accepted finding stands amid canaries. `canaries`: all of them, by what they are."""

    def __init__(self) -> None:
        super().__init__("A case of canaries")
        self.canaries: dict[str, str] = {}
        self.count = 0
        self.case = replace(
            self.case,
            publish=PublishRule(under_review=True, chosen_by="The Desk"),
            items=(ItemsRule(files=self.bird("a pattern of files"), outlet=self.bird("an outlet of the case file")),),
        )
        self.good: list[Claim] = []
        for build in (
            self.reviewed,
            self.witnesses,
            self.posters,
            self.coordinates,
            self.unreviewed,
            self.fresh,
            self.notes,
            self.over_time,
        ):
            build()

    def bird(self, kind: str, form: str = "Kanarok{n}q") -> str:
        """A new canary."""
        self.count += 1
        made = form.format(n=self.count)
        self.canaries[made] = kind
        return made

    def reviewed(self) -> None:
        """An article with an accepted statement, between words nobody reviewed."""
        for number in range(12):
            before, after = self.bird("words around a claim"), self.bird("words around a claim")
            text = self.report(
                f"{before} waited. Officials say {number + 100} square kilometres are free. {after} slept.",
                path=f"{self.bird('a path')}/article.txt",
                fragment=self.bird("a fragment"),
                address=f"https://paper.example/{number}",
            )
            text = self._private_parts(text)
            self.good.append(
                self.claim(
                    text,
                    f"{number + 100} square kilometres are free",
                    source="Officials",
                    value=number + 100.0,
                    as_of="2022-09-12",
                )
            )

    def _private_parts(self, text: Text) -> Text:
        self.texts.remove(text)
        made = replace(
            text,
            author=self.bird("an author"),
            forwarded_from=self.bird("a first poster"),
            reply_to=self.bird("an answered post"),
            media=(self.bird("a media file"),),
            marks=((0, f"{self.bird('a sheet')} row 7"),),
            known=(("side", self.bird("how it is known")),),
        )
        self.texts.append(made)
        return made

    def witnesses(self) -> None:
        """People named in what they saw; one of them again in another report."""
        for number in range(12):
            name = self.bird("a witness", "Oksana Kanarenko{n}q")
            text = self.report(f"They were there on the 9th, {name} said of {number + 300} square kilometres.")
            self.good.append(
                self.claim(
                    text, text.text[:-1], source=name, kind="eyewitness", value=number + 300.0, as_of="2022-09-12"
                )
            )
            other = self.report(f"Neighbours of {name} counted {number + 400} square kilometres.")
            self.good.append(self.claim(other, other.text[:-1], value=number + 400.0, as_of="2022-09-12"))
        unnamed = self.report("Kanarchuk from the next house saw 7 square kilometres.")
        self.canaries["Kanarchuk"] = "a name inside a role"
        self.good.append(
            self.claim(
                unnamed,
                unnamed.text[:-1],
                source="Kanarchuk from the next house",
                kind="eyewitness",
                named=False,
                value=7.0,
                as_of="2022-09-12",
            )
        )

    def posters(self) -> None:
        """Private people who posted first, by name, address and file."""
        for number, kind in enumerate(["public", "eyewitness", "channel", "blogger", "unnamed"] * 3):
            name, handle = self.bird("a first poster", "Ivan Kanarchenko{n}q"), self.bird("a handle", "kanarok{n}q")
            text = self.report(
                f"Free now: {number + 500} square kilometres. {name} https://t.me/{handle} +380 50 123 45 {number:02d}",
                outlet=name,
                kind=kind,
                address=f"https://t.me/{handle}/7",
                path=f"{self.bird('a path')}.txt",
            )
            self.canaries[f"+380 50 123 45 {number:02d}"] = "a telephone number"
            self.good.append(self.claim(text, text.text, value=number + 500.0, as_of="2022-09-12"))

    def coordinates(self) -> None:
        """Exact places, in slots, in rows and in words."""
        for number in range(12):
            lon, lat = f"37.1{number:02d}713", f"49.2{number:02d}917"
            self.canaries |= {lon: "a longitude", lat: "a latitude"}
            text = self.report(f"Tanks stood at {lat}, {lon} by the mill, {number + 600} square kilometres further.")
            made = self.claim(text, text.text[:-1], value=number + 600.0, as_of="2022-09-12")
            place = replace(made.places[0], kind="facility", lon=float(lon), lat=float(lat), uncertainty_m=5.0)
            self.claims.remove(made)
            self.claims.append(replace(made, places=(place,)))
            self.good.append(self.claims[-1])
            row = self.loss(f"t-80bvm-{number}", evidence=f"https://post.example/{self.bird('an address of a row')}")
            self.observations.remove(row)
            self.observations.append(
                replace(
                    row,
                    model=None,
                    lon=float(lon) + 1e-6,
                    lat=float(lat) + 1e-6,
                    place_as_written=self.bird("a street"),
                    number=self.bird("a row's number"),
                )
            )
            self.canaries |= {repr(float(lon) + 1e-6): "a longitude", repr(float(lat) + 1e-6): "a latitude"}

    def unreviewed(self) -> None:
        """Findings nobody accepted, one in the same report as an accepted one; and a claim that was rejected."""
        for number in range(15):
            words = self.bird("an unreviewed statement")
            text = self.report(
                f"At {words} they took {self.bird('an unreviewed figure', '98{n}77')} items, {self.bird('its source')} said.",
                path=f"u{number}.txt",
            )
            claim = self.claim(
                text,
                text.text[:-1],
                "raid",
                source=text.text.split(", ")[1][:-6],
                value=float(f"98{self.count - 1}77"),
                name=self.bird("its place"),
                place="",
            )
            self.finding(question("raid", since=f"2022-08-{number + 1:02d}"), [claim])

    def fresh(self) -> None:
        """Accepted findings that tell of yesterday."""
        for number in range(12):
            text = self.report(
                f"Near {self.bird('a fresh position')} a column of {number + 3} tanks was seen.", published="2022-10-23"
            )
            claim = self.claim(text, text.text[:-1], "sighting", event="2022-10-23", model="t-80bvm", place=IZIUM)
            about = question("sighting", IZIUM, since=f"2022-07-{number + 1:02d}")
            self.finding(about, [claim], decided_by=["Ann Editor"])

    def notes(self) -> None:
        """The accepted finding itself, with what people and rules noted about it; and what went wrong elsewhere."""
        rejected_text = self.report(f"{self.bird('a rejected claim')} square kilometres.")
        rejected = self.claim(rejected_text, rejected_text.text[:-1])
        first, second = self.good[:2]
        self.claims.remove(first)
        first = replace(first, reasons=(Reason("type", f"by:{self.bird('who corrected it')}"),))
        self.claims.append(first)
        self.good[0] = first
        about = question("territory_regained", since="2022-09-06", asked=True)
        link = self.link("conflicts", first.id, second.id, (), about)
        self.links.remove(link)
        self.links.append(
            replace(
                link,
                by=self.bird("who linked it"),
                reasons=(LinkReason("person", (("why", self.bird("why it was linked")),)),),
            )
        )
        rows = list(self.observations)
        finding = self.finding(
            about,
            self.good,
            observations=rows,
            decided_by=["Ann Editor"],
            range=made_range(100, 700, "2022-09-12", rows),
        )
        self.findings[-1] = replace(
            finding,
            rank=1,
            left_out=(rejected.id,),
            rank_reasons=(("asked", self.bird("a reason of rank", "Kanarok {n}q")),),
        )
        for number in range(8):
            subject = Subject("claim", first.id, path=self.bird("a path"), about=self.bird("what it is about"))
            self.judge(
                "slot",
                self.bird("a member of the desk"),
                subject,
                why=self.bird("why it was decided"),
                slot="quantity.unit",
                value=self.bird("a corrected value"),
            )
            self.issues.append(
                Issue(
                    "row_invalid", self.bird("a path"), self.bird("an issue"), self.bird("a remedy"), place=str(number)
                )
            )

    def over_time(self) -> None:
        """What private people said over time, terms they used, and what the desk judged of them and of a published claim."""
        private = [claim for claim in self.good if claim.attribution and claim.attribution[0].kind == "eyewitness"]
        private += [
            claim for claim in self.good if not claim.attribution and claim.voice.kind in ("public", "eyewitness")
        ]
        unreviewed = [claim for claim in self.claims if claim.type == "raid"]
        speeches, records, uses = [], [], []
        for claim in (*private, *unreviewed):
            name = claim.attribution[0].name if claim.attribution else claim.voice.name
            key = f"name:unknown:{name.casefold()}"
            statement = Statement((claim.id,), 1, None, None, claim.type, claim.type, ())
            speeches.append(Speech(key, "unknown", "", (statement,), ()))
            records.append(SourceRecord(key, claim.type, 1, 0, 0, 0, 0, 0.2, 1.0))
            uses.append(Use(claim.id, None, "unknown", name, self.bird("words of a term")))
            self.judge("grade", "Ann Editor", Subject("source", name), value="E")
            self.judgements[-1] = replace(self.judgements[-1], acts_on=(claim.id,))
        self.speeches, self.records = tuple(speeches), tuple(records)
        self.terms = (Term(self.bird("a term"), "raid", "unknown", tuple(uses)),)
        for kind, value in (("credibility", "2"), ("likelihood", "likely")):
            subject = Subject("claim", self.good[0].id, path=self.bird("a path"))
            self.judge(kind, self.bird("who judged"), subject, why=self.bird("why it was judged so"), value=value)

    def account(self) -> Account:
        made = super().account()
        return replace(made, as_read=(made.claims[0],), changes=(), before="2022-09-30T00:00:00Z")


def found_in(files: dict[str, bytes], canaries: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(file, canary, what it is) for each that is in a byte of a file."""
    for path, data in files.items():
        text = data.decode("utf-8", "replace").casefold()
        for canary, kind in canaries.items():
            if (words := canary.casefold()) in text and re.search(rf"(?<!\d){re.escape(words)}(?!\d)", text):
                yield path, canary, kind


@pytest.mark.parametrize("grades", [False, True])
def test_no_canary_is_in_a_published_byte(ground: Ground, grades: bool) -> None:
    """Pages, data, feeds and what is inside archives; while the finding itself goes out. Also where grades of sources are given out."""
    aviary = Aviary()
    aviary.case = replace(aviary.case, publish=replace(aviary.case.publish, grades=grades))
    assert len(aviary.canaries) >= 200
    account = aviary.account()
    edition = edition_of(account, ground)
    assert [finding.question.measure for finding in edition.account.findings] == ["territory_regained"]
    assert len(edition.account.claims) == len(aviary.good)
    files = published(edition, ground)
    assert list(found_in(files, aviary.canaries)) == []
    shown = b"".join(files.values()).decode("utf-8", "replace")
    assert "100 square kilometres are free" in shown
    assert "█" in shown


def test_the_search_would_find_them(ground: Ground) -> None:
    """The working copy, which is not given out, holds nearly all: the search is not blind, and the canaries were there."""
    aviary = Aviary()
    files = dict(working_copy(aviary.account(), ground, "2022-10-24T08:00:00Z"))
    assert len({canary for _, canary, _ in found_in(files, aviary.canaries)}) > 0.8 * len(aviary.canaries)


def test_the_last_look_knows_the_names_that_were_left_out(ground: Ground) -> None:
    """So that whatever the pages do, none of them gets out unnoticed."""
    aviary = Aviary()
    account = aviary.account()
    known = secrets(account, planned(account, ground), ground)
    people = {
        canary for canary, kind in aviary.canaries.items() if kind in ("a witness", "a first poster", "an author")
    }
    assert people <= known.keys()


def test_under_review_is_named_without_figures(ground: Ground) -> None:
    """Only questions, by our own words for them."""
    edition = edition_of(Aviary().account(), ground)
    assert {each.measure for each in edition.under_review} == {"raid"}
    assert {reason for reason, _ in edition.withheld} == {"not_accepted", "fresh"}


def test_what_stayed_for_its_age_goes_out_later(ground: Ground) -> None:
    """The same account, four days on: nothing else holds it."""
    account = Aviary().account()
    later = AT.replace(day=28)
    assert len(edition_of(account, ground, later).account.findings) == 13
