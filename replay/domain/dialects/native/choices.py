"""Decisions of native engines: menus as lists, boards as in our own State JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from games.domain.envelope import Decision
from replay.domain.claims import Choice
from replay.domain.dialects import answers
from replay.domain.paths import PLAYER_FIELDS, PROPERTY_FIELDS

_NAMES = ("choice", "action", "action_type", "name", "type")
_PLAYER = {field: field for field in PLAYER_FIELDS}
_DEED = {field: field for field in PROPERTY_FIELDS}
_BANK = {"houses": "houses", "hotels": "hotels"}


def of(decision: Decision) -> Choice:
    """The decision as the audit judges it."""
    state, chosen = answers.members(decision.game_state), answers.members(decision.chosen_action)
    name = _name(chosen)
    menu = _menu(msgspec.json.decode(decision.available_actions))
    return Choice(
        player_id=decision.player_id,
        number=decision.sequence_number,
        after=answers.moment(state),
        chosen=name,
        is_on_menu=name in menu if menu and name else None,
        fallback=answers.fallback(chosen),
        doubt=answers.doubt(decision, chosen),
        shown=tuple(_shown(state)),
    )


def _menu(value: Any) -> list[str]:
    """The names on offer: a list of names or objects, or an object that holds one."""
    if isinstance(value, dict):
        value = value.get("actions", value.get("choices"))
    if not isinstance(value, list):
        return []
    return [one if isinstance(one, str) else _name(one) for one in value]


def _name(action: Any) -> str:
    if not isinstance(action, dict):
        return ""
    return next((action[key] for key in _NAMES if isinstance(action.get(key), str)), "")


def _shown(state: answers.Json) -> list[tuple[str, Any]]:
    shown: list[tuple[str, Any]] = []
    for player in answers.objects(state.get("players")):
        shown += answers.told(f"players.{player.get('player_id')}", player, _PLAYER)
    for deed in answers.objects(state.get("properties")):
        shown += answers.told(f"properties.{deed.get('position')}", deed, _DEED)
    bank = state.get("bank")
    return shown + (answers.told("bank", bank, _BANK) if isinstance(bank, dict) else [])
