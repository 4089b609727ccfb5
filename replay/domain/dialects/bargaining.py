"""Which events of each dialect offer a trade or carry one out, and on what terms.

Effects do not tell: a trade that is shown again when a later one is closed looks like an offer, and
one engine moves what was traded by events of its own.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import Struct

from games.domain.envelope import Event
from replay.domain.dialects.arena import payloads as arena_payloads
from replay.domain.dialects.arena import table
from replay.domain.dialects.arena import trades as arena_trades
from replay.domain.dialects.benchmark.seats import Seats
from replay.domain.dialects.benchmark.trades import Trades
from replay.domain.dialects.native import interpret
from replay.domain.dialects.native import payloads as native_payloads
from replay.domain.effects import Trade
from replay.domain.setup import Setup


class Bargain(Struct, frozen=True):
    """``is_accepted``: it is carried out; else it is offered, or offered otherwise."""

    trade: Trade
    is_accepted: bool


type Read = Callable[[Event], Trade]

_ACCEPTED: dict[str, dict[str, bool]] = {
    "native": {"trade_offer": False, "trade_counter": False, "trade_accept": True},
    "monopoly-game-arena": {"trade_proposed": False, "trade_executed": True},
    "monopoly-llm-benchmark": {
        "TRADE_PROPOSED": False,
        "TRADE_COUNTERED": False,
        "TRADE_ACCEPTED": True,
    },
}


def of(setup: Setup) -> Callable[[Event], Bargain | None]:
    """A reader of one game's trades; it may raise anything on what no engine writes."""
    told = _ACCEPTED.get(setup.dialect, {})
    make = _READERS.get(setup.dialect)
    terms = None if make is None else make(setup)

    def read(event: Event) -> Bargain | None:
        is_accepted = told.get(event.event_type)
        if is_accepted is None or terms is None:
            return None
        return Bargain(terms(event), is_accepted)

    return read


def _native(setup: Setup) -> Read:
    seats = setup.seat_of()
    decode = msgspec.json.Decoder(native_payloads.TradeTerms).decode
    return lambda event: interpret.terms(decode(event.payload), seats)


def _arena(setup: Setup) -> Read:
    laid = table.lay(setup)
    decode = msgspec.json.Decoder(arena_payloads.TradeOffer).decode
    return lambda event: arena_trades.read(decode(event.payload), laid)


_READERS: dict[str, Callable[[Setup], Read]] = {
    "native": _native,
    "monopoly-game-arena": _arena,
    "monopoly-llm-benchmark": lambda setup: Trades(Seats(setup)).trade,
}
