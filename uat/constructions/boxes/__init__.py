"""Build networks of several inputs from towers and quadrants, to a tolerance or within a budget.

| module | what lives there |
|---|---|
| limits | points at which f has no limit |
| reading | f on a grid of cells |
| equal | equal boxes |
| adaptive | boxes where they are needed |
| indicators | neurons that ask for several steps at once |
| construction, quadrants, towers | the constructions |
| tile | boxes, network, error, and again |
"""
