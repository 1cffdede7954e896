"""Say which domain was taken, and which command shows more of what was built."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from uat.base.quoting import for_shell, for_terminal

if TYPE_CHECKING:
    from uat.approximation import Approximation

SHAPING = (
    "tol", "neurons", "activation", "steepness", "overlap", "output", "partition", "heights",
    "edges", "above", "below", "rel", "norm", "noise", "outliers", "precision",
)  # fmt: skip
SHELL = set('"$`\\!\n')  # what a shell changes between double quotes


def taken_domain(net: Approximation, text: str) -> str:
    """Say which domain was taken as none was given; the catalogue and files have their own."""
    from uat.base.places import box_text
    from uat.functions.catalogue import CATALOGUE
    from uat.functions.table.asked import split_columns

    if text in CATALOGUE or os.path.isfile(split_columns(text)[0]):
        return ""
    return f"  domain     {box_text(net.target.box)} was taken: -d A:B chooses another\n"


def next_command(
    net: Approximation,
    text: str,
    *,
    box: tuple[tuple[str, str], ...],
    plot: bool,
    options: str = "",
    columns: str | None = None,
) -> str:
    """Write one command that shows more. options: that shaped the network, as given.

    columns: those of a table that were chosen.
    """
    plain = text == for_terminal(text) and not set(text) & SHELL
    quoted = f'"{text}"' if plain else for_shell(text)
    option = f"--function={quoted}" if text.startswith("-") else quoted
    domain = "".join(f" -d {for_shell(f'{low}:{high}')}" for low, high in box)
    domain += f" --columns {for_shell(columns)}" if columns else ""
    if net.target.inputs > 1 or net.components:
        return _next_of_several(net, option + domain, text, plot, options)
    if net.activation.is_straight:
        return f"  next       any function: uat approximate {option}{domain}"
    if net.kind.better:
        shown = net.error.shown(net.target.box)
        tol = shown.tolerance or shown.max or shown.noise
        side = f" --{net.plan.side}" if net.plan.side else ""
        side += "" if net.plan.precision.is_double else f" --precision {net.plan.precision.name}"
        own = net.activation.name == net.kind.activation
        better = net.kind.better if own else "best"
        side += "" if own else f" --activation {for_shell(net.activation.name)}"
        more = f"uat approximate {option}{domain} --with {better} --tol {tol:.3g}{side}"
        return f"  next       fewer neurons: {more}"
    if not plot:
        more = f"uat approximate {option}{domain} --with {net.construction}{options}"
        return f"  next       see it: {more} --plot {_picture(text)}"
    film = option if option.startswith("--") else f"--function {option}"
    return f"  next       watch it: uat render staircase {film}{domain}"


def shaping_options() -> str:
    """Return the running command's options that shape the network, as the user gave them."""
    context = click.get_current_context()
    given = [
        parameter
        for parameter in context.command.params
        if parameter.name in SHAPING
        and context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
    ]
    return "".join(f" {_written(option, context.params[str(option.name)])}" for option in given)


def _written(option: click.Parameter, value: object) -> str:
    text = repr(value) if isinstance(value, float) else str(value)
    return option.opts[0] if value is True else f"{option.opts[0]} {for_shell(text)}"


def _picture(text: str) -> str:
    """Name a picture that is not the one which was read."""
    return "network.png" if text == "net.png" else "net.png"


def _next_of_several(net: Approximation, request: str, text: str, plot: bool, options: str) -> str:
    if not plot:
        construction = "" if net.components else f" --with {net.construction}"
        more = f"uat approximate {request}{construction}{options}"
        return f"  next       see it: {more} --plot {_picture(text)}"
    return f"  next       fewer or more neurons: uat approximate {request} --neurons 200"
