"""What depth buys: the smallest shallow networks beside deep ones, and where the lines cross."""

import time

import numpy as np

from uat.folds import bits, crossing, parabolas, polynomial, sawtooth, square
from uat.partition import fewest_links
from uat.regions import regions
from uat.sampling import Samples
from uat.target import make_target

FUNCTIONS = (("sin(x)", ("0", "2*pi")), ("runge", None))
TOLERANCES = (1e-3, 1e-5, 1e-6, 1e-8)
WALKS = (512, 2704, 12288, 48000)


def main() -> None:
    print("neurons: smallest shallow / parabolas / polynomial (bound / tolerance), seconds")
    for f, box in FUNCTIONS:
        target = make_target(f, box)
        for tol in TOLERANCES:
            began = time.perf_counter()
            shallow = fewest_links(target.sample(1e-2 * tol), tol).neurons
            folds = [construct(target, tol) for construct in (parabolas, polynomial)]
            cells = "".join(f"{d.neurons:>6} ({(d.bound or 0) / tol:.3f})" for d in folds)
            seconds = time.perf_counter() - began
            print(f"{f:<8}{tol:>8g}{shallow:>7}{cells}{seconds:>8.1f} s", flush=True)
        print(f"{f:<8}{crossing(target)}", flush=True)
    _walks()
    _exactness()


def _walks() -> None:
    print("\nrandom walks: points, shallow, deep, ratio")
    for n in WALKS:
        ups = np.random.default_rng(0).choice([-1.0, 1.0], n - 1)
        walk = np.concatenate([[0.0], np.cumsum(ups)])
        x = np.arange(n, dtype=float)
        samples = Samples(x, walk, np.zeros(n - 1, dtype=bool), 0.0)
        shallow, deep = fewest_links(samples, 1e-9).neurons, bits(walk).neurons
        print(f"{n:>8}{shallow:>8}{deep:>8}{shallow / deep:>8.2f}")


def _exactness() -> None:
    print("\nsawtooth: pieces, seconds to count them; square: error / 4^-(m+1)")
    for k in (10, 14, 17):
        began = time.perf_counter()
        line = regions(sawtooth(k).network, (0, 1))
        print(f"{k:>8}{line.regions:>10}{time.perf_counter() - began:>10.3f} s")
    for m in (1, 5, 10, 20, 25):
        x = np.array([2.0 ** -(m + 1)])
        ratio = float((square(m)(x) - x**2)[0]) * 4.0 ** (m + 1)
        print(f"{m:>8}{ratio:>10.6f}")


if __name__ == "__main__":
    main()
