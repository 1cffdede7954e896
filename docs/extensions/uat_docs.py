"""What our pages need of Sphinx: docstrings as lists, figures of views, notebooks as pages."""

import base64
import json
import re
import shutil
from pathlib import Path
from typing import Any

DEFINED = re.compile(r"[A-Za-z_][\w.]*(, [A-Za-z_][\w.]*)*: ")
SPECIAL = re.compile(r"([*|\\]|_(?=\W|$))")


def setup(app: Any) -> dict[str, Any]:
    app.connect("autodoc-process-docstring", to_rst)
    app.connect("builder-inited", write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_notebooks(app: Any) -> None:
    """Write each notebook as a page, with what it shows as it was stored: nothing is run."""
    source, pages = Path(app.srcdir, "notebooks"), Path(app.srcdir, "notebook_pages")
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir()
    names = sorted(path.stem for path in source.glob("*.ipynb"))
    for name in names:
        cells = json.loads((source / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        parts = [
            part
            for number, cell in enumerate(cells)
            for part in _cell(cell, pages, f"{name}_{number}")
        ]
        parts.insert(1, f"This notebook: {{download}}`{name}.ipynb <../notebooks/{name}.ipynb>`.")
        (pages / f"{name}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    listed = "\n".join(["```{toctree}", ":maxdepth: 1", "", *names, "```"])
    (pages / "index.md").write_text(f"# Notebooks\n\n{listed}\n", encoding="utf-8")


def _cell(cell: dict[str, Any], pages: Path, name: str) -> list[str]:
    """The parts of a page that a cell is: words, code, and the best form of each output."""
    text = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return [text]
    parts = [f"```python\n{text}\n```"]
    for number, output in enumerate(cell["outputs"]):
        data = output.get("data", {"text/plain": output.get("text", "")})
        picture = data.get("image/png") or _picture_in("".join(data.get("text/html", "")))
        if picture:
            file = f"{name}_{number}.png"
            (pages / file).write_bytes(base64.b64decode(picture))
            parts.append(f"![what the cell above shows]({file})")
        elif words := "".join(data.get("text/plain", "")).rstrip():
            parts.append(f"```text\n{words}\n```")
    return parts


def _picture_in(html: str) -> str:
    """The picture that a report in HTML holds, in base64; "" if there is none."""
    found = re.search(r"data:image/png;base64,([A-Za-z0-9+/=]+)", html)
    return found[1] if found else ""


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
