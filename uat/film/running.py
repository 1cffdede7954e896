"""How long the chapters last, in seconds. Written by docs/write_films.py."""

SECONDS = {
    "bump": 59,
    "depth": 62,
    "neuron": 59,
    "output": 76,
    "ramps": 80,
    "sawtooth": 85,
    "softmax": 93,
    "staircase": 52,
    "tower": 77,
    "universality": 80,
    "windows": 79,
}
