"""The words of one language: numbers, days, places, sides and speakers as a sentence needs them.

All words come from the language pack (`messages.toml`: [messages], [print]) and the theatre pack; here are only the rules
that put them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.ground.counting import Counting
from zvirka.ground.ground import Ground, plural
from zvirka.ground.place_rows import Place
from zvirka.ground.words import Declension, expand_all
from zvirka.model.claims import Claim
from zvirka.model.findings import UTTERANCE
from zvirka.model.judgements import LIKELIHOOD_PERCENT
from zvirka.model.sources import Side
from zvirka.model.times import Moment
from zvirka.publish.stretches import mark_message
from zvirka.publish.visible import one_line, visible

LANGUAGES = ("en", "uk", "ru")
"""The languages of the interface and of sentences, in the order they are shown."""
WHOLE_FROM = 100
"""From here on decimals of an area say less than the border drawn does; notes and data files keep them."""


class Words:
    """Words of `language`. zone: IANA name of the case's time zone; it must have been opened before (pages open no file)."""

    def __init__(self, ground: Ground, language: str, zone: str) -> None:
        self.ground = ground
        self.language = language if language in LANGUAGES else "en"
        self.zone = zone
        document = ground.language(self.language)
        self.rules: Mapping[str, Any] = document.get("print", {})
        self._messages: Mapping[str, Any] = document.get("messages", {})
        self._declension = Declension(document.get("places", {}).get("declension", ()))
        self._info = ZoneInfo(zone)
        self.whole_definitions = frozenset(
            id
            for code in ground.languages
            for id in ground.language(code).get("scope", {}).get("whole_definitions", ())
        )
        self.memory: dict[str, Any] = {}
        self._counting: dict[str, Counting] = {}
        self.spoken: Mapping[str, str] = {}
        """{claim told of "her" or "them": known source that another rendering names}, of the account shown (`AccountIndex.spoken`)."""
        self._source_names: dict[str, str] = {}
        self._said: dict[str, str] = {}
        self._places: dict[tuple[str, str, str], str] = {}
        self._raw_sources = {entry["id"]: entry for entry in ground.theatre.get("sources", ())}

    def say(self, key: str, **slots: object) -> str:
        """A text of the catalogue."""
        if slots:
            return self.ground.message(self.language, key, **slots)
        if key not in self._said:
            self._said[key] = self.ground.message(self.language, key)
        return self._said[key]

    def has(self, key: str) -> bool:
        """Whether the catalogue has a key."""
        return key in self._messages

    def counted(self, figure: str, claim: Claim) -> str:
        """A claim's figure with what it counts of what its type covers, where its words tell: "12 people killed"."""
        if claim.language not in self.ground.languages:
            return figure
        if claim.language not in self._counting:
            self._counting[claim.language] = Counting(self.ground.language(claim.language))
        kinds = self._counting[claim.language].kind(claim)
        if not kinds:
            return figure
        names = [self.rule(f"counts_{kind}", kind) for kind in kinds.split("+")]
        return self.say("figure_counts", figure=figure, counts=self.say("counts_and").join(names))

    def likelihood(self, value: str) -> str:
        """A likelihood word with what it means in per cent."""
        low, high = LIKELIHOOD_PERCENT.get(value, (0, 100))
        return self.rule(f"likelihood_{value}", visible(value), low=low, high=high)

    def mark(self, name: str) -> str:
        """Where in an item something stands ("page 3", as `publish.stretches` names it) in this language."""
        found = mark_message(name)
        return (
            self.say(found[0], **{slot: one_line(value, 60) for slot, value in found[1].items()})
            if found
            else one_line(name, 60)
        )

    def rule(self, key: str, fallback: str, **slots: object) -> str:
        """A text of the catalogue, or the fallback where the catalogue has no such key (another stage's new rule id)."""
        return self.say(key, **slots) if self.has(key) else fallback

    def ending(self, table: str, word: str) -> str:
        """The text of the first rule of [print].<table> that fits the word: by its `endings`, or by its `starts`."""
        folded = word.casefold()
        for rule in self.rules.get(table, ()):
            if (
                folded.startswith(tuple(rule["starts"]))
                if "starts" in rule
                else folded.endswith(tuple(rule["endings"]))
            ):
                return str(rule["text"])
        return ""

    # numbers

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number as the language writes it; without `decimals` as many as the value has, at most three."""
        exact = Decimal(repr(float(value)))
        if decimals is not None:
            exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
        elif exact == exact.to_integral_value():
            exact = exact.quantize(Decimal(1))
        else:
            exact = exact.quantize(Decimal("0.001"), rounding=ROUND_HALF_EVEN).normalize()
        whole, _, fraction = f"{abs(exact):f}".partition(".")
        if len(whole) >= int(self.rules["group_from"]):
            head = len(whole) % 3
            groups = [whole[:head]] if head else []
            whole = str(self.rules["group"]).join(groups + [whole[at : at + 3] for at in range(head, len(whole), 3)])
        sign = "−" if exact < 0 else ""
        return sign + whole + (str(self.rules["decimal"]) + fraction if fraction else "")

    def count(self, n: int, neuter: bool = False) -> str:
        """A small number in words, a larger one in figures."""
        table: Sequence[str] = self.rules.get("counts_n", self.rules["counts"]) if neuter else self.rules["counts"]
        return table[n] if 0 <= n < len(table) else self.number(n)

    def unit(self, unit: str, n: float) -> str:
        """A unit's name or sign in the form that stands after n."""
        return self.rule(f"unit_{unit}", unit, n=n)

    def with_unit(self, figure: str, unit: str, n: float) -> str:
        """A figure already in words, with its unit; a percent sign stands close in English only."""
        shown = self.unit(unit, n)
        if unit == "percent" and self.language == "en":
            return figure + shown
        return self.say("figure_unit", figure=figure, unit=shown) if shown else figure

    def span(self, low: float | None, high: float | None, unit: str = "", whole: bool = False) -> str:
        """An interval in exact figures: "7,054.1–8,584.2 km²". whole: decimals only for what is smaller than WHOLE_FROM."""
        known = [end for end in (low, high) if end is not None]
        if not known:
            return self.say("unknown")
        ends = [self.number(round(end) if whole and abs(end) >= WHOLE_FROM else round(end, 1)) for end in known]
        text = self.say("number_range", low=ends[0], high=ends[1]) if len(set(ends)) == 2 else ends[0]
        text = self.with_unit(text, unit, known[-1]) if unit else text
        if low is None:
            return self.say("range_at_most", figure=text)
        return self.say("range_at_least", figure=text) if high is None else text

    def joined(self, parts: Sequence[str]) -> str:
        """A list in words: "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.rules['and']} {parts[-1]}"

    def things(self, cls: str, n: float) -> str | None:
        """The word for n pieces of a class of equipment, None where the language pack has none."""
        row = self.rules["equipment"].get(cls.replace("-", "_"))
        return None if row is None else str(row[{"one": "one", "few": "few"}.get(self.plural(n), "some")])

    def state(self, status: str) -> str:
        """What became of a piece of equipment, as a list gives it ("damaged, captured"), in words of the language it has."""
        known = [word.strip() for word in status.split(",")]
        return ", ".join(self.rule(f"state_{word}", one_line(word, 40)) for word in known)

    def equipment(self, cls: str) -> Mapping[str, str]:
        """The words for a class of equipment; for one without words of its own those of any vehicle."""
        table = self.rules["equipment"]
        found: Mapping[str, str] = table.get(cls.replace("-", "_"), table["other"])
        return found

    def plural(self, n: float) -> str:
        """The CLDR plural category of n."""
        return plural(self.language, n)

    def measure(self, measure: str) -> str:
        """A measure in words: "Territory regained (settlements)", "Equipment losses (tanks)"."""
        kind, _, counted = measure.partition(":")
        if kind == UTTERANCE:
            speaker, _, said = counted.partition(":")
            return self.say("measure_utterance", who=self.source_name(speaker), measure=self.measure(said))
        title = self.rule(f"type_{kind}", visible(kind))
        if not counted:
            return title
        known = counted.replace("-", "_") in self.rules["equipment"]
        named = self.rule(
            f"counted_{counted}", str(self.equipment(counted)["many"]) if known else self.model(counted, counted)
        )
        return self.say("measure_of", type=title, counted=named)

    def model(self, id: str, given: str = "") -> str:
        """A model or class of equipment by its name in the language's script. given: its words where the pack has no such id."""
        return self.ground.equipment.name(id, self.language) or visible(given or id)

    # days and times

    def day(self, day: date, year: bool = False) -> str:
        """A civil day: "9 September", with its year where asked."""
        month = self.rules["months"][day.month - 1]
        return (
            self.say("day_month_year", day=day.day, month=month, year=day.year)
            if year
            else self.say("day_month", day=day.day, month=month)
        )

    def days(self, first: date | None, last: date | None, year: bool = False) -> str:
        """A span of days, one day once."""
        known = [day for day in (first, last) if day is not None]
        if not known:
            return self.say("unknown")
        if len(set(known)) == 1:
            return self.day(known[0], year)
        start, end = known
        if (start.year, start.month) == (end.year, end.month) and not year:
            return self.say(
                "day_range_one_month", first=start.day, last=end.day, month=self.rules["months"][start.month - 1]
            )
        return self.say("number_range", low=self.day(start, year), high=self.day(end, year))

    def open_days(self, first: date | None, last: date | None) -> str:
        """A span of days of which an end may be open: "from 12 September 2022 on"."""
        if first is None and last is None:
            return self.say("unknown")
        if first is None or last is None:
            key = "days_from" if last is None else "days_until"
            return self.say(key, day=self.day(first or last, True))  # type: ignore[arg-type]  # one of the two is a day
        return self.days(first, last, True)

    def when(self, moment: Moment) -> str:
        """By when, in a sentence: the case zone's clock rounded up to the minute, or the day."""
        if moment.instant is None:
            return self.day(moment.day)
        local = _up_to_minute(moment.instant).astimezone(self._info)
        return self.say("time_day", time=local.strftime("%H:%M"), city=self._city(), day=self.day(local.date()))

    def when_utc(self, moment: Moment) -> str:
        """The same for a note: UTC, to the second, with the year."""
        if moment.instant is None:
            return self.day(moment.day, year=True)
        instant = moment.instant.astimezone(UTC)
        return self.say("time_utc", day=self.day(instant.date(), year=True), time=instant.strftime("%H:%M:%S"))

    def when_both(self, moment: Moment) -> str:
        """The same for a table: the case zone's clock and UTC, both up to the minute as in the sentence."""
        if moment.instant is None:
            return self.day(moment.day, year=True)
        instant = _up_to_minute(moment.instant).astimezone(UTC)
        local = instant.astimezone(self._info)
        utc = instant.strftime("%H:%M") if instant.date() == local.date() else instant.strftime("%d.%m. %H:%M")
        return self.say(
            "time_both", day=self.day(local.date(), year=True), time=local.strftime("%H:%M"), city=self._city(), utc=utc
        )

    def _city(self) -> str:
        name = self.zone.rpartition("/")[2].replace("_", " ")
        id = self.ground.gazetteer.resolve(name, "en") if "en" in self.ground.languages else None
        return self.ground.gazetteer.name(id, self.language, str(self.rules["zone_case"])) if id else name

    # places and sides

    def place(self, id: str, form: str = "nominative", given: str = "") -> str:
        """A place in a form of [print]. given: its name where the gazetteer has none.

        nominative: as a heading has it; bare: as a sentence has it; in, into, of: with their preposition; context: bare, but
        a country as "all Ukraine".
        """
        asked = (id, form, given)
        if asked not in self._places:  # a page names few places many times
            self._places[asked] = self._place(*asked)
        return self._places[asked]

    def _place(self, id: str, form: str, given: str) -> str:
        found = self.ground.gazetteer.get(id) if id else None
        if found is None:
            name = visible(given) or self.say("question_nowhere")
            return name if form in ("nominative", "bare", "context") else f"({name})"
        if form == "nominative":
            return self.ground.gazetteer.name(id, self.language)
        cases = {case: self._print_name(found, case) for case in ("nominative", "genitive", "accusative", "locative")}
        if form == "bare" or (form == "context" and found.kind != "country"):
            return cases["nominative"]
        return self.ending("whole_country" if form == "context" else form, cases["nominative"]).format(**cases)

    def _print_name(self, place: Place, case: str) -> str:
        """A place's name inside a sentence: its short name where the language prefers that for the theatre's own country."""
        if place.parent and place.parent == self.ground.country:
            endings = tuple(self.rules.get("short_endings", ()))
            for form in expand_all(place.forms.get(self.language, ())) if endings else ():
                if form.endswith(endings):
                    return self._declension.forms(form)[case][0]
        name = self.ground.gazetteer.name(place.id, self.language, case)
        lowered = self.rules.get("lower_words", ())
        return " ".join(word.lower() if word in lowered else word for word in name.split(" "))

    def area(self, id: str) -> str:
        """A place by its kind alone: "the oblast"."""
        found = self.ground.gazetteer.get(id) if id else None
        table = self.rules["area"]
        return str(table.get(found.kind if found else "other", table["other"]))

    def side(self, side: Side, case: str = "nominative") -> str:
        """A side's name in a case."""
        if side in ("third", "unknown"):
            return self.say(f"side_{side}")
        known = self.ground.sides.get(side)
        names = _in(known.names, self.language) if known else None
        return side if not names else names.get(case, names.get("nominative", side))

    def adjective(self, side: Side | None, form: str = "m") -> str:
        """A side's adjective in a form of [print.adjective], "" where there is none."""
        known = self.ground.sides.get(side) if side else None
        words = known.words.get(self.language, {}).get("adjective", ()) if known else ()
        if not words or not form:
            return ""
        table = self.rules["adjective"]
        if form not in table:
            return ""
        ending = next((end for end in table["endings"] if words[0].endswith(end)), None)
        return words[0] if ending is None else words[0][: len(words[0]) - len(ending)] + str(table[form])

    # speakers

    def source_name(self, id: str) -> str:
        """A known source's name for print: its surname or acronym where the pack lists one, else its chief name."""
        if id not in self._source_names:
            self._source_names[id] = self._source_name(id)
        return self._source_names[id]

    def _source_name(self, id: str) -> str:
        info = self.ground.sources.get(id)
        if info is None:
            return id
        names = _names(self._raw_sources.get(id, {}), self.language) or [_any(info.names, self.language, id)]
        chief = names[0]
        short = [
            name
            for name in names
            if name == chief.split()[-1] or (name.isupper() and name.isalpha() and len(name) < len(chief))
        ]
        return short[0] if short else chief

    def is_woman(self, id: str) -> bool:
        """Whether a known person's first name is a woman's, as far as its ending tells."""
        names = _names(self._raw_sources.get(id, {}), self.language)
        first = names[0].split()[0] if names and len(names[0].split()) > 1 else ""
        return first.endswith(("а", "я")) and first not in self.rules.get("mens_names", ())

    def possessive(self, name: str, id: str | None) -> str | None:
        """The form that says whose a figure is, or None where the language's form cannot be told from the name."""
        if "possessive" in self.rules:
            return self.ending("possessive", name).format(name=name)
        if name.isupper() or name.isascii():
            return name
        if " " in name or id is None:
            return None
        if self.is_woman(id) and not name.endswith(("а", "я")):
            return name
        genitive = self._declension.forms(name)["genitive"][0]
        return genitive if genitive != name else None


