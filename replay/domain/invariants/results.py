"""Final results, as the record has them, against the board on which the log ends."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET, Struct, UnsetType

from games.domain.seat import Result
from replay.domain.invariants.check import Bench
from replay.domain.phrases import dollars
from replay.domain.state import PlayerState, State, net_worth

type Told = int | bool | UnsetType | None


class _Seat(Struct, frozen=True):
    """One player at the end: the seat, the fold's player, and what the record says."""

    index: int
    player: PlayerState
    result: Result


def judge(bench: Bench, state: State, results: Sequence[Result]) -> None:
    """Compare every result that was told; what is null or UNSET was not.

    ``state`` is that of a finished game. Where events were lost or not read, amounts prove nothing.
    """
    by_id = {result.player_id: result for result in results}
    seats = [
        _Seat(index, state.players[index], by_id[seat.player_id])
        for index, seat in enumerate(bench.setup.seats)
        if seat.player_id in by_id
    ]
    for seat in seats:
        _judge_outcome(bench, state, seat)
        if not state.unread and not state.missing:
            _judge_amounts(bench, state, seat)
    _judge_places(bench, state, seats)


def _judge_amounts(bench: Bench, state: State, seat: _Seat) -> None:
    worth, who = net_worth(state, seat.index), bench.name(seat.index)
    told = (("cash", seat.player.cash, seat.result.final_cash),)
    for what, ours, theirs in (*told, ("net worth", worth, seat.result.final_net_worth)):
        if isinstance(theirs, int) and theirs != ours:
            sentence = f"The record ends {who} with {what} {dollars(theirs)}, the log with "
            _add(bench, state, ours, theirs, sentence + dollars(ours))


def _judge_outcome(bench: Bench, state: State, seat: _Seat) -> None:
    who = bench.name(seat.index)
    wins, out = state.winner == seat.index, seat.player.is_bankrupt
    if seat.result.is_winner not in {None, UNSET, wins} and state.winner is not None:
        ours, theirs = ("log", "record") if wins else ("record", "log")
        sentence = f"The {ours} names {who} the winner, the {theirs} does not"
        _add(bench, state, wins, seat.result.is_winner, sentence)
    if seat.result.is_bankrupt not in {None, UNSET, out}:
        ours, theirs = ("out", "not out") if out else ("not out", "out")
        sentence = f"The record says {who} is {theirs}, the log ends with {who} {ours}"
        _add(bench, state, out, seat.result.is_bankrupt, sentence)


def _judge_places(bench: Bench, state: State, seats: Sequence[_Seat]) -> None:
    """The winner is first, and nobody who is out comes before one who is not."""
    places = {
        seat.index: seat.result.placement
        for seat in seats
        if isinstance(seat.result.placement, int)
    }
    winner = state.winner
    if winner in places and places[winner] != 1:
        sentence = f"{bench.name(winner)} wins and is placed {places[winner]}"
        _add(bench, state, 1, places[winner], sentence)
    left = [place for seat, place in places.items() if not state.players[seat].is_bankrupt]
    for seat, place in places.items():
        if state.players[seat].is_bankrupt and left and place < max(left):
            sentence = f"{bench.name(seat)} is out and placed {place}, before one who is not"
            _add(bench, state, max(left) + 1, place, sentence)


def _add(bench: Bench, state: State, expected: Told, seen: Told, sentence: str) -> None:
    bench.findings.add("results", state.sequence_number, expected, seen, sentence)
