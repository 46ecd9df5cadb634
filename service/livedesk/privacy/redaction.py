"""Texts without what identifies people (pure).

`redact` covers what viewers post of themselves and others: e-mail addresses, telephone numbers, Indonesian
(NIK) and Polish (PESEL) identity numbers, payment and library cards, addresses of profiles. It is a safety
net with holes: a name, a street, a number spelt in words stay.
"""

import re

E_MAIL = "[e-mail]"
PHONE = "[phone]"
ID_NUMBER = "[id number]"
CARD = "[card]"
PROFILE = "[profile]"
SOMEBODY = "@…"
MARKERS = (E_MAIL, PHONE, ID_NUMBER, CARD, PROFILE, SOMEBODY)
"""What stands where something was cut out."""

_MARKER = re.compile("|".join(map(re.escape, MARKERS)))

_SUSPECT = re.compile(
    r"""[@＠/\d(\[{]  # looked for at once; then what it must be, or be followed by
    (?: (?<=[@＠/]) | (?<=\d) (?:[\s.\-–()/]{0,3}\d){3} | (?<=[(\[{]) \s?[am] )""",
    re.VERBOSE | re.IGNORECASE,
)
"""What no text to be redacted is without: one look at an ordinary comment, and it is passed."""

_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_OF_MEMBERS = re.compile(
    r"anggota|perpus|member|kart|card|library|patron|borrower|czyteln|bibliot|legitym", re.IGNORECASE
)
_MANY_DIGITS = re.compile(r"\d(?:[\s.\-–()/]{0,3}\d){7}")

# None of these takes more than linear time: repetitions are bounded, or possessive and begun once a run.

_PROFILE = re.compile(
    r"""(?<![\w.@-]) (?:https?://)? (?:[\w-]{1,30}\.){0,2}
    (?: tiktok\.com | instagram\.com | facebook\.com | fb\.(?:com|me) | m\.me | threads\.(?:net|com)
      | twitter\.com | x\.com | t\.me | wa\.me | line\.me | linkedin\.com | linktr\.ee | snapchat\.com
      | vk\.com | bsky\.app/profile | youtube\.com(?=/(?:@|c/|channel/|user/)) )
    / [^\s"'<>()\[\],;]++""",
    re.VERBOSE | re.IGNORECASE,
)

_MAIL = re.compile(
    r"""(?<![\w.+%-]) [\w.+%-]++
    (?: [@＠] | \s?[(\[{]\s?(?:at|małpa)\s?[)\]}]\s? )
    [\w-]++ (?: (?: \. | \s?[(\[{]\s?(?:dot|titik|kropka)\s?[)\]}]\s? ) [\w-]++ )++""",
    re.VERBOSE | re.IGNORECASE,
)

_AT = re.compile(r"[@＠]|[(\[{]\s?(?:at|małpa)\b", re.IGNORECASE)

_ADDRESSED = re.compile(r"[@＠](?=[\d._]*+[^\W\d_])[\w.]*\w")
"""A handle has a letter: `@5000` is a price."""

_LONG_NUMBER = re.compile(
    r"""(?<![\d+])
    (?: \d{11,19}
      | \d{4} (?P<s>[\s-]) \d{4} (?P=s) \d{4} (?P=s) \d{1,7}  # as cards are printed
      | \d{4} [\s-] \d{6} [\s-] \d{4,5}                         # American Express, Diners Club
      | \d{6} [\s-] \d{6} [\s-] \d{4}                           # NIK: place, date of birth, serial number
    ) (?!\d)""",
    re.VERBOSE,
)

_PHONE = re.compile(
    r"""\+ \s? \d (?:[\s.\-–()/]{0,2}\d){7,14} (?!\d)                               # with a country code
    | (?<!\d) 00[1-9] (?:[\s-]?\d){7,12} (?!\d)
    | (?<!\d)(?<!97[89][\s-]) (?:62[\s.-]?|\(?0) 8[1235789]\d (?:[\s.\-–()]{0,2}\d){6,10} (?!\d)  # Indonesian mobile
    | (?<!\d)(?<!\d[\s-]) \(?0[2-9]                                                # Indonesian landline
      (?: \d \)? [\s-]{1,2} \d{3,4} [\s-]? \d{3,4}
        | \d{2} \)? [\s-]{1,2} (?: \d{5,7} | \d{3}[\s-]\d{3} ) ) (?!\d)
    | (?<!\d)(?<!\d[\s-]) (?:60[\s-]?1|01) [0-46-9] [\s-]? \d{3,4} [\s-]? \d{4} (?!\d)  # Malaysian mobile
    | (?<!\d)(?<!\d[\s-]) 07\d{3} [\s-]? \d{3} [\s-]? \d{3} (?!\d)                   # British mobile
    | (?<!\d)(?<!\d[\s-]) \(?[2-9]\d\d\)? [\s-] \d{3} - \d{4} (?![\s-]?\d)           # North American
    | (?<!\d)(?<!\d[\s-]) (?:48[\s-]?)?                                             # Polish
      (?: (?: 45|50|51|53|57|60|66|69|72|73|78|79|88 ) \d (?P<s>[\s-]?) \d{3} (?P=s) (?!000)\d{3}
        | \(?[1-9]\d\)? (?P<t>[\s-]) \d{3} (?P=t) \d{2} (?P=t) \d{2} ) (?![\s-]?\d)
    """,
    re.VERBOSE,
)

