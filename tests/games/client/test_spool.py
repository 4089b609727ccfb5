"""The spool is the truth after a crash: whole lines stay, a cut one goes, a hole is told."""

import json
import os

import msgspec
import pytest

from games.client import EventLog, SpoolDamaged
from games.client.backoff import Backoff, asked
from games.client.delivery import Delivery
from games.client.lines import NewGame
from games.client.spool import Reader, Spool
from games.domain.errors import InvalidField

GAME = NewGame(game_id="g1", config={"first_sequence": 3})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "spool.jsonl"


def logged(path, count):
    spool = Spool(path, GAME)
    log = EventLog(spool.next_event, next_decisions=spool.next_decisions, write=spool.append)
    for _ in range(count):
        log.event("step")
        log.decision(player=1)
    spool.close()


@pytest.mark.parametrize("cut", range(1, 40, 7))
def test_a_cut_last_line_is_dropped(path, cut):
    logged(path, 3)
    whole = path.read_bytes()
    os.truncate(path, len(whole) - cut)
    spool = Spool(path, GAME)
    assert (spool.next_event, spool.next_decisions) == (6, {1: 2})
    assert path.read_bytes() == b"".join(whole.splitlines(keepends=True)[:-1])
    spool.close()


def test_a_last_line_a_power_cut_left_unreadable_is_dropped(path):
    logged(path, 3)
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(20) + b"\n")
    Spool(path, GAME).close()
    assert path.read_bytes() == whole


def test_an_unreadable_line_within_is_told(path):
    logged(path, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"{]\n", *lines[3:]]))
    with pytest.raises(SpoolDamaged, match="Line 3 of the spool"):
        Spool(path, GAME)


def test_a_hole_is_told(path):
    logged(path, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], *lines[4:]]))
    with pytest.raises(SpoolDamaged, match="it is number 5 where 4 follows"):
        Spool(path, GAME)


def test_a_file_that_is_no_spool_is_left_alone(path):
    path.parent.mkdir()
    path.write_text('{"event": 1}\n{"event": 2}\n')
    with pytest.raises(SpoolDamaged):
        Spool(path, GAME)
    assert path.read_text() == '{"event": 1}\n{"event": 2}\n'


def test_a_full_disk_leaves_no_half_line_and_no_hole(path, monkeypatch):
    spool = Spool(path, GAME)
    log = EventLog(spool.next_event, write=spool.append)
    write = os.write

    def half(file, text):
        monkeypatch.setattr(os, "write", full)
        return write(file, text[:10])

    def full(file, text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="No space left"):
        log.event("step")
    monkeypatch.setattr(os, "write", write)
    assert log.event("step").sequence_number == 3
    spool.close()
    assert [list(json.loads(line)) for line in path.read_text().splitlines()] == [
        ["game"],
        ["event"],
    ]


def test_batches_are_bounded_by_lines_and_by_bytes(path):
    logged(path, 10)
    size = path.stat().st_size
    with Reader(path) as reader:
        first, start = reader.batch(0, size, 5, 10**6)
        assert (len(first), first[0].game) == (1, GAME)
        five, end = reader.batch(start, size, 5, 10**6)
        one, _ = reader.batch(start, size, 5, 10)
        rest, last = reader.batch(end, size, 100, 10**6)
    assert (len(five), len(one), len(rest), last) == (5, 1, 15, size)


def test_an_event_log_by_itself_numbers_without_holes():
    log = EventLog(7)
    with pytest.raises(InvalidField):
        log.event("step", payload={"n": float("inf")})
    assert [log.event("step").sequence_number for _ in range(3)] == [7, 8, 9]
    assert log.next_event == 10
    with pytest.raises(TypeError):
        log.decision(player=0, thoughts="none")
    assert log.decision(player=0).game_state == msgspec.Raw(b'{"event_sequence":9}')


def test_pauses_grow_to_their_longest_and_heed_the_server():
    tries = Backoff(Delivery(first_backoff=1, longest_backoff=4))
    pauses = [tries.pause(None) for _ in range(5)]
    bounds = [(0.5, 1), (1, 2), (2, 4), (2, 4), (2, 4)]
    assert all(low <= one <= high for one, (low, high) in zip(pauses, bounds, strict=True))
    assert (tries.pause(30), tries.pause(10**9)) == (30, 300)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, None), ("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None)],
)
def test_retry_after_is_read_in_both_its_forms(header, seconds):
    assert asked(header) == seconds


@pytest.mark.parametrize(
    "wrong", [{"fsync": "often"}, {"batch_size": 0}, {"delay": -1}, {"delay": float("nan")}]
)
def test_a_delivery_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(InvalidField, match=next(iter(wrong))):
        Delivery(**wrong)
