"""Each button of the served page is clicked, and its answer is what the library computes here."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from serving import ask, gone, group_of, root_of, serving

import uat
from uat.cli.explore import _way_to
from uat.films.renderer import render
from uat.networks.network import Network
from uat.page.server import Server

FORMULA, BOX = "sin(2*pi*x)", (0.0, 1.0)


@pytest.fixture(scope="module", autouse=True)
def films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No film from before; the server's children inherit this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(FORMULA, BOX) as server:
        yield server


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1100, "height": 900})
    page.set_default_timeout(20_000)
    yield page
    page.close()


@pytest.fixture
def page(window: Page, server: Server) -> Iterator[Page]:
    """The page, loaded afresh; a test fails if it complains, or asks anybody else."""
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
def panel(page: Page) -> Locator:
    found = page.locator("#library")
    found.get_by_role("button", name="Compare").wait_for()
    return found


def click(panel: Locator, name: str) -> None:
    """Click a button; the library works while the test computes what it expects."""
    panel.get_by_role("button", name=name, exact=True).click()


def figures(panel: Locator) -> dict[str, str]:
    """Wait for the result; returns the figures that are shown."""
    expect(panel.get_by_role("button", name="Cancel")).to_be_hidden(timeout=120_000)
    expect(panel.get_by_role("status")).to_contain_text("Done")
    names = panel.locator(".figures dt").all_inner_texts()
    return dict(zip(names, panel.locator(".figures dd").all_inner_texts(), strict=True))


def four(value: float) -> str:
    """A number between 1e-4 and 1 with four significant digits, as the page writes it."""
    digits = 3 - int(f"{value:e}".split("e")[1])
    return f"{value:.{digits}f}"


def downloaded(page: Page, panel: Locator) -> str:
    with page.expect_download() as download:
        panel.get_by_role("button", name=re.compile("Download")).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_fewest_steps_then_their_proof(page: Page, panel: Locator, tmp_path: Path) -> None:
    panel.get_by_label("Tolerance, or number of neurons").fill("0.05")
    click(panel, "Fewest steps")
    net = uat.approximate(FORMULA, BOX, construction="steps", tol=0.05)
    shown = figures(panel)
    assert shown["neurons"] == str(net.network.neurons)
    button = panel.get_by_role("button", name="Fewest steps")
    expect(button).to_be_focused()  # it was disabled meanwhile, and Cancel had the focus
    assert shown["parameters"] == str(net.network.parameters)
    assert shown["largest error"] == four(net.error.max)
    assert "proven bound" not in shown
    net.save(tmp_path / "steps.json")  # the very file
    ours = Network.load(tmp_path / "steps.json")
    text = downloaded(page, panel)
    assert Network.from_dict(json.loads(text)) == ours == net.network

    click(panel, "Prove the steps")
    net = uat.approximate(FORMULA, BOX, construction="steps", tol=0.05, prove=True)
    shown = figures(panel)
    assert net.error.proven is not None
    assert shown["proven bound"] == four(net.error.proven)
    assert shown["neurons"] == str(net.network.neurons)
    assert shown[f"no network of {net.construction} has fewer than"] == str(net.minimum().neurons)
    expect(panel.locator(".verdict.passed")).to_contain_text("proven")


def test_ramps_of_so_many_neurons(page: Page, panel: Locator) -> None:
    panel.get_by_label("What is given").select_option("neurons")
    panel.get_by_label("Tolerance, or number of neurons").fill("12")
    click(panel, "Ramps")
    net = uat.approximate(FORMULA, BOX, construction="ramps", neurons=12)
    shown = figures(panel)
    assert shown["neurons"] == str(net.network.neurons)
    assert shown["largest error"] == four(net.error.max)
    assert Network.from_dict(json.loads(downloaded(page, panel))) == net.network
    assert panel.locator(".graph canvas").count() == 2


def test_two_inputs(page: Page, panel: Locator) -> None:
    panel.get_by_role("button", name="f(x, y), as in the towers").click()
    panel.get_by_label("Tolerance, or number of neurons").fill("0.5")
    click(panel, "Quadrants")
    net = uat.approximate("sin(3*x)*cos(2*y)", [(-1, 1), (-1, 1)], tol=0.5)
    shown = figures(panel)
    assert (shown["neurons"], shown["largest error"]) == (
        str(net.network.neurons), four(net.error.max),
    )  # fmt: skip
    assert Network.from_dict(json.loads(downloaded(page, panel))) == net.network


def test_the_comparison(page: Page, panel: Locator) -> None:
    panel.get_by_label("Tolerance, or number of neurons").fill("0.1")
    with page.expect_response(
        lambda reply: "/jobs/" in reply.url and reply.status == 200, timeout=120_000
    ) as reply:
        click(panel, "Compare")
        ours = json.loads(json.dumps(uat.compare(FORMULA, BOX, tol=0.1, train=False).to_dict()))
    figures(panel)
    found = reply.value.json()
    assert (found["crossing"], found["notes"]) == (ours["crossing"], ours["notes"])
    same = ("name", "kind", "network", "parameters", "regions", "error", "extrapolates")
    for one, other in zip(found["contenders"], ours["contenders"], strict=True):
        assert {key: one[key] for key in same} == {key: other[key] for key in same}
    rows = {}
    for row in panel.locator("tbody tr").all():
        cells = row.locator("th, td").all_inner_texts()
        rows[cells[0]] = [cell.replace("\u202f", "") for cell in cells[1:4]]
    for each in ours["contenders"]:
        network = each["network"] or {"neurons": "", "hidden_layers": ""}
        assert rows[each["name"]] == [
            str(network["neurons"]), str(network["hidden_layers"]), str(each["parameters"]),
        ]  # fmt: skip
    assert "[object" not in panel.inner_text()
    assert violations(page) == []


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


def test_a_film_cancelled_and_then_rendered(
    page: Page, panel: Locator, server: Server, tmp_path: Path
) -> None:
    panel.get_by_label("The chapter of the film").select_option("bump")
    click(panel, "Film")
    expect(panel.get_by_role("status")).to_have_text(re.compile(r"[1-9]\d* %"), timeout=60_000)
    assert float(panel.locator("progress").get_attribute("value") or 0) > 0
    (job,) = [job for job in server.jobs._jobs.values() if job.state == "running"]
    assert job.process is not None
    group = group_of(job.process.pid)
    assert len(group) >= 2  # itself, and processes that draw
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_role("status")).to_have_text("Cancelled.")
    assert gone(group) and panel.locator("video").count() == 0

    click(panel, "Film")
    figures(panel)
    video = panel.locator("video")
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    (ours,) = render(
        "bump", function=uat.make_target(FORMULA, BOX), quality="l", out=tmp_path / "bump.mp4"
    )
    address = str(video.get_attribute("src"))
    assert ask(server, "GET", address)[2] == ours.read_bytes()
    size = ours.stat().st_size
    status, headers, part = ask(server, "GET", address, Range="bytes=100-199")
    assert (status, part) == (206, ours.read_bytes()[100:200])
    assert headers["Content-Range"] == f"bytes 100-199/{size}"
    assert ask(server, "GET", address, Range=f"bytes={size}-")[0] == 416
    subtitles = ask(server, "GET", address.replace("/film", "/subtitles"))[2]
    assert subtitles == ours.with_suffix(".vtt").read_bytes()
    assert page.evaluate("document.querySelector('video').videoHeight") == 480
    with page.expect_download() as download:
        panel.get_by_role("link", name="Download the film").click()
    assert download.value.suggested_filename == "bump.mp4"
    assert Path(download.value.path()).read_bytes() == ours.read_bytes()


def test_regions_are_told_by_the_share_that_is_wrong(page: Page, panel: Locator) -> None:
    page.goto(f"{page.url.split('#')[0]}#{link({'f2': 'x < y', 'box2': [0, 1, 0, 1]})}")
    panel.get_by_role("button", name="f(x, y), as in the towers").click()
    panel.get_by_label("Tolerance, or number of neurons").fill("0.1")
    click(panel, "Quadrants")
    net = uat.approximate("x < y", [(0, 1), (0, 1)], tol=0.1)
    shown = figures(panel)
    assert net.error.wrong is not None and "largest error" not in shown
    assert shown["wrong class"] == f"{100 * net.error.wrong:.2f} %"
    assert (shown["neurons"], shown["tolerance"]) == (str(net.network.neurons), "10.0 %")


def link(state: dict[str, Any]) -> str:
    """The part of an address that holds a state of the page."""
    data = json.dumps({"v": 1, "f": "x", "box": [0, 1], **state}).encode()
    return "1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_work_ends_when_the_page_is_left(page: Page, panel: Locator, server: Server) -> None:
    panel.get_by_label("also train networks").check()
    panel.get_by_label("Tolerance, or number of neurons").fill("0.001")
    click(panel, "Compare")
    expect(panel.get_by_role("status")).to_contain_text("building", timeout=20_000)
    (job,) = [job for job in server.jobs._jobs.values() if job.state == "running"]
    assert job.process is not None
    group = group_of(job.process.pid)
    assert group
    page.goto("about:blank")
    assert gone(group) and job.state == "cancelled"


def test_mistakes_are_said_with_their_place(page: Page, panel: Locator) -> None:
    page.locator("#f").fill("1/x")
    page.locator("#f").press("Tab")
    panel.get_by_role("button", name="Fewest steps").click()
    with pytest.raises(uat.InputError) as error:
        uat.approximate("1/x", BOX, construction="steps")
    expect(panel.get_by_role("alert")).to_have_text(str(error.value), timeout=20_000)
    page.locator("#f").fill("sin(x")
    page.locator("#f").press("Tab")
    panel.get_by_role("button", name="Fewest steps").click()
    expect(panel.get_by_role("alert")).to_have_text(re.compile(r"never closed \(at character 4\)"))
    panel.get_by_label("Tolerance, or number of neurons").fill("much")
    panel.get_by_role("button", name="Ramps").click()
    expect(panel.get_by_role("alert")).to_have_text("The tolerance must be a number.")


def test_another_page_gets_nothing_even_with_the_address(window: Page, server: Server) -> None:
    window.goto("about:blank")
    before = len(server.jobs._jobs)
    order = json.dumps({"formula": "x"})
    for mode, kind in (("no-cors", "text/plain"), ("cors", "application/json")):
        outcome = window.evaluate(
            """async ([url, mode, body, kind]) => {
              try {
                const reply = await fetch(url, {method: "POST", mode, body,
                  headers: {"Content-Type": kind}});
                return `${reply.type} ${await reply.text()}`;
              } catch { return "refused"; }
            }""",
            [f"{server.address}api/approximate", mode, order, kind],
        )
        assert outcome in ("refused", "opaque ")
    assert len(server.jobs._jobs) == before
    assert root_of(server) not in window.content()


def test_it_is_opened_by_way_of_a_file(
    chromium: Browser,
    tmp_path: Path,
) -> None:
    page = chromium.new_page()
    with serving("x^2") as server:
        page.goto(_way_to(server.address, tmp_path))
        page.wait_for_url(lambda url: url.startswith(server.address))
        button = page.locator("#library").get_by_role("button", name="Ramps")
        button.wait_for()
    button.click()  # the server is gone
    expect(page.locator("#library").get_by_role("alert")).to_contain_text("does not answer")
    page.close()
