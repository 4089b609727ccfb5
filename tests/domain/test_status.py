"""Which way a game's life can go."""

import pytest

from games.domain.errors import ImpossibleTransition
from games.domain.status import TRANSITIONS, Status, check_transition

ENDS = (Status.FINISHED, Status.ERROR, Status.ABANDONED)


@pytest.mark.parametrize("status", Status)
def test_a_game_may_always_stay_what_it_is(status: Status):
    check_transition("g", status, status)


@pytest.mark.parametrize("old", [Status.CREATED, Status.RUNNING, Status.PAUSED])
@pytest.mark.parametrize("end", ENDS)
def test_a_game_that_has_not_ended_may_end_in_any_way(old: Status, end: Status):
    check_transition("g", old, end)


@pytest.mark.parametrize("new", [status for status in Status if status is not Status.FINISHED])
def test_a_finished_game_stays_finished(new: Status):
    with pytest.raises(ImpossibleTransition) as refused:
        check_transition("g", Status.FINISHED, new)

    assert refused.value.data == {"game_id": "g", "old": "finished", "new": new.value}


@pytest.mark.parametrize("old", [Status.ERROR, Status.ABANDONED])
def test_a_stopped_game_can_only_run_again(old: Status):
    assert TRANSITIONS[old] == {Status.RUNNING}


@pytest.mark.parametrize("old", [status for status in Status if status is not Status.CREATED])
def test_nothing_goes_back_to_created(old: Status):
    with pytest.raises(ImpossibleTransition):
        check_transition("g", old, Status.CREATED)
