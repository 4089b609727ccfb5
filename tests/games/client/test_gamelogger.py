"""Whatever the network does, the game goes on and the record gets every event, in order, once."""

import logging

import httpx
import pytest

from games.client import Delivery, GameLogger, GaveUp, NotDelivered
from games.domain.errors import InvalidField
from tests.games.client.pretend import QUICK, Site, refusal, spooled, told


@pytest.fixture
def site():
    return Site()


def break_down(log, problem):
    told(log, 2)
    raise problem


def test_a_game_is_made_told_and_finished(site, tmp_path):
    with site.open(tmp_path, config={"dialect": "native"}) as log:
        assert told(log, 3) == [0, 1, 2]
        log.decision(player=1, turn=1, reasoning="cheap", chosen_action={"action": "buy"})
        log.finish(winner=1, total_turns=7, players=[{"player_id": 1, "final_cash": 12}])
    game = site.games["g1"]
    assert game["told"]["config"] == {"dialect": "native"}
    assert game["events"] == spooled(tmp_path)
    assert game["decisions"][0]["game_state"] == {"event_sequence": 2}
    assert (game["status"], game["winner_id"], game["total_turns"]) == ("finished", 1, 7)
    assert site.requests[-1] == ("PATCH", "/api/v1/games/g1")


@pytest.mark.parametrize(
    "fault",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
        refusal(503, "database_unavailable", headers={"Retry-After": "0"}),
        refusal(500, "internal_error"),
        refusal(429, "slow_down", headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        httpx.Response(200, html="<h1>Log in to the hotel's network</h1>"),
    ],
    ids=lambda fault: type(fault).__name__ if isinstance(fault, Exception) else fault.status_code,
)
def test_what_may_pass_is_tried_again(site, tmp_path, fault):
    with site.open(tmp_path) as log:
        site.faults.extend([fault, fault])
        told(log, 5)
    assert site.numbers() == [0, 1, 2, 3, 4]


def test_an_answer_lost_on_its_way_duplicates_nothing(site, tmp_path):
    lossy = httpx.MockTransport(lambda request: lose(site._handle(request)))
    counter = iter([False, False, False, True, True, False, False, False])

    def lose(answer):
        if next(counter, False):
            raise httpx.RemoteProtocolError("the connection was cut")
        return answer

    site.transport = lossy
    with site.open(tmp_path) as log:
        told(log, 5)
    assert site.numbers() == [0, 1, 2, 3, 4]


def test_a_server_that_asks_for_time_is_given_it(site, tmp_path):
    with site.open(tmp_path) as log:
        log.flush()
        site.faults.append(refusal(503, "pool_timeout", headers={"Retry-After": "3600"}))
        log.event("dice_roll")
        with pytest.raises(NotDelivered):
            log.flush(timeout=0.3)
        assert site.numbers() == []
        with pytest.raises(NotDelivered) as caught:
            log.close(timeout=0)
    assert caught.value.undelivered > 0
    assert len(spooled(tmp_path)) == 1


def test_the_game_goes_on_while_nobody_listens(site, tmp_path):
    site.faults.extend([httpx.ConnectError("refused")] * 100_000)
    patient = Delivery(open_timeout=0, close_timeout=0.05, first_backoff=0.001)
    log = site.open(tmp_path, delivery=patient)
    assert told(log, 500) == list(range(500))
    with pytest.raises(NotDelivered, match=r"were not acknowledged within 0\.05 s"):
        log.close()
    site.faults.clear()
    with site.open(tmp_path) as again:
        assert again.head == 499
    assert site.games["g1"]["events"] == spooled(tmp_path)


def test_a_crashed_engine_goes_on_behind_its_last_whole_line(site, tmp_path):
    with site.open(tmp_path) as log:
        told(log, 3)
    with (tmp_path / "spool.jsonl").open("ab") as file:
        file.write(b'{"event":{"sequence_number":3,"turn_nu')
    with site.open(tmp_path) as log:
        assert log.head == 2
        assert told(log, 2) == [3, 4]
    assert site.games["g1"]["events"] == spooled(tmp_path)


def test_a_server_that_was_set_back_gets_the_rest_again(site, tmp_path, caplog):
    with site.open(tmp_path) as log:
        told(log, 10)
        log.flush()
        del site.games["g1"]["events"][4:]
        told(log, 1)
    assert site.games["g1"]["events"] == spooled(tmp_path)
    assert "goes on at 4" in caplog.text


def test_a_server_that_forgot_the_game_gets_all_of_it_again(site, tmp_path):
    with site.open(tmp_path) as log:
        told(log, 10)
        log.flush()
        site.games.clear()
        told(log, 1)
    assert site.numbers() == list(range(11))


def test_a_lost_spool_is_filled_from_the_server(site, tmp_path):
    with site.open(tmp_path) as log:
        told(log, 4)
    (tmp_path / "spool.jsonl").unlink()
    with site.open(tmp_path) as log:
        assert log.head == 3
        told(log, 1)
    assert site.games["g1"]["events"] == spooled(tmp_path)
    assert site.numbers() == [0, 1, 2, 3, 4]


