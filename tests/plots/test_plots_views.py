"""Views by their names: in Python, at the command line, in files."""

import json

import pytest
from click.testing import CliRunner
from picturing import approximation, require_readable

import uat
from uat.approximation.growth import grow
from uat.base.errors import InputError
from uat.cli import main
from uat.cli.approximate import VIEWS as OFFERED
from uat.plots import VIEWS, draw, save_plot
from uat.plots.views import fitting


def run(*arguments):
    return CliRunner().invoke(main, ["approximate", *map(str, arguments)])


def test_the_command_offers_every_view():
    assert set(OFFERED) == set(VIEWS) and len(set(OFFERED)) == len(OFFERED)


def test_every_view_is_named_in_the_help():
    words = run("--help").output.replace(",", " ").replace(".", " ").split()

    assert set(VIEWS) <= set(words)


@pytest.mark.parametrize("view", ["overview", "function", "error", "pieces", "network"])
def test_simple_views_are_readable(view):
    require_readable(draw(approximation("steps"), view), 5)


@pytest.mark.parametrize("view", ["tube", "minimum"])
def test_a_view_is_written(tmp_path, view):
    path = tmp_path / f"{view}.svg"
    found = run("x^2", "--with", "ramps", "--tol", 0.01, "--plot", path, "--view", view)

    assert found.exit_code == 0, found.output
    words = {"tube": "breakpoint", "minimum": "stays in the tube"}
    text = path.read_text(encoding="utf-8")
    assert words[view] in text or "<!--" in text


def test_a_proof_is_written_only_if_there_is_one(tmp_path):
    path = tmp_path / "proof.png"
    refused = run("x^2", "--plot", path, "--view", "proof")

    assert refused.exit_code == 2 and "--prove" in refused.output
    found = run(
        "x^2", "--with", "ramps", "--tol", 0.01, "--prove", "--plot", path, "--view", "proof"
    )
    assert found.exit_code == 0 and path.read_bytes().startswith(b"\x89PNG")


def test_a_view_without_a_file_is_refused():
    found = run("x^2", "--view", "tube")

    assert found.exit_code == 2 and "--plot tube.png" in found.output


def test_a_view_that_does_not_fit_is_refused_with_those_that_do(tmp_path):
    found = run("x^2", "--tol", 0.1, "--plot", tmp_path / "a.png", "--view", "surfaces")

    assert found.exit_code == 2
    assert "surfaces does not fit bumps of 1 input" in found.output and "tube" in found.output
    assert not list(tmp_path.iterdir())


def test_growth_is_written_from_an_approximation_or_from_its_data(tmp_path):
    data = grow("x^2", budgets=(4, 8))
    save_plot(data, tmp_path / "growth.png")

    assert (tmp_path / "growth.png").stat().st_size > 10_000
    assert json.dumps(data.to_dict())


def test_several_outputs_have_views_of_their_own():
    net = uat.approximate("(cos(t), sin(2*t))", (0, 6), construction="steps", tol=0.2)

    assert fitting(net) == ("overview", "curve", "network")
    for view in fitting(net):
        require_readable(draw(net, view), 5)
    with pytest.raises(uat.InputError, match="choose one of overview, curve, network"):
        draw(net, "error")


@pytest.mark.parametrize("name", ["net.png", "net.svg", "net.pdf"])
def test_plot_takes_the_name_of_a_file(name, tmp_path):
    net = uat.approximate("x^2", tol=0.1)
    figure = net.plot(tmp_path / name)
    assert (tmp_path / name).stat().st_size > 1000
    assert len(figure.axes) > 1  # the overview
    net.plot(str(tmp_path / f"error-{name}"), view="error")
    assert (tmp_path / f"error-{name}").stat().st_size > 1000


def test_plot_says_which_files_it_writes(tmp_path):
    with pytest.raises(InputError, match=r"ends in .png or .svg or .pdf"):
        uat.approximate("x^2", tol=0.1).plot(tmp_path / "net.jpg")
