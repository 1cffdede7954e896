"""The scripts of fuzz/, which are no part of the package, for tests."""

import importlib.util
from pathlib import Path
from types import ModuleType

FUZZ = Path(__file__).parents[1] / "fuzz"


def imported(name: str) -> ModuleType:
    """Load fuzz/NAME.py anew."""
    spec = importlib.util.spec_from_file_location(name, FUZZ / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
