"""The picture of a comparison shows every contender once, and is a file when asked for."""

from pathlib import Path

from uat.comparison import compare
from uat.plots import plot_comparison


def test_each_contender_has_a_graph_and_the_file_is_a_picture(tmp_path: Path) -> None:
    found = compare("sin(x)", (0.0, 3.0), tol=0.05, train=False)
    path = tmp_path / "found.png"
    figure = plot_comparison(found, path)
    titles = " ".join(ax.get_title(loc="left") for ax in figure.axes)
    assert all(f"{entry.name}:" in titles for entry in found.entries)
    assert path.read_bytes().startswith(b"\x89PNG")
