"""The voice of espeak-ng, a program of the system, for those who want no large package."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path

from uat.base.errors import MissingError
from uat.films.voice.sound import Samples, read_sound

PACE = "145"  # words a minute
MISSING = "the voice espeak is not installed: on Debian, apt install espeak-ng brings it"


class Espeak:
    """espeak-ng, in English."""

    def __init__(self) -> None:
        program = shutil.which("espeak-ng")
        if program is None:
            raise MissingError(MISSING)
        self._program = program

    @cached_property
    def identity(self) -> str:
        told = subprocess.run(
            [self._program, "--version"], capture_output=True, text=True, check=True
        )
        return f"{told.stdout.strip()} {PACE}"

    def speak(self, words: str) -> Samples:
        with tempfile.TemporaryDirectory(prefix="uat-voice-") as folder:
            target = Path(folder, "said.wav")
            command = [self._program, "-v", "en-us", "-s", PACE, "-w", str(target), "--stdin"]
            subprocess.run(command, input=words, text=True, check=True, capture_output=True)
            return read_sound(target)
