"""The picture of a comparison shows every contender once, and is a file when asked for."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import uat
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.comparison import Comparison, compare
from uat.plots import plot_comparison
from uat.plots.comparison import keep_apart


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare("sin(x)", (0.0, 3.0), tol=0.05, train=False)


def test_each_contender_has_a_graph_and_the_file_is_a_picture(
    found: Comparison, tmp_path: Path
) -> None:
    path = tmp_path / "found.png"
    figure = plot_comparison(found, path)
    titles = " ".join(ax.get_title(loc="left") for ax in figure.axes)
    assert all(f"{entry.name}:" in titles for entry in found.entries)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_it_has_the_looks_that_are_asked_for(found: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "c.svg"
    figure = found.plot(path, title="Mine", style={"font.size": 8}, size=(9, 7))
    first = figure.axes[0]
    assert first.get_title(loc="left") == "Mine"
    assert first.xaxis.label.get_fontsize() == pytest.approx(8.0)
    assert tuple(figure.get_size_inches()) == (9, 7)
    assert "Mine</text>" in path.read_text(encoding="utf-8")


COLORS = {"built": LIGHT.network, "trained": LIGHT.step, "classic": LIGHT.muted}


def test_marks_stand_at_sizes_and_errors(found: Comparison) -> None:
    for ax, unit in zip(plot_comparison(found).axes[:2], ("neurons", "parameters"), strict=False):
        marks = {
            (float(x), float(y), line.get_color())
            for line in ax.lines
            for x, y in zip(*line.get_data(), strict=True)
            if line.get_marker() in ("o", "s", "^") and line.get_fillstyle() == "full"
        }
        entries = [entry for entry in found.entries if getattr(entry, unit) and entry.sup > 0]
        assert len(marks) > 2
        assert marks == {(getattr(e, unit), e.sup, COLORS[e.kind]) for e in entries}


def test_graphs_are_what_the_networks_compute(found: Comparison) -> None:
    """By their own forward pass, over f, and in the colour of their kind."""
    axes = {ax.get_title(loc="left").split(":")[0]: ax for ax in plot_comparison(found).axes[2:]}
    networks = [entry for entry in found.entries if entry.network is not None]
    assert len(networks) > 2
    for entry in networks:
        f, model = axes[entry.name].lines
        x, y = model.get_data()
        assert np.abs(y - entry.network.forward(x[:, None])[:, 0]).max() < 1e-12
        assert np.abs(f.get_ydata() - np.sin(f.get_xdata())).max() < 1e-15
        assert (f.get_color(), model.get_color()) == (LIGHT.target, COLORS[entry.kind])


def test_a_picture_of_a_comparison_has_a_suffix_that_is_known(tmp_path):
    comparison = uat.compare("x^2", tol=0.1, train=False)
    with pytest.raises(InputError, match="cannot write a picture"):
        comparison.plot(tmp_path / "x.txt")


def test_no_label_hides_another_one_or_leaves_the_axes(found: Comparison) -> None:
    figure = plot_comparison(found)
    figure.draw_without_rendering()
    for ax in figure.axes[:2]:
        room = ax.get_window_extent()
        boxes = {text.get_text(): Text.get_window_extent(text) for text in ax.texts}
        assert len(boxes) > 5
        for box in boxes.values():
            assert room.x0 <= box.x0 and box.x1 <= room.x1
        hidden = [{a, b} for a, b in combinations(boxes, 2) if boxes[a].overlaps(boxes[b])]
        assert hidden == []


def test_labels_of_one_place_are_set_one_below_the_other_and_tied_to_their_mark() -> None:
    ax = Figure(dpi=100).add_subplot()
    ax.plot([0, 1], [0, 1])
    labels = [
        ax.annotate(
            "label", (0.5, 0.5), (5, 3), textcoords="offset points", arrowprops={"arrowstyle": "-"}
        )
        for _ in range(12)
    ]
    ax.figure.draw_without_rendering()
    keep_apart(ax, labels)
    boxes = [Text.get_window_extent(label) for label in labels]

    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert {label.arrow_patch.get_visible() for label in labels} == {True, False}
