"""`uat compare` prints a table, or exactly one JSON object."""

import json

from click.testing import CliRunner

from uat.cli import main


def test_json_is_one_object_without_trained_entries() -> None:
    result = CliRunner().invoke(main, ["compare", "x^2", "--tol", "0.05", "--no-train", "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert {"function", "box", "contenders", "crossing"} <= set(found)
    assert {one["kind"] for one in found["contenders"]} <= {"built", "classic"}


def test_a_wrong_tolerance_is_one_sentence() -> None:
    result = CliRunner().invoke(main, ["compare", "x", "--tol", "-1", "--no-train"])
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: tolerances must be positive")
