"""Which comments are questions, which ask the same, what they are about, and what became of them. Pure.

comment → text (one plain spelling) → detect (does it ask?) → topics (about what?)
        → group (who asked that before?) → matter (with the decisions: its questions) → queue (in which order)

To add a language: one file in `languages/`. To add a topic: one table in `topics.toml`.
"""

from livedesk.questions.detect import Detection, Detector
from livedesk.questions.question import Hint, Kind, Question, Status, encode, shape
from livedesk.questions.queue import LANGUAGES, Queue, fold

__all__ = [
    "LANGUAGES",
    "Detection",
    "Detector",
    "Hint",
    "Kind",
    "Question",
    "Queue",
    "Status",
    "encode",
    "fold",
    "shape",
]
