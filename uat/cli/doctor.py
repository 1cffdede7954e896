"""`uat doctor` says what this machine lacks, and how to get it."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from uat.cli.options import Command

if TYPE_CHECKING:
    from uat.cli.findings import Finding


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON object.")
def doctor(as_json: bool) -> None:
    """Look whether everything that uat needs is here, and say how to get what is missing.

    Optional packages may be missing: each belongs to an extra, such as `onnx`, that brings it. Exit
    status 1 if something is missing that every command needs.

    \b
    Example:
      uat doctor
    """
    from uat.cli.findings import OURS, examine

    findings, topic = [], None
    for finding in examine():
        findings.append(finding)
        if as_json or finding.topic in OURS:
            continue
        if finding.topic != topic:
            topic = finding.topic
            click.secho(topic, bold=True)
        mark = "ok" if finding.ok else "MISSING" if topic == "core" else "--"
        click.echo(f"  {mark:<8}{finding.name:<25}{finding.found}")
        if finding.advice:
            click.echo(f"  {'':<8}{finding.advice}")
    healthy = all(finding.ok for finding in findings if finding.topic == "core")
    if as_json:
        data = {"healthy": healthy, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(data))
    else:
        _show_ours([finding for finding in findings if finding.topic in OURS])
        click.echo("every command can run" if healthy else "some commands cannot run: see MISSING")
    if not healthy:
        click.get_current_context().exit(1)


def _show_ours(findings: "list[Finding]") -> None:
    """Count, in one line for each topic, what only work on uat itself needs."""
    for topic in dict.fromkeys(finding.topic for finding in findings):
        found = [finding for finding in findings if finding.topic == topic]
        lacking = [finding.name for finding in found if not finding.ok]
        said = f"{len(found) - len(lacking)} of {len(found)} packages, for work on uat itself"
        click.secho(topic, bold=True)
        click.echo(f"  {'--' if lacking else 'ok':<8}{said}")
        if lacking:
            click.echo(f"  {'':<8}missing: {', '.join(lacking)}")
