"""Neurons of the fewest steps beside Nielsen's equal bumps, and what building them costs."""

import time

import uat

FUNCTIONS = ("nielsen", "sine", "runge", "abs", "sqrt", "sign", "chirp", "weierstrass")
TOLERANCES = (0.1, 0.03, 0.01, 0.003, 0.001)


def main() -> None:
    print("neurons: fewest steps / equal bumps (largest measured error / tolerance)")
    print(f"{'f':<12}" + "".join(f"{tol:>26g}" for tol in TOLERANCES))
    for key in FUNCTIONS:
        cells = []
        for tol in TOLERANCES:
            steps = uat.approximate(key, construction="steps", tol=tol)
            bumps = uat.approximate(key, construction="bumps", tol=tol)
            worst = max(steps.error.max, bumps.error.max) / tol
            cells.append(f"{steps.network.neurons}/{bumps.network.neurons} ({worst:.7f})")
        print(f"{key:<12}" + "".join(f"{cell:>26}" for cell in cells), flush=True)
    for _ in range(2):
        started = time.perf_counter()
        net = uat.approximate("nielsen", construction="steps", neurons=100_000)
        total = time.perf_counter() - started
    print(
        f"\n{net.network.neurons:,} neurons for nielsen, error {net.error.max:.3g}: "
        f"built in {net.seconds['build']:.2f} s, measured in {net.seconds['measure']:.2f} s, "
        f"{total:.2f} s in all"
    )


if __name__ == "__main__":
    main()
