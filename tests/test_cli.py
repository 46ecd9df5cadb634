"""The command line, as somebody types it: the installed command in a process of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from happenings import NINE_O_CLOCK, comment, connected, ended
from livedesk.app import bound_socket
from livedesk.cli.exporting import Format, Locale, Table
from livedesk.cli.terminal import write
from livedesk.exports import FORMATS, TABLES, WORKBOOKS
from livedesk.log import open_log
from livedesk.report import languages

HERE = Path(__file__).parent.parent


def livedesk(*words: str, cwd: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with only the settings given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIVEDESK_")}
    return subprocess.run(
        [sys.executable, "-c", "from livedesk.cli import main; main()", *words],
        cwd=cwd,
        env=clean | {"PYTHONPATH": str(HERE / "service")} | environment,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Return a folder with a recording in it."""
    log = open_log(f"sqlite:///{tmp_path}/livedesk.db")
    broadcast = log.open("perpus.kota", "77", NINE_O_CLOCK)
    log.append(
        broadcast.id,
        [
            connected(),
            comment("kak buka jam berapa ya?", second=3),
            comment("=1+1", second=4),
            ended(second=60),
        ],
    )
    log.close()
    return tmp_path


def test_help_names_every_command_of_the_readme(tmp_path: Path) -> None:
    text = livedesk("--help", cwd=tmp_path).stdout
    for command in (
        "watch",
        "rehearse",
        "serve",
        "broadcasts",
        "export",
        "detect",
        "group",
        "fold",
        "check",
        "erase",
    ):
        assert command in text


