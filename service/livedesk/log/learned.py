"""What a library's staff have taught so far, read back from the log."""

from collections.abc import Iterable
from functools import partial

from livedesk.events import Comment, Entry, PlatformQuestion, Taught
from livedesk.log import Log
from livedesk.log.texts import TEXT_KINDS, plain_handle
from livedesk.questions.lessons import KINDS, Lessons
from livedesk.questions.lexicon import Lexicon


def learned(log: Log, handle: str, lexicon: Lexicon, *, rehearsal: bool = False) -> Taught:
    """Return what the next broadcast of this handle is to be taught; rehearsals learn from rehearsals.

    The newest broadcast has in its log what it was taught and what was decided in it; what was imported or reset
    since goes before that.
    """
    entries = [*_kept(log, handle), *_decided(log, handle, rehearsal=rehearsal)]
    lessons = Lessons(lexicon)
    for entry in sorted(entries, key=lambda entry: entry.received_at):
        lessons.take(entry, partial(_text, log, entry.broadcast))
    return lessons.carried()


def unlearn(log: Log, viewer: str, lexicon: Lexicon) -> None:
    """Take out of all lessons what a viewer's comments taught; `viewer` is a handle or a pseudonym."""
    wording = Lessons(lexicon).wording
    said = (
        entry.body.text
        for broadcast, keys in log.find(viewer).items()
        for entry in log.after(broadcast, kinds=TEXT_KINDS)
        if isinstance(entry.body, Comment | PlatformQuestion) and entry.viewer and entry.viewer.key in keys
    )
    log.unteach({wording(text) for text in said if text})


def _kept(log: Log, handle: str) -> Iterable[Entry]:
    kept = log.taught(handle)
    return [] if kept is None else [Entry(0, 0, kept[0], kept[0], kept[1])]


def _decided(log: Log, handle: str, *, rehearsal: bool) -> Iterable[Entry]:
    wanted = plain_handle(handle)
    for broadcast in log.broadcasts():
        same = plain_handle(broadcast.handle) == wanted and broadcast.rehearsal == rehearsal
        if same and broadcast.last_seq:
            return log.after(broadcast.id, kinds=KINDS)
    return []


def _text(log: Log, broadcast: int, seq: int) -> str | None:
    entry = next(log.after(broadcast, seq - 1, limit=1), None)
    return entry.body.text if entry and isinstance(entry.body, Comment | PlatformQuestion) else None
