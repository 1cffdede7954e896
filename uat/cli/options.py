"""Share between commands the function and its domain, errors as sentences, progress."""

import errno
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from uat.base.errors import InputError, UatError
from uat.base.packages import not_found
from uat.base.quoting import for_terminal, one_line
from uat.cli.hints import left_over, meant_command, meant_option, with_minus
from uat.cli.kinds import INTERVAL
from uat.cli.reading import as_ours, instead, without_value

TOLERANCE_MISSED = 3
ROW = re.compile(r"\s*[-+.\de]+(\s*[,;\t ]\s*[-+.,\de]+)+\s*")  # of a table: numbers alone
BY_PIPE = "uat.by_pipe"  # in a context: the function was a table on standard input
LOG_EVERY = 10.0  # seconds
SLOW = 1.0  # seconds after which a command begins to say what it is doing


class Command(click.Command):
    """Ends in one sentence instead of a traceback, and helps with functions that begin with `-`."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UatError as error:
            _tell(ctx, error)
        except ModuleNotFoundError as error:
            _tell(ctx, not_found(error))
        except OSError as error:  # files say so themselves: this is standard output
            if error.errno == errno.EPIPE:
                raise  # the reader has seen enough; click ends quietly
            click.echo(f"Error: cannot write the output: {error.strerror or error}", err=True)
            _forget_output()
            ctx.exit(1)
        except MemoryError:
            click.echo("Error: not enough memory: use fewer neurons", err=True)
            ctx.exit(1)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True  # what is left over is refused here, in our words
        args, told = as_ours(args, self)
        if not ctx.resilient_parsing:
            for line in told:
                click.echo(for_terminal(one_line(line)), err=True)
            if option := without_value(args, self):
                raise click.UsageError(_needs(option, self, ctx), ctx)
        try:
            rest = super().parse_args(ctx, with_minus(args, self))
        except click.BadOptionUsage as error:
            raise click.UsageError(_needs(error.option_name, self, ctx), ctx) from None
        except click.NoSuchOption as error:
            said = instead(error.option_name, self)
            meant = f": {said}" if said else f".{meant_option(error.option_name, self)}"
            raise click.UsageError(f"there is no option {error.option_name}{meant}", ctx) from None
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(left_over(rest, ctx.params.get("function")), ctx)
        return rest

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help, whole."""
        first = " ".join((self.help or "").split("\n\n")[0].split())
        return f"{first.partition('. ')[0].rstrip('.')}."


def _needs(name: str, command: click.Command, ctx: click.Context) -> str:
    """Say that an option has no value, and how it is written with one."""
    options = (p for p in command.params if isinstance(p, click.Option) and name in p.opts)
    words = [f"{name} {option.make_metavar(ctx)}" for option in options]
    return f"{name} needs a value: {words[0] if words else name}"


def _tell(ctx: click.Context, error: UatError) -> None:
    click.echo(for_terminal(f"Error: {error}"), err=True)
    ctx.exit(error.exit_status)


def _forget_output() -> None:
    """Forget output that could not be written: Python flushes standard output when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Group(click.Group):
    """The group of commands; colour is off when NO_COLOR is set (no-color.org)."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] == "help":
            args = [*args[1:2], "--help"]
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand:
            meant = meant_command(args[0], args[1:], self.commands)
            raise click.UsageError(meant, ctx) from None

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        context = super().make_context(*args, **kwargs)
        if os.environ.get("NO_COLOR"):
            context.color = False
        return context


def _catalogue_keys(ctx: click.Context, param: click.Parameter, text: str) -> list[CompletionItem]:
    from uat.functions.catalogue import CATALOGUE

    return [
        CompletionItem(key, help=entry.caption)
        for key, entry in CATALOGUE.items()
        if key.startswith(text)
    ]


def function_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add FUNCTION, or --function for one that begins with `-`."""
    option = click.option(
        "--function",
        "function_option",
        metavar="F",
        help='The function, for one that begins with "-": --function="-x^2".',
    )
    argument = click.argument(
        "function", required=False, metavar="[FUNCTION]", shell_complete=_catalogue_keys
    )
    return argument(option(command))


def box_option(what: str) -> Callable[..., Any]:
    """Add -d A:B, once for each input. what: its help."""
    names = ("-d", "--domain", "--box", "box")
    return click.option(*names, type=INTERVAL, multiple=True, help=what)


domain_option = box_option(
    "Domain of an input, such as 0:2*pi; once for each input.  [default: 0:1, or the catalogue "
    "function's own]"
)


def columns_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --columns x=NAME,y=NAME, of a table."""
    option = click.option(
        "--columns",
        metavar="x=A,y=B",
        help="Which columns of a table are what, by name or number: the last is the value; f=NAME, "
        "once or more, names values, label=NAME classes; mean(NAME) where an x has several.",
    )
    return option(command)


def plot_option(what: str) -> Callable[..., Any]:
    """Add --plot FILE, once or more. what: what it does, as a sentence without its end."""
    return click.option(
        "--plot", metavar="FILE", multiple=True, help=f"{what}: .png, .svg or .pdf. Repeatable."
    )


def save_option(what: str) -> Callable[..., Any]:
    """Add --save FILE, once or more. what: what it does, as a sentence."""
    return click.option("--save", metavar="FILE", multiple=True, help=f"{what} Repeatable.")


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the report as one JSON object."
)


def chosen_function(argument: str | None, option: str | None) -> str:
    """Return the one function that was given; `-` reads it, or a table, from standard input."""
    if (argument is None) == (option is None):
        raise click.UsageError(
            'give one function, such as: uat approximate "sin(x)"'
            if argument is None
            else "give the function once, as an argument or with --function"
        )
    text = argument if argument is not None else option
    assert text is not None
    if text == "-":
        text = sys.stdin.read(20_000)
        if ROW.fullmatch("".join(text.splitlines()[1:2])):
            return _kept(text + sys.stdin.read())
        text = text.strip()
        if not text:
            raise InputError("standard input is empty: expected a function")
    return text


def _kept(table: str) -> str:
    """Write a table that came by standard input to a file, which goes when the command ends."""
    context = click.get_current_context()
    folder = context.with_resource(tempfile.TemporaryDirectory(prefix="uat-"))
    path = Path(folder) / "stdin.csv"
    path.write_text(table, encoding="utf-8")
    context.meta[BY_PIPE] = True
    return str(path)


def chosen_box(box: Sequence[tuple[str, str]]) -> list[tuple[str, str]] | None:
    return list(box) or None


class Stages:
    """A speaker on standard error, of what is being done once it took longer than a second.

    On a terminal the line is rewritten in place and removed at the end. Elsewhere, as in a log, a
    line is written every ten seconds.
    """

    def __init__(self) -> None:
        self.stream = sys.stderr
        self.started = self.logged = time.monotonic()
        self.shown = False

    def __enter__(self) -> "Stages":
        return self

    def __exit__(self, *ended: object) -> None:
        self.clear()

    def __call__(self, stage: str) -> None:
        stage = one_line(stage)
        now = time.monotonic()
        if not self.stream.isatty():
            if now - self.logged >= LOG_EVERY:
                self.stream.write(f"{now - self.started:.0f} s: {stage}\n")
                self.stream.flush()
                self.logged = now
            return
        if now - self.started < SLOW:
            return
        self.stream.write(f"\r\x1b[K… {stage}")
        self.stream.flush()
        self.shown = True

    def clear(self) -> None:
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
