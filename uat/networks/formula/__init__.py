"""Write a network of one hidden layer out as the sum that it is, exactly.

written: plain text, LaTeX, Typst. helpers, code: a Python module. symbols: SymPy.
"""

from uat.base.choices import StyleName, require_known
from uat.base.errors import InputError
from uat.networks.formula.code import python_code
from uat.networks.formula.symbols import to_sympy
from uat.networks.formula.written import LATEX, TEXT, TYPST, write_sum
from uat.networks.network import Network

STYLES = ("text", "latex", "typst", "python")
MOST_TERMS = 12

__all__ = ["MOST_TERMS", "STYLES", "formula", "to_sympy"]


def formula(network: Network, style: StyleName = "text", most: int | None = MOST_TERMS) -> str:
    """Write the network as the formula that it computes.

    style: "text" reads back with `compile_expression` where it knows the activation; "latex" and
        "typst" are mathematics without dollar signs; "python" is a module with a function
        `network(x)`, or `network(x, y)`, that needs nothing but `math`, never raises, and agrees
        with `Network.forward` to rounding.
    most: how many terms to show; of more, those in the middle are counted instead. None shows all,
        as python always does.

    Weights are the shortest decimals that read back as the same floats. Raises InputError for an
    unknown style; and, for all but python, for a network of several inputs, layers or outputs.
    """
    require_known("style", style, STYLES)
    if most is not None and (most != int(most) or most < 2):
        raise InputError(f"at least 2 terms can be shown, not {most}")
    if style == "python":
        return python_code(network)
    if network.widths[0] != 1:
        raise InputError(
            f"a formula is for networks of one input, not {network.widths[0]}; "
            "the python style takes any"
        )
    if len(network.layers) != 2 or network.widths[-1] != 1:
        raise InputError(
            "only a network of one hidden layer and one output is a sum; use the python style"
        )
    notation = {"text": TEXT, "latex": LATEX, "typst": TYPST}[style]
    return write_sum(network, notation, most)
