"""Name functions and decision regions that are worth approximating.

entry: what is known of each. functions, regions: the entries. points: labelled points of regions.
"""

from uat.functions.catalogue.entry import Entry
from uat.functions.catalogue.functions import FUNCTIONS
from uat.functions.catalogue.regions import REGIONS

__all__ = ["CATALOGUE", "Entry"]

CATALOGUE: dict[str, Entry] = {entry.key: entry for entry in (*FUNCTIONS, *REGIONS)}
