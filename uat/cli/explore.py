"""`uat explore`: the construction as a page to play with, for the user's own function."""

import click

from uat.cli.options import (
    Command,
    check_writable,
    chosen_box,
    chosen_function,
    domain_option,
    function_argument,
)

PAGES = (".html", ".htm")


@click.command(cls=Command)
@function_argument
@domain_option
@click.option("-o", "out", metavar="FILE.html", help="Write the page here, and do not open it.")
def explore(
    function: str | None,
    function_option: str | None,
    box: tuple[tuple[str, str], ...],
    out: str | None,
) -> None:
    """Open a page on which a network of FUNCTION can be built by hand.

    One file that works offline, on a phone too: drag steps, bumps and heights, draw a function,
    pull a string taut, turn towers. Without FUNCTION it begins with Nielsen's. Without -o the page
    is opened in the browser.

    \b
    Examples:
      uat explore
      uat explore "sin(2*pi*x)" -o page.html
      uat explore "exp(-x^2-y^2)" -d -1:1 -d -1:1
    """
    from uat.page import save_page

    text = None
    if function is not None or function_option is not None:
        text = chosen_function(function, function_option)
    if out is not None:
        check_writable(out, PAGES)
        save_page(out, text, chosen_box(box))
        click.echo(out)
        return
    import tempfile
    import webbrowser
    from pathlib import Path

    path = Path(tempfile.mkdtemp(prefix="uat-")) / "explore.html"
    save_page(path, text, chosen_box(box))
    if not webbrowser.open(path.as_uri()):
        click.echo("no browser was found; open the page yourself:", err=True)
    click.echo(path)
