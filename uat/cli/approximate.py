"""`uat approximate` takes a function, and builds a network with its error."""

import json
from typing import Any, get_args

import click

from uat.base.choices import PrecisionName, StyleName, ViewName
from uat.base.errors import InputError
from uat.base.quoting import one_line
from uat.cli.files import check_files, is_table
from uat.cli.following import next_command, shaping_options, taken_domain
from uat.cli.kinds import NUMBER, SHARE, TOLERANCE, WHOLE, ConstructionOption, Known
from uat.cli.options import (
    BY_PIPE,
    TOLERANCE_MISSED,
    Command,
    Stages,
    chosen_box,
    chosen_function,
    columns_option,
    domain_option,
    function_argument,
    json_option,
    plot_option,
    save_option,
)
from uat.cli.pictures import looks_options
from uat.cli.point import lines_at, outputs_at
from uat.exchange.formats import FORMATS, format_of, with_float32
from uat.plots.views import VIEWS, summary


@click.command(cls=Command)
@function_argument
@domain_option
@columns_option
@click.option(
    "--with",
    "--construction",
    "construction",
    cls=ConstructionOption,
)
@click.option(
    "--tol",
    type=TOLERANCE,
    metavar="E",
    help="Largest |network - f| allowed, in the units of f, or as a share of its range, such as "
    "2%; for classes, the share of the domain that may be wrong.  [default: 1%]",
)
@click.option("--neurons", type=WHOLE, metavar="N", help="At most so many hidden neurons instead.")
@click.option(
    "--activation",
    metavar="S",
    help='A name (sigmoid, tanh, relu, gelu, …) or any formula in z, such as "z/(1+abs(z))".  '
    "[default: sigmoid; for ramps relu]",
)
@click.option(
    "--steepness",
    type=NUMBER,
    metavar="W",
    help="Weight of every hidden neuron.  [default: chosen so that the tolerance holds]",
)
@click.option(
    "--overlap",
    type=WHOLE,
    metavar="M",
    default=1,
    show_default=True,
    help="Mean of M shifted copies, Nielsen's remedy for windows of failure.",
)
@click.option(
    "--output",
    type=Known(["linear", "sigmoid"]),
    default="linear",
    show_default=True,
    help="The output neuron. sigmoid: the hidden layer computes the inverse sigmoid of f.",
)
@click.option(
    "--partition",
    type=Known(["uniform", "fewest"]),
    help="Equal pieces, or as few as can be found.  "
    "[default: fewest; for bumps and towers uniform]",
)
@click.option(
    "--heights",
    type=Known(["midrange", "mean", "median", "midpoint"]),
    default="midrange",
    show_default=True,
    help="How high equal pieces are; midrange is the best for the largest error.",
)
@click.option(
    "--edges",
    type=Known(["whole", "nielsen"]),
    default="whole",
    show_default=True,
    help="nielsen: outermost bumps begin on the domain's ends, where the output is then halved.",
)
@click.option(
    "--rel",
    type=SHARE,
    metavar="R",
    help="Of one input, for steps and ramps: |network - f| may be R*|f|; with --tol, the larger.",
)
@click.option(
    "--norm",
    type=Known(["sup", "l2"]),
    default="sup",
    show_default=True,
    help="l2, of one input, for steps and ramps: least squares; E is then the root mean square of "
    "network - f, of a table over its samples.",
)
@click.option(
    "--noise",
    type=NUMBER,
    metavar="S",
    help="Of a table, for steps and ramps: stay within S of each sample, instead of --tol; what "
    "lies between samples is free.",
)
@click.option(
    "--outliers",
    type=WHOLE,
    metavar="K",
    default=0,
    help="With --noise: at most K samples may be further away.",
)
@click.option(
    "--above", is_flag=True, help="Stay on or above f: between f and f + E, with one input."
)
@click.option("--below", is_flag=True, help="Stay on or below f: between f - E and f.")
@click.option(
    "--precision",
    type=Known(list(get_args(PrecisionName))),
    help="What a runtime computes in: weights and inputs are such numbers, and a proof holds for "
    "what is computed, sums in any order. Of float8, for one input, every input is checked.  "
    "[default: float64]",
)
@click.option(
    "--prove", is_flag=True, help="Also prove a bound on the error, for the whole domain."
)
@click.option(
    "--lipschitz",
    type=NUMBER,
    metavar="L",
    help="|f(x) - f(y)| <= L*|x - y|, to prove the error of a function without a formula.",
)
@click.option(
    "--formula",
    type=Known(["text", "latex", "typst", "python"]),
    help="Print the network as the formula that it is, instead of the report.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Build it even if it is estimated to take more than a GiB of memory or a minute.",
)
@click.option(
    "--at",
    metavar="X,Y,…",
    multiple=True,
    help="Also print the network's output and f at this point; of one input, at all that are "
    "listed. Repeatable.",
)
@plot_option("Write a picture")
@click.option(
    "--view",
    type=Known(list(VIEWS)),
    metavar="V",
    help=f"What --plot draws. {summary()}  [default: overview]",
)
@looks_options
@save_option(
    f"Write the network ({', '.join(FORMATS)}) or the proof (a name that ends in proof.json)."
)
@click.option(
    "--float32",
    is_flag=True,
    help=f"Save {', '.join(with_float32())} in float32, and say what that costs.",
)
@json_option
def approximate(
    function: str | None,
    function_option: str | None,
    box: tuple[tuple[str, str], ...],
    plot: tuple[str, ...],
    save: tuple[str, ...],
    as_json: bool,
    at: tuple[str, ...],
    formula: StyleName | None,
    view: ViewName | None,
    float32: bool,
    looks: dict[str, Any],
    **options: Any,
) -> None:
    """Build a network that computes FUNCTION, and say how good it is.

    FUNCTION is an expression in x, such as "0.2 + 0.4*x^2 + sin(15*x)", in x and y, or in more; a
    name from `uat functions`; py:module:function; a table of samples (.csv, .tsv, .txt, .dat); a
    picture (.png, .jpg); a condition such as "x^2 + y^2 < 0.5", for a network that classifies; or -
    to read an expression or a table from standard input. What people write otherwise is read where
    it has one meaning, such as 2x, |x|, sin 2x, y = x²; the report says how.

    \b
    Examples:
      uat approximate "sin(x)" -d 0:2*pi
      uat approximate nielsen --with steps --tol 0.01
      uat approximate nielsen --neurons 10 --output sigmoid --heights median
      uat approximate "abs(x)" -d -1:1 --plot abs.png --save abs.json --save abs.c
      uat approximate "sin(3*x)*cos(2*y)" -d -1:1 -d -1:1 --tol 0.1
      uat approximate photo.png --neurons 4000 --plot out.png
    """
    text = chosen_function(function, function_option)
    _check_proof(text, save, prove=options["prove"])
    check_files(plot, save, text, float32=float32)
    _check_view(view, plot, prove=options["prove"])
    if formula and (as_json or at):
        raise InputError(f"give {'--json' if as_json else '--at'} or --formula, not both")
    with Stages() as stages:
        from uat.approximation import approximate as build

        net = build(text, chosen_box(box), progress=stages, **options)
        points = outputs_at(net, at)
        written = [_save(net, path, float32=float32, stages=stages) for path in save]
        for picture in plot:
            stages(f"drawing {picture}")
            net.plot(picture, view, **looks)
    if as_json:
        click.echo(json.dumps(net.to_dict() | ({"at": points} if at else {}), allow_nan=False))
    elif formula:
        click.echo(net.formula(formula))
    else:
        click.echo(net.summary())
        click.echo(lines_at(net, points), nl=False)
        files = [*written, *plot]
        if options["prove"] and any(path.endswith(".json") for path in save if not _is_proof(path)):
            files[0] += " (the network; a proof is saved as a name that ends in proof.json)"
        if not box:
            click.echo(taken_domain(net, text), nl=False)
        lines = (f"  written    {one_line(file)}\n" for file in files)
        click.echo("".join(lines), nl=False)
        if BY_PIPE not in click.get_current_context().meta:  # what came that way is gone
            more = {"options": shaping_options(), "columns": options["columns"]}
            click.echo(next_command(net, text, box=box, plot=bool(plot), **more))
    if net.error.met is False:
        click.get_current_context().exit(TOLERANCE_MISSED)


