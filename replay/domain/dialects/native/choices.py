"""Decisions of native engines: boards as in our own State JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from games.domain.envelope import Decision
from replay.domain import menus
from replay.domain.claims import Choice
from replay.domain.dialects import answers
from replay.domain.paths import PLAYER_FIELDS, PROPERTY_FIELDS

_PLAYER = {field: field for field in PLAYER_FIELDS}
_DEED = {field: field for field in PROPERTY_FIELDS}
_BANK = {"houses": "houses", "hotels": "hotels"}


def of(decision: Decision) -> Choice:
    """The decision as the audit judges it."""
    state, chosen = answers.members(decision.game_state), answers.members(decision.chosen_action)
    menu = menus.read(msgspec.json.decode(decision.available_actions), chosen)
    return Choice(
        player_id=decision.player_id,
        number=decision.sequence_number,
        after=answers.moment(state),
        chosen=menu.chosen.name,
        is_on_menu=menu.is_on_menu,
        fallback=answers.fallback(chosen),
        doubt=answers.doubt(decision, chosen),
        shown=tuple(_shown(decision, state)),
    )


def _shown(decision: Decision, state: answers.Json) -> list[tuple[str, Any]]:
    own = answers.members(decision.player_state)
    shown = answers.told(f"players.{decision.player_id}", own, _PLAYER)
    for player in answers.objects(state.get("players")):
        shown += answers.told(f"players.{player.get('player_id')}", player, _PLAYER)
    for deed in answers.objects(state.get("properties")):
        shown += answers.told(f"properties.{deed.get('position')}", deed, _DEED)
    bank = state.get("bank")
    return shown + (answers.told("bank", bank, _BANK) if isinstance(bank, dict) else [])
