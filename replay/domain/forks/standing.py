"""Where a turn stood when its game was forked: told with the board, so that forks can be forked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain.forks.past import Past

RESTORED = "state_restored"


class _Told(msgspec.Struct):
    standing: Past | None = None


_read = msgspec.json.Decoder(_Told)


def told(past: Past) -> dict[str, Any]:
    """What is not as it is when a turn begins; seats count from 0 in seating order."""
    fresh = msgspec.structs.asdict(Past(None))
    return {
        name: value for name, value in msgspec.structs.asdict(past).items() if value != fresh[name]
    } | {"seat": past.seat}


def of(event: Event, seats: int) -> Past | None:
    """The past a `state_restored` tells; None where it tells none that could be."""
    try:
        past = _read.decode(event.payload).standing
    except msgspec.DecodeError:
        return None
    if past is None or any(seat >= seats for seat in _seats(past)):
        return None
    return past


def _seats(past: Past) -> Iterable[int]:
    named = [past.seat, past.asked, *(one[0] for one in (*past.received, *past.estate))]
    if past.won is not None:
        named.append(past.won[0])
    if past.card is not None:
        named += past.card.paid
    if past.fall is not None:
        named += [past.fall.seat, past.fall.creditor]
    return (seat for seat in named if seat is not None)
