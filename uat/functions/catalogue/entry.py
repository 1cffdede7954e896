"""An entry is a function with a name; one of classes also draws labelled points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uat.base.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_POINTS = 10**7


@dataclass(frozen=True)
class Entry:
    """A function with a name.

    key: what users type. formula: an expression of uat.functions.expression. box: (low, high) per
    input.
    caption: a few words on what makes it interesting.
    typst: a shorter formula for typesetting, where the written-out one is long; or "".
    kind: "function", or "classes": the formula is a condition, and the function is its regions,
    of which the function of the same name in `uat.functions.catalogue.points` draws points.
    """

    key: str
    formula: str
    box: tuple[tuple[float, float], ...]
    caption: str
    typst: str = ""
    kind: str = "function"

    def points(
        self, n: int, seed: int = 0, noise: float = 0.0
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Draw labelled points, half of them of each class as far as n allows, the same for a seed.

        n: how many. noise: 0 to 0.5; without noise every point lies in the region of its class.
        Returns inputs (n, 2), and labels (n,): 1 where the condition holds, else 0.
        Raises InputError for entries that are no classes, and for other n or noise.
        """
        if self.kind != "classes":
            raise InputError(f"{self.key} is a function: points are drawn from circle, xor, …")
        if not isinstance(n, int) or not 0 <= n <= MOST_POINTS:
            raise InputError(f"the number of points is from 0 to {MOST_POINTS:,}, not {n}")
        if not isinstance(seed, int) or seed < 0:
            raise InputError(f"a seed is a whole number from 0 on, not {seed}")
        if not 0.0 <= noise <= 0.5:
            raise InputError(f"noise is from 0 to 0.5, not {noise}")
        import numpy as np

        from uat.functions.catalogue import points

        draw: Callable[..., Any] = getattr(points, self.key)
        inputs, labels = draw(n, np.random.default_rng(seed), float(noise))
        return np.asarray(inputs, dtype=float), np.asarray(labels, dtype=np.intp)
