"""Print the comparison as a table on a terminal: at most 100 columns, in colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uat.comparison.table import (
    HEADINGS,
    KINDS,
    TITLES,
    heading,
    outside,
    row_of,
    sorted_entries,
    verdicts,
)

if TYPE_CHECKING:
    from uat.comparison import Comparison

WIDEST = 100  # columns
COLORS = {"built": "green", "trained": "cyan", "classic": "white"}
SPARE = (6, 4, 9, 2, 8, 7)  # columns in the order in which they are left out


def print_table(comparison: Comparison) -> None:
    """Print it with rich: columns that do not fit are left out, the least needed ones first."""
    from rich.console import Console

    console = Console(highlight=False)
    room = min(console.width, WIDEST)
    for sentence in verdicts(comparison):
        console.print(sentence, markup=False, style="bold", width=room)
    console.print(heading(comparison), markup=False)
    console.print(_table(comparison, room), width=room)
    for line in outside(comparison):
        console.print(line, markup=False, style="dim", width=room)


def _table(comparison: Comparison, room: int) -> Any:
    """Make the table of numbers, a section for each kind."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    groups = {kind: sorted_entries(comparison, kind) for kind in KINDS}
    rows = [row_of(entry) for entries in groups.values() for entry in entries]
    kept = _columns([HEADINGS, *rows], room)
    table = Table(box=SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    for k in kept:
        table.add_column(HEADINGS[k], justify="right" if k else "left", no_wrap=True)
    for kind, entries in groups.items():
        if entries:
            table.add_row(Text(TITLES[kind], style="italic"))
        for entry in entries:
            cells = row_of(entry)
            style = "bold red" if entry.met is False else COLORS[kind]
            table.add_row(*(Text(cells[k]) for k in kept), style=style)
    return table


def _columns(rows: list[tuple[str, ...]], room: int) -> list[int]:
    """Choose which columns fit into so many characters."""
    widths = [max(len(row[k]) for row in rows) + 1 for k in range(len(HEADINGS))]
    widths[0] = max(widths[0], max(map(len, TITLES.values())) + 1)
    kept = list(range(len(HEADINGS)))
    for spare in SPARE:
        if sum(widths[k] for k in kept) <= room:
            break
        kept.remove(spare)
    return kept
