"""Calls can be read: at most five arguments without a name, and no bare True or False."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UAT = Path(__file__).parents[2] / "uat"
ROOMS = ("functions", "exchange", "comparison", "page", "films", "cli")
MOST = 5
VARIADIC = {"self.add"}  # mobjects into a group
FREE = ("np.", "ax.")  # of libraries whose own parameters have no names, or are known to all


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@pytest.mark.parametrize("room", ROOMS)
def test_arguments_that_are_many_or_flags_have_names(room):
    found = []
    for path in sorted((UAT / room).rglob("*.py")):
        for name, call in calls(path):
            many = len(call.args) > MOST and name not in VARIADIC
            flags = any(
                isinstance(a, ast.Constant) and isinstance(a.value, bool) for a in call.args
            )
            if (many or flags) and not name.startswith(FREE):
                found.append(f"{path.relative_to(UAT)}:{call.lineno}: {name}")
    assert found == []
