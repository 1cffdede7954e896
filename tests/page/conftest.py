"""The page's modules in a browser, the library of a served page, and the widget's page."""

from collections.abc import Iterator
from typing import Any

import pytest
from cores import core_page
from panels import reached
from playwright.sync_api import Browser, Locator, Page
from widgets import Shown

from uat.page.server import Server
from uat.widget import BumpsWidget


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


@pytest.fixture
def served(window: Page, server: Server) -> Iterator[Page]:
    """The served page, loaded afresh; a test fails if it complains, or asks anybody else."""
    faults: list[str] = []
    asked: list[str] = []
    listeners: dict[str, Any] = {
        "pageerror": lambda error: faults.append(str(error)),
        "console": lambda said: said.type == "error" and faults.append(said.text),
        "request": lambda request: asked.append(request.url),
    }
    window.goto("about:blank")
    for event, listener in listeners.items():
        window.on(event, listener)
    window.goto(server.address)
    yield window
    for event, listener in listeners.items():
        window.remove_listener(event, listener)
    # a refused order is said to the reader, and the browser notes its status
    assert [fault for fault in faults if "status of 4" not in fault] == []
    assert all(url.startswith((server.address, "data:", "blob:", "about:")) for url in asked)


@pytest.fixture
def library(served: Page) -> Locator:
    """Its panel of the library's answers."""
    found = reached(served, "library")
    found.get_by_role("button", name="Compare").wait_for()
    return found


@pytest.fixture
def show(window: Page) -> Iterator[Any]:
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    window.goto("about:blank")
    yield lambda *arguments, **options: Shown(window, BumpsWidget(*arguments, **options))
    assert faults == []
