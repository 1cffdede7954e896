"""What `approximate` may be asked for is the same at every door, with the same defaults."""

import inspect
from typing import get_args

import click
import pytest

import uat
from uat.base import choices
from uat.base.palette import PALETTES
from uat.base.precision import NAMES
from uat.cli import main
from uat.constructions.heights import HEIGHTS
from uat.constructions.registry import BEST, CONSTRUCTIONS
from uat.constructions.request import EDGES, OUTPUTS, PARTITIONS, make_plan
from uat.exchange.save import PRECISIONS
from uat.films.renderer.spec import FORMATS, QUALITIES, SHAPES
from uat.networks.formula import STYLES
from uat.plots.views import VIEWS

SHOWING = {"progress"}  # of the library only: the command line shows progress by itself
# Of the command line only: what is said, drawn and written afterwards.
LOOKS = {"size", "style", "title", "no_title"}
AFTERWARDS = LOOKS | {
    *("at", "formula", "plot", "view", "save", "float32", "as_json", "function_option", "help"),
}


@pytest.fixture(scope="module")
def options() -> dict[str, click.Parameter]:
    command = main.commands["approximate"]
    return {str(parameter.name): parameter for parameter in command.params}


def test_the_command_line_takes_what_the_library_takes(options):
    library = inspect.signature(uat.approximate).parameters
    names = {"f": "function", "box": "box"}

    assert {names.get(name, name) for name in library} - SHOWING == set(options) - AFTERWARDS


def test_defaults_agree():
    library = inspect.signature(uat.approximate).parameters
    given = main.commands["approximate"].make_context("approximate", ["x"]).params
    shared = set(library) - {"f", "box", *SHOWING}

    assert {name: given[name] for name in shared} == {
        name: library[name].default for name in shared
    }


def test_choices_agree(options):
    known = {
        "construction": (*CONSTRUCTIONS, BEST),
        "output": OUTPUTS,
        "partition": PARTITIONS,
        "heights": HEIGHTS,
        "edges": EDGES,
        "precision": NAMES,
    }
    assert {name: tuple(options[name].type.choices) for name in known} == {
        name: tuple(choices) for name, choices in known.items()
    }


def test_what_is_planned_can_be_asked_for():
    planned = inspect.signature(make_plan).parameters
    asked = inspect.signature(uat.approximate).parameters

    assert set(planned) - set(asked) == {"inputs"}


def test_types_name_what_can_be_chosen():
    """Editors offer, and type checkers accept, what the registries know, in the same order."""
    names = {
        choices.ConstructionName: (*CONSTRUCTIONS, BEST),
        choices.PartitionName: PARTITIONS,
        choices.OutputName: OUTPUTS,
        choices.HeightsName: HEIGHTS,
        choices.EdgesName: EDGES,
        choices.StyleName: STYLES,
        choices.PrecisionName: NAMES,
        choices.FileName: PRECISIONS,
        choices.ViewName: VIEWS,
        choices.QualityName: QUALITIES,
        choices.ShapeName: SHAPES,
        choices.ThemeName: PALETTES,
        choices.FilmFormat: FORMATS,
    }
    for kind, known in names.items():
        assert get_args(kind) == tuple(known)
