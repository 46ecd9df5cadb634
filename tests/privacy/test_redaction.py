"""What identifies people is gone before anything is written, and what does not stays."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livedesk.privacy.redaction import MARKERS, addressed, markers, redact, without_handles


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
        # Malaysian telephones
        ("whatsapp 012-345 6789 ya", "whatsapp [phone] ya"),
        ("+60 12-345 6789", "[phone]"),
        ("0123456780", "[phone]"),
        # other telephones
        ("text me on 07700 900123", "text me on [phone]"),
        ("(415) 555-2671", "[phone]"),
        ("０８１２３４５６７８９０ atau ٠٨١٢٣٤٥٦٧٨٩٠", "[phone] atau [phone]"),
        ("0812–3456–7890", "[phone]"),
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
        # numbers of members
        ("no anggota saya 00123456 kak", "no anggota saya [card] kak"),
        ("nomor anggota: P-00123", "nomor anggota: [card]"),
        ("kartu perpus no 5123", "kartu perpus no [card]"),
        ("numer karty bibliotecznej 123 456", "numer karty bibliotecznej [card]"),
        ("nr czytelnika 10482", "nr czytelnika [card]"),
        ("my library card number is 12345", "my library card number is [card]"),
        ("member id AB1234, still blocked", "member id [card], still blocked"),
        # e-mail that hides
        ("nama (at) gmail.com", "[e-mail]"),
        ("jan [małpa] wp [kropka] pl", "[e-mail]"),
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
        "3 buku @5000",
        "kartu anggota 25000 ya kak",
        "bikin kartu perpus bayar 50000?",
        "nomor anggota tahun 2019",
        "no panggil 813.6 TOL p",
        "sygn. 821.162.1-3",
        "QA76.73.P98 L88 2013",
        "rak 800-899, no rak 12",
        "ISSN 0126-1568",
        "look (at 5 pm) please",
    ],
)
def test_years_prices_hours_isbns_and_room_numbers_stay(written: str) -> None:
    assert redact(written) is written


def isbn10(body: int) -> str:
    digits = f"{body:09}"
    check = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
    return digits + ("X" if check == 10 else str(check))


def isbn13(prefix: str, body: int) -> str:
    digits = f"{prefix}{body:09}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


nine_digits = st.integers(0, 999_999_999)
isbns = st.one_of(nine_digits.map(isbn10), st.builds(isbn13, st.sampled_from(["978", "979"]), nine_digits))


def group_length(digits: str) -> int:
    """Say how long an ISBN's first part is: one digit for large languages, three for small countries."""
    return 1 if digits < "6" or digits[0] == "7" else 3 if digits[0] == "6" or digits >= "95" else 2


@given(
    isbns,
    st.sampled_from(["", "-", " "]),
    st.integers(2, 4),
    st.sampled_from(["{}", "isbn {} ada kak?", "({})"]),
)
@example("0812550706", "", 3, "{}")  # looks like an Indonesian mobile
@example("9780812550702", "", 3, "{}")
def test_no_isbn_is_taken_for_a_number_of_a_person(isbn: str, sign: str, publisher: int, around: str) -> None:
    prefix, rest = (isbn[:3] + sign, isbn[3:]) if len(isbn) == 13 else ("", isbn)
    group = group_length(rest)
    parts = (rest[:group], rest[group : group + publisher], rest[group + publisher : -1], rest[-1])
    text = around.format(prefix + sign.join(parts))
    assert redact(text) is text


@given(
    st.dates(date(1900, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y %H.%M", "%d.%m.%Y-%d.%m.%Y"]),
)
def test_no_date_is_taken_for_a_number_of_a_person(day: date, shape: str) -> None:
    text = day.strftime(shape)
    assert redact(text) is text


hours = st.builds("{:02}.{:02}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@given(st.lists(st.builds("{}-{}".format, hours, hours), min_size=1, max_size=5).map(" ".join))
def test_no_opening_hours_are_taken_for_a_number_of_a_person(text: str) -> None:
    assert redact(text) is text


@given(st.integers(1, 999_999), st.sampled_from(["Rp {}.000", "Rp{}", "{},50 zł", "{}rb", "$ {}.00", "@{}"]))
def test_no_price_is_taken_for_a_number_of_a_person(amount: int, shape: str) -> None:
    text = shape.format(amount)
    assert redact(text) is text
    assert without_handles(text) is text


call_numbers = st.builds(
    "{:03}.{} {} {}".format,
    st.integers(0, 999),
    st.integers(0, 99_999),
    st.sampled_from(["TOL", "ROW", "MIC", "Kow"]),
    st.sampled_from("abcprs"),
)


@given(call_numbers)
def test_no_call_number_is_taken_for_a_number_of_a_person(text: str) -> None:
    assert redact(text) is text


hostile = st.text(alphabet="0123456789 @.-+()/:aZłW٣[]\x00t\ud800", max_size=60)
identifying = st.sampled_from(
    ["081234567890", "t.me/abc", "a@b.co", "+48601234567", "4111 1111 1111 1111", "44051401359"]
)


@given(st.lists(st.text(max_size=8) | hostile | identifying, max_size=6).map("".join))
def test_redacting_never_fails_and_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


spaced_digits = st.text("0123456789٣ .-–()/", max_size=24)


@given(
    st.lists(st.sampled_from(["no anggota", "(at", "a", "+"]) | spaced_digits | identifying, max_size=6).map(
        "".join
    )
)
def test_the_first_look_at_a_text_passes_nothing_that_a_closer_one_would_redact(text: str) -> None:
    looked_at_closely = redact(f"{text} /@")
    assert redact(text) == looked_at_closely.removesuffix(" /@")


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
        "no anggota ",
        "kartu 1 ",
        "a (at) ",
        "a(at)b.",
        "@._",
    ],
)
def test_a_hundred_kilobytes_of_the_worst_text_are_done_with(piece: str) -> None:
    """A regular expression that tries every way to match would not come back within the test's time limit."""
    text = (piece * 100_000)[:100_000]
    assert len(without_handles(redact(text))) <= len(text) + 100


def test_handles_of_others_are_cut_out_and_the_librarys_own_stays() -> None:
    text = "@bob_99 tanya @Perpus.Kota ya, cc ＠nowego.mroza."
    assert addressed(text) == ["bob_99", "Perpus.Kota", "nowego.mroza"]
    assert without_handles(text, but="perpus.kota") == "@… tanya @Perpus.Kota ya, cc @…."


def test_what_was_cut_out_can_be_counted() -> None:
    written = "WA 081234567890 atau a@b.co, tanya @bob_99, 081298765432"
    assert markers(without_handles(redact(written))) == ["[phone]", "[e-mail]", "@…", "[phone]"]
    assert markers("[buku] @5000") == []


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_is_nothing_to_redact(marker: str) -> None:
    assert without_handles(redact(marker)) == marker
