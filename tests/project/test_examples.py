"""Every example of the documentation runs, without a warning, and draws a picture."""

import runpy
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

EXAMPLES = sorted((Path(__file__).parents[2] / "docs/examples").glob("plot_*.py"))


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


def test_training_goes_on_from_a_built_network(monkeypatch, capsys):
    """The built network is better than one of the same shape from random weights, and improves."""
    pytest.importorskip("torch")
    runpy.run_path(str(EXAMPLES[0].parent / "finetune_torch.py"))
    lines = capsys.readouterr().out.splitlines()[1:]
    built, tuned, scratch = (float(line.split()[-2]) for line in lines)
    assert tuned < built < scratch
