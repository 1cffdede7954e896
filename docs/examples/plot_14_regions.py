"""
Any decision regions
====================

A condition becomes a network that classifies: its last layer is a softmax, whose largest
probability says on which side a point lies. This is the circle of TensorFlow Playground.
"""

import uat

net = uat.approximate("circle", tol=0.01)
print(f"{net.network.neurons} neurons, {100 * net.error.wrong:.1f} % of the domain is wrong")
figure = net.plot(view="regions")
