"""Which of what is said may have answered which question: hints for the host, never decisions.

What the host says (captions come in pieces: those that follow each other at once are read together), what host and
moderators write, and what viewers write to each other is held against the questions of the last quarter of an hour.
What speaks for an answer: that question and answer are about the same need (`likeness`), words that both share, weighed
by how rare they are in this chat; a figure where the question wants one, a place, a yes or no; the asker's name; that
it was asked only just now, and not answered before. How much each counts stands in `answers.toml`, fitted by
`training/answers.py` on the project's own broadcasts.

Nothing here depends on what staff decide, so an undo leaves no trace in the hints.
"""

import re
import tomllib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from importlib import resources
from math import exp, log, log1p
from operator import mul
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace

from livedesk.events import Deleted
from livedesk.questions.lexicon import Lexicon
from livedesk.questions.likeness import Likeness, Reading, differ, likeness
from livedesk.questions.question import Hint, Speaker

WINDOW_MS = 900_000
"""What was asked longer ago is not looked at any more."""

MOST_ASKED = 600
"""Nor are more askings than these, the latest."""

SURE = 0.65
"""A hint is shown from this score on; chosen on Lives of hands that nothing was learned from."""

BESIDE = 0.5
"""Of several questions that one line seems to answer, those count that score so much of the best."""

CANDIDATES = 12
TELLING = 1.5
"""So many questions are looked at for a line, those that share most of their words with it, usual ones aside."""

MENTIONS = 3
"""What viewers write is looked at where it addresses who asked, three at most."""

MOST_HINTS = 3
"""So many hints are shown with a question, the best."""

PIECE_MS = 5_000
PIECES = 3
PIECE_WORDS = 12
"""Captions of so few words that follow within so long are pieces of one sentence: so many are read together."""

QUOTED = 240
"""So many characters of what was said are quoted."""

STEM = 5
SHORTEST = 3
"""Words are compared by their first five letters, prefixes aside; shorter words than three say nothing."""

USUAL = 200
"""Words are as usual at the start as in so many lines of the corpus (`usual` in answers.toml)."""

VOCABULARY = 20_000
"""So many words are counted in a broadcast; past it those heard once are forgotten."""

_PREFIX = re.compile("(?:memper|diper|men[gy]|pen[gy]|[mp]e[mn]|[btp]er|di|ke|se)(?=.{4})")
_NAME = re.compile(r"[^\W\d_]{4,}")
_ADDRESSED = re.compile(r"[@＠]([\w.]*\w)")


class Line(Struct, frozen=True, gc=False):
    """A text as far as answers go: its words without courtesy at both ends, all of them as a set, their stems.

    `figure`, `place` and `reply` tell whether it offers a figure, a place, a yes or no.
    """

    words: tuple[str, ...]
    said: frozenset[str]
    stems: frozenset[str]
    figure: bool
    place: bool
    reply: bool

    @property
    def offers(self) -> bool:
        """Tell whether it offers any of these."""
        return self.figure or self.place or self.reply


class Asked(Struct, frozen=True, gc=False):
    """An asking that waits for an answer; `rarity` is what its words amounted to when it came.

    `name` is the stem of what in the handle looks like a name, empty where nothing does. Where `apart`, it is on the
    queue by staff's decision: it gets hints, but changes nobody else's.
    """

    seq: int
    at: int
    viewer: str
    handle: str
    name: str
    line: Line
    reading: Reading
    rarity: float
    apart: bool


class Said(Struct, frozen=True, gc=False):
    """Something said that may be an answer; where `piece`, the sentence may go on in the next."""

    seq: int
    at: int
    text: str
    by: Speaker
    viewer: str = ""
    message: str | None = None
    mentions: tuple[str, ...] = ()
    piece: bool = False


class AskedState(Struct, frozen=True, gc=False):
    """An asking as it is kept: of its line only the words, for what else is known of it is read from those."""

    seq: int
    at: int
    viewer: str
    handle: str
    words: tuple[str, ...]
    said: list[str]
    rarity: float
    apart: bool


class HintsState(Struct, frozen=True, kw_only=True):
    """The hints found, by asking."""

    hints: dict[int, list[Hint]]


class AnswersState(HintsState, frozen=True, kw_only=True):
    """What `Answers` has heard, so that it can be written down."""

    heard: Mapping[str, int | float]
    lines: int
    asked: list[AskedState]
    run: list[Said]
    quoted: list[Said]


