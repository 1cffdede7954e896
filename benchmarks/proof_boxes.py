"""Proofs for two inputs: how sharp they are, how long they take, and how long a check takes."""

import time

from uat.approximation import approximate
from uat.proof.boxes import prove_boxes
from uat.proof.check_boxes import check_boxes

CASES = [(key, 0.1) for key in ("sincos", "gauss", "cone", "peaks")] + [("sincos", 0.05)]
SLACK = 0.05


def main() -> None:
    """Print the table."""
    print(f"{'f':8} {'tol':>5} {'boxes':>6} {'measured':>9} {'proven':>9} ratio  prove   check")
    for key, tolerance in CASES:
        net = approximate(key, construction="quadrants", tol=tolerance)
        started = time.perf_counter()
        proof = prove_boxes(net.network, net.target, slack=SLACK)
        seconds = time.perf_counter() - started
        verdict = check_boxes(proof)
        print(
            f"{key:8} {tolerance:5} {len(proof.bounds):6} {net.error.max:9.6f} {proof.bound:9.6f} "
            f"{proof.bound / net.error.max:5.3f} {seconds:5.2f} s {verdict.seconds:5.2f} s "
            f"{'' if verdict else verdict.reason}"
        )


if __name__ == "__main__":
    main()
