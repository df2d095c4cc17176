"""The example of SENTENCES.md as a hand-made account: area, raid, tank, both sides."""

from __future__ import annotations

from tests.fakes import KHARKIV, UKRAINE, Builder, backed, made_range, moment, question
from zvirka.model.findings import Bears, ClaimScope, Coverage, Finding
from zvirka.model.items import Text

ARTICLE = (
    "The think tank's careful count was 2,500 square kilometres. A Telegram channel close to Moscow wrote of a raid into the "
    "Belgorod region. One T-80BVM was in a photo that went round on the 9th. Two days on, the T-80BVM stood where it had been."
)
POST = "Майже 6000 квадратних кілометрів нашої країни звільнено від початку вересня."


class Kharkiv(Builder):
    """The four findings of the example. `language` is the language of the interface."""

    def __init__(self, language: str = "en") -> None:
        super().__init__("Kharkiv, September 2022", language)
        self.article = self.report(
            ARTICLE, "The FreeDom News", path="article.txt", address="https://example.org/article"
        )
        self.post = self.report(POST, "Ганна Маляр", "official", "ukraine", "post.txt", language="uk")
        self.coverage = Coverage(2, 2, 2, 0, 0)
        self.area_finding = self._area()
        self.raid_finding = self._raid()
        self.tank_finding = self._tank()
        self.border_finding = self._border()

    def _area(self) -> Finding:
        isw = self.claim(
            self.article,
            "2,500 square kilometres",
            source="ISW",
            kind="analyst",
            side="third",
            value=2500,
            bound="about",
            as_of="2022-09-09",
            since="2022-09-06",
        )
        maliar = self.claim(
            self.post,
            "Майже 6000 квадратних кілометрів",
            value=6000,
            high=6000,
            bound="nearly",
            place=UKRAINE,
            as_of="2022-09-12",
        )
        early = [
            self.area("DeepState", "2022-09-09T22:25:22Z", 768.6, 1657.3),
            self.area("ISW", "2022-09-09", 1981.5, 1981.5),
        ]
        late = [
            self.area("DeepState", "2022-09-12T16:06:55Z", 7054.1, 8584.2, 1638.8),
            self.area("ISW", "2022-09-12", 8388.9, 8388.9, 2059.1),
        ]
        self.late = late
        about = question("territory_regained", since="2022-09-06", as_of="2022-09-12", asked=True)
        self.link("differs_in_scope", isw.id, maliar.id, ("as_of", "place"), about)
        ranges = [
            made_range(7054.1, 8584.2, "2022-09-12T16:06:55Z", late[:1], "DeepState"),
            made_range(8388.9, 8388.9, "2022-09-12", late[1:], "ISW"),
        ]
        fits = [Bears("DeepState", moment("2022-09-10T21:49:47Z"), moment("2022-09-10T21:49:47Z"))]
        return self.finding(
            about,
            [isw, maliar],
            backing="outside",
            origins=2,
            reports=2,
            range=made_range(7054.1, 8584.2, "2022-09-12T16:06:55Z", late),
            ranges=ranges,
            scopes={
                isw.id: ClaimScope(isw.id, "differs", ("as_of",), ("definition",)),
                maliar.id: ClaimScope(maliar.id, "differs", ("place",), ("since", "definition")),
            },
            backings=[
                backed(isw, "outside", 768.6, 1981.5, "2022-09-09T22:25:22Z", early, fits),
                backed(maliar, "cannot_tell", None, None, "2022-09-12", ()),
            ],
            highlights=[isw, maliar],
            differing=[("as_of", 1), ("place", 1)],
            observations=[*early, *late],
        )

    def _raid(self) -> Finding:
        raid = self.claim(
            self.article,
            "a raid into the Belgorod region",
            "raid",
            source="A Telegram channel",
            kind="channel",
            side="russia",
            named=False,
            place="geonames:578071",
            role="to",
            said="2022-09-12",
        )
        return self.finding(
            question("raid", "geonames:578071"), [raid], relation="single", searched=Coverage(9, 13, 13, 0, 0)
        )

    def _tank(self) -> Finding:
        posted = self.claim(
            self.article,
            "One T-80BVM was in a photo",
            "media_posted",
            event="2022-09-09",
            model="t-80bvm",
            place="geonames:707292",
        )
        seen = self.claim(
            self.article,
            "the T-80BVM stood where it had been",
            "sighting",
            event="2022-09-11",
            model="t-80bvm",
            place="geonames:707292",
        )
        row = self.loss()
        about = question("sighting", "geonames:707292")
        self.link("candidate_object", seen.id, row.id, (), about)
        return self.finding(about, [posted, seen], relation="single", observations=[row])

    def _border(self) -> Finding:
        ours = self.report("Syniehubov: our units came to the border in places.", "Українська правда", path="ours.txt")
        theirs = self.report(
            "Ganchev said Kyiv's men broke through to the border in some areas.", "Reuters", path="theirs.txt"
        )
        one = self._reached(ours, "our units came to the border in places", "Syniehubov", "ukraine")
        other = self._reached(theirs, "broke through to the border in some areas", "Ganchev", "russia")
        backings = [backed(each, "fits", 1638.8, 2059.1, "2022-09-12T16:06:55Z", self.late) for each in (one, other)]
        about = question("border_crossing", KHARKIV)
        return self.finding(
            about,
            [one, other],
            relation="agree",
            sides="both",
            origins=2,
            reports=2,
            backings=backings,
            observations=self.late,
        )

    def _reached(self, text: Text, quote: str, who: str, side: str):  # type: ignore[no-untyped-def]
        return self.claim(text, quote, "border_crossing", source=who, side=side, as_of="2022-09-12")
