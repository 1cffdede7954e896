"""Pictures of every kind become values on pixels, upright and between 0 and 1."""

import struct
import warnings
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from uat.base.errors import FileError, InputError, UatError
from uat.functions import picture as picture_module
from uat.functions.picture import classes_from_picture, read_picture
from uat.functions.target import make_target

GREY = np.array([[0, 51, 102], [153, 204, 255]], dtype=np.uint8)  # the first row is on top
UPRIGHT = GREY[::-1].T / 255  # x first, y upwards


def save(path, image, **options):
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    image.save(path, **options)
    return path


def test_a_grey_picture_pixel_by_pixel(tmp_path):
    found = read_picture(save(tmp_path / "grey.png", GREY))
    assert found.outputs == 1
    np.testing.assert_array_equal(found.values[..., 0], UPRIGHT)
    np.testing.assert_array_equal(found.edges[0], [0, 0.5, 1, 1.5])
    np.testing.assert_array_equal(found.edges[1], [0, 0.5, 1])
    assert found.box == ((0.0, 1.5), (0.0, 1.0))
    assert found.note == ("grey, 3×2 pixels; x from 0 to 1.5 to the right, y from 0 to 1 upwards")
    # The middle of a pixel, its lower left corner, the far corner, and beyond.
    x, y = np.array([0.25, 0.5, 1.5, -9.0, 9.0]), np.array([0.25, 0.5, 1.0, -9.0, 9.0])
    np.testing.assert_array_equal(found(x, y), np.array([153, 51, 102, 153, 102]) / 255)
    assert found(x.reshape(5, 1), y.reshape(5, 1)).shape == (5, 1)


def test_a_coloured_picture_has_three_outputs(tmp_path):
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    found = read_picture(save(tmp_path / "colour.png", pixels))
    np.testing.assert_array_equal(found.values, pixels[::-1].swapaxes(0, 1) / 255)
    assert found(np.zeros(7), np.zeros(7)).shape == (7, 3)


def test_colours_that_are_grey_have_one_output(tmp_path):
    found = read_picture(save(tmp_path / "grey.bmp", np.stack([GREY] * 3, axis=-1)))
    np.testing.assert_array_equal(found.values[..., 0], UPRIGHT)
    assert found.outputs == 1


def two_level(mode):
    """The letters of one picture in another mode, with the values that it shall have."""
    image = Image.fromarray(np.array([[0, 255], [255, 0]], dtype=np.uint8))
    return image.convert(mode), np.array([[1.0, 0.0], [0.0, 1.0]])


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [
        ("1", "png"),
        ("L", "png"),
        ("P", "png"),
        ("P", "gif"),
        ("LA", "png"),
        ("RGB", "webp"),
        ("RGBA", "png"),
        ("CMYK", "tif"),
        ("I;16", "png"),
        ("I;16", "tif"),
        ("F", "tif"),
        ("L", "ppm"),
        ("RGB", "JPG"),
    ],
)
def test_every_kind_of_file(tmp_path, mode, suffix):
    if mode == "I;16":
        image = Image.fromarray(np.array([[0, 65535], [65535, 0]], dtype=np.uint16))
        values = two_level("L")[1]
    else:
        image, values = two_level(mode)
    if mode == "RGB":  # enough pixels for formats with losses
        image, values = image.resize((64, 64), 0), values.repeat(32, 0).repeat(32, 1)
    options = {"lossless": True} if suffix == "webp" else {}
    path = save(tmp_path / f"p.{suffix}", image, **options)
    found = read_picture(path)
    assert found.outputs == 1
    np.testing.assert_allclose(found.values[..., 0], values, atol=0.02 if suffix == "JPG" else 0)


def test_sixteen_bits_are_kept(tmp_path):
    levels = np.array([[1, 2, 65534]], dtype=np.uint16)
    found = read_picture(save(tmp_path / "deep.png", levels))
    np.testing.assert_array_equal(found.values[:, 0, 0], [1 / 65535, 2 / 65535, 65534 / 65535])


