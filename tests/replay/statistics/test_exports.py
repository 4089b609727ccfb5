"""Downloads: the rows of the chosen games, as CSV and as Parquet."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest
from django.db import connection

from games import ingest
from games.domain.errors import GameNotFound
from games.models import Game
from replay import reading, summaries
from replay.domain.state import net_worth
from replay.recording import open_game
from replay.statistics import asked, files, frame, frames, frames_of_games
from replay.statistics.files import Format
from tests.domain.games import event
from tests.domain.statistics.games import made
from tests.replay.deciders import decision
from tests.replay.statistics.recorded import one, record

pytestmark = pytest.mark.django_db


def body(client, name: str, form: str, **query) -> bytes:
    answer = client.get(f"/statistics/export/{name}.{form}", query)
    assert answer.status_code == 200
    assert f"{name}.{form}" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def rows(client, name: str, **query) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, name, "csv", **query).decode())))


def table(client, name: str, **query) -> list[dict]:
    return pq.read_table(io.BytesIO(body(client, name, "parquet", **query))).to_pylist()


@pytest.mark.parametrize("name", frames.FRAMES)
def test_both_forms_hold_the_same(client, name):
    record(3)
    told, typed = rows(client, name), table(client, name)
    assert told
    assert len(told) == len(typed)
    for text, value in zip(told, typed, strict=True):
        assert {key: _text(cell) for key, cell in value.items()} == text


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime) else str(value)


def test_summaries_are_one_row_for_each_player(client):
    record(4)
    told = table(client, "summaries")
    assert len(told) == 2 + 3 + 4 + 2
    for row in told:
        side = made(int(row["game_id"][5:])).body.game.sides[row["seat"]]
        assert (row["cash"], row["net_worth"]) == (side.cash, side.net_worth)
        assert row["placement"] == side.placement
        assert row["landings"] == sum(side.landings.values())
        assert row["expected_paid"] == side.luck.expected_paid


def test_filters_choose_players_and_games(client):
    record(6)
    greedy = table(client, "summaries", agent="greedy")
    assert {row["agent"] for row in greedy} == {"greedy"}
    games = table(client, "games", agent="greedy")
    assert {row["game_id"] for row in games} == {row["game_id"] for row in greedy}
    states = table(client, "states", agent="greedy")
    assert {(row["game_id"], row["player_id"]) for row in states} == {
        (row["game_id"], row["player_id"]) for row in greedy
    }


def test_events_are_as_posted_in_their_order(client):
    record(2)
    told = table(client, "events")
    posted = [(f"game-{seed}", event_) for seed in (0, 1) for event_ in made(seed).events]
    assert [(row["game_id"], row["sequence_number"], row["event_type"]) for row in told] == [
        (name, event_.sequence_number, event_.event_type) for name, event_ in posted
    ]
    for row, (_, event_) in zip(told, posted, strict=True):
        assert json.loads(row["payload"]) == json.loads(bytes(event_.payload))
        assert row["timestamp"] == event_.timestamp


def test_states_are_those_of_the_fold(client):
    one(2)
    told = table(client, "states")
    recording = reading.open_game("game-2")
    seats = len(recording.setup.seats)
    assert len(told) == seats * (recording.head - recording.first + 2)
    for row in told[:: 7 * seats + 1]:
        board = reading.state_at(recording, row["sequence_number"])
        player = board.players[row["player_id"]]
        assert (row["cash"], row["position"]) == (player.cash, player.position)
        assert row["net_worth"] == net_worth(board, row["player_id"])
        owned = [at for at in range(40) if board.owners[at] == row["player_id"]]
        assert row["owned"] == " ".join(map(str, owned))


def test_decisions_carry_what_was_thought_and_chosen(client):
    one(0)
    told = table(client, "decisions")
    assert len(told) == sum(side.count for side in made(0).body.deciding)
    assert {row["reasoning"] for row in told} == {"cash is short"}
    assert all("action" in json.loads(row["chosen_action"]) for row in told)


def test_text_of_any_kind_comes_back(client):
    game = one(1)
    awkward = 'a "quoted", line\nbreak; =1+1 \u202e 🎩'
    head = game.events.count()
    ingest.append_events(game.pk, [event(head, "message", player_id=0, text=awkward)])
    for told in (rows(client, "events", doubtful="1"), table(client, "events", doubtful="1")):
        assert told == [] or json.loads(told[-1]["payload"])["text"] == awkward
    summaries.make("game-1")
    for told in (rows(client, "events"), table(client, "events")):
        assert json.loads(told[-1]["payload"])["text"] == awkward


AWKWARD = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\rlone",
    "a\r\nb",
    "a\nb",
    '"',
    ",",
    "",
    " ",
    "NULL",
    "\x01",
    "é🎩",
)


def test_every_text_is_one_cell_and_nothing_but_itself(client):
    game = one(1)
    ingest.append_decisions(
        game.pk,
        [
            decision(number, reasoning=text, prompt=text or None)
            for number, text in enumerate(AWKWARD)
        ],
    )
    summaries.make("game-1")
    told = body(client, "decisions", "csv").decode()
    read = list(csv.DictReader(io.StringIO(told, newline="")))
    assert tuple(row["reasoning"] for row in read) == AWKWARD
    assert tuple(row["reasoning"] for row in table(client, "decisions")) == AWKWARD


def test_an_empty_text_is_not_null(client):
    ingest.append_decisions(one(1).pk, [decision(0, reasoning="", prompt=None, model_version="")])
    summaries.make("game-1")
    _, line = body(client, "decisions", "csv").decode().splitlines()
    assert line.split(",", 10)[5:9] == ['""', "", "", '""']
    assert line.startswith('"game-1",0,0,0,2026-')


def test_rows_come_in_pieces_that_are_not_kept(client, monkeypatch):
    record(2)
    monkeypatch.setattr(frame, "ROWS", 100)
    told = asked.read({})
    pieces = list(files.write(frames.FRAMES["events"], told, Format.CSV))
    events = sum(game.events.count() for game in Game.objects.all())
    assert len(pieces) == -(-events // 100)
    parts = list(files.write(frames.FRAMES["events"], told, Format.PARQUET))
    read = pq.ParquetFile(io.BytesIO(b"".join(parts)))
    assert read.num_row_groups == len(pieces)
    assert read.metadata.num_rows == events


OF_GAMES = ["events", "decisions", "states"]


def delete(game_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM games WHERE game_id = %s", [game_id])


@pytest.mark.parametrize("name", OF_GAMES)
@pytest.mark.parametrize("gone", ["game-0", "game-3"])
def test_a_game_that_is_deleted_before_its_turn_is_an_error_and_not_left_out(
    client, name, gone, monkeypatch
):
    monkeypatch.setattr(frame, "ROWS", 1)
    for seed in (0, 3):
        one(seed)
    pieces = files.write(frames.FRAMES[name], asked.read({}), Format.CSV)
    if gone == "game-3":
        next(pieces)
    delete(gone)
    with pytest.raises(GameNotFound, match=gone):
        list(pieces)


@pytest.mark.parametrize("name", OF_GAMES)
def test_a_game_that_is_recorded_anew_before_its_turn_is_not_the_one_that_was_chosen(
    client, name, monkeypatch
):
    monkeypatch.setattr(frame, "ROWS", 1)
    for seed in (0, 3):
        one(seed)
    pieces = files.write(frames.FRAMES[name], asked.read({}), Format.CSV)
    next(pieces)
    delete("game-3")
    one(3)
    with pytest.raises(GameNotFound, match="game-3"):
        list(pieces)


@pytest.mark.parametrize("name", ["events", "decisions"])
def test_a_game_that_is_deleted_when_its_rows_are_asked_for_is_an_error(client, name, monkeypatch):
    def opened(game_id: str):
        recording = open_game(game_id)
        delete(game_id)
        return recording

    one(0)
    monkeypatch.setattr(frames_of_games, "open_game", opened)
    with pytest.raises(GameNotFound):
        list(files.write(frames.FRAMES[name], asked.read({}), Format.CSV))


def test_states_say_where_a_game_cannot_be_read_any_further(client):
    game = one(2)
    head, seats = game.events.count() - 1, len(made(2).setup.seats)
    before = rows(client, "states")
    assert {row["broken"] for row in before} == {""}
    ingest.append_events(
        game.pk,
        [event(head + 1, "move", player_id=0, to_position=99), event(head + 2, "turn_end")],
    )
    summaries.make("game-2")
    for told in (table(client, "states", doubtful="1"), rows(client, "states", doubtful="1")):
        last = told[-seats:]
        assert len(told) == len(before) + seats
        assert [int(row["player_id"]) for row in last] == list(range(seats))
        for row in last:
            assert int(row["sequence_number"]) == head + 1
            assert "to_position" in row["broken"]
            assert row["cash"] in (None, "")
            assert row["is_doubtful"] in (True, "true")


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("name", frames.FRAMES)
def test_of_no_games_there_is_a_head_without_rows(client, name, form):
    told = body(client, name, form)
    if form == "csv":
        assert told.decode().strip().split(",")[0] == "game_id"
    else:
        assert pq.read_table(io.BytesIO(told)).num_rows == 0


def test_the_page_lists_what_there_is(client):
    record(5)
    page = client.get("/statistics/export/", {"agent": "greedy"}).content.decode()
    for name in frames.FRAMES:
        for form in Format:
            assert f"/statistics/export/{name}.{form}?agent=greedy" in page
    assert client.get("/statistics/export/thoughts.csv").status_code == 404
    assert client.get("/statistics/export/events.xls").status_code == 404
