"""Damage formulas and files for a bounded time; anything raised but our own errors ends the run.

python fuzz/readers.py [seconds] [seed]; inputs that fail are kept in fuzz/found/.
"""

import random
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import uat
from uat.accuracy.proof import Proof, check
from uat.base.errors import MissingError, UatError
from uat.exchange.foreign import read_network
from uat.exchange.formats import FORMATS
from uat.exchange.load import load
from uat.exchange.save import save
from uat.functions.expression import FLINT, ExpressionError, compile_formula
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

FORMULAS = (
    b"sin(x)/x + where(x < 0.5, 1e-3, y^2)",
    b"(cos(t), sin(t))",
    b"1 if x < 0.5 and not y > x else -2**x",
    b"max(x1, 2*abs(x2))^3 - log10(1 + floor(x3)) + 2*pi*gamma(x1)",
)
PROOF = ".proof.json"
PICTURES = (".png", ".jpg", ".gif", ".tif", ".bmp", ".webp", ".ppm")
SLOWEST = 2.0  # seconds for one input
LONGEST = 1000  # characters of one sentence
FOUND = Path(__file__).parent / "found"


def seeds(folder: Path) -> list[tuple[str, bytes]]:
    """A valid input of each kind, as (suffix, content); formulas have no suffix."""
    layers = (Layer([[3.0], [-1.5]], [0.5, 2.0], "tanh"), Layer([[1.0, -2.0]], [0.25], "linear"))
    steps = uat.approximate("x^2", construction="steps", tol=0.3)  # sparse, and with a formula
    for suffix in FORMATS:
        try:
            save(Network(layers), folder / f"plain{suffix}")
            save(steps, folder / f"steps{suffix}")
        except MissingError as missing:
            print(f"left out {suffix}: {missing}")
    for name, f in (("ramps", "x^2"), ("quadrants", "x*y")):
        net = uat.approximate(f, construction=name, tol=0.4, prove=True)
        net.proof.save(folder / f"{name}{PROOF}")
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    for suffix in PICTURES:
        Image.fromarray(pixels).save(folder / f"seed{suffix}")
    (folder / "line.csv").write_text("x,y\n0,1\n0.5,2.5\n1,-3\n")
    (folder / "grid.csv").write_text("x;y;f\n0;0;1,5\n0;1;2\n1;0;3\n1;1;4\n0,5;0,2;7\n")
    files = [("".join(path.suffixes), path.read_bytes()) for path in sorted(folder.iterdir())]
    return files + [("", formula) for formula in FORMULAS]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes replaced, taken out, doubled or put in."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place, size = chance.randint(0, len(data)), chance.randint(0, 8)
        piece = chance.choice([b"", chance.randbytes(size), bytes(data[place : place + size])])
        data[place : place + chance.randint(0, 8)] = piece
    return bytes(data)


def written_and_computed(text: str) -> None:
    """A formula is read, printed in every way, and computed in two arithmetics."""
    from flint import arb

    f = compile_formula(text)
    assert compile_formula(f.to_text(), f.names).to_text() == f.to_text(), "printed differently"
    f.typst(), f.mathtext()
    f(*[np.linspace(-1.0, 1.0, 5)] * len(f.names))
    f.evaluate(FLINT, *[arb(0.3)] * len(f.names))


def used(path: Path) -> Any:
    """The file is read as its name says, and what was read is used a little."""
    if path.name.endswith(PROOF):
        return check(Proof.load(path))
    if path.suffix in FORMATS:
        read_network(path)  # as a file of others, where it is none of ours
        return load(path).to_dict()
    target = make_target(path)
    return target(*[np.linspace(-1.0, 1.0, 5)] * target.inputs)


def tried(suffix: str, content: bytes, folder: Path) -> None:
    """Raises what should never be raised."""
    started = time.process_time()
    try:
        if not suffix:
            written_and_computed(content.decode("utf-8", "replace"))
        else:
            path = folder / f"mutated{suffix}"
            path.write_bytes(content)
            used(path)
    except UatError as error:
        lines = 3 if isinstance(error, ExpressionError) else 1  # the formula, and a mark under it
        assert len(str(error).splitlines()) <= lines, f"more than a sentence: {error!r}"
        assert len(str(error)) < LONGEST, f"a very long sentence: {error!r}"
    if (spent := time.process_time() - started) > SLOWEST:
        raise AssertionError(f"took {spent:.1f} s")


def keep(name: str, content: bytes) -> Path:
    FOUND.mkdir(exist_ok=True)
    (FOUND / name).write_bytes(content)
    return FOUND / name


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
                kept = keep(f"{count}{suffix or '.txt'}", content)
                print(f"{kept}: {type(error).__name__}: {error}")
    print(f"{count} inputs in {seconds:g} s, {found} failures")
    return 1 if found else 0


if __name__ == "__main__":
    arguments = [float(text) for text in sys.argv[1:]]
    sys.exit(main(arguments[0] if arguments else 60.0, int(arguments[1]) if arguments[1:] else 0))
