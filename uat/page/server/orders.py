"""Turn JSON into a checked order: only formulas, numbers and listed names go on.

A formula is read by `uat.functions.expression`, so it is never Python code, a file or a name to
import.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from uat.base.errors import UatError
from uat.constructions.registry import CONSTRUCTIONS
from uat.page.server.refused import Refused, refused_by_library

MOST_TEXT = 2000  # characters of a formula, as the page has it
MOST_INPUTS = 8
MOST_NEURONS = 1_000_000

Order = dict[str, Any]


def read_order(task: str, data: bytes, chapters: tuple[str, ...]) -> Order:
    """Read the order in the body of a request. chapters: those that can be rendered.

    Raises Refused: 400 for what is no JSON object, 422 for what has no meaning.
    """
    fields = _fields(data)
    rules = _RULES[task]
    if unknown := sorted(set(fields) - set(rules)):
        raise Refused(422, f"unknown field {unknown[0][:40]!r}: choose from {', '.join(rules)}")
    order: Order = {"task": task}
    for name, rule in rules.items():
        order[name] = None if fields.get(name) is None else rule(name, fields[name])
    if order["formula"] is None:
        raise Refused(422, "a formula is missing")
    if task == "render":
        _one_of("chapter", order["chapter"], chapters)
    if task != "render" and order["tolerance"] is not None and order["neurons"] is not None:
        raise Refused(422, "give a tolerance or a number of neurons, not both")
    _require_target(order)
    return order


def _fields(data: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(data.decode("utf-8"), parse_constant=_no_number)
    except RecursionError:
        raise Refused(400, "the JSON is nested too deeply") from None
    except ValueError:
        raise Refused(400, "the body is no JSON") from None
    if not isinstance(fields, dict):
        raise Refused(400, "the body must be a JSON object")
    return fields


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _require_target(order: Order) -> None:
    """Raise the library's own sentence for a formula or a box that it cannot take."""
    from uat.functions.expression import compile_formula
    from uat.functions.target import make_target

    try:
        make_target(compile_formula(order["formula"]), order["box"])
    except UatError as error:
        raise refused_by_library(error) from None


def _formula(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(422, f"the {name} must be text")
    if len(value) > MOST_TEXT:
        raise Refused(422, f"the {name} may have up to {MOST_TEXT} characters")
    return value


def _box(name: str, value: Any) -> list[list[float]]:
    if not (isinstance(value, list) and 1 <= len(value) <= MOST_INPUTS):
        raise Refused(422, f"the {name} must be one pair of numbers for each input")
    if not all(isinstance(side, list) and len(side) == 2 for side in value):
        raise Refused(422, f"the {name} must be one pair of numbers for each input")
    return [[_number(f"end of the {name}", end) for end in side] for side in value]


def _number(name: str, value: Any) -> float:
    real = isinstance(value, int | float) and not isinstance(value, bool)
    if not (real and abs(value) < 1e300 and math.isfinite(value)):
        raise Refused(422, f"the {name} must be a finite number")
    return float(value)


def _neurons(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_NEURONS:
        raise Refused(422, f"the {name} must be a whole number, 0 … {MOST_NEURONS:,}")
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused(422, f"{name} must be true or false")
    return value


def _construction(name: str, value: Any) -> str:
    return _one_of(name, value, tuple(CONSTRUCTIONS))


def _name(name: str, value: Any) -> str:
    return value if isinstance(value, str) else ""


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise Refused(422, f"unknown {name}: choose one of {', '.join(known)}")
    return value


_ABOUT: dict[str, Callable[[str, Any], Any]] = {
    "formula": _formula,
    "box": _box,
    "tolerance": _number,
}
_RULES: dict[str, dict[str, Callable[[str, Any], Any]]] = {
    "approximate": {**_ABOUT, "neurons": _neurons, "construction": _construction, "prove": _flag},
    "compare": {**_ABOUT, "neurons": _neurons, "train": _flag},
    "render": {**_ABOUT, "chapter": _name},
}
TASKS = tuple(_RULES)
