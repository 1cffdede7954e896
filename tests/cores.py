"""The page's modules: how tests call them, and compare networks."""

from typing import Any

import numpy as np
from playwright.sync_api import Page

from uat.functions.expression import compile_expression
from uat.functions.sampling import Samples
from uat.networks.network import Network
from uat.page.build import STATIC, module_text
from uat.page.bundle import Bundle, name_of


def core_page(*more: str) -> str:
    """A page with nothing but the modules that compute, and some more, as `globalThis.uat`."""
    bundle = Bundle(module_text)
    for path in [*(f"core/{path.name}" for path in sorted((STATIC / "core").glob("*.js"))), *more]:
        bundle.add(path)
    names = ",".join(f'"{path[:-3]}":{name_of(path)}' for path in bundle.modules)
    code = f"{bundle.code}\nglobalThis.uat={{{names}}};"  # minified, exports have other names
    return f'<!doctype html><meta charset="utf-8"><script type="module">{code}</script>'


def run(core: Page, code: str, *arguments: Any) -> Any:
    """What a function of (uat, ...arguments) returns."""
    return core.evaluate(f"(given) => ({code})(globalThis.uat, ...given)", list(arguments))


def same(core: Page, code: str, arguments: list[Any], network: Network) -> None:
    """The page's network has Python's weights, to rounding, neuron by neuron."""
    data = run(
        core, f"(uat, ...given) => uat['core/network'].toJSON(({code})(uat, ...given))", *arguments
    )
    own = Network.from_dict(data)
    assert own.widths == network.widths
    for one, other in zip(own.layers, network.layers, strict=True):
        dense = other.weights if isinstance(other.weights, np.ndarray) else other.weights.toarray()
        assert one.activation.name == other.activation.name
        np.testing.assert_allclose(one.weights, dense, rtol=1e-14, atol=1e-14)
        np.testing.assert_allclose(one.biases, other.biases, rtol=1e-13, atol=1e-13)


def samples(formula: str, count: int = 2000) -> Samples:
    x = np.linspace(0, 1, count)
    return Samples(x, compile_expression(formula)(x), np.zeros(count - 1, dtype=bool), 0.0)


def numbers(values: Any) -> Any:
    """Numbers that JSON cannot hold come as text."""
    return np.array([float(value) for value in values])
