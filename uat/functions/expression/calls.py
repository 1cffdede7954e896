"""Read functions as people write them: sin x, sin²x, sin⁻¹(x), trunc(x), log(x, 2), √x."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from uat.functions.expression.groups import call, in_round, joined, new, parted, sign
from uat.functions.expression.macros import inverse, is_one_value, macro, require_count
from uat.functions.expression.people import INVERSES
from uat.functions.expression.tokens import Token, touch
from uat.functions.expression.vocabulary import ALIASES, CONSTANTS, FUNCTIONS, is_function
from uat.functions.expression.written import written

if TYPE_CHECKING:
    from uat.functions.expression.reading import Reader

_FACTORS = ("*", "/", "//", "%")


def called(reader: Reader, out: list[Token]) -> None:
    """Write a function of ours with its bracket; the reader stands at its name."""
    name = reader.next()
    opened, inner, closed = _bracket(reader)
    if closed:
        require_count(reader, name, _parted(inner))
    ends = [sign(")", closed)] if closed else []  # without an end: the grammar says where
    out += [name, sign("(", opened), *inner, *ends]


def bare_call(reader: Reader, out: list[Token]) -> None:
    """Write a function that has a power of its own, or an argument without a bracket."""
    name, kept = reader.next(), reader.at
    power = _power_of_function(reader)
    inverted = [token.word for token in power] == ["-", "1"]
    if power and reader.peek().word in ("(", "["):
        arguments = _arguments(reader)
    else:
        arguments = _bare_arguments(reader, name, power)
    if not arguments:
        reader.at = kept
        if reader.peek().word == "**" and name.word == "exp":  # e^x: its argument is the power
            out.append(name._replace(word="e"))
            return
        if reader.peek().word == "**" or reader.peek().kind == "raised":
            raise reader.told(f"the power comes last, as in {name.shown}(x)^2", name)
        out.append(name)
    elif inverted:
        out += inverse(reader, name, arguments)
    else:
        made = call(name, arguments, name)
        out += _raised(reader, made, power)


def call_macro(reader: Reader, out: list[Token]) -> None:
    """Write what a function of elsewhere computes; one that has several meanings is told."""
    name, kept = reader.next(), reader.at
    power = _power_of_function(reader)
    if reader.peek().word in ("(", "["):
        arguments = _arguments(reader)
    else:
        arguments = _bare_arguments(reader, name, power)
    if not all(arguments):
        raise reader.told(f"{name.shown} lacks an argument", name)
    if not arguments:
        reader.at = kept
        out.append(name)
        return
    if [token.word for token in power] == ["-", "1"]:
        out += inverse(reader, name, arguments)
        return
    made = macro(reader, name, arguments)
    made = made if is_one_value(made) else in_round(made, name)
    out += _raised(reader, made, power)


def method(reader: Reader, value: list[Token]) -> list[Token]:
    """Write x.clip(0, 1) as clip(x, 0, 1); the reader stands at the point."""
    reader.next()
    name = reader.next()
    arguments = [value, *_arguments(reader)]
    if is_function(name.word):
        return call(name, arguments, name)
    made = macro(reader, name, arguments)
    return made if is_one_value(made) else in_round(made, name)


def _raised(reader: Reader, made: list[Token], power: list[Token]) -> list[Token]:
    """Read the power of a function behind its bracket; bracket it where one more follows."""
    if not power:
        return made
    made = [*made, sign("**", power[0]), *power]
    once_more = reader.peek().kind == "raised" or reader.peek().word == "**"
    return in_round(made, power[0]) if once_more else made


def radical(reader: Reader, out: list[Token], word: str) -> None:
    """Write √x, of one value; the reader stands behind the sign."""
    mark = reader.peek(-1)
    argument: list[Token] = []
    if not reader.begins_value():
        raise reader.told(f"write {word}(x)", mark)
    bare = reader.peek().kind in ("number", "name") and not is_function(reader.peek().word)
    if bare:
        argument.append(reader.next())
    elif reader.peek().word == "(":
        argument = joined(_arguments(reader), mark)
    else:
        reader.value(argument)
    if bare:
        _require_end(reader, mark, _Call(word, ""), argument, quotients=False)
    out += call(new("name", word, mark), [argument], mark)


class _Bracket(NamedTuple):
    """A bracket, what stands in it, and its end, if it has one."""

    opened: Token
    inner: list[Token]
    closed: Token | None


def _bracket(reader: Reader) -> _Bracket:
    """Take the bracket that begins here."""
    opened = reader.next()
    end = ")" if opened.word == "(" else "]"
    inner = reader.level(frozenset(end))
    return _Bracket(opened, inner, reader.next() if reader.peek().word == end else None)


def _arguments(reader: Reader) -> list[list[Token]]:
    """Split a bracket's contents at commas. Raises ExpressionError if it never ends."""
    opened, inner, closed = _bracket(reader)
    if closed is None:
        raise reader.told("this bracket is never closed", opened)
    return _parted(inner)