class Evidence(Struct, frozen=True, gc=False):
    """What speaks for a line being an answer to a question, and what against; one number for each weight.

    Those from `need` on are what `likeness` tells.
    """

    shared: float
    rarest: float
    covered: float
    figure: float
    place: float
    named: float
    waited: float
    length: float
    by_viewer: float
    answered: float
    concepts_shared: float
    need: float
    need_root: float
    needs: float
    topic: float
    names_shared: float
    name_shared: float
    names_differ: float
    day_differs: float
    person_differs: float


class Weights(Struct, frozen=True):
    """How much each piece of evidence counts, and where the scale begins."""

    bias: float
    evidence: Evidence

    def score(self, evidence: Evidence) -> float:
        """Return the probability, 0 to 1, that the line answers the question."""
        return 1 / (1 + exp(-self.bias - sum(map(mul, astuple(self.evidence), astuple(evidence)))))


class Answers:
    """Follows what is asked and what is said, and gives askings their hints. Feed it in the order of the log."""

    def __init__(
        self, lexicon: Lexicon, like: Likeness | None = None, weights: Weights | None = None
    ) -> None:
        """Begin with nothing heard."""
        self._lexicon = lexicon
        self._likeness = like or likeness()
        self._words = _words()
        self._weights = weights or shipped_weights()
        self._heard = dict(_usual())  # stem → the lines it was in
        self._lines = USUAL
        self._asked: dict[int, Asked] = {}  # by seq, the oldest first
        self._by_stem: dict[bool, dict[str, deque[int]]] = {False: {}, True: {}}  # those that are apart: True
        self._by_viewer: dict[str, deque[int]] = {}
        self._run: deque[Said] = deque(maxlen=PIECES)
        self._hints: dict[int, list[Hint]] = {}  # an asking's seq → its hints
        self._quoted: dict[int, Said] = {}  # the comments that hints quote, by seq

    def ask(self, seq: int, at: int, text: str, *, viewer: str | None, handle: str, apart: bool) -> None:
        """Take in that something was asked."""
        if seq in self._asked:
            return
        line = self._read(text)
        if not apart:
            self._count(line)
        rarity = max(0.1, sum(map(self._rarity, line.stems)))
        reading = self._likeness.read(line.words)
        handle = _folded(handle)
        self._keep(Asked(seq, at, viewer or "", handle, _name(handle), line, reading, rarity, apart))
        if len(self._asked) > MOST_ASKED:
            self._drop(next(iter(self._asked)))

    def state(self) -> AnswersState:
        """Return all that was heard, to go on from; it is good until the next line."""
        asked = [
            AskedState(
                each.seq,
                each.at,
                each.viewer,
                each.handle,
                each.line.words,
                sorted(each.line.said),
                each.rarity,
                each.apart,
            )
            for each in self._asked.values()
        ]
        return AnswersState(
            heard=self._heard,
            lines=self._lines,
            asked=asked,
            run=list(self._run),
            hints=self._hints,
            quoted=list(self._quoted.values()),
        )

    def restore(self, state: AnswersState) -> None:
        """Go on from there; only what has heard nothing yet can."""
        self._heard, self._lines = dict(state.heard), state.lines
        for each in state.asked:
            line, reading = self._line(each.words, each.said), self._likeness.read(each.words)
            who = each.viewer, each.handle, _name(each.handle)
            self._keep(Asked(each.seq, each.at, *who, line, reading, each.rarity, each.apart))
        self._run.extend(state.run)
        self.show(state)
        self._quoted = {said.seq: said for said in state.quoted}

    def show(self, state: HintsState) -> None:
        """Take up the hints alone."""
        self._hints = state.hints

    def _keep(self, asked: Asked) -> None:
        self._asked[asked.seq] = asked
        for stem in asked.line.stems:
            self._by_stem[asked.apart].setdefault(stem, deque()).append(asked.seq)
        self._by_viewer.setdefault(asked.viewer, deque()).append(asked.seq)

    def hear(self, said: Said) -> set[int]:
        """Take in what was said; return the seqs of the askings whose hints it changes."""
        while (oldest := next(iter(self._asked.values()), None)) and oldest.at < said.at - WINDOW_MS:
            self._drop(oldest.seq)
        line = self._read(said.text)
        self._count(line)
        if said.by == "viewer" and not (line.offers or said.mentions or "@" in said.text):
            return set()
        return self._hint(self._pieces(said), line)

    def forget(self, deleted: Deleted) -> set[int]:
        """Drop the hints that quote what was deleted; return the seqs of the askings that had them."""
        gone = {said.seq for said in self._quoted.values() if _is_deleted(said, deleted)}
        touched = {seq for seq, hints in self._hints.items() if any(hint.seq in gone for hint in hints)}
        for seq in touched:
            self._hints[seq] = [hint for hint in self._hints[seq] if hint.seq not in gone]
        for seq in gone:
            del self._quoted[seq]
        return touched

    def hints(self, askings: Iterable[int]) -> tuple[Hint, ...]:
        """Return the hints of these askings, each said once, the best first."""
        found = [hint for seq in askings if seq in self._hints for hint in self._hints[seq]]
        if not found:
            return ()
        best: dict[int, Hint] = {}
        for hint in found:
            if hint.seq not in best or best[hint.seq].score < hint.score:
                best[hint.seq] = hint
        return tuple(sorted(best.values(), key=lambda hint: (-hint.score, hint.seq))[:MOST_HINTS])

    def compare(self, said: Said, line: Line | None = None) -> Iterator[tuple[Asked, Evidence]]:
        """Yield the askings that share most with what is said, and what speaks for an answer and against."""
        line = line or self._read(said.text)
        found = [asked for asked in self._near(said, line) if asked.viewer != said.viewer or not said.viewer]
        if found:
            reading = self._likeness.read(line.words)
            for asked in found:
                yield asked, self._evidence(asked, said, line, reading)

    def _near(self, said: Said, line: Line) -> Iterator[Asked]:
        """Yield the askings of which a line has most words, and those by whom it addresses."""
        found: dict[int, None] = {}
        # What staff put on the queue takes no place from what viewers asked.
        for by_stem in self._by_stem.values():
            shared = self._share(line, by_stem)
            for seq in nlargest(CANDIDATES, shared, key=lambda seq: (shared[seq], seq)):
                if said.by == "host" or _addresses(said, line, self._asked[seq]):
                    found[seq] = None
        for viewer in said.mentions[:MENTIONS]:
            found.update(dict.fromkeys(list(self._by_viewer.get(viewer, ()))[-CANDIDATES:]))
        return map(self._asked.__getitem__, found)

    def _share(self, line: Line, by_stem: Mapping[str, Iterable[int]]) -> dict[int, float]:
        """Return how much of each asking's words a line has, usual words aside."""
        shared: dict[int, float] = {}
        for stem in line.stems:
            if stem in by_stem and (rarity := self._rarity(stem)) >= TELLING:
                for seq in by_stem[stem]:
                    shared[seq] = shared.get(seq, 0) + rarity / self._asked[seq].rarity
        return shared

    def _hint(self, pieces: Sequence[Said], line: Line) -> set[int]:
        """Score what was said, the last of `pieces` being new (`line`), and note where it is sure enough."""
        said = pieces[-1]
        if len(pieces) > 1:
            said = replace(said, text=" ".join(piece.text for piece in pieces))
            line = self._read(said.text)
        scored = [(asked, self._weights.score(evidence)) for asked, evidence in self.compare(said, line)]
        best = max((score for asked, score in scored if not asked.apart), default=0.0)
        run = {piece.seq for piece in pieces}
        changed = set()
        for asked, score in scored:
            hint = Hint(source=said.by, seq=said.seq, text=said.text[:QUOTED], score=round(score, 3))
            if score >= max(SURE, BESIDE * best) and self._note(asked.seq, hint, run):
                changed.add(asked.seq)
        if changed and not said.piece:
            self._quoted[said.seq] = said
        return changed

    def _note(self, asking: int, hint: Hint, run: set[int]) -> bool:
        """Keep a hint, one for all pieces of a sentence: it grows, and keeps the seq it began with."""
        hints = self._hints.setdefault(asking, [])
        former = next((each for each in hints if each.seq in run), None)
        if former is not None:
            hints.remove(former)
            hint = replace(hint, seq=former.seq, score=max(former.score, hint.score))
        hints.append(hint)
        hints.sort(key=lambda each: -each.score)
        del hints[MOST_HINTS:]
        return hint in hints

    def _evidence(self, asked: Asked, said: Said, line: Line, reading: Reading) -> Evidence:
        question = asked.line
        rarities = [self._rarity(stem) for stem in question.stems & line.stems]
        shared = sum(rarities)
        wants_figure = not question.said.isdisjoint(self._words.asks_figure)
        wants_place = not question.said.isdisjoint(self._words.asks_place)
        named = asked.viewer in said.mentions or _addresses(said, line, asked)
        meant = self._likeness.meant(asked.reading, reading)
        need, need_root, needs, topic, names_shared, name_shared, names_differ, *_ = meant
        return Evidence(
            shared=shared,
            rarest=max(rarities, default=0.0),
            covered=min(1.0, shared / asked.rarity),
            figure=float(wants_figure and line.figure),
            place=float(wants_place and line.place),
            named=float(named),
            waited=log1p(max(0, said.at - asked.at) / 1000),
            length=min(len(line.words), 40) / 10,
            by_viewer=float(said.by == "viewer"),
            answered=self._answered(asked),
            concepts_shared=float(len(asked.reading.concepts & reading.concepts)),
            need=need,
            need_root=need_root,
            needs=needs,
            topic=topic,
            names_shared=names_shared,
            name_shared=name_shared,
            names_differ=names_differ,
            day_differs=float(differ("day", asked.reading, reading)),
            person_differs=float(differ("person", asked.reading, reading)),
        )

    def _answered(self, asked: Asked) -> float:
        """Return how surely the host has answered before, the sentence that is being said aside."""
        before = (hint for hint in self._hints.get(asked.seq, ()) if hint.source == "host")
        return max((h.score for h in before if all(h.seq != piece.seq for piece in self._run)), default=0.0)

    def _read(self, text: str) -> Line:
        spoken = self._lexicon.utterance(text)
        return self._line(spoken.content, spoken.said)

    def _line(self, content: tuple[str, ...], said: Iterable[str]) -> Line:
        courtesy = self._lexicon.courtesy
        words = [word for word in content if len(word) >= SHORTEST and word not in courtesy]
        stems = frozenset([stem(word) for word in words if not word[0].isdigit()])
        all_words, known = frozenset(said), self._words
        return Line(
            content,
            all_words,
            stems,
            figure=not known.figures.isdisjoint(all_words) or any(word[0].isdigit() for word in all_words),
            place=not known.places.isdisjoint(all_words),
            reply=not known.replies.isdisjoint(all_words),
        )

    def _count(self, line: Line) -> None:
        self._lines += 1
        for stem in line.stems:
            self._heard[stem] = self._heard.get(stem, 0) + 1
        if len(self._heard) > VOCABULARY:
            self._heard = {stem: count for stem, count in self._heard.items() if count > 1}

    def _rarity(self, stem: str) -> float:
        return log((self._lines + 1) / (self._heard.get(stem, 0) + 0.5))

    def _pieces(self, said: Said) -> list[Said]:
        """Return what was said with the pieces of a sentence just before it."""
        if not said.piece:
            return [said]
        whole = len(said.text.split()) > PIECE_WORDS
        if whole or (self._run and not 0 <= said.at - self._run[-1].at <= PIECE_MS):
            self._run.clear()
        if whole:
            return [said]
        self._run.append(said)
        return list(self._run)

    def _drop(self, seq: int) -> None:
        """Let go of an asking; its hints stay."""
        asked = self._asked.pop(seq)
        for stem in asked.line.stems:
            _take_out(self._by_stem[asked.apart], stem, seq)
        _take_out(self._by_viewer, asked.viewer, seq)


