"""Share between commands how a picture looks: its size, style and title."""

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import click

from uat.base.errors import InputError


class Size(click.ParamType[tuple[float, float]]):
    """A size in inches, such as 3.4x2.6."""

    name = "size"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        if isinstance(value, tuple):
            return value
        parts = re.split(r"\s*[x×,]\s*", str(value).strip())
        try:
            width, height = map(float, parts)
        except ValueError:
            self.fail(f"{value}: write width and height in inches, such as 3.4x2.6", param, ctx)
        return width, height


def looks_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --size, --style, --title and --no-title, for what --plot writes.

    The command takes `looks` instead: arguments of `plot` that say the same.
    """

    @wraps(command)
    def looking(*, plot: Sequence[str], **options: Any) -> Any:
        asked = {name: options.pop(name) for name in ("size", "style", "title", "no_title")}
        return command(plot=plot, looks=_looks(plot, **asked), **options)

    options = (
        click.option(
            "--size",
            type=Size(),
            metavar="WxH",
            help="Of the picture, in inches, such as 3.4x2.6.",
        ),
        click.option(
            "--style",
            metavar="S",
            multiple=True,
            help="A style of matplotlib: a name, such as ggplot, a file .mplstyle, or one setting, "
            "such as font.size=8. Repeatable.",
        ),
        click.option("--title", metavar="T", help="Another title of the picture."),
        click.option("--no-title", is_flag=True, help="Leave out the picture's title."),
    )
    for option in reversed(options):
        looking = option(looking)
    return looking


def _looks(plot: Sequence[str], **asked: Any) -> dict[str, Any]:
    """Return the looks as arguments of `plot`. Raises InputError before any work is done."""
    given = [name for name, value in asked.items() if value not in (None, (), False)]
    if not given:
        return {}
    if not plot:
        option = given[0].replace("_", "-")
        raise InputError(f"--{option} is about a picture: add --plot net.png")
    if {"title", "no_title"} <= set(given):
        raise InputError("give --title or --no-title, not both")
    from uat.plots.layout import sized
    from uat.plots.looks import styled

    size, style = asked["size"], [_part(text) for text in asked["style"]] or None
    title = False if asked["no_title"] else asked["title"]
    with sized(size), styled(style):
        return {"size": size, "style": style, "title": title}


def _part(text: str) -> str | dict[str, str]:
    """Read a setting such as font.size=8; anything else is a style's name or file."""
    key, equals, value = text.partition("=")
    return {key.strip(): value.strip()} if equals else text
