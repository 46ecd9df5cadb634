"""The words of the languages, read from `languages/`: one file is a language.

`begins`, `contains` and `ends` say where in a comment a phrase makes it a question; of each the `sure` ones
do alone, two `hints` do together. `requests` and `troubles` ask without being questions; `calm` phrases look
like questions and are none. `courtesy` words are passed over at both ends, `openers` at the beginning;
`slots` are what two otherwise equal questions may differ in; `common` words and `letters` tell the language;
`library` words, where some viewers say them, that the chat is a library's.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import chain
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from livedesk import LivedeskError
from livedesk.questions.phrases import Phrases, Spelling, spellings
from livedesk.questions.text import LIMIT, bare, plain, words

REMEMBERED = 2_000
"""So many texts are kept with their words: chat repeats itself, and a comment that asks is read several times."""

SPELLED = 4_000
"""So many words, as typed, are kept with their plain spelling."""

Place: TypeAlias = Literal["begins", "contains", "ends"]
Sort: TypeAlias = Literal["questions", "requests", "troubles", "calm"]


class LanguageUnknown(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """There is no file of this language."""

    def __init__(self, language: str) -> None:
        super().__init__(f"There is no language {language!r}; there are {', '.join(known_languages())}.")
        self.language = language


class Cue(Struct, frozen=True, eq=False):
    """What a phrase tells of a comment, if it stands in its place: which sort it is of, and how surely."""

    phrase: str
    language: str
    sort: Sort
    place: Place
    sure: bool


class Lexicon(Struct, frozen=True, eq=False):
    """The words of all languages together: chat mixes them, so all are looked for at once.

    `languages` are those that a comment may be told to be in.
    """

    languages: tuple[str, ...]
    cues: Phrases[Cue]
    slang: Mapping[str, tuple[str, ...]]
    courtesy: frozenset[str]
    openers: frozenset[str]
    slots: frozenset[str]
    library: frozenset[str]
    spoken: Mapping[str, tuple[str, ...]]  # word → the languages it is a word of
    letters: Mapping[str, str]  # letter → the language it gives away

    def read(self, text: str) -> tuple[str, ...]:
        """Return the words of a text in plain spelling, slang spelled out, a doubled last letter undone."""
        return _utterance(self, text[:LIMIT]).said

    def utterance(self, text: str) -> "Utterance":
        """Return the words of a text, with and without courtesy."""
        return _utterance(self, text[:LIMIT])

    def spell_out(self, said: Iterable[str]) -> Iterator[str]:
        """Yield the words that words in plain spelling stand for."""
        for word in said:
            if word in self.slang:
                yield from self.slang[word]
            elif word[-1] == word[-2:-1] and len(word) > 2 and word not in self.spoken:  # noqa: PLR2004 — "aa" is a word
                yield from self._less_drawn_out(word, word[:-1])
            else:
                yield word

    def _less_drawn_out(self, word: str, short: str) -> tuple[str, ...]:
        return self.slang.get(short, (short,) if short in self.spoken else (word,))

    def without_courtesy(self, said: Sequence[str]) -> tuple[int, int]:
        """Return where what is said begins and ends, greetings and vocatives at both ends passed over."""
        start, end = 0, len(said)
        while start < end and (said[start] in self.courtesy or said[start] in self.openers):
            start += 1
        while end > start and said[end - 1] in self.courtesy:
            end -= 1
        return start, end


class Utterance(Struct, frozen=True, gc=False):
    """The words of a comment, and from where to where they are without courtesy: greetings and vocatives at both ends.

    `content` are the words without courtesy, or all of them where there are no others.
    """

    said: tuple[str, ...]
    asking: tuple[int, int]
    content: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def _utterance(lexicon: Lexicon, text: str) -> Utterance:
    said = tuple([word for typed in bare(text).split() for word in _spelled(lexicon, typed)])
    start, end = lexicon.without_courtesy(said)
    return Utterance(said, (start, end), said[start:end] or said)


@lru_cache(maxsize=SPELLED)
def _spelled(lexicon: Lexicon, typed: str) -> tuple[str, ...]:
    """Return the words that stand between two blanks: no rule of the plain spelling looks beyond a blank."""
    return tuple(lexicon.spell_out(words(plain(typed))))


@lru_cache(maxsize=8)
def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """Return the words of all languages, a comment being told to be in one of these; LanguageUnknown without a file."""
    for language in languages:
        if language not in known_languages():
            raise LanguageUnknown(language)
    return replace(_lexicon(), languages=languages)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    files = {language: _read(language) for language in known_languages()}
    cues = [(spellings(cue.phrase), cue) for language, file in files.items() for cue in _cues(language, file)]
    return Lexicon(
        languages=tuple(files),
        cues=Phrases(cues),
        slang={plain(k): tuple(words(plain(v))) for file in files.values() for k, v in file["slang"].items()},
        courtesy=_words(files, "courtesy"),
        openers=_words(files, "openers"),
        slots=_words(files, "slots"),
        library=_words(files, "library"),
        spoken=_spoken(files, cues),
        letters={letter: language for language, file in files.items() for letter in file["letters"]},
    )


@lru_cache(maxsize=1)
def known_languages() -> tuple[str, ...]:
    """Return the languages there are files of."""
    files = resources.files(__package__).joinpath("languages").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def _read(language: str) -> dict[str, Any]:
    return tomllib.loads(
        resources.files(__package__).joinpath("languages", f"{language}.toml").read_text("utf-8")
    )


def _cues(language: str, file: Mapping[str, Any]) -> list[Cue]:
    cues = []
    sort: Sort
    for sort in ("questions", "requests", "troubles", "calm"):
        place: Place
        for place in ("begins", "contains", "ends"):
            for strength, phrases in file.get(sort, {}).get(place, {}).items():
                cues += [Cue(phrase, language, sort, place, strength == "sure") for phrase in phrases]
    return cues


def _words(files: Mapping[str, Mapping[str, Any]], key: str) -> frozenset[str]:
    return frozenset(word for file in files.values() for entry in file[key] for word in words(plain(entry)))


def _spoken(
    files: Mapping[str, Mapping[str, Any]], cues: Iterable[tuple[list[Spelling], Cue]]
) -> dict[str, tuple[str, ...]]:
    spoken: dict[str, set[str]] = {}
    for language, file in files.items():
        listed = [
            *file["common"],
            *file["courtesy"],
            *file["openers"],
            *file["slots"],
            *file["slang"].values(),
        ]
        for word in (word for phrase in listed for spelled in spellings(phrase) for word in spelled):
            spoken.setdefault(word, set()).add(language)
    for spelled_out, cue in cues:
        for word in chain.from_iterable(spelled_out):
            spoken.setdefault(word, set()).add(cue.language)
    return {word: tuple(languages) for word, languages in spoken.items()}
