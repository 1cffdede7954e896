"""How sharp proofs are and what they cost; and how far what is built is from the proven minimum."""

import time
from typing import Any

import uat
from uat.minimum import minimum
from uat.proof import check, prove

CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("nielsen", {"construction": "ramps", "neurons": 50}),
    ("sine", {"construction": "ramps", "neurons": 50}),
    ("runge", {"construction": "ramps", "neurons": 50}),
    ("abs", {"construction": "ramps", "tol": 0.01}),
    ("sqrt", {"construction": "ramps", "neurons": 50}),
    ("chirp", {"construction": "ramps", "neurons": 50}),
    ("weierstrass", {"construction": "ramps", "tol": 0.03}),
    ("nielsen", {"construction": "ramps", "tol": 1e-6}),
    ("nielsen", {"construction": "steps", "tol": 0.01}),
    ("nielsen", {"construction": "steps", "tol": 0.001}),
    ("nielsen", {"construction": "steps", "tol": 0.01, "activation": "tanh"}),
    ("nielsen", {"construction": "steps", "tol": 0.01, "activation": "arctan"}),
    ("nielsen", {"construction": "bumps", "tol": 0.01}),
)
TOLERANCES = (0.1, 0.03, 0.01, 0.003, 0.001)


def main() -> None:
    print(f"{'network':<46}{'proven/measured':>16}{'boxes':>8}{'prove ms':>10}{'check s':>9}")
    for key, options in CASES:
        net = uat.approximate(key, **options)
        prove(net.network, net.target, samples=net.samples)  # loads and compiles
        best = min(_seconds(net) for _ in range(3))
        proof = prove(net.network, net.target, samples=net.samples)
        verdict = check(proof)
        assert verdict, verdict.reason
        name = f"{key}, " + " ".join(str(value) for value in options.values())
        print(
            f"{name + f' ({net.network.neurons})':<46}{proof.bound / net.error.max:>16.5f}"
            f"{proof.boxes.left.size:>8}{1e3 * best:>10.1f}{verdict.seconds:>9.1f}",
            flush=True,
        )
    print("\npieces: proven minimum / built")
    for key in ("nielsen", "sine", "runge", "abs", "sqrt", "chirp"):
        for construction in ("steps", "ramps"):
            cells = []
            for tol in TOLERANCES:
                net = uat.approximate(key, construction=construction, tol=tol)
                low = minimum(net.target, construction, tol, net.samples)
                cells.append(f"{low.pieces}/{net.partition.pieces}")
            print(f"{key:<10}{construction:<7}" + "".join(f"{cell:>12}" for cell in cells))


def _seconds(net: uat.Approximation) -> float:
    started = time.perf_counter()
    prove(net.network, net.target, samples=net.samples)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
