"""Provide what every room needs and no lesson is about: errors, files, text, colours, ties.

| module | what lives there |
|---|---|
| errors | one exception type for what users can mend, with a sentence that says how |
| files | files are written whole or not at all |
| keywords | arguments as people call them elsewhere |
| quoting | text from users, written so that each language takes it as text |
| choices | names that can be chosen, as types |
| nouns | counts with their nouns, lists, and names that are usual, in words |
| places | numbers and windows in words, with as many digits as tell them apart |
| packages | those that only some users need, and how to get them |
| arrays | float64 arrays; what is refused as no real number |
| precision | float64, float32, float16, float8: how they round, and their numbers |
| ties | which of several equal values is taken, the same on every machine |
| searches | roots and minima of many brackets at once |
| merged | equal neighbours in a grid become one box |
| compiling, loops | loops over numbers, compiled by numba where it is there |
| sweeps | loops along arrays: as Python while there is little to do, then compiled |
| threads | linear algebra of small matrices stays in one thread |
| palette | the colours of plots, films and page |
"""
