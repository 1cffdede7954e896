"""Tell in a file what its network is: the function, its box, the construction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from uat.accuracy.measure.error import rounded_up
from uat.accuracy.measure.words import distance_words, resting, samples_words, where_proven
from uat.base.errors import InputError, quoted
from uat.base.places import box_text
from uat.base.quoting import one_line
from uat.constructions.registry import CONSTRUCTIONS
from uat.networks.network import Network


@dataclass(frozen=True)
class About:
    """Plain words about a network, for the file that holds it.

    function: the formula, or another name of f; "" if unknown. names: of the inputs. box: a
    (low, high) pair for each input. construction: how it was built. error: its largest measured
    distance from f. claim: a sentence on that distance, and whether it is proven; or "".
    """

    function: str = ""
    names: tuple[str, ...] = ()
    box: tuple[tuple[float, float], ...] = ()
    construction: str = ""
    error: float | None = None
    claim: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Any) -> About:
        """Read what `to_dict` wrote. Raises InputError if the data are something else."""
        try:
            error = data.get("error")
            box = tuple((float(low), float(high)) for low, high in data.get("box", ()))
            if not all(low < high and isfinite(high - low) for low, high in box):
                raise ValueError("its box is empty or infinite")
            if error is not None and not isfinite(error):
                raise ValueError("its error is not a number")
            return cls(
                function=str(data.get("function", "")),
                names=tuple(str(name) for name in data.get("names", ())),
                box=box,
                construction=str(data.get("construction", "")),
                error=None if error is None else float(error),
                claim=one_line(str(data.get("claim", ""))),
            )
        except (AttributeError, OverflowError, TypeError, ValueError) as problem:
            sentence = f"the file's words about its network are damaged: {quoted(problem)}"
            raise InputError(sentence) from None


def about(net: Any) -> tuple[Network, About]:
    """Return the network of an `Approximation`, `Loaded` or `Network`, and what is known of it."""
    if isinstance(net, Network):
        return net, About()
    if hasattr(net, "about"):
        return net.network, net.about
    target = net.target
    words = About(
        function=target.formula or target.name,
        names=target.names,
        box=target.box,
        construction=net.construction,
        error=net.error.max,
        claim=_claim(net),
    )
    return net.network, words


def _claim(net: Any) -> str:
    """Say how far the network of an approximation is from f, and whether that is proven."""
    error, on = net.error, box_text(net.target.box)
    if error.wrong is not None:
        return f"{100 * (1 - error.wrong):.4g} % of {on} gets its right class"
    shares = error.shares and error.shares.proven
    if error.allowed is not None and error.shares is not None and shares is not None:
        bound = f"{rounded_up(max(shares, error.shares.max))} of {error.allowed.words()}"
    elif error.proven is not None and not error.unproven:
        bound = f"{rounded_up(error.proven)}"
    else:
        at = samples_words(error) if error.samples else ""
        where = f"at {at}" if at else f"on {on} wherever it was measured"
        return f"|f - network| <= {rounded_up(error.max, 3)} {where}"
    proofs = (part.proof for part in (net, *net.components))
    where = resting(
        where_proven(error, net.target.names, on), (proof.lipschitz for proof in proofs if proof)
    )
    precision = "" if error.computed else " for float64"
    return f"{distance_words(error)} <= {bound} {where}, proven{precision}"


def layer_names(network: Network, construction: str) -> list[str]:
    """Name each layer; the last one is the output."""
    hidden = len(network.layers) - 1
    names = CONSTRUCTIONS[construction].layers if construction in CONSTRUCTIONS else ()
    if len(names) != hidden:
        names = tuple(f"hidden_{n}" for n in range(1, hidden + 1))
    return [*names, "output"]
