"""The two pictures of a question page as SVG, from plain numbers: figures against what maps show, and the timeline.

Every number in the drawing has at most one decimal, so that the same account gives the same bytes. Colours and fonts come
from the page's style sheet by class. A table with the same figures stands beside each picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

WIDTH = 360
_LEFT, _RIGHT = 8, 16
_ROW = 34
_TICK_LETTER = 6
"""Width of a letter of an axis label, space between labels included."""
_TEXT_WIDTH = 58
"""Characters of a label that fit the width at the style sheet's size."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row: a claimed figure ("claim", "outside") or a map source's span ("map"). low, high None: open to that side.

    value: the point, if any. day: what maps of the day the claim describes show, drawn behind it.
    """

    label: str
    shown: str
    low: float | None
    value: float | None
    high: float | None
    kind: str = "claim"
    day: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the timeline. said: above the line; of: the days described, below it. kind: as_of or event."""

    label: str
    said: date | None
    first: date | None
    last: date | None
    kind: str = "as_of"


def range_chart(
    rows: Sequence[Figure], title: str, desc: str, number: Callable[[float], str], chart_id: str = "range"
) -> str:
    """Rows under one another on a common axis from 0.

    number: how the language writes an axis label. "" where no row holds a number.
    """
    known = [end for row in rows for end in (row.low, row.value, row.high, *(row.day or ())) if end is not None]
    if not known:
        return ""
    top, step = _axis(max(known))
    height = _ROW * len(rows) + 26

    def x(value: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(max(value, 0.0), top) / top

    out = [_open(height, title, desc, chart_id)]
    ticks = [step * at for at in range(round(top / step) + 1)]
    for tick in ticks:
        out.append(_line(x(tick), 4, x(tick), height - 20, "grid"))
        anchor = "start" if tick == 0 else "end" if tick == ticks[-1] else "middle"
        out.append(_text(x(tick), height - 6, number(tick), "tick", anchor))
    for at, row in enumerate(rows):
        out.append(_figure(row, 4 + at * _ROW, x, top))
    return "".join(out) + "</svg>"


def _figure(row: Figure, y: float, x: Callable[[float], float], top: float) -> str:
    room = int(0.9 * _TEXT_WIDTH - 1.2 * len(row.shown))  # figures are bold, and Cyrillic letters wider
    out = [_text(_LEFT, y + 12, _cut(row.label, room), "label", "start")]
    out.append(_text(WIDTH - _RIGHT, y + 12, row.shown, "figure", "end"))
    middle = y + 22
    low = row.low if row.low is not None else row.value
    high = row.high if row.high is not None else row.value
    if row.kind == "map":
        left, right = x(low or 0.0), x(high if high is not None else top)
        out.append(_rect(left, middle - 5, max(right - left, 2.5), 10, "band"))
        return "".join(out)
    if row.day is not None:
        left, right = x(row.day[0]), x(row.day[1])
        out.append(_rect(left, middle - 5, max(right - left, 2.5), 10, "day"))
    if row.low is not None and row.high is None:
        out.append(_line(x(row.low), middle, x(top), middle, "span") + _arrow(x(top), middle, 1))
    elif row.high is not None and row.low is None:
        out.append(_line(x(0), middle, x(row.high), middle, "span") + _arrow(x(0), middle, -1))
    elif low is not None and high is not None and low != high:
        out.append(_line(x(low), middle, x(high), middle, "span"))
    if row.value is not None:
        out.append(
            f'<circle cx="{_n(x(row.value))}" cy="{_n(middle)}" r="4.5" class="{"outside" if row.kind == "outside" else "point"}"/>'
        )
    for end in (row.low, row.high):
        if end is not None and row.value is None:
            out.append(_line(x(end), middle - 5, x(end), middle + 5, "cap"))
    return "".join(out)


def timeline(rows: Sequence[Event], title: str, desc: str, shown: Callable[[date], str], chart_id: str = "time") -> str:
    """Each row on a common axis of days: an open ring where it was said, a bar or dot on the days it describes. "" without days."""
    days = [day for row in rows for day in (row.said, row.first, row.last) if day is not None]
    if not days:
        return ""
    first, last = min(days), max(days)
    span = max((last - first).days, 1)
    height = _ROW * len(rows) + 26

    def x(day: date) -> float:
        return _LEFT + 6 + (WIDTH - _LEFT - _RIGHT - 12) * (day - first).days / span

    out = [_open(height, title, desc, chart_id)]
    for at in _day_ticks(span, max(len(shown(first)), len(shown(last)))):
        day = date.fromordinal(first.toordinal() + at)
        anchor = "start" if at == 0 else "end" if at == span else "middle"
        out.append(
            _line(x(day), 4, x(day), height - 20, "grid") + _text(x(day), height - 6, shown(day), "tick", anchor)
        )
    for at, row in enumerate(rows):
        y = 4 + at * _ROW
        out.append(_text(_LEFT, y + 11, _cut(row.label, _TEXT_WIDTH), "label", "start"))
        out.append(_event(row, y, x))
    return "".join(out) + "</svg>"


def _event(row: Event, y: float, x: Callable[[date], float]) -> str:
    out = []
    start, end = row.first or row.last, row.last or row.first
    if row.said is not None and end is not None:
        out.append(_line(x(end), y + 26, x(row.said), y + 19, "tie"))
    if start is not None and end is not None:
        if start != end:
            out.append(_line(x(start), y + 26, x(end), y + 26, "span"))
        size = 3.5
        if row.kind == "event":
            out.append(_rect(x(end) - size, y + 26 - size, 2 * size, 2 * size, "point"))
        else:
            out.append(f'<circle cx="{_n(x(end))}" cy="{_n(y + 26)}" r="{size}" class="point"/>')
    if row.said is not None:
        out.append(f'<circle cx="{_n(x(row.said))}" cy="{_n(y + 19)}" r="3.5" class="ring"/>')
    return "".join(out)


def _axis(largest: float) -> tuple[float, float]:
    """A round top of the axis and the step between its marks: 1, 2 or 5 times a power of ten, three to six steps."""
    largest = max(largest, 1e-6)  # a figure of nothing still needs an axis
    power = 10.0 ** math.floor(math.log10(largest / 4))
    step = next(factor * power for factor in (1, 2, 5, 10) if largest / (factor * power) <= 5.0)
    return step * math.ceil(round(largest * 1.02 / step, 6)), step


def _day_ticks(span: int, letters: int) -> list[int]:
    """At most five days, and no more than their names leave room for: the first and last stand inside the axis, whole beside halves."""
    room = 1.5 * letters * _TICK_LETTER * span / (WIDTH - _LEFT - _RIGHT - 12)
    for count in range(min(span, 4), 1, -1):
        days = [round(span * at / count) for at in range(count + 1)]
        if min(after - before for before, after in pairwise(days)) >= room:
            return days
    return [0, span]


def _open(height: float, title: str, desc: str, chart_id: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-labelledby="{chart_id}-t {chart_id}-d">'
        f'<title id="{chart_id}-t">{escape(title)}</title><desc id="{chart_id}-d">{escape(desc)}</desc>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{kind}"/>'


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" class="{kind}"/>'


def _arrow(x: float, y: float, way: int) -> str:
    return f'<path d="M{_n(x)} {_n(y)}l{_n(-6 * way)} -4v8z" class="tip"/>'


def _text(x: float, y: float, words: str, kind: str, anchor: str) -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else words[: max(width - 1, 8)].rstrip() + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if "." in f"{value:.1f}" else f"{value:.1f}"
