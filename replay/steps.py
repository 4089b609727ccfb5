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

    Steps by one event keep to those that pass the query's filter; `CHANGES` lead along the events
    that changed the value its ``path`` names.

    Raises:
        InvalidField: no step has that name, or the filter makes no sense.
        UnknownPath: no value has that name.
    """
    lowest, highest = recording.first - 1, recording.head
    chosen, path = filters.parse(query), query.get("path", "")
    match step:
        case "first":
            return lowest
        case "last":
            return highest
        case "previous" | "next" if chosen:
            return _along(filters.numbers(recording, chosen), here, step)
        case "previous":
            return max(lowest, here - 1)
        case "next":
            return min(highest, here + 1)
        case "previous-turn":
            starts = reading.turn_starts(recording)
            before = bisect_left(starts, here)
            return starts[before - 1] if before else lowest
        case "next-turn":
            starts = reading.turn_starts(recording)
            after = bisect_right(starts, here)
            return starts[after] if after < len(starts) else highest
        case "last-change":
            there = changes.around(recording, path, here).last
            return here if there is None else there
        case "next-change":
            there = changes.around(recording, path, here).next
            return here if there is None else there
        case _:
            known = ", ".join((*STEPS, *CHANGES))
            raise InvalidField("go", step, f"not a step; the steps are {known}")


def _along(stops: list[int], here: int, step: str) -> int:
    below, above = bisect_left(stops, here), bisect_right(stops, here)
    if step == "next":
        return stops[above] if above < len(stops) else here
    return stops[below - 1] if below else here
