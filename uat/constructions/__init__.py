"""Build networks without training: decide where to cut, how high to be, and which weights to use.

| module | what lives there |
|---|---|
| pieces | steps, bumps, ramps, towers, quadrants: geometry without weights |
| limits | what it will cost, told before it is begun |
| construction | `Construction`: what each of them answers |
| plan | what was asked for, checked, and what counts instead of the largest distance |
| built | what building gives: network, error, geometry |
| heights | how high a piece should be |
| certify | smaller aims, until fewer digits compute it closely enough, or it is proven |
| line | one input: partitions, the weights of bumps, steps and ramps, and why no fewer |
| boxes | several inputs: towers and quadrants on boxes |
| ridges | several inputs, one hidden layer: sums of functions of one direction |
| facets | two inputs, two hidden layers: a continuous surface of triangles |
| folds | many layers: squares and products by folding |
| registry | all constructions by name |
| request | from options to a plan |
"""
