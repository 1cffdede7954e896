"""`uat check`: verify a saved proof in a process that does nothing else."""

import click

from uat.cli.options import Command, Stages


@click.command(cls=Command)
@click.argument("proof", metavar="PROOF.json")
def check(proof: str) -> None:
    """Verify a proof that `uat approximate --prove --save proof.json` wrote.

    The boxes must cover the domain, and the bound is computed anew on each of them, with slow and
    simple ball arithmetic. Exit status 0 if the proof holds, 1 if it does not.

    \b
    Example:
      uat approximate nielsen --with ramps --prove --save proof.json
      uat check proof.json
    """
    from uat.proof import check as verify
    from uat.proof import load_proof

    stages = Stages()
    try:
        verdict = verify(load_proof(proof), stages)
    finally:
        stages.clear()
    click.echo(f"{'holds' if verdict.ok else 'DOES NOT HOLD'}: {verdict.reason}")
    if not verdict.ok:
        click.get_current_context().exit(1)
