"""The page of pictures: what was looked at, which files hold copies of one picture, which may show one scene.

Pictures themselves are not shown, only linked: what is in them may be hard to look at.
"""

from __future__ import annotations

from collections.abc import Container

from zvirka.model.findings import Link
from zvirka.model.observations import PictureObservation
from zvirka.publish.evidence_links import kept
from zvirka.publish.index import AccountIndex
from zvirka.publish.views import View
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import Words

PICTURE_LINKS = ("same_picture", "same_scene")
MOST_ROWS = 400
MOST_LINES = 12
"""Lines of text on a picture that are shown; all stand in the data files."""


def overlay_path(link: str) -> str:
    """Where in the working copy the overlay of a link lies."""
    return f"pictures/{link[:24]}.png"


class PictureViews:
    """The page's contents. overlays: ids of the links that have one."""

    def __init__(self, index: AccountIndex, words: Words, overlays: Container[str]) -> None:
        self._words, self._overlays = words, overlays
        self.seen = [each for each in index.account.observations if isinstance(each, PictureObservation)]
        self._paths = {each.id: one_line(each.path, 120) for each in self.seen}
        self._hrefs = {
            each.id: kept(item).href if (item := index.items.get(each.items[0])) else None for each in self.seen
        }
        self.seen.sort(key=lambda each: (each.path, each.id))
        self._links = [link for link in index.account.links if link.kind in PICTURE_LINKS]

    def page(self) -> View:
        """All of it."""
        groups = [
            {
                "name": self._words.say(f"pictures_{kind}"),
                "note": self._words.say(f"pictures_{kind}_note"),
                "rows": self._rows(kind),
            }
            for kind in PICTURE_LINKS
        ]
        more = max(0, len(self.seen) - MOST_ROWS, len(self._links) - MOST_ROWS)
        return {
            "groups": groups,
            "files": [self._file(each) for each in self.seen[:MOST_ROWS]],
            "more": more,
            "on_screen": self._on_screen(),
        }

    def _on_screen(self) -> list[str]:
        """What is to be known of the text on pictures: who read it, and that some was not read."""
        programs = sorted({each.on_screen_by for each in self.seen if each.on_screen_by})
        said = [self._words.say("pictures_text_by", program=one_line(program, 80)) for program in programs]
        if any(each.pdq and not each.on_screen_by for each in self.seen):
            said.append(self._words.say("pictures_text_unread"))
        return said

    def _rows(self, kind: str) -> list[View]:
        ordered = sorted(
            (link for link in self._links if link.kind == kind),
            key=lambda link: (self._paths.get(link.left, ""), self._paths.get(link.right, ""), link.id),
        )
        return [self._row(link) for link in ordered[:MOST_ROWS]]

    def _row(self, link: Link) -> View:
        return {
            "left": {"words": self._end(link, "left"), "href": self._hrefs.get(link.left)},
            "right": {"words": self._end(link, "right"), "href": self._hrefs.get(link.right)},
            "why": self._why(link),
            "href": overlay_path(link.id) if link.id in self._overlays else None,
        }

    def _end(self, link: Link, end: str) -> str:
        path = self._paths.get(link.left if end == "left" else link.right, "")
        at_s = next((value for reason in link.reasons for name, value in reason.data if name == f"{end}_at_s"), None)
        return self._words.say("pictures_at", name=path, seconds=at_s) if at_s else path

    def _why(self, link: Link) -> str:
        reason = link.reasons[0]
        data = dict(reason.data)
        told = self._words.say(
            f"pictures_rule_{reason.rule.rpartition('.')[2]}",
            points=max((int(data[name]) for name in ("inliers", "epipolar", "plane") if name in data), default=0),
            bits=data.get("pdq_bits", ""),
        )
        return f"{told} {self._words.say('pictures_mirrored')}" if data.get("mirrored") == "yes" else told

    def _file(self, seen: PictureObservation) -> View:
        size = f"{seen.width} × {seen.height}" if seen.width and seen.height else ""
        return {
            "path": self._paths[seen.id],
            "href": self._hrefs[seen.id],
            "outcome": self._words.say(f"pictures_outcome_{seen.outcome}"),
            "reason": one_line(seen.reason, 200),
            "size": f"{visible(seen.format)} {size}".strip(),
            "frames": len(seen.pdq),
            "says": one_line(seen.says, 200),
            "text": self._text(seen),
        }

    def _text(self, seen: PictureObservation) -> list[str]:
        if not seen.on_screen_by:
            return [self._words.say("pictures_text_not_read")] if seen.pdq else []
        told = [
            line if each.at_s is None else self._words.say("pictures_at", name=line, seconds=f"{each.at_s:g}")
            for each in seen.on_screen[:MOST_LINES]
            if (line := one_line(each.text, 160))
        ]
        more = len(seen.on_screen) - MOST_LINES
        return [*told, *([f"+ {more}"] if more > 0 else [])] or [self._words.say("none")]
