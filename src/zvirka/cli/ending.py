"""How a command ends: every error in one clear block on standard error, every exit code as documented."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from zvirka.cli.shown import one_line
from zvirka.model.errors import ExitCode, ZvirkaError


def run_to_exit_code(command: click.Command, arguments: Sequence[str]) -> int:
    """Runs a click command; gives the exit code (DESIGN section 4) and says each error in plain words on standard error."""
    try:
        ended = command.main(args=list(arguments), prog_name="zvirka", standalone_mode=False)
    except ZvirkaError as error:
        click.echo(one_line(f"zvirka: {error}"), err=True)
        return int(error.exit_code)
    except click.exceptions.Exit as ended_early:
        return int(ended_early.exit_code)
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("zvirka: stopped; what was kept so far stays kept.", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it does not complain once more
        return int(ExitCode.DONE)
    except OSError as fault:
        where = f" {fault.filename}" if fault.filename else ""
        click.echo(
            one_line(
                f"zvirka: the disk refused{where}: {fault.strerror or fault}. "
                "Free space or check the rights, then run again."
            ),
            err=True,
        )
        return int(ExitCode.STORAGE_FAULT)
    except MemoryError:
        click.echo("zvirka: there is too little memory. Run again with --jobs 1, or on a part of the folder.", err=True)
        return int(ExitCode.FAULT)
    except (
        Exception
    ) as fault:  # whatever is left is a mistake in zvirka: said in one line, and never with the code of "done"
        if os.environ.get("ZVIRKA_TRACE"):
            raise
        click.echo(
            one_line(
                f"zvirka: this is a fault of zvirka, not of your input ({_where(fault)}: {type(fault).__name__}: {fault}). "
                "What was kept so far stays kept. Please report it, with what is printed when ZVIRKA_TRACE=1 is set."
            ),
            err=True,
        )
        return int(ExitCode.FAULT)
    return ended if isinstance(ended, int) else int(ExitCode.DONE)


def _where(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else "unknown place"
