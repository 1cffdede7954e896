"""How long `uat compare nielsen --tol 0.01` takes, start-up included, without and with training."""

import json
import subprocess
import sys
import time

LIMITS = {"--no-train": 10.0, "--train": 120.0}  # seconds


def main() -> None:
    print("uat compare nielsen --tol 0.01: seconds (allowed), contenders, crossing")
    for option, limit in LIMITS.items():
        command = [sys.executable, "-m", "uat", "compare", "nielsen", "--tol", "0.01", option]
        began = time.perf_counter()
        done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - began
        found = json.loads(done.stdout)
        crossing = found["crossing"]
        print(
            f"{option:<11}{seconds:6.1f} ({limit:g})  {len(found['contenders'])}  "
            f"depth pays below {crossing['tolerance']:g}: {crossing['deep']} for "
            f"{crossing['shallow']} neurons",
            flush=True,
        )


if __name__ == "__main__":
    main()
