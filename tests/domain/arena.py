"""Builders for made-up games in the words of monopoly_game_arena."""

from __future__ import annotations

from replay.domain import snapshot
from replay.domain.dialects.arena import GameArena
from replay.domain.fold import Fold
from replay.domain.state import initial
from tests.domain.games import ADA, BLAISE, THREE, stream

ORIENTAL, VERMONT, BOARDWALK = 6, 8, 39


def folded(*told, setup=THREE):
    fold = Fold(GameArena(setup), initial(setup))
    for one in stream(*told):
        fold.push(one)
    return fold.state


def changed(*told):
    """What the events made different from the board before the first, path by path."""
    differences = snapshot.differences(initial(THREE), folded(*told), THREE)
    worth = ".net_worth"
    return {one.path: one.after for one in differences if not one.path.endswith(worth)}


def buys(player, position, price=0):
    return ("purchase", {"player_id": player, "position": position, "price": price})


def builds(player, position, count):
    told = {"player_id": player, "position": position, "cost": 0}
    if count == 5:
        return ("build_hotel", told)
    return ("build_house", {**told, "house_count": count})


def card(player, text, effect_type, **more):
    return (
        "card_effect",
        {"player_id": player, "card": text, "effect_type": effect_type, **more},
    )


def trade(kind, number, offers, wants):
    return (
        kind,
        {
            "trade_id": number,
            "proposer_id": ADA,
            "recipient_id": BLAISE,
            "proposer_offers": offers,
            "proposer_wants": wants,
        },
    )


def answer(kind, number, player=BLAISE):
    return (kind, {"trade_id": number, "player_id": player})
