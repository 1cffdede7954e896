"""
How the error falls
===================

Steps halve the error with twice as many neurons; ramps quarter it, where the function is smooth.
On axes with logarithmic scales these laws are straight lines of slope -1 and -2.
"""

import uat
from uat.plots import plot_growth

growth = uat.grow("sin(2*pi*x)", budgets=(4, 8, 16, 32, 64, 128))
plot_growth(growth)
