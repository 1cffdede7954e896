"""`uat load` says what a saved network is and how good it is, and draws it."""

import json
from typing import TYPE_CHECKING, Any

import click

from uat.base.errors import InputError
from uat.base.quoting import report_of
from uat.cli.files import check_writable, require_packages
from uat.cli.options import (
    Command,
    box_option,
    json_option,
    plot_option,
    save_option,
)
from uat.cli.point import output_at
from uat.cli.reading import PICTURES

if TYPE_CHECKING:
    from uat.exchange.load import Loaded


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.argument("point", required=False, metavar="[X,Y,…]")
@box_option("Look at it on another domain than its own, once for each input, and measure there.")
@click.option("--at", metavar="X,Y,…", help="Also print the network's output at this point.")
@plot_option("Write a picture of the network")
@save_option("Write it in another format, as `uat approximate --save` does.")
@json_option
def load(
    file: str,
    point: str | None,
    box: tuple[tuple[str, str], ...],
    at: str | None,
    plot: tuple[str, ...],
    save: tuple[str, ...],
    as_json: bool,
) -> None:
    """Report on a network that uat wrote, in any format of `uat approximate --save`.

    If the file names a formula, the error is measured anew. Nothing in a file is executed.

    \b
    Examples:
      uat approximate nielsen --save nielsen.onnx
      uat load nielsen.onnx --plot nielsen.png
      uat load nielsen.onnx 0.25
      uat load nielsen.onnx --at 0.25 --save nielsen.c
      uat load nielsen.onnx -d -1:2 --plot beyond.png
    """
    from uat.exchange.load import load as read
    from uat.exchange.save import save as write

    for path in plot:
        check_writable(path, PICTURES)
    for path in save:
        require_packages(path)
    if at is not None and point is not None:
        raise InputError("give one point: as an argument or with --at")
    at = point if at is None else at
    loaded = read(file)
    own = loaded.box
    if box:
        if save:
            raise InputError("-d is how to look at the network: save it without")
        loaded = loaded.on(box)
    data = loaded.to_dict()
    if at is not None:
        data["output"] = output_at(loaded.network, at)
    for path in save:
        write(loaded, path)
    for path in plot:
        from uat.plots.loaded import loaded_page
        from uat.plots.saving import save_figure

        save_figure(loaded_page(loaded), path)
    if as_json:
        click.echo(json.dumps(data, allow_nan=False))
        return
    click.echo(_report(loaded, data, own))
    for path in (*save, *plot):
        click.echo(f"  written    {path}")


def _report(loaded: "Loaded", data: dict[str, Any], own: tuple[tuple[float, float], ...]) -> str:
    from uat.base.places import box_text

    lines = [
        f"{loaded.about.function or 'a network'} on {box_text(loaded.box)}",
        f"  network    {loaded.network!r}",
    ]
    if loaded.about.construction:
        lines.append(f"  built as   {loaded.about.construction}")
    if own != loaded.box:
        lines.append(f"  built for  {box_text(own)}: outside of it nothing is promised")
    written, measured = data["error"]["written"], data["error"]["measured"]
    if written is not None:
        lines.append(f"  error      max {written:.4g} when it was written")
    if measured is not None:
        lines.append(f"  measured   max {measured:.4g} now, at random points and in windows")
    if "output" in data:
        lines.append(f"  output     {', '.join(f'{value:.10g}' for value in data['output'])}")
    return report_of(lines)
