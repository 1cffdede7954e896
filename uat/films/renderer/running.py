"""How long the chapters last, in seconds. Written by docs/write_films.py."""

SECONDS = {
    "activations": 119,
    "bump": 68,
    "depth": 114,
    "epilogue": 33,
    "neuron": 90,
    "output": 104,
    "quadrants": 106,
    "ramps": 132,
    "ridges": 70,
    "sawtooth": 137,
    "softmax": 134,
    "staircase": 93,
    "surface": 61,
    "tower": 89,
    "training": 176,
    "universality": 133,
    "windows": 100,
}
