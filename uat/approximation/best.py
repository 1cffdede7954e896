"""Build every construction that fits, and keep the smallest network that is close enough."""

from collections.abc import Callable
from typing import Any

from uat.approximation.approximation import Approximation
from uat.base.errors import InputError, UatError
from uat.constructions.registry import CONSTRUCTIONS
from uat.functions.target import Target


def best(
    target: Target,
    options: dict[str, Any],
    approximate: Callable[..., Approximation],
    say: Callable[[str], None],
) -> Approximation:
    """Approximate by every construction for so many inputs, and return the smallest network.

    Only those that meet the tolerance count, and with a proof only those that are proven to; of
    equally many neurons those with the fewest parameters, then the first in the list. Raises
    InputError for a number of neurons, and the first error if none can be built; if none is close
    enough, the closest is returned.
    """
    if options["neurons"] is not None:
        raise InputError("the best is the smallest for a tolerance: give tol instead of neurons")
    found: list[Approximation] = []
    errors: list[UatError] = []
    for name, kind in CONSTRUCTIONS.items():
        if not kind.fits(target.inputs):
            continue
        say(f"building {name}")
        try:
            found.append(approximate(target, **{**options, "construction": name}, progress=say))
        except UatError as error:  # it has no such networks, or its own reasons
            errors.append(error)
    if not found:
        raise errors[0]
    met = [net for net in found if net.error.met is not False]
    if not met:
        return min(found, key=lambda net: net.error.max)
    return min(met, key=lambda net: (net.network.neurons, net.network.parameters))
