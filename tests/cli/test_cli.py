"""The command line: what it prints, what it writes, and how it ends."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.cli import main


def run(*args, stdin=None):
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


def test_json_is_one_object_with_the_report():
    result = run("approximate", "sin(2*pi*x)", "--with", "steps", "--tol", 0.1, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    assert report["network"] == {
        "widths": [1, 17, 1],
        "neurons": 17,
        "hidden_layers": 1,
        "parameters": 52,
    }
    assert report["error"]["max"] <= 0.1 * (1 + 1e-6)
    assert (report["function"], report["construction"], report["partition"]) == (
        "sin(2*pi*x)",
        "steps",
        "fewest",
    )


def test_the_report_for_people_names_network_error_and_next_step():
    result = run("approximate", "sin(x)", "-d", "0:2*pi")
    assert result.exit_code == 0
    for words in (
        "sin(x) on [0, 6.28319]",
        "Network(1→",
        "max ",
        "outside the tolerance 0.02",
        "--with steps",
    ):
        assert words in result.stdout


def test_nielsens_challenge():
    result = run(
        "approximate",
        "nielsen",
        "--with",
        "bumps",
        "--neurons",
        10,
        "--output",
        "sigmoid",
        "--steepness",
        1000,
        "--heights",
        "median",
        "--json",
    )
    assert json.loads(result.stdout)["error"]["hidden_mean"] == pytest.approx(0.372, abs=0.004)


@pytest.mark.parametrize("minus", ["-x^2", "-0.5 + x"])
def test_functions_that_begin_with_a_minus(minus):
    named = run("approximate", f"--function={minus}", "--with", "steps")
    plain = run("approximate", minus, "--with", "steps")
    assert named.exit_code == plain.exit_code == 0
    assert named.stdout == plain.stdout


def test_a_dash_reads_standard_input():
    result = run("approximate", "-", "--with", "steps", "--tol", 0.2, "--json", stdin="x^2\n")
    assert json.loads(result.stdout)["function"] == "x^2"
    assert run("approximate", "-", stdin="").exit_code == 2


def test_files_are_written_and_read_back(tmp_path):
    plot, network = tmp_path / "net.png", tmp_path / "net.json"
    result = run("approximate", "sine", "--neurons", 20, "--plot", plot, "--save", network)
    assert result.exit_code == 0
    assert plot.read_bytes().startswith(b"\x89PNG")
    net = uat.Network.load(network)
    expected = uat.approximate("sine", neurons=20)
    x = np.linspace(0, 1, 101)[:, None]
    np.testing.assert_array_equal(net.forward(x), expected.network.forward(x))
    assert str(plot) in result.stdout


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["approximate", "1/x", "-d", "-1:1"], 1, "pole"),
        (["approximate", "sinn(x)"], 2, "did you mean sin?"),
        (["approximate", "1/2x"], 2, "1/(2*x)"),
        (["approximate", "sin(x)", "--tol", "-1"], 2, "positive"),
        (["approximate", "sin(x)", "--tol", "0.1", "--neurons", "5"], 2, "not both"),
        (["approximate", "sin(x)", "-d", "1:0"], 2, "did you mean 0:1"),
        (["approximate", "sin(x)", "-d", "01"], 2, "A:B"),
        (["approximate", "sin(x)", "--with", "ramp"], 2, "steps"),
        (["approximate", "sin(x)", "--save", "net.doc"], 2, ".json"),
        (["approximate", "sin(x)", "--plot", "no/such/folder.png"], 1, "no folder"),
        (["approximate", "none.csv"], 1, "cannot read"),
        (["approximate"], 2, "give one function"),
        (["approximate", "sin(x)", "--function", "x"], 2, "once"),
        (["approximate", "sin(x)", "--activation", "z^2"], 2, "cannot make a step"),
        (["render", "none"], 2, "unknown chapter"),
        (["render"], 2, "--list"),
        (["nothing"], 2, "no command"),
    ],
)
def test_mistakes_end_in_one_sentence(args, status, words):
    result = run(*args)
    assert result.exit_code == status
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_missed_tolerance_is_reported_with_status_three():
    result = run(
        "approximate", "nielsen", "--with", "steps", "--tol", 0.01, "--steepness", 10, "--json"
    )
    assert result.exit_code == 3
    assert json.loads(result.stdout)["error"]["met"] is False


def test_functions_lists_the_catalogue():
    result = run("functions")
    assert result.exit_code == 0
    for key in uat.CATALOGUE:
        assert key in result.stdout


def test_render_lists_chapters_with_a_sentence():
    result = run("render", "--list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["universality", "neuron", "bump"]
    assert all(len(line.split()) > 4 for line in lines)


@pytest.mark.parametrize("command", [[], ["approximate"], ["render"], ["functions"]])
def test_every_command_has_help_with_an_example(command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "uat " in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_colour_only_where_it_is_wanted():
    environment = {**os.environ, "NO_COLOR": "1"}
    result = CliRunner().invoke(main, ["functions"], color=True, env=environment)
    assert "\x1b[" not in result.stdout


def test_both_launchers_run():
    for command in (["-m", "uat"], ["cli.py"]):
        result = subprocess.run(
            [sys.executable, *command, "approximate", "x", "--neurons", "4", "--json"],
            capture_output=True,
            text=True,
            cwd=os.path.dirname(os.path.dirname(os.path.dirname(__file__))),
            check=True,
        )
        assert json.loads(result.stdout)["network"]["neurons"] == 4


def test_shell_completion_knows_commands_and_functions():
    environment = {
        **os.environ,
        "_UAT_COMPLETE": "bash_complete",
        "COMP_WORDS": "uat approximate ni",
        "COMP_CWORD": "2",
    }
    result = subprocess.run(
        [sys.executable, "-m", "uat"], capture_output=True, text=True, env=environment, check=False
    )
    assert "nielsen" in result.stdout
