"""Drag the explorer's bumps in a notebook: their heights are an `Approximation` here.

The picture is drawn by the modules of the page; what they send is checked like any other input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from uat.approximation import HIGHEST, Approximation, by_hand, equal_bumps, fitted, probed
from uat.base.errors import InputError
from uat.base.packages import not_found
from uat.functions.expression import Expression, compile_expression
from uat.functions.target import Target, make_target
from uat.networks.network import Network
from uat.page import embedded
from uat.page.build import MOST_TEXT

try:
    import anywidget
    import traitlets
except ModuleNotFoundError as error:
    raise not_found(error, "shows widgets in a notebook") from error


class Refused(InputError, traitlets.TraitError):
    """Raised for a value that the widget does not take; what it had before stays."""


class _Checked(traitlets.TraitType[Any, Any]):
    """A trait whose values a function checks and copies. Raises Refused for the others."""

    def __init__(self, check: Any, default: Any) -> None:
        super().__init__(default_value=default)
        self.check = check

    def validate(self, obj: Any, value: Any) -> Any:
        return _refusing(self.check, value)


def _refusing(check: Any, *values: Any) -> Any:
    """Return what `check` does; its InputError becomes Refused, which undoes the change."""
    try:
        return check(*values)
    except InputError as error:
        raise Refused(str(error)) from error


def _heights(value: Any) -> tuple[float, ...]:
    heights = _numbers("heights", value)
    equal_bumps((0.0, 1.0), len(heights))
    if max(map(abs, heights)) > HIGHEST:
        raise InputError(f"heights are from -{HIGHEST:g} to {HIGHEST:g}")
    return heights


def _box(value: Any) -> tuple[float, ...]:
    box = _numbers("the ends of the interval", value)
    if len(box) != 2:
        raise InputError(f"an interval has two ends, not {len(box)}")
    return make_target("x", box).box[0]


def _numbers(what: str, value: Any) -> tuple[float, ...]:
    """Read a sequence of finite numbers as floats."""
    if not isinstance(value, list | tuple | np.ndarray):
        raise InputError(f"{what} are a list of numbers, not {type(value).__name__}")
    return tuple(_number(what, each) for each in value)


def _number(what: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise InputError(f"{what} must be numbers, not {value!r:.40}")
    try:
        number = float(value)
    except (OverflowError, TypeError):
        number = np.nan
    if not np.isfinite(number):
        raise InputError(f"{what} must be finite, not {value!r:.40}")
    return number


def _tolerance(value: Any) -> float | None:
    if value is None:
        return None
    number = _number("tolerances", value)
    if number <= 0:
        raise InputError(f"the tolerance must be a positive number, not {number:g}")
    return number


def _formula(value: Any) -> str:
    """Read a formula of one input, as text; never a file, a module or a catalogue name."""
    if value == "":
        return ""
    if isinstance(value, str) and len(value) > MOST_TEXT:
        raise InputError(f"the page takes formulas of up to {MOST_TEXT} characters")
    expression = compile_expression(value)
    if len(expression.names) != 1:
        raise InputError(f"bumps by hand are for one input, not {', '.join(expression.names)}")
    return expression.text


def _nothing(value: Any, widget: Any) -> Any:
    raise Refused("the samples of a function come from Python only")


class BumpsWidget(anywidget.AnyWidget):
    """Bumps over a function, side by side, whose heights are dragged or drawn with one stroke.

    f: of one input, as `approximate` takes it; default Nielsen's. box: (a, b). bumps: how many, at
        the best heights in the sup norm; or heights: their own, as many as there are bumps.
    tol: a tolerance to drag for, shown as a band; or None.

    Traits, the same here and in the page, either of which may change them:
    heights: one for each bump, 1 … 1000, in the units of f. function: its formula; "" for one that
    has none. box: its domain. tolerance: a positive number, or None.

    Wrong values raise InputError; from the page they are refused and undone.

    >>> from uat.widget import BumpsWidget
    >>> widget = BumpsWidget("x", heights=[0.25, 0.75])
    >>> widget.network, round(widget.approximation.error.max, 6)
    (Network(1→4→1, sigmoid, 13 parameters), 0.25)
    """

    _esm = embedded()

    heights = _Checked(_heights, (0.0,)).tag(sync=True)
    function = _Checked(_formula, "").tag(sync=True)
    box = _Checked(_box, (0.0, 1.0)).tag(sync=True)
    tolerance = _Checked(_tolerance, None).tag(sync=True)
    # x and f(x) in turn, where f has no formula: what the page draws.
    _samples = traitlets.Tuple().tag(sync=True, from_json=_nothing)

    def __init__(
        self,
        f: Any = "nielsen",
        box: Any = None,
        *,
        bumps: int = 10,
        heights: Sequence[float] | None = None,
        tol: float | None = None,
    ) -> None:
        target = make_target(f, box)
        formula = target.function.text if isinstance(target.function, Expression) else ""
        self._given = target
        if heights is None:
            heights = fitted(target, bumps).tolist()
        super().__init__(
            heights=heights,
            function=formula,
            box=target.box[0],
            tolerance=tol,
            _samples=() if formula else _samples_of(target),
        )

    @property
    def target(self) -> Target:
        """The function on its domain."""
        return self._target_of(self.function, self.box)

    @property
    def approximation(self) -> Approximation:
        """The network of these bumps, built and measured by the library."""
        return by_hand(self.target, self.heights, self.tolerance)

    @property
    def network(self) -> Network:
        """The network of these bumps: what the page draws."""
        return self.approximation.network

    def __repr__(self) -> str:
        return f"BumpsWidget({self.target.name}, {len(self.heights)} bumps)"

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the page sent; if some of it is refused, all is, and the page is told."""
        try:
            super().set_state(sync_data)
        except traitlets.TraitError:
            self.send_state([name for name in sync_data if name in self.keys])
            raise

    @traitlets.validate("function", "box", "heights")
    def _together(self, proposal: Any) -> Any:
        """Refuse a function that is not finite on its box, or a box too narrow for the bumps."""
        state = {name: getattr(self, name) for name in ("function", "box", "heights")}
        state[proposal["trait"].name] = proposal["value"]
        _refusing(self._check, state["function"], state["box"], len(state["heights"]))
        return proposal["value"]

    def _check(self, function: str, box: tuple[float, float], count: int) -> None:
        equal_bumps(box, count)
        probed(self._target_of(function, box))

    @traitlets.observe("function", "box")
    def _renew(self, change: Any) -> None:
        self._samples = () if self.function else _samples_of(self.target)

    def _target_of(self, function: str, box: tuple[float, float]) -> Target:
        if function:
            return make_target(compile_expression(function), box)
        return self._given.on_box((box,))


def _samples_of(target: Target) -> tuple[float, ...]:
    y = probed(target)
    x = np.linspace(*target.box[0], y.size)
    return tuple(np.stack([x, y], axis=1).reshape(-1).tolist())
