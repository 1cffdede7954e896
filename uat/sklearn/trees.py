"""Turn a decision tree of scikit-learn into boxes, with its cuts in float64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from uat.constructions.boxes.indicators import Indicators


@dataclass(frozen=True)
class GrownTree:
    """A fitted tree, with its cuts in float64.

    tree: scikit-learn's arrays. members: for each node the samples that reach it. cuts: (nodes,),
    where each node cuts its feature, in the units of X.
    """

    tree: Any
    members: list[Any]
    cuts: Any
    features: int

    @classmethod
    def from_samples(cls, estimator: Any, X: Any, y: Any) -> Self:
        """Fit the tree to the ranks of the features, which alone decide which samples it parts.

        Trees compare features in float32, where 0 and 1e-50 or 16777216 and 16777217 are the same;
        ranks are told apart there. A cut is put halfway between the samples on its two sides.
        """
        ranks = np.stack([np.unique(column, return_inverse=True)[1] for column in X.T], axis=1)
        tree = estimator.fit(ranks, y).tree_
        members = [np.empty(0, dtype=int)] * tree.node_count
        members[0] = np.arange(len(X))
        cuts = np.zeros(tree.node_count)
        for node in range(tree.node_count):  # children have larger numbers
            left, right = tree.children_left[node], tree.children_right[node]
            if left < 0:
                continue
            here, axis = members[node], tree.feature[node]
            below = ranks[here, axis] <= tree.threshold[node]
            members[left], members[right] = here[below], here[~below]
            low, high = X[members[left], axis].max(), X[members[right], axis].min()
            cuts[node] = low + (high / 2 - low / 2)
        return cls(tree, members, cuts, X.shape[1])

    def ranges(self, y: Any) -> tuple[Any, Any]:
        """Return the least and the largest y of the samples in each node, (nodes, outputs)."""
        low = [y[rows].min(axis=0) for rows in self.members]
        high = [y[rows].max(axis=0) for rows in self.members]
        return np.array(low), np.array(high)

    def boxes(self, heights: Any, closed: Any) -> Indicators:
        """Return the leaves as boxes; `closed` nodes are leaves, too. The first is the base."""
        lows, highs, values = [], [], []
        waiting = [(0, np.full(self.features, -np.inf), np.full(self.features, np.inf))]
        while waiting:
            node, low, high = waiting.pop()
            if closed[node] or self.tree.children_left[node] < 0:
                lows.append(low)
                highs.append(high)
                values.append(heights[node])
                continue
            axis = self.tree.feature[node]
            left_high, right_low = high.copy(), low.copy()
            left_high[axis] = right_low[axis] = self.cuts[node]
            waiting.append((self.tree.children_right[node], right_low, high))
            waiting.append((self.tree.children_left[node], low, left_high))
        base = np.asarray(values[0], dtype=float)
        shape = (len(values) - 1, self.features)
        return Indicators(
            np.reshape(lows[1:], shape),
            np.reshape(highs[1:], shape),
            np.reshape(values[1:], (len(values) - 1, base.size)) - base,
            base,
        )
