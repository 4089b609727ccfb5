"""Faults to plant into games that the rules played, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import match
from replay.domain.board import PROPERTIES, SPACES
from replay.domain.dialects import registry
from replay.domain.fold import Fold
from replay.domain.rules.holdings import GROUPS
from replay.domain.rules.house import House
from replay.domain.state import State, copy, initial
from tests.domain.games import stream
from tests.domain.rules.tables import setup

type Body = dict[str, Any]
type Fits = Callable[[Body, State], Any]

TABLE = setup(4)
SEATS = range(4)
NAMES = ("trader", "greedy", "random", "cautious")


class FitsNowhere(Exception):
    """The fault cannot be planted into this game."""


class Game(Struct):
    """A game's events as types and payloads, and the board that each of them met."""

    told: list[tuple[str, Body]]
    boards: list[State]

    def first(self, kind: str, fits: Fits = lambda *_: True, start: int = 0) -> int:
        for at in range(start, len(self.boards)):
            if self.told[at][0] == kind and fits(self.told[at][1], self.boards[at]):
                return at
        raise FitsNowhere(kind)

    def body(self, at: int) -> Body:
        return self.told[at][1]

    def change(self, at: int, **payload: Any) -> int:
        self.told[at] = (self.told[at][0], self.body(at) | payload)
        return at

    def drop(self, at: int) -> int:
        del self.told[at]
        return at

    def insert(self, at: int, kind: str, **payload: Any) -> int:
        self.told.insert(at, (kind, payload))
        return at

    def repeat(self, at: int) -> int:
        self.told.insert(at, self.told[at])
        return at + 1

    def events(self) -> list[Event]:
        return stream(*self.told)


def games() -> Iterator[Game]:
    """Games to plant in, each fresh."""
    for seed in range(40):
        told, boards = _played(seed)
        yield Game(list(told), list(boards))


@cache
def _played(seed: int) -> tuple[tuple[tuple[str, Body], ...], tuple[State, ...]]:
    events = match.play(TABLE, NAMES, seed, House(turn_limit=700))
    fold, boards = Fold(registry.bind(TABLE), initial(TABLE)), list[State]()
    for event in events:
        boards.append(copy(fold.state))
        fold.push(event)
    told = tuple((event.event_type, msgspec.json.decode(event.payload)) for event in events)
    return told, tuple(boards)


type Plant = Callable[[Game], int]
"""Plants a fault; tells the event in which it lies."""

PLANTS: list[tuple[str, Plant]] = []
"""What the audit has to find, by rule."""


def _plant(rule: str) -> Callable[[Plant], Plant]:
    def note(plant: Plant) -> Plant:
        PLANTS.append((rule, plant))
        return plant

    return note


def _other(*seats: int) -> int:
    return next(seat for seat in SEATS if seat not in seats)


def _group(at: int) -> tuple[int, ...]:
    return GROUPS[SPACES[at].group]


@_plant("rent")
def rent_a_dollar_too_dear(game: Game) -> int:
    at = game.first("rent_payment")
    return game.change(at, amount=game.body(at)["amount"] + 1)


@_plant("rent")
def rent_to_a_stranger(game: Game) -> int:
    at = game.first("rent_payment")
    body = game.body(at)
    return game.change(at, owner_id=_other(body["owner_id"], body["payer_id"]))


@_plant("rent")
def rent_to_oneself(game: Game) -> int:
    at = game.first(
        "move", lambda body, state: state.owners[body["to_position"]] == body["player_id"]
    )
    payer, there = game.body(at)["player_id"], game.body(at)["to_position"]
    told = {"payer_id": payer, "owner_id": payer, "position": there, "amount": 10}
    return game.insert(at + 1, "rent_payment", **told)


