"""Draw pictures of networks of two inputs and more.

| module | what it draws |
|---|---|
| look | pixels, each at its worst |
| frame | axes, scales of colour, words |
| surfaces | f and the network as surfaces |
| heat | f, the network and the error as maps |
| boxes | the partition |
| contours | lines of equal height |
| picture | a picture and the network's picture |
| regions | decision regions |
| polygons | where a network is one plane: linear regions, triangles of a surface |
| gate | one neuron of hidden layer 2, taken out |
| neuron | that neuron over the square |
| towers | the network, box by box |
| ridges | directions and profiles |
| overview | all of it on one page |
"""
