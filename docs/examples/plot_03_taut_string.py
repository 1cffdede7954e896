"""
Ramps: a string pulled taut
===========================

Relu neurons add up to a polyline. All functions within the tolerance of f form a tube, and the
polyline of fewest links through it is found exactly: it touches the tube on alternating sides.
"""

import uat

net = uat.approximate("nielsen", construction="ramps", tol=0.03)
print(net.network)
figure = net.plot(view="tube")
