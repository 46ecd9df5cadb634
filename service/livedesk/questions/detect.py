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
from livedesk.questions.text import LIMIT, bare
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

REMEMBERED = 1_000
"""So many comments are kept as heard: chat repeats itself."""

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
        self._heard = lru_cache(maxsize=REMEMBERED)(self._hear)
        self._told = lru_cache(maxsize=REMEMBERED)(self._topics_and_why)

    def detect(self, text: str, habit: Habit | None = None) -> Detection:
        """Return what there is to say of a comment; any text will do, none costs more than a fixed time.

        A habit is asked what is usual in this chat, and then told of the comment.
        """
        heard = self._heard(text[:LIMIT])
        return self._describe(heard, _score(heard, habit))

    def asked(self, text: str, habit: Habit | None = None) -> Detection | None:
        """Return the same, but None for a comment that asks nothing: that costs half as much to tell."""
        heard = self._heard(text[:LIMIT])
        score = _score(heard, habit)
        return self._describe(heard, score) if score >= self.threshold else None

    def _hear(self, text: str) -> "_Heard":
        spoken = self.lexicon.utterance(text)
        said, found = spoken.said, self._cues(spoken.said, spoken.asking)
        text = bare(text)
        odds, mark = self._model.weigh(said, spoken.asking, found), marked(text)
        usual, language = self._language(text, said)
        return _Heard(
            said=said,
            content=spoken.content,
            found=found,
            odds=odds,
            kind=_kind(odds, found),
            marked=mark,
            surprised=mark and _SURPRISED.search(text) is not None,
            usual=usual,
            language=language,
            of_books=not self.lexicon.library.isdisjoint(said),
        )

    def _describe(self, heard: "_Heard", score: float) -> Detection:
        question = score >= self.threshold
        topics, why = self._told(heard, score >= WORTH_READING, question)
        return Detection(
            question=question,
            score=score,
            kind=heard.kind if question else "question",
            language=heard.language,
            topic=topics[0] if topics else None,
            topics=topics,
            why=why,
        )

    def _topics_and_why(self, heard: "_Heard", worth: bool, question: bool) -> tuple[tuple[str, ...], str]:  # noqa: FBT001 - what is remembered
        likely = self._likeness.read(heard.content).topics if worth else {}
        return self._topics.of(heard.said, likely), self._why(heard, question=question)

    def _why(self, heard: "_Heard", *, question: bool) -> str:
        """Say in a few words what spoke for and against, the surest first."""
        reasons = dict.fromkeys(["question mark"] if heard.marked else [])
        for cue, words in sorted(heard.found, key=lambda each: (each[0].sort == "calm", not each[0].sure)):
            but = "but " if cue.sort == "calm" else ""
            reasons[f"{but}{_VERB[cue.place]} “{words}”"] = None
        if question and all(cue.sort == "calm" for cue, _ in heard.found) and not heard.marked:
            reasons = {f"words that ask: {self._telling(heard)}": None, **reasons}
        return ", ".join(list(reasons)[:REASONS]) or "nothing that asks"

    def _telling(self, heard: "_Heard") -> str:
        """Return the words that spoke most for what the comment was taken for."""
        told = self._model.of_words(heard.said, heard.kind)
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
        # Of all languages those that may be told come first: the likeliest of all is theirs too, if it is one of them.
        likeliest, told = _most(votes, self._languages), self.lexicon.languages
        return likeliest, likeliest if likeliest in told else _most(votes, told)


def _most(votes: Mapping[str, float], languages: Sequence[str]) -> str:
    """Return which of these languages has most votes, in doubt the first."""
    best, most = UNKNOWN, 0.0
    for language in languages if votes else ():
        if votes.get(language, 0.0) > most:
            best, most = language, votes[language]
    return best


class _Heard(Struct, frozen=True, kw_only=True, eq=False, gc=False):
    """What a comment is by itself, in any chat: its words, with and without courtesy, and what they speak for.

    `usual` is the likeliest language of all, `language` of those that may be told.
    """

    said: tuple[str, ...]
    content: tuple[str, ...]
    found: list[tuple[Cue, str]]
    odds: Odds
    kind: Kind
    marked: bool
    surprised: bool
    usual: str
    language: str
    of_books: bool


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


def _score(heard: _Heard, habit: Habit | None) -> float:
    """Return how likely a comment asks, in a chat where this is usual; the habit is told of it."""
    usual, odds = habit or _ANY_CHAT, heard.odds
    expected, library = usual.expect(odds, heard.usual, marked=heard.marked), usual.library()
    if habit is not None:
        habit.take(odds, heard.usual, marked=heard.marked, of_books=heard.of_books)
    score = library * _in_a_library(heard, expected) + (1 - library) * _anywhere(heard, expected)
    return round(score, 3)


def _anywhere(heard: _Heard, odds: Odds) -> float:
    """Return how likely a comment is any of the three; a mark adds to whatever the words tell."""
    nothing = (
        (1 - likelihood(odds.question)) * (1 - likelihood(odds.request)) * (1 - likelihood(odds.trouble))
    )
    return 1 - nothing * (1 - MARK) if heard.marked else 1 - nothing


def _in_a_library(heard: _Heard, odds: Odds) -> float:
    """Return the same where the chat is a library's: there a mark may be no more than surprise ("free?? on my way")."""
    asks = likelihood(odds.library)
    if not heard.marked or (asks < SURPRISE and heard.surprised):
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
