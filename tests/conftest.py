"""Settings for all tests: no display, no time limits, and in CI the same examples each time."""

import os

from hypothesis import settings

# Read by matplotlib when it is first imported, in this process and in those that tests start.
os.environ.setdefault("MPLBACKEND", "Agg")

# An example may hit a compilation or an import, so its time says nothing.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
