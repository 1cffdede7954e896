"""Proof files made by hand, with which tests try to deceive the checker."""

from uat.networks.network import Layer, Network

LINE = Network((Layer([[1.0]], [0.0], "relu"), Layer([[1.0]], [0.0], "linear")))


STEEP = Network((Layer([[1e6]], [-3e5], "sigmoid"), Layer([[2.0]], [-1.0], "linear")))


def forged(formula, network=LINE, bound=0.3, windows=(), places=(), box=((0.0, 1.0),)):
    """A file that claims a bound on one interval, the whole box, and leaves windows out."""
    return {
        "format": "uat-proof", "version": 2, "kind": "intervals", "function": formula,
        "formula": formula, "names": ["x"], "box": [list(ends) for ends in box], "outputs": 1,
        "network": network.to_dict(), "bound": bound, "lower": 0.0, "at": [box[0][0]],
        "lipschitz": None, "seconds": 0.0, "versions": {},
        "left_out": {"windows": [[[a], [b]] for a, b in windows], "places": [[x] for x in places]},
        "boxes": {"left": [box[0][0]], "right": [box[0][1]], "bound": [bound]},
    }  # fmt: skip


def two_inputs(formula, window, place, bound=0.2):
    """f of two inputs, a network that is sign(y - 0.5), and one window."""
    steps = Layer([[0.0, 65536.0]], [-32768.0], "sigmoid")
    gates = Layer([[256.0]], [-128.0], "sigmoid")
    network = Network((steps, gates, Layer([[2.0]], [-1.0], "linear")))
    low, high = 0.5 - 25 / 65536, 0.5 + 25 / 65536
    return {
        **forged(formula, network, bound),
        "kind": "boxes", "names": ["x", "y"], "box": [[0.0, 1.0]] * 2, "at": [0.0, 0.0],
        "left_out": {"windows": [window], "places": [place]},
        "boxes": {
            "low": [[0.0, 0.0], [0.0, low]], "high": [[1.0, high], [1.0, 1.0]],
            "least": [[-1.0], [1.0]], "greatest": [[-1.0], [1.0]], "bound": [bound - 0.01] * 2,
        },
    }  # fmt: skip


ALL_ALONG = [[0.0, 0.5 - 25 / 65536], [1.0, 0.5 + 25 / 65536]]


def deep(data):
    for _ in range(100_000):
        data = [data]
    return data


HONEST = forged("x + 0.29*sin(9*x)")
