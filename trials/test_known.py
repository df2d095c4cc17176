"""1,000 random histories, each looked back at: the account as known at a run is the account that run made, by the same code.

`make trials` runs them in shards and writes one line to bench/history/trials_known.jsonl. ZVIRKA_TRIALS sets another number.
"""

from __future__ import annotations

from tests.property.known_machine import KnownMachine
from trials.shards import run_histories


def test_replays_are_what_was_made_then_in_a_thousand_histories() -> None:
    assert run_histories(KnownMachine, "trials_known", {"differ": 0}) > 0
