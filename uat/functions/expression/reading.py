"""Read notations that people type: 2x, |x|, √x, sin 2x, sin²x, x!, c ? a : b.

What has one meaning is read. What schools and programs read differently is refused, with each
writing spelled out. Everything else passes, for `grammar.check` to judge.
"""

from typing import NamedTuple

from uat.functions.expression.calls import bare_call, call_macro, called, method, radical
from uat.functions.expression.cases import with_cases
from uat.functions.expression.error import ExpressionError
from uat.functions.expression.groups import call, in_round, new, sign
from uat.functions.expression.heading import without_heading
from uat.functions.expression.latex import is_latex, without_latex
from uat.functions.expression.level import Level, Power
from uat.functions.expression.macros import is_one_value, macro
from uat.functions.expression.names import INDEXED, is_macro, is_told, resolved
from uat.functions.expression.people import MACROS, NO_METHODS
from uat.functions.expression.spelled import as_in_a_sheet, respelled
from uat.functions.expression.sums import with_sums
from uat.functions.expression.tokens import NOTHING, Token, plain_letters, require_few, touch
from uat.functions.expression.vocabulary import WORDS, is_function
from uat.functions.expression.wording import ADVICE

DEEPEST = 64  # brackets, and everything else that is nested
MOST_NESTED = 100  # values in values, such as √√x
TOO_DEEP = f"brackets may be at most {DEEPEST - 1} deep"

_AROUND = {"⌊": ("floor", "⌋"), "⌈": ("ceil", "⌉")}
_ROOTS = {"√": "sqrt", "∛": "cbrt"}


class Read(NamedTuple):
    """Plain tokens, the inputs that a heading names, and whether anything was not plain."""

    tokens: list[Token]
    names: tuple[str, ...] | None
    changed: bool


def read(text: str, tokens: list[Token], names: tuple[str, ...] | None) -> Read:
    """Read the formula into the plain grammar, as far as possible. Raises ExpressionError.

    names: the inputs, or None if they are still to be found.
    """
    typed, plainly = tokens, all(token.plain for token in tokens) and plain_letters(text) == text
    if is_latex(tokens):
        tokens = without_latex(tokens)
    tokens, own = without_heading(as_in_a_sheet(text, tokens))
    if own and names is None:
        names = own
    tokens = respelled(text, tokens, names or ())
    tokens = with_cases(text, with_sums(text, tokens, names or ()))
    tokens = resolved(text, tokens, names)
    reader = Reader(text, tokens, names)
    plain = reader.level(frozenset())
    plain += reader.tokens[reader.at :]
    if plain and typed[0].word != "(" and plain[0].word == "(" and is_one_value(plain):
        plain = plain[1:-1]
    if not plain:
        raise ExpressionError("the formula is empty: write one such as sin(2*pi*x)", text, 1)
    require_few(plain, text)
    same = [token.word for token in plain] == [token.word for token in typed]
    return Read(plain, own, not (same and plainly))


