"""
Which activations work?
=======================

Any s(z) with two different limits makes a step when it is steep enough, however odd it looks in
between. Relu and its kin have no limits, but the difference of two shifted copies has. Polynomials
such as z² − z are refused with the reason; straight lines add up to a straight line only.
"""

import matplotlib.pyplot as plt
import numpy as np

import uat

odd = "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))"
x = np.linspace(0, 1, 4000)
figure, axes = plt.subplots(1, 3, figsize=(12, 3.6), sharey=True, layout="constrained")
for ax, activation in zip(axes, ("arctan", odd, "gelu"), strict=True):
    net = uat.approximate("sin(2*pi*x)", construction="steps", neurons=24, activation=activation)
    ax.plot(x, net(x))
    ax.set_title(activation if len(activation) < 10 else "an odd one, typed", fontsize=11)

try:
    uat.approximate("sin(2*pi*x)", construction="steps", activation="z^2 - z")
except uat.InputError as error:
    print(error)
