"""Turn text, a table, a picture or a callable into f, a function on a box.

| module | what lives there |
|---|---|
| expression | text becomes a checked formula; its numpy, intervals, balls and jets |
| catalogue | functions that have names |
| table, picture | numbers and pixels from files |
| finite | whether f is a finite number everywhere, and if not, where |
| looking | where a formula does more than its samples show |
| sampling, cells | f at points of a line; the range of f in the cells of a grid |
| target | whatever f was made from: a function on its box |
| elsewhere | a domain that works, where the one asked for does not |
"""
