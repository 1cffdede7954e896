"""Launcher: `python cli.py …` is `uat …`, for a checkout that is not installed."""

from uat.__main__ import start

if __name__ == "__main__":
    start()
