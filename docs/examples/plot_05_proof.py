"""
An error that is proven, not sampled
====================================

Sampling can miss a peak between two points. A proof covers the domain with intervals and bounds the
distance between the function and the real network, its rounding included, on each of them.
"""

import uat

net = uat.approximate("nielsen", construction="steps", tol=0.05, prove=True)
print(f"measured {net.error.max:.6f}, proven {net.error.proven:.6f}")
figure = net.plot(view="proof")
