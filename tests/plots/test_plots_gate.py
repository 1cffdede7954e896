"""One neuron of layer 2, taken out of its network, is still what the network has."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from planes import forward_at, net

import uat
from uat.plots import plot_neuron, plot_towers
from uat.plots.plane.gate import Gate, gates_of, most_telling


@pytest.fixture
def ax():
    return Figure(figsize=(7, 6), layout="constrained").add_subplot()


@pytest.mark.parametrize("case", ["towers", "quadrants", "pairs", "tanh", "three"])
def test_a_gate_is_its_neuron(case):
    approximation = net(case)
    gate = Gate(approximation.network, most_telling(approximation))
    random = np.random.default_rng(4)
    points = [low + (high - low) * random.random(500) for low, high in approximation.target.box]
    first, second, _ = approximation.network.layers
    hidden = uat.Network((first, second)).forward(np.stack(points, axis=1))
    rise = second.activation.rise
    assert rise is not None
    signs = np.array([sign for _, sign in rise.copies])
    own = (hidden[:, gate.rows] @ signs - rise.low) / rise.height
    inside = np.ones(500)
    for side in gate.sides:
        passed = points[side.axis] > side.position
        inside *= passed if side.sign > 0 else ~passed

    assert np.allclose(gate.output(*points), own, atol=1e-12)
    # Away from the windows, which are narrow, the neuron is on in its box and off elsewhere.
    assert np.mean(np.abs(own - inside) < 1e-6) > 0.95
    assert gate.threshold == pytest.approx(sum(side.sign > 0 for side in gate.sides) - 0.5)


@pytest.mark.parametrize("case", ["towers", "quadrants", "pairs", "tanh"])
def test_gates_with_their_heights_are_the_network(case):
    approximation = net(case)
    gates = [Gate(approximation.network, i) for i in range(gates_of(approximation))]
    random = np.random.default_rng(5)
    x, y = random.uniform(-1, 1, (2, 200))
    added = np.sum([gate.weights()[0] * gate.output(x, y) for gate in gates], axis=0)
    rest = forward_at(approximation, x, y) - added

    assert np.ptp(rest) <= 1e-9


def test_the_margins_are_the_sum_and_the_threshold_bounds_the_output():
    approximation = net("towers")
    gate = Gate(approximation.network, most_telling(approximation))
    random = np.random.default_rng(6)
    x, y = random.uniform(-1, 1, (2, 1000))
    whole, across, up = (gate.steps_on(axes, x, y) for axes in ((0, 1), (0,), (1,)))
    on = gate.output(x, y)

    assert np.allclose(whole, across + up, atol=1e-12)
    assert ((whole > gate.threshold) == (on > 0.5)).all()
    # Windows are narrow: nearly everywhere whole steps are on.
    assert np.mean(np.abs(whole - np.rint(whole)) < 1e-3) > 0.95
    assert set(np.unique(np.rint(whole))) <= {0, 1, 2}


def test_a_neuron_that_is_not_there_is_refused():
    with pytest.raises(uat.InputError, match="neurons 0 to"):
        plot_neuron(net("towers"), 100_000)


def test_the_diagram_counts_what_it_leaves_out(ax):
    plot_towers(net("towers"), ax)
    words = [text.get_text() for text in ax.texts]
    gates = gates_of(net("towers"))
    drawn = sum(word == "> 1.5" for word in words)

    assert 1 <= drawn <= 3
    assert any(f"{gates - drawn} more" in word for word in words)
    assert {"inputs", "steps", "output"} <= set(words)


def test_all_gates_are_drawn_where_they_fit(ax):
    """Those of fewer sides than others too: xor has two of two steps, and one of a single one."""
    approximation = uat.approximate("xor", construction="quadrants")
    plot_towers(approximation, ax)
    words = [text.get_text() for text in ax.texts]
    assert gates_of(approximation) == sum(word.startswith(">") for word in words) == 3
    assert not any("more" in word for word in words)


@pytest.mark.parametrize("function", ["xor", "spiral", "(x*y > 0, x > 0, y > 0.5)"])
def test_no_wire_to_an_output_crosses_what_a_gate_asks(function, ax):
    approximation = uat.approximate(function, tol=0.2, construction="quadrants")
    plot_towers(approximation, ax)
    ax.figure.canvas.draw()
    asked = [text.get_window_extent() for text in ax.texts if text.get_text().startswith(">")]
    wires = [line.get_path().transformed(line.get_transform()) for line in ax.lines]
    last = max(wire.vertices[:, 0].max() for wire in wires)
    to_outputs = [w for w in wires if len(w.vertices) == 2 and w.vertices[:, 0].max() == last]
    assert asked and len(to_outputs) >= 2 * len(asked)
    assert not [w for w in to_outputs for box in asked if w.intersects_bbox(box, filled=False)]
