"""An open auction or trade, in words."""

from __future__ import annotations

from msgspec import Struct

from replay.cast import Role
from replay.domain.board import SPACES
from replay.domain.effects import Auction, Bundle, Trade
from replay.drawing import amounts

type Roles = tuple[Role, ...]


class AuctionTold(Struct, frozen=True):
    """What is auctioned, the bid to beat, who may still bid."""

    deed: str
    bid: str
    bidders: str


class TradeTold(Struct, frozen=True):
    """Who offers what for what to whom."""

    proposer: str
    offer: str
    recipient: str
    request: str


def auction(open_: Auction | None, roles: Roles) -> AuctionTold | None:
    """The auction that is open, if there is one."""
    if open_ is None:
        return None
    if open_.leader is None:
        bid = "no bid yet"
    else:
        bid = f"{amounts.dollars(open_.high_bid)} by {_name(open_.leader, roles)}"
    bidders = ", ".join(_name(seat, roles) for seat in open_.bidders)
    return AuctionTold(_deed(open_.position), bid, bidders or "nobody")


def trade(open_: Trade | None, roles: Roles) -> TradeTold | None:
    """The trade that is open, if there is one."""
    if open_ is None:
        return None
    return TradeTold(
        _name(open_.proposer, roles),
        _bundle(open_.offer),
        _name(open_.recipient, roles),
        _bundle(open_.request),
    )


def _bundle(bundle: Bundle) -> str:
    parts = [amounts.dollars(bundle.cash)] if bundle.cash else []
    parts += [_deed(position) for position in bundle.properties]
    if bundle.jail_cards:
        parts.append(amounts.count(bundle.jail_cards, "jail card"))
    return ", ".join(parts) or "nothing"


def _deed(position: int) -> str:
    known = 0 <= position < len(SPACES)
    return SPACES[position].name if known else f"space {position}, which no board has"


def _name(seat: int, roles: Roles) -> str:
    return roles[seat].name if 0 <= seat < len(roles) else f"seat {seat}, where nobody sits"
