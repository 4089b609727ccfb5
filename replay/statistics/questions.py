"""Questions to a game's history (docs/asking.md) that find the moments a summary only counts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from replay.domain.statistics.moments import Behind, Of
from replay.domain.summary import situations


def address(game_id: str, behind: Behind, player_id: int) -> str:
    """A game's page with the question that finds a player's moments; "" where there is none."""
    question = _question(behind, player_id)
    if not question:
        return ""
    query = urlencode({"panel": "ask", "ask": question})
    return f"{reverse('timeline', args=[game_id])}?{query}"


def _question(behind: Behind, player_id: int) -> str:
    match behind.of:
        case Of.LANDINGS:
            moved = f"changed('players.{player_id}.position')"
            return f"{moved} && players[{player_id}].position == {behind.position}"
        case Of.RENT:
            owner = f"properties[{behind.position}].owner == {player_id}"
            there = f"players[p].position == {behind.position}"
            paid = "players[p].cash < before.players[p].cash"
            got = f"players[{player_id}].cash > before.players[{player_id}].cash"
            return f"{owner} && {got} && players.exists(p, {there} && {paid})"
        case Of.OWNERS:
            path = f"properties.{behind.position}.owner"
            return f"changed('{path}') && properties[{behind.position}].owner == {player_id}"
        case Of.DECISIONS | Of.LATENCIES:
            return _decided(player_id)
        case Of.FALLBACKS:
            return _decided(player_id, "decision.is_fallback")
        case Of.INVALID | Of.FAULTS:
            return _decided(player_id, "decision.is_error")
        case Of.CHOICES:
            names = situations.spellings(behind.action)
            listed = ", ".join(f"'{_quoted(name)}'" for name in names)
            action = f"decision.action in [{listed}]"
            there = f"decision.situation == '{_quoted(behind.situation)}'"
            return _decided(player_id, action, there, "!decision.is_fallback")
        case Of.TYPES:
            return f"event.type == '{_quoted(behind.event)}'"
        case _:
            return ""


def _decided(player_id: int, *more: str) -> str:
    asked = ("decision != null", f"decision.player_id == {player_id}", "decision.ago == 0", *more)
    return " && ".join(asked)


def _quoted(text: str) -> str:
    """Within single quotes of CEL."""
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
