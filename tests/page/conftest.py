"""The page's modules in a browser, for the tests that compare what they compute."""

from typing import Any

import pytest
from cores import core_page
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def modules(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The core, and what panels compute with it."""
    path = tmp_path_factory.mktemp("core") / "page.html"
    more = ("taut", "field", "context", "fit", "answer", "dom", "inside", "copies", "anybumps")
    text = core_page("view/training.js", *(f"view/{name}.js" for name in more))
    path.write_text(text, encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("() => globalThis.uat !== undefined")
    yield page
    page.close()
