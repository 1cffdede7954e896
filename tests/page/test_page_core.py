"""The page's modules in a real browser: the same numbers, sentences and networks as Python's."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cores import core_page, numbers, run, same, samples
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

import uat
from uat.constructions.folds.cascade import sawtooth, square
from uat.constructions.line.partition import fewest_links
from uat.functions.expression import compile_expression
from uat.networks.activations import ACTIVATIONS, Activation
from uat.networks.network import Layer, Network

EPS = 2.0**-52


# Networks


def random_network(random: Any) -> Network:
    widths = [random.integers(1, 4), *random.integers(1, 9, random.integers(1, 4)), 1]
    names = [*random.choice(sorted(ACTIVATIONS), len(widths) - 2), "linear"]
    layers = []
    for size, inputs, name in zip(widths[1:], widths, names, strict=False):
        scale = 10.0 ** random.uniform(-1, 2)
        weights = random.normal(0, scale, (size, inputs))
        layers.append(Layer(weights, random.normal(0, scale, size), str(name)))
    return Network(tuple(layers))


def slack(network: Network, x: Any) -> Any:
    """What float64 allows: sums in another order, and s to a few ulp, through steep layers."""
    values, error = np.asarray(x), np.zeros(np.shape(x))
    for layer in network.layers:
        weights = np.abs(layer.weights)
        size = np.abs(values) @ weights.T + np.abs(layer.biases)
        error = 1.2 * (error @ weights.T + (layer.inputs + 4) * EPS * size)
        values = layer.forward(values)
        error += 0.0 if layer.activation.name == "linear" else 64 * EPS * (1 + np.abs(values))
    return error


def test_a_thousand_random_networks(core: Page) -> None:
    """To 1e-12 of the size of what the output neuron adds up."""
    random = np.random.default_rng(5)
    networks = [random_network(random) for _ in range(1000)]
    points = [random.uniform(-1, 1, (4, n.widths[0])) for n in networks]
    code = """(uat, pairs) => pairs.map(([data, points]) => {
        const [{fromJSON}, {toJSON}] = [uat["core/loaded"], uat["core/network"]];
        const again = fromJSON(toJSON(fromJSON(data)));
        return Array.from(again.forward(Float64Array.from(points.flat())), String);
    })"""
    pairs = [[n.to_dict(), p.tolist()] for n, p in zip(networks, points, strict=True)]
    for network, x, own in zip(networks, points, run(core, code, pairs), strict=True):
        difference = np.abs(numbers(own) - network.forward(x)[:, 0])
        values = x
        for layer in network.layers[:-1]:
            values = layer.forward(values)
        last = network.layers[-1]
        added = (np.abs(values) @ np.abs(last.weights).T + np.abs(last.biases))[:, 0]
        assert np.all(difference <= 1e-12 * added)  # their sizes: cancellation is no error of ours
        if not any(layer.activation.name == "step" for layer in network.layers):
            assert np.all(difference <= slack(network, x)[:, 0])


def test_what_is_no_network_is_refused(core: Page) -> None:
    code = """(uat, data) => data.map((each) => {
        try { return uat["core/loaded"].fromJSON(each) && ""; }
        catch (error) { return error.message; }
    })"""
    good = Network((Layer([[1.0]], [0.0], "tanh"),)).to_dict()
    bad = [None, 3, {}, good | {"version": 2}, good | {"layers": 3}]
    bad.append(
        good | {"layers": [{"weights": [[1.0], [1.0, 2.0]], "biases": [0.0], "activation": "tanh"}]}
    )
    assert all(run(core, code, bad))
    assert run(core, code, [good]) == [""]


# Depth, state


def test_sawtooth_and_its_counts(core: Page) -> None:
    same(core, "(uat, k) => uat['core/depth'].sawtooth(k)", [4], sawtooth(4).network)
    code = "(uat, tol) => uat['core/depth'].counts(tol)"
    for tol in (0.1, 1e-2, 1e-4, 1e-7):
        counts = run(core, code, tol)
        m = max(1, math.ceil(math.log(1 / (2 * tol), 4) - 1))
        assert counts["deep"] == square(m).network.neurons
        line = fewest_links(samples("x^2", 4001), tol) if tol > 1e-6 else None
        assert line is None or abs(counts["shallow"] - (line.edges.size - 1)) <= 1


def test_states_survive_a_link_and_hostile_links_do_not(core: Page) -> None:
    code = "(uat, state) => uat['core/state'].decode(uat['core/state'].encode(state))"
    state = {
        "v": 1, "f": "sin(x)·π ≤ 1", "box": [0, 1], "data": [0, 1, 0.5, 2], "theme": "dark",
        "panels": {"many": {"heights": [0.5, -1], "shown": True, "s": "tanh", "w": 3.5}},
    }  # fmt: skip
    assert run(core, code, state) == state
    refuse = """(uat, links) => links.map((link) => {
        try { return uat["core/state"].decode(link) && ""; } catch (error) { return error.message; }
    })"""
    make = "(uat, data) => data.map((each) => uat['core/state'].encode(each))"
    wrong: list[Any] = [
        3, [], {"v": 2}, {"v": 1, "box": [1, 0]}, {"v": 1, "box": [0, None]}, {"v": 1, "f": 7},
        {"v": 1, "extra": 1}, {"v": 1, "panels": {"a b": {}}}, {"v": 1, "panels": {"a": {"b": {}}}},
        {"v": 1, "data": [0] * 5000}, {"v": 1, "theme": "pink"}, {"v": 1, "f": "x" * 5000},
    ]  # fmt: skip
    links = [
        *run(core, make, wrong),
        "",
        "1.",
        "2.abc",
        "1.!!",
        "1.e30",
        "x" * 300_000,
        "1.e30.e30",
    ]
    said = run(core, refuse, links)
    assert all(sentence.endswith(".") for sentence in said), said


PLAIN = st.floats(-1e6, 1e6).map(lambda value: value + 0.0)  # JSON has no negative zero
STATES = st.fixed_dictionaries(
    {"v": st.just(1)},
    optional={
        "f": st.text(max_size=40),
        "box": st.tuples(PLAIN, st.floats(1, 1e6)).map(lambda pair: [pair[0], pair[0] + pair[1]]),
        "theme": st.sampled_from(["dark", "light"]),
        "panels": st.dictionaries(
            st.sampled_from(["many", "one", "deep"]),
            st.dictionaries(
                st.sampled_from(["s", "w", "shown", "heights"]),
                st.booleans() | PLAIN | st.text("abcxyz()+*", max_size=10) | st.lists(PLAIN),
            ),
        ),
    },
)


@settings(max_examples=60)
@given(STATES, st.lists(st.tuples(st.floats(0, 1), st.text(max_size=3)), max_size=3))
def test_random_states_survive_a_link_and_damage_is_told(
    core: Page, state: Any, changes: list[tuple[float, str]]
) -> None:
    link = run(core, "(uat, state) => uat['core/state'].encode(state)", state)
    assert run(core, "(uat, link) => uat['core/state'].decode(link)", link) == state
    for share, put in changes:
        place = int(share * len(link))
        link = link[:place] + put + link[place + 1 :]
    code = """(uat, link) => {
        try { return uat["core/state"].decode(link).v; } catch (error) { return error.message; }
    }"""
    said = run(core, code, link)
    assert said == 1 or said.endswith("."), said


def test_undo_and_redo(core: Page) -> None:
    code = """(uat) => { const h = new uat["core/state"].History(0); const seen = [];
        h.push(1); h.push(2); seen.push(h.undo(), h.undo(), h.undo(), h.redo()); h.push(3);
        seen.push(h.canRedo, h.reset(), h.undo()); return seen; }"""
    assert run(core, code) == [1, 0, None, 1, False, 0, 3]


# Activations


def test_verdicts_agree_with_pythons(core: Page) -> None:
    from uat.networks.activations.verdict import examine

    texts = [
        *ACTIVATIONS, "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))", "log(1+exp(z))", "z^2",
        "sin(z)", "exp(-z^2)", "3*z - 1", "z/(1+abs(z))", "exp(z)", "min(z, 0)", "z*erf(z)",
        "2*tanh(z) - 5",
    ]  # fmt: skip
    code = "(uat, texts) => texts.map((text) => uat['core/activations'].judge(text).verdict)"
    kinds = {"step-like": "step", "pair": "pair", "refused": "refused"}
    assert run(core, code, texts) == [kinds[examine(text).kind] for text in texts]


NO_STEP = [
    "sin(z)", "floor(z)", "exp(-z^2)", "z^2", "z^3 - z", "3*z - 1", "3", "linear", "z + sin(z)",
    "z*cos(z)", "1/z", "log(z)", "sqrt(z)", "z + tanh(z)", "exp(-abs(z))", "z^2*sin(z)", "abs(z)*z",
    "2*z + exp(-z^2)", "sinc(z)", "asin(z)", "2 + cos(3*z)",
]  # fmt: skip


def test_why_there_is_no_step_is_said_in_pythons_words(core: Page) -> None:
    from uat.networks.activations.verdict import examine

    code = "(uat, texts) => texts.map((text) => uat['core/activations'].judge(text).reason)"
    assert run(core, code, NO_STEP) == [examine(text).reason for text in NO_STEP]


def test_values_of_activations_are_pythons(core: Page) -> None:
    z = [-900.0, -17.0, -3.0, -0.7, 0.0, 0.0, 0.3, 3.0, 40.0, 900.0]
    code = """(uat, name, z) =>
        Array.from(uat['core/activations'].activation(name).s(Float64Array.from(z)))"""
    for name, s in ACTIVATIONS.items():
        wanted = s(np.array(z))
        np.testing.assert_allclose(run(core, code, name, z), wanted, 1e-13, 1e-15, err_msg=name)


def test_an_activation_is_added_to_the_page_by_its_record_alone(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "2*atan(tanh(z/2))"
    ends = (-math.pi / 2, math.pi / 2, 37.5)
    record = Activation("gudermannian", compile_expression(text, ("z",)), *ends, text)
    monkeypatch.setitem(ACTIVATIONS, "gudermannian", record)
    path = tmp_path / "page.html"
    path.write_text(core_page(), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("globalThis.uat !== undefined")
    code = """(uat) => {
        const {judge, activation} = uat["core/activations"];
        const values = activation("gudermannian").s(Float64Array.of(1, -2));
        return [judge("Gudermannian").verdict, ...values];
    }"""
    verdict, *values = run(page, code)
    page.close()
    assert verdict == "step"
    assert values == pytest.approx(np.arcsin(np.tanh([1.0, -2.0])), rel=1e-14)


CSV = """(uat, text) => { try { const {points, told} = uat["core/samples"].fromCSV(text);
    return [points, told]; } catch (error) { return error.message; } }"""

TABLES = [
    "x,y\r\n1,2\n0,1\n# note\n3,4\n",
    "0;1,5\n1;2,5\n2;-1e-3",
    "Zeit;Weg\n0,5;1.234,5\n1,5;2.000,0\n2,5;3.100,5",
    "0,5 1,5\n1,5 2,5\n2,5 0,25\n",
    '"t","v"\n"0","1.5"\n"2","2.5"\n',
    "0\t1,5\n\n1\t2,5\n",
    "a | b\n1 | 2\n2 | −3\n",
    "x;y\n0;1,5\n1;\n2;abc\n3;2,5\n",
]


@pytest.mark.parametrize("text", TABLES)
def test_samples_are_those_that_the_library_reads(core: Page, tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8", newline="")
    line = uat.make_target(str(path)).function
    points, _ = run(core, CSV, text)
    assert points == np.column_stack([line.axes[0], line.values]).tolist()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0 1\n1 2", []),
        ("t;v;n\n0;1;5\n1;2;6\n", ["Column n is left out: x is t, and y is v."]),
        ("0 1\n0 3\n1 4", ["One sample stands where another does: their mean counts."]),
        (
            TABLES[-1],
            ["Line 3 is left out: y is empty.", "Line 4 is left out: y is “abc”."],
        ),
        (
            "0 1\n1 2\n2 3\n3 a\n4 a\n5 a\n6 a\n7 6\n8 6\n9 1",
            [
                *(f"Line {k} is left out: 2 is “a”." for k in (4, 5, 6)),
                "One more line is left out.",
            ],
        ),
        ("hello", "There are not two columns of numbers here: write x and y on each line."),
        ("1;2", "There are not two samples here: write x and y on each line."),
    ],
)
def test_it_is_said_what_was_left_out(core: Page, text: str, told: list[str] | str) -> None:
    found = run(core, CSV, text)
    assert (found if isinstance(found, str) else found[1]) == told


def test_uat_loads_what_the_page_writes(core: Page, tmp_path: Path) -> None:
    code = """(uat) => uat["core/network"].toJSON(uat["core/construct"].bumps([0, 0.5, 1], [1, 2],
        {steepness: 500, activation: "tanh"}))"""
    (tmp_path / "net.json").write_text(json.dumps(run(core, code)))
    network = uat.Network.load(tmp_path / "net.json")
    assert network.forward([[0.25], [0.75]])[:, 0] == pytest.approx([1, 2], abs=1e-12)
