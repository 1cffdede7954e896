"""Respell what other languages write: ; between arguments, .sin(), AND(a, b), !(…), &, d/dx."""

import re
from collections.abc import Sequence

from uat.functions.expression.error import ExpressionError
from uat.functions.expression.groups import (
    Tokens,
    end_of,
    in_round,
    inside,
    new,
    parted,
    sign,
    step,
)
from uat.functions.expression.people import ELSE, OPERATIONS, SHEET
from uat.functions.expression.tokens import NOTHING, Token, touch
from uat.functions.expression.vocabulary import is_function
from uat.functions.expression.written import ends_value, written

_COMPARED = ("==", "!=", "<", "<=", ">", ">=", "not")
_SET = {"∈", "in"}
_BEFORE_DOMAIN = ("for", "when", "für", "falls", "wenn", "where", "with")
_EXAMPLES = {
    "derivative": "2*x for the derivative of x^2",
    "integral": "x^3/3 for the integral of x^2",
    "limit": "1 for the limit of sin(x)/x at 0",
}
WORKED_OUT = {
    what: f"a formula has no {what}: work it out, and write what it is, such as {example}"
    for what, example in _EXAMPLES.items()
}


def respelled(text: str, tokens: Tokens, names: Sequence[str]) -> Tokens:
    """Write what has one meaning in our spelling; refuse derivatives, integrals and limits.

    names: the inputs, as far as they are known.
    """
    _require_no_operation(text, tokens, names)
    for read in (_small, _conditional, _with_commas, _round, _junctions, _negations):
        tokens = read(tokens)
    of_a_domain(text, tokens)
    return tokens


def _require_no_operation(text: str, tokens: Tokens, names: Sequence[str]) -> None:
    for place in range(len(tokens)):
        if tokens[place].word in names:
            continue
        before, token, *after = [
            tokens[k] if 0 <= k < len(tokens) else NOTHING for k in range(place - 1, place + 4)
        ]
        if what := _operation(before, token, after):
            raise ExpressionError(WORKED_OUT[what], text, token.column)


def _operation(before: Token, token: Token, after: Tokens) -> str:
    """Say of d/dx, f'(x), diff(x^2, x), \\int, lim whether it is a derivative or the like."""
    slash, below, more = after
    if re.fullmatch("d[a-z]?", token.word) and slash.word == "/" and more.text:
        return "derivative" if re.fullmatch("d[a-z]", below.word) else ""
    if token.text in ("'", "’", "′") and ends_value(before) and touch(before, token):
        return "derivative" if slash.text in ("", "(", "+", "-", "=") else ""
    bare = token.word.split("_")[0].lower()
    called = (
        slash.text in ("(", "[") or not re.fullmatch("[A-Za-z_0-9]+", token.text) or bare == "lim"
    )
    if bare == "int" and not (token.text.startswith("\\") or "_" in token.word):
        return ""  # what C calls the whole part
    return OPERATIONS.get(bare, "") if called or "_" in token.word else ""


def _small(tokens: Tokens) -> Tokens:
    """Write eˣ as e^x, and 1½ as 1.5."""
    out: Tokens = []
    for token in tokens:
        last = out[-1] if out else NOTHING
        if token.kind == "small":
            out.append(Token("sign", "^", "**", token.column))
            out += in_round(_plain(token), token)
        elif (
            token.text in "½¼¾⅕⅖⅗⅘⅛⅜⅝⅞" and re.fullmatch("[0-9]+", last.text) and touch(last, token)
        ):
            whole = f"{last.word}{token.word[1:]}"
            out[-1] = Token("number", last.text + token.text, whole, last.column)
        elif token.text == "∜":
            out += [Token("raised", "⁴", "4", token.column), token._replace(text="√", word="√")]
            out[-1] = out[-1]._replace(column=token.column + 1)
        elif token.text == "." and [t.text for t in out[-2:]] == [".", "."]:
            out[-2:] = [Token("wrong", "…", "…", token.column - 2)]
        else:
            out.append(token)
    return out


