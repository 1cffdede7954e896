"""What exists, what is built, measured and learned, and what the theorem leaves open."""

from manim import Create, FadeIn, FadeOut, VGroup, Write

from uat.base.nouns import counted
from uat.films.stage import Chapter, continuous_subject

from ._epilogue import Ending

UPRIGHT = ((-2.7, -2.5, 6.45, 3.55), (-6.55, -3.0, -3.15, 2.75))
TAKES = "f(x)"
NEEDS = "one that is continuous and not constant"
about = continuous_subject


class Epilogue(Chapter):
    """The curve of the beginning, once more."""

    def construct(self) -> None:
        end = Ending(self.spec)
        exists, built, measured, learned = end.words
        self.show_title("What the theorem says")
        self.say("Let's go back to the question. Which curves can a network make?",
                 FadeIn(end.graph), Create(end.picture.function), run_time=1.6)  # fmt: skip
        self.say("For any continuous one, such a network exists. That's the theorem.")
        self.play(Write(end.picture.title), FadeIn(exists), Create(end.curve), run_time=1.6)
        self.say("We didn't look for its weights. We built it, step by step.")
        self.play(FadeIn(built), FadeIn(end.diagram), FadeIn(end.dot), run_time=0.8)
        self.play(end.sweep(0.0, 1.0), run_time=2.4)
        self.say("How far off is it? It's measured, and it can be proven.")
        self.add(end.band, end.picture.function, end.curve, end.dot)
        self.play(FadeIn(measured), FadeIn(end.band), run_time=0.8)
        self.play(end.sweep(1.0, 0.4), run_time=1.6)
        self.say("Training may find such weights, too. Or it may not.", FadeIn(learned))
        self.play(end.sweep(0.4, 0.8), run_time=1.6)
        self._open(end)

    def _open(self, end: Ending) -> None:
        """Say what the theorem does not say."""
        neurons = counted(end.finer.network.neurons, "neuron")
        self.say(f"A quarter of this error takes {neurons} here. The theorem says nothing "
                 "of how many.")  # fmt: skip
        self.play(FadeOut(end.words[0], end.words[3], end.dot), *end.refine(0.8), run_time=1.6)
        self.play(FadeIn(end.dot), run_time=0.2)
        self.play(end.sweep(0.8, 0.5), run_time=1.6)
        self.say("Nor how to learn the weights, nor what's between the points you know.")
        self.play(end.sweep(0.5, 0.2), run_time=1.6)
        self.say("But no continuous curve is out of reach.", FadeOut(VGroup(*end.words[1:3])))
        self.play(end.sweep(0.2, 1.0), run_time=2.4)
        self.hush()