def _is_proof(path: str) -> bool:
    return path.lower().endswith("proof.json")


def _save(net: Any, path: str, *, float32: bool, stages: Stages) -> str:
    """Write the network or the proof, and return what to say about it."""
    stages(f"writing {path}")
    if _is_proof(path):
        if net.proof is None:
            raise InputError(f"there is no proof file of {net.construction}, only a proven bound")
        net.proof.save(path)
        return path
    from uat.exchange.save import save

    form = format_of(path)
    single = float32 and form is not None and form.has_float32
    written = save(net, path, precision="float32" if single else None)
    if written.difference is None:
        return path
    return f"{path} (float32: up to {written.difference:.2g} from the float64 network)"


def _check_view(view: str | None, plot: tuple[str, ...], *, prove: bool) -> None:
    """Refuse a view that will not be drawn before any work is done."""
    if view and not plot:
        raise InputError(f"the view {view} needs a file: add --plot {view}.png")
    if view == "proof" and not prove:
        raise InputError("there is a proof to draw only with --prove")


def _check_proof(text: str, save: tuple[str, ...], *, prove: bool) -> None:
    """Refuse the name of a proof where there will be none, before any work is done."""
    if any(_is_proof(path) for path in save) and is_table(text):
        raise InputError(
            "a proof file holds f as a formula, so there is none for a table; the report says what "
            "is proven"
        )
    if not prove and any(_is_proof(path) for path in save):
        raise InputError("there is a proof to save only with --prove")