def test_a_contradiction_is_given_up_clearly_and_kept(site, tmp_path, caplog):
    log = site.open(tmp_path)
    told(log, 1)
    log.flush()
    site.games["g1"]["events"][0]["turn_number"] = 99
    log.close()
    again = site.open(tmp_path)
    told(again, 1)  # the game does not notice
    with pytest.raises(GaveUp, match=r"It is sequence_conflict.*another engine.*spool") as caught:
        again.close()
    assert caught.value.server_code == "sequence_conflict"
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    assert len(spooled(tmp_path)) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 307])
def test_what_trying_again_can_not_mend_ends_the_sending(site, tmp_path, status):
    site.faults.append(refusal(status, "some_code", headers={"Location": "https://site/"}))
    log = site.open(tmp_path)
    log.event("dice_roll")
    with pytest.raises(GaveUp) as caught:
        log.flush()
    assert caught.value.server_code == "some_code"
    with pytest.raises(GaveUp):
        log.close()


def test_a_deadline_ends_the_trying(site, tmp_path):
    site.faults.extend([httpx.ConnectError("refused")] * 100_000)
    hasty = Delivery(first_backoff=0.001, longest_backoff=0.01, give_up_after=0.05)
    log = site.open(tmp_path, delivery=hasty)
    with pytest.raises(GaveUp, match="no success for 0 s, at last: ConnectError: refused"):
        log.close()


def test_a_smaller_server_gets_smaller_batches(tmp_path):
    site = Site(most=3)
    with site.open(tmp_path, delivery=Delivery(delay=60)) as log:
        told(log, 20)
    assert site.numbers() == list(range(20))


def test_what_stands_before_a_refused_event_is_recorded(site, tmp_path):
    log = site.open(tmp_path, delivery=Delivery(delay=60))
    told(log, 9)
    log.event("refused")
    told(log, 2)
    with pytest.raises(GaveUp, match="invalid_field"):
        log.close()
    assert site.numbers() == list(range(9))


def test_an_exception_of_the_engine_is_told_and_goes_its_way(site, tmp_path):
    with pytest.raises(ZeroDivisionError), site.open(tmp_path) as log:
        break_down(log, ZeroDivisionError)
    assert (site.numbers(), site.games["g1"]["status"]) == ([0, 1], "error")


def test_an_interrupted_game_is_abandoned_and_runs_on_later(site, tmp_path):
    with pytest.raises(KeyboardInterrupt), site.open(tmp_path) as log:
        break_down(log, KeyboardInterrupt)
    assert site.games["g1"]["status"] == "abandoned"
    with site.open(tmp_path) as log:
        told(log, 1)
    assert (site.numbers(), site.games["g1"]["status"]) == ([0, 1, 2], "running")


def test_the_engines_exception_hides_no_trouble_of_ours(site, tmp_path, caplog):
    site.faults.append(refusal(401, "unauthorized"))
    with pytest.raises(ZeroDivisionError), site.open(tmp_path):
        1 / 0  # noqa: B018
    assert "Gave up sending game 'g1': It is unauthorized." in caplog.text


def test_a_finished_game_may_be_sent_again(site, tmp_path):
    with site.open(tmp_path) as log:
        told(log, 2)
        log.finish(winner=0)
    with site.open(tmp_path):
        pass
    assert (site.numbers(), site.games["g1"]["status"]) == ([0, 1], "finished")


def test_an_address_without_a_scheme_is_refused(tmp_path):
    with pytest.raises(InvalidField, match="begins with http"):
        GameLogger("site:8000", "key", "g1", spool=tmp_path / "spool.jsonl")


@pytest.mark.parametrize("game_id", ["a/b", "..", "a\0b", "a\nb"])
def test_a_name_no_address_can_hold_is_refused_before_anything_is_written(tmp_path, game_id):
    with pytest.raises(InvalidField, match="part of an address"):
        GameLogger("http://site", "key", game_id, spool=tmp_path / "spool.jsonl")
    assert not (tmp_path / "spool.jsonl").exists()


@pytest.mark.parametrize("key", ["", " \n", "Key 'x' may write.\nmr_secret", "mr_secret x", "mr_ß"])
def test_a_key_no_header_can_hold_is_refused_at_once_and_never_shown(tmp_path, key):
    with pytest.raises(InvalidField, match="key is ") as caught:
        GameLogger("http://site", key, "g1", spool=tmp_path / "spool.jsonl")
    assert "mr_" not in str(caught.value)


def test_what_a_file_leaves_around_a_key_is_taken_off(site, tmp_path):
    with site.open(tmp_path, key=" secret\n") as log:
        told(log, 1)
    assert site.authorizations == {"Bearer secret"}


def test_quiet_times_say_nothing(site, tmp_path, caplog):
    caplog.set_level(logging.DEBUG, logger="games.client")
    with site.open(tmp_path, delivery=QUICK) as log:
        told(log, 3)
    assert caplog.records == []
