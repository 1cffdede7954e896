"""Files by suffix: what is written is read back, and what cannot be written is refused."""

import importlib.util
import json
import subprocess
import sys

import numpy as np
import pytest
from exporting import KINDS, example, points, rounding

from uat.base.errors import FileError, InputError
from uat.exchange.formats import FORMATS
from uat.exchange.load import load
from uat.exchange.save import save
from uat.networks.network import Layer, Network


def called(function, x, outputs):
    """The values of a function of numbers at rows of x, (n, outputs)."""
    return np.array([function(*row) for row in x.tolist()]).reshape(len(x), outputs)


@pytest.mark.parametrize("suffix", [".json", ".npz", ".onnx", ".safetensors"])
@pytest.mark.parametrize("kind", ["bumps", "quadrants", "classes"])
def test_a_saved_network_is_loaded_to_the_last_bit(kind, suffix, tmp_path):
    net = example(kind)
    net.save(tmp_path / f"net{suffix}")
    loaded = load(tmp_path / f"net{suffix}")

    assert loaded.network == net.network
    assert loaded.about.box == net.target.box
    assert loaded.about.construction == net.construction
    assert loaded.about.error == net.error.max
    assert loaded.about.function == (net.target.formula or net.target.name)


@pytest.mark.parametrize("kind", KINDS)
def test_the_python_file_needs_only_math_and_computes_the_network(kind, tmp_path):
    net = example(kind)
    path = tmp_path / "net.py"
    net.save(path)
    spec = importlib.util.spec_from_file_location("written", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    x = points(net.network, net.target.box, 300)

    difference = called(module.network, x, net.network.widths[-1]) - net.network.forward(x)
    assert np.all(np.abs(difference) <= rounding(net.network, x))
    assert not {"numpy", "uat"} & set(vars(module))


def test_the_python_file_runs_in_an_empty_interpreter(tmp_path):
    example("ramps").save(tmp_path / "net.py")
    code = "import net, sys; print(net.network(0.25)); assert 'numpy' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(done.stdout) == pytest.approx(float(example("ramps")(0.25)), abs=1e-12)


def test_a_bare_network_is_saved_too(tmp_path):
    network = Network((Layer([[2.0, -1.0]], [0.5], "tanh"), Layer([[3.0]], [0.0], "linear")))
    save(network, tmp_path / "net.json")
    assert load(tmp_path / "net.json").network == network
    assert Network.load(tmp_path / "net.json") == network


@pytest.mark.parametrize("name", ["net", "net.txt", "net.pickle"])
def test_other_suffixes_are_refused(name, tmp_path):
    with pytest.raises(InputError, match=r"\.onnx"):
        save(example("ramps"), tmp_path / name)
    with pytest.raises(InputError, match=r"\.safetensors"):
        load(tmp_path / name)


def test_single_precision_is_for_onnx(tmp_path):
    with pytest.raises(InputError, match=r"for \.onnx, \.pt"):
        save(example("ramps"), tmp_path / "net.py", precision="float32")
    with pytest.raises(InputError, match="unknown precision"):
        save(example("ramps"), tmp_path / "net.onnx", precision="float16")


@pytest.mark.parametrize("suffix", [s for s in FORMATS if s != ".pt"])
def test_nothing_is_left_behind_where_nothing_can_be_written(suffix, tmp_path):
    with pytest.raises(FileError):
        save(example("ramps"), tmp_path / "missing" / f"net{suffix}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".onnx", ".safetensors", ".json", ".npz"])
@pytest.mark.parametrize("content", [b"", b"garbage", b"{}", b"\x08\x07\xff\xff\xff\xff\x0f"])
def test_other_files_are_refused_with_a_sentence(suffix, content, tmp_path):
    path = tmp_path / f"net{suffix}"
    path.write_bytes(content)
    with pytest.raises(InputError):
        load(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        load(tmp_path / "net.onnx")
    (tmp_path / "net.onnx").mkdir()
    with pytest.raises(FileError, match="it is a folder"):
        load(tmp_path / "net.onnx")


def test_damaged_words_are_refused(tmp_path):
    path = tmp_path / "net.json"
    example("ramps").save(path)
    data = json.loads(path.read_text())
    data["about"]["box"] = [[0, 1], [0, 1]]
    path.write_text(json.dumps(data))
    with pytest.raises(InputError, match="number of inputs"):
        load(path)
