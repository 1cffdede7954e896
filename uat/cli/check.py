"""`uat check` verifies a saved proof in a process that does nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from uat.base.errors import InputError
from uat.base.quoting import report_of
from uat.cli.options import Command, Stages, box_option, chosen_box

if TYPE_CHECKING:
    from uat.accuracy.checker import Claim


@click.command(cls=Command)
@click.argument("proof", metavar="PROOF.json")
@click.option("--function", metavar="F", help="Refuse a proof about another function.")
@box_option("Refuse a proof on another domain; once for each input.")
@click.option("--network", metavar="FILE", help="Refuse a proof about another network.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(
    proof: str, function: str | None, box: tuple[Any, ...], network: str | None, as_json: bool
) -> None:
    """Verify a proof that `uat approximate --prove --save proof.json` wrote.

    The boxes must cover the domain, f must be defined on it, and the bound is computed anew on each
    box, with slow and simple ball arithmetic that shares nothing with what found the proof. What is
    proven is printed: compare it with what you want to know, or say what you expect with
    --function, -d and --network. Exit status 0 if the proof holds, 1 if it does not.

    \b
    Example:
      uat approximate nielsen --with ramps --prove --save proof.json
      uat check proof.json
      uat check proof.json --function nielsen -d 0:1
    """
    from uat.accuracy.checker import check as verify
    from uat.accuracy.checker import read_file

    data = read_file(proof)
    with Stages() as stages:
        verdict = verify(
            data, stages, lambda claim: _expected(claim, function, chosen_box(box), network)
        )
    click.echo(json.dumps(verdict.to_dict()) if as_json else report_of(verdict.lines()))
    if not verdict.ok:
        click.get_current_context().exit(1)


def _expected(claim: Claim, function: str | None, box: Any, network: str | None) -> None:
    """Raise InputError if the proof is about something else than was expected."""
    from uat.functions.target import make_target, parse_box

    if function is not None:
        formula = make_target(function, box).formula
        if formula is None:
            raise InputError(f"{function} is not a formula, and a proof file is always about one")
        if _trees(formula, claim.names) != _trees(claim.formula, claim.names):
            raise InputError(f"the proof is about {claim.formula}, not about {formula}")
    if box is not None and parse_box(box) != claim.box:
        raise InputError(f"the proof is on {list(claim.box)}, not on {list(parse_box(box))}")
    if network is not None:
        from uat.networks.network import Network

        if Network.load(network).layers != claim.network.layers:
            raise InputError(f"the proof is about {claim.network!r}, not about that in {network}")


def _trees(formula: str, names: tuple[str, ...]) -> list[Any]:
    from uat.accuracy.checker.formula import formulas_of

    return [part.expression.tree for part in formulas_of(formula, names)]
