"""The ending: the program runs, the commands build the network, the formula is its sum."""

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from panels import number, panel, press, settle
from playwright.sync_api import Locator, Page, expect

from uat.cli import main
from uat.networks.network import Network


def downloaded(page: Page, found: Locator, name: str) -> str:
    with page.expect_download() as download:
        found.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def ran(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a line that the page shows, in a folder. Films are not drawn, only planned."""
    program, *words = shlex.split(command)
    more = ["--script", "said.txt"] if words[0] == "render" else []
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, [*words, *more])
    assert program == "uat" and result.exit_code in (0, 3), result.output


def given(page: Page, found: Locator) -> Network:
    return Network.from_dict(json.loads(downloaded(page, found, "mine.json")))


def test_the_program_is_the_network(page: Page, tmp_path: Path) -> None:
    many = panel(page, "many")
    press(page, many.get_by_role("slider", name="bump").first, *["ArrowUp"] * 3)  # a height by hand
    found = panel(page, "yours")
    text = downloaded(page, found, "mine.py")
    network = given(page, found)
    space: dict[str, Any] = {}
    exec(compile(text, "mine.py", "exec"), space)
    x = np.linspace(-0.1, 1.1, 301)
    made = [space["network"](each) for each in x]
    np.testing.assert_allclose(made, network.forward(x[:, None])[:, 0], atol=1e-13)
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    lines = subprocess.run(
        [sys.executable, "mine.py"], cwd=tmp_path, capture_output=True, check=True, text=True
    ).stdout.splitlines()
    printed = np.array([line.split() for line in lines], float)
    np.testing.assert_allclose(printed[:, 0], np.arange(11) / 10, atol=1e-15)
    np.testing.assert_allclose(printed[:, 1], network.forward(printed[:, :1])[:, 0], atol=1e-13)
    # The formula has the first neurons and, after dots, the last one.
    words = found.locator("p.code").inner_text()
    assert number(words) == pytest.approx(network.layers[1].weights[0, 0], rel=5e-3)
    assert words.count("σ") == 6
    last = words.partition("…")[2].replace("− ", "−").split("+ ")[-1]
    assert number(last) == pytest.approx(network.layers[1].weights[0, -1], rel=5e-3)


def test_the_commands_build_and_film_it(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.locator("#f").fill("-3!*x^2 + |x|")
    page.get_by_label("left end").fill("-1")
    page.get_by_label("left end").press("Enter")
    panel(page, "many")
    found = panel(page, "yours")
    expect(found.locator("pre").last).to_contain_text("3!")
    network = given(page, found)
    for line in found.locator("pre").last.inner_text().splitlines():
        ran(line, tmp_path, monkeypatch)
    built = Network.from_dict(json.loads((tmp_path / "mine.json").read_text(encoding="utf-8")))
    np.testing.assert_allclose(built.layers[1].weights, network.layers[1].weights, atol=5e-3)
    np.testing.assert_allclose(built.layers[0].biases, network.layers[0].biases, rtol=1e-9)
    assert (tmp_path / "mine.png").stat().st_size > 1000
    assert (tmp_path / "said.txt").read_text(encoding="utf-8")


def test_a_drawn_function_goes_along_as_samples(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.locator(".source summary").click()
    page.get_by_label("Samples, one line").fill("0, 0.1\n0.5, 0.9\n1, 0.4")
    page.get_by_role("button", name="Use these").click()
    settle(page)
    found = panel(page, "yours")
    (tmp_path / "mine.csv").write_text(downloaded(page, found, "mine.csv"), encoding="utf-8")
    for line in found.locator("pre").last.inner_text().splitlines():
        ran(line, tmp_path, monkeypatch)
    built = Network.from_dict(json.loads((tmp_path / "mine.json").read_text(encoding="utf-8")))
    x = np.linspace(0.001, 0.999, 999)[:, None]
    np.testing.assert_allclose(built.forward(x), given(page, found).forward(x), atol=2e-2)
