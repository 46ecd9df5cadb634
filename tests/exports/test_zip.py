"""Archives that are sent while they are written."""

import io
from collections.abc import Iterator
from zipfile import ZipFile, is_zipfile

import pytest

from livedesk.exports.zip import zipped


def members(read: list[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield two members of two pieces each, and note in `read` what was asked for."""
    yield "first", pieces("first", read)
    yield "second", pieces("second", read)


def pieces(name: str, read: list[str]) -> Iterator[bytes]:
    for number in (1, 2):
        read.append(f"{name} {number}")
        yield bytes(100_000)


def test_an_archive_holds_its_members_sound_and_in_order() -> None:
    with ZipFile(io.BytesIO(b"".join(zipped(members([]))))) as archive:
        assert archive.testzip() is None
        assert {each.filename: each.file_size for each in archive.infolist()} == {
            "first": 200_000,
            "second": 200_000,
        }


def test_it_begins_before_anything_of_its_second_piece_is_read() -> None:
    read: list[str] = []
    assert next(zipped(members(read))).startswith(b"PK")
    assert read == ["first 1"]


def test_what_broke_off_on_its_way_is_no_archive() -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(100_000)
        raise OSError

    sent: list[bytes] = []
    with pytest.raises(OSError):  # noqa: PT011 - it is ours
        sent.extend(zipped([("first", broken())]))
    assert sent
    assert not is_zipfile(io.BytesIO(b"".join(sent)))


def test_the_same_members_are_the_same_file() -> None:
    assert b"".join(zipped(members([]))) == b"".join(zipped(members([])))