def _plain(token: Token) -> Tokens:
    """Read small letters and digits as a formula of their own; ˣ² is a power again."""
    out: Tokens = []
    for piece in re.findall("[0-9]+|.", token.word):
        kind = "sign" if piece in "+-()" else "number" if piece.isdigit() else "name"
        if kind == "number" and out and ends_value(out[-1]):
            out.append(Token("raised", piece, piece, token.column))
        else:
            out.append(Token(kind, piece, piece, token.column))
    return out


def _with_commas(tokens: Tokens) -> Tokens:
    """Write f(a; 1,5) as f(a, 1.5): where arguments have a semicolon, decimals have a comma."""
    depth, found = 0, False
    for token in tokens:
        depth += (token.word == "(") - (token.word == ")")
        found = found or (token.text == ";" and depth > 0)
    if not found:
        return tokens
    out: Tokens = []
    for place, token in enumerate(tokens):
        last = out[-1] if out else NOTHING
        if token.text == ";":
            out.append(sign(",", token))
        elif (
            last.text == tokens[place - 1].text == ","
            and token.kind == "number"
            and re.fullmatch("[0-9]+", tokens[place - 2].text if place > 1 else "")
            and touch(tokens[place - 2], last)
            and touch(last, token)
        ):
            out.pop()
            whole = out.pop()
            number = f"{whole.text}.{token.word}"
            out.append(Token("number", f"{whole.text},{token.text}", number, whole.column))
        else:
            out.append(token)
    return out


def as_in_a_sheet(text: str, tokens: Tokens) -> Tokens:
    """Name the functions that mean something else behind the = of a spreadsheet."""
    if not tokens or tokens[0].text != "=":
        return tokens
    words = [token.word for token in tokens]
    if words[1:2] == ["-"] and words[3:4] == ["**"]:
        a, b = written(tokens[2:3]), written(tokens[4:])
        sentence = f"a spreadsheet takes the sign first: write (-{a})^{b} as there, or -({a}^{b})"
        raise ExpressionError(sentence, text, tokens[1].column)
    return [
        token._replace(word=SHEET[token.word.lower()])
        if token.kind == "name" and token.word.lower() in SHEET and after.word == "("
        else token
        for token, after in zip(tokens, [*tokens[1:], NOTHING], strict=True)
    ]


def _conditional(tokens: Tokens) -> Tokens:
    """Write if c then a else b, a if c otherwise b, and a wenn c sonst b as a if c else b."""
    words = [token.word.lower() for token in tokens]
    place = next((k for k, word in enumerate(words) if word in ELSE and k > 2), 0)
    begin = next((k for k, word in enumerate(words) if word in ("if", "wenn")), -1)
    calls = begin == 0 and words[1:2] == ["("] and "then" not in words
    if not 0 <= begin < place or calls:
        return tokens
    if_ = tokens[begin]._replace(text="if", word="if")
    else_ = tokens[place]._replace(kind="name", text="else", word="else")
    if begin > 0:
        return [*tokens[:begin], if_, *tokens[begin + 1 : place], else_, *tokens[place + 1 :]]
    then = next((k for k in range(place) if words[k] in ("then", "dann", ":")), 0)
    rest = tokens[place + 1 + (words[place + 1 : place + 2] == [":"]) :]
    if not then or not rest or words.count("if") > 1:
        return tokens
    parts = [in_round(part, if_) for part in (tokens[then + 1 : place], tokens[1:then], rest)]
    return [*parts[0], if_, *parts[1], else_, *parts[2]]


def _round(tokens: Tokens) -> Tokens:
    """Write max{x, 0} with round brackets, and sin.(x) without the point."""
    out = list(tokens)
    for place, token in enumerate(tokens[:-1]):
        after = tokens[place + 1]
        is_name = token.kind == "name" and is_function(token.word.lower())
        if is_name and after.text == "{" and (end := end_of(tokens, place + 1)) > 0:
            out[place + 1] = after._replace(kind="sign", text="(", word="(")
            out[end] = out[end]._replace(kind="sign", text=")", word=")")
    names = [NOTHING, *out]
    return [
        token
        for before, token, after in zip(names, out, [*out[1:], NOTHING], strict=False)
        if not (token.text == "." and after.word == "(" and before.kind == "name")
    ]


