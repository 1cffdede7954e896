"""Each button of the served page is clicked, and its answer is what the library computes here."""

import base64
import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from library import BOX, FORMULA, click, figures
from playwright.sync_api import Browser, Locator, Page, expect

import uat
from uat.networks.network import Network
from uat.page.server import Server


def four(value: float) -> str:
    """A number between 1e-4 and 1 with four significant digits, as the page writes it."""
    digits = 3 - int(f"{value:e}".split("e")[1])
    return f"{value:.{digits}f}"


def downloaded(page: Page, panel: Locator) -> str:
    with page.expect_download() as download:
        panel.get_by_role("button", name=re.compile("Download")).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_fewest_steps_then_their_proof(served: Page, library: Locator, tmp_path: Path) -> None:
    library.get_by_label("Tolerance, or number of neurons").fill("0.05")
    click(library, "Fewest steps")
    net = uat.approximate(FORMULA, BOX, construction="steps", tol=0.05)
    shown = figures(library)
    assert shown["neurons"] == str(net.network.neurons)
    button = library.get_by_role("button", name="Fewest steps")
    expect(button).to_be_focused()  # it was disabled meanwhile, and Cancel had the focus
    assert shown["parameters"] == str(net.network.parameters)
    assert shown["largest error"] == four(net.error.max)
    assert "proven bound" not in shown
    net.save(tmp_path / "steps.json")  # the very file
    ours = Network.load(tmp_path / "steps.json")
    text = downloaded(served, library)
    assert Network.from_dict(json.loads(text)) == ours == net.network

    click(library, "Prove the steps")
    net = uat.approximate(FORMULA, BOX, construction="steps", tol=0.05, prove=True)
    shown = figures(library)
    assert net.error.proven is not None
    assert shown["proven bound"] == four(net.error.proven)
    assert shown["neurons"] == str(net.network.neurons)
    assert shown[f"no network of {net.construction} has fewer than"] == str(net.minimum().neurons)
    expect(library.locator(".verdict.passed")).to_contain_text("proven")


def test_a_server_speaks_the_language_that_was_asked_for(chromium: Browser) -> None:
    server = Server(FORMULA, BOX, language="de")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    try:
        page.goto(server.address)
        panel = page.locator("#library")
        panel.get_by_role("button", name="Rampen", exact=True).click()
        expect(panel.get_by_role("status")).to_have_text(re.compile(r"Fertig: .* Neuronen\."))
        expect(panel.locator(".verdict")).to_contain_text("Die Toleranz ist eingehalten")
    finally:
        page.close()
        server.shutdown()
        server.server_close()


def test_ramps_of_so_many_neurons(served: Page, library: Locator) -> None:
    library.get_by_label("What is given").select_option("neurons")
    library.get_by_label("Tolerance, or number of neurons").fill("12")
    click(library, "Ramps")
    net = uat.approximate(FORMULA, BOX, construction="ramps", neurons=12)
    shown = figures(library)
    assert shown["neurons"] == str(net.network.neurons)
    assert shown["largest error"] == four(net.error.max)
    assert Network.from_dict(json.loads(downloaded(served, library))) == net.network
    assert library.locator(".graph canvas").count() == 2


def test_two_inputs(served: Page, library: Locator) -> None:
    library.get_by_role("button", name="f(x, y), as in the towers").click()
    library.get_by_label("Tolerance, or number of neurons").fill("0.5")
    click(library, "Quadrants")
    net = uat.approximate("sin(3*x)*cos(2*y)", [(-1, 1), (-1, 1)], tol=0.5)
    shown = figures(library)
    assert (shown["neurons"], shown["largest error"]) == (
        str(net.network.neurons), four(net.error.max),
    )  # fmt: skip
    assert Network.from_dict(json.loads(downloaded(served, library))) == net.network


def test_the_comparison(served: Page, library: Locator) -> None:
    library.get_by_label("Tolerance, or number of neurons").fill("0.1")
    with served.expect_response(
        lambda reply: "/jobs/" in reply.url and reply.status == 200, timeout=120_000
    ) as reply:
        click(library, "Compare")
        ours = json.loads(json.dumps(uat.compare(FORMULA, BOX, tol=0.1, train=False).to_dict()))
    figures(library)
    found = reply.value.json()
    assert (found["crossing"], found["notes"]) == (ours["crossing"], ours["notes"])
    same = ("name", "kind", "network", "parameters", "regions", "error", "extrapolates")
    for one, other in zip(found["contenders"], ours["contenders"], strict=True):
        assert {key: one[key] for key in same} == {key: other[key] for key in same}
    rows = {}
    for row in library.locator("tbody tr").all():
        cells = row.locator("th, td").all_inner_texts()
        rows[cells[0]] = [cell.replace("\u202f", "") for cell in cells[1:4]]
    for each in ours["contenders"]:
        network = each["network"] or {"neurons": "", "hidden_layers": ""}
        assert rows[each["name"]] == [
            str(network["neurons"]), str(network["hidden_layers"]), str(each["parameters"]),
        ]  # fmt: skip
    assert "[object" not in library.inner_text()
    assert violations(served) == []


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe has against the panel, in light and dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(Axe().axe_script)  # the policy lets no script element in
        report = page.evaluate("() => axe.run('#library')")
        assert len(report["passes"]) > 5
        found += [(each["id"], each["nodes"][0]["html"]) for each in report["violations"]]
    page.emulate_media(color_scheme="light")
    return found


def test_regions_are_told_by_the_share_that_is_wrong(served: Page, library: Locator) -> None:
    served.goto(f"{served.url.split('#')[0]}#{link({'f2': 'x < y', 'box2': [0, 1, 0, 1]})}")
    library.get_by_role("button", name="f(x, y), as in the towers").click()
    library.get_by_label("Tolerance, or number of neurons").fill("0.1")
    click(library, "Quadrants")
    net = uat.approximate("x < y", [(0, 1), (0, 1)], tol=0.1)
    shown = figures(library)
    assert net.error.wrong is not None and "largest error" not in shown
    assert shown["wrong class"] == f"{100 * net.error.wrong:.2f} %"
    assert (shown["neurons"], shown["tolerance"]) == (str(net.network.neurons), "10.0 %")


def link(state: dict[str, Any]) -> str:
    """The part of an address that holds a state of the page."""
    data = json.dumps({"v": 1, "f": "x", "box": [0, 1], **state}).encode()
    return "1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_mistakes_are_said_with_their_place(served: Page, library: Locator) -> None:
    served.locator("#f").fill("1/x")
    served.locator("#f").press("Tab")
    library.get_by_role("button", name="Fewest steps").click()
    with pytest.raises(uat.InputError) as error:
        uat.approximate("1/x", BOX, construction="steps")
    expect(library.get_by_role("alert")).to_have_text(str(error.value), timeout=20_000)
    served.locator("#f").fill("sin(x")
    served.locator("#f").press("Tab")
    library.get_by_role("button", name="Fewest steps").click()
    expect(library.get_by_role("alert")).to_have_text(
        re.compile(r"never closed \(at character 4\)")
    )
    library.get_by_label("Tolerance, or number of neurons").fill("much")
    library.get_by_role("button", name="Ramps").click()
    expect(library.get_by_role("alert")).to_have_text("The tolerance must be a number.")
