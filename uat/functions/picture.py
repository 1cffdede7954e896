"""A picture is a function that is constant on each pixel: x to the right, y upwards, height 1."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError, UatError, quoted
from uat.base.files import cannot

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ppm", ".pgm")
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
MOST_DECODED = 50_000_000  # pixels: about half a gigabyte while a picture is read
MOST_PIXELS = 2**20
MOST_CLASSES = 20
ON_WHITE = 255.0**2  # the level that means 1 where transparent pixels were put on white

Channel = NDArray[Any]  # (rows, columns) of integers or floats, the first row on top


@dataclass(frozen=True, eq=False)
class Picture:
    """Values on a grid of pixels; calling it looks them up.

    edges: (columns + 1,) and (rows + 1,), the lines between pixels: x from 0 to width/height and
    y from 0 to 1. values: (columns, rows, outputs), float64: 1 output for grey, 3 for red, green
    and blue, each in [0, 1]; or one for each class, 1 where it is. labels: the classes' colours as
    #rrggbb, or None. note: size, directions and what was done to it, for people.
    """

    edges: tuple[Array, Array]
    values: Array
    note: str
    labels: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for array in (*self.edges, self.values):
            array.flags.writeable = False

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        return tuple((float(line[0]), float(line[-1])) for line in self.edges)

    @property
    def outputs(self) -> int:
        return int(self.values.shape[-1])

    def __call__(self, x: Array, y: Array) -> Array:
        """Look up arrays of one shape S: (S) or (*S, outputs); beyond it the nearest pixel.

        On a line between two pixels that of the right or upper one.
        """
        column, row = (
            np.clip(np.searchsorted(line, at, side="right") - 1, 0, line.size - 2)
            for line, at in zip(self.edges, (x, y), strict=True)
        )
        found: Array = self.values[column, row]
        return found if self.outputs > 1 else found[..., 0]


def read_picture(path: Any) -> Picture:
    """Read a picture, from a file or memory; average more than a megapixel down.

    Transparent parts lie on white, of an animation the first frame counts, and a camera's rotation
    is applied. A coloured file in which red, green and blue are the same is grey.
    Raises FileError when the file cannot be read, InputError when it is no picture or too large.
    """
    channels, top = _levels(path)
    if len(channels) == 3 and all(np.array_equal(channels[0], other) for other in channels[1:]):
        channels = channels[:1]
    shape = channels[0].shape
    rows, columns = _fitting(*shape)
    if (rows, columns) != shape:
        channels = [_averaged(channel, rows, columns) for channel in channels]
    values = np.stack([channel / top for channel in channels], axis=-1)
    kind = "grey" if len(channels) == 1 else "red, green and blue"
    kind += ", what is transparent on white" if top == ON_WHITE else ""
    return _placed(values, shape, f"{kind}, {_size(shape, rows, columns, 'averaged')}")


def classes_from_picture(path: Any) -> Picture:
    """Turn a picture in a few colours into regions: a class for each colour, #000000 first.

    One of more than a megapixel keeps the pixels in the middle of larger ones.
    Raises InputError for one colour only or more than 20, and as `read_picture` does.
    """
    channels, top = _levels(path)
    shape = channels[0].shape
    rows, columns = _fitting(*shape)
    down, right = (
        ((np.arange(new) + 0.5) * old / new).astype(int)
        for new, old in zip((rows, columns), shape, strict=True)
    )
    thinned = [channel[down][:, right] / top for channel in channels]
    colours = np.round(255 * np.stack(thinned * (3 // len(thinned)))).reshape(3, -1)
    codes, place = np.unique([2.0**16, 2.0**8, 1.0] @ colours, return_inverse=True)
    _require_few(codes.size, called(path))
    labels = tuple(f"#{int(code):06x}" for code in codes)
    number = place.reshape(rows, columns)
    note = f"{len(labels)} colours, {_size(shape, rows, columns, 'thinned')}"
    picture = _placed(np.eye(len(labels))[number], shape, note)
    return Picture(picture.edges, picture.values, picture.note, labels)


def _require_few(colours: int, file: str) -> None:
    if colours < 2:
        raise InputError(f"{file} has one colour only: regions of classes need two or more")
    if colours > MOST_CLASSES:
        raise InputError(
            f"{file} has {colours:,} colours; a labelled picture has at most {MOST_CLASSES}: "
            "draw it without smooth edges and save it as PNG"
        )


def _placed(values: Array, shape: tuple[int, ...], note: str) -> Picture:
    """Turn rows from the top into y upwards."""
    rows, columns = values.shape[:2]
    width = shape[1] / shape[0]
    edges = np.linspace(0.0, width, columns + 1), np.linspace(0.0, 1.0, rows + 1)
    upright = np.ascontiguousarray(np.swapaxes(values[::-1], 0, 1))
    return Picture(
        edges, upright, f"{note}; x from 0 to {width:.4g} to the right, y from 0 to 1 upwards"
    )


def _size(shape: tuple[int, ...], rows: int, columns: int, how: str) -> str:
    size = f"{columns}×{rows} pixels"
    return size if (rows, columns) == shape else f"{shape[1]}×{shape[0]} {how} to {size}"


def _fitting(rows: int, columns: int) -> tuple[int, int]:
    """Choose at most a megapixel, with the proportions as nearly the same as possible."""
    share = min(1.0, (MOST_PIXELS / (rows * columns)) ** 0.5)
    short = max(1, int(min(rows, columns) * share))
    long = min(max(rows, columns), MOST_PIXELS // short)
    return (short, long) if rows <= columns else (long, short)


def _averaged(channel: Channel, rows: int, columns: int) -> Array:
    """Average over the areas of new pixels."""
    down = _overlaps(channel.shape[0], rows) @ channel.astype(np.float32)
    averaged: Array = (_overlaps(channel.shape[1], columns) @ down.T).T
    return np.asarray(averaged, dtype=float)


def _overlaps(old: int, new: int) -> Any:
    """Return which share of each new pixel every old one covers: (new, old), sparse."""
    from scipy.sparse import coo_array

    bounds = np.arange(new + 1) * (old / new)
    lines = np.unique(np.concatenate([bounds[:-1], np.arange(old + 1.0)]))
    middle = 0.5 * (lines[1:] + lines[:-1])
    rows = np.minimum(np.searchsorted(bounds, middle, side="right") - 1, new - 1)
    shares = (np.diff(lines) * (new / old)).astype(np.float32)
    return coo_array((shares, (rows, middle.astype(int))), shape=(new, old)).tocsr()


def is_picture(f: Any) -> bool:
    """Tell whether something in memory is a picture: an image of PIL, or an array of pixels.

    Of arrays those of whole numbers of 8 bits are, and those with three or four channels.
    """
    if isinstance(f, np.ndarray):
        return (f.ndim == 2 and f.dtype == np.uint8) or (f.ndim == 3 and f.shape[2] in (1, 3, 4))
    return hasattr(f, "getbands") and hasattr(f, "convert")


def called(source: Any) -> str:
    """Return what a picture is called: the name of its file, if it has one."""
    name = getattr(source, "filename", "") if is_picture(source) else os.fspath(source)
    return os.path.basename(name) or "picture"


def _levels(source: Any) -> tuple[list[Channel], float]:
    """Return the channels, one or three, and the level that means 1."""
    path = called(source) if is_picture(source) else source
    image = _in_memory(source) if is_picture(source) else _decoded(source)
    if image.mode.startswith("I") or image.mode == "F":
        return _deep(np.asarray(image), os.fspath(path))
    if image.has_transparency_data:
        pixels = np.asarray(image.convert("RGBA"), dtype=np.uint16)
        if (pixels[..., 3] < 255).any():
            return _on_white(pixels), ON_WHITE
        image = image.convert("RGB")
    flat = np.asarray(image.convert("L" if image.mode in ("1", "L") else "RGB"))
    return ([flat] if flat.ndim == 2 else [flat[..., k] for k in range(3)]), 255.0


def _deep(levels: Channel, file: str) -> tuple[list[Channel], float]:
    """Read grey of more than 8 bits: 16 bits as they are, others from least to largest."""
    low, high = float(levels.min()), float(levels.max())
    if not np.isfinite(high - low):
        raise InputError(f"{file} has pixels that are not finite numbers")
    if levels.dtype.kind == "f" and low >= 0.0 and high <= 1.0:
        return [levels], 1.0
    if levels.dtype.kind != "f" and low >= 0.0 and high <= 65535.0:
        return [levels], 65535.0
    return [(levels - low) / ((high - low) or 1.0)], 1.0


def _on_white(pixels: Channel) -> list[Channel]:
    """Put colours over white, in units of 1/ON_WHITE: whole numbers below 2^16."""
    alpha = pixels[..., 3]
    white = 255 * (255 - alpha)
    return [pixels[..., k] * alpha + white for k in range(3)]


def _decoded(path: str | os.PathLike[str]) -> Image:
    """Decode the picture and turn it upright; whatever is wrong becomes one sentence."""
    from PIL import Image, UnidentifiedImageError

    name = os.fspath(path)
    with contextlib.ExitStack() as opened, _quietly():
        try:
            file = opened.enter_context(open(path, "rb"))
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            raise cannot("read", name, error) from error
        try:
            return _upright(file, name)
        except (UatError, MemoryError):
            raise
        except UnidentifiedImageError as error:
            raise InputError(f"{name} is no picture: use PNG, JPEG, GIF, BMP or TIFF") from error
        except Image.DecompressionBombError as error:
            sentence = f"{name} has too many pixels; the most is {MOST_DECODED:,}"
            raise InputError(sentence) from error
        except Exception as error:  # damaged files make the decoders raise anything
            sentence = f"{name} is damaged: {quoted(error)}"
            raise InputError(sentence) from error


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Silence Pillow's warnings, and the lines that it logs beside its errors."""
    import logging

    log = logging.getLogger("PIL.TiffImagePlugin")
    before, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = before


