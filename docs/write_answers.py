"""Run the commands of the answer pages: what they print and draw is put where it belongs.

python docs/write_answers.py [PAGE …]

PyTorch, which `make setup` does not install, is taken for absent: everybody sees the same rows.
"""

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from uat.cli import main
from uat.comparison.contenders import libraries

PAGES = Path(__file__).resolve().parent / "answers"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
WIDTH, COLOURS = 800, 64  # of a picture on a page: some 40 kB


def commands(block: str) -> list[str]:
    """The commands of a console block, without the prompt."""
    return re.findall(r"^\$ (.*)", block, re.MULTILINE)


def printed(command: str) -> str:
    """What a command prints, run in the current folder."""
    result = CliRunner().invoke(main, shlex.split(command)[1:])
    if result.exit_code:
        raise SystemExit(f"{command}: {result.exception or result.output}")
    return f"$ {command}\n{result.stdout}"


def small(drawn: Path, kept: Path) -> None:
    """Write a picture with as many pixels and colours as a page needs."""
    with Image.open(drawn) as image:
        size = WIDTH, round(image.height * WIDTH / image.width)
        picture = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(kept, optimize=True)


def rewrite(page: Path) -> None:
    """Run a page's commands, beside its table if it has one; write its text and its picture."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for table in PAGES.glob("*.csv"):
            Path(table.name).write_bytes(table.read_bytes())
        text = BLOCK.sub(
            lambda found: "```console\n" + "".join(map(printed, commands(found[1]))) + "```", text
        )
        for drawn in Path().glob("*.png"):
            small(drawn, PAGES / drawn.name)
        os.chdir(PAGES)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    libraries.LIBRARIES = tuple(row for row in libraries.LIBRARIES if row[0] != "torch")
    for page in sorted(PAGES.glob("*.md")):
        if page.stem != "index" and (not sys.argv[1:] or page.stem in sys.argv[1:]):
            rewrite(page)
