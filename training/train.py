"""Train the model of `livedesk/questions/model.py`: `python -m training.train [--data FOLDER] [--output FILE]`.

Four logistic regressions over hashed features (question, request, trouble, and all three in the Lives of libraries),
by AdaGrad in a fixed order, then rounded to eight bits: same input, same weights, byte for byte. The features see
neither question marks nor marks on letters, so what is learned of `gdzie są książki?` holds for `gdzie sa ksiazki`.

Sentences without labels teach by their mark: what bears one asks. Of those without one, thousands of the doubtful were
labelled by hand (`labels/`). For the rest a missing mark says little where chat leaves it out, so a first model is
trained, and its opinion, lowered by how often people of that source do write the mark, becomes the label
(expectation and maximisation, once).
"""

import argparse
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from training.material import Comment, Text, chat, corpus, texts_of, wordings

from livedesk.questions.detect import Detector, marked
from livedesk.questions.model import FILE, HEADS, features, packed, read_model
from livedesk.questions.queue import LANGUAGES

WEIGHTS = Path(__file__).parents[1] / "service" / "livedesk" / "questions" / FILE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Source(Struct, frozen=True):
    """How much one text counts, and the share of its questions that bear a mark."""

    weight: float
    marks: float


SOURCES = {
    "tatoeba_en": Source(0.3, 0.99),
    "tatoeba_pl": Source(0.3, 0.99),
    "tatoeba_id": Source(0.6, 0.99),
    "tatoeba_ms": Source(1.0, 0.99),
    "tatoeba_es": Source(1.0, 0.99),
    "twitch_minecraft": Source(0.6, 0.65),
    "poleval_pl": Source(0.7, 0.95),
    "stif_id": Source(1.0, 0.75),
}
MARKED = 3.0
"""A text with a mark counts so much more: there are few, and what they ask is surer."""

SURE, LAX = 0.9, 0.5
"""Where fewer than `SURE` of the questions bear a mark, a text without one counts so much at first."""

LABELLED = 5.0
"""How much a text labelled by hand counts."""

QUESTIONS = {"corpus": 0.2, "wordings": 0.005, "library": 2.0, "chat": 10.0}
WANTS = {"corpus": 1.4, "wordings": 0.1, "library": 5.0, "chat": 5.0}
LIBRARY = {"corpus": 1.0, "wordings": 0.03, "library": 2.0}
"""How much the project's own comments count, by their source: for what is a question anywhere, for what is a request or
a report of trouble, and for what asks in the Lives of libraries. Wordings count little: they all ask, and are many."""

LIVE = 3.0
"""How much more the comments of whole Lives tell of what asks in a library's Live than single ones."""

OTHERS = 0.3
"""How much a text counts as no request and no report of trouble: what is asked of a shop is not asked of a library."""

SHIFT = {"question": 0.5, "request": 0.0, "trouble": 0.0, "library": -0.15}
"""Added to the biases: where precision and recall balance, on the development comments and on hands left out."""

PASSES, BATCH, RATE, SEED = 8, 256, 0.08, 1
DECAY, DECAY_OF_LIBRARY = 7e-3, 3e-3
STEPS = 127


class Lessons(Struct, frozen=True):
    """Comments to learn from: whether each asks (or how likely), how much it counts, and where its features start."""

    features: Integers
    starts: Integers
    targets: Floats
    weights: Floats


class Table(Struct, frozen=True):
    """A trained model before it is rounded."""

    weights: Floats
    bias: float


def train(comments: Sequence[Comment], texts: Sequence[Text] = ()) -> bytes:
    """Return the model's file, trained on labelled comments and on texts with few labels."""
    tables = {
        "question": _question([each for each in comments if each.kind in {"question", "none"}], texts),
        "request": _wanting(comments, texts, "request"),
        "trouble": _wanting(comments, texts, "trouble"),
        "library": _in_libraries(comments),
    }
    return packed([_rounded(table, SHIFT[kind]) for kind, table in tables.items()])


def _question(comments: Sequence[Comment], texts: Sequence[Text]) -> Table:
    strong = [(each.text, float(each.asks), QUESTIONS[each.source]) for each in comments]
    table = _fit(_lessons([*map(_at_first, texts), *strong]), HEADS["question"])
    if not texts:
        return table
    odds = _odds(table, _lessons([(each.text, 0.0, 0.0) for each in texts]))
    believed = [_believed(each, float(told)) for each, told in zip(texts, odds, strict=True)]
    return _fit(_lessons([*believed, *strong]), HEADS["question"])


def _wanting(comments: Sequence[Comment], texts: Sequence[Text], kind: str) -> Table:
    others = [(each.text, 0.0, SOURCES[each.source].weight * OTHERS) for each in texts]
    own = [(each.text, float(each.kind == kind), WANTS[each.source]) for each in comments]
    return _fit(_lessons([*others, *own]), HEADS[kind])