def test_wrong_usage_is_status_2(tmp_path: Path) -> None:
    for words in (
        ["nonsense"],
        ["watch"],
        ["export"],
        ["export", "1", "--table", "nonsense"],
        ["rehearse", "--speed", "0"],
    ):
        assert livedesk(*words, cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("words", "environment", "sentence"),
    [
        (["watch", "not a handle"], {}, "no TikTok handle"),
        (["export", "latest"], {}, "no broadcast 'latest'"),
        (["export", "7"], {}, "livedesk broadcasts"),
        (["rehearse", "no-such-script.txt"], {}, "no-such-script.txt"),
        (["serve"], {"LIVEDESK_PORT": "many"}, "LIVEDESK_PORT"),
        (["broadcasts"], {"LIVEDESK_DATABASE_URL": "sqlite:////nowhere/x.db"}, "/nowhere"),
        (["broadcasts"], {"LIVEDESK_DATABASE_URL": "oracle:thing"}, "oracle:thing"),
        (["erase", "nobody"], {}, "nobody"),
        (["detect", "--languages", "xx"], {}, "xx"),
    ],
)
def test_what_fails_says_so_in_one_sentence_without_a_traceback(
    tmp_path: Path, words: list[str], environment: dict[str, str], sentence: str
) -> None:
    done = livedesk(*words, cwd=tmp_path, **environment)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_taken_port_is_told_with_the_way_out(recorded: Path) -> None:
    with bound_socket("127.0.0.1", 0) as taken:
        done = livedesk("serve", "--no-open", cwd=recorded, LIVEDESK_PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "LIVEDESK_PORT" in done.stderr


def test_broadcasts_lists_what_is_recorded(recorded: Path) -> None:
    assert "@perpus.kota" in livedesk("broadcasts", cwd=recorded).stdout


@pytest.mark.parametrize("format_name", ["csv", "jsonl"])
@pytest.mark.parametrize("table", ["log", "questions", "summary", "observations", "codebook", "nvivo"])
def test_every_table_is_exported_in_every_format(recorded: Path, table: str, format_name: str) -> None:
    done = livedesk("export", "latest", "--table", table, "--format", format_name, cwd=recorded)
    to_file = livedesk("export", "1", "--table", table, "--format", format_name, "-o", "out", cwd=recorded)
    assert (done.returncode, to_file.returncode) == (0, 0)
    assert (recorded / "out").read_bytes().decode().splitlines() == done.stdout.splitlines()
    assert "kak buka jam berapa ya?" in done.stdout or table in {"summary", "codebook"}


@pytest.mark.parametrize(
    ("table", "format_name", "begins"),
    [
        ("observations", "qdpx", b"PK"),
        ("observations", "maxqda.qdpx", b"PK"),
        ("observations", "maxqda.txt", b"\xef\xbb\xbfTikTok Live"),
        ("codebook", "qdc", b"<?xml"),
    ],
)
def test_observations_come_as_research_programs_take_them(
    recorded: Path, table: str, format_name: str, begins: bytes
) -> None:
    done = livedesk("export", "latest", "--table", table, "--format", format_name, "-o", "out", cwd=recorded)
    assert (recorded / "out").read_bytes().startswith(begins)
    assert ("verbatim quotation" in done.stderr) == (table == "observations")


def test_a_format_that_a_table_has_not_is_wrong_usage(recorded: Path) -> None:
    done = livedesk("export", "latest", "--table", "log", "--format", "qdpx", cwd=recorded)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the formats of log are csv, jsonl" in " ".join(done.stderr.replace("│", "").split())


def test_a_sample_for_two_coders_is_drawn_from_what_was_said(recorded: Path) -> None:
    words = ("export", "latest", "--table", "observations", "--format", "jsonl", "--double-coding", "1")
    [row] = livedesk(*words, "--seed", "3", cwd=recorded).stdout.splitlines()
    assert json.loads(row)["act_code"] is None
    assert livedesk("export", "latest", "--double-coding", "5", cwd=recorded).returncode == 2


def test_two_coders_are_compared(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("obs_id,act_code,verbatim\nL1-2,V_QUESTION,buka?\nL1-3,none,halo\n")
    (tmp_path / "b.csv").write_text("obs_id;act_code\nL1-2;V_REQUEST\nL1-3;none\n")
    done = livedesk("agreement", "a.csv", "b.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 observations coded by both." in done.stdout
    assert "L1-2  V_QUESTION | V_REQUEST  buka?" in done.stdout
    refused = livedesk("agreement", "a.csv", "b.csv", "--column", "topic", cwd=tmp_path)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "there is no column topic" in refused.stderr
    (tmp_path / "b.csv").write_bytes("obs_id;act_code;verbatim\nL1-2;none;książka\n".encode("cp1250"))
    refused = livedesk("agreement", "a.csv", "b.csv", cwd=tmp_path)
    assert refused.stderr == "livedesk: b.csv cannot be read: it is not in UTF-8.\n"


def test_the_ending_of_the_file_says_the_format(recorded: Path) -> None:
    assert livedesk("export", "latest", "--table", "all", "-o", "all.xlsx", cwd=recorded).returncode == 0
    assert (recorded / "all.xlsx").read_bytes()[:2] == b"PK"
    words = ["export", "1", "--table", "comments", "--offset", "10", "-o", "comments.VTT"]
    assert livedesk(*words, cwd=recorded).returncode == 0
    assert "00:00:13.000 --> " in (recorded / "comments.VTT").read_text()


UNNEEDED = (
    "alembic",
    "fastapi",
    "livedesk.questions.queue",
    "livedesk.report",
    "sqlalchemy",
    "structlog",
)


def test_an_export_of_the_log_waits_for_nothing_that_only_others_need(recorded: Path) -> None:
    program = (
        "import sys\n"
        "from livedesk.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {UNNEEDED} if name in sys.modules])"
    )
    words = [sys.executable, "-c", program, "export", "latest", "--table", "log", "-o", "log.csv"]
    done = subprocess.run(words, cwd=recorded, capture_output=True, text=True, check=True, timeout=60)
    assert (recorded / "log.csv").exists()
    assert done.stdout == "[]\n"


def test_what_is_there_is_sent_before_the_rest_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(sent)))
    before_the_rest = []

    def pieces() -> Iterator[bytes]:
        yield b"seq,kind"
        before_the_rest.append(sent.getvalue())

    write(pieces(), None)
    assert before_the_rest == [b"seq,kind"]


def test_the_report_and_the_page_of_broadcasts_are_files_that_stand_alone(recorded: Path) -> None:
    assert livedesk("export", "latest", "--locale", "pl", "-o", "report.html", cwd=recorded).returncode == 0
    report = (recorded / "report.html").read_text("utf-8")
    assert '<html lang="pl">' in report
    assert "kak buka jam berapa ya?" in report
    assert livedesk("export", "latest", "-o", "picture.png", cwd=recorded).returncode == 0
    assert (recorded / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert "@perpus.kota" in livedesk("overview", cwd=recorded).stdout


def test_the_command_offers_every_table_and_every_format() -> None:
    assert {*TABLES, *WORKBOOKS} == set(Table)
    assert {*FORMATS, "html", "svg", "png"} == set(Format)
    assert languages() == tuple(Locale)


KIND = ("--library-type", "public", "--population-band", "20-50k", "--country", "ID", "--host-setup", "solo")


@pytest.fixture
def a_quarter(tmp_path: Path) -> Path:
    """Return a folder with five Lives of one quarter in it, with six questions each."""
    log = open_log(f"sqlite:///{tmp_path}/livedesk.db")
    asked = (
        "buka jam berapa?",
        "ada wifi?",
        "alamatnya dimana?",
        "denda berapa?",
        "bisa pinjam berapa buku?",
    )
    for number in range(5):
        broadcast = log.open("perpus.kota", f"room {number}", NINE_O_CLOCK)
        comments = [
            comment(text, second=3 + place) for place, text in enumerate((*asked, "kapan live lagi?"))
        ]
        log.append(broadcast.id, [connected(), *comments, ended(second=60)])
    log.close()
    return tmp_path


def test_a_card_is_shown_before_it_is_written_and_nothing_else_is(a_quarter: Path) -> None:
    words = ("card", *KIND, "--period", "2023-Q4")
    shown = livedesk(*words, cwd=a_quarter)
    assert shown.returncode == 0, shown.stderr
    assert "This is everything that leaves your library:" in shown.stderr
    assert "Nothing was written" in shown.stderr
    assert not (a_quarter / "card.json").exists()
    assert livedesk(*words, "-o", "card.json", cwd=a_quarter).stdout == shown.stdout
    assert (a_quarter / "card.json").read_text() == shown.stdout
    assert json.loads(shown.stdout)["sessions_n"] == 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            (*KIND, "--period", "2023-Q3"),
            "A card needs 5 Lives and 30 questions in 2023-Q3; there are 0 and 0",
        ),
        ((*KIND[:-1], "many"), "There is no host_setup 'many'; there are solo, two, team."),
    ],
)
def test_a_card_that_cannot_be_says_why(a_quarter: Path, words: tuple[str, ...], sentence: str) -> None:
    done = livedesk("card", *words, cwd=a_quarter)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert sentence in done.stderr


