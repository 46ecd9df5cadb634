"""Whether a comment asks: a question, a request or a report of trouble, about what, why.

A question mark of any script asks, outside addresses and faces. Without one the words decide: phrases of the language
files, each of which asks (or does not) where a comment begins, ends or anywhere, and beside them all words and parts of
words, weighed together by one model (model.py). All languages are looked for at once; what the comment is written in is
told afterwards, and only for display. Where a chat writes question marks, a missing one speaks against (habit.py).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from livedesk.questions.habit import Habit, likelihood
from livedesk.questions.lexicon import Cue, Lexicon, known_languages, lexicon
from livedesk.questions.likeness import likeness
from livedesk.questions.model import Model, Odds, shipped
from livedesk.questions.question import Kind
from livedesk.questions.sensitivity import SENSITIVITY, adopted
from livedesk.questions.text import bare
from livedesk.questions.topics import topics

UNKNOWN = "un"
"""The language of a comment that gives none away; TikTok's word for it too."""

MARK = 0.95
"""What bears a mark asks at least so surely."""

WORTH_READING = 0.35
"""What asks so surely is read for what it needs, which costs most; of the rest listed phrases alone tell the topic."""

SURPRISE = 0.33
"""A doubled mark, or one amid a comment, is surprise where the words ask less surely."""

RATHER, PHRASE = 1.0, 3.5
"""What asks is a request or a report of trouble unless a question is likelier by more than `RATHER`, as log odds;
with a phrase that is sure of it, by more than both."""

REASONS = 3
WORDS = 2
"""So many reasons are given, and so many words where the words alone decided."""

SHARED = 2_000
"""So many detections are remembered, to be shared by comments that are detected alike."""

_VERB = {"begins": "begins with", "contains": "says", "ends": "ends with"}
_MARK = re.compile("[?\uff1f\u061f\u2047\u2048\u2049\u203d\u00bf\u037e]")
_SURPRISED = re.compile(r"[?\uff1f]\W*[?\uff1f]|[?\uff1f][^\w?\uff1f]*\w")
# Faces such as (・_・?) and o_?: brackets, at most eight signs, no letter or digit among them.
_FACE = re.compile(
    r"[(\uff08][^()\uff08\uff09a-zA-Z0-9?\uff1f]{1,8}[?\uff1f]+[)\uff09]|\b[oO0]_+\?|\?_+\S|:-?\?"
)


class Detection(Struct, frozen=True, kw_only=True, gc=False):
    """What the detector thinks of one comment, and why. `topics` are the best two, `topic` the first."""

    question: bool
    score: float
    kind: Kind
    language: str
    topic: str | None
    topics: tuple[str, ...]
    why: str


@lru_cache(maxsize=SHARED)
def shared(detection: Detection) -> Detection:
    """Return one detection for all that are equal: of a chat's thousands of questions many are detected alike."""
    return detection


