"""Put a subject on the stage: its function on a graph, and its formula above."""

from __future__ import annotations

from typing import Any

from manim import LEFT

from uat.films.stage.clipped import ClippedFunction
from uat.films.stage.graph import Graph
from uat.films.stage.subject import Subject
from uat.films.stage.text import TITLE_HEIGHT


class SubjectPicture:
    """The graph of a subject, its function, and its formula.

    x_range, y_range: what the graph shows; None for all of the function. title_width: how wide the
    formula may be. line_width: of the function's curve. options: of the graph, such as its place.
    """

    def __init__(
        self,
        subject: Subject,
        *,
        x_range: tuple[float, float] | None = None,
        y_range: tuple[float, float] | None = None,
        title_width: float = 9.2,
        line_width: float = 4.0,
        **options: Any,
    ) -> None:
        self.subject = subject
        self.graph = Graph(
            x_range or subject.x_range,
            y_range or subject.y_range,
            x_label=f"${subject.x}$",
            **options,
        )
        self.function = ClippedFunction(self.graph, subject.target, width=line_width)
        self.title = subject.title(title_width)
        self.title.move_to([self.graph.corner[0], TITLE_HEIGHT, 0.0], aligned_edge=LEFT)

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.function, self.title]
