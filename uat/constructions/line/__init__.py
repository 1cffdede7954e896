"""Build networks of one input: where to cut, the weights, the error, and why none is smaller.

| module | what lives there |
|---|---|
| partition | optimal partitions: the fewest pieces, links and neurons for a tolerance |
| cutting | from a plan to partitions |
| building | cut, build and measure until the tolerance holds; samples again where that takes it |
| certify | the same until the tolerance is proven to hold, also for what fewer digits compute |
| line | what constructions of one input share, and which are built in an instant |
| staircase | bumps and steps: from partitions to weights |
| ramps | relu neurons, and linear ones |
| minimum | witness points that force each piece: no smaller network exists |
"""
