"""One entry of every kind, and questions, to be exported."""

from collections.abc import Iterator
from itertools import count
from typing import Any, get_args

from livedesk.events import (
    Acknowledged,
    Answered,
    Approved,
    Asked,
    Body,
    Caption,
    Claimed,
    Comment,
    Connected,
    Deferred,
    Deleted,
    Dismissed,
    Ended,
    Entry,
    Erased,
    Follow,
    Gap,
    Gift,
    Join,
    Like,
    Listed,
    LiveCenter,
    Merged,
    Noted,
    Paused,
    Pinned,
    PlatformPin,
    PlatformQuestion,
    Referred,
    Released,
    Reopened,
    Resumed,
    Settled,
    Share,
    Split,
    Taught,
    Thanked,
    Undecoded,
    Undone,
    Unlisted,
    Unpinned,
    Viewer,
    Viewers,
    Whispered,
    Withdrawn,
)
from livedesk.exports import OBSERVED
from livedesk.exports.codebook import codes
from livedesk.exports.followup import follow_up, frequent, titles
from livedesk.exports.observations import Watched, listen
from livedesk.exports.tables import Said
from livedesk.exports.transactions import Rulings, Session, Transaction, openings, transactions
from livedesk.metrics import Tally, Value, figures
from livedesk.questions.lexicon import lexicon
from livedesk.questions.question import Hint, Question

SEVEN = 1_795_287_600_000
"""2026-11-21T19:00:00.000Z."""

ANI = Viewer("k7q2mzx4ab", "ani.baca", "Ani 🌸")

BODIES: list[Body] = [
    Connected("77"),
    Comment("kak @bob_99 perpus buka sabtu gak?", "id", ("abcdefghij",), "moderator"),
    PlatformQuestion("czy macie @nowego.mroza?"),
    Like(15, 1000),
    Gift("Rose", 5, "s1"),
    Follow(),
    Share(),
    Join(),
    Viewers(40, 90),
    Caption("Sabtu buka, kak @ani.baca", language="id"),
    Deleted(("m2",), ("abcdefghij",)),
    PlatformPin("lihat @bob_99", "m2"),
    Undecoded("WebcastChatMessage", "corrupt", 1, "YW5pLmJhY2E="),
    Gap(12.5, "closed 1006"),
    Paused(),
    Resumed(),
    Acknowledged(question=2),
    Answered(question=2, note="spoken", by="ola"),
    Deferred(question=2),
    Referred(question=2, to="BN"),
    Dismissed(question=2),
    Reopened(question=2),
    Merged(question=2, into=3),
    Split(question=2, comments=(3, 4)),
    Pinned(question=2),
    Unpinned(question=2),
    Asked(text="apakah @bob_99 datang?"),
    Undone(question=2, entry=18),
    Taught(asks=("parkir motor",), asks_not=("siapa yang kangen", "=apa kabar")),
    Ended(),
    Claimed(question=2, by="ola"),
    Released(question=2),
    Whispered(question=2, text="tanya @bob_99", link="https://opac.example.org/7"),
    Listed(question=2, place=1.5),
    Unlisted(question=2),
    Approved(question=2),
    Withdrawn(question=2),
    LiveCenter(lc_peak_viewers=231, lc_shares=6, by="ola"),
    Thanked(until=12, entries=(6,)),
    Erased(("abcdefghij",)),
    Noted("light", "=lamp @bob_99", 12.5, "ola"),
]

if {type(body) for body in BODIES} != set(get_args(Body)) - {Settled}:  # it would take the others away
    raise AssertionError("BODIES must hold one body of every kind.")


def entry(seq: int, body: Body, viewer: Viewer | None = ANI) -> Entry:
    return Entry(seq, 1, SEVEN + seq * 1000, SEVEN + seq * 1000 + 80, body, viewer, f"m{seq}", seq % 2 == 0)


ENTRIES = [entry(seq, body) for seq, body in enumerate(BODIES, start=1)]

QUESTIONS = [
    Question(
        id=2,
        text="kak @bob_99 perpus buka sabtu gak?",
        language="id",
        topic="hours",
        kind="question",
        status="answered",
        asked_at=SEVEN,
        answered_at=SEVEN + 95_500,
        askers=2,
        comments=(2, 9),
        variants=("sabtu buka @bob_99?",),
        score=0.9,
        why="ends in gak",
        hints=(Hint(source="host", seq=10, text="Sabtu buka, kak @ani.baca", score=0.7),),
    ),
    Question(
        id=3,
        text="czy macie nowego Mroza?",
        language="pl",
        topic=None,
        topics=("catalogue_item",),
        kind="question",
        status="missed",
        asked_at=SEVEN + 3000,
        askers=1,
        comments=(3,),
        score=1.0,
        why="czy",
        pinned=True,
    ),
]


def summary() -> dict[str, Value]:
    tally = Tally()
    for each in ENTRIES:
        tally.apply(each)
    return figures(tally, QUESTIONS)


def said(*kinds: type[Body]) -> list[Said]:
    found = (each for each in ENTRIES if isinstance(each.body, kinds))
    return [Said(each, (each.at - SEVEN) / 1000) for each in found]


def answered_questions() -> list[Transaction]:
    began = openings(each for each in ENTRIES if each.seq in {2, 3})
    rulings = Rulings(each for each in ENTRIES if isinstance(each.body, Answered | Merged))
    return list(transactions(Session(1, SEVEN, "ID-TP"), QUESTIONS, began, rulings))


WATCHED = Watched(1, SEVEN, ENTRIES, QUESTIONS, listen(ENTRIES))
UNWATCHED = Watched(1, SEVEN, [])

SOURCES: dict[str, Any] = {
    "log": ENTRIES,
    "comments": said(Comment, PlatformQuestion),
    "questions": QUESTIONS,
    "transactions": answered_questions(),
    "summary": summary(),
    "gifts": said(Gift),
    "codebook": codes(),
    "notes": [each.body for each in ENTRIES if isinstance(each.body, Noted)],
    "followup": list(follow_up(QUESTIONS, Rulings([]))),
    "faq": list(frequent(QUESTIONS, Rulings([]))),
    "titles": list(titles(QUESTIONS, lexicon(("id", "en", "pl")))),
    "libanswers": answered_questions(),
    **dict.fromkeys(OBSERVED, WATCHED),
}
"""What each table is made of."""

EMPTY: dict[str, Any] = {
    "log": [],
    "comments": [],
    "questions": [],
    "transactions": [],
    "gifts": [],
    "summary": {},
    "codebook": [],
    "notes": [],
    "libanswers": [],
    "followup": [],
    "faq": [],
    "titles": [],
    **dict.fromkeys(OBSERVED, UNWATCHED),
}
"""What each table is made of where nothing happened."""


def a_long_live(taken: list[int]) -> Iterator[Entry]:
    """Yield entries without end and note in `taken` how many were asked for."""
    for seq in count(1):
        taken[:] = [seq]
        yield entry(seq, Comment("halo " * 20))
