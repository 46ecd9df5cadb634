"""One plain spelling for what people type, safe on hostile text.

NFKC, casefold, no marks on letters (ł by hand: Unicode does not decompose it), `gakkk` → `gak`, `can't` →
`cant`. Only the first 500 characters are looked at (a comment on TikTok has 150), so no text costs more than
a fixed time; every pattern here is linear.
"""

import re
import unicodedata

LIMIT = 500

NOUGHTS = str.maketrans("123456789", "000000000")
"""Makes one word of all numbers of a length: which number it is tells the models nothing, that it is one does."""

_ADDRESS = re.compile(  # looked for from the first of labels with dots between alone: from each it would take too long
    r"(?:\b\w+://|www\.)\S+|(?<![\w-])(?<![\w-]\.)-*\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}/\S*", re.IGNORECASE
)
_MENTION = re.compile(r"@[\w.]+")
# Marks on letters, joiners, direction marks and variation selectors.
_DECORATION = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+"
)
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])['\u2019\u02bc`](?=[^\\W\\d_])")
_DRAWN_OUT = re.compile(r"(\w)\1(?<![\d_])\1+")  # the quicker order: few characters come twice in a row
_WORD = re.compile(r"[^\W_]+")
_UNDECOMPOSED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe"})


def bare(text: str) -> str:
    """Return the beginning of the text without addresses of pages and people, which ask nothing."""
    text = text[:LIMIT]
    if "/" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    return _MENTION.sub(" ", text) if "@" in text else text


def plain(text: str) -> str:
    """Return the text in its plain spelling; signs between words stay."""
    text = text[:LIMIT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:LIMIT].casefold().translate(_UNDECOMPOSED)
        text = _DECORATION.sub("", unicodedata.normalize("NFD", text))
    return _DRAWN_OUT.sub(r"\1", _without_apostrophes(text.casefold()))


def _without_apostrophes(text: str) -> str:
    return text if text.isascii() and "'" not in text and "`" not in text else _APOSTROPHE.sub("", text)


def pieces(word: str, length: int) -> list[bytes]:
    """Return every so many letters in a row, encoded."""
    starts = range(len(word) - length + 1)
    if word.isascii():  # the same, and much the quicker
        letters = word.encode()
        return [letters[start : start + length] for start in starts]
    return [word[start : start + length].encode("utf-8", "surrogatepass") for start in starts]


def words(plain_text: str) -> list[str]:
    """Return the words and numbers of a text in plain spelling."""
    return _WORD.findall(plain_text)
