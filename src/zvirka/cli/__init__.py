"""The command line: parses, calls the pipeline, shows. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import gc
import sys

from zvirka.cli import custody, gazetteer, judging, pictures, publishing, session  # their commands join the group
from zvirka.cli.commands import zvirka

__all__ = ["custody", "gazetteer", "judging", "main", "pictures", "publishing", "session", "zvirka"]


def main() -> None:
    """Entry point of the `zvirka` command; ends the process with a code of `model.errors.ExitCode`."""
    from zvirka.cli.ending import run_to_exit_code
    from zvirka.pipeline.memory import few_collections

    with few_collections():  # reading the code and showing a large account make many records too
        code = run_to_exit_code(zvirka, sys.argv[1:])
        gc.freeze()  # what is left goes with the process: no search through all of it at the end
    sys.exit(code)
