"""What is heard: loudness, ends, recordings, and a film whose sound is where its beats are."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from click.testing import CliRunner
from filming import TINY, apart, write_chapter

from uat.base.errors import InputError, MissingError
from uat.cli import main
from uat.films.renderer import render
from uat.films.renderer.join import count_frames, read_beats
from uat.films.voice import choose, espeak, piper
from uat.films.voice.script import to_script
from uat.films.voice.sound import RATE, cleaned, read_sound, resampled
from uat.films.voice.track import write_track

SAYING = '''"""A chapter that speaks. It is small."""

from manim import FadeIn, Square

from uat.films.stage import Chapter


class One(Chapter):
    def construct(self):
        square = Square()
        self.say("Here is a square. Is it large?", FadeIn(square))
        self.say("It is as large as 0.5.")
        self.hush()


class Two(Chapter):
    def construct(self):
        self.add(square := Square())
        self.say("And here it stays.", square.animate.shift([1, 0, 0]))
        self.hush()
'''
BEATS = 3


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return apart(monkeypatch, tmp_path)


@pytest.fixture
def saying(films: Path, tmp_path: Path) -> str:
    return write_chapter(tmp_path, "saying.py", SAYING)


def tone(seconds: float, height: float = 0.1, pitch: float = 300.0) -> Any:
    """A tone that swells and fades twenty times a second, as loud as speech changes."""
    t = np.arange(round(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * pitch * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 20 * t))
    return (height * wave).astype(np.float32)


def loud(samples: Any) -> float:
    meter: Any = pytest.importorskip("pyloudnorm").Meter(RATE)
    return float(meter.integrated_loudness(samples.astype(float)))


def write_sound(path: Path, samples: Any, rate: int = RATE) -> Path:
    codec = {".wav": "pcm_s16le", ".flac": "flac", ".mp3": "libmp3lame"}[path.suffix]
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream(codec, rate=rate, layout="mono")
        packed = (samples * 32767).astype(np.int16)[None, :]
        made = av.AudioFrame.from_ndarray(packed, format="s16", layout="mono")
        made.sample_rate = rate
        for part in av.AudioResampler(format=stream.format, layout="mono", rate=rate).resample(
            made
        ):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return path


def energy(samples: Any, start: float, stop: float) -> float:
    part = samples[round(start * RATE) : round(stop * RATE)]
    return float(np.sqrt(np.mean(np.square(part, dtype=float))))


def check_sound(film: Path, beats: list[Any]) -> None:
    """AAC of 48 000 samples a second, as long as the picture, loud where something is said."""
    with av.open(str(film)) as file:
        (stream,) = file.streams.audio
        assert (stream.codec_context.name, stream.rate) == ("aac", RATE)
    heard = read_sound(film)
    assert abs(heard.size / RATE - count_frames(film) / TINY.fps) <= 0.1
    for beat in beats:
        for one in beat.sentences:
            begin, end = beat.start + one.start, beat.start + one.start + one.sound
            onset = heard[round((begin - 0.1) * RATE) :] if begin > 0.1 else heard
            first = float(np.flatnonzero(np.abs(onset) > 0.01)[0]) / RATE
            assert first == pytest.approx(min(begin, 0.1), abs=0.06), "it begins elsewhere"
            assert energy(heard, begin + 0.1, end - 0.1) > 0.02
            assert energy(heard, end + 0.1, beat.start + one.end) < 0.001
    assert abs(loud(heard) + 16.0) <= 1.0


def test_speech_is_cut_at_its_ends_and_as_loud_as_all_speech() -> None:
    rng = np.random.default_rng(1)
    for height in (0.003, 0.05, 0.9):
        silence = rng.normal(0.0, height / 3000, RATE // 2).astype(np.float32)
        speech = cleaned(np.concatenate([silence, tone(2.0, height), silence]))
        assert speech.size == pytest.approx(2.06 * RATE, abs=0.01 * RATE)  # 30 ms at both ends
        assert loud(speech) == pytest.approx(-15.6, abs=0.4)
        assert np.abs(speech).max() < 0.9
        assert np.abs(speech[[0, -1]]).max() < 1e-6, "it begins or ends with a click"


def test_silence_stays_silent() -> None:
    assert not cleaned(np.zeros(RATE, np.float32)).any()


def test_another_rate_keeps_length_and_pitch() -> None:
    slow = np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050).astype(np.float32)
    made = resampled(slow, 22_050)
    assert made.size == pytest.approx(RATE, abs=50)
    spectrum = np.abs(np.fft.rfft(made[: RATE - 100]))
    assert np.argmax(spectrum) == pytest.approx(440, abs=2)


def test_a_track_has_its_sounds_in_their_places(tmp_path: Path) -> None:
    placed = [(0.5, tone(1.0)), (1.2, tone(0.5)), (3.0, tone(9.0))]  # one early, one too long
    write_track(placed, 4.0, tmp_path / "track.mp4")
    heard = read_sound(tmp_path / "track.mp4")
    assert heard.size / RATE == pytest.approx(4.0, abs=0.05)
    for start, stop, sounding in ((0.0, 0.4, 0), (0.6, 1.9, 1), (2.1, 2.9, 0), (3.1, 3.9, 1)):
        assert (energy(heard, start, stop) > 0.02) == bool(sounding)


def test_recordings_speak_in_their_beats(saying: str, films: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for number, (suffix, seconds) in enumerate((("wav", 3.3), ("mp3", 1.0), ("flac", 2.2)), 1):
        write_sound(folder / f"{number:03}.{suffix}", tone(seconds))
    (film,) = render(saying, quality=TINY, voice=folder, out="mine.mp4")
    beats = read_beats(film)
    assert [beat.number for beat in beats] == [1, 2, 3]
    sounds = [one.sound for beat in beats for one in beat.sentences]
    assert sounds == pytest.approx([3.3, 1.0, 2.2], abs=0.08)
    check_sound(film, beats)
    whole, kept = film.read_bytes(), sorted(films.iterdir())
    render(saying, quality=TINY, voice=folder, out="mine.mp4")
    assert film.read_bytes() == whole and sorted(films.iterdir()) == kept
    write_sound(folder / "003.flac", tone(4.0))
    (film,) = render(saying, quality=TINY, voice=folder, out="mine.mp4")
    assert read_beats(film)[2].sentences[0].sound == pytest.approx(4.0, abs=0.08)


def test_words_keep_to_the_picture_to_the_end_of_a_long_film(films: Path, tmp_path: Path) -> None:
    """Beats of lengths that are no whole frames, in shots that follow each other."""
    folder = tmp_path / "mine"
    folder.mkdir()
    chapters = [write_chapter(tmp_path, f"part{n}.py", SAYING) for n in range(6)]
    for number in range(1, 6 * BEATS + 1):
        write_sound(folder / f"{number}.wav", tone(0.97 + 0.113 * (number % 7)))
    (film,) = render(chapters, quality=TINY, voice=folder, joined=True)
    beats = read_beats(film)
    assert len(beats) == 6 * BEATS
    check_sound(film, beats)
    # The square of every second shot begins to move where its beat begins.
    with av.open(str(film)) as file:
        seen = [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]
    columns = [np.flatnonzero((picture[:110] > 80).any(axis=0)) for picture in seen]
    middles = [(found[0] + found[-1]) / 2 for found in columns[round(beats[-1].start * 5) - 1 :]]
    assert middles[1] == pytest.approx(middles[0], abs=2) and middles[5] > middles[0] + 4


def test_missing_recordings_are_named_before_anything_is_drawn(
    saying: str, films: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    write_sound(folder / "2.wav", tone(1.0))
    with pytest.raises(InputError, match=r"2 of 3 beats: 001.wav, 003.wav\. Beat 1 is: Here is"):
        render(saying, quality=TINY, voice=folder)
    assert not [*films.glob("*.mp4")] and not [*Path("renders").glob("*.mp4")]


def test_the_first_recording_that_is_no_sound_is_named_before_anything_is_drawn(
    saying: str, films: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    write_sound(folder / "1.wav", tone(1.0))
    for number in range(2, BEATS + 1):
        (folder / f"{number}.wav").write_text("la la la")
    with pytest.raises(InputError, match=r"cannot hear .*2.wav: .*: save it as wav, mp3 or flac"):
        render(saying, quality=TINY, voice=folder)
    assert not [*films.glob("*.mp4")]


def test_the_script_has_a_line_for_every_beat(saying: str, films: Path) -> None:
    done = CliRunner().invoke(main, ["render", saying, "--script", "saying.txt"])
    assert done.exit_code == 0, done.output
    assert done.stdout == "saying.txt\n"
    lines = [line for line in Path("saying.txt").read_text().splitlines() if line[:3].isdecimal()]
    assert [line[:3] for line in lines] == ["001", "002", "003"]
    assert lines[1].endswith("s  It is as large as 0.5.")
    seconds = [float(line[3:].split("s")[0]) for line in lines]
    assert seconds[0] == pytest.approx(1.2 + 1.2 + 2.0, abs=0.1)  # two sentences, and to think
    assert not [*films.glob("*.mp4")], "it drew something"


def test_scripts_number_through_all_chapters() -> None:
    text = to_script([("One", 1.25, "A."), ("Two", 2.0, "B.")])
    assert "\n# One\n001    1.2 s  A.\n\n# Two\n002    2.0 s  B.\n" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"voice": "nobody"}, "piper, espeak, or a folder of recordings"),
        ({"voice": ".", "format": "gif"}, "gif has no sound: choose the format mp4, webm or mov"),
        ({"voice": ".", "format": "png"}, "png has no sound"),
    ],
)
def test_voices_that_cannot_be_are_refused(
    options: dict[str, Any], words: str, saying: str
) -> None:
    with pytest.raises(InputError, match=words):
        render(saying, quality=TINY, **options)


def test_an_engine_that_is_missing_is_said_before_any_work(
    saying: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose.get_engine.cache_clear()
    monkeypatch.setattr(piper, "find_spec", lambda name: None)
    monkeypatch.setattr(espeak.shutil, "which", lambda name: None)
    with pytest.raises(MissingError, match=r"pip install 'uat-explorer\[voice\]'"):
        render("no such chapter", voice=True)
    with pytest.raises(MissingError, match="apt install espeak-ng"):
        render("no such chapter", voice="espeak")


@pytest.mark.parametrize("engine", choose.ENGINES)
def test_an_engine_speaks_a_film(engine: str, saying: str, films: Path) -> None:
    choose.get_engine.cache_clear()
    try:
        choose.check_voice(engine)
    except MissingError as error:
        pytest.skip(str(error))
    (film,) = render(saying, quality=TINY, voice=engine, manifest=True)
    beats = read_beats(film)
    check_sound(film, beats)
    assert all(0.4 < one.sound < 3.0 for beat in beats for one in beat.sentences)
    spoken = {path: path.stat().st_mtime_ns for path in films.glob("*.npy")}
    assert len(spoken) == 4
    told = json.loads(film.with_suffix(".json").read_text())
    assert engine in told["spec"]["voice"]
    assert [row["number"] for row in told["films"][0]["chapters"][0]["beats"]] == [1, 2, 3]
    whole = film.read_bytes()
    render(saying, quality=TINY, voice=engine)
    assert film.read_bytes() == whole
    # Another picture, the same words: nothing is spoken again.
    render(saying, quality=TINY, voice=engine, shape="square")
    assert {path: path.stat().st_mtime_ns for path in films.glob("*.npy")} == spoken
    (film,) = render(saying, quality=TINY, voice=engine, format="webm")
    with av.open(str(film)) as file:
        assert file.streams.audio[0].codec_context.name in ("opus", "libopus")
