"""The smallest networks: fewest steps beside Nielsen's equal bumps, ramps beside trained networks.

The trained ones need scikit-learn, torch and pwlf (`make bench` installs all but torch); what is
missing is left out and said. The sup norm of every model is taken over the same 200,001 points.
"""

import importlib.util
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np
from table import Table, ratio, show

import uat
from uat.base.arrays import Array

Model = Callable[[Array], Array]
Fit = Callable[[int, Array, Array, int], Model]

FUNCTIONS = ("nielsen", "sine", "runge", "abs", "sqrt", "sign", "chirp", "weierstrass")
TOLERANCES = (0.1, 0.03, 0.01, 0.003, 0.001)
CASES = (("nielsen", 64), ("sine", 13), ("runge", 18))
SEEDS = (0, 1, 2)
POINTS, PROBES = 2_000, 200_001
MOST_LINKS = 20  # of pwlf: more take minutes


def measure(quick: bool) -> Iterator[Table]:
    yield staircases(TOLERANCES[:3] if quick else TOLERANCES)
    yield trained(CASES[1:2] if quick else CASES, SEEDS[:1] if quick else SEEDS)


def staircases(tolerances: tuple[float, ...]) -> Table:
    columns = ("f", "tolerance", "steps", "equal bumps", "bumps / steps", "error / tolerance")
    table = Table("The fewest steps beside equal bumps: neurons within the tolerance", columns,
                  {"error / tolerance": "at most 1.00000001"})  # fmt: skip
    for key in FUNCTIONS:
        for tol in tolerances:
            steps = uat.approximate(key, construction="steps", tol=tol)
            bumps = uat.approximate(key, construction="bumps", tol=tol)
            few, many = steps.network.neurons, bumps.network.neurons
            worst = max(steps.error.max, bumps.error.max) / tol
            table.add(key, tol, few, many, ratio([many / few]), f"{worst:.9f}")
    return table


def trained(cases: tuple[tuple[str, int], ...], seeds: tuple[int, ...]) -> Table:
    """Of the seeds: the best error; ratios at equal sizes, their median, the best and the worst."""
    columns = ("f, model", "neurons", "sup error", "error / ours", "s")
    table = Table("The smallest relu network beside trained ones of as many neurons", columns)
    missing = {module for _, module, _ in MODELS if importlib.util.find_spec(module) is None}
    table.notes += [f"{module} is not installed" for module in sorted(missing)]
    for key, neurons in cases:
        target = uat.make_target(key)
        a, b = target.box[0]
        x, probes = np.linspace(a, b, POINTS), np.linspace(a, b, PROBES)
        wanted = target(probes)

        def error(model: Model, probes: Array = probes, wanted: Array = wanted) -> float:
            return float(np.abs(model(probes) - wanted).max())

        began = time.perf_counter()
        own = error(uat.approximate(key, construction="ramps", neurons=neurons))
        table.add(f"{key}, uat ramps", neurons, own, ratio([1.0]), time.perf_counter() - began)
        for name, module, fit in MODELS:
            if module in missing:
                continue
            count = min(neurons, MOST_LINKS) if module == "pwlf" else neurons
            ours = own
            if count < neurons:
                ours = error(uat.approximate(key, construction="ramps", neurons=count))
            began = time.perf_counter()
            models = [fit(count, x, target(x), seed) for seed in seeds]
            spent = (time.perf_counter() - began) / len(seeds)
            errors = [error(model) for model in models]
            times = ratio([theirs / ours for theirs in errors])
            table.add(f"{key}, {name}", count, min(errors), times, spent)
    return table


def scikit(solver: str) -> Fit:
    def fit(neurons: int, x: Array, y: Array, seed: int) -> Model:
        from sklearn.neural_network import MLPRegressor

        net = MLPRegressor(
            hidden_layer_sizes=(neurons,), solver=solver, max_iter=3000, tol=1e-9,
            n_iter_no_change=50, learning_rate_init=0.01, random_state=seed,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has not converged
            net.fit(x[:, None], y)
        return lambda t: net.predict(t[:, None])

    return fit


def torch_fit(neurons: int, x: Array, y: Array, seed: int) -> Model:
    """Adam, then L-BFGS, on the mean squared error, in float64."""
    import torch

    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(1, neurons), torch.nn.ReLU(), torch.nn.Linear(neurons, 1)
    ).double()
    inputs, wanted = torch.tensor(x[:, None]), torch.tensor(y[:, None])
    adam = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(1000):
        adam.zero_grad()
        torch.nn.functional.mse_loss(net(inputs), wanted).backward()
        adam.step()
    lbfgs = torch.optim.LBFGS(
        net.parameters(), max_iter=300, tolerance_grad=1e-12, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        lbfgs.zero_grad()
        loss = torch.nn.functional.mse_loss(net(inputs), wanted)
        loss.backward()
        return loss

    lbfgs.step(closure)
    return lambda t: net(torch.tensor(t[:, None])).detach().numpy()[:, 0]


def pwlf_fit(neurons: int, x: Array, y: Array, seed: int) -> Model:
    """Its fast fit, with random starts; the exact one takes hours at this size."""
    import pwlf

    model = pwlf.PiecewiseLinFit(x, y, seed=seed)
    model.fitfast(neurons, pop=2)
    return model.predict


MODELS: tuple[tuple[str, str, Fit], ...] = (
    ("scikit-learn adam", "sklearn", scikit("adam")),
    ("scikit-learn lbfgs", "sklearn", scikit("lbfgs")),
    ("PyTorch Adam, L-BFGS", "torch", torch_fit),
    ("pwlf", "pwlf", pwlf_fit),
)

if __name__ == "__main__":
    show(measure)
