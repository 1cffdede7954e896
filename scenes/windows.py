"""Windows of failure: a steep step is never perfect, but many shifted copies share its failure."""

from manim import DOWN, LEFT, RIGHT, Create, Dot, FadeIn, FadeOut, Line, VGroup

from uat.base.palette import DARK
from uat.films.stage import Chapter, formula, varying_subject
from uat.films.stage.plane import drive_networks, turn
from uat.films.stage.text import BODY
from uat.films.stage.towers import Flight

from ._windows import (
    APART,
    CLOSE,
    DOUBLED,
    HOLE,
    SOFT,
    STEEP,
    SWITCH,
    VIEW,
    Board,
    Staircases,
    circle_around,
    copied,
    field_relief,
    get_step,
    spread,
)

NUMBERS = ((4.5, 1.5, 6.8, 2.8), (4.5, 0.0, 6.8, 1.3), (4.5, -1.85, 6.8, -0.55))
UPRIGHT = ((-6.75, -0.1, 4.2, 3.7, 2.0), (-6.75, -3.0, 4.2, -0.2, 2.0), NUMBERS)
RELIEF = ((-4.0, -3.0, 4.0, 3.7, 1.6),)
TAKES = "f(x)"
NEEDS = "one that is not constant"
about = varying_subject


class Hole(Chapter):
    """Where four towers meet there is a hole. Why?"""

    panes = RELIEF

    def construct(self) -> None:
        relief = field_relief()
        self.show_title("Windows of failure")
        self.say("Here are four towers, side by side. A network makes them.", FadeIn(relief))
        self.play(turn([relief], VIEW.turn, VIEW.turn + 30.0), run_time=2.0)
        self.play(turn([relief], VIEW.turn + 30.0, VIEW.turn), run_time=2.0)
        ring = circle_around(relief)
        self.say("But look where all four meet. There's a hole!")
        self.play(Create(ring), run_time=1.0)
        self.say("The towers around it are all tall. So why is there a hole?", about=ring)
        self.hush()


class Step(Chapter):
    """Around its step point a sigmoid is neither off nor on, however steep."""

    def construct(self) -> None:
        relief = field_relief()
        ring = circle_around(relief)
        self.add(relief, ring)
        board = Board((0.0, 1.0), (-0.1, 1.1), get_step(SOFT))
        self.say("Let's go down to one input. Dashed is the step that we'd like.")
        self.play(FadeOut(relief), FadeOut(ring), FadeIn(board.above), run_time=0.8)
        self.play(Create(board.ideal), run_time=1.4)
        self.say("And this is what one neuron makes of it.")
        self.play(Create(board.curve), run_time=1.4)
        self.add(board.ideal, board.area, board.curve)
        self.say("It rises too early, and it gets there too late. That's where it fails.")
        self.play(FadeIn(board.area), run_time=1.0)
        self.say("How far off is it? Let's draw that below. It's a spike.")
        self.play(FadeIn(board.below), FadeIn(board.largest), run_time=0.6)
        self.play(Create(board.spikes), run_time=1.6)
        self.say("What would you do? Make the weight larger, of course.")
        self.play(board.steepen(), run_time=3.0)
        self.say("The spike gets thin. But it's as tall as before!", about=board.spikes)
        self._half(board)
        self.hush()

    def _half(self, board: Board) -> None:
        """Show why: at the step point the neuron is half on."""
        middle, foot = board.above.point(SWITCH, 0.5), board.above.point(SWITCH, 0.0)
        dot = Dot(middle, radius=0.1, color=DARK.text)
        line = Line(middle, foot, color=DARK.text, stroke_width=5.0)
        label = formula("1 \\/ 2", BODY).next_to(line, RIGHT, buff=0.3)
        self.say("In the very middle z is zero. There the neuron's half on, whatever its weight.")
        self.play(FadeIn(dot), Create(line), FadeIn(label), run_time=1.2)
        self.play(FadeOut(VGroup(dot, line, label)), run_time=0.4)


