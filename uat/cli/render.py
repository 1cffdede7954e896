"""`uat render` makes films of the construction, for the user's own function."""

import sys
from typing import Any, get_args

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from uat.base.choices import FilmFormat
from uat.base.errors import InputError
from uat.cli.kinds import NUMBER, TIME, WHOLE, Known
from uat.cli.options import Command, chosen_box, columns_option, domain_option
from uat.cli.progress import Progress

STORY = (  # the chapters in order
    *("universality", "neuron", "bump", "staircase", "output", "tower", "surface", "windows"),
    *("quadrants", "ridges", "activations", "ramps", "sawtooth", "depth", "training", "softmax"),
    "epilogue",
)


def _chapter_names(ctx: click.Context, param: click.Parameter, text: str) -> list[CompletionItem]:
    from uat.films.renderer import find_chapters

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
@columns_option
@click.option("--tol", type=NUMBER, metavar="E", help="The tolerance that the film works towards.")
@click.option(
    "--quality",
    type=Known(["l", "m", "h", "k"]),
    default="m",
    show_default=True,
    help="l 480p at 15 frames a second, m 720p30, h 1080p60, k 2160p60.",
)
@click.option("--fps", type=WHOLE, metavar="N", help="Frames a second, if not the quality's.")
@click.option(
    "--shape",
    type=Known(["wide", "square", "portrait"]),
    default="wide",
    show_default=True,
    help="16:9, 1:1 or 9:16.",
)
@click.option(
    "--format",
    "file_format",
    type=Known(get_args(FilmFormat)),
    default="mp4",
    show_default=True,
    help="mov: ProRes, for editors. png: the last frame, or the one --at a time.",
)
@click.option("--at", type=TIME, metavar="SECONDS", help="For png: a time in the film, or 1:30.")
@click.option(
    "--theme",
    type=Known(["dark", "light"]),
    default="dark",
    show_default=True,
    help="The ground that colours and text are made for.",
)
@click.option(
    "--transparent",
    is_flag=True,
    help="Without that ground: a mov, if --format is not webm or png.",
)
@click.option(
    "--voice",
    is_flag=False,
    flag_value="piper",
    metavar="[piper|espeak|FOLDER]",
    help="Speak: piper (default) or espeak, or a folder of recordings named by beat numbers.",
)
@click.option(
    "--script", metavar="FILE", help="Write the narration, a line a beat; render nothing."
)
@click.option(
    "--check",
    is_flag=True,
    help="Print how well the chapters can be read and followed; render nothing.",
)
@click.option(
    "--burn/--no-burn",
    default=None,
    help="Write what is said into the picture.  [default: if no voice speaks]",
)
@click.option("--poster", is_flag=True, help="Also a .jpg of a frame, the cover of an mp4.")
@click.option(
    "--slides", is_flag=True, help="Also one .html: it stops after each beat, with notes to say."
)
@click.option("--clips", metavar="FOLDER", help="Also a film of each beat, into this folder.")
@click.option(
    "--beat",
    type=WHOLE,
    metavar="N",
    help="Of --clips only this one, from 1, as --script counts; without --clips, beside the film.",
)
@click.option("--manifest", metavar="FILE", help="Also a JSON file: chapters, beats, times, files.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: one a core]"
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Draw on the workers of a dask scheduler, such as tcp://HOST:8786, instead.",
)
@click.option(
    "-o",
    "out",
    metavar="PATH",
    help="A file or a folder.  [default: renders/CHAPTER.mp4]",
)
@click.option("--list", "listing", is_flag=True, help="List the chapters, and render nothing.")
@click.option("--clear-cache", is_flag=True, help="Remove all kept shots, and render nothing.")
def render(
    chapters: tuple[str, ...],
    every: bool,
    listing: bool,
    clear_cache: bool,
    function: str | None,
    box: tuple[tuple[str, str], ...],
    file_format: FilmFormat,
    voice: str | None,
    check: bool,
    **options: Any,
) -> None:
    """Render CHAPTERs as films; each file's path is printed on a line of its own.

    \b
    Examples:
      uat render --list
      uat render neuron bump
      uat render staircase --function "sin(2*pi*x)" -d 0:1 --quality l
      uat render bump --shape portrait --poster
      uat render neuron --voice

    An mp4 or webm has its subtitles beside it, as .srt and .vtt. Shots that were rendered before
    are reused, so a second run is quick, and one that was stopped goes on where it was. The oldest
    go when there is more than UAT_CACHE_MIB of them (4096).
    """
    if listing:
        _list_chapters()
        return
    if clear_cache:
        _clear_cache()
        return
    if chapters == ("all",):
        chapters, every = (), True
    if bool(chapters) == every:
        raise InputError("name one or more chapters, or --all; uat render --list shows them")
    from uat.films.renderer import find_chapters
    from uat.films.renderer import render as render_films
    from uat.functions.target import parse_box

    domain = chosen_box(box)
    if options["transparent"] and _is_default("file_format"):
        file_format = "mov"
    manifest = options.pop("manifest")
    rows: list[tuple[str, Any]] = []
    with Progress() as progress:
        render_films(
            _in_order(find_chapters()) if every else chapters,
            function=sys.stdin.read(20_000).strip() if function == "-" else function,
            box=None if domain is None else parse_box(domain),
            format=file_format,
            joined=every,
            manifest=manifest or False,
            voice=voice or False,
            check=(lambda *row: rows.append(row)) if check else None,
            progress=progress.update,
            on_file=progress.print,
            on_note=lambda text: click.echo(text, err=True),
            **options,
        )
    if check:
        _report(rows, options["shape"])


def _is_default(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.DEFAULT


def _in_order(names: Any) -> list[str]:
    """Sort the chapters of the story first, any others after them."""
    return [*(n for n in STORY if n in names), *(n for n in names if n not in STORY)]


def _report(rows: list[tuple[str, Any]], shape: str) -> None:
    """Print what was found, a row for each chapter, and all faults; if any, exit with status 1."""
    from uat.films.renderer.findings import HEAD

    width = max(len(chapter) for chapter, _ in rows)
    click.echo("  ".join([" " * width, *HEAD]))
    for chapter, found in rows:
        cells = zip(found.figures, HEAD.items(), strict=True)
        texts = (f"{value:>{len(head)}.{digits}f}" for value, (head, digits) in cells)
        click.echo("  ".join([f"{chapter:<{width}}", *texts]))
    faults = [f"{chapter}: {fault}" for chapter, found in rows for fault in found.wrong(shape)]
    if faults:
        click.echo("\n".join(["", *faults]))
        sys.exit(1)


def _list_chapters() -> None:
    from uat.films.renderer import find_chapters
    from uat.films.renderer.lengths import running_time

    chapters = find_chapters()
    width = max(map(len, chapters))
    for name in _in_order(chapters):
        time = _minutes(running_time(chapters[name]))
        takes = f"{chapters[name].takes or '?':<7}"
        click.echo(f"{name:<{width}}  {time:>5}  {takes}  {chapters[name].description}.")


def _minutes(seconds: int | None) -> str:
    return "?" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def _clear_cache() -> None:
    from uat.films.renderer.cache import cache_folder
    from uat.films.renderer.store import clear

    folder = cache_folder()
    count, size = clear(folder)
    click.echo(f"removed {count} shots, {size / 2**20:.1f} MiB, from {folder}")
