"""Write numbers and symbols as the words that are said: s = −b/w is "s equals minus b over w"."""

from __future__ import annotations

import re

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))
NUMBER = re.compile(
    r"(?P<sign>(?<![\w.)])[-−])?(?<![\w.])"
    r"(?P<whole>\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3}(?!\d))+|\d+)"
    r"(?P<decimals>\.\d+)?(?:\s?×\s?10\^\(?(?P<power>[-−]?\d+)\)?)?"
)
ORDINAL = re.compile(r"(?<![\w.])(\d+)(?:st|nd|rd|th)\b")
ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth",
            "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}  # fmt: skip
FIRST = (  # while numbers are still digits
    (r"(?<=\d)(?=[a-zA-Z])", " "),
    (r"\b([fghsz])\((\w)\)", r"\1 of \2"),
    (r"²|(?<=[a-z)])\^2(?!\d)", " squared "),
    (r"³|(?<=[a-z)])\^3(?!\d)", " cubed "),
)
WORDS = (
    (r"σ⁻¹|σ\^\(?-1\)?", " sigma inverse "),
    (r"⁻¹", " inverse "),
    (r"\^\(?", " to the "),
    (r"\s[-−]\s|−|(?<![\w)])-(?=\w)", " minus "),
    (r"≤", " is at most "),
    (r"≥", " is at least "),
    (r"<", " is less than "),
    (r">", " is more than "),
    (r"=", " equals "),
    (r"\+", " plus "),
    (r"[×·]|\*", " times "),
    (r"(?<=[\w)])\s?/\s?(?=[\w(])", " over "),
    (r"%", " percent "),
    (r"√", " the square root of "),
    (r"σ", " sigma "),
    (r"ε", " epsilon "),
    (r"π", " pi "),
    (r"∞", " infinity "),
    (r"\|([^|]+)\|", r" the absolute value of \1 "),
    (r"[()\[\]]", " "),
)


def spoken(text: str) -> str:
    """Return a text without digits or symbols, as a narrator reads it aloud."""
    text = ORDINAL.sub(lambda match: ordinal(int(match[1])), text)
    for pattern, word in FIRST:
        text = re.sub(pattern, word, text)
    text = NUMBER.sub(_number, text)
    for pattern, word in WORDS:
        text = re.sub(pattern, word, text)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"\s+([.,;:?!])", r"\1", text)


def in_words(value: int) -> str:
    """Write a whole number in words: 350 is "three hundred fifty"."""
    if value < 0:
        return f"minus {in_words(-value)}"
    if value < 20:
        return ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{ONES[hundreds]} hundred" + (f" {in_words(rest)}" if rest else "")
    for scale, name in SCALES:
        if value >= scale:
            many, rest = divmod(value, scale)
            return f"{in_words(many)} {name}" + (f" {in_words(rest)}" if rest else "")
    raise AssertionError(value)


def ordinal(value: int) -> str:
    """Write the place of something in a row: 16th is "sixteenth"."""
    text = in_words(value)
    last = re.split(r"[ -]", text)[-1]
    return text.removesuffix(last) + ORDINALS.get(last, re.sub("y$", "ie", last) + "th")


def _number(match: re.Match[str]) -> str:
    words = ["minus"] if match["sign"] else []
    words.append(in_words(int(re.sub(r"\D", "", match["whole"]))))
    if match["decimals"]:
        words += ["point", *(ONES[int(digit)] for digit in match["decimals"][1:])]
    if match["power"]:
        words += ["times ten to the", in_words(int(match["power"].replace("−", "-")))]
    return " ".join(words)