class _Words(Struct, frozen=True):
    """Words that tell what a line offers and what a question wants."""

    figures: frozenset[str]
    replies: frozenset[str]
    places: frozenset[str]
    asks_figure: frozenset[str]
    asks_place: frozenset[str]


def _take_out(lists: dict[str, deque[int]], key: str, seq: int) -> None:
    """Take a seq out of a list, and the list out where it was the last."""
    lists[key].remove(seq)
    if not lists[key]:
        del lists[key]


def _is_deleted(said: Said, deleted: Deleted) -> bool:
    return said.message in deleted.message_ids or said.viewer in deleted.viewer_keys


@lru_cache(maxsize=VOCABULARY)
def stem(word: str) -> str:
    """Return what a word is compared by: `diperpanjang`, `perpanjangan` → `perpa`."""
    return _PREFIX.sub("", word, count=1)[:STEM]


def _addresses(said: Said, line: Line, asked: Asked) -> bool:
    """Tell whether somebody is addressed by handle, or by what in the handle looks like a name."""
    if "@" in said.text and asked.handle in _ADDRESSED.findall(said.text.casefold()):
        return True
    return asked.name in line.stems


def _name(handle: str) -> str:
    """Return the stem of what in a handle looks like a name, empty where nothing does."""
    name = _NAME.match(handle)
    return "" if name is None else stem(name[0])


def _folded(handle: str) -> str:
    return handle.lstrip("@").casefold()


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("answers.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words(**{name: frozenset(words.split()) for name, words in _file()["words"].items()})


@lru_cache(maxsize=1)
def _usual() -> dict[str, float]:
    """Return in how many of `USUAL` lines each usual stem stands."""
    usual: dict[str, str] = _file()["usual"]
    return {stem: int(share) * USUAL / 1000 for share, stems in usual.items() for stem in stems.split()}


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Return the weights that come with livedesk."""
    return msgspec.convert(_file()["weights"], Weights)
