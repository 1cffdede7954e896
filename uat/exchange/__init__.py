"""Write a network as a file for other programs (Python, C, LaTeX, ONNX, PyTorch), or read it.

| module | what lives there |
|---|---|
| about | what a file says about its network besides weights |
| probing | points at which two versions of a network are compared |
| c_file | C99 |
| documents | LaTeX and Typst |
| enclosed | the network in the comments of such files |
| to_torch | PyTorch modules, .safetensors |
| to_jax | a function of JAX |
| onnx_ops, onnx_file | ONNX graphs |
| formats | one record for each format, by the suffix of a file's name |
| own | JSON, NumPy's archives, Python modules |
| save | write a network |
| load | a file that uat wrote, as a network again |
| foreign | networks that other programs trained, from their files and objects |
"""
