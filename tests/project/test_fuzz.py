"""Random and damaged input ends in a value or in one of our errors, and never in anything else."""

import json
import os
import warnings
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from fuzzing import imported
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from uat.base.errors import UatError
from uat.exchange.load import load
from uat.exchange.save import save
from uat.functions.expression import compile_expression, compile_formula
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

FEW = settings(max_examples=40)
PACKAGES = {".onnx": "onnx", ".safetensors": "safetensors"}
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: float(np.float64(value)))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    widths = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    names = [draw(st.sampled_from(["sigmoid", "tanh", "relu"])) for _ in widths[2:]] + ["linear"]
    layers = []
    for inputs, neurons, name in zip(widths, widths[1:], names, strict=False):
        weights = [[draw(NUMBERS) for _ in range(inputs)] for _ in range(neurons)]
        layers.append(Layer(weights, [draw(NUMBERS) for _ in range(neurons)], name))
    return Network(tuple(layers))


@pytest.mark.parametrize("suffix", [".json", ".npz", ".onnx", ".safetensors"])
@FEW
@given(net=networks())
def test_any_network_is_read_back_bit_for_bit(tmp_path_factory, suffix, net):
    if suffix in PACKAGES:
        pytest.importorskip(PACKAGES[suffix])
    path = tmp_path_factory.getbasetemp() / f"fuzzed{suffix}"
    save(net, path)
    again = load(path).network
    for one, other in zip(net.layers, again.layers, strict=True):
        np.testing.assert_array_equal(one.weights, other.weights)
        np.testing.assert_array_equal(one.biases, other.biases)
        assert one.activation.name == other.activation.name


@settings(max_examples=60)
@given(st.text("xyzt0123456789.+-*/^()<>=,ei \n'\"_", max_size=40))
def test_any_formula_is_printed_and_read_back_the_same(text):
    try:
        f = compile_formula(text)
    except UatError as error:
        assert str(error)
        return
    printed = f.to_text() if hasattr(f, "to_text") else None
    if printed is not None:
        assert compile_expression(printed, f.names).tree == f.tree


@pytest.fixture(scope="module")
def valid(tmp_path_factory) -> dict[str, bytes]:
    """A good file of each kind that is read."""
    folder = tmp_path_factory.mktemp("valid")
    layers = (Layer([[3.0], [-1.5]], [0.5, 2.0], "tanh"), Layer([[1.0, -2.0]], [0.25], "linear"))
    for suffix in (".json", ".npz"):
        save(Network(layers), folder / f"net{suffix}")
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3) * 5
    for suffix in (".png", ".jpg", ".gif", ".tif", ".webp", ".bmp"):
        Image.fromarray(pixels).save(folder / f"net{suffix}")
    (folder / "net.csv").write_text("x,y\n0,1\n0.5,2.5\n1,-3\n")
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


SUFFIXES = [".json", ".npz", ".csv", ".png", ".jpg", ".gif", ".tif", ".webp", ".bmp"]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.binary(max_size=4), st.integers(0, 4)), min_size=1, max_size=4
)


def damaged(content: bytes, changes: list[tuple[float, bytes, int]]) -> bytes:
    """Some bytes put in, and some taken out, at shares of the length."""
    for share, put, taken in changes:
        place = int(share * len(content))
        content = content[:place] + put + content[place + taken :]
    return content


def read(path: Path) -> None:
    """Read the file as its suffix says; a mistake is a sentence, and nothing warns."""
    reader = load if path.suffix in (".json", ".npz") else make_target
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            reader(path)
        except UatError as error:
            assert "\n" not in str(error) and len(str(error)) < 1000


@pytest.mark.parametrize("suffix", SUFFIXES)
@FEW
@given(changes=CHANGES)
def test_damaged_files_are_read_or_told(tmp_path_factory, valid, suffix, changes):
    path = tmp_path_factory.getbasetemp() / f"damaged{suffix}"
    path.write_bytes(damaged(valid[suffix], changes))
    read(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@FEW
@given(content=st.binary(max_size=200))
def test_random_bytes_are_told(tmp_path_factory, suffix, content):
    path = tmp_path_factory.getbasetemp() / f"random{suffix}"
    path.write_bytes(content)
    read(path)


def test_an_archive_with_a_wrong_byte_between_its_parts(tmp_path, valid):
    """Found by the test above: zipfile has errors of its own."""
    (tmp_path / "net.npz").write_bytes(damaged(valid[".npz"], [(0.5, b"\0", 0)]))
    with pytest.raises(UatError, match="is not a network file"):
        load(tmp_path / "net.npz")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
def test_deep_json_is_told(tmp_path, text):
    (tmp_path / "deep.json").write_text(text)
    with pytest.raises(UatError, match="is not a network file"):
        load(tmp_path / "deep.json")


def test_a_network_file_that_claims_a_huge_shape_costs_no_memory(tmp_path):
    weights = {"shape": [10**12, 1], "rows": [0], "columns": [0], "values": [1.0]}
    layer = {"activation": "linear", "weights": weights, "biases": [0.0]}
    data = {"format": "uat-network", "version": 1, "layers": [layer]}
    (tmp_path / "huge.json").write_text(json.dumps(data))
    with pytest.raises(UatError, match="as many biases"):
        load(tmp_path / "huge.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts),
    max_leaves=6,
)


@FEW
@given(
    key=st.sampled_from(
        ["format", "version", "layers", "weights", "biases", "activation", "about"]
    ),
    value=JSON,
)
def test_network_files_with_one_wrong_part_are_told(tmp_path_factory, valid, key, value):
    data = json.loads(valid[".json"])
    (data["layers"][0] if key in data["layers"][0] else data)[key] = value
    path = tmp_path_factory.getbasetemp() / "wrong.json"
    path.write_text(json.dumps(data))
    read(path)


@FEW
@given(net=networks(), fails=st.booleans())
def test_saving_leaves_one_whole_file(tmp_path_factory, net, fails):
    folder = tmp_path_factory.mktemp("saved")
    save(net, folder / "net.json")
    if fails:
        with pytest.raises(UatError):
            save(net, folder / "net.none")
    assert os.listdir(folder) == ["net.json"]


@pytest.fixture(scope="module")
def readers() -> ModuleType:
    return imported("readers")


def test_damage_is_counted_kept_and_ends_with_status_one(readers, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(readers, "FOUND", tmp_path / "found")
    monkeypatch.setattr(readers, "seeds", lambda folder: [(".csv", b"x,y\n0,1\n1,2\n")])
    assert readers.main(0.2, seed=1) == 0 and not (tmp_path / "found").exists()

    def careless(path):
        if b"y" not in path.read_bytes():
            raise KeyError("y")

    monkeypatch.setattr(readers, "used", careless)
    assert readers.main(0.2, seed=1) == 1
    kept = list((tmp_path / "found").iterdir())
    assert kept and all(b"y" not in path.read_bytes() for path in kept)
    assert "KeyError: 'y'" in capsys.readouterr().out


def test_an_input_that_takes_long_is_a_failure(readers, tmp_path, monkeypatch):
    monkeypatch.setattr(readers, "SLOWEST", 0.0)
    with pytest.raises(AssertionError, match=r"took \d"):
        readers.tried("", b"sin(x)", tmp_path)


def test_without_atheris_the_guided_half_says_so(without, capsys):
    without("atheris")
    assert imported("guided").main([]) == 0
    said = capsys.readouterr()
    assert "pip install 'uat-explorer[fuzz]'" in said.out and said.err == ""
