"""docs/rehearsal.md says what the script reader reads."""

import re
from pathlib import Path

from livedesk.rehearsal import script

DOCS = (Path(__file__).parents[2] / "docs" / "rehearsal.md").read_text("utf-8")


def test_the_example_is_a_script() -> None:
    (example,) = re.findall(r"```text\n(.*?)```", DOCS, re.DOTALL)
    assert len(script.parse(example).cues) > 12


def test_every_line_and_every_header_is_described() -> None:
    described = set(re.findall(r"`([a-z]+)", DOCS))
    assert set(script.VERBS) | set(script.HEADERS) <= described


def test_every_form_described_can_be_read() -> None:
    table = DOCS.split("| Line | What happens |")[1].split("\n\n")[0]
    forms = [form for row in table.splitlines()[2:] for form in re.findall(r"`([^`]+)`", row.split(" | ")[0])]
    known = "handle: perpus.kota\n00:00 comment #mark HANDLE | words\n"
    assert len(forms) >= 24
    for form in forms:
        line = form.replace("\\|", "|").replace("WHO", "ani.baca (Ani)")
        assert script.parse(f"{known}00:01 {line}").cues[1:]
