"""What was found before a Live, in sentences that say what to do; one file for each language (pure)."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import TypeAlias

import msgspec
from msgspec import Struct

LANGUAGES = ("en", "id", "pl")

Values: TypeAlias = Mapping[str, str | int]

SAID = "said"
"""The code of what is told as somebody else said it, in English: a fault's own sentence."""


class Finding(Struct, frozen=True):
    """What was looked at, whether it will do, and which sentence says so, with what stands in it."""

    what: str
    ok: bool
    code: str
    values: Values = {}

    @property
    def sentence(self) -> str:
        """What was found, and what to do, in English."""
        return self.told("en")

    def told(self, language: str) -> str:
        """Say in a language what was found, and what to do."""
        return _words(language).sentences[self.code].format_map(self.values)

    def title(self, language: str) -> str:
        """Say in a language what was looked at."""
        return _words(language).titles[self.what]


def said(what: str, error: Exception) -> Finding:
    """Return that something will not do, for the reason that its error gives."""
    return Finding(what, ok=False, code=SAID, values={"sentence": str(error)})


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    titles: dict[str, str]
    sentences: dict[str, str]


@lru_cache
def _words(language: str) -> _Words:
    file = resources.files(__package__).joinpath(f"{language}.toml")
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), _Words)
