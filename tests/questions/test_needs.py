"""Training the model of needs: the same comments give the same file, and every hand's model has the same labels."""

import pytest
from training.needs import NEEDS, learn, matrix

from livedesk.questions.linear import Linear, unpack

NAMES = ["hours.open", "membership.join", "toys.lend"]
SAID = [(word, thing) for thing in ("kak", "min", "bu", "pak") for word in ("buka", "daftar")]
TAUGHT = ["hours.open", "membership.join"] * 4


@pytest.fixture(scope="module")
def file() -> bytes:
    return learn(matrix(SAID), TAUGHT, NAMES, NEEDS)


def likeliest(model: Linear, *said: str) -> str:
    return model.labels[model.likely(said, (), least=0.0, most=1)[-1][1]]


def test_the_same_comments_give_the_same_file_byte_for_byte(file: bytes) -> None:
    assert learn(matrix(SAID), TAUGHT, NAMES, NEEDS) == file


def test_a_need_that_no_comment_has_keeps_its_place_and_is_never_likeliest(file: bytes) -> None:
    model = unpack(file)
    assert list(model.labels) == NAMES
    assert likeliest(model, "buka", "nih") == "hours.open"
    assert likeliest(model, "daftar", "nih") == "membership.join"
    assert likeliest(model, "apa") != "toys.lend"
