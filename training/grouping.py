"""How good groups and topics are, and how weights were found: `python -m training.grouping [OPTIONS] [FILE …]`.

Without an option each file's comments that ask are put through `Groups` as livedesk ships it, line by line with
no viewer known, as `livedesk group` does. Pairs of comments are counted: those with one need belong together.
`--cross` measures on each hand's Lives what was learned from the other hands only, `--topics` does so for topics,
`--aside` measures what is shipped on the hands set aside. `--fit` learns `likeness.json`.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct, structs
from scipy.optimize import minimize
from training.material import folds
from training.needs import (
    CORPUS,
    PACKAGE,
    Comment,
    comments,
    common_name,
    content,
    corpus,
    unseen,
    words,
)

from livedesk.questions.concepts import concepts
from livedesk.questions.group import THRESHOLD, Groups
from livedesk.questions.lexicon import lexicon
from livedesk.questions.likeness import FEATURES, NAMING, Learned, Likeness, likeness
from livedesk.questions.queue import LANGUAGES
from livedesk.questions.topics import topics

PENALTY = 1e-4

COMMON = 12
"""A word that comments of more needs than so many have, those aside that name something, names nothing."""

THRESHOLDS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25)
"""What `--cross` tries."""

Floats: TypeAlias = npt.NDArray[np.float64]


class Score(Struct, frozen=True):
    """Counts of pairs: put together and rightly, put together, belonging together."""

    right: int
    put: int
    belong: int

    @property
    def precision(self) -> float:
        """How many of the pairs put together belong together."""
        return self.right / self.put if self.put else 1.0

    @property
    def recall(self) -> float:
        """How many of the pairs that belong together were put together."""
        return self.right / self.belong if self.belong else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.put + self.belong) if self.put + self.belong else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.put + other.put, self.belong + other.belong)

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  ({self.right}/{self.put}/{self.belong})"


def score(groups: Sequence[Hashable], needs: Sequence[Hashable]) -> Score:
    """Compare groups with needs, pair by pair; a comment alone in both makes no pair, and no difference."""
    return Score(*(_pairs(Counter(of)) for of in (zip(groups, needs, strict=True), groups, needs)))


def _pairs(often: Counter[Hashable]) -> int:
    return sum(many * (many - 1) // 2 for many in often.values())


def place(texts: Iterable[str], like: Likeness | None = None, threshold: float = THRESHOLD) -> list[str]:
    """Return the group of each text, of viewers not known."""
    groups = Groups(lexicon(LANGUAGES), like, threshold)
    return [groups.place(text, None).group for text in texts]


def measure(read: Sequence[Comment], by: Callable[[Sequence[str]], Sequence[Hashable]]) -> Score:
    """Score the comments of one file."""
    return score(by([comment.text for comment in read]), [comment.need for comment in read])


def report(paths: Sequence[Path]) -> str:
    """Return the figures of files of the corpus, for `make evaluate`: grouping per file and pooled, and topics."""
    lines = []
    pooled: dict[str, Score] = defaultdict(lambda: Score(0, 0, 0))
    read = {path: comments(path) for path in paths}
    for path, said in read.items():
        found = measure(said, place)
        pooled["broadcasts" if path.stem.startswith("broadcast") else "single comments"] += found
        lines.append(f"{path.stem:20} {found}")
    lines += [f"{name:20} {found}" for name, found in pooled.items()]
    for name in ("broadcasts", "single comments"):
        chosen = [
            c
            for path, said in read.items()
            if path.stem.startswith("broadcast") == (name[0] == "b")
            for c in said
        ]
        if chosen:
            lines.append(
                f"topics, {name:12} " + "one {:.3f}, two {:.3f}".format(*topics_right(chosen, likeness()))
            )
    return "\n".join(lines)


def topics_right(read: Sequence[Comment], like: Likeness) -> tuple[float, float]:
    """Return in which part of the comments the topic is the first offered, or one of the two."""
    offered = [topics().of(words(c.text), like.read(content(c.text)).topics) for c in read]
    first = sum(comment.topic in two[:1] for comment, two in zip(read, offered, strict=True))
    either = sum(comment.topic in two for comment, two in zip(read, offered, strict=True))
    return first / len(read), either / len(read)


def plain_learned(read: Sequence[Comment]) -> Learned:
    """Return what is counted, not fitted: how rare concepts and needs are, and the words that name nothing."""
    said = [words(comment.text) for comment in read]
    known = Counter(name for each in said for name in concepts().of(each))
    rarity = {name: round(float(np.log(len(read) / many)), 2) for name, many in sorted(known.items())}
    needs = [common_name(comment.need) for comment in read]
    usual = {name: round(many / len(read), 5) for name, many in sorted(Counter(needs).items())}
    by_word: dict[str, set[str]] = defaultdict(set)
    for need, each in zip(needs, said, strict=True):
        for word in each if need not in NAMING else ():
            by_word[word].add(need)
    common = sorted(word for word, of in by_word.items() if len(of) > COMMON)
    return Learned(0.0, {}, rarity, usual, " ".join(common))


class Pairs(NamedTuple):
    """What tells the pairs of comments of Lives, whether one answer serves both, and whose Lives they are."""

    rows: Floats
    right: Floats
    hands: npt.NDArray[np.str_]


def pairs(read: Sequence[Comment], likes: Mapping[str, Likeness]) -> Pairs:
    """Compare the comments of each Live, each Live as by a desk that does not know its hand."""
    rows, right, hands = [], [], []
    for said in broadcasts(read):
        like = likes[said[0].hand]
        readings = [like.read(content(comment.text)) for comment in said]
        for one, other in combinations(range(len(said)), 2):
            rows.append(like.compare(readings[one], readings[other]))
            right.append(said[one].need == said[other].need)
            hands.append(said[one].hand)
    return Pairs(np.array(rows), np.array(right, float), np.array(hands))


def broadcasts(read: Sequence[Comment]) -> list[list[Comment]]:
    """Return the comments that ask in each Live."""
    files: dict[str, list[Comment]] = defaultdict(list)
    for comment in read:
        files[comment.file].append(comment)
    return [said for file, said in files.items() if file.startswith("broadcast")]


def fit(of: Pairs, counted: Learned) -> Learned:
    """Fit the weights by logistic regression."""
    bias, weights = _regress(of.rows, of.right)
    fitted = {name: round(float(weight), 2) for name, weight in zip(FEATURES, weights, strict=True)}
    return structs.replace(counted, bias=round(bias, 2), weights=fitted)


def _regress(rows: Floats, right: Floats) -> tuple[float, Floats]:
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - mean) / spread

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = scaled @ at[:-1] + at[-1]
        wrong = (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - right) / len(right)
        value = (np.logaddexp(0, odds) - right * odds).mean() + PENALTY / 2 * (at[:-1] ** 2).sum()
        return float(value), np.append(scaled.T @ wrong + PENALTY * at[:-1], wrong.sum())

    start = np.append(np.zeros(rows.shape[1]), np.log(right.mean()))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    weights = found[:-1] / spread
    return float(found[-1] - weights @ mean), weights


def likes_unseen(counted: Learned) -> dict[str, Likeness]:
    """Return, for each hand, what reads comments with a model that has not seen the hand."""
    return {hand: Likeness(counted, model, concepts()) for hand, model in unseen().items()}


def cross(thresholds: Sequence[float]) -> str:
    """Return the figures of each hand's Lives, learned from the others, at several thresholds."""
    read = corpus()
    all_pairs = pairs(read, likes_unseen(plain_learned(read)))
    totals: dict[tuple[float, str], Score] = defaultdict(lambda: Score(0, 0, 0))
    for fold in folds(comment.hand for comment in read):
        rest = ~np.isin(all_pairs.hands, fold)
        others = plain_learned([comment for comment in read if comment.hand not in fold])
        learned = fit(Pairs(*(column[rest] for column in all_pairs)), others)
        like = Likeness(learned, unseen()[fold[0]], concepts())
        for said in broadcasts([comment for comment in read if comment.hand in fold]):
            for threshold in thresholds:
                found = measure(said, lambda texts: place(texts, like, threshold))  # noqa: B023 — called at once
                for kind in ("all", said[0].language, "hand " + said[0].hand):
                    totals[threshold, kind] += found
    return "\n".join(f"at {at:+.2f}  {kind:8} {found}" for (at, kind), found in sorted(totals.items()))


