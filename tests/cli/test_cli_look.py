"""`uat look`: the report, the data, the twin and the picture of a file of others."""

import json
import re
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner
from safetensors.numpy import save_file

import uat
from uat.cli import main
from uat.networks.network import Layer, Network


def run(*arguments, status=0):
    result = CliRunner().invoke(main, ["look", *map(str, arguments)], prog_name="uat")
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def weights(tmp_path):
    """|x| by two relu neurons, a third that is off, and a fourth that nothing reads."""
    path = tmp_path / "abs.safetensors"
    save_file(
        {
            "0.weight": np.array([[1.0], [-1.0], [0.5], [3.0]]),
            "0.bias": np.array([0.0, 0.0, -4.0, 1.0]),
            "2.weight": np.array([[1.0, 1.0, 7.0, 0.0]]),
            "2.bias": np.array([0.0]),
        },
        path,
    )
    return path


def test_the_report(weights, tmp_path):
    twin = tmp_path / "twin.json"
    picture = tmp_path / "look.png"
    said = run(weights, "-d", "-1:1", "--function", "abs(x)", "--prove", "--save", twin,
               "--plot", picture)  # fmt: skip

    said, bound = re.subn(r"network\| <= \d\.\d+e-15 on", "network| <= B on", said)

    assert bound == 1
    assert said == (
        "abs.safetensors on [-1, 1]\n"
        "  network    Network(1→4→1, relu, 12 parameters)\n"
        "  read as    relu was taken: the file does not say\n"
        "  regions    3 linear regions, exactly; 2 straight pieces, as neighbours go straight on\n"
        "  formula    -x  on [-1, 0]\n"
        "             x   on [0, 1]\n"
        "  idle       2 of 4 hidden neurons could be left out:\n"
        "             layer 1, off everywhere: 3\n"
        "             layer 1, read by nothing that varies: 4\n"
        "  twin       Network(1→2→1, relu, 7 parameters): the same function, 2 neurons fewer\n"
        "             no relu network of one hidden layer and fewer than 1 neuron can do it\n"
        "             |network - twin| <= 2e-15 on the whole box, proven\n"
        "  error      0 but for rounding, which is less than 7e-15, from abs(x)\n"
        "  proven     |f - network| <= B on all of it\n"
        f"  written    {twin}\n"
        f"  written    {picture}\n"
    )
    np.testing.assert_array_equal(uat.load(twin)([-0.5, 0.25]), [0.5, 0.25])


def test_the_data(weights):
    data = json.loads(run(weights, "-d", "-1:1", "--json"))

    assert (data["regions"], data["straight"]) == (3, 2)
    assert [piece["slopes"] for piece in data["pieces"]] == [[[-1.0]], [[1.0]]]
    assert [piece["corners"] for piece in data["pieces"]] == [[[-1.0], [0.0]], [[0.0], [1.0]]]
    assert [(each["neuron"], each["kind"]) for each in data["idle"]] == [
        (3, "constant"),
        (4, "unread"),
    ]
    assert data["twin"]["widths"] == [1, 2, 1] and data["twin"]["same"] is True
    assert data["error"] is None


def test_errors_are_sentences(weights, tmp_path):
    assert "runs code" in run("model.pkl", status=2)
    assert "1 input" in run(weights, "-d", "0:1", "-d", "0:1", status=2)
    assert "is what is read" in run(weights, "--save", weights, status=2)
    assert "say what f is" in run(weights, "--prove", status=2)
    for tol in ("-5", "nan", "-5%"):
        assert "tolerance must be a positive number" in run(weights, f"--tol={tol}", status=2)
    assert f"cannot read {tmp_path}: it is a folder" in run(tmp_path, status=1)
    assert "cannot read missing: no such file\n" in run("missing", status=1)
    (tmp_path / "do.sh").write_text("ls")
    assert "did you mean" not in run(tmp_path / "do.sh", status=2)
    (tmp_path / "folder.onnx").mkdir()
    assert "it is a folder" in run(tmp_path / "folder.onnx", status=1)
    (tmp_path / "words.pt").write_text("no weights")
    assert "words.pt: no file of PyTorch" in run(tmp_path / "words.pt", status=2)


def test_activations_are_named_as_the_option_takes_them(weights):
    """What a sentence names can be given, and gives no such sentence."""
    said = run(weights, "--activation", "hardtanh", status=2)
    names = re.search(r"looks at (.*) and formulas such as \"(.*)\" or \"(.*)\"", said)
    for name in [*names[1].split(", "), names[2], names[3]]:
        assert "read as" not in run(weights, "--activation", name)
        assert name in " ".join(run("--help").split())
    assert names[0] in run(weights, "--activation", "tanh", status=2)


def test_what_was_taken_is_said(weights):
    """Relu and [0, 1] where nobody said so; neither where somebody did."""
    taken = "read as    relu was taken: the file does not say", "[0, 1] was taken"
    said, told = run(weights), run(weights, "-d", "0:1", "--activation", "relu")
    assert all(words in said for words in taken) and not any(words in told for words in taken)
    assert json.loads(run(weights, "--json"))["box_taken"] is True


def test_two_inputs_in_a_picture():
    rng = np.random.default_rng(0)
    layers = [
        Layer(rng.normal(size=(n, m)), rng.normal(size=n), kind)
        for (m, n), kind in zip(pairwise((2, 6, 4, 1)), ("relu", "relu", "linear"), strict=True)
    ]
    found = uat.look(Network(tuple(layers)), [(-1, 1), (-1, 1)], function="x*y")
    figure = found.plot()
    outlines = figure.axes[0].collections[0]

    assert len(outlines.get_paths()) == found.regions
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles[2] == "|network − $f$|" and titles[3].startswith("As it is: 2 → 6 → 4 → 1")