@_plant("rent")
def rent_on_a_mortgage(game: Game) -> int:
    def fits(body: Body, state: State) -> bool:
        there = body["to_position"]
        return state.mortgaged[there] and state.owners[there] != body["player_id"]

    at = game.first("move", fits)
    payer, there = game.body(at)["player_id"], game.body(at)["to_position"]
    told = {"payer_id": payer, "owner_id": game.boards[at].owners[there], "position": there}
    return game.insert(at + 1, "rent_payment", **told, amount=SPACES[there].rents[0])


@_plant("rent")
def rent_twice(game: Game) -> int:
    return game.repeat(game.first("rent_payment"))


@_plant("unasked")
def no_rent(game: Game) -> int:
    return game.drop(game.first("rent_payment")) - 1


@_plant("move")
def a_step_too_far(game: Game) -> int:
    at = game.first("move")
    return game.change(at, to_position=game.body(at)["to_position"] + 1)


@_plant("move")
def a_move_from_elsewhere(game: Game) -> int:
    at = game.first("move", lambda body, _: body["from_position"] > 0)
    return game.change(at, from_position=game.body(at)["from_position"] - 1)


@_plant("move")
def other_dice(game: Game) -> int:
    at = game.first("dice_roll", lambda body, _: body["die1"] < 6)
    game.change(at, die1=game.body(at)["die1"] + 1)
    return at + 1


@_plant("move")
def a_throw_without_a_move(game: Game) -> int:
    return game.drop(game.first("move")) - 1


@_plant("salary")
def no_salary(game: Game) -> int:
    return game.drop(game.first("pass_go")) - 1


@_plant("salary")
def a_salary_twice(game: Game) -> int:
    return game.repeat(game.first("pass_go"))


@_plant("salary")
def twice_the_salary(game: Game) -> int:
    return game.change(game.first("pass_go"), amount=400)


@_plant("turn")
def the_turn_of_another(game: Game) -> int:
    at = game.first("turn_start", start=30)
    return game.change(at, player_id=_other(game.body(at)["player_id"]))


@_plant("turn")
def a_turn_left_out(game: Game) -> int:
    at = game.first("turn_start", start=30)
    skipped = game.first("turn_start", start=at + 1)
    del game.told[skipped : game.first("turn_start", start=skipped + 1)]
    return skipped


@_plant("turn")
def a_throw_out_of_turn(game: Game) -> int:
    at = game.first("turn_start", start=30)
    player = _other(game.body(at)["player_id"])
    return game.insert(at + 1, "dice_roll", player_id=player, die1=1, die2=2)


@_plant("turn")
def a_throw_after_no_doubles(game: Game) -> int:
    def fits(body: Body, state: State) -> bool:
        return not state.players[body["player_id"]].in_jail

    at = game.first("turn_end", fits, start=30)
    return game.insert(at, "dice_roll", player_id=game.body(at)["player_id"], die1=1, die2=2)


@_plant("jail")
def an_arrest_for_nothing(game: Game) -> int:
    at = game.first("turn_end", start=30)
    return game.insert(at, "go_to_jail", player_id=game.body(at)["player_id"])


@_plant("jail")
def no_arrest(game: Game) -> int:
    return game.drop(game.first("go_to_jail", lambda body, _: body["reason"] == "Go To Jail")) - 1


@_plant("jail")
def no_arrest_after_three_doubles(game: Game) -> int:
    at = game.first("go_to_jail", lambda body, _: body["reason"].startswith("third"))
    return game.drop(at) - 1


@_plant("jail")
def a_walk_out_of_jail(game: Game) -> int:
    return game.drop(game.first("jail_release", lambda body, _: body["method"] == "doubles"))


@_plant("jail")
def a_release_without_doubles(game: Game) -> int:
    at = game.first("jail_roll", lambda body, _: body["failures"] == 1)
    player = game.body(at)["player_id"]
    return game.insert(at + 1, "jail_release", player_id=player, method="doubles", fine=0)


@_plant("jail")
def a_release_from_nowhere(game: Game) -> int:
    at = game.first("turn_end", lambda body, state: not state.players[body["player_id"]].in_jail)
    player = game.body(at)["player_id"]
    return game.insert(at, "jail_release", player_id=player, method="doubles", fine=0)


