"""What can happen in a broadcast.

An `Event` is something that happened and is not yet in the log: a viewer's comment, the platform's word that the
Live has ended, a host's decision that a question is answered. Its `body` says what, its envelope says who and when.
The log gives it a `seq` and a broadcast, and it is an `Entry`. Times are integer milliseconds since 1970 in UTC.

None of these can be part of a cycle, so the garbage collector is told not to look at them (`gc=False`).

To add an event type: a body here, its name in `Happening` or `Decision`, its decoding in `sources.webcast`.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Role: TypeAlias = Literal["viewer", "moderator", "host"]
"""Who speaks in a comment: TikTok marks the host's moderators and the host."""


class Viewer(Struct, frozen=True, gc=False):
    """A person by key. Only the key is kept in entries; handle and nickname live in one erasable row.

    From a source, `key` is the platform's user id; before anything is written the recorder replaces it by a
    pseudonym (`privacy.Pseudonyms`).
    """

    key: str
    handle: str = ""
    nickname: str = ""


class _Body(Struct, frozen=True, gc=False, tag_field="kind"):
    """What happened, told apart by `kind`."""


# What viewers and the platform do.


class Comment(_Body, frozen=True, tag="comment"):
    """A chat message. `language` is the platform's guess, often `un`; `mentions` are viewer keys."""

    text: str
    language: str = ""
    mentions: tuple[str, ...] = ()
    role: Role = "viewer"


class PlatformQuestion(_Body, frozen=True, tag="platform_question"):
    """A question asked through TikTok's own Q&A button."""

    text: str


class Like(_Body, frozen=True, tag="like"):
    """A batch of taps; `total` is the room's own count, which is the one to trust."""

    count: int
    total: int


class Gift(_Body, frozen=True, tag="gift"):
    """A gift, or one step of a streak. Only entries with `final` count: `count` is then the whole streak's."""

    gift: str
    count: int
    streak_id: str | None = None
    final: bool = True


class Follow(_Body, frozen=True, tag="follow"):
    """Somebody began to follow the library."""


class Share(_Body, frozen=True, tag="share"):
    """Somebody shared the Live."""


class Join(_Body, frozen=True, tag="join"):
    """Somebody came in. TikTok never says who leaves."""


class Viewers(_Body, frozen=True, tag="viewers"):
    """How many watch now and, by the platform's count, how many have watched so far."""

    now: int
    total: int


class Caption(_Body, frozen=True, tag="caption"):
    """What TikTok heard the host say; the text of an unfinished sentence is repeated until `final`."""

    text: str
    final: bool = True
    language: str = ""


class Deleted(_Body, frozen=True, tag="deleted"):
    """The platform or a moderator took messages away: by message id, or all that some viewers wrote."""

    message_ids: tuple[str, ...] = ()
    viewer_keys: tuple[str, ...] = ()


class Erased(_Body, frozen=True, tag="erased"):
    """The library forgot these viewers (`livedesk erase`): what they wrote, their handles and nicknames are gone."""

    viewer_keys: tuple[str, ...]


class SettledQuestion(Struct, frozen=True, gc=False, kw_only=True):
    """A question as it stood when its words went; times in milliseconds since 1970."""

    id: int
    language: str
    topic: str | None
    kind: str
    status: str
    asked_at: int
    answered_at: int | None
    askers: int
    comments: tuple[int, ...]


class Settled(_Body, frozen=True, tag="settled"):
    """Retention (`livedesk purge`): what is `kept` of a broadcast from here on.

    `pseudonyms`: all that people said and what they are called is gone from the entries before, the questions stand
    here without their words. `figures`: the entries before are gone, and only the published figures are left.
    """

    kept: Literal["pseudonyms", "figures"]
    figures: dict[str, int | float | str | None]
    questions: tuple[SettledQuestion, ...] = ()


class PlatformPin(_Body, frozen=True, tag="platform_pin"):
    """A message was pinned in TikTok's own chat (not the desk's `pinned`)."""

    text: str
    pinned_message_id: str | None = None


