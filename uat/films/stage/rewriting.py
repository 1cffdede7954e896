"""Rewrite a formula: its glyphs travel to their places in the next line of an argument."""

from __future__ import annotations

from collections.abc import Mapping

from manim import FadeIn, FadeOut, Scene, Transform

from uat.films.stage.text import Label


def rewrite(
    scene: Scene, old: Label, new: Label, glyphs: Mapping[int, int], run_time: float = 1.0
) -> None:
    """Play how one formula becomes another, which is on screen afterwards.

    glyphs: which glyph of `old` becomes which of `new`, by position. Glyphs that only one of the
    two has fade.
    """
    scene.remove(old)
    kept = [(old[i].copy(), new[j]) for i, j in glyphs.items()]
    gone = [glyph.copy() for i, glyph in enumerate(old) if i not in glyphs]
    fresh = [glyph.copy() for j, glyph in enumerate(new) if j not in glyphs.values()]
    scene.add(*(glyph for glyph, _ in kept))
    scene.play(
        *(Transform(glyph, target, path_arc=-0.6) for glyph, target in kept),
        *map(FadeOut, gone),
        *map(FadeIn, fresh),
        run_time=run_time,
    )
    scene.remove(*(glyph for glyph, _ in kept), *fresh)
    scene.add(new)
