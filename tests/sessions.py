"""Console sessions in texts: what is typed, and what it prints."""

import re
import shlex

from click.testing import CliRunner

from uat.cli import main

CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def sessions(text):
    """The console blocks of a Markdown text: for each a list of pairs (command, what is shown)."""
    blocks = [re.split(r"^\$ ", block, flags=re.MULTILINE)[1:] for block in CONSOLE.findall(text)]
    return [[tuple(part.split("\n", 1)) for part in parts] for parts in blocks]


def run(command):
    """The result of a line such as `uat approximate "x^2"`, run in this process."""
    name, *arguments = shlex.split(command)
    assert name == "uat"
    return CliRunner().invoke(main, arguments)
