"""The house's rules: what the panel says, and which comments seem to break them (pure).

A comment is marked for the host and helpers, never hidden and never dropped: people decide, on TikTok. It is marked for
words (`languages/*.toml` and the library's own), for contact data (what `privacy.redaction` cut out of it), and for
saying the same again and again. What is on the queue is never marked as repeated: asked again is the strongest sign of
a question there is.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import msgspec
from msgspec import Struct

from livedesk.questions.library import OwnRules
from livedesk.questions.phrases import Phrases

LANGUAGES = ("id", "en", "pl")


class House(Struct, frozen=True):
    """The rules of a library by language, what reminds the chat of them, and the words that break them.

    A word means True where it breaks the rules, False where the library allows it.
    """

    rules: Mapping[str, tuple[str, ...]]
    reminders: Mapping[str, str]
    words: Phrases[bool]


class _Shipped(Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[str, ...]
    reminder: str
    words: tuple[str, ...]


def house(own: OwnRules = OwnRules()) -> House:  # noqa: B008 - it cannot be changed
    """Return the rules that hold: those shipped, a library's own in their place or beside them."""
    shipped = {language: _shipped(language) for language in LANGUAGES}
    breaking = [word for file in shipped.values() for word in file.words] + [*own.words]
    return House(
        rules={**{language: file.rules for language, file in shipped.items()}, **own.text},
        reminders={**{language: file.reminder for language, file in shipped.items()}, **own.reminder},
        words=Phrases([*((word, True) for word in breaking), *((word, False) for word in own.allowed)]),
    )


@lru_cache
def _shipped(language: str) -> _Shipped:
    file = resources.files(__package__).joinpath("languages", f"{language}.toml")
    return msgspec.toml.decode(file.read_text("utf-8"), type=_Shipped)
