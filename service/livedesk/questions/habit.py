"""What is usual in this chat: whether its questions bear a mark, and how often its viewers want or miss something.

Polish viewers nearly always end a question with a mark, Indonesian ones every other time; where a mark is usual, a
missing one speaks against. And where viewers ask for one thing after the other or report that nothing works, a comment
that may be a request or such a report rather is one. Both are running estimates over the comments of one broadcast,
of questions by language, for a chat has viewers of several.

What was learned of a comment stays when it is deleted; a fold begun afterwards never learns it, for the text is gone.
"""

from math import exp, log

from livedesk.questions.model import Odds

MARKED, WORTH = 0.5, 8.0
"""The share of questions with a mark that is supposed at first, and how many questions that is worth."""

WANTING, WORTH_OF_WANTING = 0.08, 30.0
"""The share of requests, and of reports of trouble, and how many comments that is worth."""

FURTHEST = 1.0
"""No habit of wanting moves the log odds further."""


class Habit:
    """The running estimates. They are folded: the same comments in the same order, the same estimates."""

    def __init__(self) -> None:
        """Begin with what is supposed."""
        self._marks: dict[str, tuple[float, float]] = {}  # language → questions with a mark, all questions
        self._requests = self._troubles = WANTING * WORTH_OF_WANTING
        self._comments = WORTH_OF_WANTING

    def share(self, language: str) -> float:
        """Return the share of questions in this language that bear a mark, more than 0 and less than 1."""
        marked, questions = self._marks.get(language, (MARKED * WORTH, WORTH))
        return marked / questions

    def expect(self, odds: Odds, language: str, *, marked: bool) -> Odds:
        """Return what the log odds of a comment's words come to in this chat (Bayes)."""
        question = odds.question if marked else odds.question + log(1 - self.share(language))
        return Odds(
            question, odds.request + self._more(self._requests), odds.trouble + self._more(self._troubles)
        )

    def take(self, odds: Odds, language: str, *, marked: bool) -> None:
        """Learn of a comment by the log odds of its words.

        Of wanting it learns from the words alone, not from what it expected: an expectation must not feed itself.
        """
        asks = 1.0 if marked else likelihood(odds.question + log(1 - self.share(language)))
        with_mark, questions = self._marks.get(language, (MARKED * WORTH, WORTH))
        self._marks[language] = (with_mark + marked, questions + asks)
        self._requests += likelihood(odds.request)
        self._troubles += likelihood(odds.trouble)
        self._comments += 1

    def _more(self, wanted: float) -> float:
        """Return by how much more there is of this than supposed, as log odds."""
        share = min(wanted / self._comments, 0.9)
        return max(-FURTHEST, min(FURTHEST, log(share / (1 - share)) - _USUAL))


def likelihood(odds: float) -> float:
    """Return the likelihood that these log odds mean; so far from even that it cannot be told, 0 or 1."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))


_USUAL = log(WANTING / (1 - WANTING))
