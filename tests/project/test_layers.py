"""The table of rooms is law: a module imports only from rooms above its own; imports stay cheap."""

import ast
import configparser
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The rooms of CONTRIBUTING.md, in the order of the lesson. A folder stands for all of its modules.
ROOMS = (
    "base",
    "functions",
    "networks",
    "accuracy",
    "constructions",
    "exchange",
    "approximation",
    "inspection",
    "comparison",
    "sklearn",
    "plots",
    "films",
    "page",
    "widget",
    "cli",
)
ROW_OF = {room: row for row, room in enumerate((*ROOMS, "__init__", "__main__"))}

# The doors back up: methods of Approximation, Comparison and Look that show what they hold.
BACK_DOORS = {
    ("approximation", "plots"),
    ("approximation", "films"),
    ("comparison", "plots"),
    ("inspection", "plots"),
}

UAT = sorted((ROOT / "uat").rglob("*.py"))
SCENES = sorted((ROOT / "scenes").rglob("*.py"))
FOLDERS = sorted({path.parent.relative_to(ROOT) for path in UAT} - {Path("uat")})


def module_name(path: Path) -> str:
    """uat/films/renderer/shot.py → uat.films.renderer.shot; scenes/bump.py → scenes.bump."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """uat.films.renderer.shot → film; uat itself, the public names, → __init__."""
    return [*module.split("."), "__init__"][1]


def inner_part(module: str, folder: str) -> str:
    """Of uat.functions.table.read in uat.functions: table; of uat.functions itself: ""."""
    return module.removeprefix(folder).removeprefix(".").split(".")[0]


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module imported anywhere in the file, and whether a function does it."""
    yield from imports_of(ast.parse(path.read_text(encoding="utf-8")), path)


