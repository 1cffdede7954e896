"""Excuse in a window only the surroundings of jumps of f that are proven."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from uat.accuracy.checker.halving import Box, Budget, Held, Refused, failing, named
from uat.accuracy.checker.jumps import proven_jumps, room_in
from uat.accuracy.checker.reading import Claim
from uat.accuracy.checker.windows import joined

Far = Callable[[Box, float], "Sequence[float] | None"]

OFTEN = 20  # boxes, after which it is said where the check is
HALVINGS, MORE_HALVINGS = 5_000, 50  # of boxes, in a whole check: and more for each row


class Excuses:
    """In the window of a jump, the error may be larger: by the bound, and by f's jump.

    boxes: what each jump excuses. most: the largest error that was excused so far.
    """

    def __init__(self, claim: Claim, say: Callable[[str], None]) -> None:
        """Look for the jumps of all windows. Raises Refused for one in which none is proven."""
        self.bound, self.names, self.most = claim.bound, claim.names, claim.bound
        self.windows = joined(claim.windows)
        self.jumps = proven_jumps(self.windows, claim.parts, claim.bound, claim.box)
        self.boxes = [jump.excused for jump in self.jumps]
        self.say, self.rows, self.asked = say, len(claim.rows), 0
        self.budget = Budget(HALVINGS + MORE_HALVINGS * len(claim.rows))

    def require(self, box: Box, bound: float, output: int, far: Far, swing: float = 0.0) -> None:
        """Raise Refused unless an error is small on a box: at most `bound`, or what is excused.

        far: asked of a box and a number: None if the error is at most that; see `failing`.
        swing: what is excused besides, where anything is.
        """
        if self.asked % OFTEN == 0:
            at = ", ".join(
                f"{name} = {low:.4g}" for name, (low, _) in zip(self.names, box, strict=True)
            )
            self.say(f"checking {self.rows} boxes, now from {at} on")
        self.asked += 1
        place = failing(
            box,
            lambda part, held: far(part, self._allowed(held, bound, output, swing)),
            self.budget,
            self.boxes,
        )
        if place is not None:
            where = named(place, self.names)
            raise Refused(f"the bound {bound:.6g} could not be verified for {where}")

    def _allowed(self, held: Held, bound: float, output: int, swing: float) -> float:
        """Add up what is allowed: twice the bound in windows, and each jump once."""
        if not held:
            return bound
        heights: list[float] = []
        last = None
        for jump in sorted((self.jumps[i] for i in held), key=lambda jump: (jump.k, jump.place)):
            room = 4 * room_in(jump.excused[jump.k])
            if last is not None and last.k == jump.k and jump.place - last.place <= room:
                heights[-1] = max(heights[-1], jump.heights[output])
            else:
                heights.append(jump.heights[output])
            last = jump
        excuse = self.bound + math.fsum([*heights, swing])
        self.most = max(self.most, self.bound + excuse)
        return bound + excuse
