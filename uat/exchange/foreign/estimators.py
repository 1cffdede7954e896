"""Read the networks of scikit-learn, also behind a scaler in a pipeline."""

from typing import Any

from uat.base.errors import InputError
from uat.exchange.foreign.chain import Chain
from uat.networks.activations import ACTIVATIONS
from uat.networks.network import Network


def is_estimator(f: Any) -> bool:
    """Tell whether an object is an estimator as scikit-learn has them."""
    return hasattr(f, "get_params") and (hasattr(f, "predict") or hasattr(f, "steps"))


def read_estimator(estimator: Any) -> tuple[Network, str]:
    """Read the network, and say what is left out of it; "" for nothing. Raises InputError."""
    steps = [step for _, step in getattr(estimator, "steps", [("", estimator)])]
    last = steps[-1]
    if isinstance(network := getattr(last, "network_", None), Network) and len(steps) == 1:
        return network, ""
    if not hasattr(last, "coefs_"):
        fitted = hasattr(last, "hidden_layer_sizes")
        raise InputError(
            f"{type(last).__name__} is not fitted yet"
            if fitted
            else f"{type(last).__name__} is no network: uat looks at MLPRegressor and "
            "MLPClassifier, alone or behind scalers in a pipeline"
        )
    first = next((step for step in steps if hasattr(step, "n_features_in_")), last)
    chain = Chain(int(first.n_features_in_))
    for step in steps[:-1]:
        _scale(chain, step)
    names = {s.spelling.sklearn: s.name for s in ACTIVATIONS.values() if s.spelling.sklearn}
    hidden = names.get(last.activation, "linear")
    for place, (weights, biases) in enumerate(zip(last.coefs_, last.intercepts_, strict=True)):
        if place:
            chain.activate(hidden)
        chain.multiply(weights.T)
        chain.add(biases)
    out = last.out_activation_
    return chain.network(), "" if out == "identity" else f"the scores, before its {out} output"


def _scale(chain: Chain, step: Any) -> None:
    """Add a scaler, which is a linear map of each input."""
    if step is None or step == "passthrough":
        return
    match type(step).__name__:
        case "StandardScaler":
            if step.mean_ is not None and step.with_mean:
                chain.add(-step.mean_)
            if step.scale_ is not None:
                chain.scale(1.0 / step.scale_)
        case "MinMaxScaler" if not step.clip:
            chain.scale(step.scale_)
            chain.add(step.min_)
        case "MaxAbsScaler":
            chain.scale(1.0 / step.scale_)
        case name:
            raise InputError(
                f"uat does not look through the step {name}: it reads StandardScaler, MinMaxScaler "
                "and MaxAbsScaler before a network"
            )
