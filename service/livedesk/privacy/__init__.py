"""What is known of people before anything is written: a pseudonym, and texts without what identifies (pure).

The recorder passes every event through `protect` before the log sees it. A pseudonym is a keyed hash of the
platform's user id (EDPB Guidelines 01/2025 on pseudonymisation: a keyed one-way function, the secret kept
apart); each broadcast has its own secret, so nobody can be followed from one Live to the next. `redaction`
says what is cut out of texts.

What nobody needs is left out altogether: who merely came in, and the bytes of messages that could not be read.
"""

from msgspec.structs import replace

from livedesk.events import (
    Asked,
    Body,
    Caption,
    Comment,
    Deleted,
    Event,
    Join,
    PlatformPin,
    PlatformQuestion,
    Undecoded,
    Viewer,
)
from livedesk.privacy.pseudonyms import Pseudonyms
from livedesk.privacy.redaction import addressed, redact, without_handles

__all__ = ["Pseudonyms", "protect"]


def protect(event: Event, pseudonyms: Pseudonyms) -> Event:
    """Return the event as it may be written: people by pseudonym, texts redacted; or the very same.

    What staff note of their own (`answered`, `referred`) is theirs and stays.
    """
    viewer, body = _known(event, pseudonyms), _protected(event.body, pseudonyms)
    if viewer is event.viewer and body is event.body:
        return event
    return Event(event.at, event.received_at, body, viewer, event.message_id, event.history)


def _known(event: Event, pseudonyms: Pseudonyms) -> Viewer | None:
    """Return what is written of who did this; of who only came in, nothing."""
    if event.viewer is None or isinstance(event.body, Join):
        return None
    viewer = event.viewer
    return Viewer(pseudonyms.meet(viewer), viewer.handle, pseudonyms.nickname(viewer.nickname))


def _protected(body: Body, pseudonyms: Pseudonyms) -> Body:
    match body:
        case Comment():
            return _protected_comment(body, pseudonyms)
        case PlatformQuestion() | Caption() | PlatformPin() | Asked() if (
            text := _protected_text(body.text, pseudonyms)
        ) != body.text:
            return replace(body, text=text)
        case Deleted() if body.viewer_keys:
            return replace(body, viewer_keys=tuple(map(pseudonyms, body.viewer_keys)))
        case Undecoded() if body.payload is not None:
            return replace(body, payload=None)
        case _:
            return body


def _protected_text(text: str, pseudonyms: Pseudonyms) -> str:
    return without_handles(redact(text), but=pseudonyms.broadcaster)


def _protected_comment(body: Comment, pseudonyms: Pseudonyms) -> Comment:
    text = _protected_text(body.text, pseudonyms)
    if text == body.text and not body.mentions:
        return body
    mentions = dict.fromkeys(map(pseudonyms, body.mentions))
    mentions |= dict.fromkeys(filter(None, map(pseudonyms.known_as, addressed(redact(body.text)))))
    return Comment(text, body.language, tuple(mentions), body.role)
