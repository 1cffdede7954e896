"""Every file that is written is read back: as the same network, or with a sentence why not."""

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from exporting import example

import uat
from uat.cli import main
from uat.exchange.about import about
from uat.exchange.enclosed import TITLE
from uat.exchange.formats import FORMATS, Format
from uat.exchange.load import load
from uat.exchange.save import save
from uat.networks.matrices import dense


def same(one, other):
    return len(one.layers) == len(other.layers) and all(
        a.activation.name == b.activation.name
        and np.array_equal(dense(a.weights), dense(b.weights))
        and np.array_equal(a.biases, b.biases)
        for a, b in zip(one.layers, other.layers, strict=True)
    )


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("kind", ["steps", "ramps", "quadrants"])
def test_what_is_written_is_read_back(kind, suffix, tmp_path):
    if FORMATS[suffix].package:
        pytest.importorskip(FORMATS[suffix].package)
    net = example(kind)
    net.save(tmp_path / f"net{suffix}")
    loaded = uat.load(tmp_path / f"net{suffix}")
    assert same(loaded.network, net.network)
    assert loaded.about.function == (net.target.formula or net.target.name)
    assert loaded.about.box == net.target.box
    if net.target.inputs == 1:
        assert loaded(0.3) == pytest.approx(net(0.3), abs=1e-12)
        assert loaded.predict([0.3, 0.4]).shape == (2,)


