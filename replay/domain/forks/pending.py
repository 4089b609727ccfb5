"""What a turn had begun and not finished, put on the agenda again."""

from __future__ import annotations

from msgspec.structs import replace

from replay.domain.board import HOTEL, SPACES, Kind
from replay.domain.cards import Does
from replay.domain.forks import jail_cards, tabled
from replay.domain.forks.past import Drawn, Fall, Past
from replay.domain.rules import (
    auctions,
    bankruptcy,
    buildings,
    debts,
    holdings,
    landing,
    mortgages,
    turns,
)
from replay.domain.rules.agenda import (
    Advance,
    Debt,
    Fare,
    Interest,
    Land,
    Place,
    Sale,
    Why,
)
from replay.domain.rules.chance import Chance
from replay.domain.rules.game import Game


def put(game: Game, seat: int, past: Past, chance: Chance, notes: list[str]) -> None:
    """Put on the agenda what the turn of ``seat`` still has to bring; what is due last, first.

    An open auction or offer goes on before anything else: who is in debt was so when it began.
    """
    is_open = game.state.auction is not None or game.state.trade is not None
    if is_open:
        collect_arrears(game, notes)
    if not game.player(seat).is_bankrupt:
        _walk_on(game, seat, past, notes)
    if past.fall is not None:
        _complete(game, past.fall)
    if not game.state.is_over:
        _owe_interest(game, past)
        game.push(*(Sale(*one) for one in past.estate if game.state.owners[one[1]] is None))
        _go_on(game, seat, past, chance, notes)
        if not is_open:
            collect_arrears(game, notes)


def collect_arrears(game: Game, notes: list[str]) -> None:
    """Who is in debt has to make it good."""
    owing = [seat for seat in game.live() if game.player(seat).cash < 0]
    names = (game.setup.seats[seat].name for seat in owing)
    notes.extend(f"{name} is in debt and has to make it good first" for name in names)
    game.push(*(Debt(seat, 0, None, Why.ARREARS) for seat in owing))


def _go_on(game: Game, seat: int, past: Past, chance: Chance, notes: list[str]) -> None:
    """With what is going on at the table."""
    if game.state.auction is not None or game.state.trade is not None:
        tabled.go_on(game, seat, past, notes)
    elif past.won is not None:
        _place(game, past.won)
    elif past.sold is not None:
        _break_down(game, past.sold, chance)


def _walk_on(game: Game, seat: int, past: Past, notes: list[str]) -> None:
    """The throw, the move, the space, the card: whatever of them is due."""
    if past.dice is not None and not past.is_moved:
        _follow_dice(game, seat, past)
    elif past.card is not None:
        _follow_card(game, seat, past, past.card, notes)
    elif past.is_landed:
        _land(game, seat, past)


def _follow_dice(game: Game, seat: int, past: Past) -> None:
    player = game.player(seat)
    if player.in_jail and not past.is_failed:
        turns.roll_in_jail(game, seat, doubles=past.is_double)
    elif player.in_jail:
        if player.jail_turns >= turns.LAST_ATTEMPT:
            fine = Debt(seat, game.house.jail_fine, None, Why.FINE)
            game.push(fine, turns.onward(game, seat))
    elif past.doubles >= 3:
        landing.jail(game, seat, "third doubles in a row")
    else:
        game.push(replace(turns.onward(game, seat), is_paid=past.has_salary))


def _follow_card(game: Game, seat: int, past: Past, drawn: Drawn, notes: list[str]) -> None:
    card = drawn.card
    if card is None or drawn.deck is None:
        notes.append("A card was drawn and did nothing yet: it does nothing here")
    elif card.does is Does.EACH_PLAYER:
        landing.each_player(game, seat, card, drawn.paid)
    elif card.does is Does.REPAIRS:
        # By what stood when it was drawn: some of it may have been sold since, to pay for it.
        if drawn.repairs:
            game.push(Debt(seat, drawn.repairs, None, Why.CARD, reason=card.text))
    else:
        landing.follow_card(game, seat, drawn.deck, card)
        task = game.table.agenda[-1]
        if past.has_salary and isinstance(task, Advance):
            game.table.agenda[-1] = replace(task, is_paid=True)


def _land(game: Game, seat: int, past: Past) -> None:
    at = game.player(seat).position
    owner, kind = game.state.owners[at], SPACES[at].kind
    if past.is_owed_salary and game.house.salary:
        game.tell("pass_go", seat, player_id=game.id(seat), amount=game.house.salary)
    if past.thrown is not None and owner not in {None, seat} and not game.state.mortgaged[at]:
        game.push(Debt(seat, 10 * past.thrown, owner, Why.RENT, at))
        return
    fare = Fare.PLAIN
    if past.is_nearest:
        fares = {Kind.RAILROAD: Fare.DOUBLE, Kind.UTILITY: Fare.TENFOLD}
        fare = fares.get(kind, Fare.PLAIN)
    game.push(Land(seat, fare))


def _owe_interest(game: Game, past: Past) -> None:
    """On mortgaged deeds just received; of the first it may be settled that it is not lifted."""
    state = game.state
    due = [(to, at) for to, at in past.received if state.owners[at] == to and state.mortgaged[at]]
    game.push(*(Interest(*one) for one in due))
    if due and past.is_kept and due[0] == past.received[0]:
        game.table.agenda.pop()
        mortgages.keep(game, *due[0])


def _complete(game: Game, fall: Fall) -> None:
    """Go on with a bankruptcy that has been told in part."""
    if game.player(fall.seat).is_bankrupt:
        return
    if fall.creditor is not None and fall.cards > 0:
        jail_cards.hand_on(game, fall.creditor, fall.cards)
    bankruptcy.declare(game, fall.seat, fall.creditor)


def _break_down(game: Game, at: int, chance: Chance) -> None:
    """Hotels that come down as a group do so street by street: the rest follows."""
    state, lots = game.state, holdings.group(at)
    seat, standing = state.owners[at], [state.houses[lot] for lot in lots]
    if seat is None or max(standing) < HOTEL or max(standing) - min(standing) < 2:
        return
    own = sum(houses for houses in standing if houses < HOTEL)
    if state.bank_houses + own < 4 * len(lots) and not _is_broke(game, chance):
        buildings.break_down(game, seat, at)


def _is_broke(game: Game, chance: Chance) -> bool:
    """Whether what is due cannot be paid: then all goes to the bank, and not for want of houses."""
    task = game.table.agenda[-1]
    if isinstance(task, Land):
        game.table.agenda.pop()
        landing.land(game, task, chance)
        task = game.table.agenda[-1]
    return isinstance(task, Debt) and not debts.can_raise(game, task)


def _place(game: Game, won: tuple[int, int, int]) -> None:
    winner, at, price = won
    building, player = buildings.next_on(game.state, at), game.player(winner)
    lots = holdings.buildable(game.state, winner, building)
    if lots and player.cash >= price and buildings.stock(game.state, building) > 0:
        auctions.place(game, Place(winner, building, price))
