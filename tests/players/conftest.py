"""What tests of players share."""

import pytest

from tests.players import pretend


@pytest.fixture
def model():
    with pretend.model() as one:
        yield one
