"""Measure how far the network is from f, where it is worst and not where it is easy.

left_out: windows around jumps, of which a statement says nothing. error: what is known of the
distance, and what of it may count. computed: the network in its own precision. distance: of a
network from f at points, of any model at even ones. line: one input, every window probed, or the
samples of a table and nothing between them. jumps: where f jumps in the windows of several
inputs. holes: where towers fail. places: where a formula does more than probes show. boxes: several
inputs. words: what a bound is about.
"""

from uat.accuracy.measure.boxes import measure_boxes
from uat.accuracy.measure.computed import at_inputs, inputs_of, with_computed
from uat.accuracy.measure.error import Allowed, Computed, Counted, Error, Holes
from uat.accuracy.measure.left_out import LeftOut
from uat.accuracy.measure.line import (
    WIDEST_EXCLUDED,
    error_of,
    excluded_windows,
    hidden_means,
    measure,
    samples_of,
)

__all__ = [
    "WIDEST_EXCLUDED",
    "Allowed",
    "Computed",
    "Counted",
    "Error",
    "Holes",
    "LeftOut",
    "at_inputs",
    "error_of",
    "excluded_windows",
    "hidden_means",
    "inputs_of",
    "measure",
    "measure_boxes",
    "samples_of",
    "with_computed",
]
