"""Events, decisions and states of whole games, as rows: read off the record, game by game.

Which games these are is listed at once: a slow reader must not keep the tables of all games, as
they were when the download began, in memory beside those of now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
from django.db import connection
from msgspec import Struct

from games.domain.errors import FoldBroken, GameNotFound
from games.domain.identity import game_uuid
from replay import reading
from replay.domain.board import PROPERTIES, SPACES
from replay.domain.state import State, net_worth
from replay.domain.statistics.tables import Array
from replay.recording import Recording, open_game
from replay.statistics import reads
from replay.statistics.asked import Asked
from replay.statistics.frame import Frame, Row, Type
from replay.statistics.reads import Source


class Listed(Struct, frozen=True):
    """A game to be read when its turn comes, as it was recorded then."""

    game_id: str
    created_at: datetime


_CREATED = "SELECT id, created_at FROM games WHERE id = ANY (%s)"


def _listed(asked: Asked) -> list[Listed]:
    """The chosen games by the time they ended. Raises GameNotFound where one is gone already."""
    tables = asked.chosen.tables
    games = np.flatnonzero(asked.chosen.games)
    order = games[np.argsort(tables.games["dated"][games], kind="stable")]
    keys = {game_uuid(name): name for name in map(tables.word, tables.games["name"][order])}
    with connection.cursor() as cursor:
        cursor.execute(_CREATED, [list(keys)])
        created = dict(cursor.fetchall())
    for key, name in keys.items():
        if key not in created:
            raise GameNotFound(name)
    return [Listed(name, created[key]) for key, name in keys.items()]


def _recordings(games: list[Listed]) -> Iterator[Recording]:
    """One after the other.

    Raises:
        GameNotFound: one was deleted meanwhile. Without it nobody could tell that rows are lacking.
    """
    for game in games:
        recording = open_game(game.game_id)
        if recording.created_at != game.created_at:
            raise GameNotFound(game.game_id)
        yield recording


# Moments come without their zone: psycopg reads those in a third of the time.
_OF_EVENTS = Source(
    table="game_events",
    key=("sequence_number",),
    columns="""sequence_number, turn_number, event_type, "timestamp" AT TIME ZONE 'UTC',
        actor_player_id, payload::text""",
    size="pg_column_size(payload)",
    wanted="sequence_number <= %(head)s",
)


def _events(asked: Asked) -> Iterator[Row]:
    return _events_of(_listed(asked))


def _events_of(games: list[Listed]) -> Iterator[Row]:
    for recording in _recordings(games):
        found = reads.rows(recording, _OF_EVENTS, head=recording.head)
        for number, turn, kind, moment, actor, payload in found:
            at = moment.replace(tzinfo=UTC)
            yield recording.game_id, number, turn, kind, at, actor, payload


_EVENTS = (
    ("game_id", Type.TEXT),
    ("sequence_number", Type.INT),
    ("turn_number", Type.INT),
    ("event_type", Type.TEXT),
    ("timestamp", Type.TIME),
    ("actor_player_id", Type.INT),
    ("payload", Type.TEXT),
)

_OF_DECISIONS = Source(
    table="llm_decisions",
    key=("player_id", "sequence_number"),
    columns="""player_id, sequence_number, turn_number, "timestamp", model_version,
        strategy_description, processing_time_ms, reasoning, prompt,
        chosen_action::text, available_actions::text, game_state::text, player_state::text""",
    size="""coalesce(octet_length(prompt), 0) + coalesce(octet_length(reasoning), 0)
        + coalesce(octet_length(strategy_description), 0)
        + pg_column_size(chosen_action) + pg_column_size(available_actions)
        + pg_column_size(game_state) + pg_column_size(player_state)""",
    wanted="player_id = ANY(%(players)s)",
)

_DECISIONS = (
    ("game_id", Type.TEXT),
    ("player_id", Type.INT),
    ("sequence_number", Type.INT),
    ("turn_number", Type.INT),
    ("timestamp", Type.TIME),
    ("model_version", Type.TEXT),
    ("strategy_description", Type.TEXT),
    ("processing_time_ms", Type.INT),
    ("reasoning", Type.TEXT),
    ("prompt", Type.TEXT),
    ("chosen_action", Type.TEXT),
    ("available_actions", Type.TEXT),
    ("game_state", Type.TEXT),
    ("player_state", Type.TEXT),
)


def _decisions(asked: Asked) -> Iterator[Row]:
    """Those of the chosen players."""
    return _decisions_of(_listed(asked), _own_players(asked))


def _decisions_of(games: list[Listed], own: dict[str, list[int]]) -> Iterator[Row]:
    for recording in _recordings(games):
        players = own.get(recording.game_id, [])
        for row in reads.rows(recording, _OF_DECISIONS, players=players):
            yield recording.game_id, *row


def _states(asked: Asked) -> Iterator[Row]:
    """After each event, one row for each chosen player; up to where a fold breaks."""
    return _states_of(_listed(asked), _own_players(asked))


def _states_of(games: list[Listed], own: dict[str, list[int]]) -> Iterator[Row]:
    for recording in _recordings(games):
        wanted = [
            seat
            for seat, one in enumerate(recording.setup.seats)
            if one.player_id in own.get(recording.game_id, ())
        ]
        try:
            for board in reading.walk(recording, recording.first - 1, recording.head):
                for seat in wanted:
                    yield _of_seat(recording, board, seat)
        except FoldBroken as broken:
            for seat in wanted:
                yield _of_break(recording, broken, seat)


def _of_break(recording: Recording, broken: FoldBroken, seat: int) -> Row:
    """Says from which event on nothing is known of a player, and why."""
    known = {
        "game_id": recording.game_id,
        "sequence_number": broken.sequence_number,
        "player_id": recording.setup.seats[seat].player_id,
        "is_doubtful": True,
        "broken": broken.reason,
    }
    return tuple(known.get(name) for name, _ in _STATES)


def _of_seat(recording: Recording, board: State, seat: int) -> Row:
    player = board.players[seat]
    owned = [at for at in PROPERTIES if board.owners[at] == seat]
    ids = [one.player_id for one in recording.setup.seats]
    return (
        recording.game_id,
        board.sequence_number,
        board.turn_number,
        None if board.current is None else ids[board.current],
        board.is_over,
        ids[seat],
        player.cash,
        net_worth(board, seat),
        player.position,
        SPACES[player.position].name if 0 <= player.position < len(SPACES) else None,
        player.in_jail,
        player.jail_turns,
        player.jail_cards,
        player.is_bankrupt,
        " ".join(map(str, owned)),
        " ".join(str(at) for at in owned if board.mortgaged[at]),
        sum(board.houses[at] for at in owned),
        bool(board.unread or board.missing),
        None,
    )


_STATES = (
    ("game_id", Type.TEXT),
    ("sequence_number", Type.INT),
    ("turn_number", Type.INT),
    ("current_player", Type.INT),
    ("is_over", Type.BOOL),
    ("player_id", Type.INT),
    ("cash", Type.INT),
    ("net_worth", Type.INT),
    ("position", Type.INT),
    ("space", Type.TEXT),
    ("in_jail", Type.BOOL),
    ("jail_turns", Type.INT),
    ("jail_cards", Type.INT),
    ("is_bankrupt", Type.BOOL),
    ("owned", Type.TEXT),
    ("mortgaged", Type.TEXT),
    ("buildings", Type.INT),
    ("is_doubtful", Type.BOOL),
    ("broken", Type.TEXT),
)


def _own_players(asked: Asked) -> dict[str, list[int]]:
    """The chosen players' ids by game."""
    tables = asked.chosen.tables
    found: dict[str, list[int]] = {}
    names: Array = tables.games["name"][asked.chosen.seat_game]
    for name, player_id in zip(
        names.tolist(), asked.chosen.seat("player_id").tolist(), strict=True
    ):
        found.setdefault(tables.word(name), []).append(player_id)
    return found


FRAMES = (
    Frame("events", "Every event as posted, its payload as JSON.", _EVENTS, _events),
    Frame(
        "decisions",
        "Every decision of the chosen players: reasoning, prompt, menu, choice.",
        _DECISIONS,
        _decisions,
    ),
    Frame(
        "states",
        "After each event, one row for each chosen player: cash, position, deeds. Where a game"
        " cannot be read any further, its last rows say why.",
        _STATES,
        _states,
    ),
)
