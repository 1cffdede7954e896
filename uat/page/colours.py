"""Write the page's colours as CSS variables: the palette's, and those that only a page needs."""

from dataclasses import asdict

from uat.base.palette import DARK, LIGHT

# The page's own ground, cards, hairlines and frames; and three hues that are too pale for words.
IN_LIGHT = asdict(LIGHT) | {
    "dark": "0",
    "background": "#f7f7f5",
    "surface": "#ffffff",
    "line": "#e3e4e6",
    "edge": "#7d838c",
    "words-network": "#b84f00",
    "words-bump": "#8a6200",
    "words-step": "#00795a",
    "shadow": "0 1px 2px rgb(0 0 0 / 8%), 0 6px 24px rgb(0 0 0 / 5%)",
}
IN_DARK = asdict(DARK) | {
    "dark": "1",
    "surface": "#171b24",
    "line": "#2a303c",
    "edge": "#7f8999",
    "words-network": DARK.network,
    "words-bump": DARK.bump,
    "words-step": DARK.step,
    "shadow": "none",
}


def colours() -> str:
    """Return the style sheet of colours: light, or dark where the reader prefers or chose it."""
    preferred = f':root:not([data-theme="light"]) {_rule(IN_DARK, "dark")}'
    chosen = f':root[data-theme="dark"] {_rule(IN_DARK, "dark")}'
    return (
        f":root {_rule(IN_LIGHT, 'light')}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ {preferred} }}\n"
        f"@media screen {{ {chosen} }}\n"
    )


def _rule(values: dict[str, str], scheme: str) -> str:
    lines = "".join(f"--{name}: {value}; " for name, value in values.items())
    return f"{{ {lines}color-scheme: {scheme}; }}"
