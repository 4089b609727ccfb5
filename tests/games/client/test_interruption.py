"""Ctrl-C in the middle of telling: the game may go on, and its record stays whole."""

import itertools
import time

import pytest

from games.client import Delivery
from games.domain.status import Status
from tests.games.client.interrupting import interrupted
from tests.games.client.pretend import Site, spooled, told

PACKAGE = "games.client"
SLOW = Delivery(delay=10)


def tell_event(log):
    told(log, 1)


def tell_decision(log):
    log.decision(player=1)


def finish(log):
    log.finish(winner=1)


def flush(log):
    log.flush(timeout=20)


def close(log):
    log.close(timeout=20)


def places(interrupt):
    """Call with every place there is; `interrupt` says whether there still was one."""
    assert sum(1 for _ in itertools.takewhile(interrupt, itertools.count(1))) > 5


@pytest.fixture
def everywhere(tmp_path):
    """Interrupt a call on a game of one event at every place it can be; then go on, and look.

    Going on ends the game. Returns what was recorded each time.
    """

    def interrupt(call, go_on):
        games = []

        def once(place):
            folder, site = tmp_path / str(place), Site()
            log = site.open(folder)
            told(log, 1)
            is_interrupted = interrupted(lambda: call(log), place, PACKAGE)
            go_on(log)
            log.close(timeout=20)
            games.append(site.games["g1"])
            check(site, folder)
            return is_interrupted

        places(once)
        return games

    return interrupt


def check(site, folder):
    game = site.games["g1"]
    assert site.numbers() == list(range(len(game["events"])))
    assert game["events"] == spooled(folder)
    by_player = [decision["sequence_number"] for decision in game["decisions"]]
    assert by_player == list(range(len(by_player)))


@pytest.mark.parametrize("call", [tell_event, tell_decision, flush, finish])
def test_whoever_catches_it_goes_on_with_the_next_number(everywhere, call):
    heads = []

    def go_on(log):
        heads.append(log.head)
        assert log.event("dice_roll") == heads[-1] + 1
        tell_decision(log)
        finish(log)

    games = everywhere(call, go_on)
    assert {game["status"] for game in games} == {Status.FINISHED}
    assert [len(game["events"]) for game in games] == [head + 2 for head in heads]


@pytest.mark.parametrize("call", [tell_event, tell_decision])
def test_what_is_told_next_is_sent_without_being_waited_for(tmp_path, call):
    def interrupt(place):
        log = Site().open(tmp_path / str(place))
        told(log, 1)
        flush(log)
        # The wake-up call of the thread that sends is Python, too.
        is_interrupted = interrupted(lambda: call(log), place, (PACKAGE, "threading"))
        told(log, 1)
        deadline = time.monotonic() + 10
        while log.undelivered:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        log.close()
        return is_interrupted

    places(interrupt)


def test_what_ends_the_game_stands_behind_what_was_interrupted(everywhere):
    def go_on(log):
        finish(log)
        told(log, 1)

    assert {len(game["events"]) for game in everywhere(tell_event, go_on)} == {2, 3}


def test_all_that_was_told_is_at_the_server_once_it_is_closed(everywhere):
    assert {len(game["events"]) for game in everywhere(tell_event, lambda _log: None)} == {1, 2}


def test_a_finish_that_is_interrupted_is_a_finish_or_none(everywhere):
    games = everywhere(finish, lambda log: log.__exit__(KeyboardInterrupt, None, None))
    assert {game["status"] for game in games} == {Status.FINISHED, Status.ABANDONED}


def test_what_an_interrupted_close_did_not_wait_for_is_sent_when_opened_again(tmp_path):
    def interrupt(place):
        folder, site = tmp_path / str(place), Site()
        log = site.open(folder)
        told(log, 3)
        is_interrupted = interrupted(lambda: close(log), place, PACKAGE)
        close(log)
        with site.open(folder) as again:
            assert again.head == 2
        check(site, folder)
        return is_interrupted

    places(interrupt)


def test_after_an_interrupted_flush_events_are_sent_in_batches_again(tmp_path):
    def interrupt(place):
        site = Site()
        with site.open(tmp_path / str(place), delivery=SLOW) as log:
            told(log, 1)
            is_interrupted = interrupted(lambda: flush(log), place, PACKAGE)
            flush(log)
            told(log, 1)
            time.sleep(0.05)
            assert log.undelivered > 0  # not due before the delay is over
        return is_interrupted

    places(interrupt)
