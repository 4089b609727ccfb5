"""Builders for audits of made-up games."""

from __future__ import annotations

from typing import Any

import msgspec

from games.domain.envelope import Decision
from replay.domain.board import SPACES
from replay.domain.dialects import registry, testimony
from replay.domain.invariants import Audit, Report
from replay.domain.setup import Setup
from tests.domain.games import ADA, BLAISE, START, THREE, stream

type Told = tuple[str, dict[str, Any]]

ARENA = msgspec.structs.replace(THREE, dialect="monopoly-game-arena")
BENCH = msgspec.structs.replace(
    THREE, dialect="monopoly-llm-benchmark", player_ids=("p1", "p2", "p3")
)
END: Told = ("game_end", {"winner_id": ADA})


def audited(
    *told: Told,
    setup: Setup = THREE,
    decisions: tuple[Decision, ...] = (),
    status: str = "running",
    winner: int | None = None,
) -> Report:
    """The report on a game of Ada, Blaise and Clara."""
    audit = Audit(setup, registry.bind(setup), testimony.of(setup))
    audit.take(decisions)
    audit.extend(stream(*told))
    return audit.close(status, winner)


def found(*told: Told, **how: Any) -> list[tuple[str, int | None]]:
    """Rule and event of each finding, but that a made-up game has no end."""
    report = audited(*told, **how)
    return [(one.rule, one.sequence_number) for one in report.findings if one.rule != "unfinished"]


def sentences(*told: Told, **how: Any) -> list[str]:
    """The sentence of each such finding."""
    report = audited(*told, **how)
    return [one.sentence for one in report.findings if one.rule != "unfinished"]


def turn(player: int, number: int) -> Told:
    return ("turn_start", {"player_id": player, "turn_number": number})


def roll(player: int, die1: int, die2: int) -> Told:
    return ("dice_roll", {"player_id": player, "die1": die1, "die2": die2})


def move(player: int, start: int, to: int) -> Told:
    return ("move", {"player_id": player, "from_position": start, "to_position": to})


def owns(player: int, position: int) -> Told:
    """A deed that came from elsewhere: nothing was paid for it, and nobody had to stand there."""
    return ("deed_transfer", {"position": position, "from_id": None, "to_id": player})


def goes(player: int, to: int) -> Told:
    """By no dice and from wherever the token stood."""
    return ("move", {"player_id": player, "to_position": to})


def rent(amount: int, position: int, payer: int = BLAISE, owner: int = ADA) -> Told:
    told = {"payer_id": payer, "owner_id": owner, "position": position, "amount": amount}
    return ("rent_payment", told)


def mortgages(player: int, position: int) -> Told:
    amount = SPACES[position].mortgage
    return ("mortgage", {"player_id": player, "position": position, "amount": amount})


def builds(position: int, houses: int, bank_houses: int, bank_hotels: int = 12) -> Told:
    """One house or hotel more."""
    cost = SPACES[position].house_cost
    told = {"player_id": ADA, "position": position, "houses": houses, "cost": cost}
    return ("build", {**told, "bank_houses": bank_houses, "bank_hotels": bank_hotels})


def decision(number: int = 0, **fields: Any) -> Decision:
    """One of Ada's; JSON given as Python values."""
    free = {
        name: msgspec.Raw(msgspec.json.encode(fields.pop(name, {})))
        for name in ("game_state", "player_state", "available_actions", "chosen_action")
    }
    return Decision(
        player_id=fields.pop("player_id", ADA),
        turn_number=0,
        sequence_number=number,
        timestamp=START,
        **free,
        **fields,
    )
