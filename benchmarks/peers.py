"""The smallest relu network beside trained ones of as many neurons, and beside pwlf, in one table.

Needs scikit-learn, torch and pwlf (pip install scikit-learn torch pwlf); what is missing is left
out and said. The sup norm of every model is taken over the same 200,001 points.
"""

import importlib.util
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

import uat

Array = NDArray[np.float64]
Model = Callable[[Array], Array]

CASES = (("nielsen", 64), ("sine", 13), ("runge", 18))
SEEDS = (0, 1, 2)
POINTS, PROBES = 2_000, 200_001


def ours(key: str, neurons: int, x: Array, y: Array, seed: int) -> Model:
    return uat.approximate(key, construction="ramps", neurons=neurons)


def scikit(solver: str) -> Callable[..., Model]:
    def fit(key: str, neurons: int, x: Array, y: Array, seed: int) -> Model:
        import warnings

        from sklearn.neural_network import MLPRegressor

        net = MLPRegressor(
            hidden_layer_sizes=(neurons,), solver=solver, max_iter=3000, tol=1e-9,
            n_iter_no_change=50, learning_rate_init=0.01, random_state=seed,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            net.fit(x[:, None], y)
        return lambda t: net.predict(t[:, None])

    return fit


def torch_fit(key: str, neurons: int, x: Array, y: Array, seed: int) -> Model:
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


def pwlf_fit(key: str, neurons: int, x: Array, y: Array, seed: int) -> Model:
    """Its fast fit, with random starts; the exact one takes hours at this size."""
    import pwlf

    model = pwlf.PiecewiseLinFit(x, y, seed=seed)
    model.fitfast(min(neurons, 20), pop=2)
    return model.predict


MODELS = (
    ("uat ramps", None, ours),
    ("scikit-learn adam", "sklearn", scikit("adam")),
    ("scikit-learn lbfgs", "sklearn", scikit("lbfgs")),
    ("PyTorch Adam+LBFGS", "torch", torch_fit),
    ("pwlf (<= 20 links)", "pwlf", pwlf_fit),
)


def main() -> None:
    print(f"{'f':<9}{'model':<20}{'neurons':>8}{'sup error':>12}{'/ ours':>8}{'seconds':>9}")
    for key, neurons in CASES:
        target = uat.make_target(key)
        (a, b) = target.box[0]
        x, probes = np.linspace(a, b, POINTS), np.linspace(a, b, PROBES)
        best = 0.0
        for name, module, fit in MODELS:
            if module and importlib.util.find_spec(module) is None:
                print(f"{key:<9}{name:<20} not installed: pip install {module}")
                continue
            errors, began = [], time.perf_counter()
            seeds = SEEDS if module else SEEDS[:1]
            for seed in seeds:
                model = fit(key, neurons, x, target(x), seed)
                errors.append(float(np.abs(model(probes) - target(probes)).max()))
            taken = (time.perf_counter() - began) / len(seeds)
            best = best or min(errors)
            count = min(neurons, 20) if module == "pwlf" else neurons
            ratio = min(errors) / best
            print(
                f"{key:<9}{name:<20}{count:>8}{min(errors):>12.3g}{ratio:>8.1f}{taken:>9.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
