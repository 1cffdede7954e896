"""Compare shallow with deep and built with trained networks, on one function.

| module | what lives there |
|---|---|
| training | gradient descent, in plain numpy |
| contenders | trained networks and classic models, each measured |
| entry | `Entry`: one contender and its figures |
| built | every construction that the function allows |
| table | entries as text for people |
| comparison | `Comparison`: all of them, and where depth begins to pay |
| front | `compare` |
"""

from uat.comparison.comparison import Comparison, Crossing
from uat.comparison.entry import Entry
from uat.comparison.front import compare

__all__ = ["Comparison", "Crossing", "Entry", "compare"]
