"""How a command ends: every error in one clear block on standard error, every exit code as documented."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import click

from zvirka.model.errors import ExitCode, ZvirkaError


def run_to_exit_code(command: click.Command, arguments: Sequence[str]) -> int:
    """Runs a click command; gives the exit code (DESIGN section 4) and says each error in plain words on standard error."""
    try:
        ended = command.main(args=list(arguments), prog_name="zvirka", standalone_mode=False)
    except ZvirkaError as error:
        click.echo(f"zvirka: {error}", err=True)
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
        if fault.errno not in (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EIO):
            raise
        where = f" {fault.filename}" if fault.filename else ""
        click.echo(
            f"zvirka: the disk refused{where}: {fault.strerror}. Free space or check the rights, then run again.",
            err=True,
        )
        return int(ExitCode.STORAGE_FAULT)
    return ended if isinstance(ended, int) else int(ExitCode.DONE)
