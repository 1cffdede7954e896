"""Take off what stands in front of a formula: y =, f(x) =, x ↦, lambda x:, a bare =."""

from keyword import iskeyword
from typing import NamedTuple

from uat.functions.expression.groups import CLOSING, step
from uat.functions.expression.namespace import CALLED
from uat.functions.expression.tokens import Token, touch
from uat.functions.expression.vocabulary import CONSTANTS, WORDS, is_function

_QUOTES = ("'", '"', "`", "“", "”", "‘", "’")
_EQUALS = ("=", ":=")
_DECLARED = ("const", "let", "var", "return")
_RESULTS = ("y", "z", "f", "g", "h", "w")  # what a constant may be called, as in y = 3


class Headed(NamedTuple):
    """The tokens of the formula alone, and the inputs that its heading names, or None."""

    tokens: list[Token]
    names: tuple[str, ...] | None = None


def without_heading(tokens: list[Token]) -> Headed:
    """Take quotes, a semicolon at the end, and the heading off a formula."""
    while len(tokens) > 2 and tokens[0].text in _QUOTES and tokens[-1].text in _QUOTES:
        tokens = tokens[1:-1]
    ends = ";,." if sum(map(step, tokens)) == 0 else ";"
    while len(tokens) > 1 and tokens[-1].text in ends and tokens[-2].text != ".":
        tokens = tokens[:-1]
    while len(tokens) > 1 and (tokens[0].word == "=" or tokens[0].word in _DECLARED):
        tokens = tokens[1:]
    if [token.text for token in tokens[:2]] == ["@", "."] and len(tokens) > 2:
        tokens = tokens[2:]  # as Julia broadcasts
    if not tokens:
        return Headed(tokens)
    if tokens[0].word in ("lambda", "function", "@", "def"):
        return _lambda(tokens)
    found = _arrow(tokens) or _slot(tokens) or _equation(_assigned(tokens)) or Headed(tokens)
    if found.tokens and found.names is None and found.tokens != tokens:
        return without_heading(found.tokens)
    return found


def _lambda(tokens: list[Token]) -> Headed:
    """Read lambda x, y: …; function(x) …; @(x) …"""
    if tokens[0].word == "lambda":
        names, end = _names(tokens, 1)
        if names and _word(tokens, end) == ":":
            return Headed(tokens[end + 1 :], names)
        return Headed(tokens)
    start = 2 if len(tokens) > 2 and _is_name(tokens[1]) else 1
    names, end = _in_brackets(tokens, start)
    if tokens[0].word == "def" and names and _word(tokens, end) == ":":
        end += 1
    body = _body(tokens[end:])
    if start == 2 and len(body) > 1 and body[-1].word == "end":
        body = body[:-1]
    return Headed(body, names) if names and body else Headed(tokens)


def _body(tokens: list[Token]) -> list[Token]:
    """Take what { return …; } returns."""
    tokens = [token for token in tokens if token.text not in "\r\n"]
    if len(tokens) > 2 and tokens[0].text == "{" and tokens[-1].text == "}":
        tokens = tokens[1:-1]
    if len(tokens) > 1 and tokens[0].word == "return":
        tokens = tokens[1:]
    return tokens[:-1] if len(tokens) > 1 and tokens[-1].text == ";" else tokens


def _slot(tokens: list[Token]) -> Headed | None:
    """Read #^2 &, a function of Mathematica without a name for its input."""
    if tokens[-1].text != "&" or all(token.text != "#" for token in tokens):
        return None
    x = [t._replace(kind="name", word="x") if t.text == "#" else t for t in tokens[:-1]]
    return Headed(x, ("x",))


def _assigned(tokens: list[Token]) -> list[Token]:
    """Write y <- x^2, with blanks around the arrow, as y = x^2."""
    if len(tokens) < 4 or [token.text for token in tokens[1:3]] != ["<", "-"]:
        return tokens
    name, less, minus, first = tokens[:4]
    if touch(name, less) or not touch(less, minus) or touch(minus, first):
        return tokens
    return [name, less._replace(text="=", word="="), *tokens[3:]]


def _arrow(tokens: list[Token]) -> Headed | None:
    """Read x ↦ …, (x, y) -> …, f: x ↦ …, x => …"""
    start = 2 if len(tokens) > 2 and _is_name(tokens[0]) and tokens[1].text == ":" else 0
    names, end = _in_brackets(tokens, start)
    if not names:
        names, end = _names(tokens, start)
    if not names or end + 1 >= len(tokens):
        return None
    body = _body(tokens[end + 1 :])
    if tokens[end].text == "=>" and not {token.word for token in body} & set(names):
        return None  # a comparison, with its sign turned round
    is_arrow = tokens[end].kind == "arrow" or tokens[end].text == "=>"
    return Headed(body, names) if is_arrow else None


def _equation(tokens: list[Token]) -> Headed | None:
    """Read f(x, y) = …, y = …; None for an equation that defines nothing."""
    if not _is_name(tokens[0]):
        return None
    name = tokens[0].word
    names, end = _in_brackets(tokens, 1)
    end = end if names else 1
    body = tokens[end + 1 :]
    if (
        not body
        or _word(tokens, end) not in _EQUALS
        or any(t.text in _EQUALS for t in _outside(body))
    ):
        return None
    free = {t.word for t in body if _is_name(t)}
    if names:
        return Headed(body, names) if name not in names else None
    defines = name not in free and name != "x" and not _is_indexed(name)
    return Headed(body) if defines and (free or name in _RESULTS) else None


def _outside(tokens: list[Token]) -> list[Token]:
    """Leave what stands in brackets away."""
    depth, out = 0, []
    for token in tokens:
        depth += step(token)
        if depth <= 0:
            out.append(token)
    return out


def _is_indexed(name: str) -> bool:
    return name[0] in "xX" and name[1:].strip("_").isdigit()


def _word(tokens: list[Token], place: int) -> str:
    return tokens[place].word if place < len(tokens) else ""


def _is_name(token: Token) -> bool:
    """Tell whether it is a name that means nothing yet."""
    word = token.word
    known = is_function(word) or word in CALLED or word in CONSTANTS or word in WORDS
    return token.kind == "name" and word[0] != "_" and not known and not iskeyword(word)


def _in_brackets(tokens: list[Token], start: int) -> tuple[tuple[str, ...], int]:
    """Read the names of (x, y), and the place after the bracket; no names for all else."""
    if _word(tokens, start) not in ("(", "["):
        return (), start
    end = CLOSING[_word(tokens, start)]
    names, place = _names(tokens, start + 1)
    if end == "]":  # Mathematica's f[x_] := x^2
        names = tuple(name.removesuffix("_") for name in names if name.endswith("_"))
    return (names, place + 1) if names and _word(tokens, place) == end else ((), start)


def _names(tokens: list[Token], start: int) -> tuple[tuple[str, ...], int]:
    """Read the names of x, y, and the place after them."""
    names: list[str] = []
    at = start
    while at < len(tokens) and _is_name(tokens[at]) and tokens[at].word not in names:
        names.append(tokens[at].word)
        if _word(tokens, at + 1) != ",":
            return tuple(names), at + 1
        at += 2
    return (), start
