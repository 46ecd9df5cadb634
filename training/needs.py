"""Learn what tells needs apart: `python -m training.needs` writes the weights that livedesk reads.

Multinomial logistic regression on the project's own corpus, over the features that `livedesk.questions.linear`
takes at run time; the weights that matter least are dropped, the rest are rounded to eight bits. The same
corpus gives the same files, byte for byte. Hands whose name begins with `x` are never read.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from training.material import WORDINGS, folds, worded

from livedesk.questions.concepts import concepts
from livedesk.questions.lexicon import lexicon
from livedesk.questions.linear import BUCKETS, Head, Linear, features, hashed, pack, unpack
from livedesk.questions.queue import LANGUAGES

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
PACKAGE = HERE.parent / "service" / "livedesk" / "questions"

FEWEST = 9
"""A need asked less often in the whole corpus is not learned by itself but as `other.<topic>`."""

OTHER = "other."

Floats: TypeAlias = npt.NDArray[np.float32]


class Comment(NamedTuple):
    """A comment of the corpus that asks something."""

    file: str
    hand: str
    language: str
    topic: str
    need: str
    text: str


class Settings(NamedTuple):
    """How a model is trained.

    Strength of the penalty on large weights, how often all comments are gone through, how many at a time, how far a
    weight moves at first, and how many weights are kept in all. A bucket that fewer comments have than `fewest` is
    not learned: it would only be learned by heart.
    """

    penalty: float
    rounds: int
    batch: int
    rate: float
    kept: int
    fewest: int


NEEDS = Settings(penalty=1e-6, rounds=4, batch=4096, rate=0.4, kept=1_000_000, fewest=2)


def comments(path: Path) -> list[Comment]:
    """Read the comments of viewers that ask something from a file of single comments or of a broadcast."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    *_, language, hand, _ = f"{path.stem}-1".split("-") if path.stem.count("-") == 1 else path.stem.split("-")
    if len(rows[0]) == 4:  # noqa: PLR2004 — columns of a file of single comments
        return [Comment(path.stem, hand, language, *row[1:4]) for row in rows if row[2]]
    return [
        Comment(path.stem, hand, language, row[3], row[4], row[6])
        for row in rows
        if row[4] and not staff(row[1])
    ]


def staff(speaker: str) -> bool:
    """Tell whether host or moderator said it; hands write moderators as MOD or mod_something."""
    return speaker == "HOST" or speaker.lower().startswith("mod")


def corpus() -> list[Comment]:
    """Read the comments of all hands that may be trained on."""
    paths = sorted(CORPUS.glob("*.tsv"))
    read = [comment for path in paths if "-x" not in path.stem for comment in comments(path)]
    return [comment for comment in read if not comment.hand.startswith("x")]


def wordings() -> list[Comment]:
    """Read the wordings of the commonest needs, of which nothing but the need is known."""
    return [
        Comment(path.stem, "w", path.stem, need.partition(".")[0], need, text)
        for path in sorted(WORDINGS.glob("*.txt"))
        for need, text in worded(path)
    ]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    tables = tomllib.loads((HERE / "needs.toml").read_text("utf-8"))
    return {
        other if "." in other else f"{topic}.{other}": f"{topic}.{name}"
        for topic, names in tables.items()
        for name, others in names.items()
        for other in others.split()
    }


def common_name(need: str) -> str:
    """Return the name, without slot, that all hands' names for this need are brought to."""
    base = need.partition(":")[0]
    return _names().get(need) or _names().get(base, base)


