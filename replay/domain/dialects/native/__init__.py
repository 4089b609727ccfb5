"""The native vocabulary: that of the reference engine, and of any engine that has none yet."""

from __future__ import annotations

import msgspec

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Handler
from replay.domain.dialects.native import interpret, payloads, words
from replay.domain.dialects.native.interpret import Seats
from replay.domain.setup import Setup
from replay.domain.state import State

VOCABULARY: dict[str, tuple[str, type[payloads.Payload]]] = {
    "game_start": ("game", payloads.GameStart),
    "turn_start": ("turn", payloads.TurnStart),
    "turn_end": ("turn", payloads.TurnEnd),
    "dice_roll": ("dice", payloads.DiceRoll),
    "move": ("move", payloads.Move),
    "pass_go": ("money", payloads.PassGo),
    "purchase": ("deed", payloads.Purchase),
    "rent_payment": ("money", payloads.RentPayment),
    "tax_payment": ("money", payloads.TaxPayment),
    "card_draw": ("card", payloads.CardDraw),
    "bank_payment": ("money", payloads.BankPayment),
    "player_payment": ("money", payloads.PlayerPayment),
    "jail_card": ("jail", payloads.JailCard),
    "go_to_jail": ("jail", payloads.GoToJail),
    "jail_roll": ("jail", payloads.JailRoll),
    "jail_release": ("jail", payloads.JailRelease),
    "build": ("building", payloads.Build),
    "sell_building": ("building", payloads.SellBuilding),
    "mortgage": ("deed", payloads.Mortgage),
    "unmortgage": ("deed", payloads.Unmortgage),
    "deed_transfer": ("deed", payloads.DeedTransfer),
    "auction_start": ("auction", payloads.AuctionStart),
    "auction_bid": ("auction", payloads.AuctionBid),
    "auction_pass": ("auction", payloads.AuctionPass),
    "auction_end": ("auction", payloads.AuctionEnd),
    "trade_offer": ("trade", payloads.TradeTerms),
    "trade_counter": ("trade", payloads.TradeTerms),
    "trade_accept": ("trade", payloads.TradeTerms),
    "trade_reject": ("trade", payloads.TradeClosed),
    "bankruptcy": ("bankruptcy", payloads.Bankruptcy),
    "game_end": ("game", payloads.GameEnd),
    "message": ("message", payloads.Message),
}
"""Event type → what it is about, and the shape of its payload."""

_DECODERS = {
    event_type: msgspec.json.Decoder(shape) for event_type, (_, shape) in VOCABULARY.items()
}


class Native:
    """The native dialect for one game."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        seats = setup.seat_of()
        self.handlers: dict[str, Handler] = {
            event_type: _handler(event_type, seats) for event_type in VOCABULARY
        }
        self.kinds = {event_type: kind for event_type, (kind, _) in VOCABULARY.items()}
        self.turn_starts = frozenset({"turn_start"})

    def tell(self, event: Event, before: State) -> str:
        """The event in words; see `replay.domain.dialects.Dialect`."""
        payload = _DECODERS[event.event_type].decode(event.payload)
        return words.tell(event.event_type, payload, self._setup, before)


def _handler(event_type: str, seats: Seats) -> Handler:
    """Decode, then read. The payload of what changes nothing is not even decoded."""
    read = interpret.READERS.get(event_type)
    if read is None:
        return _nothing
    decode = _DECODERS[event_type].decode

    def handle(event: Event, state: State) -> tuple[effects.Any, ...]:
        return read(decode(event.payload), seats, state)

    return handle


def _nothing(event: Event, state: State) -> tuple[effects.Any, ...]:
    return ()