def _in_libraries(comments: Sequence[Comment]) -> Table:
    taught = [
        (each.text, float(each.asks), LIBRARY[each.source] * (LIVE if each.live else 1.0))
        for each in comments
        if each.source in LIBRARY
    ]
    return _fit(_lessons(taught), HEADS["library"], DECAY_OF_LIBRARY)


Taught = tuple[str, float, float]
"""A text, whether it asks (or how likely), and how much that counts."""


def _at_first(text: Text) -> Taught:
    source = SOURCES[text.source]
    if marked(text.text):
        return text.text, 1.0, source.weight * MARKED
    if text.label is not None:
        return text.text, float(text.label == "question"), LABELLED
    return text.text, 0.0, source.weight * (LAX if source.marks < SURE else 1.0)


def _believed(text: Text, odds: float) -> Taught:
    """Give what bears no mark and no label what these odds tell, knowing how often a question here bears one."""
    if marked(text.text) or text.label is not None:
        return _at_first(text)
    source = SOURCES[text.source]
    return text.text, float(1 / (1 + np.exp(-odds) / (1 - source.marks))), source.weight


@cache
def seen(text: str) -> Integers:
    """Return the features of a comment as the detector sees it."""
    return np.array(features(*_detector().read(text)), dtype=np.int64)


@cache
def _detector() -> Detector:
    """Return a detector to read with; its model knows nothing, for the one that is there may be of another shape."""
    nothing = [(bytes(1 << bits), 1.0, 0.0) for bits in HEADS.values()]
    return Detector(LANGUAGES, model=read_model(packed(nothing)))


def _lessons(taught: Sequence[Taught]) -> Lessons:
    found = [seen(text) for text, _, _ in taught]
    return Lessons(
        np.concatenate(found),
        np.cumsum([0, *map(len, found)]),
        np.array([target for _, target, _ in taught]),
        np.array([weight for _, _, weight in taught]),
    )


def _odds(table: Table, lessons: Lessons) -> Floats:
    """Return the log odds of each lesson; every comment has features, if only that it has no words."""
    told = table.weights[lessons.features & (len(table.weights) - 1)]
    return np.asarray(table.bias + np.add.reduceat(told, lessons.starts[:-1]), dtype=np.float64)


def _fit(lessons: Lessons, bits: int, decay: float = DECAY) -> Table:
    """Fit a logistic regression by AdaGrad, in batches, decaying the weights that a batch touches."""
    size = 1 << bits
    weights, squares, bias, bias_square = np.zeros(size), np.full(size, 1e-3), 0.0, 1e-3
    order = np.random.default_rng(SEED)
    for _ in range(PASSES):
        shuffled = order.permutation(len(lessons.targets))
        for start in range(0, len(shuffled), BATCH):
            batch = shuffled[start : start + BATCH]
            rows, found = _features(lessons, batch)
            found &= size - 1
            odds = bias + np.bincount(rows, weights[found], len(batch))
            error = (1 / (1 + np.exp(-odds)) - lessons.targets[batch]) * lessons.weights[batch]
            touched, places = np.unique(found, return_inverse=True)
            slope = np.bincount(places, error[rows], len(touched)) / BATCH + decay * weights[touched]
            squares[touched] += slope * slope
            weights[touched] -= RATE * slope / np.sqrt(squares[touched])
            bias_square += float(error.mean()) ** 2
            bias -= RATE * float(error.mean()) / bias_square**0.5
    return Table(weights, bias)


def _features(lessons: Lessons, batch: Integers) -> tuple[Integers, Integers]:
    """Return the features of a batch one after the other, each with its comment's place in the batch."""
    counts = lessons.starts[batch + 1] - lessons.starts[batch]
    rows = np.repeat(np.arange(len(batch)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, lessons.features[lessons.starts[batch][rows] + within]


def _rounded(table: Table, shift: float) -> tuple[bytes, float, float]:
    """Return the weights in steps of one part in 127 of the largest, the step, and the bias, shifted."""
    largest = float(np.abs(table.weights).max()) or 1.0
    step = largest / STEPS
    return np.rint(table.weights / step).astype(np.int8).tobytes(), step, table.bias + shift


def main() -> None:
    """Train on everything that may be trained on, and write the file."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--data", type=Path, help="A folder with train.jsonl.")
    options.add_argument("--output", type=Path, default=WEIGHTS)
    given = options.parse_args()
    texts = texts_of(given.data) if given.data else []
    file = train([*corpus(), *wordings(), *chat()], texts)
    given.output.write_bytes(file)
    labelled = sum(text.label is not None for text in texts)
    print(f"{given.output}: {len(file)} bytes, {hashlib.sha256(file).hexdigest()}")
    print(f"from {len(texts)} texts, {labelled} of them labelled by hand")


if __name__ == "__main__":
    main()
