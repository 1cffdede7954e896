"""Write functions of elsewhere with ours; refuse what has several meanings, with a hint."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from uat.base.nouns import counted
from uat.functions.expression.groups import call, end_of, in_round, joined, new
from uat.functions.expression.people import ALSO_TOLD, INVERSES, MACROS, TOLD
from uat.functions.expression.tokens import Token, read_tokens
from uat.functions.expression.vocabulary import ALIASES, FUNCTIONS, is_function
from uat.functions.expression.written import written

if TYPE_CHECKING:
    from uat.functions.expression.reading import Reader


def macro(reader: Reader, name: Token, arguments: list[list[Token]]) -> list[Token]:
    """Write a function of elsewhere as a formula. Raises ExpressionError where usage differs."""
    word = name.word
    if (key := ALSO_TOLD.get(word, word)) in TOLD:
        if key == "root" and len(arguments) == 2 and _whole(arguments[1]):
            return _root(arguments, int(arguments[1][0].word), name)
        texts = [written(argument) for argument in arguments]
        a, b = [*texts, "y"][:2] if texts else ("x", "y")
        raise reader.told(TOLD[key].format(a=a, b=b), name)
    if word.startswith("log") and word not in MACROS:
        base = [new("number", word.strip("log_"), name)]
        word, arguments = "log to a base", [*arguments, base]
    count, template = MACROS[word]
    if len(arguments) != count:
        takes = counted(count, "argument")
        raise reader.told(f"{name.shown} takes {takes}, not {len(arguments)}", name)
    return filled(template, arguments, name)


def filled(template: str, arguments: list[list[Token]], like: Token) -> list[Token]:
    """Fill a template with arguments, each in brackets where it needs them."""
    tokens = read_tokens(template)
    ends = ("", "(", ",", ")")
    out: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind != "name" or token.word not in ("a", "b"):
            out.append(token._replace(column=like.column))
            continue
        argument = arguments["ab".index(token.word)]
        before = tokens[place - 1].word if place else ""
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        alone = (before in ends and after in ends) or is_one_value(argument)
        out += argument if alone else in_round(argument, like)
    return out


def is_one_value(tokens: list[Token]) -> bool:
    """Tell whether they are one token, one bracket, or one function with its bracket."""
    begin = 1 if is_function(tokens[0].word) else 0
    opens = begin < len(tokens) and tokens[begin].word == "("
    return (end_of(tokens, begin) if opens else begin) == len(tokens) - 1


def inverse(reader: Reader, name: Token, arguments: list[list[Token]]) -> list[Token]:
    """Write asin(x) for sin^-1(x); refuse what may also be 1/f, with a hint."""
    word = ALIASES.get(name.word, name.word)
    inverse = INVERSES.get(word, "")
    of = written(joined(arguments, name))
    if not inverse:
        back = {"log": "exp({})", "exp": "log({})", "sqrt": "({})^2", "log2": "2^({})"}
        undone = back.get(word, "").format(of)
        also = f", or {undone} for the inverse function" if undone else ""
        raise reader.told(f"write 1/{word}({of}) for the reciprocal{also}", name)
    known = name._replace(word=inverse)
    if is_function(inverse):
        return call(known, arguments, name)
    return macro(reader, known, arguments)


def require_count(reader: Reader, name: Token, arguments: list[list[Token]]) -> None:
    """Raise ExpressionError with what to write for arguments that only other programs take."""
    word = ALIASES.get(name.word, name.word)
    texts = [written(argument) for argument in arguments]
    if len(arguments) <= FUNCTIONS[word].arguments[1]:
        return
    for one, other in pairwise(arguments):
        if one and other and _decimal(one[-1], other[0]):
            raise reader.told(decimal(one[-1].text, other[0].text), one[-1])
    if len(arguments) != 2:
        return
    a, b = texts
    wrong = f"{name.text} takes 1 argument, not 2: write"
    if word == "log" and "=" in b:
        b = b.partition("=")[2].strip()
        arguments = [arguments[0], arguments[1][2:]]
    if word == "log":
        base, of = (a, b) if _whole(arguments[0]) and not _whole(arguments[1]) else (b, a)
        known = {"2": f"log2({of})", "10": f"log10({of})"}
        to = known.get(base, f"log({of})/log({base})")
        raise reader.told(f"{wrong} {to}, the logarithm of {of} to base {base}", name)
    if word == "round" and _whole(arguments[1]):
        scale = 10 ** int(min(float(b), 9))
        raise reader.told(f"{wrong} round({scale}*({a}))/{scale}", name)
    if word == "atan" and name.text == "ArcTan":
        raise reader.told(f"{wrong} atan2({b}, {a}), the angle of the point ({a}, {b})", name)
    if word == "atan":
        raise reader.told(f"{wrong} atan2({a}, {b}), the angle of the point ({b}, {a})", name)


def _decimal(one: Token, other: Token) -> bool:
    """Tell whether a comma without blanks stands between whole digits."""
    digits = one.kind == other.kind == "number" and one.text.isdigit()
    return digits and one.column + len(one.text) + 1 == other.column


def decimal(before: str, after: str) -> str:
    """Say what is wrong with 0,5, or with 1,000, which may be a thousand."""
    point = f"{before}.{after}"
    if len(after) == 3 and after.isdigit() and before.lstrip("0"):
        return (
            f"a comma parts arguments: write {before}{after} for a thousand, {point} for a decimal"
        )
    return f"decimals have a point: write {point}"


def _whole(argument: list[Token]) -> bool:
    return len(argument) == 1 and argument[0].kind == "number" and argument[0].word.isdigit()


def _root(arguments: list[list[Token]], index: int, like: Token) -> list[Token]:
    """Write the root of a whole index; an odd root of a negative number is negative."""
    known = {1: "a", 2: "sqrt(a)", 3: "cbrt(a)"}
    general = f"sign(a)*abs(a)^(1/{index})" if index % 2 else f"a^(1/{index})"
    return filled(known.get(index, general), arguments, like)
