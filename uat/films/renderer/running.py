"""How long the chapters last, in seconds. Written by docs/write_films.py."""

SECONDS = {
    "activations": 121,
    "bump": 68,
    "depth": 116,
    "epilogue": 32,
    "neuron": 88,
    "output": 102,
    "quadrants": 89,
    "ramps": 131,
    "ridges": 68,
    "sawtooth": 139,
    "softmax": 133,
    "staircase": 93,
    "surface": 63,
    "tower": 90,
    "training": 178,
    "universality": 105,
    "windows": 101,
}
