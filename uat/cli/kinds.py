"""Read options that are a number, a whole number, an interval; say what to write instead.

`--with` takes the constructions of the registry, which is loaded only when needed.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import click

from uat.base.choices import choose
from uat.base.errors import InputError

_BETWEEN = r"(?:\.\.\.?|…|,|;|\bto\b)"  # what others write for the colon
_RANGE = re.compile(rf"[\[(]?\s*([^\s,;\[(]+?)\s*{_BETWEEN}\s*([^\s,;\])]+?)\s*[\])]?")


def number_of(text: str) -> float:
    """Return the number that a text, or a formula without inputs, is. Raises InputError."""
    try:
        return float(text)
    except ValueError:
        from uat.functions.expression import parse_number

        return parse_number(text)


def is_number(text: str) -> bool:
    """Tell whether a text is a number, or a formula without inputs."""
    try:
        return number_of(text) == number_of(text)
    except InputError:
        return False


def _percent(text: str) -> float | None:
    """Return the share that a text such as 1% is, None for any other."""
    if not text.endswith("%"):
        return None
    from uat.functions.expression import parse_percent

    try:
        return parse_percent(text)
    except InputError:
        return None


def number(value: str) -> float:
    """Read a number, or a formula without inputs, such as 1/100."""
    text = value.strip()
    if (part := _percent(text)) is not None:
        raise InputError(f"{text} is a share: write {part:g}")
    try:
        return number_of(text)
    except InputError as error:
        raise InputError(f"{text}: {getattr(error, 'sentence', error)}") from None


def seconds(value: str) -> float:
    """Read a time in seconds, which may be written as minutes and seconds: 1:30 is 90."""
    if found := re.fullmatch(r"(\d+):([0-5]?\d(?:\.\d*)?)", value.strip()):
        return 60.0 * float(found[1]) + float(found[2])
    return number(value)


def share(value: str) -> float:
    """Read a number, which may be written in percent: 1% is 0.01."""
    found = _percent(value.strip())
    return number(value) if found is None else found


def tolerance(value: str) -> float | str:
    """Read a number; a share of f's range such as 1% stays as it is."""
    text = value.strip()
    return number(value) if _percent(text) is None else text


def whole(value: str) -> int:
    """Read a whole number; 20.0 and 1e3 are whole."""
    found = number(value)
    if not found.is_integer():
        raise InputError(f"{value} is not a whole number")
    return int(found)


def interval(value: str) -> tuple[str, str]:
    """Read A:B, two numbers or constant expressions, such as 0:2*pi."""
    text = value.removeprefix("=").strip()  # -d=0:1 is meant well
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]  # as gnuplot has it
    parts = text.split(":")
    if len(parts) == 2 and all(part.strip() for part in parts):
        return parts[0], parts[1]
    raise InputError(f"{value!r} is not of the form A:B, {_instead(text, parts)}")


def _instead(text: str, parts: list[str]) -> str:
    """Say what to write for what is no interval."""
    if len(parts) > 2 and re.search(r"[,;x× ]", parts[1].strip()):
        each = [part for part in re.split(r"\s*[,;x× ]\s*", text) if part]
        return f"once for each input: {' '.join(f'-d {part}' for part in each)}"
    if len(parts) == 3 and re.fullmatch(r"\s*[A-Za-z]\w*\s*", parts[0]):
        return f"one for each input in their order: write {parts[1]}:{parts[2]}"
    if len(parts) == 3 and all(map(is_number, parts)):
        return f"without a step: write {_without_step(parts)}"
    if (
        len(parts) == 1
        and (found := _RANGE.fullmatch(text))
        and all(map(is_number, found.groups()))
    ):
        return f"with a colon: write {found[1]}:{found[2]}"
    return "such as 0:2*pi"


def _without_step(parts: list[str]) -> str:
    """Return the ends of A:B:step, or of A:step:B, whichever has more steps."""
    first, second, third = map(number_of, parts)
    ends = [(first, second, third, f"{parts[0]}:{parts[1]}")]
    ends.append((first, third, second, f"{parts[0]}:{parts[2]}"))
    steps = [(high - low) / step if step > 0.0 else 0.0 for low, high, step, _ in ends]
    return ends[1 if steps[1] > steps[0] else 0][3]


class Kind(click.ParamType[Any]):
    """What a function reads out of the text of an option; its InputError says what to write."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name, self.read = name, read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self.read(value) if isinstance(value, str) else value
        except InputError as error:
            self.fail(str(error), param, ctx)


NUMBER, SHARE, TOLERANCE = Kind("number", number), Kind("number", share), Kind("number", tolerance)
WHOLE, TIME, INTERVAL = Kind("integer", whole), Kind("time", seconds), Kind("A:B", interval)


class Known(click.Choice[str]):
    """One of some names; for another one that which may be meant is offered."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        return f"{value!r} is unknown: {choose(value, self.choices)}"


class ConstructionName(Known):
    """One of the constructions; `uat --help` knows it without loading numpy."""

    def __init__(self) -> None:
        self.case_sensitive = True  # and no choices yet: see `__getattr__`

    def __getattr__(self, name: str) -> tuple[str, ...]:
        """Read `choices` when asked for them: the names, in the order in which they are offered."""
        if name != "choices":
            raise AttributeError(name)
        from uat.constructions.registry import BEST, CONSTRUCTIONS

        return (*CONSTRUCTIONS, BEST)


class ConstructionOption(click.Option):
    """`--with NAME`, with a few words on each construction in its help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "type": ConstructionName(), "metavar": "NAME"})

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = summaries()
        return super().get_help_record(ctx)


def summaries() -> str:
    """Say what each construction is, by the number of inputs, and which are usual."""
    from uat.constructions.registry import CONSTRUCTIONS, construction_of

    kinds = CONSTRUCTIONS.values()
    groups: Iterable[tuple[str, Any]] = (
        ("One input.", lambda kind: kind.most_inputs == 1),
        ("Two inputs and more.", lambda kind: kind.least_inputs > 1),
        ("One input or two.", lambda kind: kind.least_inputs == 1 and kind.most_inputs > 1),
    )
    words = [
        " ".join([heading, *(f"{kind.name}: {kind.summary}." for kind in kinds if chosen(kind))])
        for heading, chosen in groups
    ]
    usual = "; ".join(construction_of(None, inputs).name for inputs in (1, 2))
    best = "best: whichever meets the tolerance with the fewest neurons."
    return f"{' '.join(words)} {best}  [default: {usual}]"
