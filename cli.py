"""Launcher: `python cli.py …` is `uat …`, for a checkout that is not installed."""

from uat.cli import main

if __name__ == "__main__":
    main()
