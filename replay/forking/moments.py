"""The moment a fork goes on from, read from the record."""

from __future__ import annotations

from django.db import connection
from msgspec.structs import replace

from games import queries
from games.domain.errors import FoldBroken, GameNotFound
from replay import reading, stream
from replay.domain.dialects import testimony
from replay.domain.fold import Fold, FoldBreak
from replay.domain.forks.reader import Reader
from replay.domain.forks.resume import Moment
from replay.domain.rules.house import House
from replay.domain.setup import InvalidSetup
from replay.forking.errors import ForkImpossible
from replay.recording import Recording

LONGEST_TURN = 5_000
"""Events of a turn that are looked at: more are no turn, but a log without turns."""

_TURN = """
    SELECT max(sequence_number) FROM game_events
    WHERE game_uuid = %s AND event_type = ANY(%s) AND sequence_number BETWEEN %s AND %s
"""


def at(recording: Recording, number: int) -> Moment:
    """The moment after an event; -1 is the one before the first, wherever the stream starts.

    Raises:
        SequenceNotFound: there is no such event.
        FoldBroken: the game cannot be read up to there.
        ForkImpossible: the game cannot be read at all.
    """
    wanted = recording.first - 1 if number == -1 else number
    recording.check(wanted)
    if recording.reading.problem is not None:
        raise ForkImpossible(recording.game_id, number, recording.reading.problem)
    lowest = max(recording.first, wanted - LONGEST_TURN)
    start = _turn_start(recording, lowest, wanted)
    fold = Fold(recording.dialect, reading.state_at(recording, start - 1))
    reader = Reader(recording.dialect, testimony.of(recording.setup).of_event, fold.state)
    reader.past.has_begun = start > recording.first and fold.state.turn_number > 0
    try:
        for events in stream.chunks(recording, start, wanted):
            for event in events:
                done = fold.read(event)
                reader.take(event, done, fold.state)
                fold.carry(event, done)
    except FoldBreak as broken:
        raise FoldBroken(recording.game_id, broken.sequence_number, broken.reason) from broken
    return Moment(recording.game_id, recording.setup, fold.state, replace(reader.past))


def agreed(recording: Recording) -> tuple[House, tuple[str, ...]]:
    """The house rules a game was played by, and what kind of player sits on each seat.

    House rules of another engine that are none here are not taken over.
    """
    game = queries.find(recording.uuid)
    if game is None:
        raise GameNotFound(recording.game_id)
    kinds = tuple(player.agent_type for player in game.players.all())
    try:
        return House.of(game.config), kinds
    except InvalidSetup:
        return House(), kinds


def _turn_start(recording: Recording, lowest: int, wanted: int) -> int:
    with connection.cursor() as cursor:
        starts = list(recording.dialect.turn_starts)
        cursor.execute(_TURN, [recording.uuid, starts, lowest, wanted])
        row = cursor.fetchone()
    return lowest if row is None or row[0] is None else int(row[0])
