"""The command that compares two pictures by hand: displacement."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from zvirka.cli.commands import _given, _json, _language, zvirka
from zvirka.cli.shown import shown


def _box(ctx: click.Context, param: click.Parameter, value: str) -> tuple[float, float, float, float]:
    """Four numbers with commas between them."""
    try:
        left, top, right, bottom = (float(each) for each in value.split(","))
    except ValueError as fault:
        raise click.BadParameter(
            f"{value!r} is not left,top,right,bottom in pixels, such as 310,402,655,560", ctx, param
        ) from fault
    return left, top, right, bottom


@zvirka.command()
@click.argument("left", type=_given)
@click.argument("right", type=_given)
@click.option(
    "--left-box",
    callback=_box,
    required=True,
    metavar="L,T,R,B",
    help="The object in LEFT: left,top,right,bottom in pixels.",
)
@click.option("--right-box", callback=_box, required=True, metavar="L,T,R,B", help="The same object in RIGHT.")
@click.option("--left-at", type=float, help="Where LEFT is a video: the second.")
@click.option("--right-at", type=float, help="Where RIGHT is a video: the second.")
@_language
@_json
def displacement(
    left: Path,
    right: Path,
    left_box: tuple[float, float, float, float],
    right_box: tuple[float, float, float, float],
    left_at: float | None,
    right_at: float | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Ask of two pictures of one scene whether an object stands where it stood.

    Answers moved, no displacement found, or undetermined, by what lies around the boxes. That both boxes hold the same object is for you to
    know. Needs the extra `media`.
    """
    from zvirka.pipeline.displacing import Asked, displacement_between, displacement_text

    found = displacement_between(Asked(left, left_box, left_at), Asked(right, right_box, right_at))
    click.echo(json.dumps(asdict(found)) if as_json else shown(displacement_text(found, language)))
