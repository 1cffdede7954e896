"""
A network for your function
===========================

Give uat a formula and a tolerance. It chooses where the steps stand, how high and how steep they
are, and measures how far the network is from the function at worst.
"""

import uat

net = uat.approximate("0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)", tol=0.05)
print(net)
overview = net.plot(view="overview")

# %%
# One view alone, such as f and the network within the tolerance:

graph = net.plot(view="function")
# sphinx_gallery_thumbnail_number = 2
