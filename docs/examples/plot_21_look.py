"""
Look at a trained network
=========================

Two layers of sixteen relu neurons learn f by gradient descent. What they made of it is a polyline:
its pieces are counted exactly, many neurons do nothing, and one layer of fewer neurons is the
same function.
"""

import uat

target = uat.make_target("nielsen")
trained = uat.train_on(target, (16, 16), activation="relu", epochs=300, seed=1)
seen = uat.look(trained.network, target.box, function=target, prove=True)
print(seen)
figure = seen.plot()
