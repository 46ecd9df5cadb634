"""A small evening at a library, four minutes long, that tests of what is made of a recording share."""

from happenings import NINE_O_CLOCK, comment, connected, ended, event, gap, viewers
from livedesk.archive import Recorded, recorded
from livedesk.events import Answered, Event, Follow, Gift, Like, Referred, Share
from livedesk.log import Log, open_log

EVENING: list[Event] = [
    connected(),
    viewers(12, second=0),
    comment("kak buka jam berapa ya?", by="rina", second=10),
    comment("ada novel laut bercerita gak kak", by="budi", second=20),
    comment("keren banget perpusnya kak @rina", by="sari", second=25),
    viewers(20, second=30),
    event(Like(5, 100), second=35, viewer="tono"),
    comment("ada novel laut bercerita gak kak?", by="tono", second=40),
    event(Answered(question=3), second=50),
    gap(20, second=120),
    connected(second=120),
    viewers(30, second=120),
    comment("do you charge if i bring it back late", by="ann", second=130),
    event(Answered(question=4, note="shelf 3", by="ola"), second=140),
    comment("czy macie nowego Mroza?", by="kasia", second=150),
    event(Referred(question=15, to="BN"), second=170),
    event(Follow(), second=172, viewer="rina"),
    event(Share(), second=173, viewer="budi"),
    event(Gift("Rose", 3, "s1"), second=174, viewer="kasia"),
    event(Like(5, 160), second=175, viewer="ann"),
    comment("jam berapa mulai kelas dongeng kak", by="sari", second=180),
    ended(second=240),
]


def evening(*more: Event) -> tuple[Log, Recorded]:
    """Record the evening, and what came after it, into memory."""
    log = open_log("memory:")
    broadcast = log.open("perpus.kota", "77", NINE_O_CLOCK)
    log.append(broadcast.id, [*EVENING, *more])
    return log, recorded(log, log.broadcasts()[0], ("id", "en", "pl"))