def cross_topics() -> str:
    """Return how often the topic of a comment is found by a model that has not seen its hand."""
    read = corpus()
    likes = likes_unseen(plain_learned(read))
    right: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for comment in read:
        found = topics_right([comment], likes[comment.hand])
        live = comment.file.startswith("broadcast")
        kinds = (
            ("Lives", "Lives, " + comment.language, "Lives, hand " + comment.hand) if live else ("single",)
        )
        for kind in kinds:
            right[kind].append(found)
    lines = (
        (kind, *(sum(column) / len(each) for column in zip(*each, strict=True)))
        for kind, each in sorted(right.items())
    )
    return "\n".join(f"{kind:14} one {first:.3f}, two {either:.3f}" for kind, first, either in lines)


def main() -> None:
    """Measure, or learn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--topics", action="store_true")
    parser.add_argument("--aside", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    if given.cross:
        print(cross(THRESHOLDS))
    if given.topics:
        print(cross_topics())
    if given.fit:
        read = corpus()
        counted = plain_learned(read)
        learned = fit(pairs(read, likes_unseen(counted)), counted)
        (PACKAGE / "likeness.json").write_bytes(
            msgspec.json.format(msgspec.json.encode(learned), indent=1) + b"\n"
        )
    if given.aside:
        print(report(sorted(CORPUS.glob("*-x*.tsv"))))
    if not (given.cross or given.topics or given.aside or given.fit):
        print(report(given.files or sorted(path for path in CORPUS.glob("*.tsv") if "-x" not in path.stem)))


if __name__ == "__main__":
    main()
