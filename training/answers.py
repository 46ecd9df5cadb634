"""How good the hints are, and how their weights were found: `python -m training.answers [OPTIONS] [FILE …]`.

Each file is a broadcast of `training/corpus`. It is folded through the real queue: captions by the host, comments by
moderators and viewers. A hint is right where the line it quotes answers a need of the question it stands with. A
group of comments with one need counts where a line answers it after it was first asked, and is found where a right
hint stands with any of its comments.

`--fit` fits the weights of `answers.toml` by logistic regression on all files given. `--cross` says what hints do on
the broadcasts of each hand with all that was learned from the others', `--aside` what those shipped do on the hands set
aside. Same input, same weights.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from unittest import mock

import msgspec
from msgspec import Struct

from livedesk.events import Body, Caption, Comment, Entry, Viewer
from livedesk.questions import answers
from livedesk.questions.answers import Answers, Evidence, Said, Weights
from livedesk.questions.concepts import concepts
from livedesk.questions.lexicon import lexicon
from livedesk.questions.likeness import Likeness
from livedesk.questions.question import Speaker
from livedesk.questions.queue import Queue

CORPUS = Path(__file__).parent / "corpus"
LANGUAGES = ("id", "en", "pl")
WORDS_A_PIECE = 6
SECONDS_A_PIECE = 2


class Row(Struct, frozen=True):
    """A line of a broadcast of the corpus."""

    second: int
    speaker: str
    need: str
    answers: tuple[str, ...]
    text: str

    @property
    def staff(self) -> bool:
        """Tell whether host or moderator said it; hands write moderators as MOD or mod_something."""
        return self.speaker == "HOST" or self.speaker.lower().startswith("mod")


class Report(Struct, frozen=True):
    """What hints did; `groups` are those that were answered."""

    hints: int
    right: int
    groups: int
    found: int

    @property
    def precision(self) -> float:
        """Hints that are right."""
        return self.right / self.hints if self.hints else 0.0

    @property
    def recall(self) -> float:
        """Answered groups found."""
        return self.found / self.groups if self.groups else 0.0


def report(paths: Iterable[Path], languages: Sequence[str] = LANGUAGES, *, in_pieces: bool = False) -> Report:
    """Fold these broadcasts and count; with `in_pieces` captions come a few words at a time."""
    each = [_judge(_pieces(read(path)) if in_pieces else read(path), languages) for path in paths]
    return Report(*(sum(column) for column in zip(*map(msgspec.structs.astuple, each), strict=True)))


def read(path: Path) -> list[Row]:
    """Read a broadcast."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Row(int(second), speaker, need, tuple(answered.split()), text)
            for second, speaker, _, _, need, answered, text in rows
        ]


def development() -> list[Path]:
    """Return the broadcasts that may be looked at: those of hands whose name does not begin with x."""
    return sorted(path for path in CORPUS.glob("broadcast-*.tsv") if not _hand(path).startswith("x"))


def _hand(path: Path) -> str:
    return path.stem.split("-")[2]


def _pieces(rows: Iterable[Row]) -> list[Row]:
    """Cut what the host says into pieces, as live captions come."""
    cut: list[Row] = []
    for row in rows:
        words = row.text.split()
        many = row.speaker == "HOST" and len(words) > WORDS_A_PIECE
        starts = range(0, len(words), WORDS_A_PIECE) if many else [0]
        for place, start in enumerate(starts):
            text = " ".join(words[start : start + WORDS_A_PIECE]) if many else row.text
            second = row.second + place * SECONDS_A_PIECE
            cut.append(msgspec.structs.replace(row, second=second, text=text))
    return sorted(cut, key=lambda row: row.second)


def _judge(rows: Sequence[Row], languages: Sequence[str]) -> Report:
    queue = Queue(languages)
    right: set[tuple[int, int]] = set()
    hinted: set[tuple[int, int]] = set()
    found: set[str] = set()
    for seq, row in enumerate(rows, 1):
        for id_ in queue.apply(_entry(seq, row)):
            question = queue.question(id_)
            needs = {rows[comment - 1].need for comment in question.comments} if question else set()
            for hint in question.hints if question else ():
                answered = needs.intersection(rows[hint.seq - 1].answers)
                hinted.add((id_, hint.seq))
                right |= {(id_, hint.seq)} if answered else set()
                found |= answered
    return Report(len(hinted), len(right), len(_answered(rows)), len(found & _answered(rows)))


def _answered(rows: Sequence[Row]) -> set[str]:
    asked: set[str] = set()
    answered: set[str] = set()
    for row in rows:
        asked |= {row.need} - {""}
        answered |= asked.intersection(row.answers)
    return answered


def _entry(seq: int, row: Row) -> Entry:
    body: Body
    if row.speaker == "HOST":
        body, viewer = Caption(row.text), None
    else:
        body = Comment(row.text, role="moderator" if row.staff else "viewer")
        viewer = Viewer(row.speaker, row.speaker)
    return Entry(seq, 1, row.second * 1000, row.second * 1000, body, viewer, f"m{seq}")


# Fitting.


