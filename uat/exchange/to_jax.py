"""Turn the network into a function of JAX, which can be derived, mapped and compiled there."""

from collections.abc import Callable
from typing import Any

from uat.base.packages import require_package
from uat.networks.activations import SOFTMAX, Activation
from uat.networks.formula.symbols import activated
from uat.networks.matrices import dense
from uat.networks.network import Network


def to_jax(network: Network) -> Callable[..., Any]:
    """Return a function of as many numbers or arrays as the network has inputs; they broadcast.

    It returns their common shape, with one more axis for the outputs if there are several, in the
    precision of JAX: float32, or float64 after `jax.config.update("jax_enable_x64", True)`, which
    steep neurons need. Raises MissingError without JAX.
    """
    require_package("jax")
    import jax.numpy as jnp

    layers = [
        (jnp.asarray(dense(layer.weights)), jnp.asarray(layer.biases), _function(layer.activation))
        for layer in network.layers
    ]

    def function(*inputs: Any) -> Any:
        values = jnp.stack(jnp.broadcast_arrays(*map(jnp.asarray, inputs)), axis=-1)
        for weights, biases, s in layers:
            values = s(values.astype(biases.dtype) @ weights.T + biases)
        return values[..., 0] if network.widths[-1] == 1 else values

    return function


def _function(s: Activation) -> Callable[[Any], Any]:
    """Return an activation in JAX, from its formula."""
    import jax
    import sympy

    if s.name == SOFTMAX.name:
        softmax: Callable[[Any], Any] = jax.nn.softmax
        return softmax
    z = sympy.Symbol("z", real=True)
    function: Callable[[Any], Any] = sympy.lambdify(z, activated(s, [z])[0], "jax")
    return function
