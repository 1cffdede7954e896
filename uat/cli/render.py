"""`uat render`: films of the construction, for the user's own function."""

import sys
import time
from typing import Any

import click
from click.shell_completion import CompletionItem

from uat.cli.options import Command, chosen_box, domain_option
from uat.errors import InputError

STORY = (  # the chapters in order
    *("universality", "neuron", "bump", "staircase", "output", "windows", "tower", "surface"),
    *("quadrants", "activations", "ramps", "ridges", "sawtooth", "depth", "training", "softmax"),
)


def _chapter_names(ctx: click.Context, param: click.Parameter, text: str) -> list[CompletionItem]:
    from uat.film import find_chapters

    return [CompletionItem(name) for name in find_chapters() if name.startswith(text)]


@click.command(cls=Command)
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...", shell_complete=_chapter_names)
@click.option("--all", "every", is_flag=True, help="All chapters, joined into one film.")
@click.option(
    "--function",
    metavar="F",
    help="The function that the film is about, as for `uat approximate`.  [default: the chapter's]",
)
@domain_option
@click.option("--tol", type=float, metavar="E", help="The tolerance that the film works towards.")
@click.option(
    "--quality",
    type=click.Choice(["l", "m", "h", "k"]),
    default="m",
    show_default=True,
    help="l 480p at 15 frames a second, m 720p30, h 1080p60, k 2160p60.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["mp4", "gif", "png"]),
    default="mp4",
    show_default=True,
    help="png: the last frame.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: one a core]"
)
@click.option(
    "-o", "out", metavar="PATH", help="A file or a folder.  [default: renders/CHAPTER.mp4]"
)
@click.option("--list", "listing", is_flag=True, help="List the chapters, and render nothing.")
def render(
    chapters: tuple[str, ...],
    every: bool,
    function: str | None,
    box: tuple[tuple[str, str], ...],
    tol: float | None,
    quality: str,
    file_format: str,
    jobs: int | None,
    out: str | None,
    listing: bool,
) -> None:
    """Render CHAPTERs as films; each file's path is printed on a line of its own.

    \b
    Examples:
      uat render --list
      uat render neuron bump
      uat render staircase --function "sin(2*pi*x)" -d 0:1 --quality l

    Shots that were rendered before are reused, so a second run is quick, and one that was stopped
    goes on where it was.
    """
    if listing:
        _list_chapters()
        return
    if bool(chapters) == every:
        raise InputError("name one or more chapters, or --all; uat render --list shows them")
    from uat.film import find_chapters
    from uat.film import render as render_films
    from uat.target import parse_box

    domain = chosen_box(box)
    with _Bar() as bar:
        paths = render_films(
            _in_order(find_chapters()) if every else chapters,
            function=sys.stdin.read(20_000).strip() if function == "-" else function,
            box=None if domain is None else parse_box(domain),
            tol=tol,
            quality=quality,
            format=file_format,
            jobs=jobs,
            out=out,
            joined=every,
            progress=bar.update,
        )
    for path in paths:
        click.echo(path)


def _in_order(names: Any) -> list[str]:
    """The chapters of the story first, any others after them."""
    return [*(n for n in STORY if n in names), *(n for n in names if n not in STORY)]


def _list_chapters() -> None:
    from uat.film import find_chapters

    chapters = find_chapters()
    width = max(map(len, chapters))
    for name in _in_order(chapters):
        click.echo(f"{name:<{width}}  {chapters[name].description}.")


class _Bar:
    """One progress bar over all frames, on standard error, if that is a terminal.

    Elsewhere it is one line when a second has passed and one at the end.
    """

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.bar: Any = None
        self.done = 0

    def __enter__(self) -> "_Bar":
        return self

    def update(self, done: int, total: int) -> None:
        if self.bar is None:
            self.bar = click.progressbar(
                length=total, label="rendering", file=sys.stderr, show_pos=True, item_show_func=None
            )
            self.bar.__enter__()
        self.bar.update(done - self.done)
        self.done = done

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(kind, error, trace)
