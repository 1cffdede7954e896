"""Bundle ES modules into one: each is a function that returns its exports, called in order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";', re.MULTILINE)
PASSED_ON = re.compile(r'^export \{([^}]*)\} from "([^"]+)";\n?', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)


class Bundle:
    """Modules by their paths, such as `view/app.js`.

    read: the text of a module. Only named imports and exports of one line's beginning are known:
    that is all that our modules use.
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self.modules: dict[str, str] = {}  # path → its code, those needed by others first
        self._open: list[str] = []

    def add(self, path: str) -> None:
        """Take in a module and all that it imports. Raises ValueError if they need each other."""
        if path in self.modules:
            return
        if path in self._open:
            raise ValueError(f"modules need each other: {' → '.join([*self._open, path])}")
        self._open.append(path)
        text = self._read(path)
        exports = EXPORT.findall(text)
        passed: list[str] = []

        def taken(match: re.Match[str]) -> str:
            source = posixpath.normpath(posixpath.join(posixpath.dirname(path), match.group(2)))
            self.add(source)
            names = " ".join(match.group(1).split()).replace(" as ", ": ")
            return f"const {{{names}}} = {name_of(source)};"

        def passed_on(match: re.Match[str]) -> str:
            source = posixpath.normpath(posixpath.join(posixpath.dirname(path), match.group(2)))
            self.add(source)
            passed.extend(
                f"{n.strip()}: {name_of(source)}.{n.strip()}" for n in match[1].split(",")
            )
            return ""

        text = IMPORT.sub(taken, PASSED_ON.sub(passed_on, text))
        if re.search(r"^(import|export \{|export default)", text, re.MULTILINE):
            raise ValueError(f"{path} imports or exports in a way that is not known here")
        text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
        given = ", ".join([*exports, *passed])
        self.modules[path] = (
            f"const {name_of(path)} = (() => {{\n{text}\nreturn {{{given}}};\n}})();"
        )
        self._open.pop()

    @property
    def code(self) -> str:
        return "\n".join(self.modules.values())


def name_of(path: str) -> str:
    """Name the constant that holds a module's exports."""
    return "m_" + re.sub(r"\W", "_", path.removesuffix(".js"))
