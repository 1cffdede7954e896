"""`uat doctor` says what this machine lacks, and how to get it."""

import json
from dataclasses import asdict

import click

from uat.cli.options import Command


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
    from uat.cli.findings import examine

    findings, topic = [], None
    for finding in examine():
        findings.append(finding)
        if as_json:
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
        click.echo("every command can run" if healthy else "some commands cannot run: see MISSING")
    if not healthy:
        click.get_current_context().exit(1)
