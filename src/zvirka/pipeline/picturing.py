"""Looks at the pictures and videos of a folder, once per content, and compares them with each other. Needs the extra `media`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pyarrow as pa

from zvirka.capture.readers.media_facts import SAYS
from zvirka.confine import Confine
from zvirka.ground import Ground
from zvirka.model.canonical import digest
from zvirka.model.errors import InputError
from zvirka.model.findings import Link
from zvirka.model.issues import Issue
from zvirka.model.items import Item
from zvirka.model.observations import OnScreen, PictureObservation, observation_id
from zvirka.pipeline.on_screen import Tesseract, tesseract
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.pipeline.progress import Progress
from zvirka.pipeline.versions import code_version
from zvirka.record import Record

EXTRA = "media"
MODULES = {"cv2": "opencv-python-headless", "av": "av", "pdqhash": "pdqhash", "PIL": "pillow", "pi_heif": "pi-heif"}
"""What the extra brings: the name imported, and the distribution's."""
LARGEST_BYTES = 256 * 2**20
"""A file's bytes go through a pipe into a worker that may take `MEMORY_MB`."""
MEMORY_MB, WALL_S = 1500, 14.0
"""A worker's memory and time for one file; one that dies is asked a second time, so a file takes 2 GB and 30 s at most."""
_LOOKS, _RELATIONS, _OVERLAYS, _TEXTS = "pictures", "picture-links", "picture-overlays", "picture-texts"
_BYTES = pa.schema([("data", pa.binary())])
_REMEDY = {
    "partly_read": "Look at it in a viewer you trust; what was seen of it counts.",
    "not_read": "It is kept. Look at it in a viewer you trust, and put a copy saved anew (PNG, JPEG, MP4) into the folder.",
}


@dataclass(frozen=True, slots=True)
class Pictures:
    """What came of a folder's pictures. links: between observations. overlays: link id to PNG bytes. issues: those of the folder, with
    what is said of a picture now in the place of "not looked at"."""

    observations: tuple[PictureObservation, ...]
    links: tuple[Link, ...]
    overlays: Mapping[str, bytes]
    issues: tuple[Issue, ...]


def missing_modules() -> list[str]:
    """Distributions of the extra that are not installed."""
    return [name for module, name in MODULES.items() if importlib.util.find_spec(module) is None]


def look_at_pictures(
    record: Record, items: Sequence[Item], issues: Sequence[Issue], ground: Ground, progress: Progress, workers: int = 1
) -> Pictures:
    """Observations sorted by id, links by kind and ends. issues: those of reading. Raises StorageFault."""
    pictures = sorted(
        (item for item in items if item.media in ("image", "video")), key=lambda each: (each.path, each.id)
    )
    if not pictures:
        return Pictures((), (), {}, tuple(issues))
    if missing_modules():
        remedy = f"To have it looked at, install the extra: pip install 'zvirka[{EXTRA}]'."
        waiting = {item.id for item in pictures}
        told = [
            replace(each, remedy=f"{each.remedy} {remedy}")
            if each.code == "not_looked_at" and each.item in waiting
            else each
            for each in issues
        ]
        return Pictures((), (), {}, tuple(told))
    with Confine(memory_mb=MEMORY_MB, cpu_s=WALL_S, wall_s=WALL_S, workers=workers) as confined:
        return _Looking(record, confined, tesseract(ground), progress, workers).all(pictures, issues)


