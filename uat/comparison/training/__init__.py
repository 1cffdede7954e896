"""Training: a network finds its own weights by gradient descent, where uat otherwise builds them.

| module | what lives there |
|---|---|
| mlp | **start here**: forward pass, backpropagation, losses, optimizers, the loop; plain numpy |
| hyperparameters | all settings, each with its usual name and a sentence on what it does |
| scaling | inputs to [-1, 1], outputs to spread 1; folded into the weights afterwards |
| history | what a run returns: the network, its losses, and networks from along the way |
| run | `train`: data in, network out; early stopping, time limit, Ctrl-C |
| polish | L-BFGS, which goes on from where gradient descent ended |
| sampled | `train_on`: the data are samples of a target |
"""
