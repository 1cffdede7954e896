"""Turn the common part of LaTeX into plain tokens: fractions, roots, groups, signs."""

import re
from itertools import pairwise

from uat.functions.expression.groups import call, in_round, inside, parted, sign
from uat.functions.expression.people import IF, LATEX
from uat.functions.expression.tokens import Token

_FRACTIONS = ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac")
_IN_ROWS = ("cases", "dcases", "rcases", "array", "matrix")
_NAMED = ("\\operatorname", "\\mathrm", "\\text", "\\textrm", "\\mathit")
_DEEPEST = 64


def is_latex(tokens: list[Token]) -> bool:
    """Tell whether there is a command, a dollar sign, or a group after ^ or _."""
    for before, token in pairwise(tokens):
        if token.text == "{" and (before.word == "**" or before.text.endswith("_")):
            return True
    return any(token.kind == "latex" or token.text == "$" for token in tokens)


def without_latex(tokens: list[Token]) -> list[Token]:
    """Write the formula without LaTeX; what is not known stays, to be reported."""
    while len(tokens) > 2 and tokens[0].text == tokens[-1].text == "$":
        tokens = tokens[1:-1]
    if tokens[0].text == "\\(" and all(token.text != "\\)" for token in tokens):
        name = Token("name", "\\", "function", tokens[0].column)  # R's \(x) x^2
        tokens = [name, sign("(", tokens[0]), *tokens[1:]]
    while len(tokens) > 1 and tokens[-1].text == "\\\\":
        tokens = tokens[:-1]
    return _Converter(tokens).until("", 0)


def bracketed(inner: list[Token], like: Token) -> list[Token]:
    """Put the tokens in brackets, unless they are one value."""
    if len(inner) == 1:
        return inner
    return in_round(inner, like)


def _case(row: list[Token], like: Token) -> list[Token]:
    """Turn a value and its condition round: x & x > 0 is x > 0: x."""
    ends = [k for k, token in enumerate(row) if token.text == "&"] or [
        k for k, token in enumerate(row) if token.text == ","
    ]
    place = ends[-1] if ends else len(row)
    value, condition = (_trimmed(part) for part in (row[:place], row[place + 1 :]))
    condition = _trimmed(inside(condition) or condition)
    while condition and condition[0].word.lower() in IF:
        condition = condition[1:]
    colon = Token("wrong", ":", ":", like.column)
    return [*condition, colon, *value] if condition else value


def _trimmed(tokens: list[Token]) -> list[Token]:
    while tokens and tokens[-1].text in (",", ".", ";", "&"):
        tokens = tokens[:-1]
    return tokens