# What the listener knows about its own hearing.


class Connected(_Body, frozen=True, tag="connected"):
    """The socket stands and entries follow. `attempt` is 1 for the first connection of the listener."""

    room_id: str
    attempt: int = 1


class Gap(_Body, frozen=True, tag="gap"):
    """`seconds` in which nothing could be received, up to this entry's time."""

    seconds: float
    reason: str


class Paused(_Body, frozen=True, tag="paused"):
    """The host paused the Live."""


class Resumed(_Body, frozen=True, tag="resumed"):
    """The host went on after a pause."""


class Ended(_Body, frozen=True, tag="ended"):
    """The Live is over: `ended` by the host, `suspended` by the platform, or `unheard`: over when we came back."""

    reason: str = "ended"


class Undecoded(_Body, frozen=True, tag="undecoded"):
    """Messages that could not be read: how many of which type, why, and the bytes (base64) of a broken one.

    `reason` is `corrupt`, `unknown` (a type this version does not read, counted by name) or `oversized` (past
    the bound on unpacking; of its bytes only the first). Whoever wrote a broken message is in its bytes, so they
    are with the source alone and never reach the log.
    """

    message_type: str
    reason: Literal["corrupt", "unknown", "oversized"]
    count: int = 1
    payload: str | None = None


class Taught(_Body, frozen=True, tag="taught"):
    """What the library's staff taught in earlier broadcasts: wordings that ask something, and that do not.

    It stands at a broadcast's start, so that its questions follow from its own log; newest first.
    """

    asks: tuple[str, ...] = ()
    asks_not: tuple[str, ...] = ()


Aspect: TypeAlias = Literal["camera", "light", "microphone", "place", "hosts", "other", "content", "tags"]
"""What of a broadcast a note is about: its set-up, or the last two, its content."""


class Noted(_Body, frozen=True, tag="noted"):
    """Staff note of the broadcast itself, with which set-up it was made or what it was about; `by` says who.

    It holds from the beginning, or where something changed in its course from `offset_s` seconds after that on. The
    newest about the same aspect and moment counts; one without a text takes the former back.
    """

    aspect: Aspect
    text: Annotated[str, Meta(max_length=500)] = ""
    offset_s: Annotated[float, Meta(ge=-3_600, le=172_800)] | None = None
    by: Annotated[str, Meta(max_length=64)] = "host"


# What staff decide. `question` is a question's id, `by` who decided.


class _Decision(_Body, frozen=True, kw_only=True):
    by: str = "host"


class Acknowledged(_Decision, frozen=True, tag="acknowledged"):
    """The host is answering this one now."""

    question: int


class Answered(_Decision, frozen=True, tag="answered"):
    """Answered on air (or as `note` says)."""

    question: int
    note: str = ""


class Deferred(_Decision, frozen=True, tag="deferred"):
    """To be answered later, by post or message."""

    question: int


class Referred(_Decision, frozen=True, tag="referred"):
    """Sent on to somebody else, `to` says whom."""

    question: int
    to: str = ""


class Dismissed(_Decision, frozen=True, tag="dismissed"):
    """Not a question, or not one for the desk."""

    question: int


class Reopened(_Decision, frozen=True, tag="reopened"):
    """Open again, whatever it was."""

    question: int


class Merged(_Decision, frozen=True, tag="merged"):
    """`question` asks the same as `into` and goes on as part of it."""

    question: int
    into: int


class Split(_Decision, frozen=True, tag="split"):
    """These comments (seqs) of `question` ask something else: they become a question of their own."""

    question: int
    comments: tuple[int, ...]


class Pinned(_Decision, frozen=True, tag="pinned"):
    """Keep at the head of the queue."""

    question: int


class Unpinned(_Decision, frozen=True, tag="unpinned"):
    """No longer at the head of the queue."""

    question: int


class Claimed(_Decision, frozen=True, tag="claimed"):
    """Somebody (`by`) is on it: looks something up, so that nobody else need."""

    question: int


