"""How good groups and topics are, and how weights were found: `python -m training.grouping [OPTIONS] [FILE …]`.

Without an option each file's comments that ask are put through `Groups` as livedesk ships it, line by line with
no viewer known, as `livedesk group` does. Pairs of comments are counted: those with one need belong together.
`--cross` measures on each hand what was learned from the other hands only, `--topics` does so for topics, `--aside`
measures what is shipped on the hands set aside. `--fit` learns `likeness.json`.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct
from scipy.optimize import minimize
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
from livedesk.questions.likeness import FEATURES, NAMING, Learned, Likeness, Reading, likeness
from livedesk.questions.linear import Linear
from livedesk.questions.queue import LANGUAGES
from livedesk.questions.topics import topics

CHATS = 2
"""So many made-up broadcasts are drawn from each file of single comments."""

NEEDS_A_CHAT, SLOTS_A_NEED, COMMENTS_A_SLOT = 24, 3, 6

PENALTY = 1e-4

BROADCAST = 5.0
"""How much a pair of a real order counts beside one of a made-up broadcast."""


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
    """Return what is counted, not fitted: how rare concepts are, and the words that name nothing."""
    said = [words(comment.text) for comment in read]
    known = Counter(name for each in said for name in concepts().of(each))
    rarity = {name: round(float(np.log(len(read) / many)), 2) for name, many in sorted(known.items())}
    needs = [common_name(comment.need) for comment in read]
    by_word: dict[str, set[str]] = defaultdict(set)
    for need, each in zip(needs, said, strict=True):
        for word in each if need not in NAMING else ():
            by_word[word].add(need)
    common = sorted(word for word, of in by_word.items() if len(of) > 1)
    return Learned(0.0, {}, rarity, " ".join(common))


def chats(read: Sequence[Comment]) -> Iterator[list[int]]:
    """Yield indices of comments that make up broadcasts, near needs among them; always the same."""
    draw = Random(1)  # noqa: S311 - draws examples, guards nothing
    for file in sorted({comment.file for comment in read}):
        here = [at for at, comment in enumerate(read) if comment.file == file]
        if file.startswith("broadcast"):
            yield here
            continue
        needs: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for at in here:
            needs[read[at].need.partition(":")[0]][read[at].need].append(at)
        for _ in range(CHATS):
            chosen = draw.sample(sorted(needs), min(NEEDS_A_CHAT, len(needs)))
            slots = [
                slot
                for need in chosen
                for slot in draw.sample(sorted(needs[need].items()), min(SLOTS_A_NEED, len(needs[need])))
            ]
            picked = [at for _, of in slots for at in draw.sample(of, min(COMMENTS_A_SLOT, len(of)))]
            draw.shuffle(picked)
            yield picked


def fit(read: Sequence[Comment], readings: Sequence[Reading], counted: Learned, needs: Linear) -> Learned:
    """Fit the weights by logistic regression on the pairs of comments within chats."""
    like = Likeness(counted, needs, concepts())
    rows, right, counts = [], [], []
    for chat in chats(read):
        for one, other in combinations(chat, 2):
            rows.append(like.compare(readings[one], readings[other]))
            right.append(read[one].need == read[other].need)
            counts.append(BROADCAST if read[one].file.startswith("broadcast") else 1.0)
    bias, weights = _regress(np.array(rows), np.array(right, float), np.array(counts))
    fitted = {name: round(float(weight), 2) for name, weight in zip(FEATURES, weights, strict=True)}
    return Learned(round(bias, 2), fitted, counted.rarity, counted.common)


def _regress(
    rows: npt.NDArray[np.float64], right: npt.NDArray[np.float64], counts: npt.NDArray[np.float64]
) -> tuple[float, npt.NDArray[np.float64]]:
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    counts = counts / counts.sum()
    scaled = (rows - mean) / spread

    def loss(at: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        odds = scaled @ at[:-1] + at[-1]
        wrong = counts * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - right)
        value = (counts * (np.logaddexp(0, odds) - right * odds)).sum() + PENALTY / 2 * (at[:-1] ** 2).sum()
        return float(value), np.append(scaled.T @ wrong + PENALTY * at[:-1], wrong.sum())

    start = np.append(np.zeros(rows.shape[1]), np.log(right.mean()))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    weights = found[:-1] / spread
    return float(found[-1] - weights @ mean), weights


def read_unseen(read: Sequence[Comment], counted: Learned) -> list[Reading]:
    """Return each comment as read by a model that has not seen its hand."""
    likes = {hand: Likeness(counted, model, concepts()) for hand, model in unseen().items()}
    return [likes[comment.hand].read(content(comment.text)) for comment in read]


def cross(thresholds: Sequence[float]) -> str:
    """Return the figures of each hand, learned from the others, at several thresholds."""
    read = corpus()
    readings = read_unseen(read, plain_learned(read))
    totals: dict[tuple[str, float], Score] = defaultdict(lambda: Score(0, 0, 0))
    lines = []
    for hand, model in unseen().items():
        rest = [at for at, comment in enumerate(read) if comment.hand != hand]
        others = [read[at] for at in rest]
        learned = fit(others, [readings[at] for at in rest], plain_learned(others), model)
        like = Likeness(learned, model, concepts())
        here = [comment for comment in read if comment.hand == hand]
        for threshold in thresholds:
            for file in sorted({comment.file for comment in here}):
                said = [comment for comment in here if comment.file == file]
                found = measure(said, lambda texts: place(texts, like, threshold))  # noqa: B023 — called at once
                totals[file.partition("-")[0] if file.startswith("b") else "single", threshold] += found
                if threshold == THRESHOLD:
                    lines.append(f"{file:20} {found}")
            picked = [
                [here[at] for at in chat] for chat in chats(here) if not here[chat[0]].file.startswith("b")
            ]
            for chat in picked:
                totals["drawn", threshold] += measure(chat, lambda texts: place(texts, like, threshold))  # noqa: B023
    lines += [
        f"{kind:10} at {threshold:+.2f}  {found}" for (kind, threshold), found in sorted(totals.items())
    ]
    return "\n".join(lines)


def cross_topics() -> str:
    """Return how often the topic of a comment is found by a model that has not seen its hand."""
    read = corpus()
    counted = plain_learned(read)
    lines = []
    for hand, model in unseen().items():
        like = Likeness(counted, model, concepts())
        for kind in ("broadcast", ""):
            here = [c for c in read if c.hand == hand and c.file.startswith("broadcast") == bool(kind)]
            lines.append(
                f"hand {hand} {kind or 'single':10} one {{:.3f}}, two {{:.3f}}".format(
                    *topics_right(here, like)
                )
            )
    return "\n".join(lines)


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
        print(cross((0.0, 0.25, 0.5, 0.75, 1.0, 1.5)))
    if given.topics:
        print(cross_topics())
    if given.fit:
        read = corpus()
        counted = plain_learned(read)
        learned = fit(read, read_unseen(read, counted), counted, next(iter(unseen().values())))
        (PACKAGE / "likeness.json").write_bytes(
            msgspec.json.format(msgspec.json.encode(learned), indent=1) + b"\n"
        )
    if given.aside:
        print(report(sorted(CORPUS.glob("*-x*.tsv"))))
    if not (given.cross or given.topics or given.aside or given.fit):
        print(report(given.files or sorted(path for path in CORPUS.glob("*.tsv") if "-x" not in path.stem)))


if __name__ == "__main__":
    main()