@pytest.mark.parametrize("suffix", [s for s, form in FORMATS.items() if form.comment])
def test_what_was_changed_by_hand_is_not_passed_over(suffix, tmp_path):
    path = tmp_path / f"net{suffix}"
    example("ramps").save(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert load(path).network == example("ramps").network  # as Windows has it
    path.write_text(text.replace("1", "2", 1), encoding="utf-8")
    with pytest.raises(uat.InputError, match="was changed after uat wrote it"):
        load(path)
    path.write_text(text[: text.index(TITLE) - 3], encoding="utf-8")
    with pytest.raises(uat.InputError, match="holds no network"):
        load(path)
    path.write_text(text.rstrip()[:-90], encoding="utf-8")
    with pytest.raises(uat.InputError, match="damaged"):
        load(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(uat.InputError, match="no text"):
        load(path)


def test_the_bound_stands_in_c(tmp_path):
    net = uat.approximate("x^2", construction="ramps", tol=0.01, prove=True)
    for suffix in (".c", ".h"):
        save(net, tmp_path / f"net{suffix}")
        head = (tmp_path / f"net{suffix}").read_text(encoding="utf-8")
        assert "|f - network| <= 0.0" in head and "on [0, 1], proven for float64" in head
    save(uat.approximate("x^2", construction="ramps", tol=0.01), tmp_path / "net.c")
    assert "wherever it was measured" in (tmp_path / "net.c").read_text(encoding="utf-8")


def test_the_claim_in_a_file_is_the_one_that_was_proven():
    """It names the precision, the samples, the share of |f|, the mean, and what it rests on."""

    def claim(f, **options):
        return about(uat.approximate(f, (0, 1), construction="ramps", prove=True, **options))[
            1
        ].claim

    assert claim("x^2", tol=0.01, precision="float32").endswith(
        "on [0, 1], as float32 computes it, sums in any order, proven"
    )
    assert "at all 57 float8_e4m3 numbers in [0, 1], proven" in claim(
        "x^2", tol=0.01, precision="float8"
    )
    assert claim("x^2", tol=0.01, norm="l2").startswith("root mean square of network - f <= ")
    assert "of max(0.01, 0.01*|f|) on [0, 1]" in claim("exp(x)", tol=0.01, rel=0.01)
    assert "if f is nowhere steeper than 3, proven" in claim(lambda x: x * x, tol=0.1, lipschitz=3)


def test_a_header_may_be_included_twice(tmp_path):
    import shutil
    import subprocess

    if not (compiler := shutil.which("cc") or shutil.which("gcc")):
        pytest.skip("there is no C compiler")
    net = example("ramps")
    net.save(tmp_path / "net.h")
    main = '#include <stdio.h>\n#include "net.h"\n#include "net.h"\n'
    main += 'double other(double x);\nint main(void) { printf("%.17g %.17g", network(0.25), '
    (tmp_path / "main.c").write_text(main + "other(0.25)); return 0; }\n")
    (tmp_path / "other.c").write_text(
        '#include "net.h"\ndouble other(double x) { return network(x); }\n'
    )
    files = ["main.c", "other.c", "-o", "main", "-lm"]
    command = [compiler, "-std=c99", "-Wall", "-Werror", *files]
    subprocess.run(command, cwd=tmp_path, check=True)
    done = subprocess.run([tmp_path / "main"], capture_output=True, text=True, check=True)
    assert [float(v) for v in done.stdout.split()] == pytest.approx([net(0.25)] * 2, abs=1e-12)


JAX = """
import sys
import jax
import numpy as np
from click.testing import CliRunner
from exporting import example
from uat.networks.matrices import dense

jax.config.update("jax_enable_x64", True)
for kind in sys.argv[1:]:
    net = example(kind)
    function = jax.jit(net.to_jax())
    rng = np.random.default_rng(0)
    points = [low + (high - low) * rng.random(300) for low, high in net.target.box]
    largest = max(1.0, *(np.abs(dense(layer.weights)).max() for layer in net.network.layers))
    print(np.abs(np.asarray(function(*points)) - net(*points)).max() / largest)
net = example("ramps")
print(jax.grad(net.to_jax())(0.3) - (net(0.300001) - net(0.3)) / 1e-6)
"""


def test_jax_computes_networks_and_derives_them():
    """In a process of its own: JAX has threads, and a process with threads should not fork."""
    if importlib.util.find_spec("jax") is None:
        pytest.skip("no JAX here")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    kinds = ["steps", "ramps", "quadrants", "folds"]
    command = [sys.executable, "-c", JAX, *kinds]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    *differences, slope = map(float, done.stdout.split())
    found = dict(zip(kinds, differences, strict=True))
    assert all(difference <= 1e-9 for difference in differences), found
    assert abs(slope) <= 1e-5


def test_without_jax_the_command_is_named(without):
    net = example("ramps")
    without("jax")
    with pytest.raises(uat.UatError, match="-m pip install jax brings it"):
        net.to_jax()


def test_a_format_is_one_record(monkeypatch, tmp_path):
    """Files of a format that is added are written, read, named in help and in refusals."""
    import uat.exchange.documents as documents

    def rust(network, words):
        return f"// {words.function}: {network!r}\n"

    monkeypatch.setattr(documents, "rust", rust, raising=False)
    monkeypatch.setitem(FORMATS, ".rs", Format(".rs", "documents:rust", comment="//"))
    net = example("ramps")
    net.save(tmp_path / "net.rs")
    assert (tmp_path / "net.rs").read_text().startswith("// 0.2 + 0.4*x^2")
    assert same(uat.load(tmp_path / "net.rs").network, net.network)
    with pytest.raises(uat.InputError, match=r"use one of .*\.rs"):
        net.save(tmp_path / "net.odd")
    with pytest.raises(uat.InputError, match=r"\.rs files hold float64"):
        save(net, tmp_path / "net.rs", precision="float32")
    order = [
        "approximate",
        "x",
        "--with",
        "ramps",
        "--tol",
        "0.1",
        "--save",
        str(tmp_path / "x.rs"),
    ]
    assert CliRunner().invoke(main, order).exit_code == 0
    assert uat.load(tmp_path / "x.rs")(0.25) == pytest.approx(0.25, abs=0.1)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_format_names_functions_that_are_there(form):
    for name in filter(None, (form.writer, form.reader)):
        module, function = name.split(":")
        assert callable(getattr(importlib.import_module(f"uat.exchange.{module}"), function))
