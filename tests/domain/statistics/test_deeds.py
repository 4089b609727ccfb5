"""Spaces, deeds, groups and bankruptcies, against whole games looked at one by one."""

from __future__ import annotations

import pytest

from replay.domain.board import PROPERTIES, SPACES
from replay.domain.rules import holdings
from replay.domain.statistics import deeds, estimates
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.tables import Tables
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables

WHOLE = choose(tables(slowly.GAMES), Filters())
BOARD = deeds.board(WHOLE)
GREEDY = choose(tables(slowly.GAMES), Filters(agent=("greedy",)))
each_space = pytest.mark.parametrize("at", range(40))
each_deed = pytest.mark.parametrize("deed", BOARD.deeds, ids=lambda one: str(one.position))


def approx(value):
    return None if value is None else pytest.approx(value)


def everybody(chosen):
    """The players whose numbers these are."""
    greedy = [player for player in slowly.players() if player.agent == "greedy"]
    return greedy if chosen is GREEDY else list(slowly.players())


@pytest.mark.parametrize("chosen", [WHOLE, GREEDY], ids=["all", "greedy"])
@each_space
def test_landings_are_those_of_tokens_and_bankruptcies_those_of_debts(at, chosen):
    space = deeds.board(chosen).spaces[at]
    landings = [player.slow.landings(player.seat) for player in everybody(chosen)]
    total = sum(one.total() for one in landings)
    assert space.landings == sum(one[at] for one in landings)
    assert space.share.value == pytest.approx(space.landings / total)
    assert space.share.n == total
    kills = [place for player in everybody(chosen) for place in fell_at(player)]
    assert space.kills == kills.count(at)
    assert space.kill_share.value == (
        pytest.approx(kills.count(at) / len(kills)) if kills else None
    )


def fell_at(player):
    """Where a player stood whose turn it was, or where that one stood whose turn it was."""
    turn_of = None
    for before, event in zip(player.slow.states, player.slow.events, strict=False):
        if event.event_type == "turn_start":
            turn_of = slowly.json.loads(bytes(event.payload))["player_id"]
        if event.event_type == "bankruptcy":
            told = slowly.json.loads(bytes(event.payload))
            if told["player_id"] == player.seat:
                debtor = turn_of if turn_of != player.seat else player.seat
                yield before.players[debtor].position


def bought(chosen, at):
    """(player, price, whether by auction) of every sale of a deed by the bank."""
    return [
        (player, price, by_auction)
        for player in everybody(chosen)
        for seat, position, price, by_auction in player.slow.bought()
        if (seat, position) == (player.seat, at)
    ]


@each_deed
def test_sales_are_at_the_printed_price_or_by_auction(deed):
    sales = bought(WHOLE, deed.position)
    auctions = [price for _, price, by_auction in sales if by_auction]
    assert (deed.bought, deed.auctioned) == (len(sales) - len(auctions), len(auctions))
    price = SPACES[deed.position].price
    assert deed.auction.value == approx(slowly.mean(one / price for one in auctions))


@pytest.mark.parametrize("chosen", [WHOLE, GREEDY], ids=["all", "greedy"])
@pytest.mark.parametrize("at", PROPERTIES)
def test_a_deed_returns_the_rent_it_brought_by_what_was_paid_for_it(at, chosen):
    deed = deeds.board(chosen).deeds[PROPERTIES.index(at)]
    rent = sum(player.slow.rent(player.seat, "owner_id").get(at, 0) for player in everybody(chosen))
    built = sum(player.slow.built(player.seat)[at] for player in everybody(chosen))
    spent = sum(price for _, price, _ in bought(chosen, at)) + built * SPACES[at].house_cost
    assert deed.rent == rent
    assert deed.returns.value == (pytest.approx(rent / spent) if spent else None)


@each_deed
def test_owners_are_all_who_ever_had_the_deed(deed):
    owners = [
        player
        for player in slowly.players()
        if any(one.owners[deed.position] == player.seat for one in player.slow.states)
    ]
    over = [player for player in owners if slowly.decided(player.game)]
    assert deed.win_rate.n == len(over)
    assert deed.win_rate.value == approx(slowly.share(player.won for player in over))
    assert deed.by_chance == approx(slowly.mean(1 / player.players for player in over))
    assert deed.built.value == approx(
        slowly.mean(player.slow.built(player.seat)[deed.position] for player in owners)
    )


@pytest.mark.parametrize("group", sorted(holdings.GROUPS))
def test_a_group_is_completed_when_one_player_first_has_all_of_it(group):
    told = next(one for one in BOARD.monopolies if one.group == group)
    turns, holders = [], set()
    for game in range(slowly.GAMES):
        found = list(completions(slowly.folded(game), group))
        turns += [found[0][0]] if found else []
        holders |= {(game, seat) for _, seat in found}
    assert told.completed == estimates.wilson(len(turns), slowly.GAMES, slowly.GAMES)
    assert told.turn.n == len(turns)
    assert told.turn.value == (sorted(turns)[(len(turns) + 1) // 2 - 1] if turns else None)
    winners = [
        player.won
        for player in slowly.players()
        if (player.game, player.seat) in holders and slowly.decided(player.game)
    ]
    assert told.win_rate.value == approx(slowly.share(winners))


def completions(slow, group):
    """(turn counted from 1, seat), whenever a group is whole that was not so before."""
    turn = 0
    for before, after, event in zip(slow.states, slow.states[1:], slow.events, strict=False):
        turn += event.event_type == "turn_start"
        holder = slow._holder(after, group)
        if holder is not None and holder != slow._holder(before, group):
            yield turn, holder


def test_what_nobody_bid_for_stays_unsold():
    assert BOARD.unsold == sum(
        one["winner_id"] is None
        for game in range(slowly.GAMES)
        for _, one in slowly.folded(game).told("auction_end")
    )
    assert BOARD.told == slowly.GAMES


def test_of_no_games_there_are_no_numbers_but_the_theory():
    nothing = deeds.board(choose(Tables.of([]), Filters()))
    assert {one.share.value for one in nothing.spaces} == {None}
    assert sum(one.soon for one in nothing.spaces) == pytest.approx(1)
    assert {one.win_rate.value for one in nothing.deeds} == {None}
    assert {one.completed.value for one in nothing.monopolies} == {None}
