"""Two inputs: steps make walls, walls a cross, and one more neuron leaves a tower."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout, formula
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.plane import NetworkRelief, drive_networks, turn
from uat.films.stage.relief import View
from uat.films.stage.text import BODY, LABEL
from uat.films.stage.writing import one_decimal, two_decimals
from uat.networks.network import Layer, Network

STEEPNESS = 100.0  # of the steps, on a square of side 1
PLACES = (0.3, 0.7, 0.35, 0.65)  # where the sides of the tower are: in x, in x, in y, in y
HEIGHT = 1.0  # of a wall
GENTLE, STRONG = 1.5, 12.0  # the weight h of a wall before the second layer's neuron
SHARE = 1.5  # its threshold, in walls
VIEW = View(turn=35.0, tilt=30.0, size=7.4, height=2.9, center=(2.7, -1.05))
ALONG = 0.4  # where on its line a weight stands
DIAGRAM = np.array([-4.3, 0.35, 0.0])


def get_step(parameters: Any) -> Network:
    """Make one neuron of two inputs. parameters: its two weights and its bias."""
    first, second, bias = parameters
    return Network((Layer([[first, second]], [bias], "sigmoid"),))


def get_walls(parameters: Any) -> Network:
    """Make two steps in x and two in y, added up with four weights: the parameters."""
    return Network((_steps(PLACES), Layer([list(parameters)], [0.0], "linear")))


def get_tower(parameters: Any) -> Network:
    """Make walls and a neuron that reads them. parameters: h, bias/h, the four places."""
    h, share, *places = parameters
    gate = Layer([[h, -h, h, -h]], [-share * h], "sigmoid")
    return Network((_steps(places), gate))


def _steps(places: Any) -> Layer:
    s = np.asarray(places, dtype=float)
    weights = np.zeros((4, 2))
    weights[:2, 0] = weights[2:, 1] = STEEPNESS
    return Layer(weights, -STEEPNESS * s, "sigmoid")


def _plus(value: float) -> str:
    sign = "−" if value < -0.05 else "+"
    return f"{sign}{abs(value):.1f}"


class OneNeuron(Chapter):
    """A neuron of two inputs is a step that looks along one of them, or askew."""

    def construct(self) -> None:
        start = np.array([3.0, 0.0, -1.5])
        network = get_step(start)
        relief = NetworkRelief(network, columns=56, z_range=(0.0, 1.0), view=VIEW)
        floor = Floor(VIEW, marks=((0.0, "0"), (1.0, "1")))
        diagram = NetworkDiagram(
            network, width=3.6, height=3.84, center=DIAGRAM, radius=0.42, output="sigma",
            scales=(60.0,),
        )  # fmt: skip
        weights = VGroup(
            Readout("w_x =", start[0], one_decimal, color=DARK.positive),
            Readout("w_y =", start[1], one_decimal, color=DARK.positive),
            Readout("b =", start[2], one_decimal),
        )
        places = DIAGRAM + np.array([[-0.2, 1.15, 0], [-0.2, -1.45, 0], [1.2, -0.95, 0]])
        for readout, place in zip(weights, places, strict=True):
            readout.shift(place)
        step = Readout("s = -b / w_x =", 0.5, two_decimals, color=DARK.step)
        step.shift(DIAGRAM + LEFT * 1.9 + DOWN * 2.5)

        def show(now: Any, network: Network) -> None:
            diagram.set_network(network)
            for readout, value in zip(weights, now, strict=True):
                readout.set_value(value)
            if abs(now[1]) < 1e-9:
                step.set_value(-now[2] / now[0])

        def drive(first: Any, last: Any, **options: Any) -> Drive:
            moving = [diagram.edges, weights, step]
            return drive_networks(
                relief, get_step, first, last, others=moving, change=show, **options
            )

        # One neuron, two inputs
        self.show_title("Two inputs: towers")
        self.say(
            "Now we have two inputs, x and y. Take one neuron, and let the weight of y be zero.",
            FadeIn(diagram),
            FadeIn(weights),
            run_time=1.2,
        )
        self.play(FadeIn(floor), FadeIn(relief), run_time=1.0)

        # The weight steepens, the bias moves
        steep = np.array([60.0, 0.0, -30.0])
        self.say(
            "As its weight grows, the slope becomes a step in x. It's the same step for every y.",
        )
        self.play(drive(start, steep), run_time=3.2)  # b and w in proportion: -b/w stays
        self.say(
            "It stands where a step of one input stood: at minus b over w.",
            FadeIn(step),
        )
        for share in (0.25, 0.75, 0.5):
            after = np.array([60.0, 0.0, -60.0 * share])
            self.play(drive(steep, after), run_time=1.4)
            steep = after
        self.play(FadeOut(step), run_time=0.3)

        # The other input
        self.say(
            "The two weights are a direction. Move the weight from x to y, and the "
            "step turns with it.",
        )
        self.play(_turned(relief, diagram, weights, [diagram.edges]), run_time=3.4)
        self.say(
            "This is a step in y.",
        )
        self.hush(FadeOut(VGroup(diagram, weights, floor)), FadeOut(relief))


def _turned(relief: Any, diagram: Any, weights: Any, moving: list[Any]) -> Drive:
    """Turn the direction of the weights from x to y, about the middle of the square."""

    def change(angle: float) -> None:
        w = 60.0 * np.array([np.cos(angle), np.sin(angle)])
        now = (*w, -w.sum() / 2)
        network = get_step(now)
        relief.set_network(network)
        diagram.set_network(network)
        for readout, value in zip(weights, now, strict=True):
            readout.set_value(value)

    return Drive([relief, weights, *moving], change, 0.0, np.pi / 2)


class _Walls:
    """Four steps, their weights, and the relief of what the last neuron makes of them."""

    def __init__(self, network: Network, z_range: tuple[float, float], output: str) -> None:
        self.relief = NetworkRelief(network, columns=24, z_range=z_range, view=VIEW)
        self.diagram = NetworkDiagram(
            network, width=3.8, height=5.04, center=DIAGRAM, radius=0.42, output=output,
            scales=(3 * STEEPNESS, None), zeros=False,
        )  # fmt: skip
        self.places, self.weights = VGroup(), VGroup()
        for n, circle in enumerate(self.diagram.columns[1]):
            place = Readout("", PLACES[n], two_decimals, LABEL, DARK.step)
            place.shift(circle.get_center() - place.get_center())
            weight = Readout("", 0.0, _plus, LABEL)
            self.places.add(place)
            self.weights.add(weight)
        self.show_weights(network)

    def show_weights(self, network: Network) -> None:
        self.diagram.set_network(network)
        for n, readout in enumerate(self.weights):
            readout.set_value(network.layers[1].weights[0, n])
            readout.stand_on(self.diagram.point(1, 0, n, ALONG))

    def show_places(self, network: Network) -> None:
        for readout, bias in zip(self.places, network.layers[0].biases, strict=True):
            readout.set_value(-bias / STEEPNESS)

    @property
    def still(self) -> VGroup:
        return VGroup(self.diagram, self.places, self.weights)


class Walls(Chapter):
    """Two steps in x are a wall, two in y are another; both together are a cross."""

    def construct(self) -> None:
        none = np.zeros(4)
        walls = _Walls(get_walls([HEIGHT, -HEIGHT, HEIGHT, -HEIGHT]), (0.0, 2 * HEIGHT), "Sigma")
        walls.diagram.scales = (3 * STEEPNESS, HEIGHT)
        walls.show_weights(get_walls(none))
        walls.relief.set_network(get_walls(none))
        floor = Floor(VIEW, marks=((0.0, "0"), (0.5, "h"), (1.0, "2 h")))
        moving = [walls.diagram.edges, walls.weights]

        def drive(start: Any, stop: Any) -> Drive:
            return drive_networks(
                walls.relief, get_walls, start, stop, others=moving,
                change=lambda _, network: walls.show_weights(network),
            )  # fmt: skip

        # A wall in x
        self.say(
            "Take two steps in x and two in y. So far, all four have a weight of zero.",
            FadeIn(walls.still),
            FadeIn(floor),
            FadeIn(walls.relief),
            run_time=1.2,
        )
        self.say(
            "Let the first step go up by h, and the second down by h. That's a bump in x, drawn "
            "out along y. It's a wall.",
        )
        up, in_x = HEIGHT * np.array([1, 0, 0, 0]), HEIGHT * np.array([1, -1, 0, 0])
        self.play(drive(none, up), run_time=1.4)
        self.play(drive(up, in_x), run_time=1.6)

        # A wall in y
        in_y, both = HEIGHT * np.array([0, 0, 1, -1]), HEIGHT * np.array([1, -1, 1, -1])
        self.say(
            "The same weights on the other two neurons give a wall across.",
        )
        self.play(drive(in_x, in_y), run_time=2.0)

        # The sum
        self.say(
            "Now both at once. Where the walls cross, they add up to two h.",
        )
        self.play(drive(in_y, both), run_time=2.0)
        self.wait(0.6)
        self.play(turn([walls.relief, floor], VIEW.turn, 62.0), run_time=2.2)
        self.play(turn([walls.relief, floor], 62.0, VIEW.turn), run_time=2.2)
        self.say(
            "It'd be a tower, if it weren't for the walls of height h.",
        )
        self.hush(FadeOut(VGroup(walls.still, floor)), FadeOut(walls.relief))


class Threshold(Chapter):
    """A neuron with a bias of -3h/2 is on where both walls are, and nowhere else."""

    def construct(self) -> None:
        now = np.array([GENTLE, SHARE, *PLACES])
        tower = _Walls(get_tower(now), (0.0, 1.0), "sigma")
        tower.diagram.scales = (3 * STEEPNESS, STRONG)
        tower.show_weights(get_tower(now))
        floor = Floor(VIEW, marks=((0.0, "0"), (1.0, "1")))
        bias = Readout("b =", -SHARE * GENTLE, one_decimal)
        bias.shift(tower.diagram.columns[2][0].get_center() + UP * 0.9 + LEFT * 0.55)
        rule = formula("b = -3 h \\/ 2", BODY, DARK.step).move_to(
            DIAGRAM + RIGHT * 1.5 + DOWN * 2.0
        )
        moving = [tower.diagram.edges, tower.weights, tower.places, bias]

        def show(_: Any, network: Network) -> None:
            tower.show_weights(network)
            tower.show_places(network)
            bias.set_value(network.layers[1].biases[0])

        def drive(**changes: Any) -> Drive:
            nonlocal now
            before, after = now, now.copy()
            after[0] = changes.get("h", now[0])
            after[1] = changes.get("share", now[1])
            after[2:] = changes.get("places", now[2:])
            now = after
            return drive_networks(
                tower.relief, get_tower, before, after, others=moving, change=show
            )

        # A neuron in the second layer
        self.say(
            "So let a second layer read this sum. Its bias is minus three halves of h. That's "
            "between a wall and the crossing.",
            FadeIn(tower.still),
            FadeIn(bias),
            FadeIn(floor),
            FadeIn(tower.relief),
            run_time=1.2,
        )
        self.play(Write(rule), run_time=0.8)
        self.say(
            "Now make h large. The walls sink to zero, and the crossing goes up to one.",
        )
        self.play(drive(h=STRONG), run_time=4.0)
        self.say(
            "That's a tower.",
        )
        self.play(turn([tower.relief, floor], VIEW.turn, 62.0), run_time=2.0)
        self.play(turn([tower.relief, floor], 62.0, VIEW.turn), run_time=2.0)

        # The bias decides
        self.say(
            "The bias decides. At minus h over two, one wall is enough: an or.",
            FadeOut(rule),
        )
        self.play(drive(share=0.5), run_time=2.0)
        self.say(
            "At minus three halves of h it takes both: an and.",
            FadeIn(rule),
        )
        self.play(drive(share=SHARE), run_time=2.0)

        # Anywhere, of any size
        self.say(
            "And the four step points put it anywhere, as wide and long as we like.",
        )
        for places in ((0.55, 0.9, 0.55, 0.9), (0.1, 0.9, 0.15, 0.3), PLACES):
            self.play(drive(places=places), run_time=1.7)
            self.wait(0.2)
        self.hush()
