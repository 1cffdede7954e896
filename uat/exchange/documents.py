"""Write the network as a page to read: in LaTeX, or in Typst, which also computes it."""

from collections.abc import Callable

from uat.base.quoting import for_comment, for_tex, typst_string
from uat.exchange.about import About, layer_names
from uat.networks.activations import SOFTMAX
from uat.networks.formula import formula
from uat.networks.formula.code import input_names, neuron_rows
from uat.networks.network import Network

MOST_TERMS = 400  # of a sum that is written out whole
A_LINE = 2  # terms
MOST_ENTRIES = 36  # of a matrix that is written out

TEX = r"""% {about}, written by uat
\documentclass{{article}}
\usepackage[margin=2cm]{{geometry}}
\usepackage{{amsmath, amssymb}}
\allowdisplaybreaks
\begin{{document}}
\noindent {title}

{body}
\end{{document}}
"""

TYPST = """// {about}, written by uat
{code}#set page(margin: 2cm)
#set text(size: 10pt)
#show math.equation: set block(breakable: true)

{title}

{body}
"""


def tex_document(network: Network, words: About) -> str:
    """Write a LaTeX document: the sum, or the layers; its numbers read back as the same floats."""
    if _is_sum(network):
        terms = _split(formula(network, "latex", MOST_TERMS))
        body = _lines(terms, "\\begin{align*}\n", " \\\\\n& ", "\n\\end{align*}")
    else:
        body = "\n".join(_layer_tex(network, words))
    shape = _shape(network, r" \to ")
    title = f"The network ${shape}$" + _of(words, r"\texttt{{{}}}", for_tex)
    return TEX.format(about=_comment(network, words), title=title + ".", body=body)


def typst_document(network: Network, words: About) -> str:
    """Write a Typst document that shows the formula and defines `network(x)` to compute it."""
    if _is_sum(network):
        terms = _split(formula(network, "typst", MOST_TERMS))
        body = _lines(terms, "$ ", " \\\n& ", " $")
    else:
        body = "\n".join(_layer_typst(network, words))
    title = f"The network ${_shape(network, ' -> ')}$" + _of(words, "#raw({});", typst_string)
    code = typst_code(network, words)
    return TYPST.format(about=_comment(network, words), code=code, title=title + ".", body=body)


def typst_code(network: Network, words: About) -> str:
    """Define `network` in Typst, or write a comment if Typst lacks an activation."""
    activations = [layer.activation for layer in network.layers]
    for s in activations:
        if not s.spelling.typst and s != SOFTMAX:
            why = "was typed" if s.name == s.formula else f"is {for_comment(s.name)}"
            return f"// Its activation {why}, so there is no function here that computes it.\n"
    inputs = input_names(network, words.names)
    lines = [f"#let network({', '.join(inputs)}) = {{", f"  let values = ({', '.join(inputs)},)"]
    titles = layer_names(network, words.construction)
    for layer, s, title in zip(network.layers, activations, titles, strict=True):
        rows = "".join(_row(row, bias) for row, bias in neuron_rows(layer))
        lines.append(f"  let rows = ({rows})  // {title}")
        lines.append(
            "  values = rows.map(((r, b)) => r.map(((i, w)) => w * values.at(i)).sum(default: 0.0)"
            " + b)"
        )
        if s == SOFTMAX:
            lines.append("  let powers = values.map(z => calc.exp(z - calc.max(..values)))")
            lines.append("  values = powers.map(p => p / powers.sum())")
        else:
            lines.append(f"  values = values.map(z => {{ {s.spelling.typst} }})")
    lines.append("  values.first()" if network.widths[-1] == 1 else "  values")
    return "\n".join(lines) + "\n}\n\n"


def _row(row: list[tuple[int, float]], bias: float) -> str:
    pairs = "".join(f"({i}, {w!r}), " for i, w in row)
    return f"(({pairs}), {bias!r}), "


def _is_sum(network: Network) -> bool:
    return len(network.layers) == 2 and network.widths[::2] == (1, 1)


