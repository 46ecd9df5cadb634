"""What one key of a control pad does: decisions about the question on air and the next one, found from the queue."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from livedesk.events import Acknowledged, Answered, Decision, Reopened
from livedesk.questions.question import Question
from livedesk.questions.queue import Queue

Key: TypeAlias = Literal["next", "answered", "now", "back", "undo"]

WHAT: Mapping[Key, str] = {
    "next": "answers what is on air and takes the next question",
    "answered": "answers what is on air",
    "now": "takes the next question",
    "back": "puts what is on air back into the queue",
    "undo": "takes the last decision back",
}


def pressed(queue: Queue, key: Key, by: str) -> list[Decision]:
    """Return what a key asks for as things stand, nothing where there is nothing to do; `undo` is not decided here."""
    on_air = [question.id for question in queue.questions("acknowledged")]
    following = [question.id for question in in_turn(queue)[:1]]
    answered: list[Decision] = [Answered(question=id_, by=by) for id_ in on_air]
    taken: list[Decision] = [Acknowledged(question=id_, by=by) for id_ in following]
    reopened: list[Decision] = [Reopened(question=id_, by=by) for id_ in on_air]
    decisions: Mapping[Key, list[Decision]] = {
        "next": answered + taken,
        "answered": answered,
        "now": reopened + taken,
        "back": reopened,
    }
    return decisions.get(key, [])


def in_turn(queue: Queue) -> list[Question]:
    """Return the open questions as the host's screen has them: the host's list, then the queue, without trouble."""
    asked = [each for each in queue.questions("open") if not _is_trouble(each)]
    listed = sorted((each for each in asked if each.listed is not None), key=lambda each: each.listed or 0.0)
    return [*listed, *(each for each in asked if each.listed is None)]


def _is_trouble(question: Question) -> bool:
    return question.kind == "trouble" and question.topic == "about_live"
