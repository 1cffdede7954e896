"""Every example of the documentation runs, without a warning, and draws a picture."""

import runpy
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

EXAMPLES = sorted((Path(__file__).parents[1] / "docs/examples").glob("plot_*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_runs_and_draws(path, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    plt.close("all")
    names = runpy.run_path(str(path))
    drawn = [plt.figure(number) for number in plt.get_fignums()]
    drawn += [value for value in names.values() if isinstance(value, Figure)]
    shown = names["__doc__"].strip().splitlines()
    assert len(shown) > 3 and set(shown[1]) == {"="} and len(shown[1]) == len(shown[0])
    assert any(figure.axes for figure in drawn)
    plt.close("all")


def test_there_are_enough():
    assert len(EXAMPLES) >= 15
