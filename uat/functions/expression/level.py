"""Read between two brackets: sums of products, of which signs may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from uat.functions.expression.error import ExpressionError
from uat.functions.expression.groups import in_round, new, sign
from uat.functions.expression.people import TOLD
from uat.functions.expression.tokens import NOTHING, Token, touch
from uat.functions.expression.vocabulary import CONSTANTS, is_function
from uat.functions.expression.written import written

if TYPE_CHECKING:
    from uat.functions.expression.reading import Reader

_JOINED = {"==", "!=", "<", "<=", ">", ">=", "and", "or", "if", "else"}  # weaker than sums
_QUOTIENTS = {"/", "//", "%"}


class Power(NamedTuple):
    """The last power of a product: where in the output its base, its exponent and its end are."""

    base: int
    exponent: int
    end: int


class Level:
    """What stands between two brackets, and where in it sums, terms and factors began."""

    def __init__(self, reader: Reader, ends: frozenset[str]) -> None:
        self.reader = reader
        self.ends = ends
        self.out: list[Token] = []
        self.piece = 0  # where the part after the last comma or comparison began
        self.whole = 0  # where the part after the last comma began
        self.term = 0  # where the product began
        self.factor = 0
        self.power: Power | None = None
        self.before = ""  # the sign in front of the factor
        self.modulo = -1  # where the remainder of this piece is taken
        self.barred = False  # bars that may be paired otherwise

    def read(self) -> list[Token]:
        wants = True
        while (token := self.reader.peek()) is not NOTHING and token.word != ")":
            if wants:
                wants = not self._operand(token)
            elif token.word in self.ends or token.text in self.ends:
                break
            elif token.word == "||":
                wants = self._operator(token._replace(kind="sign", word="or"))
            elif self.reader.begins_value() and not self._is_infix(token):
                self._times(token)
            else:
                wants = self._operator(token)
        return self.out

    def _operand(self, token: Token) -> bool:
        """Tell whether a value was read, and not a sign in front of one."""
        if not self.reader.begins_value():
            self.out.append(self.reader.next())
            if token.word == ",":
                self._begin_piece(whole=True)
            return False
        self.factor = len(self.out)
        self.barred = self.barred and token.word not in ("|", "||")
        self.power = self.reader.factor(self.out)
        return True

    def _begin_piece(self, *, whole: bool = False) -> None:
        self.piece = self.term = len(self.out)
        self.before, self.modulo, self.power = "", -1, None
        if whole:
            self.whole = len(self.out)

    # A product without its sign

    def _times(self, token: Token) -> None:
        reader, out = self.reader, self.out
        if token.word in ("|", "||") and self.barred:
            raise reader.told("these bars can be paired in two ways: write abs( )", token)
        self.barred = self.barred or _was_bar(out)
        last = out[-1]
        hexadecimal = last.text == "0" and touch(last, token) and token.kind == "name"
        unknown = last.kind == "name" and last.word not in CONSTANTS
        unknown = unknown and not reader.is_input(last.word)  # the grammar says so
        number = token.kind == "number" and not unknown
        if number or token.word.startswith("_") or hexadecimal:
            raise reader.told(_number_after(last, token), token)
        if unknown and token.word == "(":
            reader.value(out)
            return
        following: list[Token] = []
        power = reader.factor(following)
        if self.power and self.power.end == len(out):
            self._require_clear_power(token, following)
        if self.before in _QUOTIENTS:
            reader.run(following)
            above, slash = written(out[self.term : self.factor - 1]), out[self.factor - 1].word
            left, right = written(out[self.factor :]), written(following)
            below, quotient = f"({left}*{right})", f"({above}{slash}{left})"
            raise reader.two_ways(token, f"{above}{slash}{below}", f"{quotient}*{right}")
        out.append(sign("*", token))
        self.factor = len(out)
        shift = len(out)
        out += following
        self.power = power and Power(*(place + shift for place in power))
        self.before = "*"

    def _require_clear_power(self, token: Token, following: list[Token]) -> None:
        """Require a clear power: e^2x may be e^2*x or e^(2*x); x^2y and e^x sin(x) are clear."""
        assert self.power is not None
        base = self.out[self.power.base : self.power.exponent]
        base = base[: max(i for i, t in enumerate(base) if t.word == "**")]
        exponent = self.out[self.power.exponent :]
        if len(exponent) > 1:  # a bracket, or a power with small digits
            return
        constant = len(base) == 1 and (base[0].kind == "number" or base[0].word in CONSTANTS)
        number = exponent[0].kind == "number"
        calls = is_function(following[0].word)
        if calls and not (number and constant):
            return
        if number and not constant and following[0].word == "(":
            return
        whole = number and exponent[0].word.isdigit()
        first = following[0]
        other = first.kind == "name" and len(base) == 1 and first.word != base[0].word
        other = other and first.word not in CONSTANTS
        if whole and not constant and other:
            return
        self.reader.run(following)
        minus = "-" if self.out[self.power.exponent - 1].word == "-" else ""
        left, up, right = written(base), minus + written(exponent), written(following)
        raise self.reader.two_ways(token, f"{left}^{up}*{right}", f"{left}^({up}*{right})")

    # A sign after a value

    def _is_infix(self, token: Token) -> bool:
        """Tell whether x mod 2 is meant, and not a product with a function called mod."""
        if token.kind != "name" or token.word not in ("mod", "xor", "div"):
            return False
        return self.reader.peek(1).word != "(" or self.reader._commas() < 1

    def _operator(self, token: Token) -> bool:
        """Write what follows a value; return whether another value must follow."""
        reader, out = self.reader, self.out
        if token.kind == "name" and token.word in ("mod", "xor", "div"):
            return self._infix(reader.next())
        if token.text == "?":
            return self._choice(token)
        if token.word in ("=", ":=") and reader.depth == 1 and self.whole == 0:
            raise self._equation(token)
        if token.text == "%" and out[-1].kind == "number":
            self._require_no_percent(token)
        if self.modulo >= 0 and token.word in ("+", "-", "*", *_QUOTIENTS):
            self._remainder_of_what(token)
        out.append(token)
        reader.next()
        if token.word == "," or token.word in _JOINED:
            self._begin_piece(whole=token.word == ",")
        elif token.word in ("+", "-"):
            self.term = len(out)
        self.before = token.word
        return True

    def _require_no_percent(self, token: Token) -> None:
        """Raise ExpressionError for 50% x, which is half of x, or 50 % x."""
        number, after = self.out[-1], self.reader.peek(1)
        if not touch(number, token) or after is NOTHING or touch(token, after):
            return
        self.reader.next()
        if self.reader.begins_value():
            right: list[Token] = []
            self.reader.factor(right)
            of, whole = written(right), number.word
            raise self.reader.two_ways(token, f"{whole}/100*{of}", f"mod({whole}, {of})")
        self.reader.at -= 1

    def _infix(self, token: Token) -> bool:
        """Read x mod 2, x xor y, x div 2."""
        reader, left = self.reader, self.out[self.piece :]
        if token.word == "mod" and self.term == self.piece:
            self.out.append(sign("%", token))
            self.modulo, self.before = len(self.out), "%"
            return True
        right = reader.level(self.ends | {","}) or [new("name", "y", token)]
        a, b = written(left), written(right)
        if token.word == "mod":
            last = written(self.out[self.term :])
            first = written(self.out[self.piece : self.term])
            raise reader.two_ways(token, f"mod({a}, {b})", f"{first} mod({last}, {b})")
        if token.word == "xor":
            a, conditions = written(self.out[self.whole :]), [*self.out[self.whole :], *right]
            if any(t.word in _JOINED for t in conditions):
                raise reader.told(f"write ({a}) != ({b})", token)
            raise reader.told(TOLD["xor"].format(a=a, b=b), token)
        a, b = (f"({part})" if len(part) > 1 else part for part in (a, b))
        raise reader.told(TOLD["div"].format(a=a, b=b), token)

    def _remainder_of_what(self, token: Token) -> None:
        """Make the error for x mod 1 + 2, which may be mod(x, 1) + 2 or mod(x, 1 + 2)."""
        a = written(self.out[self.piece : self.modulo - 1])
        b = written(self.out[self.modulo :])
        self.reader.next()
        rest = f" {token.word} {written(self.reader.level(self.ends | {','}))}"
        raise self.reader.two_ways(token, f"mod({a}, {b}){rest}", f"mod({a}, {b}{rest})")

    def _choice(self, token: Token) -> bool:
        """Read c ? a : b, of which the condition is all that stands before."""
        reader, out = self.reader, self.out
        condition = out[self.whole :]
        reader.next()
        chosen = reader.level(frozenset((":", ",")))
        if reader.peek().text != ":":
            raise reader.told("write a if condition else b, or where(condition, a, b)", token)
        colon = reader.next()
        other = reader.level(self.ends | {","})
        if_, else_ = new("name", "if", token), new("name", "else", colon)
        parts = [_in_brackets(part, token) for part in (chosen, condition, other)]
        out[self.whole :] = [*parts[0], if_, *parts[1], else_, *parts[2]]
        return False

    def _equation(self, token: Token) -> ExpressionError:
        reader, left = self.reader, written(self.out)
        if any(t.word == "if" for t in self.out):
            return reader.told("write == to compare; a formula assigns nothing", token)
        reader.next()
        right = reader.level(frozenset())
        if not right or any(t.kind == "wrong" or t.word in _JOINED for t in right + self.out):
            return reader.told("write == to compare; a formula assigns nothing", token)
        taken = [t.word for t in right if t.word in ("+", "-")]
        minus = f"({written(right)})" if taken else written(right)
        return reader.told(
            f"an equation is no function: write {left} - {minus}, which is 0 where it holds, or "
            f"{left} < {written(right)} for a region",
            token,
        )


def _was_bar(out: list[Token]) -> bool:
    """Tell whether the bracket that ends here is that of bars: its name was not typed."""
    depth = 0
    for place in range(len(out) - 1, 0, -1):
        depth += (out[place].word == ")") - (out[place].word == "(")
        if depth == 0:
            name = out[place - 1]
            return name.word == "abs" and name.column == out[place].column
    return False


def _number_after(before: Token, token: Token) -> str:
    """Say what is wrong with a number right behind a value, or a name right behind 0."""
    if token.word.startswith("_"):
        one = "write where(condition, 1, 0) for what is 1 where a condition holds"
        return one if token.word == "_" else "write numbers without _"
    if token.kind != "number":
        return "write numbers in decimal digits: 16 for 0x10"
    if before.kind == "number" and not token.plain:
        left = before.shown
        return f"a sign is missing: write {left} + {token.word} or {left}*{token.word}"
    if before.kind == "number":
        return "a sign is missing between two numbers"
    left = "(…)" if before.word == ")" else before.shown
    return f"a sign is missing: write {left}*{token.shown} or {left}^{token.shown}"


def _in_brackets(tokens: list[Token], like: Token) -> list[Token]:
    """Put the tokens in brackets if they choose for themselves."""
    if all(token.word != "if" for token in tokens):
        return tokens
    return in_round(tokens, like)
