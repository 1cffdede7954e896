"""List the constructions by name; a new one is one entry here."""

from uat.base.choices import choose
from uat.base.errors import InputError
from uat.constructions.boxes.quadrants import Quadrants
from uat.constructions.boxes.towers import Towers
from uat.constructions.construction import Construction
from uat.constructions.facets.construction import Facets
from uat.constructions.folds.construction import Folds
from uat.constructions.line.ramps import Ramps, Straight
from uat.constructions.line.staircase import Bumps, Steps
from uat.constructions.ridges.construction import RidgeSums

# In the order in which they are offered; the first that fits is the usual one.
CONSTRUCTIONS: dict[str, Construction] = {
    kind.name: kind
    for kind in (Bumps(), Steps(), Ramps(), Quadrants(), Towers(), RidgeSums(), Facets(), Folds())
}
BEST = "best"  # asks for the one whose network is the smallest; see `uat.approximation.best`
STRAIGHT = Straight()  # what linear neurons make of every request; nobody asks for it by name


def construction_of(name: str | None, inputs: int, *, follows: bool = False) -> Construction:
    """Return the construction of that name; without a name the usual one for so many inputs.

    follows: it has to build within a tolerance that grows with |f|, if any can for so many inputs.
    Raises InputError for an unknown name.
    """
    if name is None:
        fit = [kind for kind in CONSTRUCTIONS.values() if kind.fits(inputs)]
        able = [kind for kind in fit if kind.follows] if follows else []
        return next(iter(able or fit), USUAL)
    if name not in CONSTRUCTIONS:
        raise InputError(f"unknown construction {name!r}: {choose(name, (*CONSTRUCTIONS, BEST))}")
    return CONSTRUCTIONS[name]


USUAL = CONSTRUCTIONS["quadrants"]  # of more inputs than any construction builds unforced


def names_for(inputs: int, *, deep: bool) -> tuple[str, ...]:
    """Name the constructions for so many inputs, with or without deep ones."""
    return tuple(
        name
        for name, kind in CONSTRUCTIONS.items()
        if kind.fits(inputs) and (deep or not kind.is_deep)
    )
