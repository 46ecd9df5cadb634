"""What all tests share."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from livedesk.log.sql import SqlLog

settings.register_profile("untimed", deadline=None)  # a busy machine makes nothing wrong
settings.load_profile("untimed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "livedesk.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqlLog]:
    with closing(SqlLog(f"sqlite:///{path}")) as log:
        yield log
