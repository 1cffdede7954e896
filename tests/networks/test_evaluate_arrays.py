"""Few neurons are evaluated on whole arrays, many in compiled loops: the same numbers."""

import numpy as np
import pytest

from uat.networks.activations import get_activation
from uat.networks.evaluate import arrays, evaluate, line, loops
from uat.networks.network import Layer, Network


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh", "softplus", "step", "gelu"])
@pytest.mark.parametrize("scale", [1.0, 1e4, 1e160])
def test_arrays_give_what_loops_give(monkeypatch, activation, scale):
    rng = np.random.default_rng(7)
    weights = scale * rng.standard_normal((40, 1))
    weights[:3] = 0.0
    places = np.round(rng.uniform(-1, 1, 40), 1)  # ties, also with points
    first = Layer(weights, -weights[:, 0] * places, get_activation(activation))
    second = Layer(rng.standard_normal((2, 40)), np.zeros(2), get_activation("identity"))
    x = np.sort(np.concatenate([np.linspace(-1.2, 1.2, 300), places]))[:, None]
    found = []
    for steps in (arrays, loops):
        monkeypatch.setattr(line, "_steps", lambda points, neurons, steps=steps: steps)
        found.append(evaluate(Network((first, second)), x))
    assert found[0].tobytes() == found[1].tobytes()
    assert np.isfinite(found[0]).any()
