"""Training beside building: steps are Adam's, what is built is the library's, work is stopped."""

import numpy as np
import pytest
import torch
from cores import run
from panels import figures, network, number, panel, press, settle
from playwright.sync_api import Page, expect

import uat
from uat.functions.expression import compile_expression

LEARN = """(uat, f, box, options, steps) => {
  const size = box[1] - box[0];
  const xs = Float64Array.from({ length: 40 }, (_, i) => box[0] + (size * (i + 0.5)) / 40);
  const { f: of } = uat["core/target"].fromText(f, [box]);
  const learner = new uat["core/training"].Learner(xs, of(xs), options);
  const begin = Array.from(learner.numbers);
  const lots = [];
  const lot = learner.lot.bind(learner);
  learner.lot = () => { lots.push([...lot()]); return Uint32Array.from(lots.at(-1)); };
  const losses = Array.from({ length: steps }, () => learner.step());
  return { begin, losses, lots, numbers: Array.from(learner.numbers), xs: Array.from(xs),
    network: uat["core/network"].toJSON(learner.network()) };
}"""


@pytest.mark.parametrize(
    ("activation", "batch"),
    [("sigmoid", 40), ("tanh", 40), ("relu", 40), ("sigmoid", 8), ("relu", 1)],
)
def test_steps_are_those_of_pytorch(modules: Page, activation: str, batch: int) -> None:
    options = {"neurons": 5, "activation": activation, "rate": 0.05, "seed": 7, "batch": batch}
    found = run(modules, LEARN, "3 + exp(x)*sin(4*x)", [-1.0, 2.0], options, 40)
    x = torch.tensor(found["xs"], dtype=torch.float64)
    y = torch.tensor(compile_expression("3 + exp(x)*sin(4*x)")(np.array(found["xs"])))
    half, middle = (y.max() - y.min()) / 2, (y.max() + y.min()) / 2
    # The first point stands for -1 and the last for 1; so do the least and the greatest value.
    u = 2 * (x - x[0]) / (x[-1] - x[0]) - 1
    numbers = torch.tensor(found["begin"], dtype=torch.float64, requires_grad=True)
    assert numbers.abs().max() <= 1 and len(set(found["begin"])) == 16

    def made() -> torch.Tensor:
        w, b, v, c = numbers[:5], numbers[5:10], numbers[10:15], numbers[15]
        return getattr(torch, activation)(u[:, None] * w + b) @ v + c

    adam = torch.optim.Adam([numbers], lr=0.05)
    seen = [place for lot in found["lots"] for place in lot]
    for begin in range(0, len(seen), 40):  # every round comes to every sample once
        assert sorted(seen[begin : begin + 40]) == list(range(40))
    assert batch == 40 or seen[:40] != sorted(seen[:40])
    for lot, loss in zip(found["lots"], found["losses"], strict=True):
        assert len(lot) == batch
        error = (made() * half + middle - y)[lot].square().mean()
        assert float(error.detach()) == pytest.approx(loss, rel=1e-7)
        adam.zero_grad()
        (error / half**2).backward()
        adam.step()
    np.testing.assert_allclose(found["numbers"], numbers.detach().numpy(), rtol=1e-6, atol=1e-8)
    same = uat.networks.network.Network.from_dict(found["network"]).forward(x.numpy()[:, None])
    np.testing.assert_allclose(same[:, 0], (made() * half + middle).detach().numpy(), atol=1e-6)


@pytest.mark.parametrize(("activation", "construction"), [("tanh", "steps"), ("relu", "ramps")])
@pytest.mark.parametrize("f", ["sin(2*pi*x)", "where(x < 0.3, x, 2 - x)"])
def test_what_is_built_is_the_librarys(
    modules: Page, f: str, activation: str, construction: str
) -> None:
    code = """(uat, f, activation) => {
      const target = uat["view/context"].targetOf({ f, box: [0, 1] });
      const { error, layers } = uat["view/training"].built({ neurons: 9, activation }, target);
      return { error, neurons: layers[0].outputs, activation: layers[0].activation };
    }"""
    found = run(modules, code, f, activation)
    assert found["neurons"] <= 9 and found["activation"] == activation
    if "where" in f and construction == "ramps":  # what the library refuses is measured here
        assert found["error"] >= 0.5 * (1.7 - 0.3)
        return
    net = uat.approximate(f, (0, 1), construction=construction, neurons=9, activation=activation)
    assert found["error"] == pytest.approx(net.error.max, rel=0.02)


def test_noise_is_in_the_samples_and_not_in_the_errors(modules: Page) -> None:
    code = """(uat, noise) => {
      const target = uat["view/context"].targetOf({ f: "3*sin(2*pi*x)", box: [0, 1] });
      const made = uat["view/training"].built({ neurons: 9, activation: "relu", noise }, target);
      return [[...made.places], [...made.samples], made.error, made.loss];
    }"""
    (x, clean, error, loss), (_, noisy, same, more) = (
        run(modules, code, noise) for noise in (0, 0.2)
    )
    np.testing.assert_allclose(clean, 3 * np.sin(2 * np.pi * np.array(x)), atol=1e-12)
    off = np.array(noisy) - clean
    # 128 even draws from -1.2 to 1.2: their spread is 1.2 / sqrt(3), within four standard errors.
    assert np.abs(off).max() <= 0.2 * 6 * 1.0001
    assert off.std() == pytest.approx(1.2 / 3**0.5, rel=4 * (4 / 5 / 128) ** 0.5 / 2)
    # By the triangle inequality: as far from the noise's size as the loss was from 0, at most.
    assert same == error and abs(more - np.sqrt(np.mean(off**2))) <= loss * (1 + 1e-9)


def test_twenty_seeds_are_trained_and_compared(page: Page) -> None:
    found = panel(page, "train")
    settle(page)
    names = ("trained, the best", "the median", "the worst")
    assert [figures(found)[name] for name in names] == ["–"] * 3
    press(page, found.get_by_label("neurons", exact=True), "Home", "ArrowRight")
    found.get_by_role("button", name="Train twenty").click()
    expect(found.locator(".pairs")).to_have_attribute("aria-busy", "false", timeout=120_000)
    settle(page)
    best, median, worst = (number(figures(found)[name]) for name in names)
    assert best <= median <= worst
    x = np.linspace(0, 1, 4001)
    truth = compile_expression(page.locator("#f").input_value())(x)
    for key, error in (("Home", best), ("End", worst)):
        press(page, found.get_by_label("network shown"), key)
        made = network(page, found)
        assert made.neurons == 2
        assert np.abs(made.forward(x[:, None])[:, 0] - truth).max() == pytest.approx(
            error, rel=0.06
        )
    press(page, found.get_by_label("neurons", exact=True), "ArrowRight")
    assert figures(found)[names[0]] == "–"  # these were other networks


def test_training_is_stopped(page: Page) -> None:
    found = panel(page, "train")
    press(page, found.get_by_label("neurons", exact=True), "End")
    found.get_by_role("button", name="Train twenty").click()
    stage = found.locator(".pairs")
    expect(stage).to_have_attribute("aria-busy", "true")
    found.get_by_role("button", name="Stop").click()
    expect(stage).to_have_attribute("aria-busy", "false")
    assert figures(found)["trained, the best"] == "–"
