"""Settings for all tests: no display, one thread, no deadlines, and the same examples."""

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page

    from uat.approximation import Approximation
    from uat.page.server import Server

# Read by matplotlib when it is first imported, in this process and in those that tests start.
os.environ.setdefault("MPLBACKEND", "Agg")
# One test process a core: threads of their libraries would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # of PyTorch and scikit-learn
# Tests start hundreds of processes: none of them should compile all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Benchmarks and the writers of pages are scripts in folders of their own, which tests import.
sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("benchmarks", "docs")]

# An example may hit a compilation or an import, so its time says nothing. The same examples every
# time: others, at random, are for `make fuzz`, with --hypothesis-profile=random.
settings.register_profile("same", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("random", deadline=None, print_blob=True)
settings.load_profile("same")

# Of chromium. Helpers that compile code and collect garbage for a page of a second only cost time;
# the page's own threads are not meant.
FLAGS = ["--js-flags=--single-threaded"]
FLAGS += ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
NIELSEN = "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"

PATIENCE = 30_000  # ms for what a page does at once, on a machine that is busy with something else

# What takes longest begins first, so that no process is left alone with it at the end.
LONGEST = (
    "packaging",
    "machines",
    "page_exercises",
    "docs",
    "page_library_work",
    "scenes",
    "notebooks",
    "readme",
    "examples",
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules and tests stay to the end: the collector need not go through them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    first = {f"test_{name}.py": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.path.name, len(LONGEST)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how tests that were skipped can be included; pytest then lists each with its reason."""
    skipped = len(terminalreporter.stats.get("skipped", ()))
    if skipped:
        terminalreporter.write_line(
            f"Skipped: {skipped}. make test EXTRA=full installs the libraries that tests compare "
            "with, and sets what scipy's checks need; what else is missing, the reasons below say."
        )


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Hide a package, as if it were not installed, whatever other tests have imported.

    Its modules cannot be imported; those of `importers` are imported anew.
    """

    def hide(package: str, *importers: str) -> None:
        for name in [package, *sys.modules]:
            if name.partition(".")[0] == package:
                monkeypatch.setitem(sys.modules, name, None)
            elif any(name == one or name.startswith(f"{one}.") for one in importers):
                monkeypatch.delitem(sys.modules, name)

    return hide


@pytest.fixture(scope="session")
def manim_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for what Manim keeps: two processes in one folder disturb each other."""
    from manim import config

    folder = tmp_path_factory.mktemp("manim")
    before = config.media_dir, config.tex_dir
    config.media_dir, config.tex_dir = str(folder), str(folder / "text")
    yield folder
    config.media_dir, config.tex_dir = before


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Debian's browser, one for each process of tests; each file of tests opens pages of its own.

    While Playwright runs, its loop stands still in this thread between two of its calls, and
    asyncio runs other loops only in other threads. Notebooks and dask do that by themselves.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page about Nielsen's function."""
    from uat.page.build import build_page

    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(build_page(NIELSEN, (0.0, 1.0)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def window(chromium: "Browser") -> "Iterator[Page]":
    from panels import held

    page = held(chromium.new_page(viewport={"width": 1100, "height": 900}))
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


@pytest.fixture
def page(window: "Page", url: str) -> "Iterator[Page]":
    """The page, loaded afresh; a test fails if it complains."""
    faults: list[str] = []

    def said(message: "ConsoleMessage") -> None:
        if message.type == "error":
            faults.append(message.text)

    def fault(error: "Error") -> None:
        faults.append(str(error))

    window.on("pageerror", fault)
    window.on("console", said)
    window.goto("about:blank")
    window.goto(url)
    yield window
    window.remove_listener("pageerror", fault)
    window.remove_listener("console", said)
    assert faults == []


@pytest.fixture(scope="module")
def server() -> "Iterator[Server]":
    """A live page about a wave."""
    from serving import serving

    with serving("sin(2*pi*x)") as server:
        yield server


@pytest.fixture(scope="module")
def core(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Page]":
    """The page's modules, as `globalThis.uat`."""
    from cores import core_page

    path = tmp_path_factory.mktemp("core") / "page.html"
    path.write_text(core_page(), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("globalThis.uat !== undefined")
    yield page
    page.close()


@pytest.fixture
def cluster(tmp_path: Path) -> "Iterator[tuple[Path, list[subprocess.Popen[bytes]]]]":
    """A dask scheduler and two workers, started by the commands of the documentation.

    The scheduler's file, and three processes: the scheduler and the workers.
    """
    dask = Path(sys.executable).with_name("dask")
    file = tmp_path / "scheduler.json"
    quiet = ["--no-dashboard", "--scheduler-file", str(file)]
    commands = [[dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *quiet]]
    commands += [[dask, "worker", "--no-nanny", "--nthreads", "1", *quiet]] * 2
    processes = [
        subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for command in commands
    ]
    try:
        end = time.monotonic() + 120
        while not (file.exists() and file.stat().st_size):
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.1)
        yield file, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def plain_net() -> "Approximation":
    """A few steps, whose name and inputs tests replace."""
    from uat.approximation import approximate

    return approximate("x^2", construction="steps", tol=0.2)


@pytest.fixture(scope="module")
def net_of_two() -> "Approximation":
    """A few boxes, likewise."""
    from uat.approximation import approximate

    return approximate("x*y", construction="quadrants", tol=0.4)
