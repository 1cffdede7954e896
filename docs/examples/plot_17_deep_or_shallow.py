"""
Why go deep?
============

The fewest neurons of a shallow relu network against a deep one that folds: for a smooth function
the deep network wins as soon as the tolerance is small enough.
"""

import matplotlib.pyplot as plt

import uat

tolerances = [3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5]
figure, ax = plt.subplots(figsize=(7, 4), layout="constrained")
for construction, name in (("ramps", "one hidden layer"), ("folds", "deep")):
    nets = [
        uat.approximate("sin(x)", (0, 6.2832), construction=construction, tol=tol)
        for tol in tolerances
    ]
    ax.loglog(tolerances, [net.network.neurons for net in nets], "o-", label=name)
ax.set_xlabel("tolerance")
ax.set_ylabel("neurons")
ax.invert_xaxis()
ax.legend(frameon=False)
