"""Precision, recall and F1, of comments that each stand for one or for many of a real chat."""

from collections.abc import Sequence

from msgspec import Struct


class Score(Struct, frozen=True):
    """How much was rightly found, wrongly found, and missed."""

    found: float
    wrong: float
    missed: float

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right; 1 where nothing was found."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what there is that was found; 1 where there is nothing."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.found / (2 * self.found + self.wrong + self.missed) if self.found else 0.0


def score(truth: Sequence[bool], said: Sequence[bool], weights: Sequence[float] | None = None) -> Score:
    """Compare what is true of each comment with what was said of it."""
    weights = weights if weights is not None else [1.0] * len(truth)
    sums = dict.fromkeys(((True, True), (False, True), (True, False), (False, False)), 0.0)
    for true, claimed, weight in zip(truth, said, weights, strict=True):
        sums[bool(true), bool(claimed)] += weight
    return Score(sums[True, True], sums[False, True], sums[True, False])
