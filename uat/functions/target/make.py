"""Make a target from text, a callable, a table or a picture, each in its own way."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from uat.base.errors import InputError
from uat.base.nouns import counted, usual_names
from uat.functions.catalogue import CATALOGUE
from uat.functions.expression import (
    Expression,
    Vector,
    compile_formula,
    from_sympy,
    is_sympy,
    reading,
)
from uat.functions.picture import SUFFIXES as PICTURES
from uat.functions.picture import called, classes_from_picture, is_picture, read_picture
from uat.functions.table.asked import SUFFIXES as TABLES
from uat.functions.table.asked import parse_columns, split_columns, with_columns
from uat.functions.target.box import Box, parse_box
from uat.functions.target.target import Target

if TYPE_CHECKING:
    from uat.functions.table.choose import Reading
    from uat.functions.table.held import Held
    from uat.functions.target.fitted import Fitted

CLASSES = "classes:"
# Files that people have, and how uat gets what is in them.
ELSEWHERE = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), "save the sheet as .csv"),
    **dict.fromkeys((".npy", ".npz", ".mat", ".h5"), "write it as .csv with numpy.savetxt"),
    **dict.fromkeys((".parquet", ".feather", ".pkl"), "write it as .csv with pandas"),
    **dict.fromkeys((".svg", ".avif", ".heic", ".pdf"), "save it as .png"),
    ".json": "write its numbers as .csv; a network that was saved is read by uat load",
    **dict.fromkeys((".gz", ".zip", ".xz", ".bz2"), "unpack it"),
}


def make_target(f: Any, box: Any = None, *, columns: Any = None, classes: bool = False) -> Target:
    """Make a target from text, a callable, a file, a catalogue key, or a target.

    f: a formula, or several in brackets, such as "(cos(t), sin(t))"; a callable of as many numbers
        as it has inputs, that returns one number or several; "py:module:function"; a table of
        samples as `.csv`, `.tsv`, `.txt` or `.dat`; a picture file; a key of the catalogue. Or what
        is held in memory: samples (x, f) or (x, y, f), an array, a Series, a DataFrame, a dict of
        arrays, an xarray; a picture of PIL; an expression of SymPy; an interpolant of SciPy. The
        samples x and f may also be two arguments, as a plot has them.
    box: (low, high) for one input, or one such pair for each; the ends may be expressions such as
        "2*pi". Default: [0, 1] for each input, a catalogue function's own box, a file's own range.
    columns: which columns of a table are what, "x=year,y=people" or {"x": "year", "y": "people"}:
        the last is the value; f=NAME, once or more, names values, label=NAME classes; a name in
        mean(…), median(…), min(…) or max(…) makes one of several values at a place.
    classes: make decision regions of it, as "classes:" before a text does. A condition, such as
        "x^2 + y^2 < 0.5", has two; of several scores the largest decides; each colour of a picture
        is one. A condition of two or more inputs becomes regions without that.
    Raises InputError for what cannot be read, TargetError for a callable that fails.
    """
    if _are_samples(f, box):
        f, box = (f, box), None
    pairs = None if box is None else parse_box(box)
    if isinstance(f, os.PathLike):
        f = os.fspath(f)
    if isinstance(f, str):
        text = f.strip()
        if text.startswith(CLASSES):
            text, classes = text.removeprefix(CLASSES).strip(), True
        if columns is not None and _suffix(text) not in TABLES:
            raise InputError(f"columns are chosen of a table, such as samples.csv, not of {text}")
        return _from_text(with_columns(text, columns), pairs, classes=classes)
    from uat.functions.table.held import held
    from uat.functions.target.fitted import fitted

    samples = None if is_picture(f) else held(f, pairs)
    if samples is not None:
        return _from_samples(samples, pairs, columns, classes=classes)
    if columns is not None:
        raise InputError(f"columns are chosen of a table, not of a {type(f).__name__}")
    if isinstance(f, Target):
        target = f if pairs is None else f.on_box(pairs)
        return _or_classes(target, classes=classes and target.kind != "classes")
    if isinstance(f, Expression | Vector):
        return _from_expression(f, pairs, f.text, classes=classes)
    if is_picture(f):
        return _from_picture(f, pairs, classes=classes)
    if is_sympy(f):
        expression = from_sympy(f)
        return _from_expression(expression, pairs, expression.text, classes=classes)
    if (known := fitted(f)) is not None:
        return _from_fitted(known, pairs, type(f).__name__, classes=classes)
    if callable(f):
        return _from_callable(f, pairs, getattr(f, "__name__", type(f).__name__), classes=classes)
    raise InputError(
        "a function is a formula, a callable, samples such as (x, f), a picture, a file or a "
        f"Target, not {type(f).__name__}"
    )


def _are_samples(x: Any, values: Any) -> bool:
    """Tell whether f and box are samples x and f, as one would plot them: more than a box has."""
    if isinstance(x, str) or values is None:
        return False
    if not (hasattr(x, "__len__") and hasattr(values, "__len__")) or len(x) != len(values):
        return False
    return len(x) > 2 and np.ndim(x) == np.ndim(values) == 1


def _from_text(text: str, box: Box | None, *, classes: bool) -> Target:
    if text in CATALOGUE:
        entry = CATALOGUE[text]
        regions = classes or entry.kind == "classes"
        return _from_expression(
            compile_formula(entry.formula), box or entry.box, text, classes=regions
        )
    if found := re.fullmatch(r"([\w.\\/-]+)\.py:([^\W\d][\w.]*)", text):
        text = f"py:{found[1]}.py:{found[2]}"  # which is told how it is written
    if text.startswith("py:"):
        from uat.functions.target.callables import imported

        return _from_callable(imported(text), box, text, classes=classes)
    suffix = _suffix(text)
    if suffix in TABLES:
        return _from_table(text, box, classes=classes)
    if suffix in PICTURES:
        return _from_picture(text, box, classes=classes)
    if suffix in ELSEWHERE or os.path.isfile(text):
        raise InputError(
            f"uat reads tables ({', '.join(TABLES)}) and pictures ({', '.join(PICTURES[:2])}, …), "
            f"not {Path(text).name}: {ELSEWHERE.get(suffix, 'give it one of these names')}"
        )
    try:
        formula = compile_formula(text)
    except InputError:
        if text.isidentifier() and (close := get_close_matches(text.lower(), CATALOGUE, 1, 0.6)):
            said = f"unknown function {text}: did you mean {close[0]}? See uat functions"
            raise InputError(said) from None
        raise
    return _from_expression(formula, box, text, classes=classes)


def _from_expression(
    expression: Expression | Vector, box: Box | None, name: str, *, classes: bool
) -> Target:
    names = expression.names
    box = box or ((0.0, 1.0),) * len(names)
    if len(box) != len(names):
        raise InputError(
            f"{name} has {counted(len(names), 'input')} ({', '.join(names)}); the box has "
            f"{len(box)}: give one interval for each input{_each(box, len(names))}"
        )
    several = isinstance(expression, Vector)
    parts = expression.components if isinstance(expression, Vector) else (expression,)
    target = Target(
        name,
        box,
        names,
        expression,
        formula=expression.text,
        outputs=len(parts),
        formulas=tuple(part.text for part in parts),
        note=reading(expression),
    )
    is_condition = not several and parts[0].is_condition
    return _or_classes(target, is_condition=is_condition, classes=classes)


def _each(box: Box, inputs: int) -> str:
    """Write one interval for each input where there was one for all."""
    (low, high), *others = box
    told = f", such as{f' -d {low:.6g}:{high:.6g}' * inputs} for the same"
    return "" if others or inputs == 1 else told


def _suffix(text: str) -> str:
    """Return the end of a file's name, in small letters."""
    return os.path.splitext(split_columns(text)[0])[1].lower()


