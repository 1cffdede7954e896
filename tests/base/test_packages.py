"""A missing package is named with the command that brings it; the first compilation is told."""

import sys

import pytest

from uat.base import compiling
from uat.base.errors import MissingError
from uat.base.packages import install_command, require_package


def test_the_command_is_for_the_python_that_runs(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.chdir(tmp_path)
    assert install_command("onnx>=1") == ".venv/bin/python -m pip install 'onnx>=1'"
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert install_command("onnx") == "python3 -m pip install onnx"


def test_only_what_is_missing_is_told():
    require_package("json")
    with pytest.raises(MissingError, match=r"no_such is not installed, which draws: .* brings it"):
        require_package("no_such", purpose="draws")
    with pytest.raises(MissingError, match="pip install other-name brings"):
        require_package("no.such", "other-name")


@pytest.mark.parametrize("terminal", [True, False])
def test_the_first_compilation_is_told_once_on_a_terminal(terminal, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    listener = compiling._Told()
    for _ in range(2):
        listener.on_start(None)
        listener.on_end(None)
    assert capsys.readouterr().err.count("compiling the inner loops") == terminal
