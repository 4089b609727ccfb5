"""Downloads are sent as they are read: little lies in memory, and no connection is held."""

from __future__ import annotations

import gc
import time
import tracemalloc
import weakref
from collections.abc import Callable

import httpx
import pytest
from django.db import connection

from games import ingest
from games.domain.errors import GameNotFound
from games.models import Game
from replay.recording import open_game
from replay.statistics import asked, files, frames, reads
from replay.statistics.files import Format
from replay.statistics.frame import Frame, Type
from replay.statistics.frames_of_games import _OF_DECISIONS
from tests.replay.deciders import decision
from tests.replay.statistics.recorded import one, record

WORDS = "x" * 4_000


def long_rows(count: int, *, fails: bool = False) -> Frame:
    """So many rows of 4 kB; then an error, if wanted."""

    def read(_: asked.Asked):
        for number in range(count):
            yield number, f"{number} {WORDS}"
        if fails:
            raise GameNotFound("gone")

    return Frame("events", "", (("number", Type.INT), ("text", Type.TEXT)), read)


@pytest.mark.django_db
@pytest.mark.parametrize("form", Format)
def test_of_a_large_file_little_is_in_memory(form):
    question = asked.read({})
    b"".join(files.write(long_rows(10), question, form))  # what the library keeps
    tracemalloc.start()
    size = sum(map(len, files.write(long_rows(10_000), question, form)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert form is Format.PARQUET or size > 40_000_000
    assert peak < 12_000_000


def decided(game: Game, count: int, chars: int) -> None:
    prompts = (f"{number}{'y' * chars}" for number in range(count))
    ingest.append_decisions(
        game.pk, [decision(number, prompt=prompt) for number, prompt in enumerate(prompts)]
    )


def read(game_id: str, **wanted):
    return reads.rows(open_game(game_id), _OF_DECISIONS, **wanted)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 11])
def test_all_rows_are_read_however_many_at_a_time(count, monkeypatch):
    monkeypatch.setattr(reads, "MOST_ROWS", 5)
    decided(one(1), count, 10)
    assert [row[1] for row in read("game-1", players=[0])] == list(range(count))


@pytest.mark.django_db
def test_long_rows_are_read_few_at_a_time(django_assert_num_queries):
    decided(one(1), 10, reads.MOST_BYTES // 2)
    with django_assert_num_queries(1 + 5):
        assert len(list(read("game-1", players=[0]))) == 10


@pytest.mark.django_db
def test_a_game_deleted_on_the_way_is_an_error_and_no_end(monkeypatch):
    monkeypatch.setattr(reads, "MOST_ROWS", 2)
    decided(one(1), 5, 10)
    rows = read("game-1", players=[0])
    next(rows)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM games WHERE game_id = 'game-1'")
    next(rows)
    with pytest.raises(GameNotFound):
        next(rows)


def test_a_slow_reader_holds_no_connection(served, monkeypatch):
    record(1)
    own = _held()
    monkeypatch.setitem(frames.FRAMES, "events", _after_a_query(long_rows(20_000)))
    with httpx.stream("GET", f"{served}/statistics/export/events.csv") as answer:
        pieces = answer.iter_raw(100)
        next(pieces)
        _until(lambda: _held() == own)
        next(pieces)


def _after_a_query(frame: Frame) -> Frame:
    def read(question: asked.Asked):
        for row in frame.rows(question):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            yield row

    return Frame(frame.name, frame.about, frame.columns, read)


def _held() -> int:
    stats = connection.pool.get_stats()
    return stats["pool_size"] - stats["pool_available"]


def _until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_reader_who_leaves_ends_the_work(served, monkeypatch):
    record(1)
    read = []
    frame = long_rows(50_000)

    def counted(question: asked.Asked):
        for row in frame.rows(question):
            read.append(row[0])
            yield row

    endless = Frame(frame.name, frame.about, frame.columns, counted)
    monkeypatch.setitem(frames.FRAMES, "events", endless)
    with httpx.stream("GET", f"{served}/statistics/export/events.csv") as answer:
        next(answer.iter_raw(100))
    time.sleep(0.5)
    reached = len(read)
    time.sleep(0.5)
    assert len(read) == reached < 50_000


@pytest.mark.parametrize("form", Format)
def test_what_fails_on_the_way_is_no_whole_file(served, monkeypatch, form):
    record(1)
    monkeypatch.setitem(frames.FRAMES, "events", long_rows(1_000, fails=True))
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{served}/api/v1/statistics/export/events.{form}")


@pytest.mark.parametrize("form", Format)
def test_what_fails_at_once_is_an_error(served, monkeypatch, form):
    record(1)
    monkeypatch.setitem(frames.FRAMES, "events", long_rows(0, fails=True))
    told = httpx.get(f"{served}/api/v1/statistics/export/events.{form}")
    assert (told.status_code, told.json()["code"]) == (404, "game_not_found")
    page = httpx.get(f"{served}/statistics/export/events.{form}")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["events", "decisions", "states"])
def test_what_is_on_its_way_keeps_no_tables_in_memory(name):
    record(1)
    question = asked.read({})
    tables = weakref.ref(question.look.tables)
    pieces = files.write(frames.FRAMES[name], question, Format.CSV)
    next(pieces)
    del question
    asked.forget_all()
    gc.collect()
    assert tables() is None
    assert not list(pieces)


@pytest.mark.django_db
def test_only_the_head_is_told_without_reading_a_row(client, monkeypatch):
    record(1)
    monkeypatch.setitem(frames.FRAMES, "events", long_rows(0, fails=True))
    told = client.head("/statistics/export/events.csv")
    assert told.status_code == 200
    assert told["Content-Disposition"] == 'attachment; filename="events.csv"'


@pytest.mark.django_db
def test_headers_tell_of_how_many_games_and_which_are_left_out(client):
    record(3)
    record(1, first=3, summed=False)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE games SET total_turns = 7 WHERE game_id = 'game-1'")
    told = client.get("/statistics/export/games.csv")
    assert told["Rewind-Games"] == "2"
    assert told["Rewind-Left-Out"] == "outdated=1, unsummed=1"
