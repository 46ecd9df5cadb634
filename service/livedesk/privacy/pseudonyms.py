"""Pseudonyms of one broadcast, and who in it goes by which handle (pure)."""

import hmac
from base64 import b32encode
from functools import lru_cache

from livedesk.events import Viewer
from livedesk.privacy.redaction import redact, without_handles

PSEUDONYM_LENGTH = 10
"""Base32 characters, 50 bits: of a million viewers two share a pseudonym once in two thousand broadcasts."""

REMEMBERED = 65_536
"""Pseudonyms, handles and nicknames kept at hand. A pseudonym that was dropped is worked out again, the same."""


class Pseudonyms:
    """Turns the platform's user ids into pseudonyms under one secret: `Pseudonyms(secret)(user_id)`.

    `broadcaster` is whose Live it is: that handle is nobody's secret and stays in texts. `nickname` redacts one.
    """

    def __init__(self, secret: bytes, broadcaster: str = "") -> None:
        """Take the broadcast's secret; ValueError where it is empty, for that hides nobody."""
        if not secret:
            raise ValueError("Pseudonyms need a secret.")
        self.broadcaster = broadcaster
        self._secret = secret
        self._pseudonym = lru_cache(maxsize=REMEMBERED)(self._work_out)
        self.nickname = lru_cache(maxsize=REMEMBERED)(_redacted)
        self._met: dict[str, str] = {}

    def __call__(self, user_id: str) -> str:
        """Return the pseudonym of this user id; an empty id is nobody and stays empty."""
        return self._pseudonym(user_id)

    def meet(self, viewer: Viewer) -> str:
        """Return this viewer's pseudonym, and remember who goes by the handle."""
        key = self(viewer.key)
        handle = viewer.handle.lower()
        if handle and self._met.get(handle) != key:
            self._met[handle] = key
            if len(self._met) > REMEMBERED:
                del self._met[next(iter(self._met))]
        return key

    def known_as(self, handle: str) -> str | None:
        """Return the pseudonym of who went by this handle when last met, None for a stranger."""
        return self._met.get(handle.lower())

    def _work_out(self, user_id: str) -> str:
        if not user_id:
            return ""
        digest = hmac.digest(self._secret, user_id.encode(errors="surrogatepass"), "sha256")
        return b32encode(digest)[:PSEUDONYM_LENGTH].decode().lower()


def _redacted(nickname: str) -> str:
    return without_handles(redact(nickname))
