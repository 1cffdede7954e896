"""The picture of a comparison shows every contender once, and is a file when asked for."""

from pathlib import Path

import pytest

import uat
from uat.base.errors import InputError
from uat.comparison import compare
from uat.plots import plot_comparison


def test_each_contender_has_a_graph_and_the_file_is_a_picture(tmp_path: Path) -> None:
    found = compare("sin(x)", (0.0, 3.0), tol=0.05, train=False)
    path = tmp_path / "found.png"
    figure = plot_comparison(found, path)
    titles = " ".join(ax.get_title(loc="left") for ax in figure.axes)
    assert all(f"{entry.name}:" in titles for entry in found.entries)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_a_comparison_has_a_suffix_that_is_known(tmp_path):
    comparison = uat.compare("x^2", tol=0.1, train=False)
    with pytest.raises(InputError, match="cannot write a picture"):
        comparison.plot(tmp_path / "x.txt")
