"""1,000 random sequences of what desks do all day: no decision lost, the account that of a fresh run (DESIGN, Done when).

`make trials` runs them in shards and writes one line to bench/history/trials_decisions.jsonl. ZVIRKA_TRIALS sets another number.
"""

from __future__ import annotations

from tests.property.desk_machine import DeskMachine
from trials.shards import run_histories


def test_no_decision_is_lost_in_a_thousand_sequences() -> None:
    assert run_histories(DeskMachine, "trials_decisions", {"lost": 0}) > 0
