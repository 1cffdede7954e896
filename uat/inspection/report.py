"""Report on a network that was looked at: in words, and as data."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure.error import rounded_up
from uat.accuracy.measure.words import where_proven
from uat.approximation.report import bound_words, measured_words
from uat.base.nouns import counted, noun_of
from uat.base.places import box_text
from uat.base.quoting import report_of
from uat.functions.expression.printing import number_text
from uat.networks.activations.bends import bends_of

if TYPE_CHECKING:
    from uat.inspection.look import Look, Piece
    from uat.networks.network import Network
    from uat.networks.regions.idle import Idle

MOST_PIECES = 8  # that are written out
LEAST = 1e-200  # below it a bound is nothing but room for the smallest floats
MOST_NAMED = 12  # neurons, of one layer and one reason
TITLES = {
    "constant": "constant",
    "unread": "read by nothing that varies",
    "multiple": "a multiple of another one",
    "straight": "",
}


def report(look: Look) -> str:
    """Write a few lines for people: regions, formula, idle neurons, the twin, the distance."""
    lines = [
        f"{look.name} on {box_text(look.box)}",
        f"  network    {look.network!r}",
        *([f"  read as    {look.note}"] if look.note else []),
        *(
            [f"  domain     {box_text(look.box)} was taken: none was given"]
            if look.box_taken
            else []
        ),
        f"  regions    {_regions(look)}",
        *_formula(look),
        *_idle(look),
        *_twin(look),
    ]
    if look.error is not None and look.target is not None:
        shown = look.error.shown(look.box)
        lines.append(f"  error      {measured_words(look.target, shown)}, from {look.target.name}")
        lines += bound_words(look.error, shown, where_proven(look.error, look.target.names))
    return report_of(lines)


def to_data(look: Look) -> dict[str, Any]:
    """Return the report as plain data; see `Look.to_dict`."""
    twin, error = look.twin, look.error
    return {
        "name": look.name,
        "read_as": look.note or None,
        "box": [list(side) for side in look.box],
        "box_taken": look.box_taken,
        "network": _shape(look.network),
        "regions": look.regions,
        "straight": look.straight,
        "pieces": [
            {
                "corners": [list(corner) for corner in piece.corners],
                "slopes": [list(row) for row in piece.slopes],
                "offsets": list(piece.offsets),
            }
            for piece in look.pieces
        ],
        "idle": [
            {"layer": each.layer, "neuron": each.neuron, "kind": each.kind, "reason": each.reason}
            for each in look.idle
        ],
        "twin": {
            **_shape(twin.network),
            "same": twin.is_same,
            "tolerance": twin.tolerance,
            "bound": twin.bound,
            "rounding": twin.rounding,
            "least": twin.least,
        },
        "function": look.target.name if look.target else None,
        "error": error
        and {
            "max": error.shown(look.box).max,
            "mean": error.shown(look.box).mean,
            "rms": error.shown(look.box).rms,
            "at": list(error.shown(look.box).at),
            "proven": error.shown(look.box).proven,
            "unproven": error.unproven,
        },
    }


def _shape(network: Any) -> dict[str, Any]:
    return {
        "widths": list(network.widths),
        "activations": [layer.activation.name for layer in network.layers],
        "neurons": network.neurons,
        "parameters": network.parameters,
    }


def _regions(look: Look) -> str:
    count = f"{look.regions:,} linear {noun_of(look.regions, 'region')}, exactly"
    if look.straight == look.regions:
        return count
    pieces = noun_of(look.straight, "piece")
    return f"{count}; {look.straight:,} straight {pieces}, as neighbours go straight on"


def _formula(look: Look) -> list[str]:
    """Write the pieces of one input and output out, from left to right."""
    if look.line is None:
        return []
    ends = [piece.corners[0][0] for piece in look.pieces] + [look.pieces[-1].corners[1][0]]
    rows = list(zip(map(_map, look.pieces), pairwise(_apart(ends)), strict=True))
    most = MOST_PIECES // 2
    shown = rows if len(rows) <= MOST_PIECES + 1 else [*rows[:most], *rows[-most:]]
    wide = max(len(text) for text, _ in shown)
    lines = [f"{text.ljust(wide)}  on [{low}, {high}]" for text, (low, high) in shown]
    if len(rows) > len(shown):
        lines.insert(most, f"… {len(rows) - len(shown)} more pieces …")
    return [f"  {'formula' if k == 0 else '':9}  {line}" for k, line in enumerate(lines)]


def _map(piece: Piece) -> str:
    """Write slope and offset as people write a line."""
    slope, offset = piece.slopes[0][0], piece.offsets[0]
    if not slope:
        return _short(offset)
    run = "x" if slope == 1 else "-x" if slope == -1 else f"{_short(slope)}*x"
    return run if not offset else f"{run} {'-' if offset < 0 else '+'} {_short(abs(offset))}"


def _apart(values: list[float]) -> list[str]:
    """Write ascending numbers with as many digits as tell them apart, six at least."""
    for digits in range(6, 17):
        texts = [_short(value, digits) for value in values]
        if all(a != b for a, b in pairwise(texts)):
            return texts
    return [_short(value, 17) for value in values]


def _short(value: float, digits: int = 6) -> str:
    return number_text(float(f"{value:.{digits}g}"))


def _idle(look: Look) -> list[str]:
    """Name the neurons that do nothing or never bend, layer by layer, with the reason."""
    if not look.network.neurons:
        return []
    useless = [each for each in look.idle if each.kind != "straight"]
    straight = [each for each in look.idle if each.kind == "straight"]
    if not look.idle:
        return [f"  idle       none found{_why(look.network)}"]
    every = look.network.neurons
    lines = [f"  idle       none{'' if every == 1 else f' of the {every:,} hidden neurons'}"]
    if useless:
        lines = [f"  idle       {_some(useless, look)} could be left out:", *_named(useless)]
    if straight:
        does = "never bends here, and adds" if len(straight) == 1 else "never bend here, and add"
        lines.append(f"  straight   {_some(straight, look)} {does} a straight line:")
        lines += _named(straight)
    return lines


def _some(neurons: list[Idle], look: Look) -> str:
    every = look.network.neurons
    many = f"{len(neurons):,} of {every:,} hidden neurons"
    return "the one hidden neuron" if every == 1 else many


def _why(network: Network) -> str:
    """Say what is true of every hidden neuron, where none is idle."""
    kinks = [len(bends.kinks) for s in network.layers[:-1] if (bends := bends_of(s.activation))]
    count, passes = network.neurons, "passes a kink somewhere in the box"
    if not any(kinks):
        return ": neurons without a kink add a straight line each"
    if not all(kinks):
        return ""
    which = "the hidden neuron" if count == 1 else f"each of the {count:,} hidden neurons"
    return f": {which} {passes}"


def _named(neurons: list[Idle]) -> list[str]:
    kinds: dict[str, list[str]] = {}
    for each in neurons:
        detail, kind = "", TITLES[each.kind]
        if each.kind == "multiple":
            detail = f" ({_short(each.times)} times {each.other})"
        elif each.kind == "constant" and each.value:
            detail = f" ({_short(each.value)})"
        elif each.kind == "constant":
            kind = "off everywhere"
        layer = f"layer {each.layer}" + (f", {kind}" if kind else "")
        kinds.setdefault(layer, []).append(f"{each.neuron}{detail}")
    lines = []
    for title, names in kinds.items():
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        lines.append(f"             {title}: {', '.join(names[:MOST_NAMED])}{more}")
    return lines


def _twin(look: Look) -> list[str]:
    twin, network = look.twin, look.network
    fewer = network.neurons - twin.network.neurons
    if fewer <= 0:
        known = twin.least is not None and twin.least >= network.neurons
        why = (
            "no relu network of one hidden layer is smaller"
            if known
            else "no smaller one was found"
        )
        return [f"  twin       none: {twin.note or why}"]
    count = f"{fewer:,} {noun_of(fewer, 'neuron')} fewer"
    kind = "the same function" if twin.is_same else f"within {twin.tolerance:.6g}"
    lines = [f"  twin       {twin.network!r}: {kind}, {count}"]
    if twin.least:
        need = f"fewer than {counted(twin.least, 'neuron')}"
        lines.append(f"             no relu network of one hidden layer and {need} can do it")
    if twin.bound is None:
        return [
            *lines,
            "             how far it is from the network is not known: too many regions",
        ]
    bound = twin.bound + (twin.rounding or 0.0)
    said = f"<= {rounded_up(bound, 1 if twin.is_same else 3)}" if bound > LEAST else "= 0"
    return [*lines, f"             |network - twin| {said} on the whole box, proven"]
