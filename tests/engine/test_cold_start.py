"""What importing the engine costs, and that nothing goes out when Daft runs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from zvirka.engine.daft_engine import SENDS_PLANS, TELEMETRY_OFF

WATCH = """
import os, sys, threading
seen = []
def refuse(event, args):
    # The listener of a worker process is a file; only other addresses lead out of the machine.
    local = event in ("socket.connect", "socket.bind") and isinstance(args[1], (str, bytes))
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname") and not local:
        seen.append(event)
        raise PermissionError(event)
    if event == "urllib.Request":
        seen.append(event)
sys.addaudithook(refuse)
"""
RUN_DAFT = """
import pyarrow as pa
from zvirka.engine import make_engine
from tests.engine.functions import LENGTHS, lengths
engine = make_engine("daft", 2)
rows = engine.from_table(pa.table({"id": ["a", "b", "c"]}))
assert engine.count(engine.map_batches(rows, lengths, LENGTHS, batch_rows=1)) == 3
"""
REPORT = """
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join(timeout=5)
print(" ".join(seen))
"""


def run_python(program: str, **variables: str) -> str:
    """What a fresh interpreter prints; variables replace those that turn telemetry off, as the user's own would."""
    environment = {name: value for name, value in os.environ.items() if name not in TELEMETRY_OFF}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), **variables}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_importing_the_engine_does_not_import_daft() -> None:
    """Daft takes a quarter of a second, which small cases need not spend."""
    assert run_python("import sys, zvirka.engine; print('daft' in sys.modules)") == "False"


def test_nothing_goes_out_when_daft_runs() -> None:
    """No address is looked up or connected to, even where the user's own environment asks for analytics."""
    assert run_python(WATCH + RUN_DAFT + REPORT, DAFT_ANALYTICS_ENABLED="1") == ""


def test_the_watch_sees_what_daft_sends_when_not_told_otherwise() -> None:
    """Daft alone tries to report its import; the watch stops it and the test above would fail."""
    assert "urllib.Request" in run_python(WATCH + "import daft" + REPORT)


@pytest.mark.parametrize("variable", [*TELEMETRY_OFF, *SENDS_PLANS])
def test_the_environment_says_so_to_worker_processes(variable: str) -> None:
    """Opt-outs are set whatever they were, addresses to send plans to are gone."""
    program = f"import os, zvirka.engine as e; e.make_engine('daft'); print(os.environ.get({variable!r}))"
    assert run_python(program, **{variable: "http://127.0.0.1:9"}) == str(TELEMETRY_OFF.get(variable))
