"""`uat compare` builds shallow and deep networks, trains others, and compares them."""

import json
import sys
from typing import Any

import click

from uat.cli.files import check_files
from uat.cli.kinds import TOLERANCE, WHOLE
from uat.cli.options import (
    Command,
    Stages,
    chosen_box,
    chosen_function,
    columns_option,
    domain_option,
    function_argument,
    json_option,
    plot_option,
)
from uat.cli.pictures import looks_options


@click.command(cls=Command)
@function_argument
@domain_option
@columns_option
@click.option(
    "--tol",
    type=TOLERANCE,
    multiple=True,
    metavar="E",
    help="Largest |network - f| allowed, in the units of f, or as a share of its range, such as "
    "2%. Repeatable.  [default: 1%]",
)
@click.option(
    "--neurons",
    type=WHOLE,
    multiple=True,
    metavar="N",
    help="At most so many hidden neurons instead. Repeatable.",
)
@click.option(
    "--train/--no-train",
    default=True,
    show_default=True,
    help="Also train shallow and deep networks of as many parameters, by gradient descent.",
)
@click.option("--seed", type=WHOLE, default=0, show_default=True, help="Of what is trained.")
@plot_option("Write a picture")
@looks_options
@json_option
def compare(
    function: str | None,
    function_option: str | None,
    box: tuple[tuple[str, str], ...],
    columns: str | None,
    tol: tuple[float | str, ...],
    neurons: tuple[int, ...],
    train: bool,
    seed: int,
    plot: tuple[str, ...],
    as_json: bool,
    looks: dict[str, Any],
) -> None:
    """Compare everything that computes FUNCTION: neurons, parameters, depth, error, time.

    One hidden layer can compute any function, so why go deep? uat builds shallow and deep networks
    for the same tolerance, trains some of the same size, fits the models that one would use
    instead, and says from which tolerance on depth needs fewer neurons.

    \b
    Examples:
      uat compare nielsen --tol 0.01
      uat compare "sin(x)" -d 0:2*pi --tol 1e-3 --tol 1e-6 --no-train
      uat compare "x*y" --plot compare.png
    """
    text = chosen_function(function, function_option)
    check_files(plot, (), text)
    with Stages() as stages:
        from uat.comparison import compare as run

        found = run(
            text,
            chosen_box(box),
            columns=columns,
            tol=tol or None,
            neurons=neurons or None,
            train=train,
            seed=seed,
            progress=stages,
        )
        for path in plot:
            stages(f"drawing {path}")
            found.plot(path, **looks)
    if as_json:
        click.echo(json.dumps(found.to_dict(), allow_nan=False))
    else:
        _show(found)
        for path in plot:
            click.echo(f"written {path}")


def _show(found: Any) -> None:
    """Show a table in colours on a terminal; plain text, all columns, for files and pipes."""
    if sys.stdout.isatty():
        from uat.cli.compared import print_table

        print_table(found)
    else:
        click.echo(found.table())
