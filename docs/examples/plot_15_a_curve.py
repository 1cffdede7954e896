"""
Several outputs
===============

A vector of formulas is a curve. Each output reads the hidden neurons with weights of its own.
"""

import uat

net = uat.approximate(
    "(cos(t)*(1 + 0.3*cos(5*t)), sin(t)*(1 + 0.3*cos(5*t)))", (0, 6.2832), tol=0.1
)
print(net.network)
figure = net.plot(view="curve")
