"""Build networks of one input: where to cut, the weights, the error, and why none is smaller.

| module | what lives there |
|---|---|
| partition | optimal partitions: the fewest pieces, links and neurons for a tolerance |
| quick | operations counted, to tell what is built in an instant |
| cutting | from a plan to partitions |
| built | what building of one input gives |
| refining | samples again, where f was not seen finely enough |
| building | cut, build and measure until the tolerance holds |
| certify | the same until the tolerance is proven to hold |
| precise | both, for what fewer digits than float64 compute |
| line | what constructions of one input share |
| steps, staircase | bumps and steps: from partitions to weights |
| ramps, straight | relu neurons, and linear ones |
| minimum | witness points that force each piece: no smaller network exists |
"""
