"""An error in a formula names the place: one sentence, the text, and a caret under the column."""

from uat.base.errors import InputError

WIDEST = 72  # how much of a long text is shown around the caret


class ExpressionError(InputError):
    """Raised for a formula that cannot be read.

    sentence: what is wrong and what to write instead, without the picture of the place. What
        cannot be printed of a formula that it repeats is a question mark.
    text: the formula, without white space around it.
    column: where in it, counted from 1.
    """

    def __init__(self, sentence: str, text: str, column: int) -> None:
        sentence = _printable(sentence)
        super().__init__(f"{sentence}\n{_picture(text, column)}" if text else sentence)
        self.sentence = sentence
        self.text = text
        self.column = column

    def __reduce__(self) -> tuple[type["ExpressionError"], tuple[str, str, int]]:
        return ExpressionError, (self.sentence, self.text, self.column)


def _picture(text: str, column: int) -> str:
    """Draw the text around the column, and a line with a caret below the column."""
    first = max(0, min(column - 1 - WIDEST // 2, len(text) - WIDEST))
    shown = _printable(text[first : first + WIDEST])
    before, after = "…" if first else "", "…" if first + WIDEST < len(text) else ""
    indent = " " * (2 + len(before) + column - 1 - first)
    return f"  {before}{shown}{after}\n{indent}^"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " if c == "\t" else "?" for c in text)
