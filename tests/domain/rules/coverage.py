"""Which rules a game has shown, counted choice by choice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import json

from games.domain.envelope import Event
from replay.domain import board
from replay.domain.cards import DECKS
from replay.domain.rules.agenda import Debt, Interest, Place, Turn
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game
from replay.domain.state import State

type Told = list[tuple[str, dict[str, Any]]]

RULES = (
    "doubles",
    "third doubles to jail",
    "go to jail by space",
    "go to jail by card",
    "jail left by doubles",
    "jail left by fine",
    "jail left by card",
    "jail left by forced fine",
    "salary",
    "tax",
    "purchase",
    "auction of a declined deed",
    "auction without a bid",
    "auction below the price",
    "auction above the price",
    "rent of a bare street",
    "rent doubled on a bare monopoly",
    "rent with houses",
    "rent with a hotel",
    "rent of one railroad",
    "rent of several railroads",
    "rent of one utility",
    "rent of both utilities",
    "no rent on a mortgaged deed",
    "no rent on one's own deed",
    "card: railroad at double rent",
    "card: utility at ten times the dice",
    "card: pay each player",
    "card: collect from each player",
    "deck reshuffled",
    "jail card kept",
    "house built",
    "hotel built",
    "building sold",
    "hotels broken down in a shortage",
    "house auctioned in a shortage",
    "hotel auctioned in a shortage",
    "building auctioned put where its winner likes",
    "mortgage",
    "mortgage lifted",
    "interest on a deed received",
    "mortgage lifted on receipt",
    "trade accepted",
    "trade rejected",
    "trade countered",
    "trade with deeds",
    "trade with cash",
    "trade with jail cards",
    "debt met by selling",
    "debt met by mortgaging",
    "bankruptcy to a player",
    "bankruptcy to the bank",
    "deeds of the bankrupt auctioned",
    "mortgages of the bankrupt cancelled by the bank",
    "won by bankruptcy",
    "ended by turn limit",
    "house rule: salary",
    "house rule: jail fine",
    "house rule: a card goes under its deck",
    "house rule: starting cash",
    *(f"{players} players" for players in range(2, 9)),
    *(f"{deck}: {card.text[:36]}" for deck, cards in DECKS.items() for card in cards),
)


def shown(
    before: State, game: Game, task: Any, choice: Choice, events: tuple[Event, ...]
) -> Counter[str]:
    """The rules seen in one choice and what it led to."""
    told: Told = [(event.event_type, json.decode(event.payload)) for event in events]
    seen: Counter[str] = Counter()
    types = [event_type for event_type, _ in told]
    for at, (event_type, payload) in enumerate(told):
        seen.update(_of_event(before, told[:at], event_type, payload))
    if isinstance(task, Debt):
        seen["debt met by selling"] += choice.action is Action.SELL
        seen["debt met by mortgaging"] += choice.action is Action.MORTGAGE
    if isinstance(task, Interest):
        seen["mortgage lifted on receipt"] += choice.action is Action.UNMORTGAGE
    if isinstance(task, Turn) and choice.action is Action.PAY_FINE:
        seen["jail left by fine"] += 1
    seen["hotels broken down in a shortage"] += types.count("sell_building") > 1 and (
        "bankruptcy" not in types
    )
    if choice.action is Action.DECLINE:
        seen["auction of a declined deed"] += 1
    if isinstance(task, Place):
        seen["building auctioned put where its winner likes"] += 1
    if "move" in types and "rent_payment" not in types:
        seat = choice.seat
        spot = game.state.players[seat].position
        owner = before.owners[spot]
        seen["no rent on one's own deed"] += owner == seat
        seen["no rent on a mortgaged deed"] += owner not in {None, seat} and before.mortgaged[spot]
    return +seen


def _of_event(before: State, earlier: Told, event_type: str, told: dict[str, Any]) -> list[str]:
    match event_type:
        case "dice_roll":
            return ["doubles"] if told["die1"] == told["die2"] else []
        case "go_to_jail":
            return [_jailed(told["reason"])]
        case "jail_release":
            return _released(earlier, told["method"])
        case "rent_payment":
            return _rent(before, earlier, told)
        case "card_draw":
            return [f"{told['deck']}: {told['text'][:36]}"]
        case "player_payment":
            return _each_player(told["reason"])
        case "auction_start":
            return [f"{told['building']} auctioned in a shortage"] if "building" in told else []
        case "auction_end":
            return _auction(told)
        case "trade_accept":
            return _trade(told)
        case _:
            return _of_rarer_event(event_type, told)


def _of_rarer_event(event_type: str, told: dict[str, Any]) -> list[str]:
    match event_type:
        case "build":
            return ["hotel built" if told["houses"] == board.HOTEL else "house built"]
        case "jail_card":
            return ["jail card kept"] * (told["count"] > 0)
        case "bank_payment" if told["reason"].startswith("interest"):
            return ["interest on a deed received"]
        case "bankruptcy" if told["creditor_id"] is None:
            return ["bankruptcy to the bank"]
        case "unmortgage" if not told["amount"]:
            return ["mortgages of the bankrupt cancelled by the bank"]
        case "deed_transfer" if told["to_id"] is None:
            return ["deeds of the bankrupt auctioned"]
        case "game_end":
            limit = told["reason"] == "turn limit"
            return ["ended by turn limit" if limit else "won by bankruptcy"]
    return [PLAIN[event_type]] if event_type in PLAIN else []


PLAIN = {
    "pass_go": "salary",
    "tax_payment": "tax",
    "purchase": "purchase",
    "sell_building": "building sold",
    "mortgage": "mortgage",
    "unmortgage": "mortgage lifted",
    "trade_reject": "trade rejected",
    "trade_counter": "trade countered",
    "bankruptcy": "bankruptcy to a player",
}


def _released(earlier: Told, method: str) -> list[str]:
    if method != "fine":
        return [f"jail left by {method}"]
    return ["jail left by forced fine"] if earlier else []


def _each_player(reason: str) -> list[str]:
    if "Chairman" in reason:
        return ["card: pay each player"]
    return ["card: collect from each player"] * ("birthday" in reason)


def _jailed(reason: str) -> str:
    if reason == "third doubles in a row":
        return "third doubles to jail"
    return "go to jail by space" if reason == "Go To Jail" else "go to jail by card"


def _rent(before: State, earlier: Told, told: dict[str, Any]) -> list[str]:
    space = board.SPACES[told["position"]]
    card = next((one["text"] for kind, one in earlier if kind == "card_draw"), "")
    if "nearest Railroad" in card:
        return ["card: railroad at double rent"]
    if "nearest Utility" in card:
        return ["card: utility at ten times the dice"]
    if space.kind is not board.Kind.STREET:
        held = sum(before.owners[at] == before.owners[space.position] for at in _LIKE[space.kind])
        many = "several railroads" if space.kind is board.Kind.RAILROAD else "both utilities"
        return [f"rent of {many if held > 1 else f'one {space.kind}'}"]
    if not before.houses[space.position]:
        whole = told["amount"] == 2 * space.rents[0]
        return ["rent doubled on a bare monopoly" if whole else "rent of a bare street"]
    hotel = before.houses[space.position] == board.HOTEL
    return ["rent with a hotel" if hotel else "rent with houses"]


def _auction(told: dict[str, Any]) -> list[str]:
    if told["winner_id"] is None:
        return ["auction without a bid"]
    above = told["amount"] > board.SPACES[told["position"]].price
    return [f"auction {'above' if above else 'below'} the price"] * ("building" not in told)


def _trade(told: dict[str, Any]) -> list[str]:
    sides = (told["offer"], told["request"])
    deeds = ["trade with deeds"] * any(side["properties"] for side in sides)
    cash = ["trade with cash"] * any(side["cash"] for side in sides)
    cards = ["trade with jail cards"] * any(side["jail_cards"] for side in sides)
    return ["trade accepted", *deeds, *cash, *cards]


_LIKE = {
    kind: [at for at in board.PROPERTIES if board.SPACES[at].kind is kind] for kind in board.Kind
}
