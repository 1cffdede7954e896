"""Sound is samples from -1 to 1, one channel, 48 000 a second: read, trimmed, equally loud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from uat.base.errors import InputError, quoted

RATE = 48_000
LOUDNESS = -15.6  # LUFS of every sentence; with the pauses a film then has about -16
LEAST_LOUDNESS = -70.0  # below it there is silence, says EBU R 128
QUIET = 10 ** (-45 / 20)  # of the loudest sample: what is quieter at both ends is cut off
MARGIN = round(0.03 * RATE)  # samples that stay before and behind
FADE = round(0.01 * RATE)  # samples in which a sentence swells and fades, so that nothing clicks
KNEE, PEAK = 0.6, 0.85  # samples above the one are pressed together below the other
MEASURED = 3 * RATE  # samples: what is shorter is repeated to be measured

Samples = NDArray[np.float32]


def cleaned(samples: Samples) -> Samples:
    """Return speech without silence at its ends, faded there, of the loudness of all speech."""
    loud = np.flatnonzero(np.abs(samples) > QUIET * np.abs(samples).max(initial=0.0))
    if loud.size == 0:
        return np.zeros(2 * FADE, np.float32)
    start, stop = max(0, loud[0] - MARGIN), min(samples.size, loud[-1] + 1 + MARGIN)
    speech = _pressed(samples[start:stop] * _gain(samples[start:stop]))
    ramp = (0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, min(FADE, speech.size)))).astype(np.float32)
    speech[: ramp.size] *= ramp
    speech[speech.size - ramp.size :] *= ramp[::-1]
    return speech


def _gain(speech: Samples) -> float:
    measured = loudness(np.tile(speech, -(-MEASURED // speech.size)))
    return 1.0 if measured <= LEAST_LOUDNESS else float(10 ** ((LOUDNESS - measured) / 20))


def _pressed(samples: Samples) -> Samples:
    """Press what is louder than the knee smoothly below the peak; encoders go a little higher."""
    over = np.maximum(np.abs(samples) - KNEE, 0.0)
    limited = KNEE + (PEAK - KNEE) * np.tanh(over / (PEAK - KNEE))
    return np.where(over > 0.0, np.sign(samples) * limited, samples).astype(np.float32)


def loudness(samples: Samples) -> float:
    """Measure the integrated loudness in LUFS, as EBU R 128 does."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono")
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    graph.push(frame(samples))
    graph.push(None)
    measured = LEAST_LOUDNESS
    for found in _pulled(graph):
        measured = float(found.metadata.get("lavfi.r128.I", measured))
    return measured


def _pulled(graph: Any) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return


def frame(samples: Samples, rate: int = RATE) -> av.AudioFrame:
    """Return samples as a frame for filters and encoders."""
    packed = np.ascontiguousarray(samples, np.float32)[None, :]
    made = av.AudioFrame.from_ndarray(packed, format="flt", layout="mono")
    made.sample_rate = rate
    return made


def resampled(samples: Samples, rate: int) -> Samples:
    """Return samples of another rate at 48 000 a second."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    return _joined([*resampler.resample(frame(samples, rate)), *resampler.resample(None)])


def read_sound(path: Path) -> Samples:
    """Read a file's sound. Raises InputError if there is none that can be read."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    found: list[av.AudioFrame] = []
    try:
        with av.open(str(path)) as file:
            for part in file.decode(audio=0):
                part.pts = None
                found += resampler.resample(part)
        found += resampler.resample(None)
    except (OSError, ValueError, IndexError) as error:
        advice = "save it as wav, mp3 or flac"
        raise InputError(f"cannot hear {path}: {quoted(error)}: {advice}") from error
    return _joined(found)


def _joined(found: list[av.AudioFrame]) -> Samples:
    parts = [part.to_ndarray().reshape(-1) for part in found]
    return np.concatenate([np.zeros(0, np.float32), *parts]).astype(np.float32)
