"""What may have been meant by an option, a command or an argument that does not exist."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import click

from uat.cli.reading import CONSTRUCTIONS

# What people call things elsewhere, and what it is here.
OPTIONS = {
    **dict.fromkeys(("tolerance", "eps", "epsilon", "error", "max-error", "accuracy"), "--tol"),
    **dict.fromkeys(("method", "kind", "type", "build"), "--with"),
    **dict.fromkeys(("range", "interval", "bounds", "xlim", "dom"), "--domain"),
    **dict.fromkeys(("n", "size", "width", "hidden", "units", "neuron", "budget"), "--neurons"),
    **dict.fromkeys(("act", "nonlinearity"), "--activation"),
    **dict.fromkeys(("weight", "slope"), "--steepness"),
    **dict.fromkeys(("out", "export", "write", "file"), "--save"),
    **dict.fromkeys(("image", "picture", "png", "figure", "draw", "graph"), "--plot"),
    **dict.fromkeys(("proof", "certify", "verify"), "--prove"),
    **dict.fromkeys(("f", "func", "expression", "expr", "formula"), "--function"),
    **dict.fromkeys(("col", "cols", "column"), "--columns"),
    **dict.fromkeys(("resolution", "res", "preset"), "--quality"),
}
COMMANDS = {
    **dict.fromkeys(("plot", "draw", "picture", "graph"), "approximate FUNCTION --plot FILE"),
    **dict.fromkeys(("build", "fit", "make", "network", "approx", "net"), "approximate FUNCTION"),
    **dict.fromkeys(("save", "export", "convert"), "approximate FUNCTION --save FILE"),
    **dict.fromkeys(("prove", "proof"), "approximate FUNCTION --prove"),
    **dict.fromkeys(("film", "movie", "video", "animate", "scene"), "render CHAPTER"),
    **dict.fromkeys(("page", "open", "play", "serve", "show", "web"), "explore FUNCTION"),
    **dict.fromkeys(("train", "benchmark", "versus", "vs"), "compare FUNCTION"),
    **dict.fromkeys(("exercises", "exercise", "teach", "lesson"), "explore FUNCTION -o page.html"),
    **dict.fromkeys(("list", "catalogue", "catalog", "examples"), "functions"),
    **dict.fromkeys(("verify", "validate"), "check PROOF.json"),
    **dict.fromkeys(("read", "info", "inspect"), "load FILE"),
    **dict.fromkeys(("predict", "eval", "evaluate", "run"), "load FILE POINT, such as 0.5"),
    **{name: f"approximate FUNCTION --with {name}" for name in CONSTRUCTIONS},
    **dict.fromkeys(("install", "setup", "version", "diagnose"), "doctor"),
}


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the one of the known names that a mistyped one is nearest to."""
    found = get_close_matches(name, list(known), 1, 0.7)
    return found[0] if found else None


def meant_option(name: str, command: click.Command) -> str:
    """Say which option of the command may be meant; "" if none comes near."""
    known = {o: p for p in command.params for o in p.opts if isinstance(p, click.Option)}
    bare = name.lstrip("-").lower()
    meant = OPTIONS.get(bare)
    if meant not in known:
        meant = closest(f"--{bare}", [o for o in known if o.startswith("--")])
    return f" Did you mean {meant}?" if meant else ""


def meant_command(name: str, args: Sequence[str], known: Iterable[str]) -> str:
    """Say which command may be meant: one of a similar name, or `approximate` for a function."""
    meant = COMMANDS.get(name.lower()) or closest(name.lower(), known)
    if meant is None and _is_function(name):
        from uat.base.quoting import for_shell

        meant = " ".join(["approximate", *map(for_shell, (name, *args))])
    return f"there is no command {name!r}. " + (
        f"Did you mean: uat {meant}" if meant else "See uat --help"
    )


def _is_function(text: str) -> bool:
    """Tell whether a text can be approximated: a formula, a name, or a file of samples."""
    from uat.base.errors import UatError
    from uat.functions.target import make_target

    try:
        make_target(text)
    except UatError:
        return False
    return True


def with_minus(args: Sequence[str], command: click.Command) -> list[str]:
    """Give a function that begins with a minus, such as -x^2, to --function.

    It is an argument that begins with "-" and a character that is no short option; what follows an
    option that takes a value is that value.
    """
    options = [p for p in command.params if isinstance(p, click.Option)]
    if all(option.name != "function_option" for option in options):
        return list(args)
    takes = {name for p in options if not p.is_flag for name in (*p.opts, *p.secondary_opts)}
    short = {name[1] for p in options for name in p.opts if not name.startswith("--")} | {"h"}
    found: list[str] = []
    for number, arg in enumerate(args):
        if arg == "--":
            return [*found, *args[number:]]
        is_value = number > 0 and args[number - 1] in takes
        is_formula = arg[:1] == "-" and arg[1:2] not in ("", "-") and arg[1] not in short
        found.append(f"--function={arg}" if is_formula and not is_value else arg)
    return found


def left_over(args: Sequence[str], function: str | None) -> str:
    """Say what arguments too many may be: a domain, another function, a formula without quotes."""
    from uat.base.quoting import for_shell, one_line

    if all(arg.count(":") == 1 for arg in args):
        return f"a domain is given with -d: write {' '.join(f'-d {for_shell(a)}' for a in args)}"
    told = one_line(" ".join(args))
    if function is None:
        return f"{told!r} is left over"
    if all(len(arg) > 2 and _is_function(arg) for arg in (function, *args)):
        several = for_shell(f"({', '.join((function, *args))})")
        return f"{told!r} is a second function: one function with several values is {several}"
    whole = f"{function} {' '.join(args)}"
    advice = f": write {for_shell(whole)}" if _is_function(whole) else ""
    return f"{told!r} is left over: a formula is one argument, in quotes{advice}"
