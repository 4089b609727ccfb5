"""What an engine tells is taken whole, or refused to its face; one game has one writer."""

import json
import threading
import time

import msgspec
import pytest

from games.client import Delivery, SpoolInUse
from games.domain.errors import InvalidField, TooLarge
from tests.games.client.pretend import Site, spooled, told


@pytest.fixture
def site():
    return Site()


@pytest.mark.parametrize(
    "payload",
    [
        {"a": float("nan")},
        {"a": object()},
        {"a": 10**30},
        {"a": "\0"},
        {"a": "\ud800"},
        {"a": "x" * 600_000},
        {"a": 2**63},
        {"a": 1e300},
        {"a": json.loads("[" * 70 + "]" * 70)},
        {"a": msgspec.Raw(b'{"a": }')},
    ],
    ids=["nan", "object", "huge", "nul", "surrogate", "long", "65 bits", "1e300", "deep", "broken"],
)
def test_what_nobody_could_keep_is_refused_at_once_and_leaves_no_hole(site, tmp_path, payload):
    with site.open(tmp_path) as log:
        with pytest.raises((InvalidField, TooLarge)):
            log.event("dice_roll", payload=payload)
        with pytest.raises(InvalidField, match="available_actions"):
            log.decision(player=0, available_actions="buy")
        with pytest.raises(InvalidField, match="event_type"):
            log.event("")
        with pytest.raises(InvalidField, match="turn_number"):
            log.event("dice_roll", turn=2**40)
        told(log, 1)
    assert site.numbers() == [0]


def test_a_text_over_several_lines_is_one_line_of_the_spool(site, tmp_path):
    with site.open(tmp_path) as log:
        log.event("message", payload={"text": "a\nb", "told": msgspec.Raw(b'{"x":\n1}')})
    assert site.games["g1"]["events"] == spooled(tmp_path)
    assert spooled(tmp_path)[0]["payload"] == {"text": "a\nb", "told": {"x": 1}}


def test_nothing_is_told_behind_the_end(site, tmp_path):
    with site.open(tmp_path) as log:
        told(log, 1)
    log.close()
    with pytest.raises(ValueError, match="The logger is closed"):
        log.event("dice_roll")


def test_one_game_has_one_writer(site, tmp_path):
    with site.open(tmp_path), pytest.raises(SpoolInUse):
        site.open(tmp_path)


def test_a_spool_belongs_to_one_game(site, tmp_path):
    site.open(tmp_path).close()
    with pytest.raises(InvalidField, match="is that of game 'g1'"):
        site.open(tmp_path, game_id="g2")


def test_a_game_goes_on_as_its_spool_began_it(site, tmp_path, caplog):
    site.open(tmp_path, config={"seed": 1}).close()
    with site.open(tmp_path, config={"seed": 2}) as log:
        told(log, 1)
    assert site.games["g1"]["told"]["config"] == {"seed": 1}
    assert "goes on as its spool began it" in caplog.text


def test_many_threads_leave_no_hole(site, tmp_path):
    with site.open(tmp_path) as log:
        threads = [threading.Thread(target=told, args=(log, 100)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert site.numbers() == list(range(800))
    assert site.games["g1"]["events"] == spooled(tmp_path)


def test_batches_are_filled_or_sent_after_the_delay(site, tmp_path):
    with site.open(tmp_path, delivery=Delivery(batch_size=10, delay=0.02)) as log:
        told(log, 35)
        deadline = time.monotonic() + 10
        while log.undelivered:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        assert site.numbers() == list(range(35))


@pytest.mark.parametrize(
    "text",
    [
        b"[1]",
        b'"text"',
        b'{"a": }',
        b'{"a": 1} {"b": 2}',
        b'{"a": 1}, "event_type": "other", "payload": {}',
        b'{"a": "\xff"}',
        b'{"a": 1e300}',
        b'{"a": "\\ud800"}',
        b"",
    ],
)
def test_json_that_comes_as_text_must_be_one_object_that_can_be_kept(site, tmp_path, text):
    with site.open(tmp_path) as log:
        with pytest.raises((InvalidField, TooLarge)):
            log.event("dice_roll", payload=msgspec.Raw(text))
        log.event("dice_roll", payload=msgspec.Raw(b'\n {"a":\n 1}'))
    assert [event["payload"] for event in site.games["g1"]["events"]] == [{"a": 1}]


@pytest.mark.parametrize("text", ["1E5", "x1e5", "\x7f", "12345678901234567890", "\u2028", "a\tb"])
def test_what_looks_unusual_and_is_not_is_kept_as_it_is(site, tmp_path, text):
    with site.open(tmp_path) as log:
        log.event("message", payload={"text": text})
    assert site.games["g1"]["events"][0]["payload"] == {"text": text}
