"""Write what is measured or listed about films: run it after a change to a chapter or to
uat.films.stage.

    python docs/write_films.py

The list of chapters in guide.md is what `uat render --list` prints. The table of mobjects in
films.md comes from the docstrings of uat.films.stage. The running times that the list shows, in
uat/films/renderer/running.py, come from playing every shot without drawing; `--table` leaves them
as they are.
"""

import ast
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "films.md"
GUIDE = ROOT / "docs" / "guide.md"
LIST = re.compile(r"(\$ uat render --list\n).*?(\$ uat render )", re.DOTALL)
TIMES = ROOT / "uat" / "films" / "renderer" / "running.py"
TABLE = re.compile(r"\| name \| of `uat.films.stage` \|.*?\n\n", re.DOTALL)


def table() -> str:
    """A row for every public class of uat.films.stage: its name, its module, its first sentence."""
    rows = ["| name | of `uat.films.stage` | what it is |", "|---|---|---|"]
    for path in sorted((ROOT / "uat" / "films" / "stage").glob("[!_]*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                text = " ".join((ast.get_docstring(node) or "").split())
                sentence = re.split(r"(?<=\.)\s", text)[0].replace("|", "\\|")
                rows.append(f"| `{node.name}` | `{path.stem}` | {sentence} |")
    return "\n".join(rows) + "\n\n"


def page() -> str:
    """The text of films.md with the table as it should be."""
    return TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8"))


def guide() -> str:
    """The text of guide.md with the list of chapters as the command prints it now."""
    listed = subprocess.run(
        [sys.executable, "-m", "uat", "render", "--list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    text = GUIDE.read_text(encoding="utf-8")
    return LIST.sub(lambda found: found[1] + listed + found[2], text)


def length(shot: Any) -> float:
    """How many seconds a shot lasts."""
    from uat.films.renderer.shot import play_shot

    with tempfile.TemporaryDirectory() as folder:
        return float(play_shot(shot, Path(folder)).frames) / 10


def times() -> str:
    """The text of running.py. A chapter that cannot be played raises its error."""
    from uat.films.renderer import FilmSpec, Quality, find_chapters
    from uat.films.renderer.chapters import get_shots

    film = FilmSpec(quality=Quality(256, 144, 10))
    shots = [shot for file in find_chapters().values() for shot in get_shots([file], film)]
    seconds: dict[str, float] = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for shot, found in zip(shots, pool.map(length, shots), strict=True):
            seconds[shot.path.stem] = seconds.get(shot.path.stem, 0.0) + found
    rows = "".join(f'    "{name}": {round(total)},\n' for name, total in seconds.items())
    head = '"""How long the chapters last, in seconds. Written by docs/write_films.py."""'
    return f"{head}\n\nSECONDS = {{\n{rows}}}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    if "--table" not in sys.argv:
        TIMES.write_text(times(), encoding="utf-8")
    GUIDE.write_text(guide(), encoding="utf-8")