def test_cards_are_compared_where_there_are_five_libraries(a_quarter: Path) -> None:
    words = ("card", *KIND, "--period", "2023-Q4", "-o", "own.json")
    livedesk(*words, cwd=a_quarter)
    own = (a_quarter / "own.json").read_text()
    (a_quarter / "cards").mkdir()
    for number in range(4):
        made = own.replace('"live_minutes_total": 5', f'"live_minutes_total": {number}')
        (a_quarter / "cards" / f"{number}.json").write_text(made)
    few = livedesk("compare", "cards", cwd=a_quarter)
    assert few.stdout == "2023-Q4, public, 20-50k: 4 of the 5 libraries that a comparison needs.\n"
    enough = livedesk("compare", "cards", "own.json", "--own", "own.json", cwd=a_quarter)
    assert enough.stdout.startswith("2023-Q4, public libraries, 20-50k inhabitants\n"), enough.stderr
    assert "yours" in enough.stdout


def test_what_is_no_card_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    for words, sentence in ((["x.json"], "x.json cannot be compared"), (["y.json"], "y.json cannot be read")):
        done = livedesk("compare", *words, cwd=tmp_path)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
        assert sentence in done.stderr
    (tmp_path / "empty").mkdir()
    assert "There is no card" in livedesk("compare", "empty", cwd=tmp_path).stderr


def test_names_are_exported_only_when_asked_for(recorded: Path) -> None:
    assert "@rina" not in livedesk("export", "latest", "--table", "log", cwd=recorded).stdout
    assert "@rina" in livedesk("export", "latest", "--table", "log", "--names", cwd=recorded).stdout


def test_no_cell_of_an_export_is_a_formula(recorded: Path) -> None:
    assert ",=1+1" not in livedesk("export", "latest", "--table", "log", cwd=recorded).stdout


