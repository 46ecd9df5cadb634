"""What the tests of the API share."""

from collections.abc import AsyncIterator

import pytest

from house import House, open_house


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as house:
        yield house


@pytest.fixture
async def listening_house() -> AsyncIterator[House]:
    async with open_house(listening=True) as house:
        yield house
