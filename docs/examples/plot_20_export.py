"""
Into other programs
===================

A network can be saved as Python, C, ONNX and more; weights keep every bit. In ONNX Runtime it gives
the same numbers, to rounding.
"""

import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import onnxruntime

import uat

net = uat.approximate("sin(2*pi*x)", construction="steps", tol=0.05)
path = Path(tempfile.mkdtemp()) / "sine.onnx"
net.save(path)
session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

x = np.linspace(0, 1, 2000)
(y,) = session.run(None, {"x": x[:, None]})
print(f"largest difference {np.abs(y[:, 0] - net(x)).max():.1e}")
plt.plot(x, y[:, 0], linewidth=4, alpha=0.4, label="ONNX Runtime")
plt.plot(x, net(x), linewidth=1, color="black", label="uat")
plt.legend(fontsize=16)
