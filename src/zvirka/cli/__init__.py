"""The command line: parses, calls the pipeline, shows. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import sys

from zvirka.cli import custody, judging, session  # their commands join the group
from zvirka.cli.commands import zvirka

__all__ = ["custody", "judging", "main", "session", "zvirka"]


def main() -> None:
    """Entry point of the `zvirka` command; ends the process with a code of `model.errors.ExitCode`."""
    from zvirka.cli.ending import run_to_exit_code

    sys.exit(run_to_exit_code(zvirka, sys.argv[1:]))
