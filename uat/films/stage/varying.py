"""Choose a function that varies for chapters that need it: a constant has no steps."""

from __future__ import annotations

from dataclasses import replace

from uat.films.renderer.spec import FilmSpec
from uat.films.stage.subject import Subject, get_subject

ROUNDING = 1e-9  # of f's size: what varies by less is a constant


def varying_subject(spec: FilmSpec) -> Subject:
    """Return the film's function of one input; the example in the place of a constant."""
    subject = get_subject(spec)
    size = max(abs(subject.low), abs(subject.high))
    if subject.high - subject.low > ROUNDING * size:
        return subject
    return get_subject(replace(spec, function=None, box=None, tolerance=None))
