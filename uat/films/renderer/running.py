"""How long the chapters last, in seconds. Written by docs/write_films.py."""

SECONDS = {
    "activations": 76,
    "bump": 59,
    "depth": 62,
    "neuron": 59,
    "output": 76,
    "quadrants": 68,
    "ramps": 80,
    "ridges": 65,
    "sawtooth": 85,
    "softmax": 93,
    "staircase": 52,
    "surface": 66,
    "tower": 77,
    "training": 88,
    "universality": 80,
    "windows": 79,
}
