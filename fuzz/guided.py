"""Inputs that reach new lines of uat are changed further: atheris (libFuzzer) looks for what fails.

python fuzz/guided.py [seconds] [suffix …]; one kind of input after the other, each in a process of
its own. What fails is kept in fuzz/found/. `pip install 'uat-explorer[fuzz]'` brings atheris.
"""

import importlib.util
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

# The suffixes of all kinds; pictures of any kind are told by their content. Formulas have none.
KINDS = ("", ".csv", ".json", ".npz", ".onnx", ".safetensors", ".proof.json", ".png")
MEMORY = 1024  # MiB, of which Python and the packages take about a quarter
HANGS = 10  # seconds; what takes more than 2 seconds of work, but ends, is told too
LONGEST_INPUT = 20_000  # bytes
SPARE = 60  # seconds to start, and to end
FUNCTIONS = "sin sqrt log exp abs where min max if else and or not floor gamma pi x1 y <= != ^ 1e9"


def fuzz(suffix: str, folder: Path, seconds: str) -> None:
    """Never returns: libFuzzer ends the process, with status 0 if nothing was found."""
    import atheris

    with atheris.instrument_imports(include=["uat"]):
        from readers import FOUND, tried

    FOUND.mkdir(exist_ok=True)
    warnings.simplefilter("error")
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds}",
            f"-timeout={HANGS}",
            f"-rss_limit_mb={MEMORY}",
            f"-max_len={LONGEST_INPUT}",
            f"-artifact_prefix={FOUND}/{named(suffix)}-",
            f"-dict={folder / 'words'}",
            str(folder / "inputs"),
        ],
        lambda content: tried(suffix, content, folder),
    )
    atheris.Fuzz()


def named(suffix: str) -> str:
    return suffix.strip(".").replace(".", "-") or "formula"


def prepare(suffix: str, folder: Path) -> None:
    """The seeds of this kind, and words that its inputs are made of."""
    from readers import PICTURES, seeds

    (folder / "seeds").mkdir()
    (folder / "inputs").mkdir()
    wanted = PICTURES if suffix in PICTURES else (suffix,)
    contents = [content for kind, content in seeds(folder / "seeds") if kind in wanted]
    for number, content in enumerate(contents):
        (folder / "inputs" / str(number)).write_bytes(content)
    texts = [content.decode("latin-1") for content in contents if suffix in ("", ".json")]
    words = {*FUNCTIONS.split(), *re.findall(r"[a-z_]{3,20}", " ".join(texts))}
    (folder / "words").write_text("".join(f'"{word}"\n' for word in sorted(words)))


def run(suffix: str, seconds: int) -> bool:
    """Whether nothing was found among inputs of this kind; prints a line."""
    with tempfile.TemporaryDirectory() as name:
        prepare(suffix, Path(name))
        command = [sys.executable, __file__, "--one", suffix, name, str(seconds)]
        try:
            done = subprocess.run(
                command, stdout=-1, stderr=-2, text=True, errors="replace", timeout=seconds + SPARE
            )
        except subprocess.TimeoutExpired:  # an input in which not even libFuzzer can interrupt
            print(f"{named(suffix)}: does not end", flush=True)
            return False
    if done.returncode:
        told = [line for line in done.stdout.splitlines() if not line.startswith(("INFO", "#"))]
        print(f"{named(suffix)}: found\n" + "\n".join(told)[-3000:], flush=True)
        return False
    counts = re.findall(r"#(\d+)\s+\w+\s+cov: (\d+)", done.stdout)
    inputs, reached = counts[-1] if counts else ("no", "no")
    print(f"{named(suffix)}: {inputs} inputs reached {reached} places, nothing found", flush=True)
    return True


def main(arguments: list[str]) -> int:
    if importlib.util.find_spec("atheris") is None:
        print("guided: atheris is not installed: pip install 'uat-explorer[fuzz]' brings it")
        return 0
    seconds = float(arguments[0]) if arguments else 60.0
    kinds = tuple(arguments[1:]) or KINDS
    share = max(1, int(seconds / len(kinds)))
    return 0 if all([run(suffix, share) for suffix in kinds]) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], Path(sys.argv[3]), sys.argv[4])
    sys.exit(main(sys.argv[1:]))
