"""`python -m uat`."""

from uat.cli import main

main(prog_name="uat")
