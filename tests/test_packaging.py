"""The wheel and the source archive install in bare environments, and what they install runs."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
UV = str(Path(sys.executable).with_name("uv"))
EXTRAS = {
    "cluster": "distributed",
    "onnx": "onnxruntime",
    "sklearn": "sklearn",
    "widget": "anywidget",
}


def run(*command, cwd):
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def index_options():
    """The package index that pip was told of, which uv does not read."""
    pip = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    found = subprocess.run(pip, capture_output=True, text=True, check=False).stdout.strip()
    return ["--default-index", found] if found else []


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of the tree without what git ignores, and the wheel and the archive made of it."""
    folder = tmp_path_factory.mktemp("dist")
    tree = folder / "tree"
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    constraints = ["--build-constraint", ROOT / "constraints.txt"]
    run(UV, "build", "--quiet", *constraints, *index_options(), "--out-dir", folder, tree, cwd=tree)
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, archive


@pytest.fixture(scope="module")
def environment(built, tmp_path_factory):
    """A new environment with the wheel and its core requirements, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
    install(folder, built[0])
    return folder


def install(folder, what):
    python = folder / "venv/bin/python"
    constraints = ["--constraint", ROOT / "constraints.txt"]
    constraints += ["--build-constraint", ROOT / "constraints.txt"]
    quiet = ["--quiet", "--python", python]
    run(UV, "pip", "install", *quiet, *constraints, *index_options(), what, cwd=folder)


def test_the_archive_holds_what_the_tree_holds(built):
    wheel, archive = built
    with zipfile.ZipFile(wheel) as file:
        packed = set(file.namelist())
    for path in [*(ROOT / "uat").rglob("*.py"), ROOT / "uat/py.typed"]:
        assert path.relative_to(ROOT).as_posix() in packed
    for path in (ROOT / "scenes").glob("*.py"):
        assert f"uat/scenes/{path.name}" in packed
    assert not {name.split("/")[0] for name in packed} & {"scenes", "cli.py", "tests"}
    with tarfile.open(archive) as file:
        names = {name.split("/", 1)[1] for name in file.getnames() if "/" in name}
    assert {"cli.py", "README.md", "LICENSE", "setup.cfg", "uat/__init__.py"} <= names


def test_the_core_alone_runs_every_door(environment):
    uat = environment / "venv/bin/uat"
    assert "Build a neural network" in run(uat, "--help", cwd=environment)
    command = ["approximate", "x^2", "--neurons", "8", "--json"]
    files = ["--plot", "x.png", "--save", "x.c"]
    report = json.loads(run(uat, *command, *files, cwd=environment))
    assert report["network"]["neurons"] == 8
    assert (environment / "x.png").stat().st_size > 1000
    code = "from uat.film import find_chapters; print(*find_chapters())"
    assert "staircase" in run(environment / "venv/bin/python", "-c", code, cwd=environment)


def test_what_the_core_lacks_is_named_with_a_command(environment):
    done = subprocess.run(
        [environment / "venv/bin/uat", "approximate", "x", "--save", "x.onnx"],
        cwd=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install 'uat-explorer[onnx]'" in done.stderr


def test_extras_bring_what_they_name(built, environment):
    """All but torch, which is several gigabytes large."""
    install(environment, f"{built[0]}[{','.join(EXTRAS)}]")
    code = f"import {', '.join(EXTRAS.values())}, uat.sklearn, uat.widget, uat; "
    code += "uat.approximate('x', neurons=4).save('x.onnx', precision='float32')"
    run(environment / "venv/bin/python", "-c", code, cwd=environment)
    assert (environment / "x.onnx").stat().st_size > 100


def test_the_archive_makes_the_same_wheel(built, tmp_path):
    wheel, archive = built
    constraints = ["--build-constraint", ROOT / "constraints.txt"]
    run(
        *(UV, "build", "--quiet", "--wheel", *constraints, *index_options()),
        *("--out-dir", tmp_path, archive),
        cwd=tmp_path,
    )
    (other,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(other) as two:
        assert sorted(one.namelist()) == sorted(two.namelist())
