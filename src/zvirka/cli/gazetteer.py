"""`zvirka gazetteer add` and `list`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from zvirka.cli.commands import zvirka
from zvirka.cli.shown import one_line

_file = click.Path(path_type=Path, exists=True, dir_okay=False)
_folder = click.Path(path_type=Path, exists=True, file_okay=False)


@zvirka.group()
def gazetteer() -> None:
    """Add places of your own: any dump in GeoNames' format."""


@gazetteer.command()
@click.argument("dump", type=_file)
@click.option("--folder", type=_folder, help="Only for the reports of this folder (default: for all of this user's).")
@click.option("--names", type=_file, help="The dump's alternateNamesV2 file, which says the language of each name.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def add(dump: Path, folder: Path | None, names: Path | None, as_json: bool) -> None:
    """Read DUMP, such as UA.txt of geonames.org, and use its places from the next run on."""
    from zvirka.pipeline.gazetteers import add_gazetteer

    added = add_gazetteer(dump, folder, names)
    if as_json:
        click.echo(json.dumps({"table": str(added.table), "places": added.places, "left_out": added.left_out}))
    else:
        click.echo(
            f"{added.places} places in {one_line(str(added.table))}; {added.left_out} lines of other features left out"
        )


@gazetteer.command("list")
@click.option("--folder", type=_folder, default=Path(), help="The folder of reports (default: this one).")
def listed(folder: Path) -> None:
    """Name the gazetteers read with a folder's reports, each with its number of places."""
    from zvirka.pipeline.gazetteers import gazetteers_of

    for table, places in gazetteers_of(folder):
        click.echo(f"{places}\t{one_line(str(table))}")
