"""Console sessions in texts: what is typed, and what it prints."""

import json
import re
import shlex
import subprocess

from click.testing import CliRunner

from uat.cli import main

# Runs the commands that it reads, and writes what each of them printed.
RUNNER = """
import json, shlex, sys
from click.testing import CliRunner
from uat.cli import main
found = []
for line in sys.stdin.read().strip().splitlines():
    done = CliRunner().invoke(main, shlex.split(line))
    found.append((line, done.exit_code, done.stdout + repr(done.exception) * bool(done.exception)))
print(json.dumps(found))
"""
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


def run_elsewhere(python, commands, **options):
    """Run the lines of a text, such as `approximate "x^2"`, one after the other in a new process.

    Returns (line, exit status, what was printed) of each.
    """
    done = subprocess.run(
        [python, "-c", RUNNER], input=commands, capture_output=True, text=True, **options
    )
    assert done.returncode == 0, done.stderr
    return [tuple(each) for each in json.loads(done.stdout)]
