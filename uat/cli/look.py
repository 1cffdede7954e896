"""`uat look` says what a network that somebody trained is made of, and what would do as well."""

import json

import click

from uat.cli.files import check_files
from uat.cli.kinds import TOLERANCE
from uat.cli.options import (
    Command,
    Stages,
    chosen_box,
    domain_option,
    json_option,
    plot_option,
    save_option,
)


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@domain_option
@click.option(
    "--function",
    metavar="F",
    help="What it was trained for, as for `uat approximate`: the distance is measured.",
)
@click.option("--prove", is_flag=True, help="Also prove a bound on that distance.")
@click.option(
    "--tol",
    type=TOLERANCE,
    metavar="E",
    help="How far the twin may be from the network, in its units, or as a share of its range, such "
    "as 2%.  [default: the twin is the same function]",
)
@click.option(
    "--activation",
    metavar="S",
    help="Between the layers of a file that holds weights alone, .safetensors or .pt: relu, "
    "leaky_relu, hard_sigmoid, linear, or a formula that is straight between kinks, such as "
    '"abs(z)" and "clip(z, -1, 1)".  [default: relu]',
)
@plot_option("Draw its regions and the network beside its twin")
@save_option("Write the twin, as `uat approximate --save` does.")
@json_option
def look(
    file: str,
    box: tuple[tuple[str, str], ...],
    function: str | None,
    prove: bool,
    tol: str | float | None,
    activation: str | None,
    plot: tuple[str, ...],
    save: tuple[str, ...],
    as_json: bool,
) -> None:
    """Look at a network of one or two inputs that somebody else trained.

    FILE is an .onnx file, the weights of linear layers as .safetensors or as a state_dict in .pt,
    or any file that uat wrote. Of networks that are straight between kinks (relu, leaky relu, abs,
    clip) linear regions are counted exactly, neurons that do nothing are named with the reason, and
    a network for the same function with fewer neurons is built where one is found. Nothing in a
    file is executed. What Python holds, an nn.Sequential or an MLPRegressor, is looked at by
    `uat.look(model)`.

    \b
    Examples:
      uat look trained.onnx -d -1:1
      uat look trained.onnx -d -1:1 --function "sin(3*x)" --prove --plot look.png
      uat look weights.safetensors -d -1:1 -d -1:1 --tol 2% --save twin.onnx
    """
    check_files(plot, save, file)
    with Stages() as stages:
        from uat.inspection import look as see

        seen = see(
            file,
            chosen_box(box),
            function=function,
            tol=tol,
            prove=prove,
            activation=activation,
            progress=stages,
        )
        for path in save:
            stages(f"writing {path}")
            seen.save(path)
        for path in plot:
            stages(f"drawing {path}")
            seen.plot(path)
    if as_json:
        click.echo(json.dumps(seen.to_dict(), allow_nan=False))
        return
    click.echo(seen.summary())
    for path in (*save, *plot):
        click.echo(f"  written    {path}")
