"""Every token must stand where a formula allows it; the first one that does not is the error.

This is the whole grammar: what passes here is a well-formed Python expression of known names, and
Python's own parser only finds its structure. So the same text has the same error everywhere.
"""

from dataclasses import dataclass

from uat.functions.expression import wording
from uat.functions.expression.error import ExpressionError
from uat.functions.expression.groups import inside, parted
from uat.functions.expression.names import INDEXED
from uat.functions.expression.tokens import NOTHING, Token
from uat.functions.expression.vocabulary import (
    ALIASES,
    CONSTANTS,
    FUNCTIONS,
    WORDS,
    is_function,
)
from uat.functions.expression.wording import Spot

DEEPEST_BRACKETS = 64

_INFIX = {"+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or"}
_BEFORE_NOT = {"", "(", ",", "and", "or", "not", "if", "else"}


@dataclass
class _Bracket:
    """An open bracket, or the whole formula: what is still missing in it."""

    opened: Token | None = None
    function: Token | None = None
    commas: int = 0
    condition: Token | None = None  # an `if` that still waits for its `else`


def infer_names(tokens: list[Token]) -> tuple[str, ...]:
    """Infer the inputs of a formula from the names in it.

    Those of x, y, z that occur; or x1, x2, … up to the highest; or any one letter, such as t; a
    constant formula is one of x. Names that do not fit are left for `check` to report.
    """
    free = [t.word for t in tokens if t.kind == "name" and _is_free(t.word)]
    if letters := [name for name in ("x", "y", "z") if name in free]:
        return tuple(letters)
    if indexed := [int(name[1:]) for name in free if INDEXED.fullmatch(name)]:
        return tuple(f"x{i + 1}" for i in range(max(indexed)))
    return next(((name,) for name in free if len(name) == 1 and name != "_"), ("x",))


def _is_free(name: str) -> bool:
    return not (is_function(name) or name in CONSTANTS or name in WORDS)


def check(
    text: str, tokens: list[Token], names: tuple[str, ...], *, inferred: bool, several: bool = False
) -> None:
    """Raise ExpressionError at the first token that is unknown or out of place.

    names: the inputs; inferred: True if they come from `infer_names`, not from the caller.
    several: whether the formula may be a list of them in brackets, as in (cos(t), sin(t)).
    """
    _Check(text, tokens, names, inferred=inferred, several=several).run()


def split(tokens: list[Token]) -> list[list[Token]]:
    """Split a list such as (a, b), which passed `check`, into its formulas."""
    held = inside(tokens)
    parts = parted(held, ",") if held is not None else []
    return parts if len(parts) > 1 else [tokens]


