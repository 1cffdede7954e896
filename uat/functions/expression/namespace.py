"""A namespace is one arithmetic for formulas: what a number is, and what each function does to it.

It is a table of functions over derived defaults: those that `Namespace` declares must be given, the
others follow from them, and may be replaced by better ones. `+ - * /` and the minus sign are
Python's own on the namespace's values.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, reduce
from types import CodeType
from typing import Any

from uat.functions.expression.vocabulary import CONSTANTS, FUNCTIONS

Operation = Callable[..., Any]

CALLED = (*FUNCTIONS, "floor_divide", "compare", "all_of", "any_of", "negation")


class Namespace:
    """Functions on the values of one arithmetic. A condition is a value too: 1 true, 0 false.

    table: functions by name, which come before methods of the same name.
    """

    # What every arithmetic must define, in its table or as a method

    number: Operation  # a float64 as a value
    constant: Operation  # pi, e or tau, by name
    compare_two: Operation  # (sign, a, b): 1 where a sign b holds, else 0; < <= > >= == or !=
    where: Operation  # (condition, a, b): a where it is not 0, else b, and nothing of the other
    power: Operation
    abs: Operation
    floor: Operation
    exp: Operation
    log: Operation
    sin: Operation
    cos: Operation
    atan: Operation
    asin: Operation
    acos: Operation
    atan2: Operation  # (y, x)
    sqrt: Operation
    erf: Operation
    gamma: Operation

    def __init__(self, table: Mapping[str, Operation] | None = None) -> None:
        self.table = dict(table or {})
        vars(self).update(self.table)

    # What follows from it

    def compare(self, signs: str, *operands: Any) -> Any:
        """Evaluate a chain such as 0 < x < 1: 1 where every comparison holds, else 0."""
        links = zip(signs.split(), operands, operands[1:], strict=False)
        return reduce(self._times, [self.compare_two(sign, a, b) for sign, a, b in links])

    def all_of(self, *conditions: Any) -> Any:
        return reduce(self._times, [self._truth(condition) for condition in conditions])

    def any_of(self, *conditions: Any) -> Any:
        return self.negation(self.all_of(*(self.negation(c) for c in conditions)))

    def negation(self, condition: Any) -> Any:
        return self.compare_two("==", condition, self.number(0.0))

    def _truth(self, condition: Any) -> Any:
        return self.compare_two("!=", condition, self.number(0.0))

    def _times(self, a: Any, b: Any) -> Any:
        return a * b

    def min(self, *values: Any) -> Any:
        return reduce(lambda a, b: self.where(self.compare_two("<=", a, b), a, b), values)

    def max(self, *values: Any) -> Any:
        return reduce(lambda a, b: self.where(self.compare_two(">=", a, b), a, b), values)

    def clip(self, z: Any, low: Any, high: Any) -> Any:
        return self.min(self.max(z, low), high)

    def sign(self, z: Any) -> Any:
        zero = self.number(0.0)
        return self.compare_two(">", z, zero) - self.compare_two("<", z, zero)

    def heaviside(self, z: Any, at_zero: Any = None) -> Any:
        """Return 0 below 0, 1 above, and `at_zero` (one half) at 0."""
        zero = self.number(0.0)
        middle = self.number(0.5) if at_zero is None else at_zero
        beside = self.compare_two(">", z, zero)
        return self.where(self.compare_two("==", z, zero), middle, beside)

    def relu(self, z: Any) -> Any:
        return self.max(z, self.number(0.0))

    def ceil(self, z: Any) -> Any:
        return -self.floor(-z)

    def round(self, z: Any) -> Any:
        """Round to the nearest integer; a half goes to the even one."""
        half, two = self.number(0.5), self.number(2.0)
        up = self.floor(z + half)
        tie = self.compare_two("==", up - z, half)
        return up - tie * self.mod(up, two)

    def mod(self, a: Any, b: Any) -> Any:
        """Return what is left of a after whole multiples of b; it has the sign of b."""
        return a - b * self.floor(a / b)

    def floor_divide(self, a: Any, b: Any) -> Any:
        return self.floor(a / b)

    def cbrt(self, z: Any) -> Any:
        return self.sign(z) * self.power(self.abs(z), self.number(1.0) / self.number(3.0))

    def expm1(self, z: Any) -> Any:
        return self.exp(z) - self.number(1.0)

    def log1p(self, z: Any) -> Any:
        return self.log(self.number(1.0) + z)

    def log2(self, z: Any) -> Any:
        return self.log(z) / self.log(self.number(2.0))

    def log10(self, z: Any) -> Any:
        return self.log(z) / self.log(self.number(10.0))

    def tan(self, z: Any) -> Any:
        return self.sin(z) / self.cos(z)

    def cot(self, z: Any) -> Any:
        return self.cos(z) / self.sin(z)

    def sec(self, z: Any) -> Any:
        return self.number(1.0) / self.cos(z)

    def csc(self, z: Any) -> Any:
        return self.number(1.0) / self.sin(z)

    def sinh(self, z: Any) -> Any:
        return (self.exp(z) - self.exp(-z)) / self.number(2.0)

    def cosh(self, z: Any) -> Any:
        return (self.exp(z) + self.exp(-z)) / self.number(2.0)

    def tanh(self, z: Any) -> Any:
        return self.number(2.0) * self.sigmoid(self.number(2.0) * z) - self.number(1.0)

    def sigmoid(self, z: Any) -> Any:
        return self.number(1.0) / (self.number(1.0) + self.exp(-z))

    def asinh(self, z: Any) -> Any:
        return self.sign(z) * self.log(self.abs(z) + self.sqrt(z * z + self.number(1.0)))

    def acosh(self, z: Any) -> Any:
        one = self.number(1.0)
        return self.log(z + self.sqrt(z - one) * self.sqrt(z + one))

    def atanh(self, z: Any) -> Any:
        return (self.log1p(z) - self.log1p(-z)) / self.number(2.0)

    def hypot(self, a: Any, b: Any) -> Any:
        return self.sqrt(a * a + b * b)

    def sinc(self, z: Any) -> Any:
        """Compute sin(z)/z, and 1 at 0: the mathematicians' sinc, without the factor pi."""
        zero, one = self.number(0.0), self.number(1.0)
        return self.where(self.compare_two("==", z, zero), one, self.sin(z) / z)

    def erfc(self, z: Any) -> Any:
        return self.number(1.0) - self.erf(z)

    # How code runs in it

    @property
    def words(self) -> dict[str, Any]:
        """All that code may name: our functions and constants, and none of Python's."""
        return self.known

    @cached_property
    def known(self) -> dict[str, Any]:
        """The words, made once."""
        functions = {name: getattr(self, name) for name in CALLED}
        constants = {name: self.constant(name) for name in CONSTANTS}
        return {"__builtins__": {}, **functions, **constants}

    def run(self, code: CodeType, numbers: tuple[float, ...], inputs: dict[str, Any]) -> Any:
        """Run code made by `compile_tree`, at inputs of this arithmetic."""
        own = {f"_{i}": self.number(value) for i, value in enumerate(numbers)}
        return eval(code, self.words, {**own, **inputs})
