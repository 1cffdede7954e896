"""`uat functions`: the catalogue, with formulas and small graphs."""

import click

from uat.cli.options import Command

WIDTH, ROWS = 24, 3


@click.command(cls=Command)
def functions() -> None:
    """List the catalogue: functions to play with, each by its name.

    \b
    Example:
      uat functions
      uat approximate runge --with steps --tol 0.01
    """
    from uat.catalogue import CATALOGUE
    from uat.target import make_target

    for key, entry in CATALOGUE.items():
        target = make_target(key)
        box = " × ".join(f"[{low:g}, {high:g}]" for low, high in target.box)
        formula = entry.formula if len(entry.formula) <= 100 else f"{entry.formula[:97]}…"
        click.secho(f"{key}", bold=True, nl=False)
        click.echo(f"  {entry.caption}")
        click.echo(f"    {formula}   on {box}")
        if target.inputs == 1:
            click.echo("\n".join(f"    {row}" for row in _graph(target)))
        click.echo()


def _graph(target: object) -> list[str]:
    """f in a few lines of characters."""
    import numpy as np

    from uat.sparkline import thumbnail
    from uat.target import Target

    assert isinstance(target, Target)
    (a, b) = target.box[0]
    picture: str = thumbnail(target(np.linspace(a, b, 8 * WIDTH)), WIDTH, ROWS)
    return picture.splitlines()