def test_an_export_that_cannot_be_written_says_so(recorded: Path) -> None:
    done = livedesk("export", "latest", "-o", "no/such/folder/out.csv", cwd=recorded)
    assert (done.returncode, "cannot be written" in done.stderr) == (1, True)


def test_an_exported_log_folds_to_the_same_questions(recorded: Path) -> None:
    exported = livedesk("export", "latest", "--table", "log", "--format", "jsonl", cwd=recorded).stdout
    questions = livedesk("export", "latest", "--table", "questions", "--format", "jsonl", cwd=recorded).stdout
    assert livedesk("fold", cwd=recorded, stdin=exported).stdout == questions


def test_what_is_no_log_is_named_by_its_line(tmp_path: Path) -> None:
    done = livedesk("fold", cwd=tmp_path, stdin='{"seq": "x"}\n')
    assert (done.returncode, "Line 1" in done.stderr) == (1, True)


def test_detect_answers_every_line_in_order(tmp_path: Path) -> None:
    lines = ["kak perpus buka sabtu gak", "makasih kak", "", "są jeszcze kody legimi"]
    done = livedesk("detect", cwd=tmp_path, stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == lines
    assert [answer["question"] for answer in answers] == [True, False, False, True]
    assert set(answers[0]) == {"text", "question", "score", "kind", "language", "topic", "topics", "why"}


def test_group_numbers_what_asks_the_same(tmp_path: Path) -> None:
    done = livedesk("group", cwd=tmp_path, stdin="buka jam berapa?\nada wifi gak\nBuka jam berapa\n")
    groups = [json.loads(line)["group"] for line in done.stdout.splitlines()]
    assert groups[0] == groups[2] != groups[1]


def test_bytes_that_are_no_text_stop_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from livedesk.cli import main; main()", "detect"],
        input=b"halo \xff\xfe\nbuka jam berapa?\n",
        capture_output=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 2


def test_erase_forgets_a_person(recorded: Path) -> None:
    assert livedesk("erase", "@rina", cwd=recorded).returncode == 0
    for table in ("log", "questions"):
        exported = livedesk("export", "latest", "--table", table, "--names", cwd=recorded).stdout
        assert "@rina" not in exported
        assert "Rina" not in exported
        assert "buka jam berapa" not in exported


def test_what_is_noted_is_listed_and_can_be_taken_back(recorded: Path) -> None:
    livedesk("note", "latest", "light", "=window\x1b[2J", cwd=recorded)
    done = livedesk(
        "note", "1", "light", "two lamps", "--at", "22:13:50", cwd=recorded, LIVEDESK_TIME_ZONE="UTC"
    )
    assert done.stdout == "light: =window[2J\nlight, from 22:13: two lamps\n"
    assert "light,,'=window" in livedesk("export", "1", "--table", "notes", cwd=recorded).stdout
    assert livedesk("note", "latest", "light", "", cwd=recorded).stdout.startswith("light, from")


@pytest.mark.parametrize("words", [("lamp", "x"), ("light",), ("light", "x", "--at", "half past")])
def test_what_cannot_be_noted_is_wrong_usage(recorded: Path, words: tuple[str, ...]) -> None:
    assert livedesk("note", "latest", *words, cwd=recorded).returncode == 2
    assert livedesk("note", "latest", cwd=recorded).stdout == ""


def test_the_notice_is_by_the_retention_that_is_set(tmp_path: Path) -> None:
    told = livedesk(
        "notice", "--contact", "ask@lib.pl", cwd=tmp_path, LIVEDESK_RETENTION_TEXT_DAYS="7"
    ).stdout
    assert "[pl] Zapisujemy pytania" in told
    assert "po 7 dniach" in told
    assert told.count("ask@lib.pl") == 6


def test_exports_in_which_somebody_may_still_stand_are_named(recorded: Path) -> None:
    livedesk("export", "latest", "-o", "questions.csv", "--names", cwd=recorded)
    livedesk("export", "latest", "--table", "summary", "-o", "figures.csv", cwd=recorded)
    before = livedesk("exports", cwd=recorded).stdout
    assert f"questions.csv, with names  {recorded.resolve()}/questions.csv" in before
    assert "summary" not in before
    assert "deletions since" not in before
    assert "An export may still hold @rina" in livedesk("erase", "@rina", cwd=recorded).stderr
    assert "1 deletions since: delete it" in livedesk("exports", cwd=recorded).stdout


def test_purge_says_first_what_would_go_and_then_takes_it_away(recorded: Path) -> None:
    would = livedesk("purge", "--dry-run", cwd=recorded).stdout
    assert "Would go, livedesk.db, broadcast 1 of @perpus.kota: all entries" in would
    assert "jam berapa" in livedesk("export", "latest", "--table", "log", cwd=recorded).stdout
    assert "Gone, livedesk.db, broadcast 1 of @perpus.kota" in livedesk("purge", cwd=recorded).stdout
    assert "jam berapa" not in livedesk("export", "latest", "--table", "log", "--names", cwd=recorded).stdout
    assert "broadcast 1" not in livedesk("purge", cwd=recorded).stdout


def test_a_rehearsal_of_ones_own_is_recorded_and_leaves_at_its_end(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text(
        "handle: perpus.kecil\n"
        "title: Coba\n\n"
        "00:01  comment  rina (Rina)  | kak buka jam berapa\n"
        "00:03  comment  tom (Tom)    | love it\n"
        "00:05  end\n",
        encoding="utf-8",
    )
    done = livedesk(
        "rehearse",
        "mine.txt",
        "--speed",
        "20",
        "--no-open",
        "--leave-at-end",
        cwd=tmp_path,
        LIVEDESK_PORT="0",
    )
    assert done.returncode == 0, done.stderr
    assert "/?token=" in done.stderr
    questions = livedesk("export", "latest", "--table", "questions", "--format", "jsonl", cwd=tmp_path).stdout
    assert [json.loads(line)["text"] for line in questions.splitlines()] == ["kak buka jam berapa"]


def test_lessons_go_from_one_library_to_another_and_can_be_reset(recorded: Path) -> None:
    lesson = '{"wording":"siapa yang kangen perpus","question":false}\n'
    (recorded / "lessons.jsonl").write_text(lesson)
    told = livedesk("lessons", "import", "lessons.jsonl", cwd=recorded).stdout
    assert told == "@perpus.kota begins the next broadcast with these lessons too: 1.\n"
    assert livedesk("lessons", "export", cwd=recorded).stdout == lesson
    assert livedesk("lessons", "export", "--handle", "@biblioteka", cwd=recorded).stdout == ""
    livedesk("lessons", "reset", cwd=recorded)
    assert livedesk("lessons", "export", cwd=recorded).stdout == ""


def test_lessons_that_cannot_be_read_are_said_so(recorded: Path) -> None:
    (recorded / "lessons.jsonl").write_text("no lesson")
    for file, sentence in (("lessons.jsonl", "Line 1 is no lesson"), ("nowhere", "nowhere cannot be read")):
        done = livedesk("lessons", "import", file, cwd=recorded)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_library_s_file_that_cannot_be_used_stops_the_start(recorded: Path) -> None:
    (recorded / "library.toml").write_text('[[facts]]\ntopic = "hour"\ntext = { id = "x" }\n')
    done = livedesk("serve", "--no-open", cwd=recorded, LIVEDESK_LIBRARY="library.toml", LIVEDESK_PORT="0")
    assert done.returncode == 1
    assert "library.toml cannot be used: facts[1]: there is no topic 'hour'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_snapshot_brings_a_deleted_recording_back(recorded: Path) -> None:
    taken = livedesk("backup", cwd=recorded)
    assert taken.returncode == 0, taken.stderr
    (recorded / "livedesk.db").unlink()
    restored = livedesk("restore", "latest", cwd=recorded)
    assert restored.returncode == 0, restored.stderr
    assert "@perpus.kota" in livedesk("broadcasts", cwd=recorded).stdout


def test_a_snapshot_goes_where_it_is_wanted(recorded: Path) -> None:
    assert livedesk("backup", "-o", "usb.db", cwd=recorded).returncode == 0
    refused = livedesk("restore", "usb-2.db", cwd=recorded)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert livedesk("restore", "usb.db", cwd=recorded).returncode == 0
