"""What is kept at hand to be quicker changes nothing."""

from forgetting import forget_everything
from livedesk.events import Entry
from livedesk.questions.detect import detector
from livedesk.questions.queue import LANGUAGES, Queue
from livedesk.rehearsal.load import load_feed


def live() -> list[Entry]:
    """Return a busy Live; every sixth event comes again in the same words."""
    load = load_feed(events=240, rate=None, per_frame=10, duplicate_every=0, faulty=False, seed=7)
    events = [*load.expected, *load.expected[::6]]
    return [
        Entry(seq=seq, broadcast=1, at=event.at, received_at=event.at, body=event.body, viewer=event.viewer)
        for seq, event in enumerate(events, 1)
    ]


def test_a_live_has_the_same_questions_whether_texts_are_remembered_or_read_anew() -> None:
    remembering, forgetful = Queue(LANGUAGES), Queue(LANGUAGES)
    entries = live()
    changed = [remembering.apply(entry) for entry in entries]
    for entry, expected in zip(entries, changed, strict=True):
        forget_everything(detector(LANGUAGES))
        assert forgetful.apply(entry) == expected
    assert forgetful.questions() == remembering.questions()
    assert len(remembering.questions()) > 20