class _Looking:
    def __init__(
        self, record: Record, confined: Confine, reader: Tesseract | None, progress: Progress, workers: int
    ) -> None:
        self._record, self._confined, self._progress, self._workers = record, confined, progress, workers
        self._reader = reader
        versions = [importlib.metadata.version(name) for name in MODULES.values()]
        self._version = digest("pictures", code_version("observe/pictures"), versions, FORMAT)

    def all(self, pictures: Sequence[Item], issues: Sequence[Issue]) -> Pictures:
        says = {
            each.item: each.message.partition(SAYS)[2] for each in issues if each.code == "not_looked_at" and each.item
        }
        looks = self._looks(pictures)
        texts = self._texts(looks)
        by = self._reader.name if self._reader else ""
        observations = [
            _observation(item, looks[item.object], says.get(item.id, ""), by, texts.get(item.object))
            for item in pictures
        ]
        links, overlays = self._relations(pictures, observations, looks)
        seen = {item.id for item in pictures}
        kept = [each for each in issues if each.code != "not_looked_at" or each.item not in seen]
        return Pictures(
            tuple(sorted(observations, key=lambda each: each.id)),
            tuple(links),
            overlays,
            (*kept, *(issue for each in observations for issue in _issues(each))),
        )

    def _looks(self, pictures: Sequence[Item]) -> dict[str, dict[str, Any]]:
        """{object: what `observe.pictures.opening.look` gave}, from what is kept where it is."""
        sizes = {item.object: item.size_bytes for item in pictures}
        keys = {object_: digest(self._version, object_) for object_ in sizes}
        self._progress.stage("looking at pictures", len(sizes))
        looks: dict[str, dict[str, Any]] = {}
        waiting: list[str] = []
        for object_, key in keys.items():
            kept = self._kept(_LOOKS, key)
            if kept is not None:
                looks[object_] = msgspec.msgpack.decode(kept)
                self._progress.step()
            elif sizes[object_] > LARGEST_BYTES:
                looks[object_] = _not_looked("refused", f"is larger than {LARGEST_BYTES // 2**20} MB")
                self._progress.step()
            else:
                waiting.append(object_)
        for at in range(0, len(waiting), self._workers):
            part = waiting[at : at + self._workers]
            batch: list[tuple[bytes, dict[str, Any]]] = [(self._record.objects.get(object_), {}) for object_ in part]
            results = self._confined.run("zvirka.observe.pictures.opening:look", batch)
            for object_, result in zip(part, results, strict=True):
                looks[object_] = self._taken(keys[object_], result)
                self._progress.step()
        self._record.derived.keep_only(_LOOKS, keys.values())
        return looks

    def _texts(self, looks: Mapping[str, dict[str, Any]]) -> dict[str, tuple[OnScreen, ...]]:
        """{object: text on its frames}, of those that the program could be asked about."""
        from zvirka.observe.pictures.on_screen import lines

        reader = self._reader
        shown = {object_: look["frames"] for object_, look in looks.items() if look["frames"]}
        if reader is None or not shown:
            return {}
        keys = {object_: digest(self._version, reader.name, object_) for object_ in shown}
        self._progress.stage("reading text on pictures", len(shown))
        found: dict[str, tuple[OnScreen, ...]] = {}
        for object_, frames in shown.items():
            kept = self._kept(_TEXTS, keys[object_])
            if kept is None:
                at_s = [frame["at_s"] for frame in frames]
                tables = self._tables(reader, self._record.objects.get(object_), at_s)
                self._progress.step()
                if tables is None:
                    continue
                read = [[at, *line] for at, table in zip(at_s, tables, strict=True) for line in lines(table)]
                kept = msgspec.msgpack.encode(read)
                self._keep(_TEXTS, keys[object_], kept)
            else:
                self._progress.step()
            found[object_] = tuple(OnScreen(*each) for each in msgspec.msgpack.decode(kept))
        self._record.derived.keep_only(_TEXTS, keys.values())
        return found

    def _tables(self, reader: Tesseract, data: bytes, at_s: Sequence[float | None]) -> list[str] | None:
        """The program's answers on frames of a file; None where one of them could not be given, and is asked for again in the next run."""
        pages = self._confined.run("zvirka.observe.pictures.on_screen:page", [(data, {"at_s": at}) for at in at_s])
        if not all(isinstance(page, bytes) for page in pages):
            return None
        with ThreadPoolExecutor(self._workers) as threads:
            tables = list(threads.map(reader.read, pages))
        return None if None in tables else [table for table in tables if table is not None]

    def _taken(self, key: str, result: Any) -> dict[str, Any]:
        """A worker's answer; one that is none is a failure, and tried again in the next run."""
        if isinstance(result, InputError):
            return _not_looked("failed", result.problem)
        if isinstance(result, BaseException):
            raise result
        try:
            _frames(result)
        except (ValueError, KeyError, TypeError) as fault:
            return _not_looked("failed", f"its reader sent back what is no picture ({fault})")
        self._keep(_LOOKS, key, msgspec.msgpack.encode(result))
        return dict(result)

    def _relations(
        self, pictures: Sequence[Item], observations: Sequence[PictureObservation], looks: Mapping[str, dict[str, Any]]
    ) -> tuple[list[Link], dict[str, bytes]]:
        from zvirka.observe.pictures.relations import Given, relations

        ends = [(item.object, seen.id) for item, seen in zip(pictures, observations, strict=True)]
        key = digest(self._version, code_version("model"), ends)
        kept = self._kept(_RELATIONS, key)
        if kept is not None:
            shown = msgspec.msgpack.decode(kept)
        else:
            self._progress.stage("comparing pictures")
            given = [Given(id, object_, frame) for object_, id in ends for frame in _frames(looks[object_])]
            shown = [
                {
                    "link": packed(each.link),
                    "objects": [given[each.left].object, given[each.right].object],
                    "at_s": [given[each.left].frame.at_s, given[each.right].frame.at_s],
                    "mirror": each.mirror,
                    "points": each.points,
                }
                for each in relations(given)
            ]
            self._keep(_RELATIONS, key, msgspec.msgpack.encode(shown))
        self._record.derived.keep_only(_RELATIONS, [key])
        links = [unpacked(Link, each["link"]) for each in shown]
        return links, self._overlays({link.id: each for link, each in zip(links, shown, strict=True)})

    def _overlays(self, shown: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
        """PNGs by link; where one cannot be drawn the link stands without it."""
        keys = {id: digest(self._version, id, each["objects"]) for id, each in shown.items()}
        made: dict[str, bytes] = {}
        for id, each in shown.items():
            kept = self._kept(_OVERLAYS, keys[id])
            if kept is None:
                kept = self._drawn(each)
                if kept is not None:
                    self._keep(_OVERLAYS, keys[id], kept)
            if kept is not None:
                made[id] = kept
        self._record.derived.keep_only(_OVERLAYS, keys.values())
        return made

    def _drawn(self, each: Mapping[str, Any]) -> bytes | None:
        left, right = (self._record.objects.get(object_) for object_ in each["objects"])
        options = {
            "cut": len(left),
            "at_s": each["at_s"],
            "mirror": each["mirror"],
            "left": each["points"][0],
            "right": each["points"][1],
        }
        result = self._confined.run("zvirka.observe.pictures.overlay:overlay", [(left + right, options)])[0]
        if isinstance(result, BaseException) and not isinstance(result, InputError):
            raise result
        return result if isinstance(result, bytes) else None

    def _kept(self, stage: str, key: str) -> bytes | None:
        table = self._record.derived.get(stage, key)
        return table["data"][0].as_py() if table is not None and table.schema.equals(_BYTES) and len(table) else None

    def _keep(self, stage: str, key: str, data: bytes) -> None:
        self._record.derived.put(stage, key, pa.table({"data": [data]}, schema=_BYTES))


def _frames(look: Mapping[str, Any]) -> list[Any]:
    from zvirka.observe.pictures.frames import from_plain

    return [from_plain(each) for each in look["frames"]]


def _not_looked(outcome: str, reason: str) -> dict[str, Any]:
    return {"outcome": outcome, "reason": reason, "kind": "", "width": 0, "height": 0, "seconds": None, "frames": []}


def _observation(
    item: Item, look: Mapping[str, Any], says: str, by: str, on_screen: tuple[OnScreen, ...] | None
) -> PictureObservation:
    frames = _frames(look)
    return PictureObservation(
        id=observation_id("picture", item.id),
        path=item.path,
        object=item.object,
        format=look["kind"],
        outcome=look["outcome"],
        reason=look["reason"],
        width=look["width"],
        height=look["height"],
        seconds=look["seconds"],
        at_s=tuple(frame.at_s for frame in frames if frame.at_s is not None),
        pdq=tuple(frame.pdq[0].tobytes().hex() for frame in frames),
        says=says,
        items=(item.id,),
        on_screen_by=by if on_screen is not None else "",
        on_screen=on_screen or (),
    )


def _issues(seen: PictureObservation) -> list[Issue]:
    if seen.outcome == "read":
        return []
    code = "partly_read" if seen.outcome == "in_part" else "not_read"
    return [
        Issue(
            "partly_read" if code == "partly_read" else "not_read",
            seen.path,
            seen.reason + (f"; {SAYS}{seen.says}" if seen.says else ""),
            _REMEDY[code],
            item=seen.items[0],
        )
    ]
