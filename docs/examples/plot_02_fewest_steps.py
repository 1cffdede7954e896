"""
Equal bumps, and the fewest steps
=================================

Bumps of equal width are Nielsen's construction. A staircase whose steps stand where they help most
needs far fewer neurons for the same tolerance: here each step is as wide as the tolerance allows.
"""

import matplotlib.pyplot as plt

import uat

figure, axes = plt.subplots(1, 2, figsize=(11, 4), sharey=True, layout="constrained")
for ax, construction in zip(axes, ("bumps", "steps"), strict=True):
    net = uat.approximate("nielsen", construction=construction, tol=0.05)
    net.plot(ax)
    print(f"{construction}: {net.network.neurons} neurons, error {net.error.max:.4f}")
