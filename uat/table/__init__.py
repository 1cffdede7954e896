"""A table of samples read from a CSV file is a function, linear between the samples.

    file → cells of text → numbers → columns: inputs and values → line, grid or scattered samples

read: the file. numbers: text to numbers. columns: which are inputs. line: one input. grid: a full
grid of samples. scattered: any samples, joined by triangles. choose: which of them it is.
"""

from uat.table.choose import Table, read_table
from uat.table.grid import Grid
from uat.table.line import Line
from uat.table.scattered import Scattered

__all__ = ["Grid", "Line", "Scattered", "Table", "read_table"]
