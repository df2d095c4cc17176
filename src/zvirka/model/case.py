"""The case: what the desk told us about its folder (case.toml), as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zvirka.model.times import Moment

SCHEMA = 1
"""Schema number of case.toml, the log and every export."""


@dataclass(frozen=True, slots=True)
class ItemsRule:
    """[[items]]: values for the files that match `files` (a glob relative to the folder). None is not given.

    time_zone: IANA name of the clock by which they write times that have no offset.
    columns: pairs (what a column holds, its heading), where the file is a sheet of reports whose headings do not say it.
    """

    files: str
    published: Moment | None = None
    outlet: str | None = None
    address: str | None = None
    language: str | None = None
    side: str | None = None
    kind: str | None = None
    time_zone: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """[[questions]]: what the desk wants first."""

    measure: str
    place: str
    since: date | None = None
    until: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class MapRule:
    """[[maps]]: how to read a source's control maps.

    profile: ready rules ("deepstate", "isw", "liveuamap") for whatever the other fields leave out. time_in_name: strptime
    pattern for the file name's stem, UTC where it holds a time of day ("%s" alone is Unix time); "{layer}" at its beginning or
    end stands for the layer's name. time_property: feature property holding the time (ISO 8601), where the name holds none.
    status_property: feature property holding the class; without it the class is the layer's name, and without that every polygon
    is held. holder: side whose ground is held. held, unknown: classes; those of neither show nothing.
    """

    source: str
    files: str
    profile: str | None = None
    time_in_name: str | None = None
    status_property: str | None = None
    holder: str | None = None
    held: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    time_property: str | None = None


@dataclass(frozen=True, slots=True)
class BoundaryRule:
    """[[boundaries]]: the border used for a place."""

    place: str
    file: str
    source: str


@dataclass(frozen=True, slots=True)
class ListRule:
    """[[lists]]: a table and how to read it: official_counts, oryx_events, warspotting, sightings, settlement_statuses,
    measured_areas, list_tallies.

    columns: pairs (a column of this kind, the heading it has in this table), where they differ.
    as_of: the day this version was taken. Of several versions of one list (same kind and source) the latest counts, and what it says
    otherwise than those before it is told.
    cells: a file with the cells of the settlements of a list of statuses.
    """

    kind: str
    file: str
    source: str | None = None
    owner: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None
    cells: str | None = None


MILITARY_FLOOR_H, CIVILIAN_FLOOR_H, EMBARGO_H = 12, 3, 72
"""Hours that positions of forces, and fresh media and harm to civilians, are held back at least, and unless told otherwise (house rule)."""


@dataclass(frozen=True, slots=True)
class PublishRule:
    """[publish]: what may be given out, and how it is signed.

    reviewers: how many people must have accepted a finding, 1 or 2. under_review: name the questions that wait for a person.
    embargo_hours: positions of forces and fresh media; civilian_embargo_hours: harm to civilians. chosen_by: who chose the items.
    publisher, address: who publishes it, and at which address of the web. named: sources that may be named although they are small
    channels or private people who agreed. hosts: hosts that links of list rows may lead to.
    grades: give out how people graded sources, and how what they said turned out.
    """

    reviewers: int = 1
    under_review: bool = False
    grades: bool = False
    embargo_hours: int = EMBARGO_H
    civilian_embargo_hours: int = EMBARGO_H
    chosen_by: str = ""
    publisher: str = ""
    address: str = ""
    named: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PluginRule:
    """[plugins.NAME]: settings of an optional extractor, as written. They turn nothing on: only a person who asks for it does."""

    name: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """case.toml as data; every part has a default, so a folder without one is a case too. theatre: pack name or folder of a pack.

    since, until: the days the case is about; claims about other days only join no question (`reconcile.relevance`).
    """

    title: str = ""
    theatre: str = "ukraine"
    language: str = "en"
    time_zone: str | None = None
    since: date | None = None
    until: date | None = None
    items: tuple[ItemsRule, ...] = field(default=())
    questions: tuple[AskedQuestion, ...] = field(default=())
    maps: tuple[MapRule, ...] = field(default=())
    boundaries: tuple[BoundaryRule, ...] = field(default=())
    lists: tuple[ListRule, ...] = field(default=())
    publish: PublishRule = PublishRule()
    plugins: tuple[PluginRule, ...] = field(default=())
