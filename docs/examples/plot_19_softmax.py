"""
Scores become probabilities
===========================

Softmax makes scores positive and lets them add up to 1. A temperature divides the scores first: a
high one evens them out, a low one leaves only the largest. Subtracting the largest score first
changes nothing, except that no exponential overflows.
"""

import matplotlib.pyplot as plt
import numpy as np

import uat

scores = np.array([2.0, 1.0, 0.2, -1.0])
figure, axes = plt.subplots(1, 3, figsize=(10, 3), sharey=True, layout="constrained")
for ax, temperature in zip(axes, (0.3, 1.0, 4.0), strict=True):
    ax.bar(["a", "b", "c", "d"], uat.softmax(scores / temperature))
    ax.set_title(f"temperature {temperature:g}", fontsize=11)
print(uat.softmax(scores + 1e6) - uat.softmax(scores))
