"""`uat approximate`: a function in, a network and its error out."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uat.cli.options import (
    TOLERANCE_MISSED,
    Command,
    Stages,
    chosen_box,
    chosen_function,
    domain_option,
    function_argument,
)
from uat.errors import FileError, InputError

if TYPE_CHECKING:
    from uat.approximation import Approximation

NETWORK_SUFFIXES = (".json", ".npz")
PLOT_SUFFIXES = (".png", ".svg", ".pdf")


@click.command(cls=Command)
@function_argument
@domain_option
@click.option(
    "--with",
    "construction",
    type=click.Choice(["bumps", "steps", "ramps"]),
    default="bumps",
    show_default=True,
    help="bumps: Nielsen's, two neurons for each plateau. steps: one neuron for each change of "
    "height, as few as possible. ramps: relu neurons, a polyline of as few links as possible.",
)
@click.option(
    "--tol",
    type=float,
    metavar="E",
    help="Largest |network - f| allowed, in the units of f.  [default: 1 % of f's range]",
)
@click.option("--neurons", type=int, metavar="N", help="At most so many hidden neurons instead.")
@click.option(
    "--activation",
    metavar="S",
    help='A name (sigmoid, tanh, relu, gelu, …) or any formula in z, such as "z/(1+abs(z))".  '
    "[default: sigmoid; for ramps relu]",
)
@click.option(
    "--steepness",
    type=float,
    metavar="W",
    help="Weight of every hidden neuron.  [default: chosen so that the tolerance holds]",
)
@click.option(
    "--overlap",
    type=int,
    metavar="M",
    default=1,
    show_default=True,
    help="Mean of M shifted copies, Nielsen's remedy for windows of failure.",
)
@click.option(
    "--output",
    type=click.Choice(["linear", "sigmoid"]),
    default="linear",
    show_default=True,
    help="The output neuron. sigmoid: the hidden layer computes the inverse sigmoid of f.",
)
@click.option(
    "--partition",
    type=click.Choice(["uniform", "fewest"]),
    help="Equal pieces, or as few as possible.  [default: fewest, for bumps uniform]",
)
@click.option(
    "--heights",
    type=click.Choice(["midrange", "mean", "median", "midpoint"]),
    default="midrange",
    show_default=True,
    help="How high equal pieces are; midrange is the best for the largest error.",
)
@click.option(
    "--edges",
    type=click.Choice(["whole", "nielsen"]),
    default="whole",
    show_default=True,
    help="nielsen: outermost bumps begin on the domain's ends, where the output is then halved.",
)
@click.option(
    "--prove", is_flag=True, help="Also prove a bound on the error, for the whole domain."
)
@click.option(
    "--lipschitz",
    type=float,
    metavar="L",
    help="|f(x) - f(y)| <= L*|x - y|, to prove the error of a function without a formula.",
)
@click.option(
    "--formula",
    type=click.Choice(["text", "latex", "typst", "python"]),
    help="Print the network as the formula that it is, instead of the report.",
)
@click.option("--plot", metavar="FILE", help="Write a picture: .png, .svg or .pdf.")
@click.option(
    "--save",
    metavar="FILE",
    multiple=True,
    help="Write the network: .json or .npz; or the proof: a name that ends in proof.json. "
    "Repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def approximate(
    function: str | None,
    function_option: str | None,
    box: tuple[tuple[str, str], ...],
    plot: str | None,
    save: tuple[str, ...],
    as_json: bool,
    formula: str | None,
    **options: Any,
) -> None:
    """Build a network that computes FUNCTION, and say how good it is.

    FUNCTION is an expression in x, such as "0.2 + 0.4*x^2 + sin(15*x)"; a name from
    `uat functions`; py:module:function; a .csv file of samples x,y; or - to read an expression from
    standard input.

    \b
    Examples:
      uat approximate "sin(x)" -d 0:2*pi
      uat approximate nielsen --with steps --tol 0.01
      uat approximate nielsen --neurons 10 --output sigmoid --heights median
      uat approximate "abs(x)" -d -1:1 --plot abs.png --save abs.json
    """
    text = chosen_function(function, function_option)
    _check_files(plot, save, options["prove"])
    stages = Stages()
    try:
        from uat.approximation import approximate as build

        net = build(text, chosen_box(box), progress=stages, **options)
        for path in save:
            stages(f"writing {path}")
            if _is_proof(path) and net.proof is not None:
                net.proof.save(path)
            else:
                net.save(path)
        if plot:
            stages(f"drawing {plot}")
            from uat.plots import save_plot

            save_plot(net, plot)
    finally:
        stages.clear()
    if as_json:
        click.echo(json.dumps(net.to_dict(), allow_nan=False))
    elif formula:
        click.echo(net.formula(formula))
    else:
        click.echo(report(net))
        click.echo(_written(plot, save) + _next_command(net, text, box, plot))
    if net.error.met is False:
        click.get_current_context().exit(TOLERANCE_MISSED)


def report(net: "Approximation") -> str:
    """A few lines for people: the network, its error, and what the numbers mean."""
    (a, b) = net.target.box[0]
    error = net.error
    lines = [
        f"{net.target.name} on [{a:g}, {b:g}]",
        f"  network    {net.network!r}",
        f"  built as   {_construction(net)}",
        f"  error      max {error.max:.4g} at {net.target.names[0]} = {error.at[0]:.6g}, "
        f"mean {error.mean:.3g}, rms {error.rms:.3g}",
    ]
    if error.proven is not None:
        lines.append(f"  proven     |f - network| <= {_rounded_up(error.proven)} on all of it")
        lines += _minimum(net)
    if error.hidden_mean is not None:
        lines.append(
            f"  hidden     average deviation {error.hidden_mean:.3f} (Nielsen's challenge: 0.40)"
        )
    if net.target.note:
        lines.append(f"  table      {net.target.note}")
    lines += _jumps(net)
    lines.append(_verdict(net))
    return "\n".join(lines)


def _rounded_up(bound: float) -> str:
    """Five digits, never less than the bound."""
    text = f"{bound:.5g}"
    return text if float(text) >= bound else f"{bound * (1 + 1e-5):.5g}"


def _minimum(net: "Approximation") -> list[str]:
    """What no network of this kind can do with fewer neurons."""
    if net.construction not in ("steps", "ramps") or net.error.met is False:
        return []
    least = net.minimum().neurons
    return [
        f"  minimum    no network of {net.construction} with fewer than {least} neurons can do it"
    ]


def _is_proof(path: str) -> bool:
    return path.lower().endswith("proof.json")


def _construction(net: "Approximation") -> str:
    count = len(net.pieces)
    if net.construction == "line":
        return "the best straight line: that is all that linear neurons can add up to"
    pieces = f"{count} {net.construction.removesuffix('s')}{'' if count == 1 else 's'}"
    kind = "as few as possible" if net.partition_kind == "fewest" else "of equal width"
    copies = f" in {net.overlap} shifted copies" if net.overlap > 1 else ""
    weight = "" if net.steepness is None else f", weight {net.steepness:g} in every hidden neuron"
    return f"{pieces}{copies}, {kind}{weight}"


def _jumps(net: "Approximation") -> list[str]:
    windows = net.error.excluded
    if not windows:
        return []
    places = [0.5 * (left + right) for left, right in windows]
    shown = ", ".join(f"{place:.6g}" for place in places[:3]) + (", …" if len(places) > 3 else "")
    half = 0.5 * (windows[0][1] - windows[0][0])
    return [
        f"  jumps      f jumps at {net.target.names[0]} = {shown}; max leaves out "
        f"{half:.2g} on both sides, where no steep but smooth neuron can follow"
    ]


def _verdict(net: "Approximation") -> str:
    error = net.error
    if error.tolerance is None:
        return f"  meaning    nowhere was the network found further than {error.max:.3g} from f"
    if error.met:
        return (
            f"  meaning    the network was nowhere found outside the tolerance {error.tolerance:g}"
        )
    if net.construction == "line":
        return f"  meaning    the tolerance {error.tolerance:g} is NOT met; use another activation"
    advice = (
        "use --with steps" if net.construction == "bumps" else "leave --steepness to the program"
    )
    return f"  meaning    the tolerance {error.tolerance:g} is NOT met; {advice}"


def _written(plot: str | None, save: tuple[str, ...]) -> str:
    return "".join(f"  written    {path}\n" for path in (*save, *([plot] if plot else [])))


def _next_command(
    net: "Approximation", text: str, box: tuple[tuple[str, str], ...], plot: str | None
) -> str:
    """One command that shows more."""
    option = f'--function="{text}"' if text.startswith("-") else f'"{text}"'
    domain = "".join(f" -d {low}:{high}" for low, high in box)
    if net.construction == "line":
        return f"  next       any function: uat approximate {option}{domain}"
    if net.construction == "bumps":
        tol = net.error.tolerance or net.error.max
        more = f"uat approximate {option}{domain} --with steps --tol {tol:.3g}"
        return f"  next       fewer neurons: {more}"
    if not plot:
        more = f"uat approximate {option}{domain} --with {net.construction} --plot net.png"
        return f"  next       see it: {more}"
    film = option if option.startswith("--") else f"--function {option}"
    return f"  next       watch it: uat render staircase {film}{domain}"


def _check_files(plot: str | None, save: tuple[str, ...], prove: bool) -> None:
    """Refuse names that could not be written before any work is done."""
    if not prove and any(_is_proof(path) for path in save):
        raise InputError("there is a proof to save only with --prove")
    wanted = [(path, NETWORK_SUFFIXES) for path in save] + ([(plot, PLOT_SUFFIXES)] if plot else [])
    for path, suffixes in wanted:
        if Path(path).suffix.lower() not in suffixes:
            raise InputError(
                f"cannot write {path}: use a name that ends in {' or '.join(suffixes)}"
            )
        folder = Path(path).parent
        if not folder.is_dir():
            raise FileError(f"cannot write {path}: there is no folder {folder}")
