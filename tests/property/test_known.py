"""Looking back gives what was made then; `make trials` does the same with 1,000 histories."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.known_machine import KnownMachine


def test_the_account_as_known_at_a_run_is_the_account_that_run_made() -> None:
    chosen = settings(
        max_examples=3, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    run_state_machine_as_test(KnownMachine, settings=chosen)
