"""`--with` takes the constructions of the registry, which is loaded only when needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from uat.cli.kinds import Known


class ConstructionName(Known):
    """One of the constructions; `uat --help` knows it without loading numpy."""

    def __init__(self) -> None:
        self.case_sensitive = True  # and no choices yet: see `__getattr__`

    def __getattr__(self, name: str) -> tuple[str, ...]:
        """Read `choices` when asked for them: the names, in the order in which they are offered."""
        if name != "choices":
            raise AttributeError(name)
        from uat.constructions.registry import BEST, CONSTRUCTIONS

        return (*CONSTRUCTIONS, BEST)


class ConstructionOption(click.Option):
    """`--with NAME`, with a few words on each construction in its help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "type": ConstructionName(), "metavar": "NAME"})

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = summaries()
        return super().get_help_record(ctx)


def summaries() -> str:
    """Say what each construction is, by the number of inputs, and which are usual."""
    from uat.constructions.registry import CONSTRUCTIONS, construction_of

    kinds = CONSTRUCTIONS.values()
    groups: Iterable[tuple[str, Any]] = (
        ("One input.", lambda kind: kind.most_inputs == 1),
        ("Two inputs and more.", lambda kind: kind.least_inputs > 1),
        ("One input or two.", lambda kind: kind.least_inputs == 1 and kind.most_inputs > 1),
    )
    words = [
        " ".join([heading, *(f"{kind.name}: {kind.summary}." for kind in kinds if chosen(kind))])
        for heading, chosen in groups
    ]
    usual = "; ".join(construction_of(None, inputs).name for inputs in (1, 2))
    best = "best: whichever meets the tolerance with the fewest neurons."
    return f"{' '.join(words)} {best}  [default: {usual}]"
