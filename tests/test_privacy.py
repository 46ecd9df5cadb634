"""What identifies people is gone before anything is written, and what does not stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk import privacy
from livedesk.events import (
    Answered,
    Asked,
    Body,
    Caption,
    Comment,
    Deleted,
    Event,
    Gift,
    Like,
    PlatformPin,
    PlatformQuestion,
    Viewer,
)
from livedesk.privacy import Pseudonyms, protect, redact

SECRET = b"a secret of this broadcast alone"


@pytest.fixture
def pseudonyms() -> Pseudonyms:
    return Pseudonyms(SECRET)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        # e-mail
        ("tulis ke perpus.kota@gmail.com ya kak", "tulis ke [e-mail] ya kak"),
        ("mój mail to j.kowalska+bib@wp.pl.", "mój mail to [e-mail]."),
        ("(me@sub.example.co.uk)", "([e-mail])"),
        # Indonesian telephones
        ("WA aku 081234567890", "WA aku [phone]"),
        ("wa 0812-3456-7890 kak", "wa [phone] kak"),
        ("hubungi +62 812 3456 7890", "hubungi [phone]"),
        ("6281234567890", "[phone]"),
        ("wa081234567890ya", "wa[phone]ya"),
        ("081234567890 081298765432", "[phone] [phone]"),
        ("telp (021) 570 3341", "telp [phone]"),
        ("021-5703341", "[phone]"),
        ("(0274) 513969", "[phone]"),
        # Polish telephones
        ("zadzwoń 601 234 567 proszę", "zadzwoń [phone] proszę"),
        ("tel. 601234567", "tel. [phone]"),
        ("+48 601-234-567", "[phone]"),
        ("48601234567", "[phone]"),
        ("0048 601 234 567", "[phone]"),
        ("22 123 45 67", "[phone]"),
        # other telephones
        ("call +44 20 7946 0018", "call [phone]"),
        ("+1 (415) 555-2671!", "[phone]!"),
        # identity numbers
        ("NIK 3174012505900001", "NIK [id number]"),
        ("NIK saya 3174015505900001 perempuan", "NIK saya [id number] perempuan"),
        ("3174 0125 0590 0001", "[id number]"),
        ("317401 250590 0001", "[id number]"),
        ("PESEL 44051401359", "PESEL [id number]"),
        ("02070803628", "[id number]"),
        # cards
        ("karta 4111 1111 1111 1111", "karta [card]"),
        ("4111-1111-1111-1111", "[card]"),
        ("5105105105105100", "[card]"),
        ("3782 822463 10005", "[card]"),
        ("library card 21234567890124", "library card [card]"),
        # profiles
        ("follow https://www.tiktok.com/@nama.kak ya", "follow [profile] ya"),
        ("ig: instagram.com/kak_nama", "ig: [profile]"),
        ("wa.me/6281234567890", "[profile]"),
        ("moja strona m.facebook.com/jan.kowalski.5 zapraszam", "moja strona [profile] zapraszam"),
        ("https://youtube.com/@somebody", "[profile]"),
        # together
        ("081234567890t.me/abc atau a@b.co", "[phone][profile] atau [e-mail]"),
        ("ani08123456789@gmail.com", "[e-mail]"),
    ],
)
def test_what_identifies_people_is_replaced(written: str, kept: str) -> None:
    assert redact(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "kak perpus buka sabtu gak",
        "jam 10.00-17.00",
        "senin 08.00-12.00 13.00-16.00",
        "buka 0800-1500 sabtu 0900-1200",
        "buku terbit 2019 2020 2021 2022",
        "Pramoedya (1925-2006), Rok 1984",
        "08.05.2024 10.00 WIB",
        "2024-05-06 18:00",
        "harga Rp 1.500.000",
        "dendanya Rp 15.000.000.000 lol",
        "Rp 500000000",
        "ruang 101 lantai 3",
        "halaman 123-456, no antrian 12345678",
        "czynne 10-18, sobota 9.30-13.00",
        "cena 49,99 zł albo 500 000 000 zł",
        "sala 2.15, piętro 3",
        "12.05.2024 w godz. 10-18",
        "do you have isbn 9786020331234",
        "978-602-03-3123-4",
        "978 83 7578 063 4",
        "ISBN 9788375780635, 0-306-40615-2",
        "44051401358",  # no PESEL: the check digit is wrong
        "4111 1111 1111 1112",  # no card: the check digit is wrong
        "open 24/7, 9/10",
        "https://perpusnas.go.id/jam?hari=1",
        "youtube.com/watch?v=dQw4w9WgXcQ",
        "thanks @perpusnas 100%",
        "chat.me/room",
    ],
)
def test_years_prices_hours_isbns_and_room_numbers_stay(written: str) -> None:
    assert redact(written) is written


hostile = st.text(alphabet="0123456789 @.-+()/:aZłW٣[]\x00t\ud800", max_size=60)
identifying = st.sampled_from(
    ["081234567890", "t.me/abc", "a@b.co", "+48601234567", "4111 1111 1111 1111", "44051401359"]
)


@given(st.lists(st.text(max_size=8) | hostile | identifying, max_size=6).map("".join))
def test_redacting_never_fails_and_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(
    st.text(alphabet="abcdefghiłą ?!", max_size=20),
    identifying,
    st.text(alphabet="abcdefghiłą ?!", max_size=20),
)
def test_no_number_or_address_survives_among_words(before: str, secret: str, after: str) -> None:
    assert secret not in redact(f"{before} {secret} {after}")


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "08 ",
        "a@",
        "a.",
        "+",
        "+1",
        "t.me/",
        "4444 ",
        "0811 ",
        "(0",
        "0812-34.5",
        "@.",
        "x" * 50 + "@",
        "w.w.",
        "1-",
    ],
)
def test_a_hundred_kilobytes_of_the_worst_text_are_done_with(piece: str) -> None:
    """A regular expression that tries every way to match would not come back within the test's time limit."""
    text = (piece * 100_000)[:100_000]
    assert len(redact(text)) <= len(text) + 100


def test_a_viewer_has_one_pseudonym_in_a_broadcast_and_another_in_the_next(pseudonyms: Pseudonyms) -> None:
    # base32(HMAC-SHA256(secret, user id)), worked out with openssl
    assert pseudonyms("7012345678901234567") == "zbtf3jexgz"
    assert pseudonyms("7012345678901234567") == Pseudonyms(SECRET)("7012345678901234567")
    assert pseudonyms("7012345678901234567") != Pseudonyms(b"another")("7012345678901234567")
    assert pseudonyms("7012345678901234567") != pseudonyms("7012345678901234568")


def test_a_pseudonym_is_the_same_after_it_was_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(privacy, "REMEMBERED", 2)
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
