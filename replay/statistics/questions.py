"""Questions to a game's history (docs/asking.md) that find the moments a summary only counts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from replay.domain.board import JAIL
from replay.domain.statistics import adding
from replay.domain.statistics.moments import Behind, Of

DECIDED = ("situation", "action", "fault", "band")
"""What of a number that counts decisions is asked besides."""


def address(game_id: str, behind: Behind, player_id: int) -> str:
    """Where a player's moments are found: those of decisions each for itself, as several may lead
    to one event, others by a question to the game. "" where there is no way to find them.
    """
    if adding.counts_decisions(behind.of):
        return _decided(game_id, behind, player_id)
    question = _question(behind, player_id)
    if not question:
        return ""
    query = urlencode({"panel": "ask", "ask": question})
    return f"{reverse('timeline', args=[game_id])}?{query}"


def _question(behind: Behind, player_id: int) -> str:
    match behind.of:
        case Of.LANDINGS:
            moved = f"changed('players.{player_id}.position')"
            there = f"players[{player_id}].position == {behind.position}"
            # Who is arrested comes to that space too, and has not landed on it.
            free = f" && !players[{player_id}].in_jail" if behind.position == JAIL else ""
            return f"{moved} && {there}{free}"
        case Of.RENT:
            owner = f"properties[{behind.position}].owner == {player_id}"
            there = f"players[p].position == {behind.position}"
            paid = "players[p].cash < before.players[p].cash"
            got = f"players[{player_id}].cash > before.players[{player_id}].cash"
            return f"{owner} && {got} && players.exists(p, {there} && {paid})"
        case Of.OWNERS:
            path = f"properties.{behind.position}.owner"
            return f"changed('{path}') && properties[{behind.position}].owner == {player_id}"
        case Of.TYPES:
            return f"event.type == '{_quoted(behind.event)}'"
        case _:
            return ""


def _decided(game_id: str, behind: Behind, player_id: int) -> str:
    query = {"game": game_id, "player": player_id, "of": behind.of.name.lower()}
    parts = {name: getattr(behind, name) for name in DECIDED}
    query |= {name: value for name, value in parts.items() if value not in {None, ""}}
    return f"{reverse('statistics-within')}?{urlencode(query)}"


def _quoted(text: str) -> str:
    """Within single quotes of CEL."""
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
