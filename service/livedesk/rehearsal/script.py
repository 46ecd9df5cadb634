"""A scripted Live: a text file that a librarian can write and compare. docs/rehearsal.md describes it.

    handle: perpus.kota
    title: Malam di perpustakaan

    00:00  viewers                     | 14 of 20
    00:12  comment  kak_rina (Rina A.) | kak perpus buka sabtu gak
    00:20  caption                     | sabtu buka jam sembilan

Reading it gives cues, without ids and without doing anything; `staging` makes a Live of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from livedesk import LivedeskError
from livedesk.events import (
    Caption,
    Comment,
    Deleted,
    Ended,
    Follow,
    Gift,
    Happening,
    Join,
    Like,
    Paused,
    PlatformPin,
    PlatformQuestion,
    Resumed,
    Role,
    Share,
    Viewer,
    Viewers,
)
from livedesk.rehearsal.faults import bomb, corrupt_frame, corrupt_message
from livedesk.rehearsal.feed import Act, Beat, Drop, Offline, Reachable, Silence, Staging, Unreachable
from livedesk.rehearsal.staging import Cue, Repeat, stage

BUILTIN = "library-night"

_CAPTION_SECONDS = 2.0
_STREAK_SECONDS = 0.7


class ScriptError(LivedeskError):
    """A script cannot be read; the message names the line, where it is one, and says what it should be."""

    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(message if line is None else f"Line {line}: {message}")
        self.line = line


class Script(Struct, frozen=True):
    """A Live as written; a feed that a stand-in plays."""

    handle: str
    title: str
    cues: tuple[Cue, ...]
    room_id: int | None = None
    patient: bool = False

    def beats(self, staging: Staging) -> Iterator[Beat]:
        """Stage it: give everybody and everything ids and times, by `staging` alone, and encode it."""
        return stage(self.cues, staging)


def load(script: str | Path = BUILTIN) -> Script:
    """Read a script by its path, or the built-in one by its name; ScriptError where that cannot be done."""
    path = files(__package__) / "scripts" / f"{BUILTIN}.txt" if script == BUILTIN else Path(script)
    try:
        return parse(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ScriptError(None, f"The script {script} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ScriptError(None, f"The script {script} is not a text in UTF-8.") from error


# Reading.


class _Line(Struct, frozen=True):
    """A timed line in its parts: TIME VERB [#MARK] [HANDLE (NICKNAME) [LANGUAGE]] [| TEXT]."""

    number: int
    at: float
    verb: str
    rest: str
    text: str


_TIMED = re.compile(r"(-?)(\d+):([0-5]\d(?:\.\d+)?)\s+([a-z]+)\s*([^|]*?)\s*(?:\|\s*(.*?)\s*)?$")
_HEADER = re.compile(r"([a-z]+):\s*(.*?)\s*$")
_WHO = re.compile(r"(?:#(\S+)\s+)?([\w.]+)\s*(?:\((.*)\))?\s*(?:\[([a-z]{2})\])?$")
_GIFT = re.compile(r"(.+?)(?:\s+x(\d+)(\s+unfinished)?)?$")
_COUNTS = re.compile(r"(\d+) of (\d+)$")
_DROP = re.compile(r"(\d+(?:\.\d+)?)s(?:\s+(\d+))?$")
_MENTION = re.compile(r"@([\w.]+)")
HEADERS = ("handle", "title", "language", "moderators")


class _Reading:
    """What later lines build on: who is who, what is marked, how many likes there are."""

    def __init__(self, header: dict[str, str]) -> None:
        self.host = header.get("handle", "")
        self.language = header.get("language", "un")
        self.moderators = frozenset(re.findall(r"[\w.]+", header.get("moderators", "")))
        self.nicknames: dict[str, str] = {}
        self.languages: dict[str, str] = {}
        self.marked: dict[str, tuple[str, Viewer]] = {}
        self.likes = 0

    def language_of(self, viewer: Viewer) -> str:
        """Return what the viewer writes in, the script's own language unless it was given."""
        return self.languages.get(viewer.handle, self.language)

    def role_of(self, viewer: Viewer) -> Role:
        """Tell the host and moderators, whom the header names, from viewers."""
        if viewer.handle == self.host:
            return "host"
        return "moderator" if viewer.handle in self.moderators else "viewer"


_ByViewer: TypeAlias = Callable[[_Line, _Reading, Viewer, str], Iterator[Cue]]
_ByPlatform: TypeAlias = Callable[[_Line, _Reading], Iterator[Cue]]


def parse(text: str) -> Script:
    """Read a script; ScriptError names the first line that cannot be read."""
    header, lines = _split(text)
    if "handle" not in header:
        raise ScriptError(1, "a script begins with the account that is live, as in 'handle: perpus.kota'.")
    reading = _Reading(header)
    cues: list[Cue] = []
    last = float("-inf")
    for line in lines:
        if line.at < last:
            raise ScriptError(line.number, "this is earlier than the line before; lines go forward in time.")
        last = line.at
        cues.extend(_cues(line, reading))
    cues.sort(key=lambda cue: cue.at)
    return Script(header["handle"], header.get("title", header["handle"]), tuple(cues))


def _split(text: str) -> tuple[dict[str, str], list[_Line]]:
    """Tell header lines from timed lines; comments and empty lines are passed over."""
    header: dict[str, str] = {}
    lines: list[_Line] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if timed := _TIMED.match(raw.strip()):
            sign, minutes, seconds, verb, rest, said = timed.groups()
            at = (int(minutes) * 60 + float(seconds)) * (-1 if sign else 1)
            lines.append(_Line(number, at, verb, rest, said or ""))
        elif (named := _HEADER.match(raw.strip())) and named[1] in HEADERS and not lines:
            header[named[1]] = named[2]
        else:
            raise ScriptError(
                number, f"{raw[:40]!r} is neither one of {', '.join(HEADERS)} nor a timed line."
            )
    return header, lines


def _cues(line: _Line, reading: _Reading) -> Iterable[Cue]:
    if line.verb in _BY_VIEWERS:
        mark, viewer = _who(line, reading)
        return _BY_VIEWERS[line.verb](line, reading, viewer, mark)
    if line.verb in _BY_PLATFORM:
        return _BY_PLATFORM[line.verb](line, reading)
    raise ScriptError(
        line.number, f"{line.verb!r} is nothing that can happen; these can: {', '.join(VERBS)}."
    )


def _who(line: _Line, reading: _Reading) -> tuple[str, Viewer]:
    """Read who does it. Nickname and language are given once and remembered."""
    who = _WHO.match(line.rest)
    if who is None:
        raise ScriptError(
            line.number, f"who? Write a handle after {line.verb!r}, as in 'kak_rina (Rina A.)'."
        )
    mark, handle, nickname, language = who.groups()
    if mark in reading.marked:
        raise ScriptError(line.number, f"#{mark} marks another comment above; marks are given once.")
    reading.nicknames[handle] = nickname or reading.nicknames.get(handle, handle)
    if language:
        reading.languages[handle] = language
    return mark or "", Viewer("", handle, reading.nicknames[handle])


def _said(line: _Line) -> str:
    if not line.text:
        raise ScriptError(line.number, f"{line.verb!r} needs its text after a bar: '{line.verb} … | text'.")
    return line.text


def _comment(line: _Line, reading: _Reading, viewer: Viewer, mark: str) -> Iterator[Cue]:
    text = _said(line)
    mentions = tuple(handle for handle in _MENTION.findall(text) if handle in reading.nicknames)
    comment = Comment(text, reading.language_of(viewer), mentions, reading.role_of(viewer))
    if mark:
        reading.marked[mark] = text, viewer
    yield Cue(at=line.at, does=comment, viewer=viewer, mark=mark)


def _question(line: _Line, _: _Reading, viewer: Viewer, mark: str) -> Iterator[Cue]:
    yield Cue(at=line.at, does=PlatformQuestion(_said(line)), viewer=viewer, mark=mark)


def _like(line: _Line, reading: _Reading, viewer: Viewer, _: str) -> Iterator[Cue]:
    if not line.text.isdecimal():
        raise ScriptError(line.number, "how many likes? Write a number after the bar: 'like kak_rina | 15'.")
    reading.likes += int(line.text)
    yield Cue(at=line.at, does=Like(int(line.text), reading.likes), viewer=viewer)


def _gift(line: _Line, _: _Reading, viewer: Viewer, __: str) -> Iterator[Cue]:
    """Read `Rose`, a streak `Rose x5`, or one that never gets its last message: `Rose x5 unfinished`."""
    gift, times, unfinished = _matched(_GIFT, _said(line), line, "a gift, as in 'Rose' or 'Rose x5'").groups()
    if times is None:
        yield Cue(at=line.at, does=Gift(gift, 1), viewer=viewer)
        return
    streak = f"#line {line.number}"
    for count in range(1, int(times) + 1):
        step = Gift(gift, count, streak, final=False)
        yield Cue(at=line.at + (count - 1) * _STREAK_SECONDS, does=step, viewer=viewer)
    if not unfinished:
        closing = Gift(gift, int(times), streak, final=True)
        yield Cue(at=line.at + int(times) * _STREAK_SECONDS, does=closing, viewer=viewer)


def _plain(does: Happening) -> _ByViewer:
    def read(line: _Line, _: _Reading, viewer: Viewer, __: str) -> Iterator[Cue]:
        yield Cue(at=line.at, does=does, viewer=viewer)

    return read


def _viewers(line: _Line, _: _Reading) -> Iterator[Cue]:
    now, total = _matched(_COUNTS, line.text, line, "how many watch now, and in all: '48 of 71'").groups()
    yield Cue(at=line.at, does=Viewers(int(now), int(total)))


def _caption(line: _Line, reading: _Reading) -> Iterator[Cue]:
    """Have TikTok hear half of the sentence first, as it does while the host is still speaking."""
    words = _said(line).split()
    half = " ".join(words[: len(words) // 2])
    if half:
        yield Cue(at=line.at, does=Caption(half, final=False, language=reading.language))
    yield Cue(at=line.at + _CAPTION_SECONDS, does=Caption(line.text, final=True, language=reading.language))


def _delete(line: _Line, reading: _Reading) -> Iterator[Cue]:
    """Read `delete #mark`, a comment, or `delete budi99`, all that a viewer wrote."""
    if line.rest.startswith("#"):
        _marked(line, reading)
        yield Cue(at=line.at, does=Deleted(message_ids=(line.rest,)))
    elif line.rest in reading.nicknames:
        yield Cue(at=line.at, does=Deleted(viewer_keys=(line.rest,)))
    else:
        raise ScriptError(
            line.number, "delete what? A '#mark' of a comment above, or the handle of a viewer."
        )


def _pin(line: _Line, reading: _Reading) -> Iterator[Cue]:
    text, viewer = _marked(line, reading)
    yield Cue(at=line.at, does=PlatformPin(text, line.rest), viewer=viewer)


def _repeat(line: _Line, reading: _Reading) -> Iterator[Cue]:
    _marked(line, reading)
    yield Cue(at=line.at, does=Repeat(line.rest))


def _drop(line: _Line, _: _Reading) -> Iterator[Cue]:
    """Read `drop 20s` or `drop 20s 1011`: the connection breaks, and nobody gets in for that long."""
    seconds, code = _matched(
        _DROP, line.rest, line, "for how long, as in 'drop 20s' or 'drop 5s 1011'"
    ).groups()
    yield Cue(at=line.at, does=Unreachable())
    yield Cue(at=line.at, does=Drop(int(code or 1006)))
    yield Cue(at=line.at + float(seconds), does=Reachable())


def _broken(line: _Line, _: _Reading) -> Iterator[Cue]:
    made = _BROKEN.get(line.rest)
    if made is None:
        raise ScriptError(line.number, f"broken what? One of {', '.join(_BROKEN)}.")
    yield Cue(at=line.at, does=made())


def _end(reason: str) -> _ByPlatform:
    def read(line: _Line, _: _Reading) -> Iterator[Cue]:
        yield Cue(at=line.at, does=Ended(reason))
        yield Cue(at=line.at, does=Offline())

    return read


def _alone(does: Happening | Act) -> _ByPlatform:
    def read(line: _Line, _: _Reading) -> Iterator[Cue]:
        yield Cue(at=line.at, does=does)

    return read


def _matched(pattern: re.Pattern[str], text: str, line: _Line, wanted: str) -> re.Match[str]:
    if (match := pattern.fullmatch(text)) is None:
        raise ScriptError(line.number, f"{line.verb!r} needs {wanted}.")
    return match


def _marked(line: _Line, reading: _Reading) -> tuple[str, Viewer]:
    found = reading.marked.get(line.rest.removeprefix("#"))
    if found is None:
        raise ScriptError(line.number, f"no comment above is marked {line.rest!r}.")
    return found


_BY_VIEWERS: dict[str, _ByViewer] = {
    "comment": _comment,
    "question": _question,
    "like": _like,
    "gift": _gift,
    "follow": _plain(Follow()),
    "share": _plain(Share()),
    "join": _plain(Join()),
}
_BY_PLATFORM: dict[str, _ByPlatform] = {
    "viewers": _viewers,
    "caption": _caption,
    "delete": _delete,
    "pin": _pin,
    "repeat": _repeat,
    "pause": _alone(Paused()),
    "resume": _alone(Resumed()),
    "end": _end("ended"),
    "suspend": _end("suspended"),
    "drop": _drop,
    "silence": _alone(Silence()),
    "broken": _broken,
}
VERBS = tuple(sorted({*_BY_VIEWERS, *_BY_PLATFORM}))
_BROKEN: dict[str, Callable[[], Act]] = {"frame": corrupt_frame, "message": corrupt_message, "bomb": bomb}
