"""REFI-QDA as pyrefiqda reads it: models made from the published schema."""

import io
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrefiqda.models import Project
from pyrefiqda.reficodebook import RefiCodebook
from pyrefiqda.refiproject import RefiProject

from exports.examples import EMPTY, SEVEN, SOURCES, entry
from livedesk.events import Comment, Entry
from livedesk.exports import CHUNK_BYTES, export
from livedesk.exports.codebook import codes
from livedesk.exports.observations import Watched
from livedesk.questions.queue import fold

HOSTILE = "=1+1 \x00\x1b[2J\u202eabc\ud800 <b>&amp;]]>\r\ndua\u2028tiga \ufffe #00:00:01#"


def opened(file: bytes, place: Path) -> tuple[Project, str]:
    """Read a project as a program would: its model, and its only text."""
    (place / "p.qdpx").write_bytes(file)
    project = RefiProject.load(place / "p.qdpx", str(place))
    assert project.sources is not None
    [source] = project.sources.text_source
    assert source.plain_text_path is not None
    return project, RefiProject.resolve_source_path(source.plain_text_path, place).read_bytes().decode()


def coded(project: Project, text: str) -> list[tuple[str, list[str]]]:
    """Return each coded stretch of the text with the names of its codes."""
    assert project.code_book is not None
    assert project.sources is not None
    names = {each.guid: each.name for family in project.code_book.codes.code for each in family.code}
    return [
        (
            text[one.start_position : one.end_position],
            [names[coding.code_ref.target_guid] for coding in one.coding],
        )
        for one in project.sources.text_source[0].plain_text_selection
    ]


def watched(*texts: str) -> Watched:
    entries = [entry(seq, Comment(text)) for seq, text in enumerate(texts, start=1)]
    return Watched(1, SEVEN, entries, fold(entries))


@pytest.mark.parametrize("format_name", ["qdpx", "maxqda.qdpx"])
def test_a_project_comes_back_coded_as_it_was_exported(tmp_path: Path, format_name: str) -> None:
    project, text = opened(b"".join(export("observations", format_name, SOURCES["observations"])), tmp_path)
    assert coded(project, text) == [
        ("kak @… perpus buka sabtu gak?", ["V_QUESTION", "hours"]),
        ("czy macie @…?", ["V_QUESTION"]),
        ("(gifts: 5)", ["S_GIFT"]),
        ("(follows)", ["S_FOLLOW"]),
        ("(shares)", ["S_SHARE"]),
        ("(put off until after the Live)", ["L_DEFER", "hours"]),
        ("(referred to BN)", ["L_REFER", "hours"]),
        ("apakah @… datang?", ["V_QUESTION"]),
    ]


def test_positions_count_code_points_and_a_line_end_of_maxqda_as_two(tmp_path: Path) -> None:
    source = watched("📚👩‍🏫 halo", "❤️ kak buka jam berapa?", "❤️ alamatnya dimana")
    for format_name, ending in (("qdpx", "\n"), ("maxqda.qdpx", "\r\n")):
        place = tmp_path / format_name
        place.mkdir()
        project, text = opened(b"".join(export("observations", format_name, source)), place)
        assert text.count(ending) == text.count("\n") == 3
        assert coded(project, text) == [
            ("❤️ kak buka jam berapa?", ["V_QUESTION", "hours"]),
            ("❤️ alamatnya dimana", ["V_QUESTION", "location_contact"]),
        ]


def test_a_project_is_laid_out_as_the_programs_want_it() -> None:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(export("observations", "qdpx", SOURCES["observations"]))))
    [folder, source, project] = archive.namelist()
    assert archive.testzip() is None
    assert folder == "sources/"
    assert source.startswith("sources/")
    assert project == "project.qde"
    assert not archive.read(project).startswith(b"\xef\xbb\xbf")
    [text] = ET.fromstring(archive.read(project)).iter("{urn:QDA-XML:project:1.0}TextSource")  # noqa: S314 - our own
    assert text.get("plainTextPath") == source.replace("sources/", "internal://")
    assert text.get("richTextPath") is None


