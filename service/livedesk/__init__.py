"""The reference desk for a library's TikTok Live.

TikTok → sources.tiktok → sources.webcast → Event → log.append → Entry(seq)
       → questions.fold → hub.publish → feed (log, then live) → api.stream → dashboard
staff  → api.decisions → log.append → the same way
exports, statistics and the report read the log

Everything is an entry of one log; every state is a fold over it.
"""

__version__ = "0.1.0"


class LivedeskError(Exception):
    """Something that people have to know; the message is one sentence that says what to do."""
