"""A board and the turn under way, made a game that the rules can go on with."""

from __future__ import annotations

from random import Random

from msgspec import Struct

from replay.domain import match, snapshot
from replay.domain.board import HOTEL, SPACES
from replay.domain.fold import FoldBreak
from replay.domain.forks import jail_cards, pending, restored, standing, tabled
from replay.domain.forks.past import Past
from replay.domain.rules import bankruptcy, decks, engine, holdings, turns
from replay.domain.rules.agenda import Turn
from replay.domain.rules.chance import Chance, Seeded
from replay.domain.rules.game import Game, new_table
from replay.domain.rules.house import House
from replay.domain.setup import Setup
from replay.domain.state import State, initial

MOST_PLAYERS = 8

LAST_TURN = 2**31 - 10**6
"""Turns are counted in 32 bits, and there must be some left."""

MOST_JAIL_CARDS = 8
"""More than there are, and as many below none, since logs may be wrong; with thousands of them a
board is none to play on."""


class Moment(Struct, frozen=True):
    """From where a fork goes on. ``setup``, ``state`` and ``past`` are the other game's."""

    game_id: str
    setup: Setup
    state: State
    past: Past


class Refused(Exception):
    """The rules cannot go on from here; the text says why."""


class Resumed(Struct, frozen=True):
    """A game at its next choice, or the telling that there is none.

    ``game.told`` holds its first events; ``notes`` what was decided because the past did not tell.
    ``is_chance``: dice or cards were needed to get to the choice, so that another seed may lead to
    another one.
    """

    game: Game
    chance: Chance
    notes: tuple[str, ...]
    is_chance: bool


def resume(moment: Moment, house: House, seed: int) -> Resumed:
    """The game as it stood, rebuilt by its own first events, and gone on to the next choice.

    Raises:
        Refused: it is over, or nobody could play on from this board.
    """
    return resume_by(moment, house, Seeded(Random(f"{seed} chance")))  # noqa: S311


def resume_by(moment: Moment, house: House, chance: Chance) -> Resumed:
    """As `resume`, by any dice and shuffles."""
    _check(moment)
    dice = _Watched(chance)
    notes: list[str] = []
    try:
        game = _rebuilt(moment, house, dice, notes)
        dice.is_asked = False
        _set_up(game, moment.past, dice, notes)
        engine.settle(game, dice)
    except FoldBreak as broken:
        raise Refused(f"its board cannot be set up by the rules: {broken.reason}") from broken
    return Resumed(game, dice, tuple(notes), dice.is_asked)


def setup_of(setup: Setup) -> Setup:
    """The same players at the table of a native game."""
    return Setup(setup.seats, starting_cash=setup.starting_cash)


class _Watched:
    """Chance that remembers whether it was asked."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self.is_asked = False

    def dice(self) -> tuple[int, int]:
        self.is_asked = True
        return self._chance.dice()

    def shuffled(self, cards: list[int]) -> list[int]:
        self.is_asked = True
        return self._chance.shuffled(cards)


def _check(moment: Moment) -> None:
    state, seats = moment.state, len(moment.setup.seats)
    if state.is_over:
        raise Refused("the game is over by then")
    if seats > MOST_PLAYERS:
        raise Refused(f"{seats} players are at the table, and the rules are for 2 to 8")
    left = sum(not player.is_bankrupt for player in state.players)
    if left < 2:
        raise Refused(f"{left} of {seats} players are left, and it takes two to play")
    if not 0 <= state.turn_number < LAST_TURN:
        raise Refused(f"turn {state.turn_number} is none to count on from")
    if any(not 0 <= player.position < len(SPACES) for player in state.players):
        raise Refused("a token stands on no space of the board")
    for seat, player in zip(moment.setup.seats, state.players, strict=True):
        if abs(player.jail_cards) > MOST_JAIL_CARDS:
            held = f"{seat.name} holds {player.jail_cards} get-out-of-jail cards"
            raise Refused(f"{held}, and there are two")


def _rebuilt(moment: Moment, house: House, chance: Chance, notes: list[str]) -> Game:
    """The game's first two events, after which the board is to the letter what it was."""
    setup, state = setup_of(moment.setup), moment.state
    table = new_table(len(setup.seats), chance)
    game = Game(setup, house, initial(setup), table, match.follow(setup))
    game.tell("game_start", None)
    turn = moment.past.seat if moment.past.has_begun else None
    told = restored.payload(state, setup, turn, moment.game_id)
    told["standing"] = standing.told(moment.past)
    game.tell("state_restored", None, **told)
    _compare(game.state, state, setup)
    notes.append("The order of both decks is not told by any log: they are shuffled by the seed")
    if moment.setup.dialect != "native":
        notes.append("What the engine had begun by this event and tells in later ones may be lost")
    jail_cards.sort_out(game, moment.past, notes)
    return game


