"""Packages that only some users need: whether one is there, and the command that brings it.

What takes long to load is named by its address, and loaded when it is first used.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from uat.base.errors import MissingError
from uat.base.quoting import for_shell

# Modules whose names are not those of their packages.
MODULES = {"pillow": "PIL", "python-flint": "flint", "scikit-learn": "sklearn"}
MODULES |= {"axe-playwright-python": "axe_playwright_python", "pytest-xdist": "xdist"}


def require_package(module: str, package: str = "", purpose: str = "") -> None:
    """Raise MissingError unless a module can be found; it is not imported.

    package: what brings it, if that has another name. purpose: what it is for, after "which".
    """
    try:
        found = find_spec(module) is not None
    except (ImportError, ValueError):
        found = False
    if not found:
        raise missing(package or module, purpose)


def not_found(error: ModuleNotFoundError, purpose: str = "") -> MissingError:
    """Make the error for an import that failed; purpose: as of `require_package`."""
    module = (error.name or str(error)).partition(".")[0]
    package = {name: package for package, name in MODULES.items()}.get(module, module)
    return missing(package, purpose)


def missing(package: str, purpose: str = "") -> MissingError:
    """Make the error for a package that is not there."""
    why = f", which {purpose}" if purpose else ""
    return MissingError(f"{package} is not installed{why}: {install_command(package)} brings it")


def install_command(requirement: str) -> str:
    """Return the command that installs a package for the Python that runs uat."""
    return f"{_python()} -m pip install {for_shell(requirement)}"


def _python() -> str:
    """Name that Python as it is typed here: in a clone it is that of .venv."""
    if sys.prefix == sys.base_prefix:
        return "python3"
    folder = Path(sys.prefix)
    names = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    program = folder.joinpath(*names)
    here = Path.cwd()
    return for_shell(str(program.relative_to(here) if program.is_relative_to(here) else program))


def at_address(address: str) -> Any:
    """Load what an address names, a name in a module, such as "uat.exchange.own:write_json"."""
    module, name = address.split(":")
    return getattr(import_module(module), name)
