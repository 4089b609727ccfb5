"""Decisions of monopoly-llm-benchmark, as imported from its decisions log."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from games.domain.envelope import Decision
from replay.domain import menus
from replay.domain.claims import Choice, OneOf
from replay.domain.dialects import answers
from replay.domain.dialects.benchmark.decisions import TRADE_RESPONSE
from replay.domain.dialects.benchmark.deeds import POSITION_OF, POSITIONS_OF
from replay.domain.setup import Setup

_PLAYER = {"cash": "cash", "in_jail": "in_jail"}
_BANK = {"houses_remaining": "houses", "hotels_remaining": "hotels"}
_SOME_CARD = OneOf("one or more", (1, 2))
_EMPTY_OFFER = re.compile(
    r'\\?"current_offer\\?"\s*:\s*\{\s*\\?"offer\\?"\s*:\s*\{\s*\}\s*,'
    r'\s*\\?"request\\?"\s*:\s*\{\s*\}'
)


def of(setup: Setup) -> Callable[[Decision], Choice]:
    """A reader of one game's decisions."""
    ids = {
        engine_id: setup.seats[seat].player_id
        for engine_id, seat in setup.seat_of().items()
        if isinstance(engine_id, str)
    }

    def read(decision: Decision) -> Choice:
        state = answers.members(decision.game_state)
        chosen = answers.members(decision.chosen_action)
        menu = menus.read(msgspec.json.decode(decision.available_actions), chosen)
        is_answer = state.get("decision_type") == TRADE_RESPONSE
        return Choice(
            player_id=decision.player_id,
            number=decision.sequence_number,
            after=answers.moment(state),
            chosen=menu.chosen.name,
            is_on_menu=menu.is_on_menu,
            fallback=answers.fallback(chosen),
            doubt=answers.doubt(decision, chosen),
            is_blind=is_answer and _EMPTY_OFFER.search(decision.prompt or "") is not None,
            shown=tuple(_shown(state, ids)),
        )

    return read


def _shown(state: answers.Json, ids: dict[str, int]) -> list[tuple[str, Any]]:
    shown: list[tuple[str, Any]] = []
    for player in [*answers.objects([state.get("you")]), *answers.objects(state.get("others"))]:
        player_id = ids.get(str(player.get("player_id")))
        shown += answers.told(f"players.{player_id}", player, _PLAYER)
        key = str(player.get("position"))
        if positions := POSITIONS_OF.get(key):
            where = positions[0] if len(positions) == 1 else OneOf(key, positions)
            shown.append((f"players.{player_id}.position", where))
        if isinstance(has := player.get("has_get_out_of_jail_card"), bool):
            shown.append((f"players.{player_id}.jail_cards", _SOME_CARD if has else 0))
        holdings = player.get("holdings")
        owned = holdings.get("owned") if isinstance(holdings, dict) else None
        for deed in answers.objects(owned):
            shown += _deed(deed, player_id)
    bank = state.get("bank")
    return shown + (answers.told("bank", bank, _BANK) if isinstance(bank, dict) else [])


def _deed(deed: answers.Json, player_id: int | None) -> list[tuple[str, Any]]:
    position = POSITION_OF.get(str(deed.get("space_key")))
    houses = 5 if deed.get("hotel") else deed.get("houses")
    return [
        (f"properties.{position}.owner", player_id),
        (f"properties.{position}.houses", houses),
        (f"properties.{position}.is_mortgaged", deed.get("mortgaged")),
    ]
