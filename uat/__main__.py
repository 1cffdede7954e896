"""`uat` and `python -m uat`."""

import sys


def start() -> None:
    """Load the command line and run it; an interrupt while it loads ends as quietly as later."""
    try:
        from uat.cli import main

        main(prog_name="uat")
    except KeyboardInterrupt:
        print("Aborted!", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    start()
