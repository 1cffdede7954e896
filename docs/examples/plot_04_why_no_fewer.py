"""
Why no fewer neurons will do
============================

A lower bound needs witnesses: points of the function that no polyline with fewer links can all pass
within the tolerance. uat finds them and proves the bound in ball arithmetic.
"""

import uat

net = uat.approximate("nielsen", construction="ramps", tol=0.05)
print(f"built with {net.network.neurons}; at least {net.minimum().neurons} are needed")
figure = net.plot(view="minimum")
