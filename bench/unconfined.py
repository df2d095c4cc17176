"""`python -m bench.unconfined ARGUMENTS`: the `zvirka` command with its readers in its own process, to measure what confinement costs."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

import zvirka.pipeline.run
from zvirka.cli import main
from zvirka.model.errors import InputError


class Direct:
    """What `confine.Confine` does, without a process and without limits. For measuring only."""

    def __init__(self, **_: object) -> None:
        pass

    def __enter__(self) -> Direct:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, function: str, batch: Sequence[tuple[bytes, dict[str, Any]]]) -> list[Any]:
        """One result a member, in order, or what its reader raised."""
        return [_result(_loaded(function), data, options) for data, options in batch]

    def stream(self, function: str, file: Path, options: dict[str, Any], kind: Any = Any) -> Iterator[Any]:
        """What a generator yields, as it comes."""
        for found in _loaded(function)(os.fspath(file), **options):
            yield msgspec.convert(msgspec.to_builtins(found), kind)


def _loaded(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    loaded: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return loaded


def _result(function: Callable[..., Any], data: bytes, options: dict[str, Any]) -> Any:
    try:
        return function(data, **options)
    except Exception as fault:
        return fault if isinstance(fault, InputError) else InputError(f"it could not be read ({fault})")


if __name__ == "__main__":
    zvirka.pipeline.run.Confine = Direct  # type: ignore[assignment,misc,attr-defined,unused-ignore]
    main()
