"""Carry an order out with the library, as plain data: what the page's buttons do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from uat.functions.target import Target
from uat.page.server.orders import Order

FILM = "film.mp4"  # in the job's own folder, as all that is written
SUBTITLES = "film.vtt"

Say = Callable[[dict[str, Any]], None]


def carry_out(order: Order, say: Say) -> dict[str, Any]:
    """Return the result of an order. say: called with how far it is. Raises UatError."""
    return _TASKS[order["task"]](order, say)


def _approximate(order: Order, say: Say) -> dict[str, Any]:
    """Return the network as `Network.save` writes it, and its figures."""
    from uat.approximation import approximate

    began = time.perf_counter()
    net = approximate(
        _target(order),
        tol=order["tolerance"],
        neurons=order["neurons"],
        construction=order["construction"],
        prove=bool(order["prove"]),
        progress=lambda stage: say({"stage": stage}),
    )
    least = None
    if order["prove"] and net.kind.witnesses and net.samples is not None:
        say({"stage": "looking for a smaller one"})
        minimum = net.minimum()
        least = {"neurons": minimum.neurons, "certain": minimum.certain}
    return {
        "network": net.network.to_dict(),
        "construction": net.construction,
        "neurons": net.network.neurons,
        "hidden_layers": net.network.hidden_layers,
        "parameters": net.network.parameters,
        "error": net.error.max,
        "at": list(net.error.at),
        "wrong": net.error.wrong,
        "bound": net.error.proven,
        "tolerance": net.error.tolerance,
        "left_out": net.error.left_out.words(net.target.names),
        "met": net.error.met,
        "least": least,
        "seconds": time.perf_counter() - began,
    }


def _compare(order: Order, say: Say) -> dict[str, Any]:
    """Return what `uat compare --json` prints."""
    from uat.comparison import compare

    return compare(
        _target(order),
        tol=order["tolerance"],
        neurons=order["neurons"],
        train=bool(order["train"]),
        progress=lambda stage: say({"stage": stage}),
    ).to_dict()


def _render(order: Order, say: Say) -> dict[str, Any]:
    """Render a film in the working folder, which is the job's own."""
    from uat.films.renderer import render

    began = time.perf_counter()
    (path,) = render(
        order["chapter"],
        function=_target(order),
        tol=order["tolerance"],
        quality="l",
        out=FILM,
        progress=lambda done, total: say({"done": done, "total": total}),
    )
    return {
        "chapter": order["chapter"],
        "bytes": path.stat().st_size,
        "subtitles": Path(SUBTITLES).is_file(),
        "seconds": time.perf_counter() - began,
    }


def _target(order: Order) -> Target:
    """Read the formula on its box, through the parser of formulas and no other way."""
    from uat.functions.expression import compile_formula
    from uat.functions.target import make_target

    return make_target(compile_formula(order["formula"]), order["box"])


_TASKS = {"approximate": _approximate, "compare": _compare, "render": _render}
