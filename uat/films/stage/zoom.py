"""Zoom into a graph: its axes get other ranges, and its curves are computed anew on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from manim import FadeIn, FadeOut, Scene

from uat.base.arrays import Array
from uat.films.stage.animations import Drive
from uat.films.stage.graph import Graph


class Redrawn(Protocol):
    """A curve that can be set anew after its graph has changed."""

    graph: Graph

    def redraw(self) -> object:
        """Set the points for the graph's present ranges."""


def zoom(scene: Scene, graph: Graph, closer: Graph, curves: Sequence[Redrawn]) -> None:
    """Play how one graph becomes another one, with other ranges or on another rectangle.

    curves: what lies on it; they belong to `closer` afterwards, which is on screen instead of
    `graph`. Marks and numbers of the axes fade, so that none is shown that is not true.
    """
    frame, marks = graph.frame, graph.marks
    scene.remove(graph)
    scene.add(frame, marks)
    scene.bring_to_back(frame, marks)
    scene.play(FadeOut(marks), run_time=0.3)
    start, stop = graph.placing, closer.placing

    def move(placing: Array) -> None:
        graph.place(placing)
        for line, ends in zip(frame, graph.axes(), strict=True):
            line.put_start_and_end_on(*ends)

    def change(t: float) -> None:
        move(start + _even(t, start, stop) * (stop - start))
        for curve in curves:
            curve.redraw()

    parts: Any = [frame, *curves]
    scene.play(Drive(parts, change), run_time=2.0)
    scene.remove(frame)
    move(start)
    for curve in curves:
        curve.graph = closer
    scene.add(closer.frame)
    scene.bring_to_back(closer.frame)
    scene.play(FadeIn(closer.marks), run_time=0.3)
    scene.remove(closer.frame, closer.marks)
    scene.add(closer)
    scene.bring_to_back(closer)


def _even(t: float, start: Array, stop: Array) -> float:
    """Return the share of the way at which the width has changed by the share t of its factor."""
    factor = float(stop[1] - stop[0]) / float(start[1] - start[0])
    return t if abs(factor - 1.0) < 1e-6 else float((factor**t - 1.0) / (factor - 1.0))