class _Converter:
    """Reads tokens from left to right, one method for each form with groups."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def until(self, end: str, depth: int) -> list[Token]:
        """Read the tokens up to the end of a group, which is passed."""
        out: list[Token] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if end and token.text == end:
                return out
            if depth > _DEEPEST:
                out.append(token)
            else:
                out += self._one(token, out, depth)
        return out

    def _one(self, token: Token, out: list[Token], depth: int) -> list[Token]:
        if token.text in _FRACTIONS:
            over = self._operand(token, depth)
            under = self._operand(token, depth) if over else []
            return bracketed([*over, sign("/", token), *under], token) if under else [token, *over]
        if token.text in ("\\begin", "\\end") and self._next("{"):
            if out and out[-1].text == "{":
                out.pop()
            return self._environment(token, depth)
        if token.text == "\\operatorname" and self._next("*"):
            self.at += 1
        if token.text == "\\right" and self._next("."):
            self.at += 1
        if (token.text == "&" and self._next("=")) or (token.text == "$" and depth):
            return []
        if token.text == "\\sqrt" and self._next("["):
            index = self._group(token, depth, "]")
            return self._root(token, index, depth)
        if token.text in _NAMED and self._next("{"):
            return self._group(token, depth)
        if token.text == "{" and not self._subscript(token, out):
            before = out[-1] if out else None
            inner = self.until("}", depth + 1)
            if before is not None and before.kind == "name" and before.text.startswith("\\"):
                return in_round(inner, token)
            if before is not None and before.word == "**":
                return self._exponent(inner, out, token)
            return bracketed(inner, token)
        if token.text == "{":
            return []
        if token.kind == "latex":
            return self._command(token)
        return [token]

    def _operand(self, token: Token, depth: int) -> list[Token]:
        """Take half a fraction: a group, a command, or one sign, as the 1 of \\frac12."""
        if self._next("{"):
            return self._group(token, depth)
        if self.at >= len(self.tokens):
            return []
        one = self.tokens[self.at]
        if re.fullmatch("[A-Za-z0-9]{2,}", one.text):
            rest = one._replace(text=one.text[1:], word=one.text[1:], column=one.column + 1)
            self.tokens = [*self.tokens[: self.at], rest, *self.tokens[self.at + 1 :]]
            return [one._replace(text=one.text[0], word=one.text[0])]
        self.at += 1
        return self._one(one, [], depth + 1) if one.kind in ("name", "number", "latex") else []

    def _environment(self, token: Token, depth: int) -> list[Token]:
        """Read \\begin{cases} as {condition: value, …}; leave other environments away."""
        name = "".join(part.text for part in self._group(token, depth))
        if token.text == "\\end" or name not in _IN_ROWS:
            return []
        if name == "array" and self._next("{"):
            self._group(token, depth)
        inner = self.until("\\end", depth + 1)
        if self._next("{"):
            self._group(token, depth)
        out = [Token("wrong", "{", "{", token.column)]
        for row in parted(inner, ("\\\\",)):
            out += [*_case(row, token), sign(",", token)] if row else []
        return [*out[:-1], Token("wrong", "}", "}", token.column)]

    def _exponent(self, inner: list[Token], out: list[Token], like: Token) -> list[Token]:
        """Read what a power is raised to, so that nothing after it can belong to it."""
        if len(inner) == 1 and inner[0].word.isdigit():
            out.pop()
            return [Token("raised", inner[0].text, inner[0].word, like.column)]
        return in_round(inner, like)

    def _root(self, token: Token, index: list[Token], depth: int) -> list[Token]:
        inner = self._group(token, depth) if self._next("{") else []
        name = Token("name", token.text, "root", token.column)
        return call(name, [inner, index], token)

    def _command(self, token: Token) -> list[Token]:
        word = token.text[1:]
        if word not in LATEX:
            return [Token("name", token.text, word, token.column)] if word.isalpha() else [token]
        meaning = LATEX[word]
        if not meaning:
            return []
        kind = "name" if meaning in ("pi", "tau") else "arrow" if meaning in "↦→" else "sign"
        kind = "name" if meaning == "mod" else "wrong" if meaning in "|⌊⌋⌈⌉{}¬∞∈…" else kind
        return [Token(kind, meaning, meaning, token.column)]

    def _subscript(self, brace: Token, out: list[Token]) -> bool:
        """Take {1} after x_ into the name before it."""
        inside = self.tokens[self.at : self.at + 2]
        if not (out and out[-1].kind == "name" and out[-1].word.endswith("_")):
            return False
        if len(inside) < 2 or inside[1].text != "}" or inside[0].kind not in ("number", "name"):
            return False
        self.at += 2
        name = out.pop()
        parts = [name]
        if name.word == "_" and out and out[-1].kind == "name":  # \log_{2}: the name is before it
            parts.insert(0, out.pop())
        word = "".join(part.word for part in parts) + inside[0].word
        out.append(Token("name", word, word, parts[0].column))
        return True

    def _next(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == text

    def _group(self, token: Token, depth: int, end: str = "}") -> list[Token]:
        """Read the group that begins here, in brackets unless it is one value."""
        self.at += 1
        return bracketed(self.until(end, depth + 1), token)
