"""Weights as data and as arrays come back as they were; what they claim is checked first."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.sparse import coo_array, csr_array

from uat.base.errors import InputError
from uat.networks.matrices import (
    dense,
    entries,
    from_arrays,
    from_data,
    frozen_matrix,
    to_arrays,
    to_data,
)

NUMBERS = st.sampled_from([0.0, -0.0, 1.5, -2.0, 5e-324, 1e308, 0.1])


@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=NUMBERS))
def test_both_forms_come_back(weights):
    for matrix in (frozen_matrix(weights), frozen_matrix(csr_array(weights))):
        neurons = weights.shape[0]
        data = json.loads(json.dumps(to_data(matrix)))
        np.testing.assert_array_equal(dense(frozen_matrix(from_data(data, neurons))), weights)
        stored = to_arrays(matrix, 3)
        assert all(name.endswith("_3") for name in stored)
        np.testing.assert_array_equal(
            dense(frozen_matrix(from_arrays(stored, 3, neurons))), weights
        )


def test_frozen_matrices_are_copies_in_rows_without_duplicates():
    given_ = np.ones((2, 2))
    matrix = frozen_matrix(given_)
    given_[:] = 7.0
    np.testing.assert_array_equal(matrix, 1.0)
    twice = frozen_matrix(coo_array(([1.0, 2.0], ([0, 0], [1, 1])), shape=(1, 3)))
    np.testing.assert_array_equal(entries(twice), [3.0])
    for numbers in (matrix, entries(twice)):
        with pytest.raises(ValueError, match="read-only"):
            numbers[...] = 0.0
    with pytest.raises(InputError, match=r"not shape \(3,\)"):
        frozen_matrix([1.0, 2.0, 3.0])


def test_a_shape_that_is_only_claimed_is_refused():
    data = {"shape": [10**12, 1], "rows": [0], "columns": [0], "values": [1.0]}
    with pytest.raises(InputError, match="as many biases"):
        from_data(data, 1)
