"""What our documentation needs of Sphinx: plain docstrings as lists, and figures of views."""

import re
from typing import Any

DEFINED = re.compile(r"[A-Za-z_][\w.]*(, [A-Za-z_][\w.]*)*: ")
SPECIAL = re.compile(r"([*|\\]|_(?=\W|$))")


def setup(app: Any) -> dict[str, Any]:
    app.connect("autodoc-process-docstring", to_rst)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def to_rst(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Rewrite a docstring in place: lines such as `tol: largest error` become items of a list."""
    if not name.startswith("uat"):
        return
    paragraphs = "\n".join(lines).split("\n\n")
    lines[:] = [*"\n\n".join(_paragraph(text) for text in paragraphs).split("\n"), ""]


def _paragraph(text: str) -> str:
    if ">>>" in text:
        return text
    rows = text.split("\n")
    if not DEFINED.match(rows[0]):
        return "\n".join(_escaped(row.strip()) for row in rows)
    items: list[str] = []
    for row in rows:
        if DEFINED.match(row) or not items:
            word, _, rest = row.partition(": ")
            items.append(f"* **{word}**: {_escaped(rest)}")
        else:
            items.append("  " + _escaped(row.strip()))
    return "\n".join(items)


def _escaped(text: str) -> str:
    """Code in single backquotes becomes code; other marks stand for themselves."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(f"`{p}`" if p.startswith("`") else SPECIAL.sub(r"\\\1", p) for p in parts)


def figures_of_views(block: Any, block_vars: dict[str, Any], gallery_conf: Any) -> str:
    """Save figures that `net.plot(view=...)` returned; pyplot does not know them."""
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure
    from sphinx_gallery.scrapers import figure_rst

    known = {plt.figure(number) for number in plt.get_fignums()}
    found = [v for v in block_vars["example_globals"].values() if isinstance(v, Figure)]
    written = []
    for figure in dict.fromkeys(found):
        if figure not in known:
            written.append(next(block_vars["image_path_iterator"]))
            figure.savefig(written[-1], dpi=100)
    return str(figure_rst(written, gallery_conf["src_dir"]))