def _junctions(tokens: Tokens) -> Tokens:
    """Write AND(a, b) as (a and b), and (a) & (b) as (a) and (b)."""
    for at in reversed(range(len(tokens))):
        token = tokens[at]
        before = tokens[at - 1] if at else None
        word = {"&": "and", "|": "or"}.get(token.text, token.word.lower())
        word = {"und": "and", "oder": "or"}.get(word, word)
        if word not in ("and", "or") or at + 1 >= len(tokens):
            continue
        end = end_of(tokens, at + 1)
        if end < 0 or tokens[at + 1].text not in "([":
            continue
        joint = new("name", word, token)
        parts = parted(tokens[at + 2 : end], ",")
        if token.kind == "name" and len(parts) > 1 and not ends_value(before):
            inner = [piece for part in parts for piece in (joint, *in_round(part, token))][1:]
            tokens = [*tokens[:at], *in_round(inner, token), *tokens[end + 1 :]]
        elif token.text in "&|" and _holds_comparison(tokens, at, end):
            tokens = [*tokens[:at], joint, *tokens[at + 1 :]]
    return tokens


def _holds_comparison(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether conditions in brackets stand on both sides."""
    if not at or tokens[at - 1].word != ")":
        return False
    begin = next((k for k in reversed(range(at)) if end_of(tokens, k) == at - 1), at)
    sides = (tokens[begin:at], tokens[at + 1 : end])
    return all(any(token.word in _COMPARED for token in side) for side in sides)


def _negations(tokens: Tokens) -> Tokens:
    """Write !(x > 0), ~(x > 0) and NOT(x > 0) as (not (x > 0))."""
    for at in reversed(range(len(tokens) - 1)):
        before = tokens[at - 1] if at else None
        if tokens[at].text in "!~¬" and tokens[at + 1].word == "(" and not ends_value(before):
            end = end_of(tokens, at + 1)
            if end > 0:
                inner = [new("name", "not", tokens[at]), *tokens[at + 1 : end + 1]]
                tokens = [*tokens[:at], *in_round(inner, tokens[at]), *tokens[end + 1 :]]
    return tokens


def of_a_domain(text: str, tokens: Tokens) -> None:
    """Raise ExpressionError for x^2, 0 < x < 1 and x^2 {x > 0}, with the formula alone."""
    for at in _ends(tokens):
        rest = [token.word for token in tokens[at + 1 :]]
        opens = tokens[at].text == "{"
        listed = "," in rest and (opens or not _SET & set(rest))
        chooses = not opens and {"?", "else"} & set(rest)
        if not at or listed or chooses or not {*_COMPARED, *_SET} & set(rest):
            continue
        told = _interval([token for token in tokens[at + 1 :] if token.text not in "{}"])
        sentence = f"a formula has no domain: write {written(tokens[:at])}, and choose it apart"
        raise ExpressionError(sentence + told, text, tokens[at].column)


def _ends(tokens: Tokens) -> list[int]:
    """Return where a domain may begin: behind the last comma, the first word or brace."""
    depth, found = 0, {}
    for at, token in enumerate(tokens):
        if depth == 0 and token.word == ",":
            found[","] = at
        elif depth == 0 and (token.text == "{" or token.word in _BEFORE_DOMAIN):
            found.setdefault("{" if token.text == "{" else "", at)
        depth += step(token)
    return sorted(found.values())


def _interval(tokens: Tokens) -> str:
    """Say how to choose a < x < b, or x in [a, b]; or any domain."""
    chain = parted(tokens, ("<", "<=", "≤"))
    held = inside(tokens[2:]) if len(tokens) > 2 and tokens[1].word in _SET else None
    ends = parted(held, ",") if held else [chain[0], chain[2]] if len(chain) == 3 else []
    if len(ends) == 2 and all(ends):
        a, b = written(ends[0]), written(ends[1])
        return f", from {a} to {b} (-d {a}:{b})"
    return ""
