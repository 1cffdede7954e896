"""`--precision` says what computes the network, in the report, in JSON and in files."""

import json

import pytest
from click.testing import CliRunner

from uat.cli import main


def run(*arguments: str):
    return CliRunner().invoke(main, ["approximate", *arguments])


SINE = ("sin(x)", "-d", "0:6", "--with", "ramps")


def test_float32_is_proven_and_the_proof_is_verified(tmp_path):
    proof, net = str(tmp_path / "proof.json"), str(tmp_path / "net.onnx")
    given = ("--tol", "0.001", "--precision", "float32", "--prove", "--save", proof, "--save", net)
    result = run(*SINE, *given)

    assert result.exit_code == 0, result.output
    assert "on all of it, as float32 computes it, sums in any order" in result.output
    assert "computed   in float32, sums from left to right: at most 0.0009" in result.output
    assert "(float32: up to" in result.output
    verdict = CliRunner().invoke(main, ["check", proof, "--function", "sin(x)", "-d", "0:6"])
    assert verdict.exit_code == 0 and "as float32 computes the network" in verdict.output


def test_two_inputs_are_proven_in_float32_and_the_proof_is_verified(tmp_path):
    proof, plane = str(tmp_path / "proof.json"), ("x*y", "-d", "0:1", "-d", "0:1")
    given = ("--tol", "0.1", "--precision", "float32", "--prove", "--save", proof)
    result = run(*plane, *given)

    assert result.exit_code == 0, result.output
    assert "on all of it, as float32 computes it, sums in any order" in result.output
    assert "rounding changes no more than" in result.output
    verdict = CliRunner().invoke(main, ["check", proof, "--function", *plane])
    assert verdict.exit_code == 0 and "as float32 computes the network" in verdict.output


def test_what_rounding_takes_decides_the_exit_status_and_the_report_says_what_would_do():
    result = run("sin(x)", "-d", "0:6", "--tol", "0.01", "--precision", "float32", "--prove")

    assert result.exit_code == 3
    assert "NOT proven" in result.output and "use --precision float64" in result.output


def test_json_has_what_was_computed():
    result = run(*SINE, "--tol", "0.1", "--precision", "float16", "--prove", "--json")
    data = json.loads(result.stdout)

    assert data["precision"] == "float16"
    found = data["error"]["computed"]
    assert found["precision"] == "float16" and found["every"] and found["inputs"] == 17921
    assert 0 < found["rounding"] < 0.1 and found["max"] <= data["error"]["proven"]


def test_float8_checks_each_of_its_numbers():
    result = run(*SINE, "--tol", "0.25", "--precision", "float8", "--prove")

    assert result.exit_code == 0, result.output
    assert "at all 77 float8_e4m3 numbers in it" in result.output
    assert "at all 77 inputs" in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("x*y", "--precision", "float32", "--with", "folds", "--tol", "0.1"),
            "folds are built for float64, not float32; use quadrants, towers, ridges, facets",
        ),
        (("x*y", "--precision", "float8"), "of one input: use float16"),
        ((*SINE, "--precision", "float31"), "did you mean float32"),
        (("sin(x)", "--activation", "linear", "--precision", "float32"), "are built for float64"),
        (
            ("exp(x)", "-d", "0:15", "--with", "ramps", "--precision", "float16"),
            "beyond float16, whose largest number is 65504",
        ),
        (
            ("x", "-d", "3.01:3.02", "--with", "ramps", "--precision", "float8"),
            "no float8_e4m3 number in the domain",
        ),
    ],
)
def test_refusals_say_what_to_do(arguments, sentence):
    result = run(*arguments)

    assert result.exit_code == 2
    assert sentence in result.output
