"""With numpy, click and scipy alone networks of one input are built, saved, loaded and shown."""

import subprocess
import sys
from pathlib import Path

import pytest

ABSENT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[2].split():
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""
RUN = """
import shlex, sys
from click.testing import CliRunner
from uat.cli import main
for line in sys.argv[1].splitlines():
    done = CliRunner().invoke(main, shlex.split(line))
    print(line, done.exit_code, done.output if done.exit_code else done.stdout)
"""
PACKAGES = (
    "numba llvmlite matplotlib manim av typst flint sympy PIL svgelements threadpoolctl sklearn "
    "torch pandas onnx onnxruntime"
)
SAME = """approximate x^2 --save net.json
approximate "sin(5*x)" --with steps --tol 0.05
approximate "abs(x-0.3)" --with ramps --tol 0.01 --save net.py
approximate samples.csv --with steps --tol 0.3
load net.json
explore x^2 -o page.html"""
REFUSED = {
    "approximate x*y -d 0:1 -d 0:1 --tol 0.2": "numba is not installed: ",
    "approximate x^2 --plot net.png": "matplotlib is not installed, which draws plots: ",
    "approximate x^2 --prove": "python-flint is not installed, which proves: ",
    "approximate x^2 --save net.onnx": "onnx is not installed, which writes .onnx files: ",
}


def run(folder: Path, lines: str, absent: str) -> str:
    (folder / "samples.csv").write_text("x,y\n0,0\n1,1\n2,0.5\n3,2\n")
    return subprocess.run(
        [sys.executable, "-c", ABSENT + RUN, lines, absent],
        cwd=folder, capture_output=True, text=True, timeout=600, check=True,
    ).stdout  # fmt: skip


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("alone")
    return folder, run(folder, SAME + "\n" + "\n".join(REFUSED), PACKAGES)


def test_networks_are_those_that_compiled_loops_find(alone, tmp_path):
    folder, said = alone
    assert said.startswith(run(tmp_path, SAME, ""))
    for name in ("net.py", "page.html"):
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes()


def test_a_package_that_is_missing_is_named_before_any_work(alone):
    folder, said = alone
    for line, words in REFUSED.items():
        answer = said.partition(f"\n{line} ")[2]
        assert answer.startswith(f"1 Error: {words}") and "pip install" in answer.partition("\n")[0]
    assert not (folder / "net.png").exists()
