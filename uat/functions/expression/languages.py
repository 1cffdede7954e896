"""Write a formula as an expression of a programming language, by one table for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree


@dataclass(frozen=True)
class Language:
    """How one language writes formulas; the texts are templates for `str.format`, or signs.

    number: writes a float that is not negative. constants: pi, e and tau.
    truth: a condition as a number. choice: of a condition, and of the values where it is not 0 and
    where it is. both, either: what stands between conditions. chained: whether a < b < c is written
    so. call: writes all other functions, from their name and their arguments as they are written;
    the helpers that it needs are added to the set.
    """

    number: Callable[[float], str]
    constants: Mapping[str, str]
    truth: str
    choice: str
    both: str
    either: str
    chained: bool
    call: Callable[[str, list[str], set[str]], str]

    def write(self, tree: Tree, used: set[str]) -> str:
        """Write the formula in its inputs. used: the helpers that it needs are added to it."""
        match tree:
            case Number(value):
                return self.number(value)
            case Name(name):
                return self.constants.get(name, name)
            case Comparison(signs, operands):
                return self._comparison(signs, [self.write(operand, used) for operand in operands])
            case Apply(function, arguments):
                written = [self.write(argument, used) for argument in arguments]
                return self._apply(function, written, used)

    def _comparison(self, signs: tuple[str, ...], parts: list[str]) -> str:
        rest = list(zip(signs, parts[1:], strict=True))
        if self.chained:
            return self.truth.format(parts[0] + "".join(f" {sign} {part}" for sign, part in rest))
        links = (f"{a} {sign} {b}" for a, (sign, b) in zip(parts, rest, strict=False))
        return self.truth.format(self.both.join(links))

    def _apply(self, function: str, parts: list[str], used: set[str]) -> str:
        match function:
            case "add":
                return f"({' + '.join(parts)})"
            case "multiply":
                return f"({' * '.join(parts)})"
            case "negate":
                return f"(-{parts[0]})"
            case "where":
                return self.choice.format(*parts)
            case "all_of" | "any_of":
                sign = self.both if function == "all_of" else self.either
                return self.truth.format(sign.join(f"{part} != 0.0" for part in parts))
            case "negation":
                return self.truth.format(f"{parts[0]} == 0.0")
        return self.call(function, parts, used)
