"""
A picture as a network
======================

A picture is a function of two inputs with an output for each colour. The network gets as many boxes
as its budget of neurons allows, where the picture needs them.
"""

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

import uat

y, x = np.mgrid[1:-1:60j, -1:1:60j]
colours = np.stack(
    [np.exp(-3 * (x**2 + y**2)), 0.5 + 0.5 * x, (np.hypot(x, y) < 0.6) * 0.8], axis=-1
)
path = Path(tempfile.mkdtemp()) / "disc.png"
Image.fromarray((255 * colours).astype(np.uint8)).save(path)

net = uat.approximate(path, neurons=400)
print(net.network)
figure = net.plot(view="picture")
