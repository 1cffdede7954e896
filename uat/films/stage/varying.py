"""Choose a function that varies for chapters that need it, and one that does not jump."""

from __future__ import annotations

from dataclasses import replace

from uat.films.renderer.spec import FilmSpec
from uat.films.stage.subject import Subject, get_subject

ROUNDING = 1e-9  # of f's size: what varies by less is a constant
RESOLUTION = 1e-3  # of f's range: how finely jumps are looked for


def varying_subject(spec: FilmSpec) -> Subject:
    """Return the film's function of one input; the example in the place of a constant."""
    subject = get_subject(spec)
    size = max(abs(subject.low), abs(subject.high))
    return subject if subject.high - subject.low > ROUNDING * size else _example(spec)


def continuous_subject(spec: FilmSpec) -> Subject:
    """Return the film's function of one input; the example if it is constant, or jumps."""
    subject = varying_subject(spec)
    return _example(spec) if has_jumps(subject) else subject


def has_jumps(subject: Subject) -> bool:
    """Tell whether the function jumps inside its domain."""
    scale = (subject.high - subject.low) or 1.0
    return bool(subject.target.sample(RESOLUTION * scale).jumps)


def _example(spec: FilmSpec) -> Subject:
    return get_subject(replace(spec, function=None, box=None, tolerance=None))
