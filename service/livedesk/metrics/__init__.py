"""Every published figure, with its definition (pure).

`Tally` folds the log into counts as it grows, `figures` makes the published figures of these and the
questions, `DEFINITIONS` says in one sentence what each is. To add a figure: a line there, its formula in
`formulas.py`.
"""

from livedesk.metrics.definitions import DEFINITIONS, VERSION, Definition
from livedesk.metrics.formulas import Value, figures, missed_recap, response_seconds
from livedesk.metrics.tally import Minute, Pulse, Tally

__all__ = [
    "DEFINITIONS",
    "VERSION",
    "Definition",
    "Minute",
    "Pulse",
    "Tally",
    "Value",
    "figures",
    "missed_recap",
    "response_seconds",
]
