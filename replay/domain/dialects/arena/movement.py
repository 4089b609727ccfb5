"""Turns, moves and jail."""

from __future__ import annotations

from replay.domain import board, effects
from replay.domain.dialects.arena import deeds, payloads
from replay.domain.dialects.arena.table import Table
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]

_FINE = 50


def turn_start(payload: payloads.TurnStart, _state: State, table: Table) -> Effects:
    """The one source of the turn: the rows' own column is stamped too late."""
    return (effects.TurnStarted(table.seat[payload.player_id], payload.turn_number),)


def move(payload: payloads.Move, _state: State, table: Table) -> Effects:
    """A token walks or is sent. Null is Go."""
    return (effects.TokenMoved(table.seat[payload.player_id], payload.to_position or 0),)


def go_to_jail(payload: payloads.GoToJail, _state: State, table: Table) -> Effects:
    """Says it all by itself: no move is logged."""
    return (effects.Jailed(table.seat[payload.player_id]),)


def jail_attempt(payload: payloads.JailAttempt, _state: State, table: Table) -> Effects:
    """Doubles open the door, and no release is logged for them; the move that follows is."""
    seat = table.seat[payload.player_id]
    if payload.is_doubles:
        return (effects.Released(seat),)
    return (effects.JailTurnsSet(seat, payload.attempt),)


def jail_release(payload: payloads.JailRelease, _state: State, table: Table) -> Effects:
    """By fine (also the forced one after the third attempt) or by card.

    Raises:
        ValueError: a third way.
    """
    seat = table.seat[payload.player_id]
    if payload.method == "card":
        return effects.JailCardsMoved(seat, -1), effects.Released(seat)
    if payload.method != "fine":
        raise ValueError(f"nobody leaves jail by {payload.method!r} - at `$.method`")
    fine = _FINE if payload.amount is None else payload.amount
    return effects.CashMoved(seat, -fine, "fine"), effects.Released(seat)


def player_state_detailed(
    payload: payloads.PlayerStateDetailed, state: State, table: Table
) -> Effects:
    """The engine's own word on a player; has effects only where the events before left him else.

    In today's logs it has none. The old logger kept salaries, taxes, jail and the sale of buildings
    to itself, and there this line is all that tells of them. Owners and mortgages are left alone:
    it lists streets only, and the events tell all of those.
    """
    seat = table.seat[payload.player_id]
    player = state.players[seat]
    done: list[effects.Any] = []
    if payload.cash != player.cash:
        done.append(effects.CashMoved(seat, payload.cash - player.cash, "stated"))
    if payload.in_jail != player.in_jail:
        done.append(effects.Jailed(seat) if payload.in_jail else effects.Released(seat))
    if payload.in_jail and payload.jail_turns != (player.jail_turns if player.in_jail else 0):
        done.append(effects.JailTurnsSet(seat, payload.jail_turns))
    entered = payload.in_jail and not player.in_jail
    if payload.position != (board.JAIL if entered else player.position):
        done.append(effects.TokenMoved(seat, payload.position))
    if payload.jail_free_cards != player.jail_cards:
        done.append(effects.JailCardsMoved(seat, payload.jail_free_cards - player.jail_cards))
    return (*done, *deeds.stated(payload, seat, state))