def _split(code: str) -> list[str]:
    """Split a sum into terms before each plus or minus that stands outside of brackets."""
    terms, depth, start = [], 0, 0
    for place, char in enumerate(code):
        depth += (char in "({[") - (char in ")}]")
        if char in "+-" and depth == 0 and code[place - 1] == " " and code[place + 1] == " ":
            terms.append(code[start:place].strip())
            start = place
    return [*terms, code[start:].strip()]


def _lines(terms: list[str], first: str, between: str, last: str) -> str:
    head, equals, rest = terms[0].partition(" = ")
    terms = [f"{head} &= {rest}" if equals else head, *terms[1:]]
    rows = [" ".join(terms[k : k + A_LINE]) for k in range(0, len(terms), A_LINE)]
    return first + between.join(rows) + last


def _layer_tex(network: Network, words: About) -> list[str]:
    lines = []
    for k, (layer, title) in enumerate(
        zip(network.layers, layer_names(network, words.construction), strict=True), 1
    ):
        s = layer.activation.name.replace("_", " ")
        before = "x" if k == 1 else f"a_{{{k - 1}}}"
        plain = f"W_{{{k}}} {before} + b_{{{k}}}"
        value = plain if s == "linear" else rf"\operatorname{{{for_tex(s)}}}({plain})"
        shape = rf"W_{{{k}}} \in \mathbb{{R}}^{{{layer.neurons} \times {layer.inputs}}}"
        lines.append(rf"\[ a_{{{k}}} = {value}, \qquad {shape} \text{{ ({for_tex(title)})}} \]")
        if layer.neurons * layer.inputs <= MOST_ENTRIES:
            rows = [_dense_row(row, layer.inputs) for row, _ in neuron_rows(layer)]
            matrix = r" \\ ".join(" & ".join(map(_tex_number, row)) for row in rows)
            bias = r" \\ ".join(map(_tex_number, layer.biases.tolist()))
            lines.append(
                rf"\[ W_{{{k}}} = \begin{{pmatrix}} {matrix} \end{{pmatrix}}, \quad "
                rf"b_{{{k}}} = \begin{{pmatrix}} {bias} \end{{pmatrix}} \]"
            )
    return lines


def _layer_typst(network: Network, words: About) -> list[str]:
    lines = []
    for k, (layer, title) in enumerate(
        zip(network.layers, layer_names(network, words.construction), strict=True), 1
    ):
        s = layer.activation.name.replace("_", " ")
        before = "x" if k == 1 else f"a_{k - 1}"
        plain = f"W_{k} {before} + b_{k}"
        value = plain if s == "linear" else f"op({typst_string(s)})({plain})"
        shape = f"W_{k} in RR^({layer.neurons} times {layer.inputs})"
        lines.append(f"$ a_{k} = {value}, quad {shape} quad {typst_string(f'({title})')} $")
        if layer.neurons * layer.inputs <= MOST_ENTRIES:
            rows = [_dense_row(row, layer.inputs) for row, _ in neuron_rows(layer)]
            matrix = "; ".join(", ".join(map(_typst_number, row)) for row in rows)
            bias = "; ".join(map(_typst_number, layer.biases.tolist()))
            lines.append(f"$ W_{k} = mat({matrix}), quad b_{k} = mat({bias}) $")
    return lines


def _dense_row(row: list[tuple[int, float]], inputs: int) -> list[float]:
    values = [0.0] * inputs
    for i, w in row:
        values[i] = w
    return values


def _tex_number(value: float) -> str:
    digits, e, exponent = repr(value).removesuffix(".0").partition("e")
    return rf"{digits} \cdot 10^{{{int(exponent)}}}" if e else digits


def _typst_number(value: float) -> str:
    digits, e, exponent = repr(value).removesuffix(".0").partition("e")
    return f"{digits} dot 10^({int(exponent)})" if e else digits


def _shape(network: Network, arrow: str) -> str:
    return arrow.join(str(width) for width in network.widths)


def _of(words: About, template: str, escaped: Callable[[str], str]) -> str:
    if not words.function:
        return ""
    error = "" if words.error is None else f"; largest measured error {words.error:.3g}"
    return f" for {template.format(escaped(words.function))}{error}"


def _comment(network: Network, words: About) -> str:
    return for_comment(f"{network!r}" + (f" of {words.function}" if words.function else ""))
