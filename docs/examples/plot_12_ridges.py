"""
Two inputs with one hidden layer
================================

One hidden layer is enough for two inputs as well: each neuron looks along a direction of the plane,
and the sum of such ridges follows f. This function is a sum of two ridges, and uat finds them.
"""

import uat

net = uat.approximate(
    "sin(x + 2*y) + exp(x - y)", [(-1, 1), (-1, 1)], construction="ridges", tol=0.05
)
print(net.network)
figure = net.plot(view="ridges")
