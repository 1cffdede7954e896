"""`uat completion` prints what makes a shell complete commands, options and names."""

import click
from click.shell_completion import get_completion_class

from uat.cli.kinds import Known
from uat.cli.options import Command


@click.command(cls=Command)
@click.argument("shell", type=Known(["bash", "zsh", "fish"]), metavar="[bash|zsh|fish]")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes a shell complete the commands of uat.

    \b
    Examples:
      eval "$(uat completion bash)"
      uat completion fish > ~/.config/fish/completions/uat.fish
    """
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(ctx.find_root().command, {}, "uat", "_UAT_COMPLETE").source())