@_plant("jail")
def a_fine_too_dear(game: Game) -> int:
    return game.change(game.first("jail_release", lambda body, _: body["fine"]), fine=100)


@_plant("jail")
def failures_miscounted(game: Game) -> int:
    at = game.first("jail_roll", lambda body, _: body["failures"] == 1)
    return game.change(at, failures=2)


@_plant("jail")
def a_fourth_turn_in_jail(game: Game) -> int:
    at = game.first("jail_roll", lambda body, _: body["failures"] == 3)
    end = game.first("turn_end", start=at)
    del game.told[at + 1 : end]
    return at + 2  # where the next turn begins


@_plant("jail_card")
def a_card_not_held(game: Game) -> int:
    def fits(body: Body, state: State) -> bool:
        return body["method"] == "fine" and not state.players[body["player_id"]].jail_cards

    return game.change(game.first("jail_release", fits), method="card", fine=0)


@_plant("jail_card")
def more_cards_than_there_are(game: Game) -> int:
    at = game.first("jail_card", lambda body, _: body["count"] > 0)
    return game.insert(at + 1, "jail_card", player_id=0, count=2)


@_plant("stock")
def a_house_from_nowhere(game: Game) -> int:
    at = game.first("build")
    return game.change(at, bank_houses=game.body(at)["bank_houses"] + 1)


@_plant("stock")
def a_hotel_without_its_houses(game: Game) -> int:
    at = game.first("build", lambda body, _: body["houses"] == 5)
    return game.change(at, bank_houses=game.body(at)["bank_houses"] - 4)


@_plant("stock")
def a_sale_without_its_house(game: Game) -> int:
    at = game.first("sell_building")
    return game.change(at, bank_houses=game.body(at)["bank_houses"] - 1)


@_plant("building")
def two_houses_at_once(game: Game) -> int:
    at = game.first("build", lambda body, _: body["houses"] == 1)
    return game.change(at, houses=2, bank_houses=game.body(at)["bank_houses"] - 1)


@_plant("building")
def a_house_beside_a_strangers_lot(game: Game) -> int:
    def lots(body: Body, state: State) -> list[int]:
        return [
            at
            for at in PROPERTIES
            if state.owners[at] == body["player_id"] and SPACES[at].house_cost
            if len({state.owners[lot] for lot in _group(at)}) > 1
        ]

    at = game.first("turn_end", lots)
    player, state = game.body(at)["player_id"], game.boards[at]
    lot = lots(game.body(at), state)[0]
    told = {"player_id": player, "position": lot, "houses": 1, "cost": SPACES[lot].house_cost}
    stock = {"bank_houses": state.bank_houses - 1, "bank_hotels": state.bank_hotels}
    return game.insert(at, "build", **told, **stock)


@_plant("building")
def a_house_beside_a_mortgage(game: Game) -> int:
    def fits(body: Body, state: State) -> bool:
        return not any(state.houses[lot] for lot in _group(body["position"]))

    at = game.first("build", fits)
    player, built = game.body(at)["player_id"], game.body(at)["position"]
    lot = next(lot for lot in _group(built) if lot != built)
    game.insert(at, "mortgage", player_id=player, position=lot, amount=SPACES[lot].mortgage)
    return at + 1


@_plant("owner")
def a_house_on_a_strangers_street(game: Game) -> int:
    at = game.first("build")
    return game.change(at, player_id=_other(game.body(at)["player_id"]))


@_plant("owner")
def a_strangers_deed_mortgaged(game: Game) -> int:
    at = game.first("mortgage")
    return game.change(at, player_id=_other(game.body(at)["player_id"]))


@_plant("owner")
def a_deed_sold_twice(game: Game) -> int:
    at = game.first("purchase")
    return game.insert(at + 1, **{"kind": "purchase", **game.body(at)})


