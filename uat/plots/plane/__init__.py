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
| polygons | where a relu network is one plane |
| gate | one neuron of hidden layer 2, taken out |
| neuron | that neuron over the square |
| towers | the network, box by box |
| ridges | directions and profiles |
| facets | the triangles of a surface |
| overview | all of it on one page |
"""

from uat.plots.plane.boxes import plot_boxes
from uat.plots.plane.contours import plot_contours
from uat.plots.plane.facets import plot_facets
from uat.plots.plane.heat import plot_error_map, plot_heat, plot_map
from uat.plots.plane.neuron import plot_neuron
from uat.plots.plane.overview import overview_of_plane
from uat.plots.plane.picture import plot_picture
from uat.plots.plane.regions import plot_regions, regions_page
from uat.plots.plane.ridges import plot_directions, plot_ridges
from uat.plots.plane.surfaces import plot_surfaces
from uat.plots.plane.towers import plot_towers

__all__ = [
    "overview_of_plane",
    "plot_boxes",
    "plot_contours",
    "plot_directions",
    "plot_error_map",
    "plot_facets",
    "plot_heat",
    "plot_map",
    "plot_neuron",
    "plot_picture",
    "plot_regions",
    "plot_ridges",
    "plot_surfaces",
    "plot_towers",
    "regions_page",
]
