"""What the widget's page is sent."""

import json
from typing import Any

from uat.widget import BumpsWidget

TRAITS = ("heights", "function", "box", "tolerance", "_samples")


def state_of(widget: BumpsWidget) -> dict[str, Any]:
    """What the page is sent, as it arrives there."""
    return json.loads(json.dumps(widget.get_state(list(TRAITS))))
