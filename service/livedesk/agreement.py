"""How far two people agree who coded the same observations (pure).

Krippendorff's alpha for nominal data (Hayes and Krippendorff 2007, doi 10.1080/19312450709336664), of each code
whether it applies or not, and of all codes of an observation together. Per cent agreement stands beside it, which
chance makes look better the rarer a code is.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from krippendorff import alpha
from msgspec import Struct

from livedesk import LivedeskError
from livedesk.exports.transcript import one_line

RELIABLE = 0.8
TENTATIVE = 0.667
"""Krippendorff's customary limits: to rely on, and to draw tentative conclusions from."""

NONE = "none"
"""What a coder writes where no code applies; blank is not coded yet."""

ALL_CODES = "all codes"


class CodingUnreadable(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """A coder's file cannot be used; the message says why."""


class Coding(Struct, frozen=True):
    """What one coder decided: the codes of each observation, and the words they stand for."""

    codes: Mapping[str, frozenset[str]]
    words: Mapping[str, str]
    blank: int = 0


class Row(Struct, frozen=True):
    """Agreement on one code: how often each coder gave it, both at once, per cent, and alpha.

    `alpha` is None where it does not exist: both gave the code to every observation, or to none.
    """

    code: str
    first: int
    second: int
    both: int
    per_cent: float
    alpha: float | None


class Disagreement(Struct, frozen=True):
    """An observation that two coders coded differently."""

    obs_id: str
    first: str
    second: str
    verbatim: str


class Agreement(Struct, frozen=True):
    """How far two coders agree over the observations that both coded; `apart` counts those that only one has."""

    units: int
    apart: tuple[int, int]
    blank: tuple[int, int]
    rows: tuple[Row, ...]
    disagreements: tuple[Disagreement, ...]


def read(text: str, column: str = "act_code") -> Coding:
    """Read a coder's CSV as spreadsheets save it, with commas, semicolons or tabs; CodingUnreadable.

    Several codes in a cell stand apart by blanks, commas, semicolons or bars.
    """
    text = text.removeprefix("\ufeff")
    heading = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    if missing := {"obs_id", column}.difference(reader.fieldnames or ()):
        raise CodingUnreadable(f"there is no column {' and no column '.join(sorted(missing))}")
    codes: dict[str, frozenset[str]] = {}
    words: dict[str, str] = {}
    blank = 0
    for line, row in enumerate(reader, start=2):
        name = one_line(row["obs_id"] or "").strip()
        if name in words:
            raise CodingUnreadable(f"row {line} has the obs_id {name!r} a second time")
        words[name] = one_line(row.get("verbatim") or "")
        if given := _codes(row[column] or ""):
            codes[name] = given - {NONE}
        else:
            blank += 1
    return Coding(codes, words, blank)


def compare(first: Coding, second: Coding) -> Agreement:
    """Compare what two coders decided about the observations that both coded; CodingUnreadable where there is none."""
    units = [name for name in first.codes if name in second.codes]
    if not units:
        raise CodingUnreadable("no observation is coded in both files")
    pairs = [(first.codes[name], second.codes[name]) for name in units]
    every = sorted(set().union(*(codes for pair in pairs for codes in pair)))
    return Agreement(
        units=len(units),
        apart=(len(first.words.keys() - second.words.keys()), len(second.words.keys() - first.words.keys())),
        blank=(first.blank, second.blank),
        rows=(*(_row(code, pairs) for code in every), _together(pairs)),
        disagreements=tuple(
            Disagreement(name, _told(one), _told(other), first.words[name])
            for name, (one, other) in zip(units, pairs, strict=True)
            if one != other
        ),
    )


def report(agreement: Agreement) -> Iterator[str]:
    """Yield the lines of a report: a row for each code, what it means, and the disagreements."""
    yield f"{agreement.units} observations coded by both."
    for who, apart, blank in zip(("first", "second"), agreement.apart, agreement.blank, strict=True):
        if apart or blank:
            yield f"Left out: {apart} that only the {who} file has, {blank} that it leaves blank."
    yield ""
    yield f"{'code':<20}{'first':>8}{'second':>8}{'both':>8}{'per cent':>10}{'alpha':>8}"
    for row in agreement.rows:
        value = "-" if row.alpha is None else f"{row.alpha:.3f}"
        counts = "".join(f"{count:>8}" for count in (row.first, row.second, row.both))
        yield f"{row.code:<20}{counts}{row.per_cent:>10.1f}{value:>8}  {_verdict(row.alpha)}"
    if agreement.disagreements:
        yield ""
        yield f"{len(agreement.disagreements)} disagreements:"
    for each in agreement.disagreements:
        yield f"{each.obs_id}  {each.first} | {each.second}  {each.verbatim}"


def _codes(cell: str) -> frozenset[str]:
    for separator in ",;|":
        cell = cell.replace(separator, " ")
    return frozenset(map(one_line, cell.split()))


Pair = tuple[frozenset[str], frozenset[str]]


def _row(code: str, pairs: Sequence[Pair]) -> Row:
    """Compare the coders on one code: given or not."""
    given = [(code in one, code in other) for one, other in pairs]
    first, second = (sum(each) for each in zip(*given, strict=True))
    return Row(code, first, second, sum(map(all, given)), _per_cent(given), _alpha(given))


def _together(pairs: Sequence[Pair]) -> Row:
    """Compare the coders on all codes of an observation at once: only the very same ones agree."""
    told = [(_told(one), _told(other)) for one, other in pairs]
    same = sum(one == other for one, other in told)
    return Row(ALL_CODES, len(pairs), len(pairs), same, _per_cent(told), _alpha(told))


def _per_cent(values: Sequence[tuple[object, object]]) -> float:
    return 100 * sum(one == other for one, other in values) / len(values)


def _alpha(values: Sequence[tuple[object, object]]) -> float | None:
    domain = {value: place for place, value in enumerate({each for pair in values for each in pair})}
    if len(domain) == 1:
        return None
    by_coder = [[domain[value] for value in coder] for coder in zip(*values, strict=True)]
    return float(alpha(by_coder, level_of_measurement="nominal"))


def _told(codes: frozenset[str]) -> str:
    return " ".join(sorted(codes)) or NONE


def _verdict(value: float | None) -> str:
    match value:
        case None:
            return "nothing to compare: the same for every observation"
        case _ if value >= RELIABLE:
            return "reliable"
        case _ if value >= TENTATIVE:
            return "tentative"
        case _:
            return "not reliable"
