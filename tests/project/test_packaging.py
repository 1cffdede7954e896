"""The wheel and the source archive install in bare environments, and what they install runs."""

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from filming import write_chapter
from sessions import run_elsewhere

import uat

ROOT = Path(__file__).resolve().parents[2]
RELEASE = re.compile(r"\d+\.\d+\.\d+$")
UV = str(Path(sys.executable).with_name("uv"))
EXTRAS = {
    "cluster": "distributed",
    "onnx": "onnxruntime",
    "sklearn": "sklearn",
    "widget": "anywidget",
}


def outside():
    """The variables of this process that lead to none of its packages."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}


def run(*command, cwd):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=outside(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def uv_is_told(tmp_path_factory):
    """uv asks the package index that pip was told of, and takes its files for what never changes.

    Some proxies say nothing of that: then each install would compile pycairo and ManimPango anew.
    """
    pip = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    found = subprocess.run(pip, capture_output=True, text=True, check=False).stdout.strip()
    file = tmp_path_factory.mktemp("uv") / "uv.toml"
    file.write_text(
        f'[[index]]\nurl = "{found or "https://pypi.org/simple"}"\ndefault = true\n'
        'cache-control = { files = "max-age=31536000, immutable" }\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_CONFIG_FILE", str(file))
        yield


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
    run(UV, "build", "--quiet", *constraints, "--out-dir", folder, tree, cwd=tree)
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, archive


def test_a_type_checker_sees_the_types_after_set_up(tmp_path):
    """Of a script anywhere else, whose Python has uat by what `make setup` leaves there."""
    run(UV, "venv", "--quiet", "--python", sys.executable, "venv", cwd=tmp_path)
    run("venv/bin/python", ROOT / "scripts/for_type_checkers.py", cwd=tmp_path)
    assert "scripts/for_type_checkers.py" in (ROOT / "scripts/setup").read_text(encoding="utf-8")
    (tmp_path / "script.py").write_text(
        "import uat\n"
        'net = uat.approximate("x^2", tol=0.01, construction="steps")\n'
        "reveal_type(net.error.max)\n"
        'uat.approximate("x^2", construction="stepz")\n'
        'net.plot(view="eror")\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--python-executable", "venv/bin/python", "script.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"script.py:(\d+): (note|error): (.*)", done.stdout)
    kinds = [(line, kind) for line, kind, _ in found]
    assert kinds == [("3", "note"), ("4", "error"), ("5", "error")], done.stdout
    assert '"builtins.float"' in found[0][2] or '"float"' in found[0][2]
    assert "stepz" in found[1][2]


def newest_python():
    """The newest release on this machine that is of a later minor version than this Python."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [(path.parents[1].name, str(path)) for path in pyenv.glob("3.*/bin/python3")]
    for minor in range(sys.version_info.minor + 1, 30):
        path = shutil.which(f"python3.{minor}")
        found += [(f"3.{minor}.0", path)] if path and ".pyenv" not in path else []
    releases = [(tuple(map(int, v.split("."))), path) for v, path in found if RELEASE.match(v)]
    newest = max(releases, default=((0,), ""))
    return newest[1] if newest[0][:2] > sys.version_info[:2] else sys.executable


@pytest.fixture(scope="module")
def environment(built, tmp_path_factory):
    """The wheel and the newest versions of its core requirements, and nothing else.

    What someone gets who knows nothing of our constraints and has the newest Python. With versions
    nearly as new, all other tests run on this one.
    """
    return bare(tmp_path_factory.mktemp("bare"), newest_python(), built[0])


def bare(folder, python, *what):
    run(UV, "venv", "--quiet", "--python", python, folder / "venv", cwd=folder)
    install(folder, *what)
    return folder


def install(folder, *what):
    """As a user would, without our constraints, which only say how to build wheels."""
    python = folder / "venv/bin/python"
    constraints = ["--build-constraint", ROOT / "constraints.txt"]
    run(UV, "pip", "install", "--quiet", "--python", python, *constraints, *what, cwd=folder)


DOORS = """
approximate "x^2" --with steps --neurons 8 --json --prove --plot x.png --save x.c --save proof.json
check proof.json
approximate "x*y" -d 0:1 -d 0:1 --tol 0.3
explore "x^2" -o page.html
compare "x^2" --tol 0.1 --no-train
render little.py --quality l --jobs 1 --format mp4 -o little.mp4
render little.py --quality l --jobs 1 --format gif -o little.gif
doctor
"""


def try_every_door(folder):
    """Approximate, plot, save, prove, check, explore, compare, render; and the doctor agrees.

    The launcher says what there is; the doors share a process, as a test of the tree does, since
    starting takes longer than they do.
    """
    uat = folder / "venv/bin/uat"
    assert "Build a neural network" in run(uat, "--help", cwd=folder)
    write_chapter(folder)
    found = run_elsewhere(folder / "venv/bin/python", DOORS, cwd=folder, env=outside())
    assert [(line, text) for line, status, text in found if status != 0] == []
    built, checked, _, _, compared, *_, examined = (text for _, _, text in found)
    assert json.loads(built)["network"]["neurons"] == 8
    assert checked.startswith("holds") and "ramps" in compared
    assert "<html" in (folder / "page.html").read_text(encoding="utf-8")
    for name in ("x.png", "little.mp4", "little.gif"):
        assert (folder / name).stat().st_size > 1000
    assert "every command can run" in examined


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


def test_the_newest_versions_alone_run_every_door(environment):
    try_every_door(environment)


def test_the_oldest_versions_that_are_allowed(built, tmp_path):
    """The lower bounds of setup.cfg are versions that run."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    required = config["options"]["install_requires"].split()
    python = sys.executable if sys.version_info < (3, 12) else "3.11"
    try_every_door(bare(tmp_path, python, "--resolution", "lowest-direct", built[0], *required))


def test_what_the_core_lacks_is_named_with_a_command(environment):
    done = subprocess.run(
        [environment / "venv/bin/uat", "approximate", "x", "--save", "x.onnx"],
        cwd=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "-m pip install onnx brings it" in done.stderr


def test_extras_bring_what_they_name(built, tmp_path):
    """All but torch, which is several gigabytes large; apart from what has the core alone."""
    folder = bare(tmp_path, newest_python(), f"{built[0]}[{','.join(EXTRAS)}]")
    code = f"import {', '.join(EXTRAS.values())}, uat.sklearn, uat.widget, uat; "
    code += "uat.approximate('x', neurons=4).save('x.onnx', precision='float32')"
    run(folder / "venv/bin/python", "-c", code, cwd=folder)
    assert (folder / "x.onnx").stat().st_size > 100


def test_the_archive_makes_the_same_wheel(built, tmp_path):
    wheel, archive = built
    constraints = ["--build-constraint", ROOT / "constraints.txt"]
    run(
        *(UV, "build", "--quiet", "--wheel", *constraints, "--out-dir", tmp_path, archive),
        cwd=tmp_path,
    )
    (other,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(other) as two:
        assert sorted(one.namelist()) == sorted(two.namelist())


def test_the_citation_says_what_the_package_says():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    said = dict(re.findall(r"^([\w-]+): (\S.*)$", text, re.MULTILINE))
    assert said["version"] == uat.__version__
    assert said["license"] == config["metadata"]["license"]
