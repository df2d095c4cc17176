"""The line of history that a trial leaves."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

HISTORY = Path(__file__).resolve().parents[1] / "bench" / "history"


def told(bench: str, trial: str, count: int, wrong: Sequence[str], began: float, **more: object) -> None:
    """Appends it to `bench/history/BENCH.jsonl`, then fails where anything was wrong. began: time.monotonic() at the start.

    bound_95: no failure in so many trials means a rate below 3/N with 95 % (Hanley and Lippman-Hand 1983, JAMA 249); else None.
    """
    line = {
        "date": datetime.now(UTC).date().isoformat(),
        "bench": bench,
        "trial": trial,
        "trials": count,
        "failures": len(wrong),
        "bound_95": round(3 / count, 6) if not wrong else None,
        "minutes": round((time.monotonic() - began) / 60, 1),
        **more,
    }
    with (HISTORY / f"{bench}.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, sort_keys=True) + "\n")
    assert wrong == []
