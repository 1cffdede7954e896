"""A headless Chromium for the tests that need a browser."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's browser, one for each file of tests.

    Not one for the session: while Playwright runs, nothing else in the process can run asyncio.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
