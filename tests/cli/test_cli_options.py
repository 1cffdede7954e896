"""Signs of progress: in place on a terminal, now and then in a log; and commands that are told."""

import io
import json
import shlex

import pytest
from click.testing import CliRunner

from uat.cli import main, options


def run(*args):
    return CliRunner().invoke(main, list(args), prog_name="uat")


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(options.time, "monotonic", lambda: now[0])
    return now


def test_on_a_terminal_a_line_is_rewritten_after_a_second_and_removed(clock, monkeypatch):
    stream = Stream(True)
    monkeypatch.setattr("sys.stderr", stream)
    stages = options.Stages()
    stages("first")
    assert stream.getvalue() == ""
    clock[0] += 1.5
    stages("second")
    stages("third")
    assert stream.getvalue().endswith("… third") and "\n" not in stream.getvalue()
    stages.clear()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_in_a_log_a_line_is_written_every_ten_seconds(clock, monkeypatch):
    stream = Stream(False)
    monkeypatch.setattr("sys.stderr", stream)
    stages = options.Stages()
    for second in range(1, 31):
        clock[0] = 100.0 + second
        stages(f"stage {second}")
    stages.clear()
    assert stream.getvalue().splitlines() == [
        "10 s: stage 10",
        "20 s: stage 20",
        "30 s: stage 30",
    ]


@pytest.mark.parametrize("activation", ["relu", "tanh", "z/(1+abs(z))"])
@pytest.mark.parametrize("side", [[], ["--above"]])
def test_the_command_for_fewer_neurons_keeps_the_activation(activation, side):
    asked = ["approximate", "abs(x)", "-d", "-1:1", "--tol", "0.1", *side]
    told = run(*asked, "--activation", activation).stdout.partition("fewer neurons: uat ")[2]
    fewer = json.loads(run(*shlex.split(told), "--json").stdout)
    plain = json.loads(run(*asked, "--activation", activation, "--json").stdout)

    assert fewer["activation"] == plain["activation"]
    assert fewer["network"]["neurons"] < plain["network"]["neurons"]
    assert fewer["error"]["tolerance"] == plain["error"]["tolerance"]
