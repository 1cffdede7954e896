"""`uat functions` lists the catalogue, with formulas and small graphs."""

from typing import TYPE_CHECKING

import click

from uat.cli.options import Command

if TYPE_CHECKING:
    from uat.functions.target import Target

WIDTH, ROWS = 24, 3
SIDE, FINER = (20, 10), 4  # characters of a picture from above, and points along each


@click.command(cls=Command)
def functions() -> None:
    """List the catalogue: functions to play with, each by its name.

    \b
    Example:
      uat functions
      uat approximate runge --with steps --tol 0.01
    """
    from uat.base.places import box_text
    from uat.functions.catalogue import CATALOGUE
    from uat.functions.target import make_target

    for key, entry in CATALOGUE.items():
        target = make_target(key)
        formula = entry.formula if len(entry.formula) <= 100 else f"{entry.formula[:97]}…"
        click.secho(f"{key}", bold=True, nl=False)
        click.echo(f"  {entry.caption}")
        click.echo(f"    {formula}   on {box_text(target.box)}")
        click.echo("\n".join(f"    {row}".rstrip() for row in _graph(target)))
        click.echo()


def _graph(target: "Target") -> list[str]:
    """Draw f in a few lines of characters: a curve, or shades of two inputs from above."""
    import numpy as np

    from uat.cli.sparkline import shaded, thumbnail

    if target.inputs == 1:
        (a, b) = target.box[0]
        return thumbnail(target(np.linspace(a, b, 8 * WIDTH)), WIDTH, ROWS).splitlines()
    (a, b), (c, d) = target.box
    x = np.linspace(a, b, FINER * SIDE[0], endpoint=False) + (b - a) / (2 * FINER * SIDE[0])
    y = np.linspace(c, d, FINER * SIDE[1], endpoint=False) + (d - c) / (2 * FINER * SIDE[1])
    seen = target.component(target.outputs - 1)  # of two classes the one where the condition holds
    return shaded(seen(*np.meshgrid(x, y[::-1])), *SIDE).splitlines()