_MEMBER_NUMBER = re.compile(
    r"""\b
    (?: (?:no|nr|nomor|nomer|number|numer|id)(?:ku|mu|nya)?\b [\s.:]{0,2}          # nomor anggota, numer karty
        (?: THING [\s.:]{1,2} ){1,2} (?: OWN \s ){0,2}
      | (?: THING [\s.]{1,2} ){1,2} (?: OWN \s ){0,2}                               # library card number is
        (?: (?:no|nr|nomor|nomer|number|numer|id)\b | \# ) (?: \s OWN \b ){0,2}
    ) [\s.:=\#-]{0,3}
    (?P<number> (?!(?:19|20)\d\d(?!\d)) [A-Z]{0,4} [-./]? \d (?:[\s.\-/]?\d){3,18} ) (?!\d)
    """.replace(
        "THING",
        r"(?:(?:ke)?anggota(?:an)?|perpus(?:takaan)?|member(?:ship)?|kartu|kart[aęyi]|card|library|patron"
        r"|borrower|czytelni(?:ka|cza|czej)|biblioteczn(?:a|ej|y)|legitymacj[aiię])(?:ku|mu|nya)?",
    ).replace("OWN", r"(?:saya|aku|gue|gw|ku|my|is|to|moja|mojej|mój|adalah|kak|min)"),
    re.VERBOSE | re.IGNORECASE,
)


def redact(text: str) -> str:
    """Return the text with what identifies people replaced by a word in brackets, one of `MARKERS`.

    It is the very same string where there is nothing to redact, and redacting again changes nothing.
    """
    if _SUSPECT.search(text) is None:
        return text
    plain = redacted = text if text.isascii() else _OTHER_DIGIT.sub(_plain_digit, text)
    while (again := _redact_once(redacted)) != redacted:  # each turn takes digits, `@` or `/` away: it ends
        redacted = again
    return text if redacted == plain else redacted


def addressed(text: str) -> list[str]:
    """Return the handles that a text addresses as `@handle`, without the sign."""
    return [found[1:] for found in _ADDRESSED.findall(text)] if _has_at(text) else []


def without_handles(text: str, *, but: str = "") -> str:
    """Return the text with `@…` in place of every `@handle` but one; the very same where there is none."""
    if not _has_at(text):
        return text
    return _ADDRESSED.sub(
        lambda found: found[0] if but and found[0][1:].lower() == but.lower() else SOMEBODY, text
    )


def markers(text: str) -> list[str]:
    """Return the markers in a text, each as often as it stands there."""
    return _MARKER.findall(text) if "[" in text or SOMEBODY in text else []


def _has_at(text: str) -> bool:
    return "@" in text or "＠" in text


def _redact_once(text: str) -> str:
    if "/" in text:
        text = _PROFILE.sub(PROFILE, text)
    if _AT.search(text) is not None:
        text = _MAIL.sub(E_MAIL, text)
    if _MANY_DIGITS.search(text) is not None:
        text = _LONG_NUMBER.sub(_long_number, text)
        text = _PHONE.sub(_phone, text)
    if _OF_MEMBERS.search(text) is not None:
        text = _MEMBER_NUMBER.sub(_member_number, text)
    return text


def _plain_digit(found: re.Match[str]) -> str:
    return str(int(found[0]))


def _member_number(found: re.Match[str]) -> str:
    return found[0].removesuffix(found["number"]) + CARD


def _phone(found: re.Match[str]) -> str:
    """Let an ISBN of ten digits pass, which may look like a number of ten digits without a country code."""
    return found[0] if _is_isbn10(found[0]) else PHONE


def _is_isbn10(digits: str) -> bool:
    if len(digits) != _ISBN10_LENGTH or not digits.isdecimal():
        return False
    return sum(weight * int(digit) for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0


_ISBN10_LENGTH = 10


def _long_number(found: re.Match[str]) -> str:
    """Tell cards and identity numbers from what is neither: ISBNs, years side by side, telephone numbers."""
    digits = "".join(filter(str.isdecimal, found[0]))
    unbroken = len(digits) == len(found[0])
    if _is_pesel(digits) or _is_usual_nik(digits):
        return ID_NUMBER
    if _is_card(digits):
        return CARD
    return ID_NUMBER if unbroken and len(digits) == _NIK_LENGTH else found[0]


_NIK_LENGTH = 16

_NIK = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])\d{4}"  # province, regency, district
    r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d"  # birth; a woman's day is 40 more
    r"00\d\d"  # serial number, seldom past 99
)

_CARD = re.compile(r"4\d{12}|(?:[3-6]|2[2-7])\d{13,18}|2\d{13}")
"""Payment networks by first digits; a library card of 14 digits begins with 2 and has the same check."""

_PESEL = re.compile(r"\d\d(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12]\d|3[01])\d{5}")
_PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)


def _is_usual_nik(digits: str) -> bool:
    return _NIK.fullmatch(digits) is not None


def _is_pesel(digits: str) -> bool:
    """Tell a PESEL by its date of birth and check digit (Polish Act on the Population Register, art. 15)."""
    if _PESEL.fullmatch(digits) is None:
        return False
    return sum(weight * int(digit) for weight, digit in zip(_PESEL_WEIGHTS, digits, strict=True)) % 10 == 0


def _is_card(digits: str) -> bool:
    """Tell a card by its first digits and the check digit of ISO/IEC 7812 (Luhn)."""
    if _CARD.fullmatch(digits) is None:
        return False
    doubled = "".join(str(2 * int(digit)) for digit in digits[-2::-2])
    return sum(map(int, digits[-1::-2] + doubled)) % 10 == 0
