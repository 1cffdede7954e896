"""The library on the served page: how tests order something there, and read the answer."""

from playwright.sync_api import Locator, expect

FORMULA, BOX = "sin(2*pi*x)", (0.0, 1.0)  # of the live page that is shared


def click(panel: Locator, name: str) -> None:
    """Click a button; the library works while the test computes what it expects."""
    panel.get_by_role("button", name=name, exact=True).click()


def figures(panel: Locator) -> dict[str, str]:
    """Wait for the result; returns the figures that are shown."""
    expect(panel.get_by_role("button", name="Cancel")).to_be_hidden(timeout=120_000)
    expect(panel.get_by_role("status")).to_contain_text("Done")
    names = panel.locator(".figures dt").all_inner_texts()
    return dict(zip(names, panel.locator(".figures dd").all_inner_texts(), strict=True))
