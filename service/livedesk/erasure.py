"""Forgetting a person wherever livedesk keeps something: in the log, in the lessons, in every copy of the database."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from livedesk.log import Log, open_log
from livedesk.log.learned import unlearn
from livedesk.questions.lexicon import Lexicon


def erase(log: Log, copies: Iterable[Path], viewer: str, at: int, lexicon: Lexicon) -> int:
    """Forget who goes by this handle or pseudonym, and return how many rows that touched.

    A running desk over the same log takes it in within a second. LogError where a copy cannot be opened, or old pages
    are still in use; what comes before it is done.
    """
    touched = _erase(log, viewer, at, lexicon)
    for copy in copies:
        with closing(open_log(f"sqlite:///{copy}")) as older:
            touched += _erase(older, viewer, at, lexicon)
    return touched


def _erase(log: Log, viewer: str, at: int, lexicon: Lexicon) -> int:
    unlearn(log, viewer, lexicon)
    return log.erase(viewer, at)
