"""docs/privacy.md says what the code does, and viewers are told the same."""

import re
from pathlib import Path
from typing import get_args

import pytest

from livedesk.events import Body
from livedesk.log.tables import METADATA
from livedesk.notice import NOTICES, notice
from livedesk.privacy.redaction import MARKERS
from livedesk.retention import Retention
from livedesk.settings import Settings

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def rows(text: str) -> list[list[str]]:
    """Return the cells of a table's rows, its heading left out."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_the_page_names_every_table_and_column_that_is_stored_and_no_other() -> None:
    said = {quoted(table)[0]: quoted(columns) for table, columns, _ in rows(section("What is kept"))}
    assert said == {
        name: [column.name for column in table.columns] for name, table in METADATA.tables.items()
    }


def test_the_page_names_every_kind_of_entry_and_no_other() -> None:
    paragraph = section("What is kept").partition("The kinds of entry are")[2].partition("\n\n")[0]
    assert set(quoted(paragraph)) == {str(body.__struct_config__.tag) for body in get_args(Body)}


def test_the_page_names_every_mark_that_stands_for_something_cut_out() -> None:
    assert [quoted(row[0])[0] for row in rows(section("What is cut out before anything is written"))] == list(
        MARKERS
    )


def test_the_page_says_for_how_long_by_the_defaults_of_the_settings() -> None:
    how_long = section("How long")
    assert f"| {Settings.model_fields['retention_text_days'].default} days" in how_long
    assert f"| {Settings.model_fields['retention_pseudonym_months'].default} months" in how_long


def test_every_setting_that_the_page_names_is_one() -> None:
    named = set(re.findall(r"LIVEDESK_([A-Z_]+)", PAGE))
    assert named <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("language", ["en", "id", "pl"])
def test_viewers_are_told_how_long_and_whom_to_ask_in_their_language(language: str) -> None:
    told = notice(language, Retention(14, 6), "perpus@example.org")
    assert "perpus@example.org" in told.line
    assert len(told.line) <= 150
    for word in ("14", "6", "perpus@example.org"):
        assert re.search(rf"\b{re.escape(word)}\b", told.paragraph)
    assert "{" not in told.line + told.paragraph


def test_there_is_a_notice_in_each_language_of_the_dashboard() -> None:
    dashboard = {path.stem for path in (ROOT / "dashboard" / "src" / "locales").glob("*.json")}
    assert set(NOTICES) == dashboard
