"""
Two inputs
==========

Steps in x and steps in y are combined by a second hidden layer whose neurons stand for boxes. Where
boxes meet, the network passes from one height to the next without a hole.
"""

import uat

net = uat.approximate("sin(3*x)*cos(2*y)", [(-1, 1), (-1, 1)], tol=0.15)
print(net.network)
figure = net.plot(view="surfaces")
