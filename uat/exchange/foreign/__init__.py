"""Read networks that other programs trained: chains of linear maps and activations.

chain: layers, put together part by part. graph: ONNX. modules: PyTorch. tensors: files of weights
alone. estimators: scikit-learn. read: which of them it is.
"""

from uat.exchange.foreign.read import Given, read_network

__all__ = ["Given", "read_network"]
