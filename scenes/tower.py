"""Two inputs: steps make walls, walls a cross, and one more neuron leaves a tower."""

import numpy as np
from manim import FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import Chapter, Readout
from uat.films.stage.plane import turn
from uat.films.stage.text import two_decimals

from ._tower import (
    ALL,
    GENTLE,
    HEIGHT,
    PLACES,
    SHARE,
    STEEP,
    STRONG,
    VIEW,
    Gated,
    Single,
    Walls,
    turned,
)

UPRIGHT = ((-1.6, -2.9, 6.4, 3.3), (-6.55, -2.9, -1.65, 2.9))
TAKES = "nothing"


class OneNeuron(Chapter):
    """A neuron of two inputs is a step that looks along one of them, or askew."""

    def construct(self) -> None:
        single = Single(GENTLE)

        # One neuron, two inputs
        self.show_title("With two inputs, a tower")
        self.say("Now we have two inputs, x and y. Take one neuron, and let the weight of y be "
                 "zero.", FadeIn(VGroup(single.diagram, single.weights)), run_time=1.2)  # fmt: skip
        self.play(FadeIn(single.floor), FadeIn(single.relief), run_time=1.0)

        # The weight steepens, the bias moves
        self.say("As its weight grows, the slope becomes a step in x. It's the same step for "
                 "every y.")  # fmt: skip
        self.play(single.drive(GENTLE, STEEP), run_time=3.2)  # b and w in proportion: -b/w stays
        self.say("It stands where a step of one input stood: at minus b over w.",
                 FadeIn(single.step))  # fmt: skip
        now = STEEP
        for share in (0.25, 0.75, 0.5):
            before, now = now, np.array([60.0, 0.0, -60.0 * share])
            self.play(single.drive(before, now), run_time=1.4)
        self.play(FadeOut(single.step), run_time=0.3)

        # The other input
        self.say("The two weights are a direction. Move the weight from x to y, and the step "
                 "turns with it.")  # fmt: skip
        self.play(single.turn(), run_time=3.4)
        self.say("This is a step in y.")
        self.hush()


class Crossing(Chapter):
    """Two steps in x are a wall, two in y are another; both together are a cross."""

    def construct(self) -> None:
        single, none = Single(turned(np.pi / 2)), np.zeros(4)
        walls = Walls.sum(none)
        old = VGroup(single.parts, single.relief)
        self.add(old)

        # A wall in x
        self.say("How do we get a tower out of steps?", about=single.relief)
        self.say("Take two steps in x and two in y. So far, all four have a weight of zero.",
                 FadeOut(old), FadeIn(walls.still), FadeIn(walls.relief), run_time=1.2)  # fmt: skip
        self.say("Let the first step go up by h, and the second down by h. That's a bump in x, "
                 "drawn out along y. It's a wall.")  # fmt: skip
        up, in_x = HEIGHT * np.array([1, 0, 0, 0]), HEIGHT * np.array([1, -1, 0, 0])
        self.play(walls.drive(none, up), run_time=1.4)
        self.play(walls.drive(up, in_x), run_time=1.6)

        # A wall in y
        in_y, both = HEIGHT * np.array([0, 0, 1, -1]), HEIGHT * ALL
        self.say("The same weights on the other two neurons give a wall across.")
        self.play(walls.drive(in_x, in_y), run_time=2.0)

        # The sum
        self.say("Now both at once. Where the walls cross, they add up to two h.")
        self.play(walls.drive(in_y, both), run_time=2.0)
        for start, stop in ((VIEW.turn, 62.0), (62.0, VIEW.turn)):
            self.play(turn([walls.relief, walls.floor], start, stop), run_time=1.6)
        self.say("It'd be a tower, if it weren't for the walls of height h.", about=walls.still)
        self.hush()


class Threshold(Chapter):
    """A plane between h and 2 h: only the crossing pokes through."""

    def construct(self) -> None:
        walls = Walls.sum(HEIGHT * ALL)
        self.add(walls.still, walls.relief)
        self.say("So we want to keep what's high, and drop what's low. Slide in a plane.")
        height = Readout('"threshold" = h times', 0.0, two_decimals, color=DARK.step)
        height.shift(np.array([-5.6, -2.65, 0.0]))
        self.play(FadeIn(height), run_time=0.3)
        self.play(walls.slide(0.0, 0.5, [height], height.set_value), run_time=1.6)
        self.say("At half of h, both walls poke through. That's too low.", about=walls.still)
        self.say("Slide it up, above h. Now only the crossing pokes through.")
        self.play(walls.slide(0.5, SHARE, [height], height.set_value), run_time=3.0)
        self.say("Three halves of h is the middle between a wall and the crossing.", about=height)
        self.say("A neuron can ask just this: is the sum above three halves of h?", about=height)
        self.hush(FadeOut(height))


class Tower(Chapter):
    """A neuron with a bias of -3h/2 is on where both walls are, and nowhere else."""

    def construct(self) -> None:
        walls = Walls.sum(HEIGHT * ALL)
        walls.relief.level = SHARE * HEIGHT
        self.add(walls.still, walls.relief)
        tower = Gated()

        # A neuron in the second layer
        self.say("So a sigmoid reads the sum. Its bias is minus three halves of h.",
                 FadeOut(walls.still), FadeOut(walls.relief), FadeIn(tower.still),
                 FadeIn(tower.relief), FadeIn(tower.bias), run_time=1.2)  # fmt: skip
        self.play(Write(tower.rule), run_time=0.8)
        self.say("Now make h large. What was below the plane sinks to zero. What poked through "
                 "goes up to one.")  # fmt: skip
        self.play(tower.change(h=STRONG), run_time=4.0)
        self.say("That's a tower.")
        for start, stop in ((VIEW.turn, 62.0), (62.0, VIEW.turn)):
            self.play(turn([tower.relief, tower.floor], start, stop), run_time=1.8)

        # The bias decides
        self._or_and(tower)

        # Anywhere, of any size
        self.say("And the four step points put it anywhere, at any width and length.")
        for places in ((0.55, 0.9, 0.55, 0.9), (0.1, 0.9, 0.15, 0.3), PLACES):
            self.play(tower.change(places=places), run_time=1.7)
            self.wait(0.2)
        self.hush()

    def _or_and(self, tower: Gated) -> None:
        """Lower the threshold below one wall, and raise it above again."""
        text = "The bias decides. At minus h over two, one wall is enough: an or."
        self.say(text, FadeOut(tower.rule))
        self.play(tower.change(share=0.5), run_time=2.0)
        self.say("At minus three halves of h it takes both: an and.", FadeIn(tower.rule))
        self.play(tower.change(share=SHARE), run_time=2.0)
