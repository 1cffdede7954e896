"""Name the type of all arrays of numbers: float64, whatever their shape."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
