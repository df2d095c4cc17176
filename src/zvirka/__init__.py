"""Zvirka turns a heap of contested war reports into an account that can be printed.

    import zvirka
    result = zvirka.run(Path("reports"))
    for finding in result.account.findings: ...

The public face: `run` reads a folder, `open_case` opens what a run left, and the errors. Loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zvirka.model.errors import (
    Busy,
    CaseError,
    Damaged,
    ExitCode,
    FormatError,
    InputError,
    PluginError,
    PublicationRefused,
    RecordError,
    StorageFault,
    ZvirkaError,
)

if TYPE_CHECKING:
    from zvirka.pipeline.run import RunResult, run
    from zvirka.pipeline.views import open_case

__version__ = "0.1.0"
__all__ = [
    "Busy",
    "CaseError",
    "Damaged",
    "ExitCode",
    "FormatError",
    "InputError",
    "PluginError",
    "PublicationRefused",
    "RecordError",
    "RunResult",
    "StorageFault",
    "ZvirkaError",
    "open_case",
    "run",
]
_HOME = {"run": "zvirka.pipeline.run", "RunResult": "zvirka.pipeline.run", "open_case": "zvirka.pipeline.views"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'zvirka' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME[name]), name)