def _from_table(text: str, box: Box | None, *, classes: bool) -> Target:
    from uat.functions.table.choose import read_table

    path, columns = split_columns(text)
    reading = read_table(path, None if box is None else len(box), columns=columns, classes=classes)
    return _of_table(reading, Path(path).name, box, classes=classes)


def _from_samples(samples: Held, box: Box | None, columns: Any, *, classes: bool) -> Target:
    from uat.functions.table.choose import table_of

    asked = samples.asked
    if columns is not None:
        if not samples.chooses:
            raise InputError("columns are chosen by name, of a DataFrame or a dict of arrays")
        asked = parse_columns(columns)
    inputs = None if box is None else len(box)
    reading = table_of(samples.sheet, samples.name, inputs, asked=asked, classes=classes)
    return _of_table(reading, samples.name.removeprefix("the "), box, classes=classes)


def _of_table(reading: Reading, name: str, box: Box | None, *, classes: bool) -> Target:
    table = reading.table
    target = Target(
        name,
        table.box,
        table.names,
        table,
        note=table.note,
        columns=reading.columns,
        knots=table.axes[0] if table.axes and len(table.names) == 1 else None,
        lines=table.axes,
        outputs=table.outputs,
        labels=reading.labels,
        known=table.box,
    )
    target = target if box is None else target.on_box(box)
    return _or_classes(target, classes=classes or bool(reading.labels))


def _from_fitted(known: Fitted, box: Box | None, name: str, *, classes: bool) -> Target:
    if box is not None and len(box) != len(known.box):
        raise InputError(f"{name} has {counted(len(known.box), 'input')}; the box has {len(box)}")
    target = _from_callable(known.function, known.box, name, classes=classes)
    target = replace(target, known=known.box) if known.known else target
    return target if box is None else target.on_box(box)


def _from_picture(source: Any, box: Box | None, *, classes: bool) -> Target:
    picture = classes_from_picture(source) if classes else read_picture(source)
    target = Target(
        called(source),
        picture.box,
        ("x", "y"),
        picture,
        note=picture.note,
        outputs=picture.outputs,
        kind="classes" if classes else "picture",
        labels=picture.labels,
        cells=picture.edges,
        values=picture.values,
        known=picture.box,
    )
    return target if box is None else target.on_box(box)


def _from_callable(f: Callable[..., Any], box: Box | None, name: str, *, classes: bool) -> Target:
    from uat.functions.target.callables import OneByOne, call
    from uat.functions.target.signature import count_inputs, require_inputs

    if box is not None:
        require_inputs(f, len(box), name)
    box = box or ((0.0, 1.0),) * count_inputs(f)
    called = call(f, box)
    target = Target(
        name,
        box,
        usual_names(len(box)),
        called.function,
        outputs=called.outputs,
        singly=isinstance(called.function, OneByOne),
    )
    return _or_classes(target, is_condition=called.is_predicate, classes=classes)


def _or_classes(target: Target, *, classes: bool, is_condition: bool = False) -> Target:
    """Make regions, if asked for or f is a condition of several inputs; else keep f."""
    if classes or (is_condition and target.inputs > 1):
        from uat.functions.target.classes import to_classes

        return to_classes(target, is_condition=is_condition)
    return target
