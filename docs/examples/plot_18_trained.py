"""
Built and trained
=================

Gradient descent with the same number of neurons finds a network too, but a worse one: no polyline
with as many links is better than the constructed ramps.
"""

import matplotlib.pyplot as plt
import numpy as np

import uat

target = uat.make_target("nielsen")
built = uat.approximate(target, construction="ramps", neurons=20)
trained = uat.train_on(target, (20,), activation="relu", epochs=300, seed=1)

x = np.linspace(0, 1, 1500)
figure, ax = plt.subplots(figsize=(8, 4), layout="constrained")
ax.plot(x, target(x), color="0.7", linewidth=4, label="f")
for name, network in (("built", built.network), ("trained", trained.network)):
    y = network.forward(x[:, None])[:, 0]
    ax.plot(x, y, label=f"{name}: largest error {np.abs(y - target(x)).max():.3f}")
ax.legend(frameon=False)