class _Check:
    """One pass over the tokens, with a stack of open brackets."""

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        names: tuple[str, ...],
        *,
        inferred: bool,
        several: bool,
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.names = names
        self.inferred = inferred
        self.several = several
        self.open = [_Bracket()]
        self.place = 0
        self.wants_operand = True

    def run(self) -> None:
        for place, token in enumerate(self.tokens):
            self.place = place
            if token.kind in ("wrong", "latex", "arrow"):
                raise self._error(wording.wrong(token), token)
            (self._operand if self.wants_operand else self._operator)(token)
        self._end()

    # What may begin a value

    def _operand(self, token: Token) -> None:
        if token.kind == "number":
            self.wants_operand = False
        elif token.kind == "raised":
            raise self._error(f"the power {token.text} has nothing in front of it", token)
        elif token.word == "(":
            self._push(_Bracket(token))
        elif token.word in ("+", "-"):
            pass
        elif token.word == "not":
            if self._before().word not in _BEFORE_NOT:
                raise self._error("put the condition in brackets: (not …)", token)
        elif token.kind == "name" and token.word not in WORDS:
            self._name(token)
        else:
            raise self._error(wording.missing_value(self._spot(token), self.open[-1].opened), token)

    def _name(self, token: Token) -> None:
        if is_function(token.word):
            if self._spot(token).after.word != "(":
                after = self._spot(token).after
                if after.kind == "wrong" and after.text.isalpha():
                    raise self._error(wording.wrong(after), after)
                raise self._error(wording.unbracketed(self._spot(token)), token)
        elif token.word in self.names or token.word in CONSTANTS:
            self.wants_operand = False
        else:
            sentence = wording.unknown(
                self._spot(token), self.names, inferred=self.inferred, tokens=self.tokens
            )
            raise self._error(sentence, token)

    def _push(self, bracket: _Bracket) -> None:
        before = self._before()
        if before.kind == "name" and is_function(before.word):
            bracket.function = before
        self.open.append(bracket)
        if len(self.open) > DEEPEST_BRACKETS:
            sentence = f"brackets may be at most {DEEPEST_BRACKETS - 1} deep"
            raise self._error(sentence, self.tokens[self.place])

    # What may follow a value

    def _operator(self, token: Token) -> None:
        bracket = self.open[-1]
        if token.word in _INFIX:
            if token.word == "**" and self._before().kind == "raised":
                raise self._error("put the power below it in brackets, as in (x²)^3", token)
            self.wants_operand = True
        elif token.kind == "raised":
            if self._before().kind == "raised":
                raise self._error("put the power below it in brackets", token)
        elif token.word == "if":
            if bracket.condition:
                raise self._error("put the inner a if c else b in brackets", token)
            bracket.condition, self.wants_operand = token, True
        elif token.word == "else":
            if not bracket.condition:
                raise self._error("else without if: write a if condition else b", token)
            bracket.condition, self.wants_operand = None, True
        elif token.word == ",":
            self._comma(token, bracket)
        elif token.word == ")":
            self._close(token, bracket)
        elif token.word == "not":
            raise self._error("write and, or, or != in front of not", token)
        else:
            raise self._error(f"a sign is missing in front of {token.shown}", token)

    def _comma(self, token: Token, bracket: _Bracket) -> None:
        self._no_open_condition(bracket)
        if not bracket.function and not self._lists(bracket):
            unbracketed = self.several and not bracket.opened
            raise self._error(
                wording.stray_comma(self._spot(token), unbracketed=unbracketed), token
            )
        bracket.commas += 1
        self.wants_operand = True

    def _close(self, token: Token, bracket: _Bracket) -> None:
        if not bracket.opened:
            raise self._error("this bracket closes nothing", token)
        self._no_open_condition(bracket)
        if bracket.function:
            self._count_arguments(bracket.function, bracket.commas + 1)
        elif bracket.commas and self.place + 1 < len(self.tokens):
            raise self._error(wording.AFTER_LIST, self.tokens[self.place + 1])
        self.open.pop()

    def _lists(self, bracket: _Bracket) -> bool:
        """Tell whether commas in this bracket may separate formulas: it begins the whole text."""
        return self.several and bracket.opened is self.tokens[0]

    def _end(self) -> None:
        bracket, last = self.open[-1], self.tokens[-1]
        if bracket.opened and (self.wants_operand is False or last is bracket.opened):
            raise self._error("this bracket is never closed", bracket.opened)
        if self.wants_operand:
            raise self._error(wording.missing_after(last), last)
        self._no_open_condition(bracket)

    def _no_open_condition(self, bracket: _Bracket) -> None:
        if bracket.condition:
            sentence = "if without else: write a if condition else b"
            raise self._error(sentence, bracket.condition)

    def _count_arguments(self, function: Token, count: int) -> None:
        fewest, most = FUNCTIONS[ALIASES.get(function.word, function.word)].arguments
        if not fewest <= count <= most:
            raise self._error(wording.arguments(function, fewest, most, count), function)

    def _error(self, sentence: str, token: Token) -> ExpressionError:
        return ExpressionError(sentence, self.text, token.column)

    def _before(self) -> Token:
        return self.tokens[self.place - 1] if self.place else NOTHING

    def _spot(self, token: Token) -> Spot:
        after = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else NOTHING
        return Spot(self._before(), token, after)