def outward(low: float | None, high: float | None, digits: int = 2) -> tuple[float | None, float | None]:
    """An interval rounded outward to significant digits: never narrower than it was."""
    return (
        None if low is None else _significant(low, digits, ROUND_FLOOR),
        None if high is None else _significant(high, digits, ROUND_CEILING),
    )


def _significant(value: float, digits: int, rounding: str) -> float:
    exact = Decimal(repr(float(value)))
    if exact == 0:
        return 0.0
    step = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    return float((exact / step).to_integral_value(rounding=rounding) * step)


def _up_to_minute(instant: datetime) -> datetime:
    over = instant.second or instant.microsecond
    floor = instant.replace(second=0, microsecond=0)
    return datetime.fromtimestamp(floor.timestamp() + 60, UTC) if over else floor


def _in(table: Mapping[str, Any], language: str) -> Any:
    return table.get(language) or table.get("en") or next(iter(table.values()), None)


def _any(table: Mapping[str, str], language: str, fallback: str) -> str:
    found = _in(table, language)
    return str(found) if found else fallback


def _names(entry: Mapping[str, Any], language: str) -> list[str]:
    found = _in(entry.get("names", {}), language)
    names = [found] if isinstance(found, str) else list(found or ())
    return expand_all([*names, *entry.get("forms", {}).get(language, ())])
