"""Questions to the longest game against one fold of it.

The fold is measured with its reading from the database. That is what a game costs that nobody has
looked at yet, for a question as for a board: neither can be had without reading the events. The
fold alone, of events that lie in memory, is a note beside it: the library takes some 4 µs for each
evaluation, so a question that is computed at every event takes longer than three of those.
"""

from __future__ import annotations

import time

from replay import asking, stream
from replay.asking import Question
from replay.domain import state
from replay.domain.fold import Fold
from replay.recording import Recording, open_game
from tests.bench import games
from tests.bench.rig import Site
from tests.bench.table import Table

ROUNDS = 5
GOAL = "≤ 3"


def measure(_: Site, table: Table) -> None:
    """The first question of a process and later ones, of the board and of every event."""
    sizes = games.loaded()
    name = max(sizes, key=lambda each: sizes[each])
    recording = open_game(name)
    first, last = (seat.player_id for seat in (recording.setup.seats[0], recording.setup.seats[-1]))
    questions = {
        "of one value": f"players[{last}].cash < 100 && owns_group({first}, 'orange')",
        "of all players": "players.exists(p, players[p].cash < 100 && has_monopoly(p))",
        "of every event": "event.payload.amount > 500",
        "computed at every event": "event.sequence_number % 7 == 0",
        "of the time of every event": "event.timestamp > timestamp('2001-01-01T00:00:00Z')",
    }
    folds, alone, times = [], [], {"the first": [], **{about: [] for about in questions}}
    for _ in range(ROUNDS):
        with_reading, folding = _fold(recording)
        folds.append(with_reading)
        alone.append(folding)
        asking.forget_all()
        times["the first"].append(_ask(recording, f"{questions['of every event']} || false"))
        for about, text in questions.items():
            times[about].append(_ask(recording, text))
    fold = min(folds)
    for about, taken in times.items():
        table.ratio(
            f"ask, {sizes[name]:,} events, {about}",
            f"{min(taken) * 1e3:.0f} ms",
            f"one fold with its reading {fold * 1e3:.0f} ms",
            min(taken) / fold,
            GOAL,
        )
    table.note("the same fold without the reading", f"{min(alone) * 1e3:.0f} ms")


def _fold(recording: Recording) -> tuple[float, float]:
    """Seconds of reading and folding a game once, and of the fold alone."""
    began = time.perf_counter()
    folding, alone = Fold(recording.dialect, state.initial(recording.setup)), 0.0
    for events in stream.chunks(recording, recording.first, recording.head):
        read = time.perf_counter()
        for event in events:
            folding.push(event)
        alone += time.perf_counter() - read
    return time.perf_counter() - began, alone


def _ask(recording: Recording, text: str) -> float:
    began = time.perf_counter()
    asking.ask(recording, Question(text))
    return time.perf_counter() - began
