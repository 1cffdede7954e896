"""Make other contenders for f, trained networks and classic models, and measure each.

| module | what lives there |
|---|---|
| contender | `Contender`: a model of f, what it took to make, and how to read it |
| outside | what a model does outside the box, seen by looking there |
| trained | shallow and deep networks, trained by uat |
| libraries | the same networks, trained by PyTorch or scikit-learn |
| classic | the models of scikit-learn that one would use instead |
| line_up | `line_up`: all of them for one function and one budget |
"""
