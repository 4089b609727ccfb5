"""Recorded games of monopoly_game_arena: our board is the engine's own, after every step.

Both ways in which the engine tells a game are folded: its game_events rows, and the lines of its
GameLogger.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects.arena import GameArena
from replay.domain.fold import Fold
from replay.domain.state import State, initial
from tests import corpus
from tests.corpus import Read, Recording, arena
from tests.domain.games import event

every_game = corpus.each(
    (read, folder)
    for folder in corpus.folders("arena")
    for read, file in ((arena.read, "events"), (arena.read_gamelogger, "gamelogger"))
    if (folder / f"{file}.jsonl.xz").exists()
)
SAMPLES = 6
LASTING = (
    effects.CashMoved,
    effects.OwnerSet,
    effects.MortgageSet,
    effects.HousesSet,
    effects.Jailed,
    effects.Released,
    effects.JailCardsMoved,
)
"""Effects that no later event of the same step can undo, as a second move undoes the first."""
AMOUNTS = ("amount", "price", "cost", "value", "sale_price", "winning_bid")


@cache
def _game(read: Read, folder: Path) -> Recording:
    return read(folder)


@every_game
def test_every_step_leaves_the_board_the_engine_had(read, folder):
    game = _game(read, folder)
    assert len(game.truths) > len(game.events) / 4, "hardly anything would be compared"
    found = corpus.first_mismatch(game, GameArena(game.setup))
    assert found is None, f"{game.name}: event {found[0]}, {found[1]}: {found[2]!r} != {found[3]!r}"


@every_game
def test_every_event_is_read_and_told(read, folder):
    game = _game(read, folder)
    dialect = GameArena(game.setup)
    fold = Fold(dialect, initial(game.setup))
    for one in game.events:
        said = dialect.tell(one, fold.state)
        assert said
        assert not said.endswith(".")
        assert len(said) < 700
        fold.push(one)
    assert fold.state.unread == 0


@every_game
def test_a_lost_event_is_found(read, folder):
    game = _game(read, folder)
    for lost in _sample(game, _lasts):
        rest = [
            msgspec.structs.replace(one, sequence_number=one.sequence_number - (one is not lost))
            if one.sequence_number > lost.sequence_number
            else one
            for one in game.events
            if one is not lost
        ]
        truths = [  # each step keeps its own truth, so nothing but the loss can be found
            (at - (at >= lost.sequence_number), truth) for at, truth in game.truths
        ]
        assert _first_mismatch(game, rest, truths), f"without {lost}"


@every_game
def test_an_amount_off_by_one_is_found(read, folder):
    game = _game(read, folder)
    for one in _sample(game, _has_amount):
        payload = json.loads(bytes(one.payload))
        payload[_amount(one)] += random.Random(one.sequence_number).choice((-1, 1))
        wrong = msgspec.structs.replace(one, payload=msgspec.Raw(json.dumps(payload).encode()))
        events = [wrong if each is one else each for each in game.events]
        assert _first_mismatch(game, events, game.truths), f"with {wrong}"


@every_game
def test_a_game_resumes_from_any_keyframe(read, folder):
    game = _game(read, folder)
    dialect = GameArena(game.setup)
    pick = random.Random(7)
    keyframes = set(pick.sample(range(len(game.events)), SAMPLES))
    straight, resumed = Fold(dialect, initial(game.setup)), Fold(dialect, initial(game.setup))
    for index, one in enumerate(game.events):
        straight.push(one)
        resumed.push(one)
        if index in keyframes:
            written = msgspec.json.encode(resumed.state)
            resumed = Fold(dialect, msgspec.json.decode(written, type=State))
            assert resumed.state == straight.state
    assert resumed.state == straight.state


@corpus.each(
    (arena.read, folder) for folder in corpus.folders("arena") if folder.name == "arena-16"
)
def test_the_bankruptcy_that_the_engine_failed_to_store_leaves_its_last_board(read, folder):
    game = read(folder)
    lost = [
        event(333, "bankruptcy", player_id=1, creditor_id=None),
        event(334, "game_end", player_id=0, reason=None, winner_id="Alice"),
    ]
    rows = list(map(json.loads, corpus.lines(folder / "states.jsonl.xz")))
    assert rows[-1]["call"] == "declare_bankruptcy"
    fold = Fold(GameArena(game.setup), initial(game.setup))
    for one in game.events + lost:
        fold.push(one)
    state, snapshot = rows[-1]["state"], rows[-1]["snapshot"]
    truth = arena.truth_of(state, snapshot)
    assert corpus.difference(truth, corpus.seen(fold.state)) is None


def _first_mismatch(game: Recording, events: list[Event], truths: list) -> corpus.Mismatch | None:
    changed = Recording(game.name, game.setup, events, truths)
    return corpus.first_mismatch(changed, GameArena(game.setup))


def _sample(
    game: Recording, wanted: Callable[[Event, tuple[effects.Any, ...]], bool]
) -> list[Event]:
    fold = Fold(GameArena(game.setup), initial(game.setup))
    last = game.truths[-1][0]
    fit = [
        one for one in game.events if wanted(one, fold.push(one)) and one.sequence_number <= last
    ]
    return random.Random(len(fit)).sample(fit, SAMPLES)


def _lasts(_: Event, done: tuple[effects.Any, ...]) -> bool:
    return any(isinstance(each, LASTING) and getattr(each, "amount", 1) for each in done)


def _has_amount(one: Event, _: tuple[effects.Any, ...]) -> bool:
    return _amount(one) is not None


def _amount(one: Event) -> str | None:
    told = json.loads(bytes(one.payload))
    return next((key for key in AMOUNTS if isinstance(told.get(key), int)), None)
