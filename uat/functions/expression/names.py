"""Turn every name in a formula into a word of ours, where it has one meaning."""

import re
from collections.abc import Iterator
from itertools import islice

from uat.functions.expression.error import ExpressionError
from uat.functions.expression.people import (
    ALSO_TOLD,
    IN_MODULE,
    MACROS,
    MODULES,
    TOLD,
    UNIT_STEPS,
)
from uat.functions.expression.tokens import Token
from uat.functions.expression.vocabulary import (
    ALIASES,
    CONSTANTS,
    FUNCTIONS,
    SYNONYMS,
    WORDS,
    is_function,
)
from uat.functions.expression.written import written

INDEXED = re.compile("x[1-9][0-9]?")
_BASE = re.compile("log_?([1-9][0-9]?)")
_SUBSCRIPTED = re.compile("[xX]_?([1-9][0-9]?)")
_LONGEST = 24  # letters of names that are taken apart


def is_told(word: str) -> bool:
    return word in TOLD or word in ALSO_TOLD


def is_macro(word: str) -> bool:
    return word in MACROS or bool(_BASE.fullmatch(word) and not is_function(word))


def resolved(text: str, tokens: list[Token], names: tuple[str, ...] | None) -> list[Token]:
    """Rename tokens to the words that we know; split names that run together.

    names: the inputs, or None if they are still to be found. Raises ExpressionError for names that
    can be taken apart in two ways.
    """
    tokens = _as_number(list(_in_modules(tokens)))
    free = {t.word for t in tokens if t.kind == "name" and len(t.word) == 1 and t.word != "_"}
    inputs = set(names) if names is not None else {"x", "y", "z"} | free - set(CONSTANTS)
    lower = names is None and not free & {"x", "y", "z"} and len(free & {"X", "Y", "Z"}) != 1
    _require_counted_from_one(text, tokens, names)
    out: list[Token] = []
    for place, token in enumerate(tokens):
        called = _word(tokens, place + 1) in ("(", "[")
        if called and token.word in UNIT_STEPS and token.word not in inputs - free:
            token = token._replace(word="unitstep")
        if token.kind != "name" or (token.word in inputs and not (lower and token.word in "XYZ")):
            out.append(token)
        elif known := _known(token, called=called, lower=lower, names=names):
            out.append(token._replace(word=known))
        else:
            out += _apart(text, token, called=called, inputs=inputs, inferred=names is None)
    return out


def _as_number(tokens: list[Token]) -> list[Token]:
    """Take the brackets off PI(), as spreadsheets write it."""
    words = [token.word for token in tokens]
    calls = [
        k
        for k, word in enumerate(words)
        if word.lower() == "pi" and words[k + 1 : k + 3] == ["(", ")"]
    ]
    return [token for k, token in enumerate(tokens) if k - 1 not in calls and k - 2 not in calls]


def _in_modules(tokens: list[Token]) -> Iterator[Token]:
    """Join np.sin to one name; what differs in that module is renamed to what it is here."""
    at = 0
    while at < len(tokens):
        token, last, at = tokens[at], tokens[at], at + 1
        if token.kind == "name" and re.fullmatch("_[0-9]+", _word(tokens, at)):
            token = last = token._replace(word=token.word + _word(tokens, at))
            at += 1  # \log_2
        while (
            token.word in MODULES
            and _word(tokens, at) == "."
            and at + 1 < len(tokens)
            and tokens[at + 1].kind == "name"
        ):
            last, at = tokens[at + 1], at + 2
        if last is token:
            yield token
            continue
        module = MODULES[token.word]
        word = IN_MODULE[module].get(last.word, last.word)
        takes_base = module == "math" and word == "log" and _has_comma(tokens, at)
        word = "log to a base" if takes_base else word
        yield Token("name", f"{token.text}.{last.text}", word, token.column)


def _has_comma(tokens: list[Token], place: int) -> bool:
    """Tell whether the bracket that begins here holds a comma of its own."""
    depth = 0
    for token in tokens[place:]:
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0 or (depth == 1 and token.word == ","):
            return depth == 1
    return False


