"""What can go wrong between us and the Live, and what the host is told of it (pure).

Codes are for programs, sentences for people. Whether waiting helps decides between trying again and giving
up: only a fault that is `final` ends the listening, and only as long as the account has never been found.
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from msgspec import Struct

SENTENCES = {
    "age_restricted": (
        "TikTok does not show this Live to guests, mostly because it is age-restricted: "
        "if comments stay away, lift the restriction in the Live's audience settings."
    ),
    "asleep": (
        "This computer was asleep and heard nothing meanwhile; connecting again: "
        "see that it stays awake during a Live."
    ),
    "blocked": "TikTok refuses the connection for now; it is tried again, less and less often.",
    "closed": "TikTok closed the connection; connecting again.",
    "key_refused": "The signing service refuses the key, or wants one: check LIVEDESK_SIGN_API_KEY.",
    "lost": "The connection to TikTok was cut; connecting again.",
    "not_found": (
        "@{handle} does not exist on TikTok or has never been live: "
        "check the spelling, or begin the Live first."
    ),
    "offline": "@{handle} is not live yet: recording begins by itself with the Live.",
    "maybe_over": "TikTok says the Live of @{handle} is over; waiting a little in case it comes back.",
    "rate_limited": "The signing service allows no further connection yet; it is asked again in time.",
    "signer_down": "The signing service is down or does not answer; it is asked again, less and less often.",
    "signer_unverified": (
        "The signing service cannot prove who it is (bad certificate), so nothing was sent to it: "
        "check this computer's clock and network."
    ),
    "silent": "Nothing comes from TikTok any more, not even answers to heartbeats.",
    "unreachable": "TikTok cannot be reached: check the internet connection.",
}
"""One sentence for each code."""

FINAL = frozenset({"key_refused", "not_found"})
"""Codes of faults that waiting does not heal."""

LONGEST_ASKED = 3600.0
"""Seconds of waiting granted to a server that asks for more."""

_EPOCH = 1_000_000_000.0  # a reset "in" more seconds than this is a point in time


class Fault(Struct, frozen=True):
    """Why there is no connection; `wait` is for how many seconds the other side asks to be left alone."""

    code: str
    wait: float = 0.0

    @property
    def final(self) -> bool:
        """Whether waiting cannot help."""
        return self.code in FINAL

    def sentence(self, handle: str) -> str:
        """Return what the host is told."""
        return SENTENCES[self.code].format(handle=handle)


def wait_asked(headers: Mapping[str, str], now: int) -> float:
    """Return for how many seconds an answer asks to wait, by `Retry-After` (RFC 9110) or `RateLimit-Reset`.

    The latter is a number of seconds in the IETF's draft and a point in time at TikTok's signing service;
    both are understood. 0 where neither can be read. `now` is in milliseconds since 1970.
    """
    after, reset = (headers.get(name, "").strip() for name in ("Retry-After", "RateLimit-Reset"))
    asked = _retry_after(after, now) or _reset(reset, now)
    return min(max(asked, 0.0), LONGEST_ASKED)


def http_date(value: str) -> float | None:
    """Return the seconds since 1970 that a header's date names (RFC 9110 §5.6.7); None where it names no time."""
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None


def _retry_after(value: str, now: int) -> float:
    if value.isdecimal():
        return float(value)
    until = http_date(value)
    return 0.0 if until is None else until - now / 1000


def _reset(value: str, now: int) -> float:
    if not value.isdecimal():
        return 0.0
    seconds = float(value)
    return seconds - now / 1000 if seconds > _EPOCH else seconds
