"""
Windows of failure
==================

A sigmoid needs some room to rise. Inside that window the step is neither off nor on, and steeper
neurons make windows narrower, not shallower. Averaging M shifted copies makes them shallower: if no
point lies in the windows of two copies, the error there falls to a share of 1/M.
"""

import matplotlib.pyplot as plt
import numpy as np

import uat

copies = [1, 2, 4, 8]
x = np.linspace(0.28, 0.42, 1500)
figure, ax = plt.subplots(figsize=(9, 4), layout="constrained")
for m in copies:
    net = uat.approximate("sin(2*pi*x)", neurons=20 * m, overlap=m)
    ax.plot(x, net(x), label=f"{m} copies" if m > 1 else "1 copy")
ax.plot(x, np.sin(2 * np.pi * x), "k--", linewidth=1, label="f")
ax.legend(frameon=False)
