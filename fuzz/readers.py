"""Mutates formulas and files for a bounded time; anything raised but our own errors ends the run.

python fuzz/readers.py [seconds] [seed]; inputs that fail are kept in fuzz/found/.
"""

import random
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
from PIL import Image

from uat.errors import UatError
from uat.export import save
from uat.export.load import load
from uat.expression import compile_formula
from uat.network import Layer, Network
from uat.target import make_target

FORMULAS = (b"sin(x)/x + where(x < 0.5, 1e-3, y^2)", b"(cos(t), sin(t))", b"1 if x else -2**x")
SLOWEST = 2.0  # seconds for one input


def seeds(folder: Path) -> list[tuple[str, bytes]]:
    """A valid input of each kind, as (suffix, content); formulas have no suffix."""
    layers = (Layer([[3.0], [-1.5]], [0.5, 2.0], "tanh"), Layer([[1.0, -2.0]], [0.25], "linear"))
    for suffix in (".json", ".npz"):
        save(Network(layers), folder / f"seed{suffix}")
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    for suffix in (".png", ".jpg", ".gif", ".tif", ".bmp", ".webp"):
        Image.fromarray(pixels).save(folder / f"seed{suffix}")
    (folder / "seed.csv").write_text("x,y\n0,1\n0.5,2.5\n1,-3\n")
    files = [(path.suffix, path.read_bytes()) for path in sorted(folder.iterdir())]
    return files + [("", formula) for formula in FORMULAS]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes replaced, taken out, doubled or put in."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place, size = chance.randint(0, len(data)), chance.randint(0, 8)
        piece = chance.choice([b"", chance.randbytes(size), bytes(data[place : place + size])])
        data[place : place + chance.randint(0, 8)] = piece
    return bytes(data)


def tried(suffix: str, content: bytes, folder: Path) -> None:
    """Raises what should never be raised."""
    started = time.monotonic()
    try:
        if not suffix:
            compile_formula(content.decode("utf-8", "replace"))
        else:
            path = folder / f"mutated{suffix}"
            path.write_bytes(content)
            (load if suffix in (".json", ".npz") else make_target)(path)
    except UatError:
        pass
    if (spent := time.monotonic() - started) > SLOWEST:
        raise AssertionError(f"took {spent:.1f} s")


def main(seconds: float, seed: int) -> int:
    warnings.simplefilter("error")
    chance, count, found = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        inputs = seeds(Path(name))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            suffix, content = chance.choice(inputs)
            content, count = mutated(content, chance), count + 1
            try:
                tried(suffix, content, Path(name))
            except Exception as error:
                found += 1
                kept = Path(__file__).parent / "found" / f"{count}{suffix or '.txt'}"
                kept.parent.mkdir(exist_ok=True)
                kept.write_bytes(content)
                print(f"{kept}: {type(error).__name__}: {error}")
    print(f"{count} inputs in {seconds:g} s, {found} failures")
    return 1 if found else 0


if __name__ == "__main__":
    arguments = [float(text) for text in sys.argv[1:]]
    sys.exit(main(arguments[0] if arguments else 60.0, int(arguments[1]) if arguments[1:] else 0))
