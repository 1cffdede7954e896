"""Find brackets among tokens, and split what they hold; make tokens that were not typed."""

from collections.abc import Collection

from uat.functions.expression.tokens import Token

CLOSING = {"(": ")", "[": "]", "{": "}"}
DEEPEST = 64
Tokens = list[Token]


def step(token: Token) -> int:
    """Return how a token changes the depth of brackets."""
    return (token.text in CLOSING) - (token.text in CLOSING.values())


def end_of(tokens: Tokens, at: int) -> int:
    """Return the place of the bracket that closes the one at a place; -1 if none does."""
    if at >= len(tokens) or tokens[at].text not in CLOSING:
        return -1
    stack: list[str] = []
    for place in range(at, len(tokens)):
        text = tokens[place].text
        if text in CLOSING:
            stack.append(CLOSING[text])
            if len(stack) > DEEPEST:
                return -1
        elif text in CLOSING.values():
            if not stack or stack.pop() != text:
                return -1
            if not stack:
                return place
    return -1


def parted(tokens: Tokens, at: Collection[str]) -> list[Tokens]:
    """Split tokens at signs that stand in no bracket."""
    depth = 0
    parts: list[Tokens] = [[]]
    for token in tokens:
        depth += step(token)
        if depth == 0 and token.text in at:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def inside(tokens: Tokens) -> Tokens | None:
    """Return what one pair of brackets around all of the tokens holds; None without one."""
    whole = bool(tokens) and tokens[0].text in CLOSING and end_of(tokens, 0) == len(tokens) - 1
    return tokens[1:-1] if whole else None


def new(kind: str, word: str, like: Token) -> Token:
    """Make a token that was not typed, at the place of another one."""
    return Token(kind, word, word, like.column)


def sign(word: str, like: Token) -> Token:
    """Make a sign that was not typed, at the place of another token."""
    return new("sign", word, like)


def in_round(tokens: Tokens, like: Token) -> Tokens:
    """Put the tokens in round brackets."""
    return [sign("(", like), *tokens, sign(")", like)]


def joined(arguments: list[Tokens], like: Token) -> Tokens:
    """Join arguments with commas."""
    out: Tokens = []
    for place, argument in enumerate(arguments):
        out += [*([sign(",", like)] if place else []), *argument]
    return out


def call(name: Token, arguments: list[Tokens], like: Token) -> Tokens:
    """Write a call of a function, with its bracket at the place of another token."""
    return [name, *in_round(joined(arguments, like), like)]
