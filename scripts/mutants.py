"""Change the code in one place at a time, and tell how many of the changes the tests notice.

A random sample of all places, always the same one; each change is tried in a process of its own,
which runs the tests of the changed room until one fails. Run by `make mutants`.
"""

import argparse
import ast
import copy
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from unittest.mock import patch

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINE = "constructions certify partition fewest_links exact_ties minimum equal_boxes fewest_neurons"
ROOMS = {
    "uat/accuracy": sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("tests/accuracy/test_*.py")),
    "uat/constructions/line": [
        *(f"tests/constructions/test_{name}.py" for name in f"{LINE} smallest".split()),
    ],
}
A_TEST = 120  # seconds of processor time that one test may take before it counts as failed
NOTICED, MISSED, UNTRIED = 75, 76, 77  # exit statuses of the processes that try mutants
SAID = {NOTICED: "noticed", MISSED: "LIVES", UNTRIED: "out of time"}

SWAPPED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Break: (ast.Continue,),
    ast.Continue: (ast.Break,),
}


@dataclass(frozen=True)
class Mutant:
    """One change: the file, which node of its tree, and which of the changes of such a node.

    way: from 0 on; -1 for none.
    """

    file: str
    node: int
    way: int


def nodes(tree: ast.AST) -> list[ast.AST]:
    """List the nodes that are computed: no annotations, decorators and texts."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        left_out = {"annotation", "returns", "decorator_list"}
        if isinstance(node, ast.JoinedStr | ast.Raise | ast.Assert):
            continue
        for name, value in ast.iter_fields(node):
            if name not in left_out:
                children = value if isinstance(value, list) else [value]
                waiting += [child for child in children if isinstance(child, ast.AST)]
    return found


def changes(node: ast.AST) -> Iterator[tuple[ast.AST, str, object, str]]:
    """List changes of a node: whose attribute becomes what, and how that is said."""
    if isinstance(node, ast.Compare):
        for place, sign in enumerate(node.ops):
            for other in SWAPPED[type(sign)]:
                signs = [*node.ops[:place], other(), *node.ops[place + 1 :]]
                yield node, "ops", signs, f"{type(sign).__name__} -> {other.__name__}"
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign):
        for other in SWAPPED.get(type(node.op), ()):
            yield node, "op", other(), f"{type(node.op).__name__} -> {other.__name__}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        new = not node.value if isinstance(node.value, bool) else _moved(node.value)
        yield node, "value", new, f"{node.value!r} -> {new!r}"
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node, "test", ast.UnaryOp(ast.Not(), node.test), "the condition is negated"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Invert):
        yield node, "op", ast.UAdd(), f"{type(node.op).__name__} is left out"
    elif isinstance(node, ast.Break | ast.Continue):
        yield node, "__class__", SWAPPED[type(node)][0], f"not {type(node).__name__}"


def _moved(value: float) -> float:
    return value + 1 if isinstance(value, int) else 2.0 * value or 1.0


def mutated(mutant: Mutant) -> tuple[ast.AST, int, str]:
    """Return the changed tree, the line and what was changed."""
    tree = copy.deepcopy(ast.parse((ROOT / mutant.file).read_text(encoding="utf-8")))
    node = nodes(tree)[mutant.node]
    if mutant.way < 0:
        return tree, 0, "nothing"
    owner, name, value, said = list(changes(node))[mutant.way]
    setattr(owner, name, value)
    return ast.fix_missing_locations(tree), getattr(node, "lineno", 0), said


def all_mutants(room: str) -> list[Mutant]:
    return [
        Mutant(path.relative_to(ROOT).as_posix(), number, way)
        for path in sorted((ROOT / room).rglob("*.py"))
        for number, node in enumerate(nodes(ast.parse(path.read_text(encoding="utf-8"))))
        for way, _ in enumerate(changes(node))
    ]


class Limits:
    """A plugin of pytest: a test may take so long, and all of them together so long."""

    def __init__(self, budget: float) -> None:
        self.budget, self.over = budget, False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        signal.setitimer(signal.ITIMER_PROF, A_TEST)
        if sum(os.times()[:4]) > self.budget:
            self.over, item.session.shouldstop = True, "out of time"
        return self.over or None


def try_it(mutant: Mutant, tests: list[str], budget: float) -> int:
    """Run the tests in this process, which must be a new one; whether they noticed."""
    path, tree = str(ROOT / mutant.file), mutated(mutant)[0]
    usual = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
        return compile(tree, path, "exec") if self.path == path else usual(self, name)

    signal.signal(signal.SIGPROF, lambda *_: os._exit(NOTICED))
    limits = Limits(budget)
    options = ["-x", "-q", "--no-header", "-p", "no:xdist", "-p", "no:cacheprovider"]
    with patch.object(SourceFileLoader, "get_code", get_code):
        status = pytest.main([*options, *tests], plugins=[limits])
    return MISSED if status == 0 else UNTRIED if limits.over and status == 2 else NOTICED


def noticed(mutant: Mutant, tests: list[str], budget: float) -> int:
    """Try a mutant in another process, with compiled code of its own."""
    path = Path(mutant.file)
    near = {
        test: [name in Path(test).name for name in (path.stem, path.parent.name)] for test in tests
    }
    tests = sorted(tests, key=lambda test: -sum(near[test]))
    with TemporaryDirectory() as folder:
        compiled = "njit" in (ROOT / mutant.file).read_text(encoding="utf-8")
        environment = {**os.environ, **({"NUMBA_CACHE_DIR": folder} if compiled else {})}
        arguments = [mutant.file, str(mutant.node), str(mutant.way), str(budget), *tests]
        status = subprocess.run(
            [sys.executable, __file__, "--one", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
    return NOTICED if status < 0 else status  # a signal: it crashed


def interval(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share that was seen in a sample."""
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (share * (1 - share) / count + (z / 2 / count) ** 2) ** 0.5
    return middle - half, middle + half


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=160, help="how many, of all rooms together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--budget", type=float, default=900.0, help="seconds of tests for each")
    chosen = parser.parse_args()
    every = [(mutant, room) for room in ROOMS for mutant in all_mutants(room)]
    for room, tests in ROOMS.items():
        unchanged = Mutant(f"{room}/__init__.py", 0, -1)
        if noticed(unchanged, tests, chosen.budget) not in (MISSED, UNTRIED):
            raise SystemExit(f"the tests of {room} fail without any change")
    sample = random.Random(chosen.seed).sample(every, chosen.count)
    print(f"{len(every)} places to change the code in; {len(sample)} of them are tried", flush=True)
    with ThreadPoolExecutor(chosen.jobs) as pool:
        jobs = [(m, pool.submit(noticed, m, ROOMS[room], chosen.budget)) for m, room in sample]
        statuses = []
        for mutant, job in jobs:
            statuses.append(job.result())
            _, line, said = mutated(mutant)
            print(f"{SAID[statuses[-1]]:<10} {mutant.file}:{line}: {said}", flush=True)
    dead = statuses.count(NOTICED)
    low, high = interval(dead / len(statuses), len(statuses))
    print(f"{dead} of {len(statuses)} are noticed: {100 * dead / len(statuses):.0f} %", end=" ")
    print(f"(95 % interval: {100 * low:.0f} to {100 * high:.0f} %)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        file, node, way, budget, *tests = sys.argv[2:]
        os._exit(try_it(Mutant(file, int(node), int(way)), tests, float(budget)))
    main()