class Split(Chapter):
    """One tall spike becomes M spikes, each one M-th as high."""

    def construct(self) -> None:
        board = Board((0.0, 1.0), (-0.1, 1.1), get_step(SOFT))
        board.show(get_step(STEEP))
        self.add(*board.parts)
        self.say("Here's the trick. Take two neurons, each half as tall.")
        board.copies.set_value(2)
        self.play(FadeIn(board.copies), run_time=0.5)
        self.say("And slide them apart.")
        self.play(board.split(1), run_time=2.4)
        self.say("The spike of a half has become two. Each of them is a fourth.")
        self.wait(0.6)
        self.say("Once more: four neurons, four spikes, each of an eighth.")
        board.copies.set_value(4)
        self.play(board.split(2), run_time=2.2)
        self.say("Why does it help? No two of them fail at the same place.", about=board.spikes)
        self.say("So with M copies it's one half, divided by M.")
        rule = formula("1 \\/ (2 M)", BODY, DARK.error)
        rule.next_to(board.largest, DOWN, buff=0.4, aligned_edge=LEFT)
        board.copies.set_value(8)
        self.play(FadeIn(rule), board.split(4), run_time=2.2)
        self.hush(FadeOut(rule))


class Everywhere(Chapter):
    """A staircase has a spike at each of its steps; shifted copies of it let all of them sink."""

    def construct(self) -> None:
        single = Board((0.0, 1.0), (-0.1, 1.1), get_step(SOFT))
        single.show(get_step(STEEP, spread(DOUBLED[-1])))
        single.copies.set_value(DOUBLED[-1])
        before = VGroup(single.parts, single.copies)
        self.add(*before)
        stairs = Staircases(self.spec)
        self.say(f"Now a whole curve, and a staircase of {stairs.pieces} pieces.")
        self.play(FadeOut(before), run_time=0.4)
        self.play(FadeIn(stairs.above), Create(stairs.function), run_time=1.0)
        self.play(Create(stairs.curve), FadeIn(stairs.copies), run_time=1.4)
        self.add(stairs.area, stairs.curve)
        self.say("Each step has its spike below, half as tall as the step.")
        self.play(FadeIn(stairs.below), FadeIn(stairs.area), FadeIn(stairs.largest), run_time=0.6)
        self.play(Create(stairs.spikes), FadeIn(stairs.from_f), run_time=1.6)
        self.remove(stairs.ideal)
        self._double(stairs)

    def _double(self, stairs: Staircases) -> None:
        """Take copies, shifted between each other, until the failure is small."""
        first = stairs.error
        self.say("Take two staircases of half the height, and shift one. Then four. Then eight.")
        for copies in DOUBLED[:-1]:
            stairs.copies.set_value(2 * copies)
            self.play(stairs.double(copies), run_time=1.8)
            stairs.from_f.set_value(stairs.error)
        self.say("All the spikes have sunk. They're as small as we like.", about=stairs.spikes)
        if stairs.jumps:
            text = "Only from f itself it's still far, at its jump. No copies help there."
        elif stairs.error < first:
            text = "And the curve has come nearer to f, with its smaller steps."
        else:
            text = "From f itself it's as far as before. For that we need more pieces."
        self.say(text, about=stairs.curve)
        self.hush(FadeOut(VGroup(*stairs.parts, stairs.function, stairs.copies, stairs.from_f)))


class Crossing(Chapter):
    """With two inputs windows cross, and where they do there is the hole."""

    panes = RELIEF

    def construct(self) -> None:
        relief = field_relief()
        ring = circle_around(relief)
        self.say("And the hole? Let's go there.", FadeIn(relief))
        self.play(Create(ring), run_time=0.6)
        self.play(
            FadeOut(ring), Flight(relief.box, HOLE, CLOSE).fly([relief], 0.0, 1.0), run_time=3.0
        )
        self.say("A window of x comes from one side, one of y from the other.")
        self.play(turn([relief], VIEW.turn, VIEW.turn + 50.0), run_time=3.0)
        self.say("Where they cross, each tower is only half on, in x and in y.")
        self.play(turn([relief], VIEW.turn + 50.0, VIEW.turn + 10.0), run_time=3.0)
        self.say("That's too little for any of them to stand up. So there's a hole.")
        self.play(turn([relief], VIEW.turn + 10.0, VIEW.turn + 50.0), run_time=3.0)
        self.say("Copies make it shallow: one deep hole becomes four.")
        self.play(drive_networks(relief, copied, 0.0, APART), run_time=3.0)
        self.say("But there's a way to close it: quadrants.")
        self.play(turn([relief], VIEW.turn + 50.0, VIEW.turn), run_time=3.0)
        self.hush()