def imports_of(tree: ast.Module, path: Path) -> Iterator[tuple[str, bool]]:
    """The imports in a tree; see `imported`."""
    nodes = list(ast.walk(tree))
    lazy = {
        id(inner)
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if is_own_helper(path, node):
                continue
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full, from uat…"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if is_module(whole) else str(node.module)), id(node) in lazy


def imported_to_run(path: Path) -> Iterator[str]:
    """What the file imports, but for the names of types that only a type checker reads."""
    yield from (name for name, _ in without_types(path))


def loaded_with(path: Path) -> Iterator[str]:
    """What is loaded as soon as the file is: not what its functions import, and no types."""
    yield from (name for name, lazy in without_types(path) if not lazy)


@cache
def without_types(path: Path) -> tuple[tuple[str, bool], ...]:
    """The imports in the file but those that only a type checker reads; see `imported`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                node.body = []
    return tuple(imports_of(tree, path))


def parts_of(folder: Path) -> list[str]:
    """The modules and folders in a folder, but for its first page."""
    named = [p for p in (ROOT / folder).iterdir() if not p.name.startswith("__")]
    return sorted(p.stem for p in named if p.is_dir() or p.suffix == ".py")


def first_page(folder: Path) -> str:
    """The docstring of the folder's `__init__`."""
    tree = ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


def is_own_helper(path: Path, node: ast.ImportFrom) -> bool:
    """scenes/bump.py and scenes/_bump_parts.py may take what they show from scenes/_bump*.py."""
    chapter = path.stem.removeprefix("_").split("_")[0]
    return path in SCENES and node.level == 1 and (node.module or "").startswith(f"_{chapter}")


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def violations(path: Path) -> list[str]:
    """The imports of the file that the table forbids, as sentences."""
    module = module_name(path)
    part, found = part_of(module), []
    for name, lazy in imported(path):
        other = part_of(name)
        if name.split(".")[0] != "uat" or other == part:
            continue
        if lazy and (part, other) in BACK_DOORS:
            continue
        if ROW_OF[part] <= ROW_OF.get(other, len(ROW_OF)):
            found.append(f"{module} (row {ROW_OF[part]}) imports {name}")
    return found


def test_every_module_is_in_a_room():
    assert {part_of(module_name(path)) for path in UAT} == set(ROW_OF)
    assert {path.stem for path in (ROOT / "uat").glob("*.py")} == {"__init__", "__main__"}


def test_contributing_shows_the_same_table():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| \d+ \| `uat/(\w+)/` \|", text, re.MULTILINE) == list(ROOMS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: ".".join(folder.parts[1:]))
def test_inside_a_folder_no_parts_import_each_other_in_a_circle(folder):
    """So that there is an order in which to read them, which the room's first page gives."""
    inside, graph = ".".join(folder.parts), {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        part = inner_part(module_name(path), inside)
        for name in imported_to_run(path):
            if name.startswith(f"{inside}.") and inner_part(name, inside) != part:
                graph.setdefault(part, set()).add(inner_part(name, inside))
    graph.pop("", None)  # the first page of the folder may name everything in it

    tuple(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("room", [room for room in ROOMS if len(parts_of(Path("uat", room))) > 1])
def test_the_first_page_of_a_room_says_in_what_order_to_read_it(room):
    """Every part is in its table, below all parts of the room that it loads."""
    folder = Path("uat", room)
    rows = re.findall(r"^\| ([\w, /]+) \| .+ \|$", first_page(folder), re.MULTILINE)[1:]
    # static/core and static/view are two rows of one folder, which is no module.
    order = list(dict.fromkeys(name.split("/")[0] for row in rows for name in row.split(", ")))
    assert sorted(order) == parts_of(folder)
    for path in sorted((ROOT / folder).rglob("*.py")):
        part = inner_part(module_name(path), f"uat.{room}")
        for name in loaded_with(path):
            if part in order and name.startswith(f"uat.{room}."):
                other = inner_part(name, f"uat.{room}")
                assert order.index(other) <= order.index(part), f"{part} loads {name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: ".".join(folder.parts[1:]))
def test_the_first_page_of_a_folder_names_its_parts(folder):
    _, _, page = first_page(folder).partition("\n")
    assert set(parts_of(folder)) - set(re.findall(r"\w+", page)) == set()


def test_setup_cfg_lists_every_package():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    packages = {module_name(path) for path in UAT if path.name == "__init__.py"} | {"uat.scenes"}

    assert set(config["options"]["packages"].split()) == packages


@pytest.mark.parametrize("path", UAT, ids=module_name)
def test_a_module_imports_only_from_rows_above_its_own(path):
    assert violations(path) == []


def test_the_package_itself_imports_nothing_of_its_own_until_asked():
    tree = ast.parse((ROOT / "uat" / "__init__.py").read_text(encoding="utf-8"))
    eager = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]

    assert all(getattr(node, "module", "") == "__future__" for node in eager)


@pytest.mark.parametrize("path", SCENES, ids=module_name)
def test_a_chapter_imports_uat_and_never_another_chapter(path):
    for name, _ in imported(path):
        assert name.split(".")[0] != "scenes", f"{path.name} imports {name}"
        assert not name.startswith("uat.scenes"), f"{path.name} imports {name}"


CHECKER_MAY = {
    "base.arrays",
    "base.errors",
    "base.files",
    "base.quoting",
    "functions.expression",
    "networks.activations",
    "networks.matrices",
    "networks.network",
}


def test_the_checker_shares_nothing_with_what_finds_proofs():
    """Readers of formulas and of networks, and what these need, are all of uat that it imports."""
    checker = "uat.accuracy.checker"
    paths = sorted((ROOT / "uat" / "accuracy" / "checker").glob("*.py"))
    used = {name for path in paths for name, _ in imported(path) if name.startswith("uat.")}
    others = {name for name in used if not name.startswith(checker)}

    assert len(paths) > 10
    assert {".".join(name.split(".")[1:3]) for name in others} <= CHECKER_MAY
    # Of activations it takes the record only, none of the facts that the prover reads.
    assert {name for name in others if "activations" in name} == {"uat.networks.activations"}


def test_the_launcher_imports_only_the_command_line():
    assert [name for name, _ in imported(ROOT / "cli.py")] == ["uat.__main__"]
    start = [name for name, _ in imported(ROOT / "uat" / "__main__.py")]
    assert [name for name in start if name.startswith("uat")] == ["uat.cli"]


def test_the_rule_catches_an_import_from_below(tmp_path, monkeypatch):
    (tmp_path / "uat").mkdir()
    (tmp_path / "uat" / "plots.py").write_text("")
    (tmp_path / "uat" / "networks.py").write_text("import uat.plots\nimport uat.base.errors\n")
    lazily = "from uat import plots\ndef plot():\n    from uat.plots import plot\n"
    (tmp_path / "uat" / "approximation.py").write_text(lazily)
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)

    for module in ("networks", "approximation"):
        (sentence,) = violations(tmp_path / "uat" / f"{module}.py")
        assert sentence.startswith(f"uat.{module} (row ")
        assert sentence.endswith("imports uat.plots")


def loaded_by(code: str) -> set[str]:
    """The top-level packages in memory after a fresh interpreter has run `code`."""
    report = "import sys; print(*{name.split('.')[0] for name in sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(result.stdout.splitlines()[-1].split())


HEAVY = {"matplotlib", "manim", "sympy", "numba", "scipy", "flint"}


def test_importing_uat_loads_nothing_heavy():
    assert not loaded_by("import uat") & (HEAVY | {"numpy"})


def test_the_front_door_loads_neither_views_nor_proofs():
    views_and_proofs = {"matplotlib", "manim", "sympy", "flint"}
    assert not loaded_by("import uat; uat.approximate") & views_and_proofs


def test_help_loads_not_even_numpy():
    code = "import sys; sys.argv = ['uat', '--help']\nfrom uat.cli import main\n"
    code += "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code"

    assert not loaded_by(code) & (HEAVY | {"numpy"})
