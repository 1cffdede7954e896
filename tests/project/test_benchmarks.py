"""Benchmarks: their figures are what they say, and the pages show the figures that are kept."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
import run
from scaling import RESTART, simulate
from table import Table, line, paired, ratio, write
from write_benchmarks import pages

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results.json"


def test_a_power_law_is_found_with_its_factor():
    sizes = [1.0, 10.0, 100.0, 1000.0]
    found = line(sizes, [99.0, *(3 * size**1.5 for size in sizes[1:])])
    assert found.exponent == pytest.approx(1.5) and found.factor == pytest.approx(3)
    assert found.error == pytest.approx(0, abs=1e-9)
    assert found.at(10.0) == pytest.approx(3 * 10**1.5)


def test_the_distance_from_the_law_is_told():
    """Three points, the middle one twice too high: least squares goes a third of the way."""
    found = line([1.0, 1.0, 10.0, 100.0], [1.0, 1.0, 20.0, 100.0])
    assert found.exponent == pytest.approx(1.0)
    assert found.error == pytest.approx(2 ** (2 / 3) - 1)


def test_ratios_have_a_middle_and_ends():
    assert str(ratio([2.0, 1.0, 4.0])) == "2 (1 … 4)"
    assert str(ratio([2.0])) == "2"


def test_pairs_are_timed_in_turn(monkeypatch):
    seen, now = [], [0.0]
    monkeypatch.setattr("table.time.perf_counter", lambda: now[0])

    def task(name, lasts):
        def run():
            seen.append(name)
            now[0] += lasts

        return run

    ours, peer, times = paired(task("a", 0.25), task("b", 2.0), rounds=2)
    assert "".join(seen) == "ab" + "ab" + "ba"
    assert (ours, peer) == (0.25, 2.0)
    assert (times.least, times.median, times.largest) == (8.0, 8.0, 8.0)


def test_a_table_holds_rows_of_its_columns():
    table = Table("A claim", ("name", "figure"))
    table.add("one", 1234)
    assert str(table).splitlines() == ["A claim", "name  figure", "one    1,234"]
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        table.add("two")
    assert [write(cell) for cell in (None, True, 0.00012345)] == ["–", "yes", "0.000123"]


@pytest.mark.parametrize("workers", [1, 3, 7, 40])
def test_equal_tasks_take_as_many_rounds_as_workers_need(workers):
    assert simulate([2.0] * 20, workers, 0.0).seconds == 2.0 * math.ceil(20 / workers)


def test_a_scheduler_can_be_what_all_wait_for():
    """Each task is handed out a second after the former, however many workers there are."""
    assert simulate([3.0] * 10, 100, 1.0).seconds == pytest.approx(10 * 1.0 + 3.0)


def test_the_work_of_dead_workers_is_done_again():
    """With a death every 10 s or so, tasks of 1 s are lost now and then, and done in the end."""
    calm, stormy = simulate([1.0] * 200, 4, 0.0), simulate([1.0] * 200, 4, 0.0, death=0.1)
    assert calm.again == 0 and stormy.again > 0
    assert stormy.seconds >= calm.seconds + RESTART / 4
    # Exponential lives: of all tasks that are begun, 1 - exp(-0.1) die.
    share = stormy.again / (200 + stormy.again)
    assert share == pytest.approx(1 - math.exp(-0.1), abs=4 * math.sqrt(0.09 * 0.91 / 220))


def test_every_benchmark_is_run_and_kept():
    scripts = {path.stem for path in (ROOT / "benchmarks").glob("*.py")}
    assert scripts == {*run.NAMES, "run", "table", "plots"}
    kept = set(json.loads(RESULTS.read_text()))
    assert set(run.NAMES) - set(run.APART) <= kept <= set(run.NAMES)
    assert not any(result["quick"] for result in json.loads(RESULTS.read_text()).values())


def test_the_pages_show_the_results():
    for path, text in pages().items():
        assert path.read_text() == text, "run docs/write_benchmarks.py"


def test_one_benchmark_writes_its_results_and_a_picture(tmp_path):
    """The quickest of them; the others are run by `make bench`."""
    command = [sys.executable, "benchmarks/run.py", "--quick", "--out", str(tmp_path), "boxes"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Boxes that add differences" in done.stdout
    (table,) = json.loads((tmp_path / "results.json").read_text())["boxes"]["tables"]
    assert [row[0] for row in table["rows"]] == ["sincos, 0.1"]
    assert (tmp_path / "ratios.png").stat().st_size > 5000


def test_an_unknown_benchmark_is_named():
    done = subprocess.run([sys.executable, "benchmarks/run.py", "speed"], cwd=ROOT,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 2 and "unknown: speed; choose from smallest" in done.stderr
