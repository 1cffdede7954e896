"""Write a GIF, which has one palette of 256 colours for all its frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from uat.base.errors import RenderError
from uat.films.renderer.join import frame_rate

MOST_FPS = 30  # players slow down what changes faster


def write_gif(parts: Sequence[Path], target: Path) -> None:
    """Decode mp4 parts and write them as a looping GIF with a palette of its own.

    Two passes, so that no more than a few frames are in memory.
    """
    fps, keep = _gif_rate(parts)
    palette = _palette(frame for n, frame in enumerate(_decode(parts)) if n % keep == 0)
    with av.open(str(target), "w", format="gif") as film:
        stream: Any = film.add_stream("gif", rate=fps)
        stream.pix_fmt = "pal8"
        graph: Any = None
        written = 0
        for number, frame in enumerate(_decode(parts)):
            if number % keep:
                continue
            if graph is None:
                stream.width, stream.height = frame.width, frame.height
                graph = _palette_graph(frame, palette, fps)
            frame.pts, frame.time_base = written, 1 / fps
            graph["frames"].push(frame)
            painted = graph["sink"].pull()
            painted.pts, painted.time_base = written, 1 / fps
            film.mux(stream.encode(painted))
            written += 1
        film.mux(stream.encode(None))


def _gif_rate(parts: Sequence[Path]) -> tuple[Fraction, int]:
    """Return frames a second of the GIF, and that every how many-th frame is kept."""
    if not parts:
        raise RenderError("there is nothing to write: the chapter has no shots")
    with av.open(str(parts[0])) as source:
        rate = frame_rate(source.streams.video[0])
    keep = -(-int(rate) // MOST_FPS)
    return rate / keep, keep


def _decode(parts: Sequence[Path]) -> Iterator[Any]:
    for part in parts:
        with av.open(str(part)) as source:
            yield from source.decode(video=0)


def _palette(frames: Iterable[Any]) -> Any:
    """Choose 256 colours for all frames: ffmpeg's palettegen."""
    graph: Any = None
    for number, frame in enumerate(frames):
        if graph is None:
            graph = av.filter.Graph()
            source = _buffer(graph, frame)
            generate = graph.add("palettegen", "stats_mode=full")
            sink = graph.add("buffersink")
            source.link_to(generate)
            generate.link_to(sink)
            graph.configure()
        frame.pts = number
        source.push(frame)
    source.push(None)
    return sink.pull()


def _palette_graph(frame: Any, palette: Any, fps: Fraction) -> dict[str, Any]:
    """Make a filter graph that paints frames with a palette: its input and its output."""
    graph = av.filter.Graph()
    source, colours = _buffer(graph, frame), _buffer(graph, palette)
    use = graph.add("paletteuse", "dither=bayer:bayer_scale=5:diff_mode=rectangle")
    sink = graph.add("buffersink")
    source.link_to(use, 0, 0)
    colours.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    palette.pts = 0
    colours.push(palette)
    colours.push(None)
    return {"graph": graph, "frames": source, "sink": sink}


def _buffer(graph: Any, frame: Any) -> Any:
    return graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format.name, time_base=Fraction(1, 600)
    )
