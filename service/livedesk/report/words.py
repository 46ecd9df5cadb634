"""What the report says in one language: its sentences from `words/`, numbers and times as Babel writes them there."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import lru_cache
from importlib import resources

import msgspec
from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal, format_percent
from msgspec import Struct

from livedesk import LivedeskError

Text = str | dict[str, str]
"""A sentence, or one for each plural form of `n`."""


class ReportLanguageUnknown(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """There is no report in this language."""

    def __init__(self, language: str) -> None:
        super().__init__(f"There is no report in {language!r}; there are {', '.join(languages())}.")
        self.language = language


class Words(Struct, frozen=True, eq=False):
    """The words of one language; `zone` is the time zone in which times are told, None the machine's."""

    language: str
    texts: Mapping[str, Text]
    definitions: Mapping[str, str]
    sentences: Mapping[str, str]
    zone: tzinfo | None

    def t(self, name: str, **values: object) -> str:
        """Return a sentence, in the plural form that the value `n` asks for."""
        text = self.texts[name]
        if isinstance(text, dict):
            n = values["n"]
            text = text[self._locale.plural_form(n)] if isinstance(n, int | float) else text["other"]
            if isinstance(n, int | float):
                values = values | {"n": self.number(n)}
        return text.format(**values)

    def number(self, value: float | None) -> str:
        """Write a number without decimals; a dash where there is none."""
        return "–" if value is None else str(format_decimal(value, "#,##0", self._locale))

    def decimal(self, value: float | None) -> str:
        """Write a number with one decimal; a dash where there is none."""
        return "–" if value is None else str(format_decimal(value, "#,##0.0", self._locale))

    def percent(self, share: float | None, digits: int = 0) -> str:
        """Write a share; a dash where there is none."""
        pattern = "#,##0.#\u00a0%" if digits else "#,##0\u00a0%"
        return "–" if share is None else str(format_percent(share, pattern, self._locale))

    def date(self, at: int) -> str:
        """Write the day of this time, in milliseconds since 1970."""
        written = str(format_date(self._moment(at).date(), "full", self._locale))
        return written[0].upper() + written[1:]

    def day(self, at: int) -> str:
        """Write weekday and day of this time in short."""
        return str(format_date(self._moment(at).date(), "EEE d MMM y", self._locale))

    def weekday(self, number: int) -> str:
        """Name a weekday; 0 is Monday."""
        return str(self._locale.days["stand-alone"]["wide"][number])

    def clock(self, at: int) -> str:
        """Write hour and minute of this time."""
        return str(format_time(self._moment(at).time(), "HH:mm", locale=self._locale))

    def zone_name(self, at: int) -> str:
        """Name the time zone as it is at this time."""
        return self._moment(at).tzname() or str(get_timezone_name(self._moment(at), locale=self._locale))

    def span(self, seconds: float | None) -> str:
        """Write a length of time as `2 min 54 s`."""
        if seconds is None:
            return "–"
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        parts = [
            (hours, _HOUR[self.language]),
            (minutes, _MINUTE[self.language]),
            (rest, _SECOND[self.language]),
        ]
        told = [f"{n}\u00a0{unit}" for n, unit in parts if n][:2]
        return "\u00a0".join(told) or f"0\u00a0{_SECOND[self.language]}"

    def short(self, seconds: float | None) -> str:
        """Write a length of time as `2:54`."""
        return "–" if seconds is None else f"{round(seconds) // 60}:{round(seconds) % 60:02d}"

    @property
    def _locale(self) -> Locale:
        return Locale.parse(_LOCALES.get(self.language, self.language))

    def _moment(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, self.zone).astimezone(
            self.zone
        )  # a name, also where it is ours


_LOCALES = {"en": "en_GB"}
"""Where a language alone would mean another country's way to write dates."""

_HOUR = {"en": "h", "id": "j", "pl": "godz."}
_MINUTE = {"en": "min", "id": "mnt", "pl": "min"}
_SECOND = {"en": "s", "id": "dtk", "pl": "s"}


def languages() -> tuple[str, ...]:
    """Return the languages in which there is a report."""
    return ("en", "id", "pl")


def words(language: str, zone: tzinfo | None) -> Words:
    """Return the words of a language; ReportLanguageUnknown."""
    if language not in languages():
        raise ReportLanguageUnknown(language)
    texts, definitions, sentences = _read(language)
    return Words(language, texts, definitions, sentences, zone)


@lru_cache
def _read(language: str) -> tuple[dict[str, Text], dict[str, str], dict[str, str]]:
    place = resources.files(__package__).joinpath("words", f"{language}.toml")
    file = tomllib.loads(place.read_text("utf-8"))
    definitions, sentences = file.pop("definitions"), file.pop("sentences", {})
    return msgspec.convert(file, dict[str, Text]), definitions, sentences
