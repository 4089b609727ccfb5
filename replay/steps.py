"""Named steps along a stream, and along the changes of a value, for pages without script."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from games.domain.errors import InvalidField
from replay import changes, filters, reading
from replay.recording import Recording

STEPS = ("first", "previous-turn", "previous", "next", "next-turn", "last")
CHANGES = ("last-change", "next-change")


def follow(recording: Recording, here: int, step: str, query: Mapping[str, str]) -> int:
    """Where a step leads from the event ``here``; at either end it stays there.

    With a filter in the query every step keeps to the events that pass it, a turn beginning at its
    first one; `CHANGES` lead along the events that changed the value its ``path`` names.

    Raises:
        InvalidField: no step has that name, or the filter makes no sense.
        UnknownPath: no value has that name.
    """
    chosen, path = filters.parse(query), query.get("path", "")
    match step:
        case _ if step in STEPS and chosen:
            return _passing(recording, filters.numbers(recording, chosen), here, step)
        case _ if step in STEPS:
            return _any(recording, here, step)
        case "last-change":
            there = changes.around(recording, path, here).last
            return here if there is None else there
        case "next-change":
            there = changes.around(recording, path, here).next
            return here if there is None else there
        case _:
            known = ", ".join((*STEPS, *CHANGES))
            raise InvalidField("go", step, f"not a step; the steps are {known}")


def _any(recording: Recording, here: int, step: str) -> int:
    lowest, highest = recording.first - 1, recording.head
    if step in ("first", "last"):
        return lowest if step == "first" else highest
    if step in ("previous", "next"):
        return max(lowest, here - 1) if step == "previous" else min(highest, here + 1)
    starts = reading.turn_starts(recording)
    there = _before(starts, here) if step == "previous-turn" else _after(starts, here)
    return there if there is not None else lowest if step == "previous-turn" else highest


def _passing(recording: Recording, stops: list[int], here: int, step: str) -> int:
    """Among the events that pass a filter; where none is left in that direction it stays."""
    if not stops:
        return here
    if step in ("first", "last"):
        return stops[0] if step == "first" else stops[-1]
    if step in ("previous", "next"):
        there = _before(stops, here) if step == "previous" else _after(stops, here)
        return here if there is None else there
    starts = reading.turn_starts(recording)
    if step == "next-turn":
        start = _after(starts, here)
        there = None if start is None else _after(stops, start - 1)
        return max(here, stops[-1]) if there is None else there
    one = _before(stops, here)
    if one is None:
        return here
    start = _before(starts, one + 1)
    return stops[0] if start is None else stops[bisect_left(stops, start)]


def _before(numbers: list[int], here: int) -> int | None:
    below = bisect_left(numbers, here)
    return numbers[below - 1] if below else None


def _after(numbers: list[int], here: int) -> int | None:
    above = bisect_right(numbers, here)
    return numbers[above] if above < len(numbers) else None
