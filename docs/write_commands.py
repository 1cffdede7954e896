"""Write commands.md, the help of every command: run it after a change to the command line."""

from pathlib import Path

from click.testing import CliRunner

from uat.cli import main
from uat.plots.views import VIEWS

PAGE = Path(__file__).parent / "commands.md"


def page() -> str:
    """The text of commands.md."""
    parts = [
        "# The command line\n",
        "What `--help` prints; `docs/write_commands.py` writes this page.\n",
    ]
    for name in ("", *sorted(main.commands)):
        command = f"uat {name}".strip()
        printed = CliRunner().invoke(main, [*name.split(), "--help"], prog_name="uat").stdout
        parts.append(f"## `{command}`\n\n```text\n{printed}```\n")
    return "\n".join([*parts, views()])


def views() -> str:
    """A table of what `--plot` draws, from the registry of views."""
    rows = "".join(
        f"| `{name}` | {', '.join(view.of).lower()} | {view.shows} |\n"
        for name, view in VIEWS.items()
    )
    return f"## Views\n\nWhat `--view` chooses.\n\n| view | of | shows |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