def _in_memory(source: Any) -> Image:
    """Return an image of pixels that are in memory; numbers that are no bytes are from 0 to 1."""
    from PIL import Image, ImageOps

    if not isinstance(source, np.ndarray):
        _require_size(source.size[0], source.size[1], called(source))
        upright: Image.Image = ImageOps.exif_transpose(source)
        return upright
    _require_size(source.shape[1], source.shape[0], "the array")
    pixels = source[..., 0] if source.ndim == 3 and source.shape[2] == 1 else source
    if pixels.dtype != np.uint8:
        pixels = np.asarray(pixels, dtype=float)
        if not (np.isfinite(pixels).all() and pixels.min() >= 0.0 and pixels.max() <= 1.0):
            raise InputError("an array of pixels holds bytes, or numbers from 0 to 1")
        pixels = np.round(255 * pixels).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(pixels))


def _upright(file: Any, name: str) -> Image:
    from PIL import Image, ImageOps

    with Image.open(file, formats=FORMATS) as image:
        _require_size(*image.size, name)
        upright = ImageOps.exif_transpose(image)
        upright.load()
    return upright


def _require_size(width: int, height: int, file: str) -> None:
    if width * height == 0:
        raise InputError(f"{file} has no pixels")
    if width * height > MOST_DECODED:
        raise InputError(
            f"{file} has {width}×{height} pixels; the most is {MOST_DECODED:,}: make it smaller"
        )
