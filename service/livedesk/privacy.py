"""What is known of people before anything is written: a pseudonym, and texts without what identifies (pure).

The recorder passes every event through `protect` before the log sees it. A pseudonym is a keyed hash of the
platform's user id (EDPB Guidelines 01/2025 on pseudonymisation: a keyed one-way function, the secret kept
apart); each broadcast has its own secret, so nobody can be followed from one Live to the next.

`redact` covers what viewers post of themselves and others: e-mail addresses, telephone numbers, Indonesian
(NIK) and Polish (PESEL) identity numbers, payment and library cards, addresses of profiles. It is a safety
net with holes: a name, a street, a number spelt in words stay.
"""

import hmac
import re
from base64 import b32encode
from functools import lru_cache

from msgspec.structs import replace

from livedesk.events import (
    Asked,
    Body,
    Caption,
    Comment,
    Deleted,
    Event,
    PlatformPin,
    PlatformQuestion,
    Viewer,
)

PSEUDONYM_LENGTH = 10
"""Base32 characters, 50 bits: of a million viewers two share a pseudonym once in two thousand broadcasts."""

REMEMBERED = 65_536
"""Pseudonyms kept at hand; one that was dropped is worked out again, the same."""


class Pseudonyms:
    """Turns the platform's user ids into pseudonyms under one secret: `Pseudonyms(secret)(user_id)`."""

    def __init__(self, secret: bytes) -> None:
        """Take the broadcast's secret; ValueError where it is empty, for that hides nobody."""
        if not secret:
            raise ValueError("Pseudonyms need a secret.")
        self._secret = secret
        self._pseudonym = lru_cache(maxsize=REMEMBERED)(self._work_out)

    def __call__(self, user_id: str) -> str:
        """Return the pseudonym of this user id; an empty id is nobody and stays empty."""
        return self._pseudonym(user_id)

    def _work_out(self, user_id: str) -> str:
        if not user_id:
            return ""
        digest = hmac.digest(self._secret, user_id.encode(errors="surrogatepass"), "sha256")
        return b32encode(digest)[:PSEUDONYM_LENGTH].decode().lower()


_SUSPECT = re.compile("[@/0-9]")
"""What no text to be redacted is without: one look at an ordinary comment, and it is passed."""

_MANY_DIGITS = re.compile(r"\d(?:[ .\-()/]{0,3}\d){7}")

# None of these takes more than linear time: repetitions are bounded, or possessive and begun once a run.

_PROFILE = re.compile(
    r"""(?<![\w.@-]) (?:https?://)? (?:[\w-]{1,30}\.){0,2}
    (?: tiktok\.com | instagram\.com | facebook\.com | fb\.(?:com|me) | m\.me | threads\.(?:net|com)
      | twitter\.com | x\.com | t\.me | wa\.me | line\.me | linkedin\.com | linktr\.ee | snapchat\.com
      | vk\.com | bsky\.app/profile | youtube\.com(?=/(?:@|c/|channel/|user/)) )
    / [^\s"'<>()\[\],;]++""",
    re.VERBOSE | re.IGNORECASE,
)

_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++")

_LONG_NUMBER = re.compile(
    r"""(?<![\d+])
    (?: \d{11,19}
      | \d{4} (?P<s>[ -]) \d{4} (?P=s) \d{4} (?P=s) \d{1,7}  # as cards are printed
      | \d{4} [ -] \d{6} [ -] \d{4,5}                         # American Express, Diners Club
      | \d{6} [ -] \d{6} [ -] \d{4}                           # NIK: place, date of birth, serial number
    ) (?!\d)""",
    re.VERBOSE,
)

_PHONE = re.compile(
    r"""\+ \x20? \d (?:[ .\-()/]{0,2}\d){7,14} (?!\d)                              # with a country code
    | (?<!\d) 00[1-9] (?:[ -]?\d){7,12} (?!\d)
    | (?<!\d) (?:62[ .-]?|\(?0) 8[1235789]\d (?:[ .\-()]{0,2}\d){6,10} (?!\d)       # Indonesian mobile
    | (?<!\d)(?<!\d[ -]) \(?0[2-9]                                                 # Indonesian landline
      (?: \d \)? [ -]{1,2} \d{3,4} [ -]? \d{3,4}
        | \d{2} \)? [ -]{1,2} (?: \d{5,7} | \d{3}[ -]\d{3} ) ) (?!\d)
    | (?<!\d)(?<!\d[ -]) (?:48[ -]?)?                                             # Polish
      (?: (?: 45|50|51|53|57|60|66|69|72|73|78|79|88 ) \d (?P<s>[ -]?) \d{3} (?P=s) (?!000)\d{3}
        | \(?[1-9]\d\)? (?P<t>[ -]) \d{3} (?P=t) \d{2} (?P=t) \d{2} ) (?![ -]?\d)
    """,
    re.VERBOSE,
)


def redact(text: str) -> str:
    """Return the text with what identifies people replaced by a word in brackets.

    The words are `[e-mail]`, `[phone]`, `[id number]`, `[card]` and `[profile]`. It is the very same
    string where there is nothing to redact, and redacting again changes nothing.
    """
    if _SUSPECT.search(text) is None:
        return text
    while (redacted := _redact_once(text)) != text:  # each turn takes digits, `@` or `/` away: it ends
        text = redacted
    return text


def _redact_once(text: str) -> str:
    if "/" in text:
        text = _PROFILE.sub("[profile]", text)
    if "@" in text:
        text = _MAIL.sub("[e-mail]", text)
    if _MANY_DIGITS.search(text) is not None:
        text = _LONG_NUMBER.sub(_long_number, text)
        text = _PHONE.sub("[phone]", text)
    return text


def _long_number(found: re.Match[str]) -> str:
    """Tell cards and identity numbers from what is neither: ISBNs, years side by side, telephone numbers."""
    digits = "".join(str(int(character)) for character in found[0] if character.isdecimal())
    unbroken = len(digits) == len(found[0])
    if _is_pesel(digits) or _is_usual_nik(digits):
        return "[id number]"
    if _is_card(digits):
        return "[card]"
    return "[id number]" if unbroken and len(digits) == _NIK_LENGTH else found[0]


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


def protect(event: Event, pseudonyms: Pseudonyms) -> Event:
    """Return the event as it may be written: people by pseudonym, texts redacted; or the very same.

    What staff note of their own (`answered`, `referred`) is theirs and stays.
    """
    viewer, body = event.viewer, _protected(event.body, pseudonyms)
    if viewer is not None:
        viewer = Viewer(pseudonyms(viewer.key), viewer.handle, redact(viewer.nickname))
    elif body is event.body:
        return event
    return Event(event.at, event.received_at, body, viewer, event.message_id, event.history)


def _protected(body: Body, pseudonyms: Pseudonyms) -> Body:
    match body:
        case Comment():
            return _protected_comment(body, pseudonyms)
        case PlatformQuestion() | Caption() | PlatformPin() | Asked() if (
            text := redact(body.text)
        ) != body.text:
            return replace(body, text=text)
        case Deleted() if body.viewer_keys:
            return replace(body, viewer_keys=tuple(map(pseudonyms, body.viewer_keys)))
        case _:
            return body


def _protected_comment(body: Comment, pseudonyms: Pseudonyms) -> Comment:
    text = redact(body.text)
    if text == body.text and not body.mentions:
        return body
    return Comment(text, body.language, tuple(map(pseudonyms, body.mentions)), body.role)
