"""
Folding: what depth can do
==========================

Two relu neurons fold the interval onto itself. Each further layer folds again and doubles the
number of linear pieces. A shallow network needs a neuron for every kink.
"""

import matplotlib.pyplot as plt
import numpy as np

from uat.constructions.folds.cascade import sawtooth
from uat.networks.regions.line import regions

x = np.linspace(0, 1, 2049)
figure, axes = plt.subplots(1, 4, figsize=(12, 2.6), sharey=True, layout="constrained")
for ax, k in zip(axes, (1, 2, 3, 5), strict=True):
    network = sawtooth(k).network
    ax.plot(x, network.forward(x[:, None])[:, 0])
    pieces = regions(network, (0.0, 1.0)).regions
    ax.set_title(f"{network.neurons} neurons, {pieces} pieces", fontsize=10)
