"""The example as the reader's tests want it."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes import Builder, day, moment, question
from tests.publish.kharkiv import Kharkiv
from zvirka.model.observations import StatusObservation, observation_id
from zvirka.model.spans import Span
from zvirka.model.terms import Term, Use

SHEVCHENKOVE = ("Shevchenkove", 37.17, 49.69)
IZIUM = ("Izium", 37.26, 49.21)


def status(source: str, place: tuple[str, float, float], told: str, holder: str, as_of: str) -> StatusObservation:
    """What a source says of a settlement that the gazetteer has no name for."""
    name, lon, lat = place
    id = observation_id("status", source, name, as_of)
    return StatusObservation(id, source, "", name, lon, lat, told, holder, moment(as_of), None, 1, ("0" * 64,))


class Case(Kharkiv):
    """The example with settlements on two days, an official term and an agreed pair."""

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self.observations += [
            status("A Map", SHEVCHENKOVE, "held", "russia", "2022-09-06"),
            status("A Map", IZIUM, "held", "russia", "2022-09-06"),
            status("A Map", SHEVCHENKOVE, "liberated", "ukraine", "2022-09-10"),
        ]
        text = self.report("The ministry spoke of a regrouping of troops near Izium.", "A Paper", path="regrouping.txt")
        said = self.claim(
            text, "a regrouping of troops", "withdrawal", source="The ministry", side="russia", as_of="2022-09-10"
        )
        start = text.text.index("regrouping")
        self.claims[-1] = labelled = replace(said, label=Span.of(text.text, start, start + len("regrouping")))
        self.finding(question("withdrawal"), [labelled], relation="single")
        use = Use(labelled.id, day("2022-09-10"), "russia", "The ministry", "regrouping")
        self.terms = (Term("regrouping", "withdrawal", "russia", (use,)),)
        reached = [claim for claim in self.claims if claim.type == "border_crossing"]
        about = next(each.question for each in self.findings if each.question.measure == "border_crossing")
        self.link("same", reached[0].id, reached[1].id, (), about)


def large(findings: int, claims: int, first: int = 0, language: str = "en") -> Builder:
    """A made-up case of so many findings, with so many claims each. first: how many the first has, where it has others."""
    case = Builder(language=language)
    case.coverage = replace(case.coverage, items=findings, reports=findings, reports_read=findings)
    for number in range(findings):
        figures = range(1, (first or claims) + 1) if number == 0 else range(1, claims + 1)
        words = " ".join(f"Town {number} lost {figure} square kilometres." for figure in figures)
        text = case.report(words, f"Paper {number}", path=f"{number}.txt")
        made = [
            case.claim(text, f"lost {figure} square kilometres", value=figure, as_of="2022-09-12", source=None)
            for figure in figures
        ]
        about = replace(question("territory_regained"), id=f"{number:064x}", since=day("2022-09-01"))
        case.finding(about, made, relation="agree", origins=3, reports=1)
    return case
