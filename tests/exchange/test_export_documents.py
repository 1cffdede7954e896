"""The Typst page computes the network; both pages hold its numbers to the last bit."""

import json
import re

import numpy as np
import pytest
import typst
from exporting import KINDS, example, points, rounding

from uat.exchange.save import save
from uat.networks.network import Layer, Network


@pytest.mark.parametrize("kind", KINDS)
def test_typst_computes_the_network(kind, tmp_path):
    net = example(kind)
    path = tmp_path / "net.typ"
    net.save(path)
    x = points(net.network, net.target.box, 60)
    calls = ", ".join(f"network({', '.join(map(repr, row))})" for row in x.tolist())
    path.write_text(path.read_text() + f"\n#metadata(({calls},)) <values>\n")
    (values,) = json.loads(typst.query(path, "<values>", field="value"))

    own = np.array(values).reshape(len(x), -1)
    assert np.all(np.abs(own - net.network.forward(x)) <= rounding(net.network, x))


@pytest.mark.parametrize("kind", ["bumps", "quadrants", "folds"])
def test_typst_sets_the_page(kind, tmp_path):
    example(kind).save(tmp_path / "net.typ")
    assert typst.compile(tmp_path / "net.typ").startswith(b"%PDF")


def test_latex_holds_every_weight_of_a_sum(tmp_path):
    net = example("ramps")
    net.save(tmp_path / "net.tex")
    text = (tmp_path / "net.tex").read_text()
    body = text.split(r"\begin{align*}")[1].split(r"\quad")[0]
    numbers = {float(number) for number in re.findall(r"[\d.]+", body) if number != "."}
    wanted = np.concatenate([layer.weights.ravel() for layer in net.network.layers])
    wanted = np.concatenate([wanted, *(layer.biases for layer in net.network.layers)])
    assert {abs(value) for value in wanted.tolist()} - {0.0, 1.0} <= numbers


def test_latex_brackets_and_environments_match(tmp_path):
    for kind in KINDS:
        example(kind).save(tmp_path / "net.tex")
        text = re.sub(r"\\[{}]", "", (tmp_path / "net.tex").read_text())
        assert text.count("{") == text.count("}")
        assert text.count(r"\left") == text.count(r"\right")
        begun = re.findall(r"\\begin{(\w+\*?)}", text)
        assert sorted(begun) == sorted(re.findall(r"\\end{(\w+\*?)}", text))
        assert text.count(r"\[") == text.count(r"\]")


def test_names_with_special_characters_are_escaped(tmp_path):
    net = example("quadrants")
    net.save(tmp_path / "net.tex")
    assert r"sin(3*x)*cos(2*y)" in (tmp_path / "net.tex").read_text()
    example("ramps").save(tmp_path / "net.tex")
    assert r"x\textasciicircum{}2" in (tmp_path / "net.tex").read_text()


def test_a_typed_activation_is_shown_though_typst_cannot_compute_it(tmp_path):
    network = Network((Layer([[2.0]], [0.5], "z/(1+z^2)"), Layer([[1.0]], [0.0], "linear")))
    save(network, tmp_path / "net.typ")
    assert "#let network" not in (tmp_path / "net.typ").read_text()
    assert typst.compile(tmp_path / "net.typ").startswith(b"%PDF")
