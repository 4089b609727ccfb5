"""Decisions of monopoly_game_arena, as its llm_decisions rows hold them."""

from __future__ import annotations

from typing import Any

import msgspec

from games.domain.envelope import Decision
from replay.domain import menus
from replay.domain.claims import Choice
from replay.domain.dialects import answers

_OTHER = {"cash": "cash", "position": "position", "bankrupt": "is_bankrupt", "in_jail": "in_jail"}
_SELF = {
    "cash": "cash",
    "position": "position",
    "in_jail": "in_jail",
    "jail_turns": "jail_turns",
    "jail_cards": "jail_cards",
}
_DEED = {"houses": "houses", "mortgaged": "is_mortgaged"}
_BANK = {"bank_houses": "houses", "bank_hotels": "hotels"}


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
    shown = answers.told(f"players.{decision.player_id}", own, _SELF)
    for deed in answers.objects(own.get("properties")):
        shown.append((f"properties.{deed.get('position')}.owner", decision.player_id))
        shown += answers.told(f"properties.{deed.get('position')}", deed, _DEED)
    for other in answers.objects(state.get("opponents")):
        shown += answers.told(f"players.{other.get('id')}", other, _OTHER)
    return shown + answers.told("bank", state, _BANK)
