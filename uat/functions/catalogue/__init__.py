"""Name functions and decision regions that are worth approximating.

entry: what is known of each. functions: the entries. points: labelled points of regions.
"""

from uat.functions.catalogue.entry import Entry
from uat.functions.catalogue.functions import CATALOGUE

__all__ = ["CATALOGUE", "Entry"]
