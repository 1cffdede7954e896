"""Combine networks: one after the other, side by side, and with straight maps around them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network


def compose(outer: Network, inner: Network) -> Network:
    """Build outer(inner(x)): the linear output of `inner` melts into the first layer of `outer`.

    No layer is added, unless the output of `inner` is not linear. Raises InputError if the numbers
    of outputs and inputs do not fit.
    """
    if inner.widths[-1] != outer.widths[0]:
        raise InputError(
            f"the inner network has {inner.widths[-1]} outputs, the outer {outer.widths[0]} inputs"
        )
    last, first = inner.layers[-1], outer.layers[0]
    if last.activation.name != "linear":
        return Network((*inner.layers, *outer.layers))
    weights = dense(first.weights)
    biases = weights @ last.biases + first.biases
    joined = Layer(weights @ dense(last.weights), biases, first.activation)
    return Network((*inner.layers[:-1], joined, *outer.layers[1:]))


def affine(weights: ArrayLike, biases: ArrayLike) -> Network:
    """Build the straight map W x + b as a network without hidden neurons, to go before or after."""
    matrix = np.atleast_2d(np.asarray(weights, dtype=float))
    return Network((Layer(matrix, np.atleast_1d(np.asarray(biases, dtype=float)), "linear"),))


def parallel(networks: Sequence[Network], *, shared: bool = True) -> Network:
    """Put networks of equal depth side by side, with all of their outputs.

    shared: they all read the same inputs; otherwise each has inputs of its own.
    Raises InputError if depths, activations or (shared) inputs differ.
    """
    if not networks:
        raise InputError("there is nothing to put side by side")
    depths = {len(network.layers) for network in networks}
    if len(depths) > 1:
        raise InputError(f"networks side by side have equal depth, not {sorted(depths)} layers")
    if shared and len({network.widths[0] for network in networks}) > 1:
        raise InputError("networks that share inputs need equally many of them")
    layers = []
    for number, row in enumerate(zip(*(network.layers for network in networks), strict=True)):
        if len({layer.activation.name for layer in row}) > 1:
            raise InputError(f"layers side by side have one activation; layer {number + 1} has two")
        blocks = [dense(layer.weights) for layer in row]
        matrix = np.vstack(blocks) if shared and number == 0 else _diagonal(blocks)
        biases = np.concatenate([layer.biases for layer in row])
        layers.append(Layer(matrix, biases, row[0].activation))
    return Network(tuple(layers))


def _diagonal(blocks: Sequence[Array]) -> Array:
    rows, columns = sum(b.shape[0] for b in blocks), sum(b.shape[1] for b in blocks)
    matrix, row, column = np.zeros((rows, columns)), 0, 0
    for block in blocks:
        matrix[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return matrix
