"""Who did something is written by pseudonym, and nothing is written that nobody needs."""

from base64 import b64encode

import pytest

from livedesk.events import (
    Answered,
    Asked,
    Body,
    Caption,
    Comment,
    Deleted,
    Event,
    Gift,
    Join,
    Like,
    PlatformPin,
    PlatformQuestion,
    Undecoded,
    Viewer,
)
from livedesk.privacy import Pseudonyms, protect
from livedesk.privacy import pseudonyms as module

SECRET = b"a secret of this broadcast alone"


@pytest.fixture
def pseudonyms() -> Pseudonyms:
    return Pseudonyms(SECRET, "perpus.kota")


def test_a_viewer_has_one_pseudonym_in_a_broadcast_and_another_in_the_next(pseudonyms: Pseudonyms) -> None:
    # base32(HMAC-SHA256(secret, user id)), worked out with openssl
    assert pseudonyms("7012345678901234567") == "zbtf3jexgz"
    assert pseudonyms("7012345678901234567") == Pseudonyms(SECRET)("7012345678901234567")
    assert pseudonyms("7012345678901234567") != Pseudonyms(b"another")("7012345678901234567")
    assert pseudonyms("7012345678901234567") != pseudonyms("7012345678901234568")


def test_a_pseudonym_is_the_same_after_it_was_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 2)
    small = Pseudonyms(SECRET)
    first = small("1")
    assert len({small(str(user)) for user in range(50)}) == 50
    assert small("1") == first


def test_nobody_stays_nobody(pseudonyms: Pseudonyms) -> None:
    assert pseudonyms("") == ""


def test_pseudonyms_need_a_secret() -> None:
    with pytest.raises(ValueError, match="secret"):
        Pseudonyms(b"")


ANI = Viewer("7012345678901234567", "ani.baca", "Ani 081234567890")


def event(body: Body, viewer: Viewer | None = None) -> Event:
    return Event(1, 2, body, viewer, "m1", history=True)


def test_a_comment_is_written_with_pseudonyms_and_without_numbers(pseudonyms: Pseudonyms) -> None:
    written = Comment("WA 081234567890", "id", ("7099",), "moderator")
    assert protect(event(written, ANI), pseudonyms) == Event(
        1,
        2,
        Comment("WA [phone]", "id", (pseudonyms("7099"),), "moderator"),
        Viewer(pseudonyms("7012345678901234567"), "ani.baca", "Ani [phone]"),
        "m1",
        history=True,
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (PlatformQuestion("hubungi a@b.co?"), PlatformQuestion("hubungi [e-mail]?")),
        (
            Caption("call 081234567890", final=False, language="id"),
            Caption("call [phone]", final=False, language="id"),
        ),
        (PlatformPin("ig instagram.com/x_y", "m7"), PlatformPin("ig [profile]", "m7")),
        (Asked(text="on 081234567890?", by="ola"), Asked(text="on [phone]?", by="ola")),
        (PlatformQuestion("czy @nowego.mroza tu jest?"), PlatformQuestion("czy @… tu jest?")),
    ],
)
def test_whatever_viewers_or_the_host_said_is_redacted(
    said: Body, kept: Body, pseudonyms: Pseudonyms
) -> None:
    assert protect(event(said), pseudonyms).body == kept


def test_who_was_deleted_is_named_by_the_same_pseudonym(pseudonyms: Pseudonyms) -> None:
    body = protect(event(Deleted(("m1",), ("7012345678901234567",))), pseudonyms).body
    assert body == Deleted(("m1",), (pseudonyms(ANI.key),))


@pytest.mark.parametrize(
    "body",
    [
        Like(1, 2),
        Join(),
        Undecoded("WebcastFoo", "unknown", 3),
        Comment("halo"),
        Deleted(("m1",)),
        Gift("Rose", 1),
        Answered(question=1, note="tel. 601234567"),
    ],
)
def test_an_event_in_which_nothing_identifies_is_handed_on_as_it_is(
    body: Body, pseudonyms: Pseudonyms
) -> None:
    given_in = event(body)
    assert protect(given_in, pseudonyms) is given_in


def test_a_body_without_anything_to_redact_is_not_copied(pseudonyms: Pseudonyms) -> None:
    body = Comment("halo kak")
    assert protect(event(body, ANI), pseudonyms).body is body


def test_who_is_addressed_by_handle_is_mentioned_by_pseudonym(pseudonyms: Pseudonyms) -> None:
    protect(event(Comment("halo"), ANI), pseudonyms)
    said = Comment("@Ani.Baca sabtu buka, tanya @orang.lain atau @perpus.kota", "id", ("7099",), "moderator")
    assert protect(event(said), pseudonyms).body == Comment(
        "@… sabtu buka, tanya @… atau @perpus.kota",
        "id",
        (pseudonyms("7099"), pseudonyms(ANI.key)),
        "moderator",
    )


def test_a_handle_is_remembered_for_who_bears_it_now(
    monkeypatch: pytest.MonkeyPatch, pseudonyms: Pseudonyms
) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 2)
    for user, handle in (("1", "ani"), ("2", "ani"), ("3", "budi"), ("4", "citra")):
        pseudonyms.meet(Viewer(user, handle))
    assert pseudonyms.known_as("ani") is None, "the oldest is forgotten"
    assert pseudonyms.known_as("BUDI") == pseudonyms("3")


def test_who_merely_came_in_is_not_written(pseudonyms: Pseudonyms) -> None:
    assert protect(event(Join(), ANI), pseudonyms).viewer is None


def test_nobody_is_in_the_bytes_of_what_could_not_be_read(pseudonyms: Pseudonyms) -> None:
    broken = Undecoded(
        "WebcastChatMessage", "corrupt", payload=b64encode(b"ani.baca https://p16/avatar").decode()
    )
    assert protect(event(broken), pseudonyms).body == Undecoded("WebcastChatMessage", "corrupt")
