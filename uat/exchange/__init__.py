"""Write a network as a file for other programs (Python, C, LaTeX, ONNX, PyTorch), or read it."""

from uat.exchange.load import Loaded, load
from uat.exchange.save import SUFFIXES, Written, save
from uat.exchange.to_torch import to_torch

__all__ = ["SUFFIXES", "Loaded", "Written", "load", "save", "to_torch"]