class Reader:
    """One pass over the tokens; each method writes what it reads at the end of a list."""

    def __init__(self, text: str, tokens: list[Token], names: tuple[str, ...] | None) -> None:
        self.text = text
        self.names = names
        self.tokens = [part for token in tokens for part in _fraction(token)]
        self.at = 0
        self.depth = self.nested = 0

    # Looking and going on

    def peek(self, ahead: int = 0) -> Token:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else NOTHING

    def next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def told(self, sentence: str, token: Token) -> ExpressionError:
        return ExpressionError(sentence, self.text, token.column)

    def two_ways(self, token: Token, *writings: str) -> ExpressionError:
        """Make the error for what can be read in several ways; it holds a formula for each."""
        return self.told(f"this can be read in two ways: write {' or '.join(writings)}", token)

    def begins_value(self) -> bool:
        token = self.peek()
        if token.kind == "name":
            return token.word not in WORDS or self._is_if()
        return (
            token.kind == "number"
            or token.word in ("(", "|", "||")
            or token.text in _AROUND
            or token.text in _ROOTS
            or (token.kind == "raised" and self.peek(1).text == "√")
        )

    def _is_if(self) -> bool:
        """Tell whether this is if(condition, a, b), as spreadsheets have it."""
        return self.peek().word == "if" and self.peek(1).word == "(" and self._commas() == 2

    def _commas(self) -> int:
        """Count the commas that the bracket after this token has of its own."""
        depth = count = 0
        for token in self.tokens[self.at + 1 :]:
            depth += (token.word == "(") - (token.word == ")")
            count += depth == 1 and token.word == ","
            if depth == 0:
                return count
        return -1

    def is_input(self, word: str) -> bool:
        """Tell whether a name can be an input, and so a factor."""
        if self.names is not None:
            return word in self.names
        return len(word) == 1 or bool(INDEXED.fullmatch(word))

    def run(self, out: list[Token]) -> None:
        """Write the other factors of a product without signs, so that a hint holds all of it."""
        while self.begins_value() and self.peek().word not in ("mod", "xor", "div"):
            out.append(sign("*", self.peek()))
            self.factor(out)

    # A whole level: what stands between two brackets

    def level(self, ends: frozenset[str]) -> list[Token]:
        """Read up to a closing bracket, or one of `ends` after a value; neither is taken."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.told(TOO_DEEP, self.peek(-1))
        out = Level(self, ends).read()
        self.depth -= 1
        return out

    # A factor: a value and its powers

    def factor(self, out: list[Token]) -> Power | None:
        """Write a value with its powers; return the last power."""
        power, base = None, len(out)
        self.value(out)
        while self.peek().word == "**":
            out.append(self.next())
            while self.peek().word in ("+", "-"):
                out.append(self.next())
            if not self.begins_value():
                return None
            exponent = len(out)
            self.value(out)
            power = Power(base, exponent, len(out))
        return power

    def value(self, out: list[Token]) -> None:
        """Write a number, a name, a bracket, or a function of its argument, with ² and !."""
        begin, token = len(out), self.peek()
        self.nested += 1
        if self.nested > MOST_NESTED:
            raise self.told("the formula is nested too deep", token)
        if token.word in ("|", "||"):
            self._bars(out)
        elif token.text in _AROUND:
            self._around(out)
        elif token.text in _ROOTS:
            radical(self, out, _ROOTS[self.next().text])
        elif token.kind == "raised":
            self._indexed_root(out)
        elif self._is_if():
            self.tokens[self.at] = token._replace(word="where")
            called(self, out)
        elif token.kind == "name" and is_function(token.word):
            called(self, out) if self.peek(1).word in ("(", "[") else bare_call(self, out)
        elif token.kind == "name" and self._is_elsewhere(token.word):
            call_macro(self, out)
        else:
            out.append(self.next())
            if token.word == "(":
                self._rest_of_brackets(out)
        while self.peek().text == "!" or self.peek().kind == "raised" or self._is_method():
            if self._is_method():
                out[begin:] = method(self, out[begin:])
                continue
            mark = self.next()
            if mark.kind == "raised":
                if self.peek().text == "√" and touch(mark, self.peek()):
                    raise self.told(
                        f"write a sign in front of {mark.text}√, or behind {mark.text}", mark
                    )
                out.append(mark)
            else:
                out[begin:] = self._factorial(out[begin:], mark)
        self.nested -= 1

    def _indexed_root(self, out: list[Token]) -> None:
        """Write ³√x as cbrt(x)."""
        index, mark = self.next(), self.next()
        inner: list[Token] = []
        radical(self, inner, "sqrt")
        number = [new("number", index.word, index)]
        out += macro(self, mark._replace(word="root"), [inner[2:-1], number])

    def _is_method(self) -> bool:
        """Tell whether x.sin() follows, a function of what stands before the point."""
        name = self.peek(1)
        known = is_function(name.word) or name.word in MACROS
        known = known and name.kind == "name" and name.word not in NO_METHODS
        return self.peek().text == "." and known and self.peek(2).word == "("

    def _is_elsewhere(self, word: str) -> bool:
        """Tell whether it is a function of elsewhere, and no input has its name."""
        return (is_macro(word) or is_told(word)) and word not in (self.names or ())

    def _rest_of_brackets(self, out: list[Token]) -> None:
        out += self.level(frozenset())
        if self.peek().word == ")":
            out.append(self.next())

    def _factorial(self, of: list[Token], mark: Token) -> list[Token]:
        if self.peek().text == "!":
            raise self.told("a double factorial has no place in a formula", mark)
        more = [*of, sign("+", mark), new("number", "1", mark)]
        return call(new("name", "gamma", mark), [more], mark)

    def _bars(self, out: list[Token]) -> None:
        """Write |x| as abs(x)."""
        bar = self.next()
        if self.peek().text == ">" and touch(bar, self.peek()):
            raise self.told(ADVICE["|>"], bar)
        if bar.word == "||":  # two that begin here
            bar = bar._replace(text="|", word="|")
            self.tokens[self.at - 1 : self.at] = [bar, bar._replace(column=bar.column + 1)]
        inner = self.level(frozenset(("|", "||")))
        end = self.peek()
        if end.word not in ("|", "||"):
            sentence = "this bar is never closed: write abs(x) for the absolute value, or the word "
            raise self.told(sentence + "or between conditions", bar)
        if end.word == "||":  # one that ends here, and one more
            more = end._replace(text="|", word="|", column=end.column + 1)
            self.tokens[self.at : self.at + 1] = [end._replace(text="|", word="|"), more]
        self.next()
        out += [new("name", "abs", bar), sign("(", bar), *inner, sign(")", end)]

    def _around(self, out: list[Token]) -> None:
        """Write ⌊x⌋ as floor(x)."""
        begin = self.next()
        word, end = _AROUND[begin.text]
        inner = self.level(frozenset(end))
        if self.peek().text != end:
            raise self.told(f"this bracket is never closed: write {word}(x)", begin)
        out += [new("name", word, begin), sign("(", begin), *inner]
        out.append(sign(")", self.next()))


def _fraction(token: Token) -> list[Token]:
    """Write ⅓ as a bracket of its own, because 0.333… is not the same number."""
    if token.kind != "number" or "/" not in token.word:
        return [token]
    over, under = (new("number", digit, token) for digit in token.word.split("/"))
    return in_round([over, sign("/", token), under], token)
