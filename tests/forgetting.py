"""Forgetting what is kept at hand to be quicker: whole comments, or everything."""

from livedesk.questions.concepts import concepts
from livedesk.questions.detect import Detector
from livedesk.questions.lexicon import _utterance
from livedesk.questions.likeness import likeness
from livedesk.questions.linear import needs
from livedesk.questions.model import shipped


def forget_comments(detector: Detector) -> None:
    """Let every comment be read as if it had not been written before; words stay known."""
    for remembered in (
        _utterance,
        detector._heard,
        detector._told,
        likeness()._readings,
        concepts()._concepts,
    ):
        remembered.cache_clear()


def forget_everything(detector: Detector) -> None:
    """Let every word be one that was never seen."""
    forget_comments(detector)
    needs()._told.cache_clear()
    shipped()._known.clear()
