"""A network is a list of layers; a layer computes s(W x + b). This file is the definition."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array, real_array
from uat.base.errors import InputError, quoted
from uat.base.files import cannot, written_whole
from uat.base.nouns import counted
from uat.networks.activations import Activation, get_activation
from uat.networks.matrices import (
    dense,
    entries,
    from_arrays,
    from_data,
    frozen,
    frozen_matrix,
    to_arrays,
    to_data,
)
from uat.networks.points import points_of, rows_of, shaped

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FORMAT = "uat-network"
VERSION = 1
VALUES_AT_ONCE = 2**22  # outputs of a layer
MOST_UNPACKED = 2**26  # bytes, of an archive that is smaller itself


@dataclass(frozen=True, eq=False)
class Layer:
    """A row of neurons that read the same inputs.

    weights: (neurons, inputs), dense or scipy.sparse; row j holds the weights of neuron j.
    biases: (neurons,).
    activation: an `Activation` or its name.

    Arrays are stored as read-only float64; shapes that do not fit or numbers that are not finite
    raise InputError.
    """

    weights: Array | csr_array
    biases: Array
    activation: Activation

    def __init__(
        self, weights: ArrayLike | csr_array, biases: ArrayLike, activation: str | Activation
    ) -> None:
        object.__setattr__(self, "weights", frozen_matrix(weights))
        object.__setattr__(self, "biases", frozen(biases))
        object.__setattr__(self, "activation", get_activation(activation))
        if self.biases.ndim != 1 or self.biases.shape[0] != self.weights.shape[0]:
            raise InputError(
                f"a layer of {self.weights.shape[0]} neurons needs as many biases, "
                f"not an array of shape {self.biases.shape}"
            )
        if not (np.isfinite(entries(self.weights)).all() and np.isfinite(self.biases).all()):
            raise InputError("weights and biases must be finite numbers")

    @property
    def neurons(self) -> int:
        return int(self.weights.shape[0])

    @property
    def inputs(self) -> int:
        return int(self.weights.shape[1])

    @property
    def is_sparse(self) -> bool:
        return not isinstance(self.weights, np.ndarray)

    @property
    def parameters(self) -> int:
        """Number of weights that are not zero, and of all biases."""
        return int(np.count_nonzero(entries(self.weights))) + self.neurons

    def weighted_input(self, x: Array) -> Array:
        """Compute z = W x + b for every row of x: (n, inputs) to (n, neurons)."""
        with np.errstate(over="ignore", invalid="ignore"):
            z: Array = (self.weights @ x.T).T + self.biases
        return z

    def forward(self, x: Array) -> Array:
        return self.activation(self.weighted_input(x))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layer):
            return NotImplemented
        return (
            self.activation.name == other.activation.name
            and self.weights.shape == other.weights.shape
            and np.array_equal(self.biases, other.biases)
            and np.array_equal(dense(self.weights), dense(other.weights))
        )

    def __hash__(self) -> int:
        return hash((self.weights.shape, self.activation.name, self.biases.tobytes()))

    def __repr__(self) -> str:
        return f"Layer({self.inputs}→{self.neurons}, {self.activation.name})"


@dataclass(frozen=True, repr=False)
class Network:
    """A feed-forward network: the layers from the first hidden one to the output.

    >>> Network((Layer([[8.0]], [-4.0], "sigmoid"), Layer([[1.0]], [0.0], "linear")))
    Network(1→1→1, sigmoid, 4 parameters)
    """

    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise InputError("a network needs at least one layer")
        for first, second in zip(self.layers, self.layers[1:], strict=False):
            if first.neurons != second.inputs:
                raise InputError(f"layers do not fit: {first!r} is followed by {second!r}")

    def activations(self, x: ArrayLike) -> Iterator[Array]:
        """Run the forward pass layer by layer: return each layer's outputs for every row of x.

        x: (n, inputs). Yields arrays of shape (n, neurons), the last of them the network's output.
        """
        values = real_array(x, "the network")
        if values.ndim != 2 or values.shape[1] != self.widths[0]:
            raise InputError(
                f"the network takes an array of shape (n, {self.widths[0]}), not {values.shape}"
            )
        for layer in self.layers:
            values = layer.forward(values)
            yield values

    def forward(self, x: ArrayLike) -> Array:
        """Compute the network's output: (n, inputs) to (n, outputs). This defines the network."""
        for values in self.activations(x):
            output = values
        return output

    def __call__(self, *inputs: ArrayLike) -> Any:
        """Compute the output at numbers, or arrays that broadcast, one for each input.

        Returns a float for numbers, else an array of their common shape; with a last axis for the
        outputs if there are several.
        """
        points, shape = points_of(inputs, self.widths[0])
        return shaped(self.in_slices(points), shape)

    def predict(self, points: ArrayLike) -> Array:
        """Compute the output at the rows of points, (n, inputs); of one input (n,) will do.

        Returns (n,), or (n, outputs) if there are several.
        """
        rows = rows_of(points, self.widths[0])
        return np.asarray(shaped(self.in_slices(rows), rows.shape[:1]))

    def in_slices(self, points: Array) -> Array:
        """Run `forward` at points (n, inputs), slice by slice, which keeps memory bounded."""
        rows = max(1, VALUES_AT_ONCE // max(self.widths))
        if len(points) <= rows:
            return self.forward(points)
        slices = [self.forward(points[i : i + rows]) for i in range(0, len(points), rows)]
        return np.concatenate(slices)

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Numbers of inputs, of neurons in each hidden layer, and of outputs."""
        return (self.layers[0].inputs, *(layer.neurons for layer in self.layers))

    @property
    def neurons(self) -> int:
        """Number of hidden neurons over all layers."""
        return sum(self.widths[1:-1])

    @property
    def hidden_layers(self) -> int:
        return len(self.layers) - 1

    @cached_property
    def parameters(self) -> int:
        """Number of weights that are not zero, and of all biases."""
        return sum(layer.parameters for layer in self.layers)

    def __repr__(self) -> str:
        shape = "→".join(str(width) for width in self.widths)
        names = dict.fromkeys(layer.activation.name for layer in self.layers[:-1])
        if self.layers[-1].activation.name != "linear":
            names[f"{self.layers[-1].activation.name} output"] = None
        kinds = "+".join(names) or "linear"
        return f"Network({shape}, {kinds}, {counted(self.parameters, 'parameter')})"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; floats keep every bit, as shortest round-trip decimals."""
        layers = [_layer_to_dict(layer) for layer in self.layers]
        return {"format": FORMAT, "version": VERSION, "layers": layers}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Network:
        """Read the network that `to_dict` wrote. Raises InputError if the data are not one."""
        try:
            if data["format"] != FORMAT or data["version"] != VERSION:
                raise InputError(f"not a network of format {FORMAT} {VERSION}")
            return cls(tuple(_layer_from_dict(layer) for layer in data["layers"]))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"not a network file: {error!r}") from error

    def to_arrays(self) -> dict[str, Any]:
        """Return the network as named arrays, for `.npz`; sparse weights as three arrays."""
        return _arrays(self)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the network to a `.json` or `.npz` file, whole or not at all."""
        suffix = os.path.splitext(path)[1].lower()
        if suffix not in (".json", ".npz"):
            raise InputError(f"cannot save a network as {os.fspath(path)!r}: use .json or .npz")
        with written_whole(path) as temporary:
            if suffix == ".json":
                temporary.write_text(json.dumps(self.to_dict(), allow_nan=False) + "\n")
            else:
                np.savez(temporary, **self.to_arrays())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Network:
        """Read a network that `save` wrote. Raises FileError or InputError."""
        suffix = os.path.splitext(path)[1].lower()
        try:
            if suffix == ".npz":
                # numpy itself leaves the file of a damaged archive open.
                with open(path, "rb") as binary, np.load(binary, allow_pickle=False) as arrays:
                    _require_plain(arrays.zip, os.fstat(binary.fileno()).st_size)
                    return _from_arrays({name: arrays[name] for name in arrays.files})
            with open(path, encoding="utf-8") as file:
                return cls.from_dict(json.load(file))
        except OSError as error:
            raise cannot("read", path, error) from error
        except InputError:
            raise
        except Exception as error:  # a damaged archive may raise anything: zlib, zipfile, recursion
            raise InputError(f"{os.fspath(path)} is not a network file: {quoted(error)}") from error


def _layer_to_dict(layer: Layer) -> dict[str, Any]:
    return {
        "activation": layer.activation.name,
        "weights": to_data(layer.weights),
        "biases": layer.biases.tolist(),
    }


def _layer_from_dict(data: dict[str, Any]) -> Layer:
    weights = from_data(data["weights"], len(data["biases"]))
    return Layer(weights, data["biases"], data["activation"])


def _require_plain(archive: Any, size: int) -> None:
    """Raise InputError for an archive that unpacks to far more than its size, in bytes."""
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > max(2 * size, MOST_UNPACKED):
        raise InputError(
            f"its {size:,} bytes unpack to {unpacked:,}: uat does not write such a file"
        )


def _arrays(network: Network) -> dict[str, Any]:
    arrays: dict[str, Any] = {"format": np.array(FORMAT), "version": np.array(VERSION)}
    for index, layer in enumerate(network.layers):
        arrays[f"activation_{index}"] = np.array(layer.activation.name)
        arrays[f"biases_{index}"] = layer.biases
        arrays.update(to_arrays(layer.weights, index))
    return arrays


def _from_arrays(arrays: dict[str, Any]) -> Network:
    if str(arrays["format"]) != FORMAT or int(arrays["version"]) != VERSION:
        raise InputError(f"not a network of format {FORMAT} {VERSION}")
    layers = []
    for index in range(sum(name.startswith("biases_") for name in arrays)):
        biases = arrays[f"biases_{index}"]
        weights = from_arrays(arrays, index, len(biases))
        layers.append(Layer(weights, biases, str(arrays[f"activation_{index}"])))
    return Network(tuple(layers))
