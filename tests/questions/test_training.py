"""Training the detector: the same material gives the same file, and teaches what it says."""

from pathlib import Path

import pytest
from training import material, train
from training.material import Comment, Text

from livedesk.questions.detect import Detector
from livedesk.questions.model import read_model

THINGS = "abcdefgh"


def comments(kind: str, wording: str) -> list[Comment]:
    return [Comment(wording.format(thing), kind != "none", kind, "id", "corpus") for thing in THINGS]


COMMENTS = [
    *comments("question", "kapan {} buka"),
    *comments("none", "halo {} semua"),
    *comments("request", "spill {} dong"),
    *comments("trouble", "{} gagal terus"),
]
TEXTS = [
    *(Text(f"gdzie jest {thing}?", "poleval_pl") for thing in THINGS),
    *(Text(f"lubię {thing}", "poleval_pl", "none") for thing in THINGS),
    *(Text(f"ile kosztuje {thing}", "poleval_pl", "question") for thing in THINGS),
    *(Text(f"nice {thing}", "twitch_minecraft") for thing in THINGS),
]


@pytest.fixture(scope="module")
def file() -> bytes:
    return train.train(COMMENTS, TEXTS)


def test_the_same_material_gives_the_same_file_byte_for_byte(file: bytes) -> None:
    train.seen.cache_clear()
    assert train.train(COMMENTS, TEXTS) == file


def test_what_was_taught_is_known_afterwards(file: bytes) -> None:
    knowing = Detector(("id", "en", "pl"), model=read_model(file))
    assert knowing.detect("kapan z buka").score > knowing.detect("halo z semua").score
    assert (
        knowing._model.weigh(*knowing.read("spill z dong")).request
        > knowing._model.weigh(*knowing.read("kapan z buka")).request
    )


def test_a_mark_teaches_where_nobody_has_labelled(file: bytes) -> None:
    knowing = Detector(("id", "en", "pl"), model=read_model(file))
    assert knowing.detect("gdzie jest z").score > knowing.detect("lubię z").score


def test_hands_set_aside_are_not_trained_on() -> None:
    assert {comment.hand[0] for comment in material.corpus()}.isdisjoint("x")
    assert {comment.hand[0] for comment in material.corpus(aside=True)} <= {"x"}


def test_labels_go_by_what_a_text_is_named() -> None:
    name = material.named("where are you")
    assert len(name) == 12
    assert set(material.labels().values()) <= {"question", "request", "trouble", "none"}
    assert all(len(each) == len(name) for each in material.labels())


def test_texts_that_are_measured_on_are_not_trained_on(tmp_path: Path) -> None:
    row = '{"text": "%s", "source": "stif_id", "lang": "id"}\n'
    (tmp_path / "train.jsonl").write_text(row % "ada ga" + row % "halo", "utf-8")
    (tmp_path / "dev.jsonl").write_text(row % "halo", "utf-8")
    assert [text.text for text in material.texts_of(tmp_path)] == ["ada ga"]
