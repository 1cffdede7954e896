"""Start the command line, as `python -m uat.cli`."""

from uat.cli import main

main(prog_name="uat")
