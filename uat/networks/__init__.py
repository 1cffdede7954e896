"""A network is made of activations and layers; the one forward pass here defines it.

| module | what lives there |
|---|---|
| activations | s(z), named or typed: its limits, its kinks, and how it makes a step |
| matrices | weights, dense or with zeros left out |
| points | what a network is asked at: coordinates or rows |
| network | `Layer`, `Network` and the forward pass |
| computed | weights, products and sums rounded to fewer digits |
| evaluate | the same numbers, faster |
| regions | where a network is linear, exactly |
| formula | a network written out as a sum |
"""
