"""Put modules, style and start state into one HTML file, which asks nothing of any server.

The modules are compressed text that a short loader inflates; the Content-Security-Policy names
both, and the style, by their hashes, and allows nothing else.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from uat.base.errors import InputError
from uat.base.files import written_whole
from uat.page.bundle import Bundle, name_of
from uat.page.colours import colours
from uat.page.contents import Panel, panel_named
from uat.page.minify import minify
from uat.page.texts import ENGLISH, first, said, texts_module
from uat.page.words import WRITTEN

STATIC = Path(__file__).parent / "static"
ENTRY = "view/app.js"
TEXTS = "view/texts.js"
CONTENTS = "view/contents.js"
SERVED = "view/served.js"  # the entry of a page that a live server hands out
TITLE = "Any function, neuron by neuron"
NO_SCRIPT = (
    "This page computes a neural network in your browser, and needs JavaScript for it. "
    "It asks nothing of any server."
)
MOST_TEXT = 2000  # characters of a formula, as core/state.js has it
LOADER = (
    'const code=document.getElementById("code"),bytes=new Uint8Array(code.dataset.bytes),'
    """text=code.textContent.replaceAll("!","<").replaceAll('"',"{");"""
    "let bits=0,kept=0,at=0;for(let i=0;i<text.length;i+=2){"
    "bits=bits<<13|(text.charCodeAt(i)-36)*91+text.charCodeAt(i+1)-36;"
    "for(kept+=13;kept>7;)bytes[at++]=bits>>(kept-=8)}"
    'const script=document.createElement("script");script.type="module";script.id="running";'
    "script.textContent=await new Response(new Blob([bytes]).stream().pipeThrough("
    'new DecompressionStream("gzip"))).text();document.body.append(script);'
)
POLICY = (
    "default-src 'none'; script-src {loader} {code}; worker-src blob:; style-src {style} {later}; "
    "img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
BRINGS_STYLE = (
    'if(globalThis.document){{const sheet=document.createElement("style");'
    "sheet.textContent={sheet};document.head.append(sheet)}}\n"
)
ASKS_ITS_SERVER = "; connect-src 'self'; media-src 'self'"


def build_page(
    function: Any = None,
    box: Any = None,
    *,
    library: dict[str, Any] | None = None,
    language: str = ENGLISH,
    panel: str | None = None,
    state: dict[str, Any] | None = None,
) -> str:
    """Write the whole page as text, or one panel of it.

    function: a formula, a catalogue name, or a `Target` with a formula, of one input or two; None
    begins with Nielsen's. box: as `uat.approximate` takes it. library: what
    `view/library.js` shows, for the page of a live server, which may ask that server; without it
    the page asks nobody. language: "en", "de" or "es", or "all" for a
    menu of them. panel: the name of the only one to be there. state: what `state_of` reads from a
    link. Raises InputError for a function that the page cannot compute, and for unknown panels.
    """
    only = None if panel is None else panel_named(panel)
    if only is not None:
        _check_function(only, function)
    code = _code(language, only, served=library is not None)
    style = squeezed(colours() + _sheet("first.css"))
    data = gzip.compress(code.encode(), 9, mtime=0)
    script = (
        f'<script type="text/plain" id="code" data-bytes="{len(data)}">{packed(data)}</script>\n'
        f'<script type="module">{LOADER}'
    )
    if library is not None:
        shown = f'<script type="application/json" id="library-data">{_json(library)}</script>'
        script = f"{shown}\n{script}"
    page = (STATIC / "page.html").read_text(encoding="utf-8")
    page = page.replace('<script type="module">{{script}}', script)
    later = _later(served=library is not None)
    policy = POLICY.format(
        loader=_hash(LOADER), code=_hash(code), style=_hash(style), later=_hash(later)
    )
    if library is not None:
        policy += ASKS_ITS_SERVER
    parts = {
        "csp": policy,
        "language": first(language),
        "title": said(TITLE, language),
        "heading": _heading(only, language),
        "noscript": said(NO_SCRIPT, language),
        "style": style,
        "start": _json(start_state(function, box, state)),
        "catalogue": _json(_catalogue()),
    }
    for name, text in parts.items():
        page = page.replace("{{" + name + "}}", text)
    return page


def save_page(
    path: str | os.PathLike[str], function: Any = None, box: Any = None, **options: Any
) -> None:
    """Write the page to a file, whole or not at all. Raises InputError or FileError.

    options: as for `build_page`.
    """
    text = build_page(function, box, **options)
    if os.path.splitext(path)[1].lower() not in (".html", ".htm"):
        raise InputError(f"a page is an .html file, not {os.fspath(path)!r}")
    with written_whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _heading(only: Panel | None, language: str) -> str:
    """Write the title that stands where the program will put it, to be painted before that runs."""
    if only is None:
        return f'<header class="top"><h1>{said(TITLE, language)}</h1></header>'
    return f'<section class="panel"><h1>{said(only.title, language)}</h1></section>'


def packed(data: bytes) -> str:
    """Write bytes as printable ASCII: 13 bits are two of 91 characters, a twelfth less than base64.

    They are those from $ to ~; ! and " stand for the two that mean something to the page, < and {.
    """
    groups = -(-8 * len(data) // 13)
    bits = int.from_bytes(data, "big") << (13 * groups - 8 * len(data))
    digits = f"{bits:0{13 * groups}b}"
    pairs = (divmod(int(digits[i : i + 13], 2), 91) for i in range(0, len(digits), 13))
    text = "".join(chr(36 + high) + chr(36 + low) for high, low in pairs)
    return text.replace("<", "!").replace("{", '"')


def policy_of(page: str) -> str:
    """Return the Content-Security-Policy that stands in a page."""
    return page.split('http-equiv="Content-Security-Policy" content="', 1)[1].split('"', 1)[0]


def start_state(
    function: Any = None, box: Any = None, state: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return what the page begins with: the object that a link to it also holds.

    state: of such a link; its function gives way to one that is given here.
    """
    if state is not None:
        if function is None and box is None:
            return state
        kept = {name: state[name] for name in ("panels", "theme") if name in state}
        return kept | start_state(state.get("f") if function is None else function, box)
    from uat.functions.expression import Expression
    from uat.functions.target import make_target

    target = make_target("nielsen" if function is None else function, box)
    formula = target.function.text if isinstance(target.function, Expression) else target.formula
    if not formula or target.outputs != 1 or target.inputs > 2:
        raise InputError(
            "the page computes formulas of one input or two that give one number, and "
            f"{target.name} is none; uat approximate takes it"
        )
    if len(formula) > MOST_TEXT:
        raise InputError(f"the page takes formulas of up to {MOST_TEXT} characters")
    sides = [float(end) for side in target.box for end in side]
    if target.inputs == 1:
        return {"v": 1, "f": formula, "box": sides}
    return {"v": 1, "f2": formula, "box2": sides}


