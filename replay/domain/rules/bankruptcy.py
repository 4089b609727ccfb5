"""Bankruptcy: to a player, to the bank, and the end of the game."""

from __future__ import annotations

from replay.domain.rules import agenda, buildings, decks, holdings, mortgages, trades
from replay.domain.rules.game import Game
from replay.domain.state import net_worth


def declare(game: Game, seat: int, creditor: int | None) -> None:
    """A player owes more than can be raised, and leaves everything to the creditor.

    Source: official rules, "Bankruptcy": buildings go back to the bank at half price first; a
    player as creditor gets the money, the deeds (with 10 % due on the mortgaged ones) and the jail
    cards; if it is the bank, it sells the deeds by auction at once. Their mortgages are cancelled
    (Hasbro's later editions say so; the earlier ones are silent).
    """
    for at in holdings.deeds(game.state, seat):
        if game.state.houses[at]:
            buildings.take_down(game, seat, at, 0)
    deeds = tuple(holdings.deeds(game.state, seat))
    _hand_over_money(game, seat, creditor)
    _hand_over_cards(game, seat, creditor)
    for at in deeds:
        if creditor is None and game.state.mortgaged[at]:
            mortgages.cancel(game, seat, at)
        game.tell(
            "deed_transfer", seat, position=at, from_id=game.id(seat), to_id=game.id(creditor)
        )
    game.tell("bankruptcy", seat, player_id=game.id(seat), creditor_id=game.id(creditor))
    _forget(game, seat)
    if len(game.live()) < 2:
        end(game, "bankruptcy")
    elif creditor is None:
        game.push(*(agenda.Sale(seat, at) for at in deeds))
    else:
        game.push(*trades.interests(game, creditor, deeds))


def end(game: Game, reason: str) -> None:
    """The game is over: the last one wins, or at the turn limit the richest (None: a tie)."""
    worth = {seat: net_worth(game.state, seat) for seat in game.live()}
    best = [seat for seat in worth if worth[seat] == max(worth.values())]
    winner = best[0] if len(best) == 1 else None
    game.tell("game_end", None, winner_id=game.id(winner), reason=reason)
    game.table.agenda.clear()


def _hand_over_money(game: Game, seat: int, creditor: int | None) -> None:
    cash = game.player(seat).cash
    if not cash:
        return
    if creditor is None:
        game.tell("bank_payment", seat, player_id=game.id(seat), amount=-cash, reason="bankruptcy")
    else:
        game.tell(
            "player_payment",
            seat,
            payer_id=game.id(seat),
            payee_id=game.id(creditor),
            amount=cash,
            reason="bankruptcy",
        )


def _hand_over_cards(game: Game, seat: int, creditor: int | None) -> None:
    count = game.player(seat).jail_cards
    decks.tell_cards(game, seat, -count)
    if creditor is None:
        for _ in range(count):
            decks.give_back(game, seat)
    else:
        decks.tell_cards(game, creditor, count)
        game.table.kept[creditor] += game.table.kept[seat]
        game.table.kept[seat] = []


def _forget(game: Game, seat: int) -> None:
    """Nothing waits for a player who is out, nor is owed to one; only the turn has to go on."""
    turn, *rest = game.table.agenda
    game.table.agenda[:] = [turn, *(task for task in rest if not _concerns(task, seat))]


def _concerns(task: agenda.Any, seat: int) -> bool:
    if isinstance(task, agenda.Debt) and task.creditor == seat:
        return True
    return task.seat == seat and not isinstance(task, agenda.Sale)
