"""
Go on training what was built
=============================

``net.to_torch()`` is a plain ``torch.nn.Sequential`` in double precision that computes what the
built network computes. Here a polyline of 20 relu neurons is trained further for its mean square,
and a network of the same shape is trained from random weights, with the same optimizer and as many
steps.

It needs PyTorch, ``pip install torch``, and is therefore not run for this page.
"""

import numpy as np
import torch

import uat

STEPS, RATE = 2000, 1e-3

net = uat.approximate("nielsen", construction="ramps", neurons=20)
x = torch.linspace(0.0, 1.0, 1001, dtype=torch.float64)[:, None]
y = torch.from_numpy(np.asarray(net.target(x.numpy()[:, 0])))[:, None]


def errors(model):
    """Root mean square and largest error on the points."""
    with torch.no_grad():
        gap = model(x) - y
    return float(gap.square().mean().sqrt()), float(gap.abs().max())


def train(model):
    """Full batches, Adam, a rate that falls to zero along half a cosine."""
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = (model(x) - y).square().mean()
        loss.backward()
        optimizer.step()
        schedule.step()
    return model


# %%
# From the built network
# ----------------------
# The construction has the least largest error; training gives up some of it for a smaller mean
# square.

built = net.to_torch()
before = errors(built)
tuned = errors(train(built))

# %%
# From random weights
# -------------------

torch.manual_seed(0)
fresh = torch.nn.Sequential(
    torch.nn.Linear(1, net.network.neurons, dtype=torch.float64),
    torch.nn.ReLU(),
    torch.nn.Linear(net.network.neurons, 1, dtype=torch.float64),
)
scratch = errors(train(fresh))

print(f"{'':<22}{'rms':>10}{'largest':>10}")
for name, (rms, largest) in {
    "built": before,
    "built, then trained": tuned,
    "trained from scratch": scratch,
}.items():
    print(f"{name:<22}{rms:>10.5f}{largest:>10.5f}")
# sphinx_gallery_thumbnail_path = 'answers/trained_or_built.png'
