"""Work on the served page: films, what is cancelled or left, and who may order anything at all."""

import json
import re
from pathlib import Path

import pytest
from library import BOX, FORMULA, click, figures
from playwright.sync_api import Browser, Locator, Page, expect
from serving import ask, gone, group_of, root_of, serving

import uat
from uat.cli.explore import _way_to
from uat.films.renderer import render
from uat.page.server import Server


def test_a_film_cancelled_and_then_rendered(
    served: Page, library: Locator, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # no film from before, for children, too
    chapter = library.get_by_label("The chapter of the film")
    chapter.select_option("bump")
    click(library, "Film")
    expect(library.get_by_role("status")).to_have_text(re.compile(r"[1-9]\d* %"), timeout=60_000)
    assert float(library.locator("progress").get_attribute("value") or 0) > 0
    (job,) = [job for job in server.jobs._jobs.values() if job.state == "running"]
    assert job.process is not None
    group = group_of(job.process.pid)
    assert len(group) >= 2  # itself, and processes that draw
    library.get_by_role("button", name="Cancel").click()
    expect(library.get_by_role("status")).to_have_text("Cancelled.")
    assert gone(group) and library.locator("video").count() == 0

    chapter.select_option("epilogue")  # the shortest
    click(library, "Film")
    figures(library)
    video = library.locator("video")
    served.wait_for_function("() => document.querySelector('video').readyState >= 1")
    (ours,) = render(
        "epilogue",
        function=uat.make_target(FORMULA, BOX),
        quality="l",
        out=tmp_path / "epilogue.mp4",
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
    assert served.evaluate("document.querySelector('video').videoHeight") == 480
    with served.expect_download() as download:
        library.get_by_role("link", name="Download the film").click()
    assert download.value.suggested_filename == "epilogue.mp4"
    assert Path(download.value.path()).read_bytes() == ours.read_bytes()


def test_work_ends_when_the_page_is_left(served: Page, library: Locator, server: Server) -> None:
    library.get_by_label("also train networks").check()
    library.get_by_label("Tolerance, or number of neurons").fill("0.001")
    click(library, "Compare")
    expect(library.get_by_role("status")).to_contain_text("building", timeout=20_000)
    (job,) = [job for job in server.jobs._jobs.values() if job.state == "running"]
    assert job.process is not None
    group = group_of(job.process.pid)
    assert group
    served.goto("about:blank")
    assert gone(group) and job.state == "cancelled"


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
