"""Polylines within 0.1 of the functions of Rebennack and Kallrath: built, beside what is proven.

A relu network needs as many neurons as its polyline has links, or one fewer. Where the neurons that
are built are more than those that are proven to be needed, it is open which of the two is true.
"""

from collections.abc import Iterator

from table import Table, show

import uat

FUNCTIONS = (
    ("x^2", "-3.5", "3.5"),
    ("ln(x)", "1", "32"),
    ("sin(x)", "0", "2*pi"),
    ("tanh(x)", "-5", "5"),
    ("sin(x)/x", "1", "12"),
    ("2*x^2 + x^3", "-2.5", "2.5"),
    ("exp(-x)*sin(x)", "-4", "4"),
    ("exp(-100*(x - 2)^2)", "0", "3"),
    ("1.03*exp(-100*(x - 1.2)^2) + exp(-100*(x - 2)^2)", "0", "3"),
)  # Rebennack and Kallrath 2015, continuous piecewise linear approximations
TIES = (("x^2", "-10", "10", 2.0), ("x^3", "-10", "10", 2.0))  # LinA.jl: 5 and 19 links
TOLERANCE = 0.1


def measure(quick: bool) -> Iterator[Table]:
    columns = ("f", "domain", "tolerance", "links", "proven", "neurons", "at least", "open")
    table = Table("The fewest links and relu neurons, beside what is proven", columns)
    table.notes.append(
        "open: how many numbers of neurons are neither built nor proven to be too small"
    )
    cases = [(*row, TOLERANCE) for row in FUNCTIONS] + list(TIES)
    for f, low, high, tol in cases[:3] if quick else cases:
        net = uat.approximate(f, (low, high), construction="ramps", tol=tol)
        least, built = net.minimum(), net.network.neurons
        links = net.partition.pieces
        table.add(f, f"[{low}, {high}]", tol, links, least.pieces, built, least.neurons,
                  built - least.neurons)  # fmt: skip
    yield table


if __name__ == "__main__":
    show(measure)
