"""Settings for all tests: no display, one thread, no deadlines, and in CI the same examples."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Read by matplotlib when it is first imported, in this process and in those that tests start.
os.environ.setdefault("MPLBACKEND", "Agg")
# One test process a core: threads of matrix products would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Benchmarks and the writers of pages are scripts in folders of their own, which tests import.
sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("benchmarks", "docs")]

# An example may hit a compilation or an import, so its time says nothing.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# What takes longest begins first, so that no process is left alone with it at the end.
LONGEST = ("docs", "notebooks", "page_library", "scenes", "packaging", "readme", "examples")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    first = {f"test_{name}.py": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.path.name, len(LONGEST)))


@pytest.fixture(scope="session")
def manim_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for what Manim keeps: two processes in one folder disturb each other."""
    from manim import config

    folder = tmp_path_factory.mktemp("manim")
    before = config.media_dir, config.tex_dir
    config.media_dir, config.tex_dir = str(folder), str(folder / "text")
    yield folder
    config.media_dir, config.tex_dir = before
