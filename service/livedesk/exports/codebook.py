"""What an observer can see in a Live: the codebook, read from `codebook.toml`, and the topics as codes beside it.

Codes keep their name and their GUID from export to export, so that a codebook taken into a program once and a
project taken in a year later meet in the same codes.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from msgspec import Struct

from livedesk.exports.tables import Table, of_rows
from livedesk.questions.topics import topics

TOPIC = "TOPIC"
TOPIC_COLOUR = "#9467BD"


class Code(Struct, frozen=True):
    """A code: what it means, what is in it and what is not, an example, and the family it belongs to.

    A family is a code without a parent; nothing is coded with it.
    """

    name: str
    definition: str
    include: str = ""
    exclude: str = ""
    example: str = ""
    parent: str = ""
    colour: str = ""


class _Meaning(Struct, frozen=True, forbid_unknown_fields=True):
    definition: str
    include: str
    exclude: str
    example: str


class _Family(Struct, frozen=True, forbid_unknown_fields=True):
    definition: str
    colour: str
    codes: Mapping[str, _Meaning]


Families: TypeAlias = dict[str, _Family]


def codes() -> tuple[Code, ...]:
    """Return all codes, each family before its own; the topics are those of this library."""
    return (*_acts(), *_topics())


@lru_cache(maxsize=1)
def _acts() -> tuple[Code, ...]:
    text = resources.files(__package__).joinpath("codebook.toml").read_text("utf-8")
    families = msgspec.convert(tomllib.loads(text), Families)
    return tuple(code for name, family in families.items() for code in _of(name, family))


def guid(name: str) -> UUID:
    """Return the identity of whatever has this name within livedesk: a code, a source, a selection."""
    return uuid5(NAMESPACE_URL, f"https://livedesk/{name}")


def described(code: Code) -> str:
    """Return what there is to say of a code in a program that has one field for it."""
    parts = {"Include": code.include, "Exclude": code.exclude, "Example": code.example}
    return "\n".join([code.definition, *(f"{head}: {text}" for head, text in parts.items() if text)])


def _of(name: str, family: _Family) -> Iterator[Code]:
    yield Code(name, family.definition, colour=family.colour)
    for code, meaning in family.codes.items():
        yield Code(code, **msgspec.structs.asdict(meaning), parent=name, colour=family.colour)


def _topics() -> Iterator[Code]:
    yield Code(TOPIC, "What a question is about.", colour=TOPIC_COLOUR)
    for name, topic in topics().by_name.items():
        labels = " · ".join(topic.label.values())
        yield Code(name, f"{labels}. Counts as {topic.count_as}.", parent=TOPIC, colour=TOPIC_COLOUR)


def _records(codebook: Iterable[Code], names: bool) -> Iterator[Code]:  # noqa: ARG001, FBT001 - one shape for all tables
    return iter(codebook)


CODEBOOK: Table[Iterable[Code], Code] = of_rows(Code, _records)
