"""1,000 random sequences of what desks do all day: no decision lost, the account that of a fresh run (DESIGN, Done when).

`make trials` runs them in shards and writes one line to bench/history/trials_decisions.jsonl. ZVIRKA_TRIALS sets another number.
"""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.desk_machine import DeskMachine

HISTORY = Path(__file__).resolve().parents[1] / "bench" / "history" / "trials_decisions.jsonl"
SHARDS = 20


def test_no_decision_is_lost_in_a_thousand_sequences() -> None:
    sequences = int(os.environ.get("ZVIRKA_TRIALS", "1000"))
    began = time.monotonic()
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
        done = sum(workers.map(shard, range(SHARDS), [-(-sequences // SHARDS)] * SHARDS))
    line = {
        "date": datetime.now(UTC).date().isoformat(),
        "bench": "trials_decisions",
        "sequences": done,
        "steps_each": STEPS,
        "lost": 0,
        "minutes": round((time.monotonic() - began) / 60, 1),
        "processes": os.cpu_count(),
    }
    HISTORY.parent.mkdir(exist_ok=True)
    with HISTORY.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, sort_keys=True) + "\n")
    assert done >= sequences


STEPS = 8


def shard(number: int, sequences: int) -> int:
    """Some of the sequences, by a seed of their own; gives how many. Raises what a machine raises."""
    ran = 0

    class Counting(DeskMachine):
        """Counts the sequences that were really run."""

        def teardown(self) -> None:
            nonlocal ran
            super().teardown()
            ran += 1

    chosen = settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    seed(20220912 + number)(Counting)
    run_state_machine_as_test(Counting, settings=chosen)
    return ran
