"""
The holes of a field of towers
==============================

One tower for each box is the construction of Nielsen's chapter. For f = 1 all towers have the same
height, and still the network is 0 where four corners meet. Quadrants, which add differences of
heights, are 1 everywhere.
"""

import uat

square = [(0, 1), (0, 1)]
for construction in ("towers", "quadrants"):
    net = uat.approximate(
        "1 + 0*x*y", square, construction=construction, neurons=60, partition="uniform"
    )
    holes = net.error.holes
    depth = holes.depth if holes else 0.0
    print(f"{construction}: {net.network.neurons} neurons, holes {depth:.3g} deep")

# %%
# Steeper steps make the holes narrower, never shallower. Here they are not steep, to be seen:

soft = uat.approximate(
    "1 + 0*x*y", square, construction="towers", neurons=60, partition="uniform", steepness=100
)
print(f"weight 100: holes {soft.error.holes.depth:.3g} deep")
figure = soft.plot(view="heat")
