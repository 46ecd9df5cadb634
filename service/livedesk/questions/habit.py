"""What is usual in this chat: how its questions are marked, what its viewers want or miss, whether it is a library's.

Polish viewers nearly always end a question with a mark, Indonesian ones every other time; where a mark is usual, a
missing one speaks against. And where viewers ask for one thing after the other or report that nothing works, a comment
that may be a request or such a report rather is one. Both are running estimates over the comments of one broadcast,
of questions by language, for a chat has viewers of several.

Viewers of a library's Live ask otherwise than those of all others, and speak of books, loans and shelves; in other
chats hardly anybody does. So each comment tells a little of whether the chat is a library's.

What was learned of a comment stays when it is deleted; a fold begun afterwards never learns it, for the text is gone.
"""

from math import exp, log

from msgspec import Struct

from livedesk.questions.model import Odds

MARKED, WORTH = 0.5, 8.0
"""The share of questions with a mark that is supposed at first, and how many questions that is worth."""

WANTING, WORTH_OF_WANTING = 0.08, 30.0
"""The share of requests, and of reports of trouble, and how many comments that is worth."""

FURTHEST = 1.0
"""No habit of wanting moves the log odds further."""

OF_BOOKS, ELSEWHERE = 0.08, 0.01
"""The share of comments with one of the `library` words in the Lives of libraries, and in others."""

SUPPOSED = -1.0
"""The log odds that a chat is a library's before anybody has written in it."""

MISSING_THERE = 0.5
"""In a library's Live a missing mark tells half as much: there most that was learned from bears none."""

FAR = 50.0
"""Log odds so far from even, either way, mean no or yes."""

SUREST = 6.0
"""No log odds that a chat is a library's go further, so that it may still turn out otherwise."""


class Habit(Struct):
    """The running estimates, at first what is supposed. The same comments in the same order, the same estimates."""

    _marks: dict[str, tuple[float, float]] = {}  # language → questions with a mark, all questions
    _requests: float = WANTING * WORTH_OF_WANTING
    _troubles: float = WANTING * WORTH_OF_WANTING
    _comments: float = WORTH_OF_WANTING
    _library: float = SUPPOSED

    def share(self, language: str) -> float:
        """Return the share of questions in this language that bear a mark, more than 0 and less than 1."""
        marked, questions = self._marks.get(language, (MARKED * WORTH, WORTH))
        return marked / questions

    def library(self) -> float:
        """Return how likely this is the chat of a library's Live."""
        return likelihood(self._library)

    def expect(self, odds: Odds, language: str, *, marked: bool) -> Odds:
        """Return what the log odds of a comment's words come to in this chat (Bayes)."""
        unmarked = 0.0 if marked else log(1 - self.share(language))
        return Odds(
            odds.question + unmarked,
            odds.request + self._more(self._requests),
            odds.trouble + self._more(self._troubles),
            odds.library + MISSING_THERE * unmarked,
        )

    def take(self, odds: Odds, language: str, *, marked: bool, of_books: bool = False) -> None:
        """Learn of a comment by the log odds of its words, and whether any is one of the `library` words.

        Of wanting it learns from the words alone, not from what it expected: an expectation must not feed itself.
        """
        asks = 1.0 if marked else likelihood(odds.question + log(1 - self.share(language)))
        with_mark, questions = self._marks.get(language, (MARKED * WORTH, WORTH))
        self._marks[language] = (with_mark + marked, questions + asks)
        self._requests += likelihood(odds.request)
        self._troubles += likelihood(odds.trouble)
        self._comments += 1
        told = _TOLD_OF_BOOKS if of_books else _TOLD_OTHERWISE
        self._library = max(-SUREST, min(SUREST, self._library + told))

    def _more(self, wanted: float) -> float:
        """Return by how much more there is of this than supposed, as log odds."""
        share = min(wanted / self._comments, 0.9)
        return max(-FURTHEST, min(FURTHEST, log(share / (1 - share)) - _USUAL))


def likelihood(odds: float) -> float:
    """Return the likelihood that these log odds mean; so far from even that it cannot be told, 0 or 1."""
    return 1 / (1 + exp(-odds)) if abs(odds) < FAR else float(odds > 0)


_USUAL = log(WANTING / (1 - WANTING))
_TOLD_OF_BOOKS = log(OF_BOOKS / ELSEWHERE)
_TOLD_OTHERWISE = log((1 - OF_BOOKS) / (1 - ELSEWHERE))
