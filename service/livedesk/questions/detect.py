"""Whether a comment asks: a question, a request or a report of trouble, about what, why.

A question mark of any script asks, outside addresses and faces. Without one the words decide: each language
file lists phrases that ask where they begin, end or occur in a comment. All languages are looked for at once;
what the comment is written in is told afterwards, and only for display.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from math import prod

from msgspec import Struct

from livedesk.questions.lexicon import Cue, Lexicon, Sort, lexicon
from livedesk.questions.question import Kind
from livedesk.questions.text import bare
from livedesk.questions.topics import topics

UNKNOWN = "un"
"""The language of a comment that gives none away; TikTok's word for it too."""

THRESHOLD = 0.5
MARK = 0.95
SURE = 0.8
HINT = 0.35
CALM = 0.2
REASONS = 3

_KINDS: dict[Sort, Kind] = {"questions": "question", "requests": "request", "troubles": "trouble"}
_VERB = {"begins": "begins with", "contains": "says", "ends": "ends with"}
_MARK = re.compile("[?\uff1f\u061f\u2047\u2048\u2049\u203d\u00bf\u037e]")
# Faces such as (・_・?) and o_?: brackets, at most eight signs, no letter or digit among them.
_FACE = re.compile(
    r"[(\uff08][^()\uff08\uff09a-zA-Z0-9?\uff1f]{1,8}[?\uff1f]+[)\uff09]|\b[oO0]_+\?|\?_+\S|:-?\?"
)


class Detection(Struct, frozen=True, kw_only=True):
    """What the detector thinks of one comment, and why. `topics` are the best two, `topic` the first."""

    question: bool
    score: float
    kind: Kind
    language: str
    topic: str | None
    topics: tuple[str, ...]
    why: str


class Detector:
    """Tells which comments ask something. It keeps no state: the same text always gets the same answer."""

    def __init__(self, languages: Sequence[str]) -> None:
        """Read the words of these languages; ValueError where there is no file of one."""
        self.lexicon: Lexicon = lexicon(tuple(languages))
        self._topics = topics()

    def detect(self, text: str) -> Detection:
        """Return what there is to say of a comment; any text will do, none costs more than a fixed time."""
        return self._describe(self._weigh(text))

    def asked(self, text: str) -> Detection | None:
        """Return the same, but None for a comment that asks nothing: that costs half as much to tell."""
        weighed = self._weigh(text)
        return self._describe(weighed) if weighed.score >= THRESHOLD else None

    def _weigh(self, text: str) -> "_Weighed":
        text = bare(text)
        said = self.lexicon.read(text)
        found = self._cues(said)
        marked = _has_mark(text)
        return _Weighed(text, said, found, marked, _score(found, marked=marked))

    def _describe(self, weighed: "_Weighed") -> Detection:
        best = self._topics.of(weighed.said)
        return Detection(
            question=weighed.score >= THRESHOLD,
            score=weighed.score,
            kind=_kind(weighed.found),
            language=self._language(weighed.text, weighed.said),
            topic=best[0] if best else None,
            topics=best,
            why=_why(weighed.found, marked=weighed.marked),
        )

    def _cues(self, said: Sequence[str]) -> list[tuple[Cue, str]]:
        """Return the cues that stand in their place with the words that gave them, each once."""
        found = self.lexicon.cues.find(said)
        if not found:
            return []
        first, last = self.lexicon.without_courtesy(said)
        starts, ends = {0, first}, {len(said), last}
        standing = (
            (cue, " ".join(said[start:end]))
            for start, end, cue in found
            if cue.place == "contains" or (start in starts if cue.place == "begins" else end in ends)
        )
        return list(dict.fromkeys(standing))

    def _language(self, text: str, said: Sequence[str]) -> str:
        votes = dict.fromkeys(self.lexicon.languages, 0.0)
        for word in said:
            spoken = self.lexicon.spoken.get(word, ())
            for language in spoken:
                votes[language] += 1 / len(spoken)
        for letter in set(text.casefold()) & self.lexicon.letters.keys():
            votes[self.lexicon.letters[letter]] += 1
        best = max(votes, key=lambda language: votes[language], default=UNKNOWN)
        return best if votes.get(best) else UNKNOWN


class _Weighed(Struct, frozen=True):
    """A comment's words, what of them speaks for a question, and how much."""

    text: str
    said: tuple[str, ...]
    found: list[tuple[Cue, str]]
    marked: bool
    score: float


@lru_cache(maxsize=8)
def detector(languages: tuple[str, ...]) -> Detector:
    """Return the detector of these languages, made once."""
    return Detector(languages)


def _has_mark(text: str) -> bool:
    return _MARK.search(text) is not None and _MARK.search(_FACE.sub(" ", text)) is not None


def _score(found: Sequence[tuple[Cue, str]], *, marked: bool) -> float:
    """Put the evidence together as if each piece were independent; a calm phrase outweighs all but a mark."""
    weights = {words: 0.0 for cue, words in found if cue.sort != "calm"}
    for cue, words in found:
        if cue.sort != "calm":
            weights[words] = max(weights[words], SURE if cue.sure else HINT)
    asking = 1 - prod(1 - weight for weight in weights.values())
    if any(cue.sort == "calm" for cue, _ in found):
        asking *= CALM
    return round(1 - (1 - asking) * (1 - MARK) if marked else asking, 3)


def _kind(found: Sequence[tuple[Cue, str]]) -> Kind:
    """Return what the longest sure phrase tells; trouble is told even in a question (`kenapa gak bisa login`)."""
    sure = [(cue.sort, len(words.split())) for cue, words in found if cue.sure and cue.sort in _KINDS]
    if not sure:
        return "question"
    return _KINDS[max(sure, key=lambda each: (each[0] == "troubles", each[1], each[0] == "requests"))[0]]


def _why(found: Sequence[tuple[Cue, str]], *, marked: bool) -> str:
    """Say in a few words what spoke for and against, the surest first."""
    reasons = dict.fromkeys(["question mark"] if marked else [])
    for cue, words in sorted(found, key=lambda each: (each[0].sort == "calm", not each[0].sure)):
        but = "but " if cue.sort == "calm" else ""
        reasons[f"{but}{_VERB[cue.place]} “{words}”"] = None
    return ", ".join(list(reasons)[:REASONS]) or "nothing that asks"
