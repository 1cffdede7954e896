"""What is pointed at or touched lights up in all pictures of it."""

import numpy as np
from panels import held, middle, network, panel, plot, settle
from playwright.sync_api import Browser, Locator, Page, expect


def test_pointing_at_a_neuron_lights_its_parts(page: Page) -> None:
    found = panel(page, "pair")
    page.mouse.move(*middle(found.locator(".node.hidden").first))
    assert found.locator(".lit").count() > 2
    page.mouse.move(5, 5)
    assert found.locator(".lit").count() == 0


INK = """(found) => {
  const canvases = [...found.querySelectorAll(".graph canvas, .surface canvas")];
  return canvases.map((each) => each.toDataURL()).join();
}"""


def pixels(page: Page, found: Locator) -> str:
    settle(page)
    return str(found.evaluate(INK))


def test_pictures_of_one_neuron_light_up_together(page: Page) -> None:
    """In the diagram its circle, in the graph its curve; by pointer and by focus."""
    for name in ("pair", "twobumps", "ramps", "plane"):
        found = panel(page, name)
        plain = pixels(page, found)
        page.mouse.move(*middle(found.locator(".node.hidden, .node.relu").first))
        lit = pixels(page, found)
        page.mouse.move(5, 5)
        assert plain != lit and pixels(page, found) == plain, name
        assert len(set(found.locator(".node:not(.input) .thumb").evaluate_all(
            "(all) => all.map((each) => each.getAttribute('d'))"))) >= 2, name  # fmt: skip
        if name == "plane":
            found.get_by_role("slider", name="bias of neuron 1: bias").focus()
            assert pixels(page, found) == lit
            continue
        hidden = network(page, found).layers[0]
        places = -hidden.biases / hidden.weights[:, 0]
        inside = np.flatnonzero((places[:7] > 0.05) & (places[:7] < 0.95))  # those that are drawn
        left, top, width, _ = plot(panel(page, name))
        page.mouse.move(left + places[inside[-1]] * width, top + 5)
        page.mouse.move(left + places[inside[-1]] * width + 2, top + 8)
        expect(found.locator(".node.lit")).to_have_count(1)
        page.mouse.move(5, 5)


def test_a_touched_neuron_stays_lit(chromium: Browser, url: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = held(context.new_page())
    page.goto(url)
    found = panel(page, "pair")
    node = found.locator(".node.hidden").first
    node.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    plain = pixels(page, found)
    page.touchscreen.tap(*middle(node))
    expect(found.locator(".node.lit")).to_have_count(1)
    assert pixels(page, found) != plain
    context.close()
