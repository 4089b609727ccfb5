"""Recorded games of monopoly-llm-benchmark: our board is the engine's own, after every step."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain.dialects.benchmark import LlmBenchmark
from replay.domain.fold import Fold
from replay.domain.state import State, copy, initial, mutate
from tests import corpus
from tests.corpus import Read, Recording, benchmark, first_mismatch

SHORT = {"bench-8", "crash-901"}
"""In these, every single event is tried."""

each_game = corpus.each((benchmark.read, folder) for folder in corpus.folders("benchmark"))

UNDONE_BY = {
    "PLAYER_MOVED": {"PLAYER_MOVED", "SENT_TO_JAIL"},
    "DICE_ROLLED": {"SENT_TO_JAIL", "CASH_CHANGED"},
    "AUCTION_PLAYER_DROPPED": {"AUCTION_ENDED"},
}
"""What hides the loss of an event from a look at the end of its step."""

AMOUNTS = {
    "CASH_CHANGED": "delta",
    "AUCTION_BID_PLACED": "bid_amount",
    "HOUSE_BUILT": "count",
    "HOUSE_SOLD": "count",
}


@cache
def recording(read: Read, folder: Path) -> Recording:
    return read(folder)


def mismatch(game: Recording, start: State | None = None) -> Any:
    return first_mismatch(game, LlmBenchmark(game.setup), start)


def fold_of(game: Recording, state: State | None = None) -> Fold:
    return Fold(LlmBenchmark(game.setup), state or initial(game.setup))


@each_game
def test_every_step_of_a_recorded_game_equals_the_engines_own_state(read: Read, folder: Path):
    game = recording(read, folder)
    assert game.truths, "a recording without states proves nothing"
    assert game.truths[-1][0] == game.events[-1].sequence_number
    assert mismatch(game) is None


@each_game
def test_a_record_that_does_not_say_who_acted_is_read_all_the_same(read: Read, folder: Path):
    game = recording(read, folder)
    events = [msgspec.structs.replace(event, actor_player_id=None) for event in game.events]
    assert mismatch(Recording(game.name, game.setup, events, game.truths)) is None


@each_game
def test_no_recorded_event_is_unread(read: Read, folder: Path):
    game = recording(read, folder)
    fold = fold_of(game)
    for event in game.events:
        fold.push(event)
    assert (fold.state.unread, fold.state.missing) == (0, 0)


@each_game
def test_a_lost_event_is_found_out(read: Read, folder: Path):
    game = recording(read, folder)
    chosen = telling(game)
    if folder.name not in SHORT:
        chosen = Random(7).sample(chosen, 40)
    assert len(chosen) >= 20
    before = keyframes(game, chosen)
    hidden = [at for at in chosen if mismatch(without(game, at), before[at]) is None]
    assert [game.events[at] for at in hidden] == []


@each_game
def test_an_amount_off_by_one_is_found_out(read: Read, folder: Path):
    game = recording(read, folder)
    chosen = [at for at, event in enumerate(game.events) if event.event_type in AMOUNTS]
    if folder.name not in SHORT:
        chosen = Random(11).sample(chosen, 40)
    assert len(chosen) >= 10
    before = keyframes(game, chosen)
    for by in (1, -1):
        hidden = [at for at in chosen if mismatch(off(game, at, by), before[at]) is None]
        assert [game.events[at] for at in hidden] == []


@each_game
def test_a_keyframe_resumes_as_if_nothing_had_happened(read: Read, folder: Path):
    game = recording(read, folder)
    cuts = set(Random(3).sample(range(len(game.events)), 25))
    whole = fold_of(game)
    resumed: list[Fold] = []
    for at, event in enumerate(game.events):
        whole.push(event)
        for fold in resumed:
            fold.push(event)
        if at in cuts:
            resumed.append(fold_of(game, decoded(msgspec.json.encode(whole.state))))
    expected = msgspec.json.encode(whole.state)
    assert [msgspec.json.encode(fold.state) for fold in resumed] == [expected] * len(cuts)


@each_game
def test_the_effects_of_an_event_are_all_that_it_changed(read: Read, folder: Path):
    game = recording(read, folder)
    fold = fold_of(game)
    for event in game.events:
        before = copy(fold.state)
        for effect in fold.push(event):
            mutate(before, effect)
        before.sequence_number = event.sequence_number
        assert before == fold.state


@each_game
def test_every_recorded_event_has_its_sentence(read: Read, folder: Path):
    game = recording(read, folder)
    dialect = LlmBenchmark(game.setup)
    fold = fold_of(game)
    ids = {str(player_id) for player_id in game.setup.player_ids}
    names = tuple(seat.name for seat in game.setup.seats)
    for event in game.events:
        sentence = dialect.tell(event, fold.state)
        assert sentence.isprintable()
        assert not sentence.endswith(".") or sentence.endswith(names)
        assert 5 < len(sentence) < 300
        assert not ids & set(sentence.split()), "a player is called by the engine's id"
        fold.push(event)


def keyframes(game: Recording, chosen: list[int]) -> dict[int, State]:
    """By chosen event, a state from before the one that precedes it.

    That one ends the step when the chosen event, its last, is taken away.
    """
    wanted = {max(at - 1, 0): at for at in chosen}
    fold = fold_of(game)
    kept = {}
    for at, event in enumerate(game.events):
        if at in wanted:
            kept[wanted[at]] = copy(fold.state)
        fold.push(event)
    return kept


def telling(game: Recording) -> list[int]:
    """The events whose loss must show at the end of their step."""
    steps = {at for at, _ in game.truths}
    fold = fold_of(game)
    found = []
    for at, event in enumerate(game.events):
        before = copy(fold.state)
        fold.push(event)
        before.sequence_number = event.sequence_number
        if before == fold.state or only_remembers(before, fold.state):
            continue
        if not UNDONE_BY.get(event.event_type, set()) & set(rest_of_step(game, at, steps)):
            found.append(at)
    return found


def only_remembers(before: State, after: State) -> bool:
    """Only `doubles` is a value of the engine's own; the start of a game sets it to its default."""
    doubled = before.memory.get("doubles", 0) != after.memory.get("doubles", 0)
    before.memory = after.memory
    return before == after and not doubled


def rest_of_step(game: Recording, at: int, steps: set[int]) -> list[str]:
    types = []
    while at not in steps:
        at += 1
        types.append(game.events[at].event_type)
    return types


def without(game: Recording, lost: int) -> Recording:
    """The same game as if the engine had forgotten to write one event."""
    events = [*game.events[:lost], *(numbered(e, -1) for e in game.events[lost + 1 :])]
    truths = [(at - (at >= lost), truth) for at, truth in game.truths]
    return Recording(game.name, game.setup, events, truths)


def numbered(event: Event, by: int) -> Event:
    return msgspec.structs.replace(event, sequence_number=event.sequence_number + by)


def off(game: Recording, at: int, by: int) -> Recording:
    """The same game with one amount written wrong."""
    event = game.events[at]
    payload = json.loads(bytes(event.payload))
    payload[AMOUNTS[event.event_type]] += by
    raw = msgspec.Raw(json.dumps(payload).encode())
    events = [*game.events]
    events[at] = msgspec.structs.replace(event, payload=raw)
    return Recording(game.name, game.setup, events, game.truths)


def decoded(keyframe: bytes) -> State:
    return msgspec.json.decode(keyframe, type=State)