def test_numbers_of_any_size_are_stretched(tmp_path):
    levels = np.array([[-100.0, 0.0, 300.0]], dtype=np.float32)
    found = read_picture(save(tmp_path / "f.tif", levels))
    np.testing.assert_allclose(found.values[:, 0, 0], [0, 0.25, 1], rtol=1e-7)
    levels[0, 1] = np.nan
    with pytest.raises(InputError, match="not finite"):
        read_picture(save(tmp_path / "nan.tif", levels))


@pytest.mark.parametrize("alpha", [0, 51, 255])
def test_transparent_parts_lie_on_white(tmp_path, alpha):
    pixels = np.array([[[255, 51, 0, alpha], [0, 0, 255, 255]]], dtype=np.uint8)
    found = read_picture(save(tmp_path / "a.png", pixels))
    share = alpha / 255
    wanted = share * np.array([1.0, 0.2, 0.0]) + (1 - share)
    np.testing.assert_allclose(found.values[0, 0], wanted, rtol=1e-15)
    np.testing.assert_array_equal(found.values[1, 0], [0, 0, 1])
    assert ("transparent on white" in found.note) == (alpha < 255)


def test_a_transparent_colour_of_a_palette(tmp_path):
    image = Image.fromarray(np.array([[0, 1]], dtype=np.uint8), mode="P")
    image.putpalette([255, 0, 0, 0, 0, 255])
    found = read_picture(save(tmp_path / "p.gif", image, transparency=0))
    np.testing.assert_array_equal(found.values[:, 0], [[1, 1, 1], [0, 0, 1]])


def test_of_an_animation_the_first_frame(tmp_path):
    frames = [Image.fromarray(np.full((2, 2), level, dtype=np.uint8)) for level in (51, 204)]
    path = save(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])
    np.testing.assert_array_equal(read_picture(path).values, np.full((2, 2, 1), 0.2))


def test_a_camera_turned_on_its_side(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the picture must be turned clockwise by a quarter
    found = read_picture(save(tmp_path / "t.png", GREY, exif=exif))
    np.testing.assert_array_equal(found.values[..., 0], np.rot90(GREY, -1)[::-1].T / 255)


def test_large_pictures_are_averaged(tmp_path, monkeypatch):
    monkeypatch.setattr(picture_module, "MOST_PIXELS", 6)
    pixels = np.random.default_rng(0).integers(0, 256, (4, 6), dtype=np.uint8)
    found = read_picture(save(tmp_path / "p.png", pixels))
    means = pixels.reshape(2, 2, 3, 2).mean(axis=(1, 3)) / 255
    np.testing.assert_allclose(found.values[..., 0], means[::-1].T, rtol=1e-6)
    assert found.box == ((0.0, 1.5), (0.0, 1.0))
    assert found.note.startswith("grey, 6×4 averaged to 3×2 pixels; x from 0 to 1.5")


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 200))
def test_the_smaller_size_fits_and_keeps_the_mean(rows, columns, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture_module, "MOST_PIXELS", most)
        fitted = picture_module._fitting(rows, columns)
    assert fitted[0] * fitted[1] <= most
    assert 1 <= fitted[0] <= rows and 1 <= fitted[1] <= columns
    if rows * columns <= most:
        assert fitted == (rows, columns)
    channel = np.random.default_rng(rows).random((rows, columns))
    # Equal areas: the mean of the means is the mean, but for the roundings of float32.
    averaged = picture_module._averaged(channel, *fitted)
    assert averaged.shape == fitted
    assert averaged.mean() == pytest.approx(channel.mean(), rel=1e-4)


def test_uneven_averages_weigh_by_area():
    averaged = picture_module._averaged(np.array([[3.0, 6.0, 9.0]]), 1, 2)
    np.testing.assert_allclose(averaged, [[4.0, 8.0]], rtol=1e-6)