@_plant("owner")
def a_strangers_deed_given_away(game: Game) -> int:
    at = game.first("turn_end", lambda _, state: state.owners[39] is not None)
    giver = _other(game.boards[at].owners[39] or 0)
    return game.insert(at, "deed_transfer", position=39, from_id=giver, to_id=giver)


@_plant("owner")
def a_strangers_deed_traded(game: Game) -> int:
    def strange(body: Body, state: State) -> list[int]:
        return [
            at
            for at in PROPERTIES
            if state.owners[at] not in {None, body["proposer_id"]}
            if at not in body["request"]["properties"]
        ]

    at = game.first("trade_accept", strange)
    offer = game.body(at)["offer"]
    lot = strange(game.body(at), game.boards[at])[0]
    return game.change(at, offer=offer | {"properties": [*offer["properties"], lot]})


@_plant("mortgage")
def a_mortgage_twice(game: Game) -> int:
    return game.repeat(game.first("mortgage"))


@_plant("mortgage")
def a_mortgage_lifted_twice(game: Game) -> int:
    return game.repeat(game.first("unmortgage"))


@_plant("mortgage")
def a_mortgage_under_a_house(game: Game) -> int:
    at = game.first("build", lambda body, _: body["houses"] == 1)
    player, lot = game.body(at)["player_id"], game.body(at)["position"]
    loan = SPACES[lot].mortgage
    return game.insert(at + 1, "mortgage", player_id=player, position=lot, amount=loan)


@_plant("price")
def a_deed_for_a_dollar(game: Game) -> int:
    return game.change(game.first("purchase"), price=1)


@_plant("price")
def a_deed_bought_from_afar(game: Game) -> int:
    at = game.first("purchase", lambda body, _: body["position"] != 39)
    return game.change(at, position=39, price=400)


@_plant("price")
def a_house_for_a_dollar(game: Game) -> int:
    return game.change(game.first("build"), cost=1)


@_plant("price")
def a_house_sold_at_its_price(game: Game) -> int:
    at = game.first("sell_building")
    return game.change(at, proceeds=2 * game.body(at)["proceeds"])


@_plant("price")
def a_loan_of_the_whole_price(game: Game) -> int:
    at = game.first("mortgage")
    return game.change(at, amount=2 * game.body(at)["amount"])


@_plant("price")
def a_mortgage_lifted_without_interest(game: Game) -> int:
    at = game.first("unmortgage", lambda body, _: body["amount"])
    return game.change(at, amount=SPACES[game.body(at)["position"]].mortgage)


@_plant("price")
def a_tax_of_another_year(game: Game) -> int:
    return game.change(game.first("tax_payment"), amount=75)


@_plant("price")
def no_tax(game: Game) -> int:
    at = game.first("tax_payment")
    came = max(number for number in range(at) if game.told[number][0] == "move")
    game.drop(at)
    return came


@_plant("auction")
def less_than_was_bid(game: Game) -> int:
    def fits(body: Body, _: State) -> bool:
        return body["winner_id"] is not None and "building" not in body

    at = game.first("auction_end", fits)
    return game.change(at, amount=game.body(at)["amount"] - 1)


@_plant("auction")
def another_than_who_bid_most(game: Game) -> int:
    def fits(body: Body, _: State) -> bool:
        return body["winner_id"] is not None and "building" not in body

    at = game.first("auction_end", fits)
    return game.change(at, winner_id=_other(game.body(at)["winner_id"]))


@_plant("auction")
def a_bid_too_low(game: Game) -> int:
    def fits(_: Body, state: State) -> bool:
        return state.auction is not None and state.auction.high_bid > 1

    return game.change(game.first("auction_bid", fits), amount=1)


@_plant("auction")
def a_bid_out_of_the_auction(game: Game) -> int:
    def fits(_: Body, state: State) -> bool:
        return state.auction is not None and state.auction.leader is not None

    at = game.first("auction_pass", fits)
    auction = game.boards[at].auction
    bid = 1 + (auction.high_bid if auction is not None else 0)
    return game.insert(at + 1, "auction_bid", player_id=game.body(at)["player_id"], amount=bid)


