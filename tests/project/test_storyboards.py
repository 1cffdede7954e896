"""A chapter's `construct` methods read as storyboards: none of them is longer than 30 lines."""

import ast
from pathlib import Path

SCENES = Path(__file__).resolve().parents[2] / "scenes"
MOST = 30


def too_long(code: str) -> list[str]:
    """Each `construct` method of more than MOST lines, with its class and how many it has."""
    return [
        f"{shot.name}.construct: {lines} lines"
        for shot in ast.walk(ast.parse(code))
        if isinstance(shot, ast.ClassDef)
        for method in shot.body
        if isinstance(method, ast.FunctionDef) and method.name == "construct"
        if (lines := (method.end_lineno or 0) - method.lineno + 1) > MOST
    ]


def test_every_construct_is_a_storyboard() -> None:
    codes = {path.name: path.read_text(encoding="utf-8") for path in sorted(SCENES.glob("*.py"))}
    assert sum("def construct(" in code for code in codes.values()) > 1
    assert {name: found for name, code in codes.items() if (found := too_long(code))} == {}


def test_a_longer_one_is_named() -> None:
    shot = "class {}:\n def construct(self):\n" + "  pass\n" * (MOST - 1)
    code = shot.format("Short") + shot.format("Long") + "  pass\n"
    assert too_long(code) == [f"Long.construct: {MOST + 1} lines"]
