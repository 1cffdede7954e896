"""Write a network as a file for other programs (Python, C, LaTeX, ONNX, PyTorch), or read it.

| module | what lives there |
|---|---|
| about | what a file says about its network besides weights |
| probing | points at which two versions of a network are compared |
| c_helpers, c_file | C99 |
| documents | LaTeX and Typst |
| enclosed | the network in the comments of such files |
| to_torch | PyTorch modules, .safetensors |
| to_jax | a function of JAX |
| onnx_ops, onnx_file | ONNX graphs |
| save | the suffix of a name says how a network is written |
| load | a file that uat wrote, as a network again |
"""

from uat.exchange.load import Loaded, load
from uat.exchange.save import SUFFIXES, Written, require_writer, save
from uat.exchange.to_jax import to_jax
from uat.exchange.to_torch import to_torch

__all__ = ["SUFFIXES", "Loaded", "Written", "load", "require_writer", "save", "to_jax", "to_torch"]
