"""Draw paths with Cairo without a slow loop, and let a mobject draw itself.

Manim walks along a path curve by curve, reading single numbers out of numpy arrays; here a path is
turned into plain numbers at once, and curves that are straight become lines. A mobject with a
method `draw_cairo(context)` is asked to draw itself, in scene units, on the ground that its
`palette` names: that is how surfaces are fast.
With a layout that has panes, what is drawn on the stage appears in the panes.
"""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
from manim import Camera

from uat.films.renderer.layout import Layout, layout_of
from uat.films.renderer.shades import shaded

STRAIGHT = 1e-6  # scene units: how near the control points of a straight curve are to its chord
MITER = 2.0  # half widths by which a line's corner may stick out; teeth would grow by Cairo's ten


class FilmCamera(Camera):
    """A camera that draws what Manim's Cairo camera draws, faster.

    layout: where it appears. palette: on what ground.
    """

    layout: Layout | None = None
    palette = "dark"

    def __init__(self, *args: Any, **options: Any) -> None:
        self._paths: Any = weakref.WeakKeyDictionary()  # mobject → its points and its path
        super().__init__(*args, **options)

    def get_cairo_context(self, pixel_array: Any) -> Any:
        """Cut off the tips of sharp corners: a curve ends where its values do."""
        context = super().get_cairo_context(pixel_array)
        context.set_miter_limit(MITER)
        return context

    def init_background(self) -> None:
        """Multiply Cairo's colours by their opacity, so that what cannot be seen is zero."""
        super().init_background()
        if self.background is not None and self.background_opacity == 0.0:
            self.background[:] = 0

    def display_vectorized(self, vmobject: Any, ctx: Any) -> FilmCamera:
        draw = getattr(vmobject, "draw_cairo", None)
        if draw is not None:
            ctx.save()
            self._move_to_pane(ctx, vmobject)
            vmobject.palette = self.palette
            draw(ctx)
            ctx.restore()
            return self
        filled = _is_seen(vmobject.fill_rgbas)
        width: Any = vmobject.stroke_width
        stroked = (isinstance(width, np.ndarray) or width > 0) and _is_seen(vmobject.stroke_rgbas)
        behind = vmobject.background_stroke_width > 0
        if not (filled or stroked or behind):
            return self
        if behind:
            self._hide_behind(ctx, vmobject)
        self.set_cairo_context_path(ctx, vmobject)
        if filled:
            self.apply_fill(ctx, vmobject)
        if stroked:
            self.apply_stroke(ctx, vmobject)
        return self

    def _hide_behind(self, ctx: Any, vmobject: Any) -> None:
        """Paint a halo; that of a text before its first glyph, so that no letter hides another."""
        glyphs: Any = getattr(getattr(vmobject, "held_by", None), "submobjects", ())
        halos = glyphs if any(glyph is vmobject for glyph in glyphs) else [vmobject]
        if vmobject is halos[0]:
            for halo in halos:
                self.set_cairo_context_path(ctx, halo)
                self.apply_stroke(ctx, halo, background=True)

    def set_cairo_context_path(self, ctx: Any, vmobject: Any) -> FilmCamera:
        ctx.new_path()
        layout = layout_of(vmobject, self.layout)
        placed = vmobject.points if layout is None else layout.place(vmobject, vmobject.points)
        drawn = self._paths.get(vmobject)
        if drawn is not None and np.array_equal(drawn[0], placed):
            ctx.append_path(drawn[1])
            return self
        points = self.transform_points_pre_display(vmobject, placed)
        if len(points) < 4:
            return self
        flat = points[:, :2]
        for start, stop in vmobject.get_subpath_split_indices_from_points(points, n_dims=2):
            if stop - start >= 4:
                closed = vmobject.consider_points_equals_2d(points[start], points[stop - 1])
                _trace(ctx, flat[int(start) : int(stop)], closed=closed)
        self._paths[vmobject] = (placed.copy(), ctx.copy_path())
        return self

    def get_fill_rgbas(self, vmobject: Any) -> Any:
        return shaded(super().get_fill_rgbas(vmobject), self.palette)

    def get_stroke_rgbas(self, vmobject: Any, background: bool = False) -> Any:
        return shaded(super().get_stroke_rgbas(vmobject, background), self.palette)

    def _move_to_pane(self, ctx: Any, vmobject: Any) -> None:
        """Let what draws itself on the stage appear where the layout places its corners."""
        layout, points = layout_of(vmobject, self.layout), vmobject.points
        placed = points if layout is None else layout.place(vmobject, points)
        if placed is points:
            return
        (low, high), (new_low, new_high) = (
            (corners.min(axis=0)[:2], corners.max(axis=0)[:2]) for corners in (points, placed)
        )
        scale = (new_high - new_low) / (high - low)
        ctx.translate(*(new_low - scale * low))
        ctx.scale(*scale)


def _is_seen(rgbas: Any) -> bool:
    """Tell whether a colour of these, (n, 4), is not wholly transparent."""
    return any(alpha > 0.0 for alpha in rgbas[:, 3].tolist())


def _trace(ctx: Any, points: np.ndarray, *, closed: bool) -> None:
    """Trace one subpath: (4 k, 2), the control points of k curves that follow each other."""
    curves = points[: len(points) // 4 * 4].reshape(-1, 4, 2)
    start, stop = curves[:, 0], curves[:, 3]
    bend = np.abs(curves[:, 1:3] - np.stack([(2 * start + stop) / 3, (start + 2 * stop) / 3], 1))
    ctx.new_sub_path()
    ctx.move_to(*curves[0, 0].tolist())
    if float(bend.max()) <= STRAIGHT:
        for x, y in stop.tolist():
            ctx.line_to(x, y)
    else:
        for control in curves[:, 1:].reshape(-1, 6).tolist():
            ctx.curve_to(*control)
    if closed:
        ctx.close_path()
