"""`livedesk detect`, `group` and `fold` as functions from lines to JSON lines; the command line adds the I/O."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from livedesk import LivedeskError, wire
from livedesk.events import Entry
from livedesk.questions.detect import detector
from livedesk.questions.group import Groups
from livedesk.questions.habit import Habit
from livedesk.questions.question import shape
from livedesk.questions.queue import LANGUAGES, Queue


class NoEntry(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """A line of what should be an exported log is no entry."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(
            f"Line {line} is not an entry of the log ({reason}): "
            "give what 'livedesk export --table log --format jsonl' writes."
        )
        self.line = line


def detect(
    lines: Iterable[str], languages: Sequence[str] = LANGUAGES, sensitivity: float | None = None
) -> Iterator[str]:
    """Yield, for each line, what the detector thinks of it; LanguageUnknown where a language has no file.

    The lines are taken for the comments of one chat, in their order: what is usual in it counts (habit.py).
    """
    of, habit = detector(tuple(languages), sensitivity).detect, Habit()
    for line in lines:
        text = line.rstrip("\r\n")
        yield _json({"text": text, **msgspec.to_builtins(of(text, habit))})


def group(lines: Iterable[str], languages: Sequence[str] = LANGUAGES) -> Iterator[str]:
    """Yield, for each line, which group of questions it belongs to, counted from 1; viewers are not known."""
    groups = Groups(detector(tuple(languages)).lexicon)
    numbers: dict[str, int] = {}
    for line in lines:
        text = line.rstrip("\r\n")
        number = numbers.setdefault(groups.place(text, None).group, len(numbers) + 1)
        yield _json({"text": text, "group": number})


def fold(lines: Iterable[str], languages: Sequence[str] = LANGUAGES) -> Iterator[str]:
    """Yield the questions that a broadcast's entries fold to, in queue order; empty lines are passed over.

    Raises NoEntry, naming the line, where one is no entry of the log, and LanguageUnknown.
    """
    queue = Queue(languages)
    for number, line in enumerate(lines, 1):
        if line.strip():
            queue.apply(_entry(line, number))
    for question in queue.questions():
        yield _json(shape(question))


def _entry(line: str, number: int) -> Entry:
    try:
        return wire.decode_entry(line)
    except (ValueError, msgspec.MsgspecError) as error:
        raise NoEntry(number, str(error)) from error


def _json(value: dict[str, Any]) -> str:
    """Encode as readable JSON; half a surrogate pair, which no encoding can write, is escaped."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return json.dumps(value)