def usual(paths: Iterable[Path], least: int = 3) -> dict[int, list[str]]:
    """Return the stems that stand in so many of a thousand comments, by that number."""
    read_words = lexicon(LANGUAGES).read
    lines = [line.split("\t")[3] for path in paths for line in path.read_text("utf-8").splitlines()]
    count = Counter(stem for line in lines for stem in {answers.stem(word) for word in read_words(line)})
    shares: dict[int, list[str]] = {}
    for stem, seen in sorted(count.items()):
        share = round(1000 * seen / len(lines))
        if share >= least and len(stem) >= answers.SHORTEST and not stem[0].isdigit():
            shares.setdefault(share, []).append(stem)
    return dict(sorted(shares.items()))


def comments() -> list[Path]:
    """Return the single comments that may be looked at."""
    paths = (path for path in CORPUS.glob("*.tsv") if not path.name.startswith("broadcast"))
    return sorted(path for path in paths if "-x" not in path.stem)


Sample = tuple[Evidence, bool]


def samples(rows: Iterable[Row], like: Likeness) -> Iterator[Sample]:
    """Yield what speaks for each line and open question, and whether the line does answer it."""
    heard = Answers(lexicon(LANGUAGES), like)
    needs: dict[int, str] = {}
    for seq, row in enumerate(rows, 1):
        at, key = row.second * 1000, row.speaker
        if row.need:
            needs[seq] = row.need
            heard.ask(seq, at, row.text, viewer=key, handle=key, apart=False)
            continue
        by: Speaker = "host" if row.staff else "viewer"
        said = Said(seq, at, row.text, by, viewer=key, piece=row.speaker == "HOST")
        for asked, evidence in heard.compare(said):
            yield evidence, needs[asked.seq] in row.answers
        heard.hear(said)


def fit(data: Sequence[Sample], *, strength: float = 1e-3, turns: int = 40) -> Weights:
    """Fit by Newton's method, every piece of evidence brought to the same scale first."""
    import numpy as np  # noqa: PLC0415 - only who trains needs it

    values = np.array([msgspec.structs.astuple(evidence) for evidence, _ in data])
    truth = np.array([float(right) for _, right in data])
    mean, spread = values.mean(0), values.std(0) + 1e-9
    scaled = np.c_[(values - mean) / spread, np.ones(len(values))]
    held = strength * len(truth)
    weights = np.zeros(scaled.shape[1])
    for _ in range(turns):
        guess = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (guess - truth) + held * np.r_[weights[:-1], 0]
        bend = (scaled.T * (guess * (1 - guess))) @ scaled + held * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    raw = weights[:-1] / spread
    bias = weights[-1] - (raw * mean).sum()
    return Weights(round(float(bias), 2), Evidence(*(round(float(each), 2) for each in raw)))


def unseen() -> dict[str, Likeness]:
    """Return, for each hand, what `livedesk` would know of needs had it not read this hand."""
    from training import needs  # noqa: PLC0415 - only who trains needs these
    from training.grouping import plain_learned  # noqa: PLC0415 - likewise

    comments = needs.corpus()
    return {
        hand: Likeness(plain_learned([each for each in comments if each.hand != hand]), model, concepts())
        for hand, model in needs.unseen().items()
    }


def fitted(paths: Sequence[Path], likes: Mapping[str, Likeness]) -> Weights:
    """Fit on these broadcasts, each read as by a desk that does not know its hand."""
    return fit([sample for path in paths for sample in samples(read(path), likes[_hand(path)])])


def across_hands(paths: Sequence[Path], likes: Mapping[str, Likeness], sure: float) -> Report:
    """Return what hints from this score on do on every hand, with all that was learned from the others."""
    each = []
    for hand, like in likes.items():
        weights = fitted([path for path in paths if _hand(path) != hand], likes)
        with (
            mock.patch.object(answers, "likeness", lambda like=like: like),
            mock.patch.object(answers, "shipped_weights", lambda weights=weights: weights),
            mock.patch.object(answers, "SURE", sure),
        ):
            each.append(report(path for path in paths if _hand(path) == hand))
    return Report(*(sum(column) for column in zip(*map(msgspec.structs.astuple, each), strict=True)))


def main() -> None:
    """Report on the files given, or on all that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--aside", action="store_true")
    options = parser.parse_args()
    paths = options.files or development()
    if options.fit or options.cross:
        likes = unseen()
    if options.fit:
        for share, stems in usual(comments()).items():
            print(f'{share} = "{" ".join(stems)}"')
        print(json.dumps(msgspec.to_builtins(fitted(paths, likes)), indent=1))
    if options.cross:
        for sure in sorted({0.6, 0.7, 0.8, answers.SURE}):
            print(f"hints from {sure}: {_told(across_hands(paths, likes, sure))}")
    if options.aside:
        print(f"hints, set aside: {_told(report(sorted(CORPUS.glob('broadcast-*-x*.tsv'))))}")
    if not (options.fit or options.cross or options.aside):
        for path in paths:
            print(f"{path.stem}: {_told(report([path]))}")
        print(f"all: {_told(report(paths))}")
        print(f"all, in pieces: {_told(report(paths, in_pieces=True))}")


def _told(found: Report) -> str:
    return (
        f"{found.right} of {found.hints} hints right ({found.precision:.3f}), "
        f"{found.found} of {found.groups} answered groups found ({found.recall:.3f})"
    )


if __name__ == "__main__":
    main()
