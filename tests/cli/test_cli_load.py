"""`uat load` reads what `uat approximate --save` wrote, and says what it is."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from exporting import example

import uat
from uat.cli import main


def run(*arguments, status=0):
    result = CliRunner().invoke(main, [str(part) for part in arguments])
    assert result.exit_code == status, result.output
    return result


@pytest.mark.parametrize("suffix", [".json", ".onnx"])
def test_the_error_is_measured_anew(suffix, tmp_path):
    path = tmp_path / f"net{suffix}"
    run("approximate", "nielsen", "--with", "ramps", "--tol", "0.01", "--save", path)
    data = json.loads(run("load", path, "--json").stdout)

    assert data["network"]["widths"] == [1, 20, 1]
    assert data["function"] == "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"
    # Random points do not hit the worst one, but 20,000 of them come near it.
    assert 0.99 * data["error"]["written"] < data["error"]["measured"] <= data["error"]["written"]


def test_a_changed_network_is_found_out(tmp_path):
    path = tmp_path / "net.json"
    example("ramps").save(path)
    data = json.loads(path.read_text())
    data["layers"][1]["biases"][0] += 1.0
    path.write_text(json.dumps(data))
    assert json.loads(run("load", path, "--json").stdout)["error"]["measured"] > 0.9
    assert "measured   max 1.0" in run("load", path).stdout


def test_the_output_at_a_point(tmp_path):
    net = example("quadrants")
    net.save(tmp_path / "net.npz")
    printed = run("load", tmp_path / "net.npz", "--at", "0.25,-0.5").stdout
    assert run("load", tmp_path / "net.npz", "0.25,-0.5").stdout == printed
    twice = run("load", tmp_path / "net.npz", "0,0", "--at", "0,0", status=2)
    assert "give one point" in twice.output
    assert f"output     {float(net(0.25, -0.5)):.10g}" in printed
    assert "2 inputs" in run("load", tmp_path / "net.npz", "--at", "0.25", status=2).output
    assert "numbers" in run("load", tmp_path / "net.npz", "--at", "here,there", status=2).output


def test_formats_are_converted(tmp_path):
    net = example("towers")
    net.save(tmp_path / "net.onnx")
    run("load", tmp_path / "net.onnx", "--save", tmp_path / "net.npz", "--plot", tmp_path / "n.png")
    data = json.loads(run("load", tmp_path / "net.npz", "--json").stdout)
    assert data["construction"] == "towers"
    assert (tmp_path / "n.png").read_bytes().startswith(b"\x89PNG")


def test_no_file_makes_code_run(tmp_path):
    """A file may name any function; what is no formula is not looked for."""
    path = tmp_path / "net.json"
    example("ramps").save(path)
    data = json.loads(path.read_text())
    data["about"]["function"] = "py:os:getcwd"
    path.write_text(json.dumps(data))
    assert json.loads(run("load", path, "--json").stdout)["error"]["measured"] is None


def test_single_precision_says_what_it_costs(tmp_path):
    printed = run(
        "approximate", "sin(x)", "--with", "ramps", "--save", tmp_path / "net.onnx", "--float32"
    ).stdout
    assert "(float32: up to " in printed


def test_a_missing_file(tmp_path):
    assert "no such file" in run("load", tmp_path / "net.json", status=1).output


def test_the_pictures_show_the_network():
    import matplotlib.pyplot as plt

    from uat.exchange.about import about
    from uat.exchange.load import Loaded
    from uat.plots.loaded import loaded_page

    for kind in ("ramps", "quadrants", "curve"):
        net = example(kind)
        figure = loaded_page(Loaded(*about(net)))
        ax = figure.axes[1]
        if kind == "ramps":
            x, y = ax.lines[-1].get_data()
            assert np.allclose(y, net(x), atol=1e-12)
        if kind == "quadrants":
            image = ax.images[0].get_array()
            assert image[0, 0] == pytest.approx(float(net(-1.0, -1.0)))
            assert image[-1, 0] == pytest.approx(float(net(-1.0, 1.0)))
        plt.close(figure)


@pytest.mark.parametrize("at", ["nan", "inf", "1e999"])
def test_a_point_is_finite(at, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    uat.approximate("x", construction="ramps", tol=0.1).save("net.json")
    done = CliRunner().invoke(main, ["load", "net.json", "--at", at, "--json"])
    assert done.exit_code in (1, 2)
    assert isinstance(done.exception, SystemExit)
    assert "finite" in done.output


def test_it_is_measured_on_another_domain_than_its_own(tmp_path, monkeypatch):
    """The oracle is a fine grid on the other domain."""
    monkeypatch.chdir(tmp_path)
    line = ("approximate", "x^2", "-d", "0:1", "--with", "ramps", "--neurons", "1")
    run(*line, "--save", "one.json")
    network = uat.Network.load("one.json")
    x = np.linspace(-2.0, 3.0, 100_001)
    largest = np.abs(network.forward(x[:, None])[:, 0] - x**2).max()
    data = json.loads(run("load", "one.json", "-d", "-2:3", "--json").stdout)
    assert data["box"] == [[-2.0, 3.0]] and data["error"]["written"] is None
    assert 0.999 * largest < data["error"]["measured"] <= largest
    told = run("load", "one.json", "-d", "-2:3").stdout
    assert "built for  [0, 1]: outside of it nothing is promised" in told
    assert "built for" not in run("load", "one.json", "-d", "0:1").stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("-d", "0:1", "-d", "0:1"), "the network has one input, and the domain 2"),
        (("-d", "0:2", "--save", "b.c"), "save it without"),
    ],
)
def test_a_domain_fits_and_is_only_looked_at(options, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("approximate", "abs(x)", "-d", "-1:1", "--with", "ramps", "--save", "a.json")
    assert says in run("load", "a.json", *options, status=2).stderr
