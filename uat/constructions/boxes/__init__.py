"""Build networks of several inputs from towers and quadrants, to a tolerance or within a budget.

| module | what lives there |
|---|---|
| partition | boxes, and the ways to choose them |
| reading | f on a grid of cells |
| jumps | cells in which f varies too much, and why |
| limits | points at which f has no limit |
| spikes | more lines of the grid, where f asks for them |
| adaptive | boxes where they are needed |
| equal | equal boxes, and heights between given lines |
| indicators | neurons that ask for several steps at once |
| tile | boxes, network, error, and again |
| construction, quadrants, towers | the constructions |
"""
