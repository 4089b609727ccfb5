"""Every test of the statistics begins with nothing in memory."""

import pytest

from replay.statistics import asked


@pytest.fixture(autouse=True)
def _nothing_remembered():
    asked.forget_all()
    yield
    asked.forget_all()
