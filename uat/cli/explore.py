"""`uat explore` opens the construction as a page to play with, for the user's own function."""

from pathlib import Path
from typing import Any

import click

from uat.base.errors import InputError
from uat.cli.files import check_writable
from uat.cli.options import (
    Command,
    chosen_box,
    chosen_function,
    domain_option,
    function_argument,
)

PAGES = (".html", ".htm")
LANGUAGES = ("en", "de", "es", "all")


@click.command(cls=Command)
@function_argument
@domain_option
@click.option("-o", "out", metavar="FILE.html", help="Write the page here, and do not open it.")
@click.option(
    "--serve",
    is_flag=True,
    help="Serve the page from this machine to this machine, with buttons that call the library: "
    "fewest steps, ramps, proof, comparison, film. Ctrl-C ends it.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="With --serve: the port.  [default: a free one]",
)
@click.option(
    "--panel",
    metavar="NAME",
    help="Write one panel as a figure of its own, such as draw, neuron, bumps, ramps, towers or "
    "depth; a name that is none lists all.",
)
@click.option(
    "--state",
    "link",
    metavar="LINK",
    help="Begin in the state that a link holds, as “Link to this” on the page copies it.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="What the page speaks; all: a menu of languages.",
)
def explore(
    function: str | None,
    function_option: str | None,
    box: tuple[tuple[str, str], ...],
    out: str | None,
    serve: bool,
    port: int | None,
    panel: str | None,
    link: str | None,
    language: str,
) -> None:
    """Open a page on which a network of FUNCTION can be built by hand.

    One file that works offline, on a phone too: drag steps, bumps and heights, draw a function,
    pull a string taut, turn towers. Without FUNCTION it begins with Nielsen's. Without -o the page
    is opened in the browser.

    For a course, --panel writes one figure without the lesson around it: show it in an iframe, and
    docs/teachers.md has the lines for that. To make it begin with your numbers, set them on the
    page, press “Link to this” beside the panel's title, and give the link to --state. An address
    may also say how it is to be shown: page.html?present#bumps one panel a screen,
    page.html?language=auto in the browser's language, if the page holds it.

    With --serve the page can also ask the library. The address that is printed holds a secret: only
    who knows it is answered, and only on this machine. The page it opens works as long as the
    command runs.

    \b
    Examples:
      uat explore
      uat explore "sin(2*pi*x)" -o page.html
      uat explore "exp(-x^2-y^2)" -d -1:1 -d -1:1
      uat explore "sin(2*pi*x)" --serve
      uat explore "sin(2*pi*x)" --panel bumps -o figure.html
      uat explore --panel bumps --state "page.html#many/1.eyJ2Ijox" -o figure.html
      uat explore --language de -o seite.html
    """
    if serve and out is not None:
        raise click.UsageError("-o writes a page that asks nobody: leave out -o or --serve")
    if port is not None and not serve:
        raise click.UsageError("a port is for a page that is served: add --serve")
    if serve and (panel or link):
        raise click.UsageError("--panel and --state are for a page without --serve")
    from uat.page import save_page
    from uat.page.contents import panel_meant, state_of

    text = None
    if function is not None or function_option is not None:
        text = chosen_function(function, function_option)
        if meant := panel_meant(text):
            raise InputError(f"{text} is a panel, not a function: write --panel {meant}")
    if serve:
        _serve(text, chosen_box(box), port or 0, language)
        return
    options = {"panel": panel, "language": language, "state": state_of(link) if link else None}
    if out is not None:
        check_writable(out, PAGES)
        save_page(out, text, chosen_box(box), **options)
        click.echo(out)
        return
    import tempfile
    import webbrowser

    path = Path(tempfile.mkdtemp(prefix="uat-")) / "explore.html"
    save_page(path, text, chosen_box(box), **options)
    if not webbrowser.open(path.as_uri()):
        click.echo("no browser was found; open the page yourself:", err=True)
    click.echo(path)


def _serve(text: str | None, box: Any, port: int, language: str) -> None:
    """Serve until Ctrl-C or a signal to end; then every child process has ended, too."""
    import signal
    import tempfile
    import threading

    from uat.page.server import Server

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    server = Server(text, box, port=port, language=language)
    before = {sign: signal.signal(sign, stop) for sign in (signal.SIGTERM, signal.SIGHUP)}
    with tempfile.TemporaryDirectory(prefix="uat-") as folder:
        try:
            click.echo(server.address)
            click.echo("Ctrl-C ends it", err=True)
            way = _way_to(server.address, Path(folder))
            threading.Thread(target=_open, args=(way,), daemon=True).start()
            server.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)
            server.close()


def _open(way: str) -> None:
    """Open the page in a browser; some browsers return only when they are closed."""
    import webbrowser

    if not webbrowser.open(way):
        click.echo("no browser was found; open the address yourself", err=True)


def _way_to(address: str, folder: Path) -> str:
    """Write a file that leads to the page: lists of processes show a browser's arguments."""
    path = folder / "explore.html"
    path.write_text(f'<meta http-equiv="refresh" content="0; url={address}">', encoding="utf-8")
    return path.as_uri()
