"""Train the same networks by the libraries people use: PyTorch, or else scikit-learn."""

import time
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from uat.base.arrays import Array
from uat.comparison.contenders.contender import Contender, trained_contender
from uat.comparison.contenders.trained import SECONDS, points_for, shape_of, time_note, widths_for
from uat.comparison.training.sampled import training_data
from uat.comparison.training.scaling import scaling_of
from uat.functions.target import Target
from uat.networks.activations import LINEAR, RELU

ADAM_STEPS, LBFGS_STEPS = 1000, 1000

Layers = tuple[list[Array], list[Array]]  # weights and biases
Trainer = Callable[..., Layers]


def library_contender(
    target: Target,
    hidden_layers: int,
    *,
    parameters: int,
    seed: int = 0,
    seconds: float = SECONDS,
) -> Contender | None:
    """Train a network by PyTorch (Adam, then L-BFGS) or by scikit-learn (Adam).

    None if neither is installed. The options are those of `trained_network`.
    """
    found = [(name, run) for module, name, run in LIBRARIES if find_spec(module) is not None]
    if not found:
        return None
    library, run = found[0]
    outputs = target.outputs
    widths = widths_for(parameters, target.inputs, outputs, hidden_layers)
    x, y = training_data(target, points_for(target, widths))
    scaling = scaling_of(x, y, scale_outputs=True)
    layers = (target.inputs, *widths, outputs)
    x, y = scaling.inputs(x), scaling.outputs(y)
    _load(library)
    began = time.perf_counter()
    weights, biases = run(x, y, layers, seed=seed, deadline=began + seconds)
    taken = time.perf_counter() - began
    network = scaling.network(weights, biases, [RELU] * len(widths) + [LINEAR])
    note = time_note(seconds) if taken >= seconds else ""
    return trained_contender(f"{library} {shape_of(hidden_layers)}", network, taken, note)


def with_torch(
    x: Array, y: Array, layers: tuple[int, ...], *, seed: int, deadline: float
) -> Layers:
    """Train by Adam with a falling rate, then L-BFGS, both on all points, in float64."""
    import torch

    threads, state = torch.get_num_threads(), torch.get_rng_state()
    torch.set_num_threads(1)  # small products: threads would only wait for each other
    torch.manual_seed(seed)
    try:
        net = _torch_net(layers)
        _descend(net, torch.from_numpy(x), torch.from_numpy(y), deadline)
    finally:
        torch.set_num_threads(threads)
        torch.set_rng_state(state)
    linear = [part for part in net if isinstance(part, torch.nn.Linear)]
    weights = [part.weight.detach().numpy() for part in linear]
    return weights, [part.bias.detach().numpy() for part in linear]


def _torch_net(layers: tuple[int, ...]) -> Any:
    from torch import nn

    parts: list[Any] = []
    for inputs, neurons in pairwise(layers):
        parts += [nn.Linear(inputs, neurons), nn.ReLU()]
    return nn.Sequential(*parts[:-1]).double()


def _descend(net: Any, x: Any, y: Any, deadline: float) -> None:
    """Train the net; within L-BFGS the time is looked at every 20 steps."""
    import torch

    adam = torch.optim.Adam(net.parameters(), lr=0.01)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(adam, ADAM_STEPS)
    for _ in range(ADAM_STEPS):
        adam.zero_grad()
        torch.nn.functional.mse_loss(net(x), y).backward()
        adam.step()
        falling.step()
        if time.perf_counter() > deadline:
            return
    lbfgs = torch.optim.LBFGS(
        net.parameters(),
        max_iter=20,
        history_size=30,
        tolerance_grad=1e-12,
        line_search_fn="strong_wolfe",
    )

    def closure() -> Any:
        lbfgs.zero_grad()
        loss = torch.nn.functional.mse_loss(net(x), y)
        loss.backward()
        return loss

    for _ in range(LBFGS_STEPS // 20):
        lbfgs.step(closure)
        if time.perf_counter() > deadline:
            return


def with_sklearn(
    x: Array, y: Array, layers: tuple[int, ...], *, seed: int, deadline: float
) -> Layers:
    """Train by Adam on mini-batches; epoch by epoch, to keep to the time."""
    from sklearn.neural_network import MLPRegressor

    net = MLPRegressor(
        hidden_layer_sizes=layers[1:-1],
        alpha=0.0,
        batch_size=64,
        learning_rate_init=0.01,
        random_state=seed,
    )
    wanted = y[:, 0] if y.shape[1] == 1 else y
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(500):
            net.partial_fit(x, wanted)
            if time.perf_counter() > deadline:
                break
    return [weights.T for weights in net.coefs_], list(net.intercepts_)


def _load(library: str) -> None:
    """Load a library before the clock runs; PyTorch loads more with its first optimizer."""
    if library == "PyTorch":
        import torch

        torch.optim.Adam([torch.zeros(1, requires_grad=True)])
    else:
        import_module("sklearn.neural_network")


LIBRARIES: tuple[tuple[str, str, Trainer], ...] = (
    ("torch", "PyTorch", with_torch),
    ("sklearn", "scikit-learn", with_sklearn),
)
