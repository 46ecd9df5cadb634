"""Records as they may leave the library: people by key alone.

A comment that addresses somebody as `@handle` names a third person: it becomes `@…`. A name written without the sign
cannot be told from a word and stays, as does what staff noted.
"""

from msgspec.structs import replace

from livedesk.events import (
    Asked,
    Body,
    Caption,
    Comment,
    Entry,
    Noted,
    PlatformPin,
    PlatformQuestion,
    Undecoded,
    Viewer,
    Whispered,
)
from livedesk.privacy.redaction import without_handles
from livedesk.questions.question import Question


def entry_without_names(entry: Entry) -> Entry:
    """Return the entry with its viewer's key only; the very same where there is nothing to leave out."""
    viewer, body = entry.viewer, _body_without_names(entry.body)
    if viewer is not None and (viewer.handle or viewer.nickname):
        viewer = Viewer(viewer.key)
    if viewer is entry.viewer and body is entry.body:
        return entry
    return Entry(
        entry.seq, entry.broadcast, entry.at, entry.received_at, body, viewer, entry.message_id, entry.history
    )


def question_without_names(question: Question) -> Question:
    """Return the question with `@…` in place of every `@handle` in what was said."""
    return replace(
        question,
        text=without_handles(question.text),
        variants=tuple(map(without_handles, question.variants)),
        hints=tuple(replace(hint, text=without_handles(hint.text)) for hint in question.hints),
        whispers=tuple(replace(each, text=without_handles(each.text)) for each in question.whispers),
    )


def _body_without_names(body: Body) -> Body:
    match body:
        case Comment() | PlatformQuestion() | PlatformPin() | Caption() | Asked() | Whispered() | Noted():
            text = without_handles(body.text)
            return body if text == body.text else replace(body, text=text)
        case Undecoded() if body.payload is not None:
            return replace(body, payload=None)  # the platform's own bytes, with whatever names are in them
        case _:
            return body