def _known(token: Token, *, called: bool, lower: bool, names: tuple[str, ...] | None) -> str:
    """Return the word for a name that is one, or ""."""
    word, small = token.word, token.word.lower()
    if is_function(word) or word in CONSTANTS or word in WORDS:
        return word
    if names is None and INDEXED.fullmatch(word):
        return word
    if len(word) > 1 and (is_function(small) or small in CONSTANTS or small in WORDS):
        return small
    if small in SYNONYMS:
        return SYNONYMS[small]
    if "." in token.text and word in MACROS:
        return word
    if (small in MACROS or is_told(small)) and (called or len(small) > 1):
        return small
    if match := _BASE.fullmatch(small):
        return {"2": "log2", "10": "log10", "1": ""}.get(match[1], small)
    if names is None and (match := _SUBSCRIPTED.fullmatch(word)) and (lower or word[0] == "x"):
        return f"x{match[1]}"
    return small if lower and small in ("x", "y", "z") else ""


def _apart(
    text: str, token: Token, *, called: bool, inputs: set[str], inferred: bool
) -> list[Token]:
    """Split `xy` to x y, `cos2x` to cos 2 x; keep a name not made of known words."""
    word = token.word
    if len(word) > _LONGEST or len(word) < 2 or "." in token.text:
        return [token]
    parts = list(islice(_splits(word, called=called, inputs=inputs, inferred=inferred), 2))
    if not parts:
        return [token]
    if len(parts) > 1:
        first, second = map(_spelled, parts)
        sentence = f"{token.shown} can be read in two ways: write {first} or {second}"
        raise ExpressionError(sentence, text, token.column)
    at, out = token.column, []
    for part in parts[0]:
        out.append(Token("number" if part.isdigit() else "name", part, part, at))
        at += len(part)
    return out


def _splits(
    word: str, *, called: bool, inputs: set[str], inferred: bool, first: bool = True
) -> Iterator[list[str]]:
    """Yield every way to take a name apart into known words."""
    for size in range(1, len(word) + (not first)):
        head, rest = word[:size], word[size:]
        value = head in inputs or head in CONSTANTS
        value = value or (inferred and bool(INDEXED.fullmatch(head)) and not rest[:1].isdigit())
        unary = is_function(head) and FUNCTIONS[ALIASES.get(head, head)].arguments == (1, 1)
        if not (value or unary) or (value and rest[:1].isdigit()):
            continue
        if not rest:
            if value or called:
                yield [head]
            continue
        digits = re.match("[0-9]*", rest)
        number = digits.group() if digits and unary else ""
        if number and not rest[len(number) :]:
            continue  # sin2(x): a power or a factor?
        for tail in _splits(
            rest[len(number) :], called=called, inputs=inputs, inferred=inferred, first=False
        ):
            yield [head, *([number] if number else []), *tail]


def _spelled(parts: list[str]) -> str:
    """Write a name that was taken apart as a formula: functions take what follows them."""
    out, open_brackets = "", 0
    for before, part in zip(["", *parts], parts, strict=False):
        if is_function(part):
            out += f"{'*' if before and not is_function(before) else ''}{part}("
            open_brackets += 1
        else:
            out += f"{'*' if before and not is_function(before) else ''}{part}"
    return out + ")" * open_brackets


def _require_counted_from_one(
    text: str, tokens: list[Token], names: tuple[str, ...] | None
) -> None:
    """Raise ExpressionError for x0, x1 and for x[0], x[1]: here the first input is x1."""
    plain, tokens = tokens, _indexed(tokens)
    in_brackets = len(tokens) < len(plain)
    found = [t.word for t in tokens if t.kind == "name" and re.fullmatch("x_?[0-9]+", t.word)]
    letters = any(t.kind == "name" and t.word in ("x", "y", "z") for t in tokens)
    first = min((t for t in tokens if t.word in found), key=lambda t: _index(t.word), default=None)
    shift = int(first is not None and _index(first.word) == 0)
    counted = in_brackets or (names is None and shift and len(set(found)) > 1)
    if first is None or letters or not counted:
        return
    shifted = [
        t._replace(word=f"x{_index(t.word) + shift}") if t.word in found else t for t in tokens
    ]
    sentence = f"inputs are counted from 1: write {written(shifted)}"
    if len(sentence) > 100:
        sentence = "inputs are counted from 1: write x1 for x0, x2 for x1, and so on"
    raise ExpressionError(sentence, text, first.column)


def _index(word: str) -> int:
    return int(word.lstrip("x_"))


def _indexed(tokens: list[Token]) -> list[Token]:
    """Join x[0] to one name."""
    out: list[Token] = []
    for token in tokens:
        out.append(token)
        words = [t.word for t in out[-4:]]
        if re.fullmatch(r"x \[ [0-9]+ \]", " ".join(words)):
            out[-4:] = [out[-4]._replace(word=f"x{words[2]}")]
    return out


def _word(tokens: list[Token], place: int) -> str:
    return tokens[place].word if place < len(tokens) else ""