@cache
def _code(language: str, only: Panel | None, *, served: bool) -> str:
    written = {TEXTS: texts_module(language, served=served)}
    if only is not None:
        written[CONTENTS] = only.contents()
    bundle = Bundle(lambda path: written[path] if path in written else module_text(path))
    entry = SERVED if served else ENTRY
    bundle.add(entry)
    style = BRINGS_STYLE.format(sheet=json.dumps(_later(served=served), ensure_ascii=False))
    return minify(f"{style}{bundle.code}\n{name_of(entry)}.start();")


def module_text(path: str) -> str:
    """Return the text of a module: a file, or one written from Python's tables."""
    if path == TEXTS:
        return texts_module()
    return WRITTEN[path]() if path in WRITTEN else (STATIC / path).read_text(encoding="utf-8")


def page_style() -> str:
    """Join the style sheets of a page that asks nobody."""
    return colours() + _sheet("first.css") + _sheet("style.css")


@cache
def _later(*, served: bool) -> str:
    """Join what the program brings along. served: also what our buttons need."""
    return squeezed(_sheet("style.css") + (_sheet("served.css") if served else ""))


def _sheet(name: str) -> str:
    """Read a style sheet without comments and indentation."""
    text = (STATIC / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def squeezed(style: str) -> str:
    """Leave out the blanks of a style sheet that mean nothing."""
    return re.sub(r"([:;{},])\s+|\s+(?=[{}])|;(?=\s*})", r"\1", style)


def _check_function(panel: Panel, function: Any) -> None:
    """Refuse a function that a panel could not show. Raises InputError."""
    from uat.functions.target import make_target

    if function is None:
        return
    if panel.inputs == 0:
        raise InputError(f"the panel {panel.name} has its own numbers: leave the function out")
    inputs = make_target(function).inputs
    if inputs != panel.inputs:
        takes = "one input" if panel.inputs == 1 else f"{panel.inputs} inputs"
        raise InputError(f"the panel {panel.name} takes a function of {takes}, not {inputs}")


def _catalogue() -> list[dict[str, Any]]:
    """List functions to choose from: formulas of one input or two, with one output."""
    from uat.functions.catalogue import CATALOGUE
    from uat.functions.target import make_target

    rows = []
    for name, entry in CATALOGUE.items():
        target = make_target(name)
        if target.kind != "function" or target.outputs != 1 or target.inputs > 2:
            continue
        box = [list(side) for side in target.box]
        row = {"name": name, "text": entry.formula, "box": box, "inputs": target.inputs}
        rows.append(row)
    return rows


def _json(data: Any) -> str:
    """Write JSON that can stand inside of a script element."""
    return json.dumps(data, allow_nan=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