def _parted(inner: list[Token]) -> list[list[Token]]:
    """Split the arguments at the commas of a bracket."""
    return parted(inner, ",") if inner else []


def _power_of_function(reader: Reader) -> list[Token]:
    """Take the 2 of sin^2(x) or the -1 of sin⁻¹(x); take nothing if there is none."""
    kept = reader.at
    if reader.peek().kind == "raised":
        token = reader.next()
        if reader.peek().text == "√" and touch(token, reader.peek()):
            raise reader.told(f"put {token.text}√ in brackets, or the power behind", token)
        minus = [sign("-", token)] if token.word.startswith("-") else []
        return [*minus, Token("number", token.word, token.word.lstrip("-"), token.column)]
    if reader.peek().word != "**":
        return []
    reader.next()
    bracket = reader.peek().word == "("
    if bracket:
        reader.next()
    power = [reader.next()] if reader.peek().word == "-" else []
    if reader.peek().kind == "number" and reader.peek().word.isdigit():
        power.append(reader.next())
        if not bracket:
            return power
        if reader.peek().word == ")":
            reader.next()
            return power
    reader.at = kept
    return []


class _Call(NamedTuple):
    """A call says how it is written: the function, and its power."""

    word: str
    power: str

    def of(self, argument: str, then: str = "") -> str:
        """Make the call, and a power of its value."""
        made = f"{self.word}({argument}){self.power}"
        return f"({made}){then}" if then and self.power else f"{made}{then}"


def _bare_arguments(reader: Reader, name: Token, power: list[Token]) -> list[list[Token]]:
    """Take the 2x of sin 2x: numbers and constants, then one name, bracket or function.

    Empty if there is none. Raises ExpressionError if it may end in two places.
    """
    word = ALIASES.get(name.word, name.word)
    call = _Call(name.word, f"^{written(power)}" if power else "")
    if call.power == "^-1" and word in INVERSES:
        call = _Call(INVERSES[word], "")
    argument: list[Token] = []
    if word in FUNCTIONS and FUNCTIONS[word].arguments[0] > 1:
        return []
    if reader.peek().word == "-" and touch(reader.peek(), reader.peek(1)):
        argument.append(reader.next())
    first = reader.peek()
    while reader.begins_value():
        token = reader.peek()
        number = token.kind == "number" or token.word in CONSTANTS
        factors = [t for t in argument if t.kind in ("number", "name")]
        if is_function(token.word) and token.kind == "name" and factors:
            break
        if factors:
            argument.append(sign("*", token))
        if number or (token.kind == "name" and not is_function(token.word)):
            argument.append(reader.next())
        else:
            reader.value(argument)
        if not number:
            break
    if not any(t.kind in ("number", "name") for t in argument):
        reader.at -= len(argument)
        return []
    based = name.word == "log" and first.word in ("2", "10") and len(argument) > 1
    if based and first.column + len(first.text) < reader.peek(-1).column:
        rest = written(argument[2:])
        known = _Call(f"log{first.word}", call.power)
        raise reader.two_ways(first, call.of(written(argument)), known.of(rest))
    constant = all(t.kind != "name" or t.word in CONSTANTS for t in argument)
    _require_end(reader, name, call, argument, constant=constant)
    return [argument]


def _require_end(
    reader: Reader,
    mark: Token,
    call: _Call,
    argument: list[Token],
    *,
    quotients: bool = True,
    constant: bool = False,
) -> None:
    """Raise ExpressionError if what follows a bare argument may belong to it, or may not."""
    token, kept = reader.peek(), reader.at
    a = written(argument)
    if token.word == "**" or token.kind == "raised" or token.text == "!":
        power = [reader.next()]
        if token.word == "**":
            if reader.peek().word == "-":
                power.append(reader.next())
            if reader.begins_value():
                reader.value(power)
        up = written(power)
        raise reader.two_ways(mark, call.of(a + up), call.of(a, up))
    if quotients and token.word in _FACTORS:
        reader.next()
        if reader.begins_value() and not is_function(reader.peek().word):
            right: list[Token] = []
            reader.factor(right)
            more = f"{token.word}{written(right)}"
            raise reader.two_ways(mark, call.of(a + more), call.of(a) + more)
        reader.at = kept
    if reader.begins_value() and token.word not in ("|", "||"):
        if is_function(token.word) and not constant:
            return
        right = []
        reader.factor(right)
        reader.run(right)
        b = written(right)
        raise reader.two_ways(mark, call.of(f"{a}*{b}"), f"{call.of(a)}*{b}")
