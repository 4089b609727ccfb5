"""The players' table of a frame: one row for each seat, every value a link to its last change."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup
from msgspec import Struct

from replay import deals
from replay.cast import Role
from replay.domain import board, effects
from replay.domain.state import PlayerState, State, net_worth
from replay.drawing import amounts, deeds, tokens

type Link = Callable[[str, str], Markup]
"""From a value's path and what is shown of it to its link."""


class Row(Struct, frozen=True):
    """One line of the players' panel, ready to be written."""

    role: Role
    badge: Markup
    cash: Markup
    delta: str
    is_gain: bool
    worth: Markup
    place: Markup
    cards: Markup
    deeds: Markup
    is_current: bool
    is_bankrupt: bool


def draw(
    state: State, role: Role, player_id: int, done: tuple[effects.Any, ...], link: Link
) -> Row:
    """The row of one seat; ``done``: what the event at hand did."""
    player = state.players[role.seat]
    path = f"players.{player_id}"
    delta = _earned(role.seat, done)
    cards = Markup("")
    if player.jail_cards:
        cards = link(f"{path}.jail_cards", amounts.count(player.jail_cards, "jail card"))
    return Row(
        role=role,
        badge=tokens.badge(role.seat, role.initials),
        cash=link(f"{path}.cash", amounts.dollars(player.cash)),
        delta=amounts.signed(delta) if delta else "",
        is_gain=delta > 0,
        worth=link(f"{path}.net_worth", amounts.dollars(net_worth(state, role.seat))),
        place=_place(player, path, link),
        cards=cards,
        deeds=_pips(state, role.seat),
        is_current=state.current == role.seat,
        is_bankrupt=player.is_bankrupt,
    )


def _earned(seat: int, done: tuple[effects.Any, ...]) -> int:
    return sum(
        effect.amount
        for effect in done
        if isinstance(effect, effects.CashMoved) and effect.seat == seat
    )


def _place(player: PlayerState, path: str, link: Link) -> Markup:
    if player.is_bankrupt:
        return link(f"{path}.is_bankrupt", "Bankrupt")
    if not player.in_jail:
        return link(f"{path}.position", _space(player.position))
    drawn = link(f"{path}.in_jail", "In jail")
    if player.position != board.JAIL:
        drawn += ", " + link(f"{path}.position", f"on {_space(player.position)}")
    if player.jail_turns:
        tries = amounts.count(player.jail_turns, "failed roll")
        drawn += ", " + link(f"{path}.jail_turns", tries)
    return drawn


def _space(position: int) -> str:
    return "Just visiting jail" if position == board.JAIL else deals.deed(position)


def _pips(state: State, seat: int) -> Markup:
    owned = (position for position in deeds.PANEL_ORDER if state.owners[position] == seat)
    return Markup("").join(
        deeds.pip(position, state.houses[position], is_mortgaged=state.mortgaged[position])
        for position in owned
    )