@_plant("auction")
def a_bid_beyond_all_means(game: Game) -> int:
    return game.change(game.first("auction_bid"), amount=99_999)


@_plant("trade")
def other_terms_than_offered(game: Game) -> int:
    at = game.first("trade_accept")
    offer = game.body(at)["offer"]
    return game.change(at, offer=offer | {"cash": offer["cash"] + 7})


@_plant("trade")
def a_trade_nobody_offered(game: Game) -> int:
    at = game.first("turn_end", lambda _, state: state.players[0].cash > 10)
    told = {"proposer_id": 0, "recipient_id": 1, "offer": {"cash": 5}, "request": {}}
    return game.insert(at, "trade_accept", **told)


@_plant("card")
def a_dividend_of_500(game: Game) -> int:
    at = game.first("bank_payment", lambda body, _: body["reason"].startswith("Bank pays you"))
    return game.change(at, amount=500)


@_plant("card")
def a_card_that_leads_elsewhere(game: Game) -> int:
    at = game.first("card_draw", lambda body, _: body["text"] == "Advance to Boardwalk")
    return game.change(at + 1, to_position=37)


@_plant("card")
def half_a_birthday(game: Game) -> int:
    at = game.first("player_payment", lambda body, _: "birthday" in body["reason"])
    return game.change(at, amount=5)


@_plant("cash")
def more_than_there_is(game: Game) -> int:
    at = game.first("turn_end")
    told = {"player_id": game.body(at)["player_id"], "amount": -90_000, "reason": "luck"}
    return game.insert(at, "bank_payment", **told)


@_plant("balance")
def a_wrong_balance(game: Game) -> int:
    at = game.first("tax_payment")
    had = game.boards[at].players[game.body(at)["player_id"]].cash
    return game.change(at, cash_after=had - game.body(at)["amount"] + 1)


@_plant("balance")
def a_wrong_balance_by_another_name(game: Game) -> int:
    return game.change(game.first("pass_go"), new_balance=1)


@_plant("bankruptcy")
def a_deed_kept(game: Game) -> int:
    at = game.first("deed_transfer")
    out = game.first("bankruptcy", start=at)
    game.drop(at)
    return out - 1


@_plant("bankruptcy")
def cash_kept(game: Game) -> int:
    at = game.first("player_payment", lambda body, _: body["reason"] == "bankruptcy")
    out = game.first("bankruptcy", start=at)
    game.drop(at)
    return out - 1


@_plant("bankruptcy")
def another_creditor(game: Game) -> int:
    at = game.first("deed_transfer", lambda body, _: body["to_id"] is not None)
    return game.change(game.first("bankruptcy", start=at), creditor_id=None)


@_plant("turn")
def a_bankrupt_who_rolls(game: Game) -> int:
    out = game.first("bankruptcy")
    player = game.body(out)["player_id"]
    at = game.first("turn_start", start=out)
    return game.insert(at + 1, "dice_roll", player_id=player, die1=1, die2=2)


@_plant("ending")
def half_a_game(game: Game) -> int:
    del game.told[len(game.told) // 2 :]
    return len(game.told) - 1


@_plant("ending")
def no_end(game: Game) -> int:
    game.told.pop()
    return len(game.told) - 1


@_plant("ending")
def an_event_behind_the_end(game: Game) -> int:
    return game.insert(len(game.told), "pass_go", player_id=0, amount=200)


@_plant("ending")
def a_bankrupt_who_wins(game: Game) -> int:
    out = game.body(game.first("bankruptcy"))["player_id"]
    return game.change(len(game.told) - 1, winner_id=out)


@_plant("unread")
def a_type_nobody_knows(game: Game) -> int:
    return game.insert(40, "coffee_break", player_id=0)


@_plant("sequence")
def a_lost_event(game: Game) -> int:
    return game.insert(40, "missing")


@_plant("broken")
def a_payload_nobody_can_read(game: Game) -> int:
    return game.change(game.first("move"), to_position="Go")
