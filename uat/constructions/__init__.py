"""Build networks without training: decide where to cut, how high to be, and which weights to use.

| module | what lives there |
|---|---|
| plan | what was asked for, checked |
| limits | what it will cost, told before it is begun |
| pieces | steps, bumps, ramps, towers, quadrants: geometry without weights |
| line | one input: partitions, the weights of bumps, steps and ramps, and why no fewer |
| boxes | several inputs: towers and quadrants on boxes |
| ridges | several inputs, one hidden layer: sums of functions of one direction |
| folds | many layers: squares and products by folding |
"""