def _compare(ours: State, theirs: State, setup: Setup) -> None:
    """Never a board that is another: whatever cannot be said refuses the fork."""
    found = snapshot.differences(theirs, ours, setup)
    doubts = (ours.unread, ours.missing) != (theirs.unread, theirs.missing)
    if found or doubts:
        what = found[0].path if found else "what is unread"
        raise Refused(f"its board cannot be told in the native vocabulary: {what} comes out wrong")


def _set_up(game: Game, past: Past, chance: Chance, notes: list[str]) -> None:
    """The agenda: whose turn, what is still due in it, and what no lawful board may leave open."""
    seat = past.seat
    if seat is None or not 0 <= seat < len(game.state.players):
        seat = game.live()[0]
        notes.append("Nobody has the turn: it is given to the first player left")
    game.table.agenda = [Turn(seat)]
    game.table.doubles, game.table.may_roll = past.doubles % 3, past.may_roll
    game.table.dice = past.dice or 0
    game.table.proposals = past.offers
    _restore_order(game, seat, notes)
    if past.has_begun and not past.is_done:
        pending.put(game, seat, past, chance, notes)
        return
    tabled.close(game, notes)
    left = game.table.agenda[1:]  # what bankrupts have left is still sold first
    game.table.agenda.clear()
    if past.is_done:
        turns.pass_on(game, seat)
    else:
        turns.begin(game, game.others(seat)[0] if game.player(seat).is_bankrupt else seat)
    if not game.state.is_over:
        game.table.agenda += left
        pending.collect_arrears(game, notes)


def _restore_order(game: Game, turn: int, notes: list[str]) -> None:
    """Make of the board one that the rules can play on: `docs/forks.md` says how."""
    for lots in holdings.GROUPS.values():
        owners = {game.state.owners[at] for at in lots}
        built = [at for at in lots if game.state.houses[at]]
        wrong = len(owners) > 1 or None in owners or any(game.state.mortgaged[at] for at in lots)
        if built and wrong:
            where = " and ".join(SPACES[at].name for at in built)
            notes.append(f"Buildings on {where}, where the rules allow none, are sold to the bank")
            for at in built:
                _pull_down(game, at, turn)
    names = [seat.name for seat in game.setup.seats]
    for seat, player in enumerate(game.state.players):
        if player.jail_cards < 0:
            notes.append(f"{names[seat]} has used more get-out-of-jail cards than were held")
            decks.tell_cards(game, seat, -player.jail_cards)
    for seat, player in enumerate(game.state.players):
        if player.is_bankrupt and _has_left(game.state, seat):
            notes.append(f"What {names[seat]} left when bankrupt is handed over")
            _hand_over(game, seat)


def _pull_down(game: Game, at: int, turn: int) -> None:
    state, owner = game.state, game.state.owners[at]
    houses = state.houses[at]
    seat = turn if owner is None else owner
    game.tell(
        "sell_building",
        seat,
        player_id=game.id(seat),
        position=at,
        houses=0,
        proceeds=0 if owner is None else houses * (SPACES[at].house_cost // 2),
        bank_houses=state.bank_houses + houses % HOTEL,
        bank_hotels=state.bank_hotels + houses // HOTEL,
    )


def _has_left(state: State, seat: int) -> bool:
    player = state.players[seat]
    return bool(player.cash or player.jail_cards or seat in state.owners)


def _hand_over(game: Game, seat: int) -> None:
    player = game.player(seat)
    if player.cash < 0:
        game.tell(
            "bank_payment",
            seat,
            player_id=game.id(seat),
            amount=-player.cash,
            reason="a bankrupt's debt, written off",
        )
    heir = player.bankrupt_to
    if heir is not None and (heir == seat or game.player(heir).is_bankrupt):
        heir = None
    bankruptcy.declare(game, seat, heir)
