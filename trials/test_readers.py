"""Every reader on thousands of broken and hostile files, in confinement: each is read, or refused in words; nothing else ends a run.

`make trials` runs them and writes a line for each reader to bench/history/trials_readers.jsonl. ZVIRKA_TRIALS sets another thousand.
"""

from __future__ import annotations

import os
import time

import pytest

from tests.hostile import fuzzing
from trials.told import told
from zvirka.confine import Confine

EACH = 2 * int(os.environ.get("ZVIRKA_TRIALS", "1000"))
SLOW = 10
"""A stream has a worker of its own, and media are decoded: they are tried a tenth as often."""


@pytest.mark.parametrize("name", sorted(fuzzing.targets()))
def test_a_reader(name: str) -> None:
    began = time.monotonic()
    executions = EACH // SLOW if name.startswith(("streamed", "media")) else EACH
    with Confine(cpu_s=20, wall_s=40) as confined:
        found = fuzzing.run(fuzzing.targets()[name], executions, name, confined)
    more = {f"ended_{kind}": found.ended[kind] for kind in ("read", "refused", "limit", "unforeseen")}
    told("trials_readers", name, found.executions, found.wrong, began, **more)
    print(name, found.unforeseen.most_common(5))