def labels(read: Sequence[Comment]) -> list[str]:
    """Return what each comment teaches the model of needs."""
    names = [common_name(comment.need) for comment in read]
    often = Counter(names)
    return [
        name if often[name] >= FEWEST else OTHER + comment.topic
        for name, comment in zip(names, read, strict=True)
    ]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a comment as topics are told from."""
    return lexicon(LANGUAGES).read(text)


def content(text: str) -> tuple[str, ...]:
    """Return the words of a comment without courtesy, as needs are told from."""
    return lexicon(LANGUAGES).utterance(text).content


def matrix(comments_said: Iterable[Sequence[str]]) -> sparse.csr_matrix:
    """Return the features of comments, a row each, of length 1, as `Linear` counts them."""
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for said in comments_said:
        found = [pair for feature in features(said, concepts().of(said)) for pair in hashed(feature)]
        length = sum(weight * weight for _, weight in found) ** 0.5 or 1.0
        columns += [bucket for bucket, _ in found]
        values += [weight / length for _, weight in found]
        starts.append(len(columns))
    shape = (len(starts) - 1, BUCKETS)
    summed = sparse.csr_matrix((np.array(values, np.float32), columns, starts), shape=shape)
    summed.sum_duplicates()
    return summed


def learn(x: sparse.csr_matrix, taught: Sequence[str], names: Sequence[str], how: Settings) -> bytes:
    """Return the file of the model that tells these labels from these features; `linear.unpack` reads it.

    `names` are all labels in the order the model is to have them, so that models of different hands have the same.
    """
    place = {name: at for at, name in enumerate(names)}
    used = np.flatnonzero(np.bincount(x.indices, minlength=BUCKETS) >= how.fewest).astype(np.int64)
    weights = _descend(x[:, used], np.array([place[name] for name in taught]), len(names), how)
    return _packed(names, used, weights[:-1], weights[-1], how.kept)


def _descend(x: sparse.csr_matrix, y: npt.NDArray[np.int64], many: int, how: Settings) -> Floats:
    """Minimise the loss by Adam, a part of the comments at a time; nothing is drawn by lot, so nothing varies.

    Biases are the last row of the weights. What is computed is written where there is room already: a matrix of
    weights has 100 MB.
    """
    design = sparse.hstack([x, sparse.csr_matrix(np.ones((x.shape[0], 1), np.float32))]).tocsr()
    parts = -(-x.shape[0] // how.batch)
    batches = [(design[part::parts], y[part::parts]) for part in range(parts)] * how.rounds
    weights: Floats
    weights, mean, square, room = np.zeros((4, design.shape[1], many), np.float32)
    for step, (rows, right) in enumerate(batches):
        slope = _slope(rows, right, weights)
        slope[:-1] += np.multiply(weights[:-1], how.penalty, out=room[:-1])
        mean *= 0.9
        mean += np.multiply(slope, 0.1, out=room)
        square *= 0.99
        square += np.multiply(np.square(slope, out=slope), 0.01, out=room)
        root = np.sqrt(np.divide(square, 1 - 0.99 ** (step + 1), out=room), out=room)
        root += 1e-7
        rate = how.rate * (1 - step / len(batches)) / (1 - 0.9 ** (step + 1))
        weights -= np.multiply(np.divide(mean, root, out=room), rate, out=room)
    return weights


def _slope(rows: sparse.csr_matrix, right: npt.NDArray[np.int64], weights: Floats) -> Floats:
    """Return which way the loss of these comments grows."""
    wrong = _softmax(rows @ weights)
    wrong[np.arange(len(right)), right] -= 1
    slope: Floats = rows.T.tocsr() @ (wrong / len(right))
    return slope


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = raised / raised.sum(1, keepdims=True)
    return shares


def _packed(
    names: Sequence[str], used: npt.NDArray[np.int64], weights: Floats, biases: Floats, kept: int
) -> bytes:
    unit = float(np.quantile(np.abs(weights), 0.9999)) / 127
    rounded = np.clip(np.rint(weights / unit), -127, 127).astype(int)
    if np.count_nonzero(rounded) > kept:
        least = np.sort(np.abs(weights), axis=None)[-kept]
        rounded[np.abs(weights) < least] = 0
    rows = {
        int(bucket): [(int(at), int(row[at])) for at in np.flatnonzero(row)]
        for bucket, row in zip(used, rounded, strict=True)
    }
    head = Head(tuple(names), unit, tuple(int(bias) for bias in np.rint(biases / unit)))
    return pack(head, rows)


@cache
def unseen() -> dict[str, Linear]:
    """Return, for each hand, the model that learned from the other hands, those measured with it aside."""
    written = corpus()
    read = written + wordings()
    said, taught = matrix(content(comment.text) for comment in read), labels(read)
    models = {}
    for fold in folds(comment.hand for comment in written):
        rest = [at for at, comment in enumerate(read) if comment.hand not in fold]
        file = learn(said[rest], [taught[at] for at in rest], sorted(set(taught)), NEEDS)
        models.update(dict.fromkeys(fold, unpack(file)))
    return models


def main() -> None:
    """Train the model on every hand that may be trained on."""
    read = corpus() + wordings()
    taught = labels(read)
    names = sorted(set(taught))
    path = PACKAGE / "needs.weights"
    path.write_bytes(learn(matrix(content(comment.text) for comment in read), taught, names, NEEDS))
    print(f"{path.name}: {len(read)} comments, {len(names)} labels, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
