"""State how well a film can be read and followed, and what of it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

LEAST_TEXT, LEAST_UPRIGHT = 28.0, 36.0  # pixels of an em, where the shorter side has 1080
LEAST_MARGIN = 4.0  # percent of the picture's width or height
FASTEST = 17.0  # characters a second of a cue
PACE = (130.0, 160.0)  # words a minute that can be followed by ear
LONGEST_STILL = 2.0  # seconds, but for the silence after a question
HEAD = {  # of the figures, with their decimals
    "words/min": 0, "chars/s": 1, "still s": 1, "text px": 1, "margin %": 1, "overlaps": 0,
}  # fmt: skip
ROUNDING = 1e-3

Named = tuple[float, str]  # a figure, and whose it is


@dataclass(frozen=True)
class Findings:
    """Findings are what a check of a picture, a shot or a chapter found; they add up.

    words: that are said, in `spoken` seconds of speech with the air between sentences; voiced:
    whether somebody is heard. fastest: characters a second of a cue, and its text. still: seconds
    for which nothing moved, without the silence after a question, and what was said.
    text: pixels of an em. margin: percent of the picture. overlaps, more: sentences on faults.
    """

    words: int = 0
    spoken: float = 0.0
    voiced: bool = False
    fastest: Named = (0.0, "")
    still: Named = (0.0, "")
    text: Named = (inf, "")
    margin: Named = (inf, "")
    overlaps: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        return Findings(
            words=self.words + other.words,
            spoken=self.spoken + other.spoken,
            voiced=self.voiced or other.voiced,
            fastest=max(self.fastest, other.fastest),
            still=max(self.still, other.still),
            text=min(self.text, other.text),
            margin=min(self.margin, other.margin),
            overlaps=tuple(dict.fromkeys(self.overlaps + other.overlaps)),
            more=self.more + other.more,
        )

    @property
    def pace(self) -> float:
        """Return words a minute."""
        return 60.0 * self.words / self.spoken if self.spoken else 0.0

    @property
    def figures(self) -> tuple[float, ...]:
        """Return what stands under HEAD."""
        fastest, still, text, margin = self.fastest, self.still, self.text, self.margin
        return (self.pace, fastest[0], still[0], text[0], margin[0], len(self.overlaps))

    def wrong(self, shape: str) -> list[str]:
        """Return sentences on all that does not keep to the limits; none if it is sound."""
        least = LEAST_UPRIGHT if shape == "portrait" else LEAST_TEXT
        found = [*self.overlaps, *self.more]
        if self.text[0] < least - ROUNDING:
            found.append(f"{self.text[1]} is {self.text[0]:.1f} px high, less than {least:g}")
        if self.margin[0] < LEAST_MARGIN - ROUNDING:
            found.append(f"{self.margin[1]} is {self.margin[0]:.1f} % from the edge")
        if self.fastest[0] > FASTEST + ROUNDING:
            found.append(f"{self.fastest[0]:.1f} characters a second: {self.fastest[1]}")
        if self.still[0] > LONGEST_STILL + ROUNDING:
            found.append(f"nothing moves for {self.still[0]:.1f} s: {self.still[1]}")
        if self.voiced and not PACE[0] <= self.pace <= PACE[1]:
            found.append(f"{self.pace:.0f} words a minute")
        return found
