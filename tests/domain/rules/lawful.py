"""What must hold on every board between two choices, told apart from the rules themselves."""

from __future__ import annotations

import msgspec

from games.domain.envelope import Event
from replay.domain import board
from replay.domain.state import State

GROUPS = {
    space.group: [at for at in board.PROPERTIES if board.SPACES[at].group == space.group]
    for space in board.SPACES
    if space.group
}


def assert_lawful(state: State) -> None:
    """No board breaks the rules, whatever was chosen."""
    assert all(player.cash >= 0 for player in state.players)
    assert all(0 <= player.jail_turns <= 3 for player in state.players)
    assert sum(player.jail_cards for player in state.players) <= 2
    assert all(player.position == board.JAIL for player in state.players if player.in_jail)
    out = {seat for seat, player in enumerate(state.players) if player.is_bankrupt}
    assert not out & set(state.owners)
    assert all(state.players[seat].cash == 0 for seat in out)
    standing = [state.houses[at] for at in board.PROPERTIES]
    hotels = standing.count(board.HOTEL)
    assert state.bank_hotels == board.HOTELS - hotels >= 0
    assert state.bank_houses == board.HOUSES - sum(standing) + hotels * board.HOTEL >= 0
    for lots in GROUPS.values():
        _assert_group(state, lots)


def _assert_group(state: State, lots: list[int]) -> None:
    houses = [state.houses[at] for at in lots]
    if any(houses):
        assert max(houses) - min(houses) <= 1
        assert len({state.owners[at] for at in lots}) == 1
        assert state.owners[lots[0]] is not None
        assert not any(state.mortgaged[at] for at in lots)
    assert not any(state.mortgaged[at] for at in lots if state.owners[at] is None)


def from_bank(event: Event) -> int:
    """Dollars an event takes out of the bank (negative: into it), by the printed meaning."""
    told = msgspec.json.decode(event.payload)
    match event.event_type:
        case "pass_go" | "bank_payment" | "mortgage":
            return told["amount"]
        case "tax_payment" | "unmortgage":
            return -told["amount"]
        case "purchase":
            return -told["price"]
        case "build":
            return -told["cost"]
        case "sell_building":
            return told["proceeds"]
        case "jail_release":
            return -told["fine"]
        case "auction_end" if told["winner_id"] is not None and "building" not in told:
            return -told["amount"]
    return 0
