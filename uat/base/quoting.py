"""Text from users is data wherever it goes: one function for each language that it is written in.

Names, titles, labels and formulas as typed come from files and commands. Whatever sets, runs or
prints them gets them from here; for HTML there is `html.escape`, for JSON `json.dumps`.
"""

import re
import shlex
import unicodedata
from collections.abc import Iterable

JOINERS = "\u200c\u200d"  # invisible, but letters and emoji are made with them
LONGEST_NAME = 20  # characters of a name beside an axis of a film
_TYPST_NAME = re.compile(r"([A-Za-z])([0-9]{0,3})")
_TEX = {
    **{char: f"\\{char}" for char in "#$%&_{}"},
    **{"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}"},
    **{"-": "{-}", "`": r"\textasciigrave{}", "'": r"\textquotesingle{}"},
}


def one_line(text: str, longest: int | None = None) -> str:
    r"""Put text on one line that does nothing to a terminal: controls are shown as \x1b, \u202e.

    longest: characters that are kept; of a longer text the end becomes an ellipsis.
    """
    shown = "".join(_visible(char) for char in " ".join(text.split()))
    if longest is not None and len(shown) > longest:
        return shown[: longest - 1].rstrip() + "…"
    return shown


def for_terminal(text: str) -> str:
    """Escape lines for a terminal, which would obey control characters; line ends stay."""
    return "\n".join("".join(map(_visible, line)) for line in text.split("\n"))


def report_of(lines: Iterable[str]) -> str:
    """Join lines of a report: none of them breaks in two, whatever names stand in it."""
    return "\n".join(for_terminal(" ".join(line.splitlines())) for line in lines)


def for_shell(text: str) -> str:
    """Quote one word of a command for bash, zsh and the like, on one line."""
    if text == for_terminal(text) and "\n" not in text:
        return shlex.quote(text)
    body = "".join(
        f"\\{char}" if char in "\\'" else char if _visible(char) == char else _octal(char)
        for char in text
    )
    return f"$'{body}'"


def for_typst(text: str) -> str:
    """Write Typst markup that shows a text as it is, on one line."""
    return f"#{typst_string(text)};" if text else ""


def typst_string(text: str) -> str:
    """Write a string of Typst's code and mathematics, on one line."""
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def typst_name(name: str) -> str:
    """Write an input's name in Typst's mathematics: x, indexed for x1, or upright words."""
    if match := _TYPST_NAME.fullmatch(name):
        letter, index = match.groups()
        return f"{letter}_{index}" if index else letter
    return typst_string(one_line(name, LONGEST_NAME))


def for_tex(text: str) -> str:
    """Write LaTeX that shows a text as it is, on one line; glyphs no font has as U+1F600."""
    return "".join(
        _TEX.get(char, char if ord(char) < 0x100 else f"U+{ord(char):04X}")
        for char in one_line(text)
    )


def for_mathtext(text: str) -> str:
    """Write text on one line for matplotlib, which else reads dollars as mathematics."""
    return one_line(text).replace("$", r"\$")


def for_comment(text: str) -> str:
    """Write a one-line comment in C, Python, TeX or Typst, which nothing in it ends."""
    return one_line(text).replace("*/", "* /").replace("/*", "/ *")


def for_docstring(text: str) -> str:
    """Write a Python docstring on one line, with its quotes."""
    return '"""' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"""'


def _visible(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in JOINERS:
        return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
    return char


def _octal(char: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
