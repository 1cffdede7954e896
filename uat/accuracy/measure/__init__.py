"""Measure how far the network is from f, where it is worst and not where it is easy.

allowed: a distance that grows with |f|. counted: what else may count than the largest distance.
at_samples: samples of a table, and nothing between them. left_out: windows around jumps, of which a
statement says nothing. computed: the network in its own precision. distance: of a
network from f at points. error: what is known of the
distance. line: one input, every window probed. jumps: where f jumps in the windows of several
inputs. holes: where towers fail. places: where a formula does more than probes show. boxes: several
inputs. grid: any model, by even points alone. words: what a bound is about.
"""

from uat.accuracy.measure.allowed import Allowed
from uat.accuracy.measure.at_samples import error_of, samples_of
from uat.accuracy.measure.boxes import measure_boxes
from uat.accuracy.measure.computed import Computed, at_inputs, inputs_of, with_computed
from uat.accuracy.measure.counted import Counted
from uat.accuracy.measure.error import Error, Holes
from uat.accuracy.measure.left_out import LeftOut
from uat.accuracy.measure.line import WIDEST_EXCLUDED, excluded_windows, hidden_means, measure

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
