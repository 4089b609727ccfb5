"""The order of numbers within one batch: ascending, without holes, each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from games.domain.errors import BatchOutOfOrder, BatchRepeats, SequenceGap


def check(
    numbers: Sequence[int],
    place: Callable[[int], str],
    game_id: str,
    player_id: int | None = None,
) -> None:
    """Raise for the first number that does not follow the one before it.

    `place` names the n-th number: "events[3].sequence_number". Raises BatchRepeats for a number
    that stands in the batch already, BatchOutOfOrder for a smaller one, SequenceGap for a hole.
    """
    if not numbers or list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
        return
    seen = {numbers[0]}
    for index, (previous, number) in enumerate(pairwise(numbers), start=1):
        if number in seen:
            raise BatchRepeats(place(index), number)
        if number < previous:
            raise BatchOutOfOrder(place(index), number, previous)
        if number > previous + 1:
            raise SequenceGap(game_id, previous + 1, number, player_id)
        seen.add(number)
