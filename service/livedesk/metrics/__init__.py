"""Every published figure, with its definition (pure).

`Tally` folds the log into counts as it grows, `figures` makes the published figures of these and the
questions, `DEFINITIONS` says in one sentence what each figure is. To add one: a line there and its formula in
`figures`.
"""

from livedesk.metrics.tally import Minute, Pulse, Tally

__all__ = ["Minute", "Pulse", "Tally"]
