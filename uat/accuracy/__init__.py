"""Measure how far the network is from f, prove it, and check the proof by other means.

| module | what lives there |
|---|---|
| measure | the largest error that can be found, where it is, and what is left out around jumps |
| checker | reads a saved proof and verifies it with none of the code that finds proofs |
| proof | an upper bound of the error on the whole box, for the network in float64 |
"""
