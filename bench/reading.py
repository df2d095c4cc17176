"""How fast texts are read on one core: attributions alone, and all claims, of 5 kB English (DESIGN section 7)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from zvirka.extract import RulesExtractor
from zvirka.ground import load_ground
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment

REPORTS = Path(__file__).resolve().parent.parent / "gate" / "gold" / "en" / "open"
"""Reports of our own writing, dense with figures, places and sources."""
DOCUMENTS, SIZE = 40, 5000


def documents() -> list[Text]:
    """Texts of 5,000 characters, each of the reports in turn from another place on."""
    whole = "\n\n".join(path.read_text("utf-8") for path in sorted(REPORTS.glob("*.txt")))
    step = len(whole) // DOCUMENTS
    published, voice = Moment(date(2023, 6, 14)), Voice("The Bench", "media", "unknown")
    words = [((whole + "\n\n") * 2)[index * step :][:SIZE] for index in range(DOCUMENTS)]
    return [
        Text("item", None, "t.txt", each, text_digest(each), "en", published, None, voice, "plain") for each in words
    ]


def reading_bench(runs: int) -> list[dict[str, object]]:
    """Documents a second of processor time, the median of the runs."""
    extractor, texts = RulesExtractor(load_ground()), documents()
    reader = extractor.reader("en")

    def attributions() -> None:
        for text in texts:
            reader.attributions(reader.document(text.text), text.published)

    def claims() -> None:
        extractor.extract(texts)

    return [
        {"bench": name, "documents": DOCUMENTS, "characters": SIZE, "documents_per_s": _rate(read, runs)}
        for name, read in (("reading_attributions", attributions), ("reading_claims", claims))
    ]


def _rate(read: Callable[[], None], runs: int) -> float:
    read()
    taken = []
    for _ in range(runs):
        began = time.process_time()
        read()
        taken.append(time.process_time() - began)
    return round(DOCUMENTS / statistics.median(taken), 1)
