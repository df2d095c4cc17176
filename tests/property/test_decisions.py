"""No decision is lost, and the account equals a fresh run of the same state; `make trials` does the same 1,000 times."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.desk_machine import DeskMachine


def test_no_decision_is_lost_and_the_account_is_that_of_a_fresh_run() -> None:
    chosen = settings(
        max_examples=4, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    run_state_machine_as_test(DeskMachine, settings=chosen)