class Released(_Decision, frozen=True, tag="released"):
    """Nobody is on it any more."""

    question: int


class Whispered(_Decision, frozen=True, tag="whispered"):
    """A word for the host's eyes alone: what to answer, where it stands, or both."""

    question: int
    text: str = ""
    link: str = ""


class Listed(_Decision, frozen=True, tag="listed"):
    """Put on the host's list, or moved in it.

    The list begins with the smallest `place`; between two questions is any number between theirs.
    """

    question: int
    place: float


class Unlisted(_Decision, frozen=True, tag="unlisted"):
    """No longer on the host's list."""

    question: int


class Approved(_Decision, frozen=True, tag="approved"):
    """Viewers may see it on the overlay, until somebody has dealt with it."""

    question: int


class Withdrawn(_Decision, frozen=True, tag="withdrawn"):
    """No longer for viewers' eyes."""

    question: int


class Asked(_Decision, frozen=True, tag="asked"):
    """Staff put a question on the queue: one heard elsewhere (`text`), or a comment the detector passed over."""

    question: int | None = None
    text: str = ""
    comment: int | None = None


class LiveCenter(_Decision, frozen=True, tag="live_center"):
    """What TikTok's LIVE Center shows after the Live, typed in by staff; None where it was not.

    Typed in again it corrects what was there before: the latest counts, all of it.
    """

    lc_views: int | None = None
    lc_unique_viewers: int | None = None
    lc_avg_watch_time_s: int | None = None
    lc_peak_viewers: int | None = None
    lc_new_followers: int | None = None
    lc_comments: int | None = None
    lc_shares: int | None = None
    lc_diamonds: int | None = None
    lc_gifters: int | None = None


class Thanked(_Decision, frozen=True, tag="thanked"):
    """People have been thanked for their gifts, follows and shares, up to the entry `until`.

    Everybody who has done none since; with `entries`, only those of them whose first one is among these.
    """

    until: int
    entries: tuple[int, ...] = ()


class Undone(_Decision, frozen=True, tag="undone"):
    """The decision with seq `entry` is taken back."""

    question: int | None
    entry: int


Happening: TypeAlias = (
    Comment
    | PlatformQuestion
    | Like
    | Gift
    | Follow
    | Share
    | Join
    | Viewers
    | Caption
    | Deleted
    | Erased
    | Settled
    | PlatformPin
    | Connected
    | Gap
    | Paused
    | Resumed
    | Ended
    | Undecoded
    | Taught
    | Noted
)
"""Facts: they have happened and cannot be refused."""

Decision: TypeAlias = (
    Acknowledged
    | Answered
    | Deferred
    | Referred
    | Dismissed
    | Reopened
    | Merged
    | Split
    | Pinned
    | Unpinned
    | Claimed
    | Released
    | Whispered
    | Listed
    | Unlisted
    | Approved
    | Withdrawn
    | Asked
    | LiveCenter
    | Thanked
    | Undone
)
"""What staff ask for: it can be refused, and once in the log it is a fact too."""

Body: TypeAlias = Happening | Decision


class Event(Struct, frozen=True, gc=False):
    """Something that happened, on its way to the log.

    `at` is the platform's time and `received_at` ours, both in milliseconds; `message_id` is the platform's and
    unique within a broadcast; `history` marks what the platform replayed from before the connection.
    """

    at: int
    received_at: int
    body: Body
    viewer: Viewer | None = None
    message_id: str | None = None
    history: bool = False


class Entry(Struct, frozen=True, gc=False):
    """An event in the log: the `seq`-th of its broadcast, counted from 1 without holes."""

    seq: int
    broadcast: int
    at: int
    received_at: int
    body: Body
    viewer: Viewer | None = None
    message_id: str | None = None
    history: bool = False


def kind(body: Body) -> str:
    """Return the word that tells this body apart, as it stands in the log (`comment`, `answered`)."""
    return str(body.__struct_config__.tag)
