"""The title in a comment that asks for a book: `ada novel laut bercerita gak kak` → `laut bercerita`.

What stands in quotation marks is the title. Otherwise it is the first run of words that are not of those with which one
asks for a book, in the first clause that has some of these; articles and the like may stand within it.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Final

from msgspec import Struct

from livedesk.questions.lexicon import Lexicon
from livedesk.questions.text import LIMIT, bare, plain

MOST_WORDS = 8
SHORTEST = 3
"""Letters and digits of the shortest title."""

_QUOTED: Final = re.compile('["“„«»‟”\'‘]([^"“”„«»‘’]{2,80})["”“»«’\']')
_CLAUSE: Final = re.compile(r"[,;?!]+|\.(?=\s|$)|\s-\s")
_TOKEN: Final = re.compile(r"[^\W_](?:[\w'’.\-]*\w)?")


class _Run(Struct, frozen=True):
    words: str
    asked_for: bool


class _Words(Struct, frozen=True):
    around: frozenset[str]
    within: frozenset[str]
    opens: frozenset[str]
    author: frozenset[str]


def title_in(text: str, lexicon: Lexicon) -> str | None:
    """Return the title as it was typed, None where none is found."""
    text = bare(text)[:LIMIT]
    quoted = _QUOTED.search(text)
    if quoted is not None and len(quoted[1].split()) <= MOST_WORDS:
        return quoted[1].strip() or None
    found = [_first_run(clause, lexicon) for clause in _CLAUSE.split(text)]
    runs = sorted((run for run in found if len(run.words) >= SHORTEST), key=lambda run: not run.asked_for)
    return runs[0].words if runs else None


def _first_run(clause: str, lexicon: Lexicon) -> _Run:
    """Return the first run of words that may be a title, and whether words that ask for one are beside it."""
    listed = _words()
    runs: list[list[str]] = [[]]
    asked_for = False
    for token in _TOKEN.findall(clause):
        word = plain(token)
        if word in listed.author:
            break
        around = word in listed.around or word in lexicon.courtesy or word in lexicon.slang
        asked_for |= word in listed.around
        if not around or word in (listed.within if runs[-1] else listed.opens):
            runs[-1].append(token)
        else:
            runs.append([])
    titles = (" ".join(_trimmed(run, listed)[:MOST_WORDS]) for run in runs)
    return _Run(next((title for title in titles if len(title) >= SHORTEST), ""), asked_for)


def _trimmed(run: Sequence[str], listed: _Words) -> list[str]:
    """Leave out at both ends what only stands within a title."""
    start, end = 0, len(run)
    while end > start and plain(run[end - 1]) in listed.within:
        end -= 1
    while start < end and plain(run[start]) in listed.within - listed.opens:
        start += 1
    return list(run[start:end])


@lru_cache(maxsize=1)
def _words() -> _Words:
    file = tomllib.loads(resources.files(__package__).joinpath("titles.toml").read_text("utf-8"))
    return _Words(**{name: frozenset(map(plain, text.split())) for name, text in file.items()})
