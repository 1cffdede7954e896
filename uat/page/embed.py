"""Embed the page's own modules in a notebook: one ES module that draws in a shadow tree.

A shadow tree keeps the page's style from the notebook, and the notebook's from the page.
"""

from __future__ import annotations

import json
import re
from functools import cache

from uat.page.build import module_text, page_style
from uat.page.bundle import Bundle, name_of
from uat.page.minify import minify

ENTRY = "view/widget.js"
REM = 15  # pixels: a notebook's own root size may be anything


@cache
def embedded() -> str:
    """Write a module for anywidget: its default export has `render`."""
    return minify(program())


def program() -> str:
    """Write the same module with its comments and names."""
    bundle = Bundle(module_text)
    bundle.add(ENTRY)
    style = json.dumps(shadow_style(), ensure_ascii=False)
    render = f"(given) => {name_of(ENTRY)}.render(given, {style})"
    return f"{bundle.code}\nexport default {{render: {render}}};\n"


def shadow_style() -> str:
    """Return the page's style sheet, for a host and what lies in its shadow tree."""
    text = re.sub(r":root:not\((\[[^]]*\])\)", r":host(:not(\1))", page_style())
    text = re.sub(r":root(\[[^]]*\])", r":host(\1)", text).replace(":root", ":host")
    text = re.sub(r"^html \{[^}]*\}\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^body \{", ".uat {", text, flags=re.MULTILINE)
    text = re.sub(r"([\d.]+)rem\b", lambda found: f"{float(found[1]) * REM:g}px", text)
    return text.replace("@media (max-width:", "@container (max-width:") + OWN


OWN = """
:host { display: block; container-type: inline-size; }
.uat { padding: 12px 15px; border-radius: 10px; background: var(--surface); }
.uat .stage { margin: 8px 0; }
"""
