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
    return AuctionTold(deed(open_.position), bid, bidders or "nobody")


def trade(open_: Trade | None, roles: Roles) -> TradeTold | None:
    """The trade that is open, if there is one."""
    if open_ is None:
        return None
    return TradeTold(
        _name(open_.proposer, roles),
        bundle(open_.offer),
        _name(open_.recipient, roles),
        bundle(open_.request),
    )


def bundle(given: Bundle) -> str:
    """One side of a trade, in words."""
    parts = [amounts.dollars(given.cash)] if given.cash else []
    parts += [deed(position) for position in given.properties]
    if given.jail_cards:
        parts.append(amounts.count(given.jail_cards, "jail card"))
    return ", ".join(parts) or "nothing"


def deed(position: int) -> str:
    """A space by its name."""
    known = 0 <= position < len(SPACES)
    return SPACES[position].name if known else f"space {position}, which no board has"


def _name(seat: int, roles: Roles) -> str:
    return roles[seat].name if 0 <= seat < len(roles) else f"seat {seat}, where nobody sits"
