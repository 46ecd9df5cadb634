"""What a viewer wrote, and how it is taken away again (pure)."""

from collections.abc import Collection

from msgspec.structs import replace

from livedesk.events import Body, Comment, PlatformPin, PlatformQuestion, Taught

TEXT_KINDS = ("comment", "platform_question", "platform_pin")
"""The kinds of entry that hold a viewer's words."""


def blank(body: Body) -> Body:
    """Return the body without what a viewer wrote in it, or the very same where there is nothing."""
    match body:
        case Comment() if body.text or body.mentions:
            return replace(body, text="", mentions=())
        case PlatformQuestion() | PlatformPin() if body.text:
            return replace(body, text="")
        case _:
            return body


_WORDS: dict[str, object] = {
    **dict.fromkeys(("text", "note", "to", "link"), ""),
    **dict.fromkeys(("asks", "asks_not", "message_ids"), ()),
    **dict.fromkeys(("pinned_message_id", "payload")),
}
"""The fields in which people's words are, or the platform's ids of them, and what they are without."""


def wordless(body: Body) -> Body:
    """Return the body without anything that was said or written in it, or the very same where there is nothing."""
    said = {name: none for name, none in _WORDS.items() if getattr(body, name, none) != none}
    return replace(body, **said) if said else body


def without_wordings(lessons: Taught, wordings: Collection[str]) -> Taught:
    """Return lessons without those of these wordings."""
    return Taught(
        asks=tuple(each for each in lessons.asks if each not in wordings),
        asks_not=tuple(each for each in lessons.asks_not if each not in wordings),
    )


def plain_handle(handle: str) -> str:
    """Return a handle as it is compared: without `@`, in small letters."""
    return handle.strip().removeprefix("@").lower()