def test_a_project_begins_before_anything_of_it_is_read() -> None:
    def unreadable() -> Any:
        raise AssertionError

    assert next(export("observations", "qdpx", unreadable)).startswith(b"PK")


def test_a_project_warns_of_the_words_in_it(tmp_path: Path) -> None:
    project, _ = opened(b"".join(export("observations", "qdpx", SOURCES["observations"])), tmp_path)
    assert project.description is not None
    assert "verbatim quotation" in project.description


@pytest.mark.parametrize("format_name", ["qdpx", "maxqda.qdpx"])
def test_hostile_text_breaks_neither_the_xml_nor_the_lines(tmp_path: Path, format_name: str) -> None:
    source = watched("halo", HOSTILE + " buka jam berapa?", "<Coding/>'\"")
    project, text = opened(b"".join(export("observations", format_name, source)), tmp_path)
    assert len(text.splitlines()) == 3
    assert not any(not (char.isprintable() or char in "\r\n") for char in text)
    assert [codes for _, codes in coded(project, text)] == [["V_QUESTION", "hours"]]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_whatever_is_written_every_coded_stretch_is_what_was_asked(texts: list[str]) -> None:
    source = watched(*(f"{text} kak buka jam berapa?" for text in texts))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(export("observations", "qdpx", source, names=True))))
    text = archive.read(archive.namelist()[1]).decode()
    root = ET.fromstring(archive.read("project.qde"))  # noqa: S314 - our own
    spans = [
        text[int(one.attrib["startPosition"]) : int(one.attrib["endPosition"])]
        for one in root.iter("{urn:QDA-XML:project:1.0}PlainTextSelection")
    ]
    assert all(span.endswith("kak buka jam berapa?") and "\n" not in span for span in spans)
    assert len(text.splitlines()) == len(texts)


def test_the_same_broadcast_makes_the_same_file() -> None:
    one, other = (b"".join(export("observations", "qdpx", SOURCES["observations"])) for _ in range(2))
    assert one == other


def test_a_broadcast_in_which_nothing_happened_is_a_project_with_the_codebook_alone(tmp_path: Path) -> None:
    (tmp_path / "p.qdpx").write_bytes(b"".join(export("observations", "qdpx", EMPTY["observations"])))
    project = RefiProject.load(tmp_path / "p.qdpx", str(tmp_path))
    assert project.sources is None
    assert project.code_book is not None


def test_a_codebook_comes_back_with_its_families_definitions_and_colours(tmp_path: Path) -> None:
    (tmp_path / "c.qdc").write_bytes(b"".join(export("codebook", "qdc", codes())))
    families = RefiCodebook.load(tmp_path / "c.qdc").codes.code
    assert [(family.name, family.is_codable, len(family.code)) for family in families] == [
        ("VIEWER", False, 10),
        ("SYMBOL", False, 5),
        ("LIBRARIAN", False, 7),
        ("TOPIC", False, 15),
    ]
    question = families[0].code[0]
    assert (question.name, question.is_codable, question.color) == ("V_QUESTION", True, "#1F77B4")
    assert str(question.description).startswith("Asks for information")
    assert "Example: kak perpus buka sabtu gak" in str(question.description)


def test_a_code_is_the_same_in_every_export(tmp_path: Path) -> None:
    (tmp_path / "c.qdc").write_bytes(b"".join(export("codebook", "qdc", codes())))
    project, _ = opened(b"".join(export("observations", "qdpx", watched("halo"))), tmp_path)
    assert project.code_book is not None
    alone = [code.guid for code in RefiCodebook.load(tmp_path / "c.qdc").codes.code]
    assert alone == [code.guid for code in project.code_book.codes.code]


def test_a_long_live_begins_to_come_while_it_is_read() -> None:
    taken: list[int] = []

    def live() -> Any:
        for seq in range(1, 200_000):
            taken[:] = [seq]
            yield Entry(seq, 1, SEVEN, SEVEN, Comment(f"halo {seq * 7919 % 100_003}"), None)

    _, second = islice(export("observations", "qdpx", Watched(1, SEVEN, live())), 2)
    assert len(second) >= CHUNK_BYTES
    assert taken[0] < 30_000
