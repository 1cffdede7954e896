"""Build networks of one input: where to cut, the weights, the error, and why none is smaller.

| module | what lives there |
|---|---|
| partition | optimal partitions: the fewest pieces, links and neurons for a tolerance |
| cutting | from a plan to partitions |
| steps, ramps, straight | from partitions to weights |
| building | cut, build and measure until the tolerance holds |
| certify | the same until the tolerance is proven to hold |
| minimum | witness points that force each piece: no smaller network exists |

line says what constructions of one input share; staircase holds bumps and steps, and refining
samples f again where it was not seen finely enough.
"""
