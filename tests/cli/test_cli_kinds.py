"""Numbers, whole numbers and intervals as people type them: read, or told what to write."""

import math

import click
import numpy as np
import pytest
from click.testing import CliRunner

from uat.cli import main
from uat.cli.kinds import INTERVAL, NUMBER, TIME, WHOLE
from uat.functions.target import parse_box


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.01", 0.01), (" 1e-3", 1e-3), ("1/100", 0.01), ("2pi", 2 * math.pi), ("2^-7", 2.0**-7)],
)
def test_numbers_are_read(text: str, value: float) -> None:
    assert NUMBER.convert(text, None, None) == value


@pytest.mark.parametrize(
    ("text", "value"), [("12.5", 12.5), ("0:30", 30.0), ("1:05.5", 65.5), ("10:00", 600.0)]
)
def test_times_are_read(text: str, value: float) -> None:
    assert TIME.convert(text, None, None) == value


@pytest.mark.parametrize(
    ("text", "value"), [("20", 20), ("20.0", 20), ("1e3", 1000), ("-3", -3), ("2^4", 16)]
)
def test_whole_numbers_are_read(text: str, value: int) -> None:
    assert WHOLE.convert(text, None, None) == value


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (NUMBER, "0,01", "write 0.01"),
        (NUMBER, "1,000", "write 1000 for a thousand, 1.000 for a decimal"),
        (NUMBER, "1%", "write 0.01"),
        (NUMBER, "2,5 %", "write 0.025"),
        (NUMBER, "abc", "write a number"),
        (NUMBER, "sqrt(-1)", "not a real number"),
        (TIME, "1:75", "write a/b for a ratio"),
        (WHOLE, "20.5", "not a whole number"),
        (WHOLE, "nan", "not a whole number"),
        (WHOLE, "inf", "not a whole number"),
        (WHOLE, "1,000", "write 1000"),
        (INTERVAL, "-1:1:0.1", "without a step: write -1:1"),
        (INTERVAL, "-1:0.1:1", "without a step: write -1:1"),
        (INTERVAL, "0:2*pi:0.01", "without a step: write 0:2*pi"),
        (INTERVAL, "0:1,0:1", "-d 0:1 -d 0:1"),
        (INTERVAL, "0:1 x 0:2", "-d 0:1 -d 0:2"),
        (INTERVAL, "0:1 × 0:2 × 0:3", "-d 0:1 -d 0:2 -d 0:3"),
        (INTERVAL, "0..1", "write 0:1"),
        (INTERVAL, "[0, 1]", "write 0:1"),
        (INTERVAL, "(-1;1)", "write -1:1"),
        (INTERVAL, "0 to 2*pi", "write 0:2*pi"),
        (INTERVAL, "x:0:1", "write 0:1"),
        (INTERVAL, "0:", "such as 0:2*pi"),
        (INTERVAL, "01", "such as 0:2*pi"),
    ],
)
def test_what_to_write_is_told(kind: click.ParamType, text: str, says: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        kind.convert(text, None, None)
    assert says in caught.value.message and "\n" not in caught.value.message


def test_intervals_are_read() -> None:
    for text in ("-1:2*pi", "=-1:2*pi", "[-1:2pi]", " -1 : 2π"):
        (box,) = parse_box([INTERVAL.convert(text, None, None)])
        np.testing.assert_allclose(box, (-1.0, 2 * math.pi), rtol=1e-15)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sin(x)", "--tol", "0,01"], "write 0.01"),
        (["sin(x)", "--steepness", "150%"], "write 1.5"),
        (["sin(x)", "-d", "0,5:1,5"], "write 0.5"),
        (["sin(0,5*x)"], "write 0.5"),
        (["x^2", "-d", "-1:1:0.1"], "write -1:1"),
        (["x^(1/3)", "-d", "-1:1"], "write cbrt(x)"),
        (["lg(x)", "-d", "1:8"], "write log10(x) or log2(x)"),
    ],
)
def test_commands_tell_it(arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(main, ["approximate", *arguments])
    assert result.exit_code in (1, 2) and says in result.output


@pytest.mark.parametrize(
    ("typed", "read"), [("sin 2x", "sin(2*x)"), ("y = |x-½|", "abs(x - 0.5)"), ("x^2", "")]
)
def test_the_report_says_how_a_formula_was_read(typed: str, read: str) -> None:
    result = CliRunner().invoke(main, ["approximate", typed, "--with", "ramps", "--neurons", "5"])
    assert result.stdout.startswith(f"{typed} on [0, 1]")
    assert (f"read as    {read}\n" in result.stdout) if read else "read as" not in result.stdout


def test_where_there_is_no_proof_file_none_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = ["approximate", "x^2", "--with", "folds", "--tol", "0.1", "--prove"]
    done = CliRunner().invoke(main, [*command, "--save", "proof.json"])
    assert done.exit_code == 2
    assert "no proof file" in done.output
    assert not (tmp_path / "proof.json").exists()
