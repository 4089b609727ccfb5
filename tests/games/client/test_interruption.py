"""Ctrl-C in the middle of telling: the game may go on, and its record stays whole."""

import itertools

import pytest

from tests.games.client.interrupting import interrupted
from tests.games.client.pretend import Site, spooled, told

PACKAGE = "games.client"


def places(interrupt):
    """Every place where Ctrl-C can come; `interrupt` says whether there was still one."""
    for place in itertools.count(1):
        if not interrupt(place):
            assert place > 10
            return


def check(site, folder):
    game = site.games["g1"]
    assert site.numbers() == list(range(len(game["events"])))
    assert game["events"] == spooled(folder)
    by_player = [decision["sequence_number"] for decision in game["decisions"]]
    assert by_player == list(range(len(by_player)))


@pytest.mark.parametrize("kind", ["event", "decision"])
def test_an_interrupted_telling_is_told_whole_or_not_at_all(tmp_path, kind):
    def interrupt(place):
        folder = tmp_path / str(place)
        site = Site()
        with site.open(folder) as log:
            told(log, 1)
            if kind == "event":
                is_interrupted = interrupted(lambda: told(log, 1), place, PACKAGE)
            else:
                is_interrupted = interrupted(lambda: log.decision(player=1), place, PACKAGE)
            # Whoever catches it asks for the number, and goes on.
            head = log.head
            assert log.event("dice_roll") == head + 1
            log.decision(player=1)
            log.finish(winner=1)
        check(site, folder)
        assert site.games["g1"]["status"] == "finished"
        assert len(site.games["g1"]["events"]) == head + 2
        return is_interrupted

    places(interrupt)


def test_an_interruption_that_ends_the_game_leaves_all_of_it_at_the_server(tmp_path):
    def interrupt(place):
        folder = tmp_path / str(place)
        site = Site()
        log = site.open(folder)
        is_interrupted = interrupted(lambda: told(log, 1), place, PACKAGE)
        log.close(timeout=20)
        if (folder / "spool.jsonl").read_bytes().endswith(b"\n"):
            check(site, folder)
        return is_interrupted

    places(interrupt)


def test_a_finish_that_is_interrupted_is_a_finish_or_none(tmp_path):
    def interrupt(place):
        folder = tmp_path / str(place)
        site = Site()
        log = site.open(folder)
        told(log, 1)
        caught = interrupted(lambda: log.finish(winner=1), place, PACKAGE)
        log.__exit__(KeyboardInterrupt if caught else None, None, None)
        check(site, folder)
        assert site.games["g1"]["status"] in {"finished", "abandoned"}
        return caught

    places(interrupt)