class Detector:
    """Tells which comments ask something. It keeps no state: the same text always gets the same answer."""

    def __init__(
        self, languages: Sequence[str], sensitivity: float = SENSITIVITY, *, model: Model | None = None
    ) -> None:
        """Tell comments to be in these languages; LanguageUnknown where there is no file of one.

        What scores 1 - `sensitivity` or more is taken for a question.
        """
        self.lexicon: Lexicon = lexicon(tuple(languages))
        self._languages = tuple(
            dict.fromkeys((*languages, *known_languages()))
        )  # in doubt one that was named
        self.threshold = min(max(1 - sensitivity, 1 - MARK), MARK)
        self._model = model or shipped()
        self._topics = topics()
        self._likeness = likeness()

    def detect(self, text: str, habit: Habit | None = None) -> Detection:
        """Return what there is to say of a comment; any text will do, none costs more than a fixed time.

        A habit is asked what is usual in this chat, and then told of the comment.
        """
        return self._describe(self._weigh(text, habit))

    def asked(self, text: str, habit: Habit | None = None) -> Detection | None:
        """Return the same, but None for a comment that asks nothing: that costs half as much to tell."""
        weighed = self._weigh(text, habit)
        return self._describe(weighed) if weighed.score >= self.threshold else None

    def _weigh(self, text: str, habit: Habit | None) -> "_Weighed":
        said, asking, found = self.read(text)
        text = bare(text)
        odds = self._model.weigh(said, asking, found)
        mark, (own, language) = marked(text), self._language(text, said)
        usual = habit or _ANY_CHAT
        expected, library = usual.expect(odds, own, marked=mark), usual.library()
        if habit is not None:
            of_books = not self.lexicon.library.isdisjoint(said)
            habit.take(odds, own, marked=mark, of_books=of_books)
        anywhere, there = _score(expected, marked=mark), _score_in_a_library(expected, text, marked=mark)
        score = round(library * there + (1 - library) * anywhere, 3)
        return _Weighed(said, said[slice(*asking)] or said, found, mark, language, _kind(odds, found), score)

    def _describe(self, weighed: "_Weighed") -> Detection:
        worth = weighed.score >= WORTH_READING
        likely = self._likeness.read(weighed.content).topics if worth else {}
        best = self._topics.of(weighed.said, likely)
        question = weighed.score >= self.threshold
        return Detection(
            question=question,
            score=weighed.score,
            kind=weighed.kind if question else "question",
            language=weighed.language,
            topic=best[0] if best else None,
            topics=best,
            why=self._why(weighed, question=question),
        )

    def _why(self, weighed: "_Weighed", *, question: bool) -> str:
        """Say in a few words what spoke for and against, the surest first."""
        reasons = dict.fromkeys(["question mark"] if weighed.marked else [])
        for cue, words in sorted(weighed.found, key=lambda each: (each[0].sort == "calm", not each[0].sure)):
            but = "but " if cue.sort == "calm" else ""
            reasons[f"{but}{_VERB[cue.place]} “{words}”"] = None
        if question and all(cue.sort == "calm" for cue, _ in weighed.found) and not weighed.marked:
            reasons = {f"words that ask: {self._telling(weighed)}": None, **reasons}
        return ", ".join(list(reasons)[:REASONS]) or "nothing that asks"

    def _telling(self, weighed: "_Weighed") -> str:
        """Return the words that spoke most for what the comment was taken for."""
        told = self._model.of_words(weighed.said, weighed.kind)
        words = sorted(told, key=lambda word: told[word], reverse=True)
        return ", ".join(f"“{word}”" for word in words[:WORDS]) or "none in particular"

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[int, int], list[tuple[Cue, str]]]:
        """Return the words of a text in plain spelling, from and to which they are without courtesy, and its phrases.

        The phrases are those that tell something where they stand, each with the words that gave it.
        """
        spoken = self.lexicon.utterance(text)
        return spoken.said, spoken.asking, self._cues(spoken.said, spoken.asking)

    def _cues(self, said: Sequence[str], asking: tuple[int, int]) -> list[tuple[Cue, str]]:
        """Return the cues that stand in their place with the words that gave them, each once."""
        found = self.lexicon.cues.find(said)
        if not found:
            return []
        starts, ends = {0, asking[0]}, {len(said), asking[1]}
        standing = (
            (cue, " ".join(said[start:end]))
            for start, end, cue in found
            if cue.place == "contains" or (start in starts if cue.place == "begins" else end in ends)
        )
        return list(dict.fromkeys(standing))

    def _language(self, text: str, said: Sequence[str]) -> tuple[str, str]:
        """Return the likeliest language of all, for what is usual in it, and of those that may be told."""
        votes: dict[str, float] = {}
        spoken = self.lexicon.spoken
        for languages in [spoken[word] for word in said if word in spoken]:
            share = 1 / len(languages)
            for language in languages:
                votes[language] = votes.get(language, 0.0) + share
        if not text.isascii():
            for letter in set(text.casefold()) & self.lexicon.letters.keys():
                votes[self.lexicon.letters[letter]] = votes.get(self.lexicon.letters[letter], 0.0) + 1
        return _most(votes, self._languages), _most(votes, self.lexicon.languages)


def _most(votes: Mapping[str, float], languages: Sequence[str]) -> str:
    """Return which of these languages has most votes, in doubt the first."""
    best, most = UNKNOWN, 0.0
    for language in languages if votes else ():
        if votes.get(language, 0.0) > most:
            best, most = language, votes[language]
    return best


class _Weighed(Struct, frozen=True, gc=False):
    """A comment's words, with and without courtesy, what of them speaks for a question, and how much."""

    said: tuple[str, ...]
    content: tuple[str, ...]
    found: list[tuple[Cue, str]]
    marked: bool
    language: str
    kind: Kind
    score: float


_ANY_CHAT = Habit()


def detector(languages: tuple[str, ...], sensitivity: float | None = None) -> Detector:
    """Return the detector of these languages, made once; without a sensitivity it is the one adopted."""
    return _detector(languages, adopted() if sensitivity is None else sensitivity)


@lru_cache(maxsize=8)
def _detector(languages: tuple[str, ...], sensitivity: float) -> Detector:
    return Detector(languages, sensitivity)


def marked(text: str) -> bool:
    """Tell whether a question mark of any script stands in a text, addresses and faces aside."""
    return _MARK.search(text) is not None and _MARK.search(_FACE.sub(" ", bare(text))) is not None


def _score(odds: Odds, *, marked: bool) -> float:
    """Return how likely a comment is any of the three; a mark adds to whatever the words tell."""
    nothing = (
        (1 - likelihood(odds.question)) * (1 - likelihood(odds.request)) * (1 - likelihood(odds.trouble))
    )
    return 1 - nothing * (1 - MARK) if marked else 1 - nothing


def _score_in_a_library(odds: Odds, text: str, *, marked: bool) -> float:
    """Return the same where the chat is a library's: there a mark may be no more than surprise ("free?? on my way")."""
    asks = likelihood(odds.library)
    if not marked or (asks < SURPRISE and _SURPRISED.search(text)):
        return asks
    return 1 - (1 - asks) * (1 - MARK)


def _kind(odds: Odds, found: Sequence[tuple[Cue, str]]) -> Kind:
    """Return what a comment is, if it asks: a question, unless the words tell of one of the others."""
    sure = {cue.sort for cue, _ in found if cue.sure}
    request = odds.request + PHRASE * ("requests" in sure)
    trouble = odds.trouble + PHRASE * ("troubles" in sure)
    if max(request, trouble) <= odds.question - RATHER:
        return "question"
    return "request" if request > trouble else "trouble"
