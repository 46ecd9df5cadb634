"""How well questions are found: `python -m training.evaluate [--data FOLDER] [--aside]`, or `make evaluate`.

Prints Markdown tables. Each comment is read as it was written, and with question marks and marks on letters removed
("bare"). The first columns read the comments of one source in their order, as in a broadcast, so that the detector may
learn whether question marks are written there; "alone" reads each comment by itself. The last column is what question
marks alone would find.

The corpus is measured by hand: what hands c and d wrote with a model that saw neither, and so on; the hands set
aside, with `--aside`, with the model that comes with livedesk.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from training.material import (
    Comment,
    Text,
    chat,
    chat_room,
    corpus,
    folds,
    labelled,
    texts_of,
    without_marks,
    wordings,
)
from training.scores import Score, score
from training.train import train

from livedesk.questions.detect import Detector, marked
from livedesk.questions.habit import Habit
from livedesk.questions.model import read_model
from livedesk.questions.queue import LANGUAGES

ROW = "| " + " | ".join(["{}"] * 11) + " |"
HEAD = ROW.format(
    "", "n", "P", "R", "F1", "bare P", "bare R", "bare F1", "F1 alone", "bare F1 alone", "F1 of ?"
)
RULE = "|---" + "|---:" * 10 + "|"


def main() -> None:
    """Print all tables that there is data for."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--data", type=Path, help="A folder with dev.jsonl, dev-nps.jsonl and train.jsonl.")
    options.add_argument("--aside", action="store_true", help="Measure on the hands set aside too.")
    given = options.parse_args()
    if given.data:
        _print_real(given.data)
    _print_crossed(texts_of(given.data) if given.data else [])
    if given.aside:
        print("\nThe corpus's hands set aside\n")
        _print_corpus(corpus(aside=True), Detector(LANGUAGES))


def _print_real(folder: Path) -> None:
    detector = Detector(LANGUAGES)
    comments, posts = labelled(folder), chat_room(folder)
    for title, weighted in (("Real comments", False), ("Real comments, weighted to the real mix", True)):
        print(f"\n{title}\n\n{HEAD}\n{RULE}")
        for name, some in _by(comments, lambda each: each.source):
            _print_row(name, some, detector, weighted=weighted)
        for name, some in _by(comments, lambda each: each.language):
            _print_row(name, some, detector, weighted=weighted)
        _print_row("all", comments, detector, weighted=weighted)
    print(f"\nNPS Chat\n\n{HEAD}\n{RULE}")
    _print_row("nps", posts, detector)


def _print_crossed(texts: Sequence[Text]) -> None:
    """Measure each fold of hands with a model that saw none of them."""
    print("\nThe corpus, by hands the model has not seen\n")
    comments = corpus()
    for fold in folds(each.hand for each in comments):
        learned = [each for each in comments if each.hand not in fold]
        detector = Detector(LANGUAGES, model=read_model(train([*learned, *wordings(), *chat()], texts)))
        print(f"Hands {' and '.join(fold)}\n")
        _print_corpus([each for each in comments if each.hand in fold], detector)


def _print_corpus(comments: Sequence[Comment], detector: Detector) -> None:
    print(f"{HEAD}\n{RULE}")
    for live in (False, True):
        some = [each for each in comments if each.live == live]
        for language, spoken in _by(some, lambda each: each.language):
            _print_row(f"{language} {'Lives' if live else 'comments'}", spoken, detector)
    _print_row("all", comments, detector)
    asking = [each for each in comments if each.asks]
    right = sum(detector.detect(each.text).kind == each.kind for each in asking)
    print(f"\nKinds of what asks: {right / len(asking):.3f} right\n")


def _print_row(name: str, comments: Sequence[Comment], detector: Detector, *, weighted: bool = False) -> None:
    weights = [each.weight if weighted else 1.0 for each in comments]
    truth = [each.asks for each in comments]
    raw = score(truth, in_chats(comments, detector, str), weights)
    bare = score(truth, in_chats(comments, detector, without_marks), weights)
    alone = score(truth, [detector.detect(each.text).question for each in comments], weights)
    bare_alone = score(
        truth, [detector.detect(without_marks(each.text)).question for each in comments], weights
    )
    mark = score(truth, [marked(each.text) for each in comments], weights)
    figures = [f"{figure:.3f}" for figure in (*_three(raw), *_three(bare), alone.f1, bare_alone.f1, mark.f1)]
    print(ROW.format(name, len(comments), *figures))


def in_chats(comments: Sequence[Comment], detector: Detector, spelled: Callable[[str], str]) -> list[bool]:
    """Return whether each asks, where the comments of one source, language and hand are one chat."""
    habits: dict[tuple[str, str, str, bool], Habit] = {}
    said = []
    for each in comments:
        habit = habits.setdefault((each.source, each.language, each.hand, each.live), Habit())
        said.append(detector.detect(spelled(each.text), habit).question)
    return said


def _three(of: Score) -> tuple[float, float, float]:
    return of.precision, of.recall, of.f1


def _by(comments: Iterable[Comment], key: Callable[[Comment], str]) -> list[tuple[str, list[Comment]]]:
    return [(name, list(some)) for name, some in groupby(sorted(comments, key=key), key)]


if __name__ == "__main__":
    main()
