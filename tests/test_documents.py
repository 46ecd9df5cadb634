"""README and .env.example say what the code does."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from livedesk.api import create_app
from livedesk.cli import app
from livedesk.cli.exporting import Format, Table
from livedesk.log import open_log
from livedesk.recorder import Recorder
from livedesk.settings import Settings, SettingsError, read_settings

ROOT = Path(__file__).parent.parent


def test_env_example_lists_every_setting_with_its_default_and_description() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        default = ",".join(field.default) if isinstance(field.default, tuple) else field.default
        wanted = f"# {field.description}\n# LIVEDESK_{name.upper()}={'' if default is None else default}\n"
        assert wanted in text, wanted
    assert set(re.findall(r"LIVEDESK_([A-Z_]+)=", text)) == {name.upper() for name in Settings.model_fields}


def test_the_readme_names_every_command_and_no_other() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    text = (ROOT / "README.md").read_text("utf-8")
    table = text[text.index("## Commands") : text.index("## Before you rely")]
    assert {
        word for word in re.findall(r"`(?:livedesk )?([a-z]+)", table) if word in commands | {"purge"}
    } == commands


@pytest.mark.parametrize(
    "place",
    [
        "LICENSE",
        "docs/metrics.md",
        "docs/privacy.md",
        "docs/rehearsal.md",
        "docs/questions.md",
        "docs/benchmarks.md",
        "docs/research.md",
        "docs/comparing.md",
        "docs/reliability.md",
        "docs/exports.md",
        "docs/security.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ],
)
def test_what_the_readme_points_to_is_there(place: str) -> None:
    assert f"({place})" in (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / place).is_file()


@pytest.mark.parametrize("page", ["docs/reliability.md", "docs/security.md"])
def test_the_tests_that_a_page_names_as_proof_are_there(page: str) -> None:
    tests = "".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", (ROOT / page).read_text("utf-8"))
    assert named
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_every_table_and_every_format_is_told_of() -> None:
    told = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("exports.md", "research.md"))
    assert [name for name in (*Table, *Format) if not re.search(rf"[`. ]{re.escape(name)}\b", told)] == []


@pytest.mark.parametrize("file", ["deploy/livedesk.service", "deploy/compose.yaml"])
def test_what_is_deployed_has_no_rights_and_names_settings_that_exist(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    settings = {f"LIVEDESK_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"LIVEDESK_[A-Z_]+", text)) - settings == {"LIVEDESK_HANDLE"}
    rights = {
        "deploy/livedesk.service": (
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=\n",
            "ProtectSystem=strict",
        ),
        "deploy/compose.yaml": (
            "no-new-privileges:true",
            "cap_drop: [ALL]",
            "read_only: true",
            'user: "10001:',
        ),
    }
    assert all(line in text for line in rights[file])


def test_operations_name_every_figure_that_prometheus_is_told() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    sources = "".join(
        (ROOT / "service" / "livedesk" / name).read_text("utf-8") for name in ("measures.py", "api/status.py")
    )
    names = set(re.findall(r'"(livedesk_[a-z_]+)"', sources))
    assert names
    assert [name for name in names if name not in text] == []


def test_no_locked_dependency_names_the_host_it_came_from() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text("utf-8")
    assert "resolved" not in (ROOT / "dashboard" / "package-lock.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "70000"), ("PORT", "eighty"), ("TOKEN", "short"), ("TOKEN", "has a blank in it")],
)
def test_an_unusable_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"LIVEDESK_{name}", value)
    with pytest.raises(SettingsError, match=f"LIVEDESK_{name}"):
        read_settings()


def test_languages_are_read_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEDESK_LANGUAGES", "pl, en,")
    assert read_settings().languages == ("pl", "en")


def test_the_dashboards_types_are_those_of_the_service(tmp_path: Path) -> None:
    described, generated = tmp_path / "openapi.json", tmp_path / "schema.d.ts"
    app = create_app(Recorder(open_log("memory:")), token="unused")
    described.write_text(json.dumps(app.openapi()), "utf-8")
    npm = [sys.executable, str(ROOT / "hatch_build.py"), "npm", "exec", "--", "openapi-typescript"]
    subprocess.run([*npm, str(described), "--output", str(generated)], check=True, capture_output=True)
    types = (ROOT / "dashboard" / "src" / "lib" / "schema.d.ts").read_text("utf-8")
    assert sorted(generated.read_text("utf-8").splitlines()) == sorted(types.splitlines()), "run 'make types'"
