"""The example as the reader's tests want it."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes import moment, question
from tests.publish.kharkiv import Kharkiv
from zvirka.model.observations import StatusObservation, observation_id
from zvirka.model.spans import Span

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
        reached = [claim for claim in self.claims if claim.type == "border_crossing"]
        about = next(each.question for each in self.findings if each.question.measure == "border_crossing")
        self.link("same", reached[0].id, reached[1].id, (), about)
