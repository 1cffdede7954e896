"""The panels of the page, as view/contents.js lists them, and the links that hold their states."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from uat.base.errors import InputError
from uat.base.quoting import one_line

LIST = Path(__file__).parent / "static" / "view" / "contents.js"
ENTRY = re.compile(r'^[^"\n]*\["(\w+)", "([^"]+)", (\w+)', re.MULTILINE)
IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";', re.MULTILINE)
ALSO = {"bumps": "many"}  # what people call a panel
FIELDS = {"v", "f", "box", "f2", "box2", "data", "panels", "theme"}  # as core/state.js has them


@dataclass(frozen=True)
class Panel:
    """A panel: its name in addresses, its title, its maker, and the module of that."""

    name: str
    title: str
    maker: str
    module: str

    @property
    def inputs(self) -> int:
        """How many inputs the function has that the panel shows; 0 if it has its own."""
        text = (LIST.parent / self.module).read_text(encoding="utf-8")
        return 2 if ".target2(" in text else 1 if ".target(" in text else 0

    def contents(self) -> str:
        """Write the contents of a page that has this panel only."""
        entry = f'["{self.name}", {json.dumps(self.title)}, {self.maker}]'
        return (
            f'import {{ {self.maker} }} from "{self.module}";\n'
            f"export const FIRST = null;\nexport const PANELS = [{entry}];\n"
        )


@cache
def panels() -> tuple[Panel, ...]:
    """List all panels of the page, in its order."""
    text = LIST.read_text(encoding="utf-8")
    modules = {
        name.strip(): module for names, module in IMPORT.findall(text) for name in names.split(",")
    }
    return tuple(
        Panel(name, title, maker, modules[maker]) for name, title, maker in ENTRY.findall(text)
    )


def panel_named(name: str) -> Panel:
    """Find a panel. Raises InputError, with those that may be meant."""
    known = {panel.name: panel for panel in panels()}
    name = ALSO.get(name, name)
    if name in known:
        return known[name]
    close = get_close_matches(name.lower(), [*ALSO, *known], 1, 0.6)
    word = name.lower().rstrip("s")
    close += [each.name for each in panels() if word and word in each.title.lower()]
    *most, last = dict.fromkeys(close) or [""]
    meant = f"{', '.join(most)} or {last}" if most else last
    advice = f"did you mean {meant}?" if meant else f"panels are {', '.join(known)}"
    raise InputError(f"there is no panel {one_line(name)!r}: {advice}")


def panel_meant(text: str) -> str:
    """Return the name of the panel that a text is, as one or several of it; "" if it is none."""
    names = [*ALSO, *(panel.name for panel in panels())]
    return next((name for name in (text, f"{text}s") if name in names), "")


def state_of(link: str) -> dict[str, Any]:
    """Return the state that a link of the page holds, or its part behind the #.

    Raises InputError for one that the page did not write.
    """
    fragment = link.strip().rpartition("#")[2].rpartition("/")[2]
    version, _, safe = fragment.partition(".")
    if version != "1" or not re.fullmatch(r"[\w-]+", safe, re.ASCII):
        raise InputError(
            "this is no link of the page in a state: press “Link to this” beside a panel's title, "
            "and give what is copied"
        )
    try:
        state = json.loads(base64.urlsafe_b64decode(safe + "=" * (-len(safe) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        state = None
    if not isinstance(state, dict) or state.get("v") != 1 or not state.keys() <= FIELDS:
        raise InputError("this link is damaged: copy it from the page again, whole")
    return state
