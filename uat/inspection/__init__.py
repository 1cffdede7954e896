"""Look at a network that somebody else trained: what it is made of, and what would do as well.

| module | what lives there |
|---|---|
| twin | a smaller network for the same function, where one is found |
| distance | how far the network is from f, measured and proven |
| look | all of it at once |
| report | the same in words, and as data |
"""

from uat.inspection.look import Look, look

__all__ = ["Look", "look"]
