"""What a caller asks for: how a game is to be played on, checked, and brought to one form."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from games.domain.errors import InvalidField
from games.domain.identity import LONGEST_GAME_ID
from replay import seating
from replay.domain.agents.registry import AGENTS
from replay.domain.effects import Bundle
from replay.domain.forks import fork, words
from replay.domain.forks.fork import Plan
from replay.domain.forks.resume import Moment, Refused, Resumed, resume
from replay.domain.rules.choice import Action, Choice, allows
from replay.domain.setup import Setup
from replay.forking import moments
from replay.forking.errors import ForkImpossible, IllegalFirstChoice
from replay.players.seats import BadSeat
from replay.recording import Recording

MOST = 1000
MOST_TURNS = 2000
DEFAULT_AGENT = "greedy"
_NAMED = 60

type Spec = Annotated[str, Meta(max_length=3000)]
type Position = Annotated[int, Meta(ge=0, le=39)]
type Dollars = Annotated[int, Meta(ge=0, le=2**53)]


class BundleIn(Struct, frozen=True, forbid_unknown_fields=True):
    """One side of a trade."""

    cash: Dollars = 0
    properties: Annotated[tuple[Position, ...], Meta(max_length=28)] = ()
    jail_cards: Annotated[int, Meta(ge=0, le=16)] = 0


class ChoiceIn(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A first choice, as the legal ones are told; `partner` is a player_id."""

    action: Action
    position: Position | None = None
    partner: int | None = None
    amount: Dollars | None = None
    offer: BundleIn | None = None
    request: BundleIn | None = None


class ForkIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Play on after event `at`: game k of `n` by the seed `seed` + k, each for `turn_limit` turns.

    `seats`: an agent for each player in seating order (default: whoever played, else greedy); for
    one game also `llm:MODEL`, at the server this site is set to.
    """

    at: Annotated[int, Meta(ge=-1, le=2**63 - 1)]
    seats: Annotated[tuple[Spec, ...], Meta(max_length=100)] | None = None
    seed: Annotated[int, Meta(ge=0, le=2**53 - 1001)] = 1
    choice: ChoiceIn | None = None
    n: Annotated[int, Meta(ge=1, le=MOST)] = 1
    turn_limit: Annotated[int, Meta(ge=1, le=MOST_TURNS)] | None = None


class ChoiceOut(Struct, frozen=True, omit_defaults=True):
    """A legal choice. `bounds`: least and most of a bid; `offer`, `request`: most of each side."""

    action: Action
    player_id: int
    label: str
    position: int | None = None
    partner: int | None = None
    amount: int | None = None
    bounds: tuple[int, int] | None = None
    offer: Bundle | None = None
    request: Bundle | None = None


class Order(Struct, frozen=True):
    """A checked order: everything that decides how the games go."""

    recording: Recording
    asked: ForkIn
    plan: Plan
    notes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """One for all orders that ask for the same."""
        told = [self._essence(), self.asked.seed, self.asked.n, fork.VERSION]
        return hashlib.sha256(msgspec.json.encode(told)).hexdigest()

    def game_id(self, seed: int) -> str:
        """The name of the game that the fork of a seed is stored as."""
        told = msgspec.json.encode([self._essence(), seed])
        mark = f"-fork-{self.plan.moment.state.sequence_number}-"
        mark += hashlib.sha256(told).hexdigest()[:10]
        return self.recording.game_id[: min(_NAMED, LONGEST_GAME_ID - len(mark))] + mark

    def _essence(self) -> list[Any]:
        plan, game = self.plan, self.recording
        at = plan.moment.state.sequence_number
        who = [game.game_id, game.created_at, at]
        return [who, plan.seats, plan.choice, plan.house]


def order(recording: Recording, asked: ForkIn) -> Order:
    """Check an order against the game.

    Raises:
        SequenceNotFound, FoldBroken: there is no such moment.
        ForkImpossible: the rules cannot go on from it.
        InvalidField: an agent is unknown, or there is not one for each player.
        IllegalFirstChoice: the first choice is none of the legal ones.
    """
    moment = moments.at(recording, asked.at)
    house, kinds = moments.agreed(recording)
    seats = _seats(asked.seats, kinds)
    if asked.n > 1 and any(name not in AGENTS for name in seats):
        raise InvalidField("n", asked.n, "language models play one game at a time")
    house = fork.house_of(moment, house, asked.turn_limit)
    plan = Plan(moment, house, seats)
    resumed = _resumed(recording, plan, asked)
    choice = None
    if asked.choice is not None:
        choice = _choice(recording, resumed, asked, asked.choice)
    return Order(recording, asked, Plan(moment, house, seats, choice), resumed.notes)


def resumed(recording: Recording, at: int, seed: int = 1) -> tuple[Moment, Resumed]:
    """A game at its next choice after an event. Raises as `order` does."""
    moment = moments.at(recording, at)
    house, kinds = moments.agreed(recording)
    asked = ForkIn(at, seed=seed)
    plan = Plan(moment, fork.house_of(moment, house, None), _seats(None, kinds))
    return moment, _resumed(recording, plan, asked)


def told(choice: Choice, setup: Setup) -> ChoiceOut:
    """A legal choice as callers see it."""
    ids = [seat.player_id for seat in setup.seats]
    return ChoiceOut(
        action=choice.action,
        player_id=ids[choice.seat],
        label=words.label(choice, setup),
        position=choice.position,
        partner=None if choice.partner is None else ids[choice.partner],
        amount=choice.amount,
        bounds=choice.bounds,
        offer=choice.offer,
        request=choice.request,
    )


def _seats(given: tuple[str, ...] | None, kinds: tuple[str, ...]) -> tuple[str, ...]:
    if given is None:
        return tuple(kind if kind in AGENTS else DEFAULT_AGENT for kind in kinds)
    if len(given) != len(kinds):
        problem = f"the game has {len(kinds)} players, and each needs an agent"
        raise InvalidField("seats", list(given), problem)
    for index, name in enumerate(given):
        try:
            seating.read(name, is_trusted=False)
        except BadSeat as problem:
            raise InvalidField(f"seats[{index}]", name, str(problem)) from problem
    return given


def _resumed(recording: Recording, plan: Plan, asked: ForkIn) -> Resumed:
    try:
        resumed = resume(plan.moment, plan.house, asked.seed)
        fork.choices(resumed)
    except Refused as refusal:
        raise ForkImpossible(recording.game_id, asked.at, str(refusal)) from refusal
    return resumed


def _choice(recording: Recording, resumed: Resumed, asked: ForkIn, wanted: ChoiceIn) -> Choice:
    """The choice meant, of whoever is to choose."""
    legal, setup = fork.choices(resumed), resumed.game.setup
    problem = "it is not legal there"
    if resumed.is_chance:
        problem = "dice or cards come first there, so that no choice is sure to be legal"
    elif legal:
        chosen = _of_seat(wanted, legal[0].seat, setup)
        if chosen is not None and any(allows(option, chosen) for option in legal):
            return chosen
    shown = tuple(msgspec.to_builtins(told(option, setup)) for option in legal)
    raise IllegalFirstChoice(recording.game_id, asked.at, wanted.action, problem, shown)


def _of_seat(wanted: ChoiceIn, seat: int, setup: Setup) -> Choice | None:
    seats = {one.player_id: index for index, one in enumerate(setup.seats)}
    if wanted.partner is not None and wanted.partner not in seats:
        return None
    return Choice(
        action=wanted.action,
        seat=seat,
        position=wanted.position,
        partner=None if wanted.partner is None else seats[wanted.partner],
        amount=wanted.amount,
        offer=_bundle(wanted.offer),
        request=_bundle(wanted.request),
    )


def _bundle(given: BundleIn | None) -> Bundle | None:
    return None if given is None else Bundle(given.cash, given.properties, given.jail_cards)
