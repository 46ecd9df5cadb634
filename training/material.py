"""What is trained and measured on: the project's own comments, and a folder of others' that is not part of it.

The project's own are `corpus/` (library Lives, by several hands; its README tells of the columns), `wordings/` (ways to
ask for the commonest needs), `chat/` (all sorts of Lives; two columns, the kind and the text) and `labels/` (what some
texts of `train.jsonl` are, without the texts: a text goes by the first twelve digits of its SHA-256). The folder may
hold `train.jsonl` (sentences without labels), `dev.jsonl` and `dev-nps.jsonl` (labelled, never trained on).
"""

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
WORDINGS = HERE / "wordings"
CHAT = HERE / "chat"
LABELS = HERE / "labels"
ASIDE = "x"
"""Hands whose name begins so are set aside: they only measure."""

FOLD = 5
"""So many hands are measured together, with what was learned from the others."""

MARKS = re.compile("[?\uff1f\u061f\u2047\u2048\u2049\u203d\u00bf\u037e]")
_UNDECOMPOSED = str.maketrans({"ł": "l", "Ł": "L"})


class Comment(Struct, frozen=True):
    """One labelled comment; `weight` is how many of a real chat it stands for."""

    text: str
    asks: bool
    kind: str
    language: str
    source: str
    hand: str = ""
    live: bool = False
    weight: float = 1.0
    need: str = ""


class Text(Struct, frozen=True):
    """One text of `train.jsonl`; `label` is its kind where somebody has read it."""

    text: str
    source: str
    label: str | None = None


def without_marks(text: str) -> str:
    """Return the text as a hurried thumb writes it: no question mark, no mark on a letter."""
    letters = unicodedata.normalize("NFD", MARKS.sub(" ", text).translate(_UNDECOMPOSED))
    return unicodedata.normalize("NFC", "".join(each for each in letters if not unicodedata.combining(each)))


def corpus(*, aside: bool = False) -> list[Comment]:
    """Return the corpus's comments by viewers, in a fixed order: the hands set aside, or all others."""
    files = sorted(CORPUS.glob("*.tsv"))
    comments = (comment for file in files for comment in _read(file))
    return [comment for comment in comments if comment.hand.startswith(ASIDE) == aside]


def wordings() -> list[Comment]:
    """Return ways to ask for the commonest needs, each a question, or what most comments with its need are."""
    kinds: dict[str, Counter[str]] = defaultdict(lambda: Counter(question=1))
    for comment in corpus():
        kinds[comment.need][comment.kind] += 1
    return [
        Comment(
            text, asks=True, kind=_commonest(kinds[need]), language=file.stem, source="wordings", need=need
        )
        for file in sorted(WORDINGS.glob("*.txt"))
        for need, text in worded(file)
    ]


def worded(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the lines of a file of wordings, each with the need that stands above it in brackets."""
    need = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            need = line.strip("[]")
        else:
            yield need, line


def _commonest(kinds: Counter[str]) -> str:
    return max(sorted(kinds), key=lambda kind: kinds[kind])


def chat() -> list[Comment]:
    """Return the project's comments of Lives of all sorts, those of libraries by themselves, in a fixed order."""
    return [
        Comment(text, kind != "none", kind, file.stem, "library" if file.parent.name == "library" else "chat")
        for file in sorted(CHAT.rglob("*.tsv"))
        for kind, text in _rows(file)
    ]


def texts_of(folder: Path) -> list[Text]:
    """Return the texts of `train.jsonl`, without what the labelled files hold too."""
    measured = {row["text"] for name in ("dev.jsonl", "dev-nps.jsonl") for row in _lines(folder / name)}
    rows = (row for row in _lines(folder / "train.jsonl") if row["text"] not in measured)
    known = labels()
    return [Text(row["text"], row["source"], known.get(named(row["text"]))) for row in rows]


def labels() -> dict[str, str]:
    """Return the kinds of texts of `train.jsonl` that somebody has read, by the texts' names."""
    return {name: kind for file in sorted(LABELS.glob("*.tsv")) for name, kind in _rows(file)}


def named(text: str) -> str:
    """Return what a text goes by where it may not be written."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def labelled(folder: Path) -> list[Comment]:
    """Return the real comments of `dev.jsonl`; `source` is the group they were sampled from."""
    return [
        Comment(row["text"], row["is_question"], row["kind"], row["lang"], row["group"], weight=row["weight"])
        for row in _lines(folder / "dev.jsonl")
    ]


def chat_room(folder: Path) -> list[Comment]:
    """Return the posts of `dev-nps.jsonl`."""
    return [
        Comment(row["text"], row["is_question"], "", "en", "nps") for row in _lines(folder / "dev-nps.jsonl")
    ]


def folds(hands: Iterable[str]) -> list[tuple[str, ...]]:
    """Return which of these hands are measured together: those that wrote after each other, maybe to one brief."""
    one_by_one = sorted(set(hands), key=lambda hand: (len(hand), hand))
    return [tuple(one_by_one[at : at + FOLD]) for at in range(0, len(one_by_one), FOLD)]


def _read(file: Path) -> Iterator[Comment]:
    live = file.stem.startswith("broadcast-")
    language, hand = file.stem.removeprefix("broadcast-").split("-")[:2]
    for row in _rows(file):
        speaker, kind, need = (row[1], row[2], row[4]) if live else ("", row[0], row[2])
        if speaker != "HOST" and not speaker.lower().startswith("mod"):
            yield Comment(row[-1], kind != "none", kind, language, "corpus", hand, live, need=need)


def _rows(file: Path) -> Iterable[list[str]]:
    return (line.split("\t") for line in file.read_text("utf-8").split("\n") if line)


def _lines(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]
