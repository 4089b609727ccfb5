"""An order placed: found played, or taken on."""

from __future__ import annotations

from msgspec import Struct

from games import queries
from replay.forking import asked, batches, runner, storing
from replay.forking.asked import ForkIn, Order
from replay.forking.batches import Batch
from replay.forking.errors import ForkImpossible, ForkQueueFull
from replay.recording import Recording

PATIENCE = 5.0
"""Seconds a caller who wants one game waits for it."""


class Placed(Struct, frozen=True):
    """What became of an order. ``stored``: the one game asked for; None while there is none.

    ``is_new``: this order had it made.
    """

    order: Order
    batch: Batch | None
    stored: str | None
    is_new: bool


def place(recording: Recording, wanted: ForkIn, patience: float = PATIENCE) -> Placed:
    """Have forks played, unless they were already.

    Raises:
        RewindError: as `asked.order` does; ForkQueueFull; ForkImpossible, where the rules gave up.
    """
    order = asked.order(recording, wanted)
    game_id = order.game_id(wanted.seed) if wanted.n == 1 else None
    if game_id is not None and queries.find(game_id) is not None:
        return Placed(order, None, game_id, is_new=False)
    batch, is_ours = batches.open_batch(order)
    if game_id is not None and batch.status == "done":  # the game was deleted since
        batches.restart(batch.id)
        batch, is_ours = batches.find(recording, batch.id), True
    if is_ours:
        try:
            done = runner.submit(order, batch)
        except ForkQueueFull:
            batches.give_up(batch.id)
            raise
        if game_id is not None:
            done.wait(patience)
            batch = batches.find(recording, batch.id)
            if batch.status == "failed":
                raise ForkImpossible(recording.game_id, wanted.at, batch.problem)
    stored = game_id if game_id is not None and storing.is_stored(game_id) else None
    return Placed(order, batch, stored, is_new=is_ours)
