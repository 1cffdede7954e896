"""Write counts and lists as English does, and name what nobody has named: 2 boxes; a, b and c."""

from collections.abc import Sequence


def noun_of(count: int, noun: str) -> str:
    """Return the noun as it stands after a count: neuron, neurons; box, boxes."""
    return noun if count == 1 else f"{noun}es" if noun.endswith("x") else f"{noun}s"


def counted(count: int, noun: str) -> str:
    """Write a count with its noun: 1 neuron, 12 neurons."""
    return f"{count} {noun_of(count, noun)}"


def listed(words: Sequence[str], more: int = 0) -> str:
    """Write a list: a; a and b; a, b and c; or, with some left out, a, b and 4 more."""
    *most, last = [*words, f"{more} more"] if more else words
    return f"{', '.join(most)} and {last}" if most else last


def usual_names(count: int) -> tuple[str, ...]:
    """Name inputs that nobody has named: x; x, y; x, y, z; or x1, x2, …"""
    return tuple("xyz"[:count]) if count <= 3 else tuple(f"x{k + 1}" for k in range(count))