def test_labelled_pictures(tmp_path):
    pixels = np.array([[[255, 0, 0], [0, 0, 255]], [[0, 0, 255], [0, 128, 0]]], dtype=np.uint8)
    found = classes_from_picture(save(tmp_path / "l.png", pixels))
    assert found.labels == ("#0000ff", "#008000", "#ff0000")
    assert found.outputs == 3
    number = np.argmax(found.values, axis=-1)
    np.testing.assert_array_equal(number, np.array([[0, 1], [2, 0]]).T)
    np.testing.assert_array_equal(found.values.sum(axis=-1), np.ones((2, 2)))
    assert found.note.startswith("3 colours, 2×2 pixels")
    assert classes_from_picture(save(tmp_path / "g.png", GREY)).labels[1] == "#333333"


def test_large_labelled_pictures_are_thinned_not_mixed(tmp_path, monkeypatch):
    monkeypatch.setattr(picture_module, "MOST_PIXELS", 4)
    pixels = np.repeat(np.repeat(np.array([[0, 255], [255, 0]], np.uint8), 3, 0), 3, 1)
    found = classes_from_picture(save(tmp_path / "l.png", pixels))
    np.testing.assert_array_equal(np.argmax(found.values, axis=-1), [[1, 0], [0, 1]])
    assert "6×6 thinned to 2×2 pixels" in found.note


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((3, 3), np.uint8), "one colour only"),
        (np.arange(100, dtype=np.uint8).reshape(10, 10), "100 colours; .* at most 20"),
    ],
)
def test_too_few_or_too_many_colours(tmp_path, pixels, message):
    with pytest.raises(InputError, match=message):
        classes_from_picture(save(tmp_path / "l.png", pixels))


def test_truncated_files_are_told(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    for suffix in ("png", "jpg", "tif", "bmp", "webp", "gif"):
        whole = save(tmp_path / f"p.{suffix}", noise).read_bytes()
        path = tmp_path / f"cut.{suffix}"
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(InputError, match=r"damaged|no picture"):
            read_picture(path)


def claimed_size(width, height):
    """A PNG file that says it is so large, with nearly nothing inside."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0" * 9)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ((10_000, 10_000), "10000×10000 pixels; the most is 50,000,000"),
        ((100_000, 100_000), "too many pixels"),
        ((2**31 - 1, 2**31 - 1), "too many pixels"),
        ((0, 5), "no pixels|no picture|damaged"),
    ],
)
def test_sizes_are_checked_before_anything_is_decoded(tmp_path, size, message):
    path = tmp_path / "bomb.png"
    path.write_bytes(claimed_size(*size))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(InputError, match=message):
            read_picture(path)


@pytest.mark.parametrize("content", [b"", b"hello", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\xff\xd8\xff"])
def test_what_is_no_picture(tmp_path, content):
    path = tmp_path / "p.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no picture"):
        read_picture(path)


def test_what_cannot_be_opened(tmp_path):
    for path in (tmp_path / "none.png", tmp_path, tmp_path / "a\0b.png"):
        with pytest.raises(FileError, match="cannot read"):
            read_picture(path)


@given(st.integers(0, 10**6), st.integers(0, 255), st.sampled_from(["png", "jpg", "gif", "tif"]))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_damage_is_read_or_told_in_a_sentence(tmp_path, place, byte, suffix):
    rng = np.random.default_rng(1)
    path = tmp_path / f"good.{suffix}"
    if not path.exists():
        save(path, rng.integers(0, 256, (9, 7, 3), dtype=np.uint8))
    content = bytearray(path.read_bytes())
    content[place % len(content)] = byte
    (tmp_path / "bad.png").write_bytes(bytes(content))
    try:
        found = read_picture(tmp_path / "bad.png")
    except UatError as error:
        assert "\n" not in str(error)
    else:
        assert found.values.min() >= 0 and found.values.max() <= 1


def test_pictures_for_print_and_empty_files(tmp_path):
    levels = np.full((4, 6, 4), (0, 255, 255, 0), dtype=np.uint8)  # no cyan, no black: red
    Image.fromarray(levels, "CMYK").save(tmp_path / "print.tif")
    np.testing.assert_allclose(make_target(tmp_path / "print.tif")(0.5, 0.5), [1, 0, 0])
    (tmp_path / "empty.png").touch()
    with pytest.raises(InputError, match="is no picture: use"):
        make_target(tmp_path / "empty.png")
