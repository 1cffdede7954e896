"""Write the comparison as a table for people, smallest first within each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uat.accuracy.measure.error import rounded_up
from uat.base.places import box_text
from uat.base.quoting import one_line
from uat.comparison.entry import budget_of

if TYPE_CHECKING:
    from uat.comparison.comparison import Comparison
    from uat.comparison.entry import Entry

HEADINGS = (
    "contender", "neurons", "layers", "params", "regions", "max err", "rms err", "proven",
    "build s", "1e5 s",
)  # fmt: skip
NONE = "–"
KINDS = ("built", "trained", "classic")
TITLES = {
    "built": "built, without training",
    "trained": "trained by gradient descent",
    "classic": "what one would use instead",
}


def table(comparison: Comparison) -> str:
    """Write columns of numbers, then what each contender does outside the box, and notes."""
    rows: list[tuple[str, ...]] = [HEADINGS]
    sections: list[tuple[int, str]] = []
    for kind in KINDS:
        entries = sorted_entries(comparison, kind)
        if entries:
            sections.append((len(rows), TITLES[kind]))
            rows += [row_of(entry) for entry in entries]
    widths = [max(len(row[k]) for row in rows) for k in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    for place, text in reversed(sections):
        lines.insert(place, f"  {text}")
    first = [*verdicts(comparison), heading(comparison)]
    return "\n".join([*first, *lines, *outside(comparison)])


def heading(comparison: Comparison) -> str:
    return f"{one_line(comparison.target.name)} on {box_text(comparison.target.box)}"


def sorted_entries(comparison: Comparison, kind: str) -> list[Entry]:
    """Sort the entries of a kind by tolerance, then by size."""
    mine = [entry for entry in comparison.entries if entry.kind == kind]
    return sorted(mine, key=lambda e: (-(e.tolerance or 0.0), e.neurons or 0, e.parameters))


def row_of(entry: Entry) -> tuple[str, ...]:
    """Write the cells of one line."""
    wanted = entry.tolerance is not None and entry.kind == "built"
    name = f"{entry.name} for {entry.tolerance:g}" if wanted else entry.name
    return (
        name,
        _count(entry.neurons),
        _count(entry.hidden_layers),
        _count(entry.parameters),
        _count(entry.regions),
        f"{entry.sup:.3g}",
        f"{entry.error.rms:.3g}",
        NONE if entry.proven is None else rounded_up(entry.proven, 3),
        f"{entry.seconds:.2g}",
        f"{entry.seconds_evaluate:.2g}",
    )


def outside(comparison: Comparison) -> list[str]:
    """Say how to read the numbers, what happens outside the box, and who can be read."""
    said: dict[str, list[str]] = {}
    for entry in comparison.entries:
        said.setdefault(entry.extrapolates.split(";")[0], []).append(entry.name)
    lines = [f"  {', '.join(dict.fromkeys(names))}: {what}" for what, names in said.items()]
    readable = [e.name for e in comparison.entries if e.readable.startswith("yes")]
    return [
        *_legend(comparison),
        "outside the box",
        *lines,
        f"a human can read: {', '.join(dict.fromkeys(readable)) or 'none of them'}",
    ]


def _legend(comparison: Comparison) -> list[str]:
    """Say what the columns of errors mean, and how large trained networks are."""
    built = [entry for entry in comparison.entries if entry.kind == "built"]
    lines = []
    if any(entry.proven is not None for entry in built):
        lines.append("max err: the largest found. proven: nowhere is it more")
    left_out: dict[str, list[str]] = {}
    for entry in built:
        if entry.error.left_out:
            words = entry.error.left_out.words(comparison.target.names)
            left_out.setdefault(words, []).append(entry.name)
    lines += [
        f"errors of {', '.join(dict.fromkeys(names))} leave out what is {words}"
        for words, names in left_out.items()
    ]
    if any(entry.kind == "trained" for entry in comparison.entries):
        budget, as_built = budget_of(built), ""
        if any(entry.parameters == budget and entry.hidden_layers == 1 for entry in built):
            as_built = ", as many as the smallest one built with one hidden layer"
        elif any(entry.parameters == budget for entry in built):
            as_built = ", as many as the smallest one built"
        lines.append(f"trained networks have about {budget:,} parameters{as_built}")
    return lines


def verdicts(comparison: Comparison) -> list[str]:
    crossing = comparison.crossing
    if crossing is not None:
        deep = (
            f"depth pays from a tolerance of {crossing.tolerance:.2g} on (looked at down to "
            f"{crossing.rungs[-1][0]:.1g}): there a deep network of {crossing.deep:,} neurons does "
            f"what takes at least {crossing.shallow:,} in one hidden layer"
        )
        return [*comparison.notes, deep]
    return list(comparison.notes)


def _count(number: int | None) -> str:
    return NONE if number is None else f"{number:,}"


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first = row[0].ljust(widths[0])
    rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join([first, *rest]).rstrip()
