"""The example notebooks run from top to bottom, and show what they showed when written."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs/notebooks").glob("*.ipynb"))


def kinds(cell):
    """What a cell shows: the types of its outputs' data."""
    return [sorted(output.get("data", {"text": ""})) for output in cell.get("outputs", [])]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_shows_what_it_showed(path, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "JUPYTER_RUNTIME_DIR", str(tmp_path))
    notebook = nbformat.read(path, as_version=4)
    before = [kinds(cell) for cell in notebook.cells]
    resources = {"metadata": {"path": str(tmp_path)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources)
    client.execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
    assert [kinds(cell) for cell in notebook.cells] == before
    assert any("image/png" in kind for cell in before for kind in cell)


def test_there_are_four():
    assert [path.stem for path in NOTEBOOKS] == ["build", "by_hand", "compare", "plane"]
