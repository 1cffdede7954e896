"""Run the command line: one command a file; heavy imports wait inside the bodies.

| module | what lives there |
|---|---|
| kinds | what options take: numbers, intervals, constructions |
| reading | options as people know them from elsewhere |
| hints | what may have been meant |
| files | names that could not be read or written |
| options | what the commands share: the function, errors as sentences |
| pictures | how a picture looks: size, style, title |
| point | what a network is at a point |
| following | the command that shows more |
| approximate | a function in, a network and its error out |
| check | verifies a saved proof |
| compared, compare | the table of a comparison, and its command |
| sparkline, functions | small graphs of characters, and the catalogue |
| load | what a saved network is |
| look | what a network of others is made of, and what would do as well |
| explore | the page to play with |
| progress, render | films, with a bar of progress |
| findings, doctor | what this machine lacks |
| completion | what a shell needs to complete commands |
"""

import click

from uat.cli.approximate import approximate
from uat.cli.check import check
from uat.cli.compare import compare
from uat.cli.completion import completion
from uat.cli.doctor import doctor
from uat.cli.explore import explore
from uat.cli.functions import functions
from uat.cli.load import load
from uat.cli.look import look
from uat.cli.options import Group
from uat.cli.render import render


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="uat-explorer", prog_name="uat")
def main() -> None:
    """Build a neural network that computes YOUR function, without training.

    \b
    Try:
      uat approximate "sin(2*pi*x)"                   a network, and its error
      uat approximate nielsen --with steps --tol 0.01 --plot nielsen.png
      uat compare nielsen --tol 0.01                  shallow against deep
      uat explore "sin(2*pi*x)"                       a page to play with
      uat render staircase --function "sin(2*pi*x)"   a film of how it works
      uat look trained.onnx                           what others trained
      uat functions                                   functions to play with

    \b
    Exit status: 0 done; 1 it could not be done; 2 wrong usage;
    3 done, but the tolerance was not met.
    """


main.add_command(approximate)
main.add_command(check)
main.add_command(compare)
main.add_command(completion)
main.add_command(doctor)
main.add_command(explore)
main.add_command(functions)
main.add_command(load)
main.add_command(look)
main.add_command(render)
