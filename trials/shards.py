"""Many random histories of a state machine, in shards on all cores, each by a seed of its own; one line of figures a trial."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

HISTORY = Path(__file__).resolve().parents[1] / "bench" / "history"
SHARDS = 20
STEPS = 8
SEED = 20220912
COUNTED = "replays"
"""A machine's own count, where it has one: added up over the histories."""


def run_histories(machine: type[RuleBasedStateMachine], name: str, figures: Mapping[str, object]) -> int:
    """Runs ZVIRKA_TRIALS (1,000 unless set) histories and writes a line to bench/history/NAME.jsonl with `figures`; gives how many
    really ran. Raises what a machine raises."""
    wanted = int(os.environ.get("ZVIRKA_TRIALS", "1000"))
    began = time.monotonic()
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
        done = list(workers.map(shard, [machine] * SHARDS, range(SHARDS), [-(-wanted // SHARDS)] * SHARDS))
    counted = sum(counts for _, counts in done)
    line = {
        "date": datetime.now(UTC).date().isoformat(),
        "bench": name,
        "sequences": sum(ran for ran, _ in done),
        "steps_each": STEPS,
        "minutes": round((time.monotonic() - began) / 60, 1),
        "processes": os.cpu_count(),
        **({COUNTED: counted} if counted else {}),
        **figures,
    }
    HISTORY.mkdir(exist_ok=True)
    with (HISTORY / f"{name}.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, sort_keys=True) + "\n")
    assert int(str(line["sequences"])) >= wanted
    return int(str(line["sequences"]))


def shard(machine: type[RuleBasedStateMachine], number: int, sequences: int) -> tuple[int, int]:
    """Some of the histories; gives how many ran, and the sum of what they counted. Raises what a machine raises."""
    ran = counted = 0

    class Counting(machine):  # type: ignore[misc, valid-type]  # any machine
        """Counts the histories that were really run."""

        def teardown(self) -> None:
            nonlocal ran, counted
            super().teardown()
            ran += 1
            counted += getattr(self, COUNTED, 0)

    chosen = settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    seed(SEED + number)(Counting)
    run_state_machine_as_test(Counting, settings=chosen)
    return ran, counted
